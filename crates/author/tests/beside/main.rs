//! What lies beside guides, broken one way after another: lint says what is wrong, and where.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

mod files;
mod guides;
mod provider;
mod translations;

use std::fs;
use std::path::Path;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::{self, Settings};

const GUIDE: &str = r#"{ "format": 1, "id": "g", "version": "1", "language": "en", "title": "Help", "summary": "Help.",
  "start": "here", "stuck": "end", "steps": {
    "here": { "kind": "question", "title": "Is it on?", "options": [
      { "id": "yes", "to": "end" }, { "id": "unsure", "to": "over" }] },
    "over": { "kind": "outcome", "ends": "hand-over", "guide": "other", "title": "Go on" },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us",
      "links": [ { "label": "Call", "href": "tel:{provider.support.phone}" } ] } } }"#;

const OTHER: &str = r#"{ "format": 1, "id": "other", "version": "1", "language": "en", "title": "Other", "summary": "Other.",
  "needs": ["tv"], "start": "end", "stuck": "end", "steps": {
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" } } }"#;

const PROVIDER: &str = r#"{ "format": 1, "name": "Sample", "timeZone": "Etc/UTC",
  "contacts": { "support": { "phone": "0800 123" } }, "services": ["tv"], "topics": ["g", "other"],
  "people": [ { "kind": "callback", "guide": "g", "about": ["other"] } ] }"#;

const GERMAN: &str = r#"{ "format": 1, "guide": "g", "language": "de", "texts": {
  "title": { "of": "b79cac92", "text": "Hilfe" } } }"#;

/// What lint says of a folder with these guides and translations and the sample's provider.
fn of_guides(files: &[(&str, &str)]) -> Vec<String> {
    let mut files = files.to_vec();
    files.push(("site/provider.json", PROVIDER));
    said(&files)
}

/// What lint says of a folder with these files, one line each: severity, rule, place.
fn said(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    of_folder(folder.path())
}

fn of_folder(folder: &Path) -> Vec<String> {
    let folder = [GuideFolder::read(folder).expect("a folder")];
    let settings = Settings {
        today: "2026-12-01",
        provider: &|_| Vec::new(),
    };
    let report = lint::lint(&folder, &settings);
    let lines = report.found.iter().map(|found| {
        let diagnostic = &found.diagnostic;
        let severity = diagnostic.severity.name();
        format!("{severity} {} {}", diagnostic.rule.id, diagnostic.pointer)
    });
    lines.collect()
}

/// The same of the sample with one file changed.
fn changed(name: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = vec![
        ("g.json", GUIDE.to_owned()),
        ("other.json", OTHER.to_owned()),
        ("site/provider.json", PROVIDER.to_owned()),
    ];
    for (known, text) in &mut files {
        if *known == name {
            let new = text.replacen(from, to, 1);
            assert_ne!(*text, new, "{name}: {from}");
            *text = new;
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    said(&files)
}

#[test]
fn what_is_as_it_should_be_is_silent() {
    assert_eq!(changed("g.json", "Is it on?", "Is it off?"), [""; 0]);
}

/// What lint says of the sample with more files, or others in their place.
fn with(more: &[(&str, &str)]) -> Vec<String> {
    let mut files = vec![
        ("g.json", GUIDE),
        ("other.json", OTHER),
        ("site/provider.json", PROVIDER),
    ];
    files.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    files.extend(more);
    said(&files)
}
