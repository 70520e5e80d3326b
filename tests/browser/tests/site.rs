//! Opens every page of the built site in Chromium, as a phone and as a desktop, light and dark.
//!
//! `SITE` names the built site (default `../../site`), `AFTERWORD_CHROMIUM` the browser.

use std::path::{Path, PathBuf};

use headless_chrome::protocol::cdp::Emulation::{MediaFeature, SetDeviceMetricsOverride, SetEmulatedMedia};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;

const WIDTHS: [u32; 2] = [390, 1280];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Everything that is wrong with the page as it is shown now, as a list of sentences.
const FAULTS: &str = r#"
(() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1) {
    const wide = [...document.querySelectorAll('body *')]
      .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('svg')
        && ![...function* (n) { while ((n = n.parentElement)) yield n }(e)].some(p => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(p).overflowX)))
      .map(e => e.tagName + '.' + e.className).slice(0, 3);
    faults.push(`the page is ${root.scrollWidth} wide on ${root.clientWidth}: ${wide.join(', ')}`);
  }
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
      .map(t => ({ text: t.textContent.trim(), box: t.getBoundingClientRect() })).filter(t => t.box.width > 0);
    for (const [i, a] of texts.entries()) {
      if (a.box.left < frame.left - 1 || a.box.right > frame.right + 1 || a.box.top < frame.top - 1 || a.box.bottom > frame.bottom + 1)
        faults.push(`a label is cut: ${a.text}`);
      for (const b of texts.slice(i + 1)) {
        const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (x > 2 && y > 3) faults.push(`labels overlap: ${a.text} / ${b.text}`);
      }
    }
  }
  const rgb = s => (s.match(/[\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  for (const e of document.querySelectorAll('p, li, td, th, a, h1, h2, h3, dt, dd, code, summary')) {
    if (e.closest('svg') || !e.textContent.trim() || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), [a, b] = [light(rgb(style.color).slice(0, 3)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${e.tagName} "${e.textContent.trim().slice(0, 40)}"`);
  }
  for (const image of document.images) if (!image.naturalWidth) faults.push(`an image is broken: ${image.src}`);
  for (const entry of performance.getEntriesByType('resource'))
    if (!/^(file|data):/.test(entry.name)) faults.push(`the page loads ${entry.name}`);
  if (!document.title) faults.push('the page has no title');
  if (document.querySelectorAll('h1').length !== 1) faults.push('the page must have one h1');
  if (!document.querySelector('main')) faults.push('the page has no main landmark');
  return JSON.stringify([...new Set(faults)].slice(0, 8));
})()
"#;

fn site() -> PathBuf {
    let site = std::env::var_os("SITE").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../site"), PathBuf::from);
    site.canonicalize().expect("build the site first: cargo run --release -- build")
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            found.push(path);
        }
    }
}

fn browser() -> Browser {
    let path = std::env::var_os("AFTERWORD_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
    let quiet = ["--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"];
    let options = LaunchOptions::default_builder()
        .path(Some(path.into()))
        .sandbox(false)
        .args(quiet.iter().map(std::ffi::OsStr::new).collect())
        .idle_browser_timeout(std::time::Duration::from_secs(300))
        .build()
        .unwrap();
    Browser::new(options).expect("chromium starts")
}

fn show(tab: &Tab, page: &Path, width: u32, scheme: &str) {
    let metrics = SetDeviceMetricsOverride {
        width,
        height: 900,
        device_scale_factor: 1.0,
        mobile: width < 600,
        scale: None,
        screen_width: None,
        screen_height: None,
        position_x: None,
        position_y: None,
        dont_set_visible_size: None,
        screen_orientation: None,
        viewport: None,
        display_feature: None,
        device_posture: None,
    };
    tab.call_method(metrics).unwrap();
    let feature = MediaFeature { name: "prefers-color-scheme".into(), value: scheme.into() };
    tab.call_method(SetEmulatedMedia { media: None, features: Some(vec![feature]) }).unwrap();
    tab.navigate_to(&format!("file://{}", page.display())).unwrap().wait_until_navigated().unwrap();
}

/// The screens a page is shown on: all of them, and one in turn for the many pages of rules, which are alike.
fn screens(page: &Path, nth: usize) -> Vec<(u32, &'static str)> {
    let all: Vec<_> = WIDTHS.iter().flat_map(|&width| SCHEMES.map(|scheme| (width, scheme))).collect();
    let alike = page.parent().is_some_and(|folder| folder.ends_with("rules")) && !page.ends_with("index.html");
    if alike { vec![all[nth % all.len()]] } else { all }
}

fn evaluate(tab: &Tab, script: &str) -> String {
    let value = tab.evaluate(script, false).unwrap().value;
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[test]
fn every_page_is_sound_on_every_screen() {
    let mut found = Vec::new();
    pages(&site(), &mut found);
    assert!(found.len() > 3, "the site has only {} pages", found.len());
    let browser = browser();
    let tab = browser.new_tab().unwrap();
    let mut wrong = Vec::new();
    for (nth, page) in found.iter().enumerate() {
        for (width, scheme) in screens(page, nth) {
            show(&tab, page, width, scheme);
            let faults: Vec<String> = serde_json::from_str(&evaluate(&tab, FAULTS)).expect("a list of faults");
            wrong.extend(faults.iter().map(|fault| format!("{} {width} {scheme}: {fault}", page.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn light_and_dark_differ() {
    let browser = browser();
    let tab = browser.new_tab().unwrap();
    let index = site().join("index.html");
    let background = |scheme| {
        show(&tab, &index, 1280, scheme);
        evaluate(&tab, "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color")
    };
    assert_ne!(background("light"), background("dark"));
}

#[test]
fn every_link_leads_somewhere() {
    let mut found = Vec::new();
    pages(&site(), &mut found);
    let browser = browser();
    let tab = browser.new_tab().unwrap();
    let mut wrong = Vec::new();
    let mut links = 0;
    for page in &found {
        show(&tab, page, 1280, "light");
        let script = "JSON.stringify([...document.querySelectorAll('a[href]')].map(a => a.href).filter(h => h.startsWith('file:')))";
        let targets: Vec<String> = serde_json::from_str(&evaluate(&tab, script)).unwrap();
        for target in targets {
            links += 1;
            let (path, fragment) = target.trim_start_matches("file://").split_once('#').unwrap_or((target.trim_start_matches("file://"), ""));
            let Ok(text) = std::fs::read_to_string(path) else {
                wrong.push(format!("{}: {target}", page.display()));
                continue;
            };
            if !fragment.is_empty() && !text.contains(&format!("id=\"{fragment}\"")) {
                wrong.push(format!("{}: {target} has no such place", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(links > 10, "only {links} links");
}
