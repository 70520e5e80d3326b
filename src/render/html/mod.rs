//! Markdown of unknown origin to HTML that is safe to publish under a strict Content-Security-Policy.
//!
//! Raw HTML passes a sanitiser, every address passes an allowlist of schemes, nothing carries an inline
//! style or script, and headings get unique ids.

mod links;
mod slug;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

pub(crate) use links::split;
pub use links::{Target, is_external, resolve};
use slug::Slugs;

/// How a document is rendered.
#[derive(Clone, Copy)]
pub struct Style<'a> {
    /// How many levels headings move down; `h6` is the lowest.
    pub heading_offset: u8,
    /// A first heading with this text is left out, because the page prints it already.
    pub title: Option<&'a str>,
    /// Where a relative address leads.
    pub target: &'a dyn Fn(&str) -> Target,
}

impl Default for Style<'_> {
    /// Headings as they are; relative links to Markdown lead to the page of the same name.
    fn default() -> Self {
        Self { heading_offset: 0, title: None, target: &links::page_of_the_same_name }
    }
}

/// A heading of the rendered document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, after the offset.
    pub level: u8,
    /// Its id, unique in the document.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A rendered document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML, without anything around it.
    pub html: String,
    /// The headings in order.
    pub headings: Vec<Heading>,
}

/// Renders a Markdown body; frontmatter must have been taken off.
pub fn render(markdown: &str, style: Style<'_>) -> Rendered {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let events: Vec<Event<'_>> =
        Parser::new_ext(markdown, options).filter(|event| !is_comment(event)).collect();
    let raw = events.iter().any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let mut writer = Writer {
        style,
        slugs: Slugs::default(),
        headings: Vec::new(),
        links: Vec::new(),
        aligned: Vec::new(),
        cell: 0,
        head: false,
    };
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    let events = writer.rewrite(&events);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    if raw {
        html = sanitise(&html, &writer.headings);
    }
    Rendered { html, headings: writer.headings }
}

fn is_comment(event: &Event<'_>) -> bool {
    matches!(event, Event::Html(html) | Event::InlineHtml(html)
        if { let html = html.trim(); html.is_empty() || html.starts_with("<!--") && html.find("-->").is_some_and(|at| at + 3 == html.len()) })
}

/// What stands open in place of a link or image.
enum Open {
    Link,
    Image,
    Text,
}

struct Writer<'a> {
    style: Style<'a>,
    slugs: Slugs,
    headings: Vec<Heading>,
    links: Vec<Open>,
    aligned: Vec<Alignment>,
    cell: usize,
    head: bool,
}

