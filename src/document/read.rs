//! Reads documents: lines, sections and tokens first, then each kind of fact from them.

use super::front::{self, Front, Split};
use super::label::{self, Label};
use super::lines::{self, Page};
use super::moment::Context;
use super::reader::Reader;
use super::{Document, Postmortem, Vocabulary, Words, actions, impact, prose, timeline, title, window};
use crate::finding::Fault;
use crate::text::{Source, Span};

/// Reads a file as one or more postmortems. Never fails: what is wrong is among the faults.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Document {
    read_all(&[(source, vocabulary)]).remove(0)
}

/// How many files it pays to take each step for before the next one: as many as stay in a processor's cache.
pub const TOGETHER: usize = 16;

/// Reads files as [`read`] does, each in the words of its vocabulary. Each step is taken for some of them before the
/// next one, which takes less time than all steps for each: the processor has to fetch the code of every step only
/// once.
pub fn read_all(files: &[(&Source, &Vocabulary)]) -> Vec<Document> {
    let mut documents = Vec::with_capacity(files.len());
    for files in files.chunks(TOGETHER) {
        read_together(files, &mut documents);
    }
    documents
}

fn read_together(files: &[(&Source, &Vocabulary)], documents: &mut Vec<Document>) {
    let opened: Vec<Opened> = files.iter().map(|(source, _)| Opened::new(source)).collect();
    let laid = files
        .iter()
        .zip(&opened)
        .map(|(&(source, vocabulary), opened)| Laid::new(source, vocabulary, opened.body));
    let laid: Vec<Laid<'_>> = laid.collect();
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(files.len());
    // The postmortems of each file, which are large, stay where they are; the parts are theirs, one after the other.
    let postmortems = laid.iter().zip(opened).map(|(laid, opened)| laid.parts(opened, &mut parts));
    let mut postmortems: Vec<Vec<Postmortem>> = postmortems.collect();
    for (postmortem, part) in postmortems.iter_mut().flatten().zip(&mut parts) {
        part.window(postmortem);
    }
    for (postmortem, part) in postmortems.iter_mut().flatten().zip(&parts) {
        impact::read(&part.reader, &part.front, postmortem);
        prose::read(&part.reader, postmortem);
    }
    for (postmortem, part) in postmortems.iter_mut().flatten().zip(&parts) {
        timeline::read(&part.reader, &part.context, postmortem);
        window::complete(&part.reader, postmortem);
    }
    for (postmortem, part) in postmortems.iter_mut().flatten().zip(&parts) {
        actions::read(&part.reader, &part.context, postmortem);
    }
    for (postmortem, part) in postmortems.iter_mut().flatten().zip(parts) {
        part.finish(postmortem);
    }
    documents.extend(laid.into_iter().zip(postmortems).map(|(laid, postmortems)| {
        let words = Words { total: postmortems.iter().map(|postmortem| postmortem.words.total).sum() };
        Document { postmortems, plain: laid.page.plain, words }
    }));
}

/// A file with its frontmatter read.
struct Opened {
    front: Front,
    body: Span,
    faults: Vec<Fault>,
}

impl Opened {
    fn new(source: &Source) -> Self {
        let Split { yaml, body, mut faults } = front::split(source);
        let mut front = yaml.map(|yaml| front::read(&source.text, yaml)).unwrap_or_default();
        faults.append(&mut front.faults);
        Self { front, body, faults }
    }
}

/// A file with its lines read.
struct Laid<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    body: Span,
    page: Page,
    /// The labels that lines start with.
    starting: Vec<Label>,
}

impl<'a> Laid<'a> {
    fn new(source: &'a Source, vocabulary: &'a Vocabulary, body: Span) -> Self {
        let text = source.text.as_str();
        let page = lines::read(text, &source.lines, body);
        let starting = label::starting(&page, vocabulary);
        Self { text, vocabulary, body, page, starting }
    }

    /// The file's postmortems, with nothing in them yet; adds a part for each.
    fn parts<'b>(&'b self, opened: Opened, parts: &mut Vec<Part<'b>>) -> Vec<Postmortem> {
        let Self { text, vocabulary, body, page, starting } = self;
        let Opened { mut front, mut faults, .. } = opened;
        let places = title::parts(text, page, vocabulary);
        let mut postmortems = Vec::with_capacity(places.len());
        for (index, (from, to)) in places.into_iter().enumerate() {
            let first = index == 0;
            let start = if first { body.start } else { page.lines[from].span.start };
            let end = if to < page.lines.len() { page.lines[to].span.start } else { body.end };
            let own = Span::new(start, end);
            parts.push(Part {
                reader: Reader::new(text, page, starting, vocabulary, from, to, own),
                front: std::mem::take(&mut front),
                faults: std::mem::take(&mut faults),
                context: Context::default(),
            });
            let span = if first { Span::new(0, end) } else { own };
            postmortems.push(Postmortem { span, body: own, ..Postmortem::default() });
        }
        postmortems
    }
}

/// What a postmortem is read from.
struct Part<'a> {
    reader: Reader<'a>,
    front: Front,
    /// What was wrong before its facts were read.
    faults: Vec<Fault>,
    context: Context,
}

impl Part<'_> {
    /// Reads titles, zones, start and end.
    fn window(&mut self, postmortem: &mut Postmortem) {
        let Self { reader, front, context, .. } = self;
        postmortem.titles = title::read(reader, front);
        window::zones(reader, front, postmortem);
        *context = window::context(reader, front, postmortem);
        window::read(reader, front, context, postmortem);
    }

    fn finish(self, postmortem: &mut Postmortem) {
        self.reader.finish(self.front, postmortem);
        postmortem.faults.splice(0..0, self.faults);
    }
}
