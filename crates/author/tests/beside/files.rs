//! Files that nothing reads, copies of guides, and folders that are no language.

use std::fs;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::{self, Settings};

use super::{GERMAN, GUIDE, OTHER, PROVIDER, of_folder, with};

#[test]
fn what_nothing_reads_is_told() {
    for (name, text) in [
        ("b.JSON", GUIDE),
        ("b.json.txt", GUIDE),
        ("de/g.json", GUIDE),
    ] {
        let found = with(&[(name, text)]);
        assert_eq!(found, ["warning unread-file "], "{name}");
    }
    assert_eq!(with(&[("notes.json.txt", "{}")]), [""; 0]);
    let german = GUIDE.replace(r#""language": "en""#, r#""language": "de""#);
    let found = with(&[("de/g.json", &german), ("de/other.json", OTHER)]);
    assert_eq!(
        found.len(),
        2,
        "each was meant to be a translation: {found:?}"
    );
    let provider = PROVIDER.replacen("\"services\"", r#""words": { "de": {} }, "services""#, 1);
    let found = with(&[
        ("de/g.json", GUIDE),
        ("de/other.json", OTHER),
        ("site/provider.json", &provider),
    ]);
    assert_eq!(found.len(), 2, "the provider speaks German: {found:?}");
    for name in ["old", "tmp", "bak"] {
        let (one, two) = (format!("{name}/g.json"), format!("{name}/other.json"));
        let found = with(&[(&one, GUIDE), (&two, OTHER)]);
        assert_eq!(found, ["warning unread-file "], "the folder once: {name}");
    }
    let found = with(&[("de/g.json", GERMAN), ("DE/g.json", GERMAN)]);
    assert!(
        found.contains(&"warning unread-file ".to_owned()),
        "{found:?}"
    );
    let found = with(&[("de/g.json", GUIDE), ("de/other.json", GERMAN)]);
    assert!(
        found.contains(&"error misplaced-translation /steps".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_guide_in_a_folder_that_nothing_reads_is_told() {
    let own = GUIDE.replace("\"g\"", "\"own\"");
    for name in [
        "more/own.json",
        "topics/a/b/own.json",
        "de/own.json",
        "sites/own.json",
    ] {
        let found = with(&[(name, &own)]);
        assert_eq!(found, ["warning unread-file "], "{name}");
    }
    let no_comma = own.replacen("\"format\": 1,", "\"format\": 1", 1);
    let no_steps = own.replace("\"steps\"", "\"step\"");
    for text in [&*no_comma, &no_steps, "{", ""] {
        let found = with(&[("more/own.json", text)]);
        assert_eq!(found, ["warning unread-file "], "{text}");
    }
    let found = with(&[("more/a.json", "{}"), ("more/own.json", &own)]);
    assert_eq!(found, ["warning unread-file "], "the guide, not the other");
    for (name, text) in [
        ("tools/package.json", r#"{ "name": "tools" }"#),
        ("pictures/list.json", &*own),
        ("site/own.json", &own),
        (".git/own.json", &own),
        ("more/README.md", &own),
    ] {
        assert_eq!(with(&[(name, text)]), [""; 0], "{name}");
    }
}

#[test]
fn a_folder_of_copies_is_not_taken_for_a_language() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, language) in [("g.json", "en"), ("old/g.json", "en"), ("fr/g.json", "fr")] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let guide = GUIDE.replace("\"guide\": \"other\", ", "");
        let guide = guide.replace(
            r#""language": "en""#,
            &format!(r#""language": "{language}""#),
        );
        fs::write(path, guide).expect("a file");
    }
    let folder = [GuideFolder::read(folder.path()).expect("a folder")];
    let settings = Settings {
        today: "2026-12-01",
        provider: &|_| Vec::new(),
    };
    let report = lint::lint(&folder, &settings);
    let strays = report.found.iter();
    let strays = strays.filter(|found| found.diagnostic.rule.id == "unread-file");
    let messages: Vec<_> = strays.map(|found| &*found.diagnostic.message).collect();
    assert_eq!(
        messages,
        [
            "this is a copy of a guide, and nothing reads the guides in the folder `old`",
            "this is a guide, not a translation into `fr`, so nothing reads it here",
        ]
    );
}

/// Only where capitals make another folder.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_without_translations_takes_its_language_from_no_other() {
    for unused in [None, Some("{ \"format\": 1,")] {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["DE", "de"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        fs::write(folder.path().join("g.json"), GUIDE).expect("a file");
        fs::write(folder.path().join("de/g.json"), GERMAN).expect("a file");
        if let Some(text) = unused {
            fs::write(folder.path().join("DE/g.json"), text).expect("a file");
        }
        let found = of_folder(folder.path());
        assert!(
            !found.contains(&"warning unread-file ".to_owned()),
            "{unused:?}: {found:?}"
        );
        let read = GuideFolder::read(folder.path()).expect("a folder");
        assert!(read.sidecar("de", "g").is_some(), "{unused:?}");
    }
}

#[test]
fn the_copy_of_a_guide_is_told_not_the_guide() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["G.json", "g.json"] {
        let guide = GUIDE.replace("\"guide\": \"other\", ", "");
        fs::write(folder.path().join(name), guide).expect("a file");
    }
    let folder = [GuideFolder::read(folder.path()).expect("a folder")];
    let settings = Settings {
        today: "2026-12-01",
        provider: &|_| Vec::new(),
    };
    let report = lint::lint(&folder, &settings);
    let copies = report.found.iter();
    let copies = copies.filter(|found| found.diagnostic.rule.id == "duplicate-guide");
    let files: Vec<_> = copies.map(|found| found.source.stem()).collect();
    assert_eq!(files, ["G"]);
}