impl Writer<'_> {
    fn rewrite<'e>(&mut self, events: &[Event<'e>]) -> Vec<Event<'e>> {
        let mut done = Vec::with_capacity(events.len() + 8);
        let mut skip_to = 0;
        for (nth, event) in events.iter().enumerate() {
            if nth < skip_to {
                continue;
            }
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let text = heading_text(events.get(nth + 1..).unwrap_or_default());
                    if self.headings.is_empty()
                        && self.style.title.is_some_and(|title| same_words(title, &text))
                    {
                        skip_to = end_of_heading(events, nth) + 1;
                        self.style.title = None;
                        continue;
                    }
                    done.push(self.heading(*level, text));
                }
                Event::End(TagEnd::Heading(level)) => {
                    done.push(Event::End(TagEnd::Heading(self.moved(*level))));
                }
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    self.open(&mut done, *link_type, dest_url, title, false);
                }
                Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                    self.open(&mut done, *link_type, dest_url, title, true);
                }
                Event::End(TagEnd::Link | TagEnd::Image) => done.push(match self.links.pop() {
                    Some(Open::Image) => Event::End(TagEnd::Image),
                    Some(Open::Link) => Event::End(TagEnd::Link),
                    Some(Open::Text) | None => Event::InlineHtml("</span>".into()),
                }),
                Event::FootnoteReference(label) => done.push(Event::FootnoteReference(note(label))),
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    done.push(Event::Start(Tag::FootnoteDefinition(note(label))));
                }
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell)
                | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {
                    self.table(&mut done, event);
                }
                other => done.push(other.clone()),
            }
        }
        done
    }

    fn moved(&self, level: HeadingLevel) -> HeadingLevel {
        let level = (level as usize + usize::from(self.style.heading_offset)).min(6);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    }

    fn heading<'e>(&mut self, level: HeadingLevel, text: String) -> Event<'e> {
        let level = self.moved(level);
        let id = self.slugs.unique(&text);
        self.headings.push(Heading { level: level as u8, id: id.clone(), text });
        Event::Start(Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() })
    }

    /// Opens a link or an image as far as its address is safe and leads anywhere.
    fn open<'e>(
        &mut self,
        done: &mut Vec<Event<'e>>,
        link_type: LinkType,
        address: &CowStr<'e>,
        title: &CowStr<'e>,
        image: bool,
    ) {
        let target = match link_type {
            LinkType::Email => Target::To(format!("mailto:{address}")),
            _ => resolve(address, image, self.style.target),
        };
        let (link_type, title, id) = (LinkType::Inline, title.clone(), CowStr::Borrowed(""));
        match target {
            Target::To(to) if image && !is_external(&to) => {
                self.links.push(Open::Image);
                done.push(Event::Start(Tag::Image { link_type, dest_url: to.into(), title, id }));
            }
            Target::To(to) => {
                self.links.push(Open::Link);
                done.push(Event::Start(Tag::Link { link_type, dest_url: to.into(), title, id }));
            }
            Target::Nowhere(why) => {
                self.links.push(Open::Text);
                done.push(Event::InlineHtml(format!("<span class=\"unlinked\" title=\"{why}\">").into()));
            }
        }
    }

    /// Tables with classes where the stock writer has inline styles, in a box that scrolls.
    fn table<'e>(&mut self, done: &mut Vec<Event<'e>>, event: &Event<'e>) {
        let cell = if self.head { "th" } else { "td" };
        let html: CowStr<'e> = match event {
            Event::Start(Tag::Table(aligned)) => {
                self.aligned.clone_from(aligned);
                "<div class=\"scroll\" tabindex=\"0\"><table>".into()
            }
            Event::End(TagEnd::Table) => "</tbody></table></div>\n".into(),
            Event::Start(Tag::TableHead) => {
                (self.head, self.cell) = (true, 0);
                "<thead><tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                "</tr></thead><tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.cell = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(_) => {
                let class = match self.aligned.get(self.cell) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                self.cell += 1;
                let scope = if self.head { " scope=\"col\"" } else { "" };
                format!("<{cell}{scope}{class}>").into()
            }
            _ => format!("</{cell}>").into(),
        };
        done.push(Event::InlineHtml(html));
    }
}

fn note<'e>(label: &str) -> CowStr<'e> {
    format!("fn-{}", slug::slug(label)).into()
}

fn heading_text(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

fn end_of_heading(events: &[Event<'_>], from: usize) -> usize {
    let rest = events.iter().skip(from);
    rest.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))).count() + from
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// Cleans a whole document that contains raw HTML; ids survive only where this module gave them.
fn sanitise(html: &str, headings: &[Heading]) -> String {
    let ids: BTreeSet<String> = headings.iter().map(|heading| heading.id.clone()).collect();
    let own = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    ammonia::Builder::default()
        .url_schemes(own(links::SCHEMES))
        .add_tags(["input", "section"])
        .rm_tags(["map", "area"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .set_tag_attribute_values(HashMap::from([(
            "input",
            HashMap::from([("type", "checkbox"), ("disabled", "")]),
        )]))
        .add_generic_attributes(["id"])
        .allowed_classes(HashMap::from([
            ("span", own(&["unlinked"])),
            ("div", own(&["scroll", "footnote-definition"])),
            ("sup", own(&["footnote-reference", "footnote-definition-label"])),
            ("td", own(&["right", "center"])),
            ("th", own(&["right", "center"])),
        ]))
        .add_tag_attributes("div", ["tabindex"])
        .attribute_filter(move |element, name, value| match name {
            "id" if !ids.contains(value) && !value.starts_with("fn-") => None,
            "tabindex" if value != "0" => None,
            "align" | "bgcolor" | "width" | "height" if element != "img" => None,
            "src" if is_external(value) => None,
            _ => Some(value.into()),
        })
        .clean(html)
        .to_string()
}
