//! What lies beside guides, broken one way after another: lint says what is wrong, and where.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

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

#[test]
fn what_is_not_shown_is_as_bad_as_the_worst_of_it() {
    let options = |text: &str| -> String {
        let entry = |at| format!("\"gone.{at}\": {{ \"text\": \"{text}\" }}");
        (0..150).map(entry).collect::<Vec<_>>().join(",")
    };
    let german = GERMAN.replace("\"title\"", &(options("Weg") + ", \"title\""));
    let found = said(&[
        ("g.json", GUIDE),
        ("other.json", OTHER),
        ("de/g.json", &german),
    ]);
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("warning too-many-problems")),
        "{found:?}"
    );
    assert!(
        found.iter().all(|line| line.starts_with("warning")),
        "{found:?}"
    );
}

#[test]
fn a_translation_may_say_nothing_that_a_guide_may_not() {
    for (text, rule) in [
        (r"Hilfe\nx", "control-character"),
        (r"Hilfe\tx", "control-character"),
        (r"Hil\u001bfe", "control-character"),
        (r"Hil\u202efe", "invisible-character"),
        (r"Hil\u200bfe", "invisible-character"),
        ("<b>Hilfe</b>", "markup"),
        ("Hilfe {", "translated-inserts"),
    ] {
        let german = GERMAN.replace("Hilfe", text);
        let found = said(&[
            ("g.json", GUIDE),
            ("other.json", OTHER),
            ("de/g.json", &german),
        ]);
        let of_rule = |line: &&String| line.contains(&format!(" {rule} /texts/title/text"));
        assert_eq!(found.iter().filter(of_rule).count(), 1, "{text}: {found:?}");
    }
}

#[test]
fn one_text_that_cannot_be_shown_leaves_the_others_in_the_language() {
    let guide = GUIDE.replace("Is it on?", "Help").replace("Help.", "Help");
    let german = GERMAN.replace(
        "\"title\"",
        r#""summary": { "text": "Hil\nfe" }, "steps.here.title": { "text": "Geht es?" },
        "steps.end.title": { "text": "Rufen Sie an" }, "steps.over.title": { "text": "Weiter" },
        "steps.end.links.0.label": { "text": "Anrufen" }, "title""#,
    );
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("de")).expect("a folder");
    fs::write(folder.path().join("g.json"), guide).expect("a file");
    fs::write(folder.path().join("de/g.json"), german).expect("a file");
    let folder = GuideFolder::read(folder.path()).expect("a folder");
    let edition = folder.edition("de");
    let spoken = &edition.guides["g"];
    assert!(spoken.is_spoken);
    assert_eq!((spoken.guide.title.as_str(), spoken.missing), ("Hilfe", 1));
}

#[test]
fn the_providers_file_is_missed() {
    let files = |name| said(&[("g.json", GUIDE), ("other.json", OTHER), (name, PROVIDER)]);
    assert_eq!(files("site/Provider.json"), ["error no-provider "]);
    assert_eq!(files("site/provider.json.txt"), ["error no-provider "]);
    assert_eq!(files("site/else.txt"), ["warning no-provider "]);
    assert_eq!(said(&[("g.json", GUIDE), ("other.json", OTHER)]), [""; 0]);
}

#[test]
fn a_link_that_the_provider_makes_no_address_of_is_told_at_the_link() {
    let found = changed("site/provider.json", "0800 123", "by appointment");
    assert_eq!(found, ["error link-to-nowhere /steps/end/links/0/href"]);
}

#[test]
fn guides_that_customers_cannot_choose_are_named_nowhere() {
    let found = changed(
        "site/provider.json",
        r#""guide": "g""#,
        r#""guide": "nope""#,
    );
    assert_eq!(found, ["error people-without-guide /people/0/guide"]);
    let found = changed("site/provider.json", r#"["other"] }"#, r#"["nope"] }"#);
    assert_eq!(found, ["error people-without-guide /people/0/about/0"]);
    let found = changed(
        "site/provider.json",
        r#""services": ["tv"]"#,
        r#""services": ["phone"]"#,
    );
    assert_eq!(
        found,
        [
            "warning handed-to-block /steps/over/guide",
            "warning people-without-guide /people/0/about/0"
        ]
    );
    let found = changed("other.json", r#""needs": ["tv"]"#, r#""listed": false"#);
    assert!(
        found.contains(&"error handed-to-block /steps/over/guide".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"error people-without-guide /people/0/about/0".to_owned()),
        "{found:?}"
    );
}
