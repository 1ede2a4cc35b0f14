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
        (
            "Hilfe, wenn nichts mehr geht. ".repeat(12).as_str(),
            "overlong-text",
        ),
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
fn a_translation_is_held_to_what_its_guide_is_held_to_at_that_place() {
    let pictured = GUIDE.replacen(
        "\"title\": \"Is it on?\"",
        r#""title": "Is it on?", "picture": { "file": "a.svg", "alt": "A box with a lamp on it" }"#,
        1,
    );
    for (path, text, rules) in [
        ("steps.here.title", "Hilfe }", &["bad-insert"][..]),
        ("title", "Hilfe }", &[]),
        ("summary", "Hilfe }", &[]),
        ("steps.here.picture.alt", "Ein Kasten } mit Lampe", &[]),
        (
            "summary",
            "Hilfe von {provider.name}",
            &["translated-inserts"],
        ),
        (
            "summary",
            "Hilfe von { provider.name",
            &["translated-inserts"],
        ),
    ] {
        let german = GERMAN.replacen(
            "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }",
            &format!("\"{path}\": {{ \"text\": \"{text}\" }}"),
            1,
        );
        let found = said(&[
            ("g.json", &pictured),
            ("other.json", OTHER),
            (
                "pictures/a.svg",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
            ),
            ("de/g.json", &german),
        ]);
        let place = format!("/texts/{path}/text");
        let lines = found.iter().filter(|line| line.ends_with(&place));
        let told: Vec<_> = lines.filter_map(|line| line.split(' ').nth(1)).collect();
        assert_eq!(told, rules, "{path}, {text}: {found:?}");
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

#[test]
fn an_address_that_is_told_in_one_language_alone_is_looked_at_too() {
    let provider = PROVIDER.replacen(
        "\"services\"",
        r#""values": { "help": "110" }, "words": { "de": { "values": { "help": "die Polizei" } } }, "services""#,
        1,
    );
    let guide = GUIDE.replace("provider.support.phone", "provider.help");
    let found = with(&[("g.json", &guide), ("site/provider.json", &provider)]);
    assert_eq!(found, ["error link-to-nowhere /steps/end/links/0/href"]);
}

#[test]
fn a_fact_that_is_read_is_set_by_some_guide() {
    let reads = OTHER
        .replacen(
            "\"start\": \"end\"",
            r#""facts": { "problem": { "type": "text" } }, "start": "look""#,
            1,
        )
        .replacen(
            "\"steps\": {",
            r#""steps": { "look": { "kind": "branch", "otherwise": "end", "cases": [
                { "if": { "fact": "problem", "is": "slow" }, "to": "more" } ] },
              "more": { "kind": "outcome", "ends": "hand-over", "title": "It is slow" },"#,
            1,
        );
    let setting = |fact: &str| {
        let option = format!(r#"{{ "id": "yes", "set": {{ "{fact}": "slow" }},"#);
        GUIDE.replacen(r#"{ "id": "yes","#, &option, 1)
    };
    assert_eq!(
        with(&[("other.json", &reads)]),
        ["warning fact-never-set /facts/problem"]
    );
    assert_eq!(
        with(&[("other.json", &reads), ("g.json", &setting("problem"))]),
        [""; 0],
        "another guide may set it"
    );
    assert_eq!(
        with(&[("other.json", &reads), ("g.json", &setting("probelm"))]),
        [
            "warning misspelt-fact /steps/here/options/0/set/probelm",
            "warning fact-never-set /facts/problem"
        ]
    );
    assert_eq!(
        with(&[("g.json", &setting("colour"))]),
        [""; 0],
        "what nobody reads is for the agent"
    );
}

#[test]
fn two_guides_with_one_title_are_told() {
    let found = changed("other.json", r#""title": "Other""#, r#""title": "help ""#);
    assert_eq!(found, ["warning same-title /title"]);
}

#[test]
fn guides_of_which_customers_can_choose_none_are_refused() {
    let guide = GUIDE.replacen("\"start\"", "\"needs\": [\"tv\"], \"start\"", 1);
    let provider = PROVIDER.replace("[\"tv\"]", "[\"phone\"]");
    let found = with(&[("g.json", &guide), ("site/provider.json", &provider)]);
    assert!(
        found.contains(&"error nothing-to-choose /services".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_question_without_an_answer_for_these_customers_is_told() {
    let guide = GUIDE.replacen(r#""id": "yes","#, r#""id": "yes", "needs": ["phone"],"#, 1);
    assert_eq!(
        with(&[("g.json", &guide)]),
        ["warning unsold-options /steps/here"]
    );
    let sold = guide.replace("[\"phone\"]", "[\"tv\"]");
    assert_eq!(with(&[("g.json", &sold)]), [""; 0]);
}

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
    assert_eq!(
        with(&[("de/own.json", GUIDE)]),
        [""; 0],
        "guides of their own"
    );
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
            "this is a guide, not a translation into `fr`, so nothing reads it here",
            "this is a copy of a guide, and nothing reads the guides in the folder `old`",
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
fn one_slip_is_not_told_of_everything_that_hangs_on_it() {
    let lights = GUIDE.replacen(
        "\"steps\": {",
        r#""steps": { "lamp": { "kind": "lights", "of": "router", "title": "What do you see?", "on": { "otherwise": "here" } },"#,
        1,
    );
    let lights = lights.replace("\"start\": \"here\"", "\"start\": \"lamp\"");
    let catalogue = r#"{ "format": 1, "boxes": { "rr": { "role": "router", "name": "R", "shape": "flat", "arrangement": "row",
      "lights": [{ "id": "power", "label": "Power", "states": { "green": "ok" } }] } } }"#;
    let comma = PROVIDER.replacen(',', "", 1);
    let found = with(&[
        ("g.json", &lights),
        ("site/equipment.json", catalogue),
        ("site/provider.json", &comma),
    ]);
    assert_eq!(found, ["error syntax "], "a comma of the provider's file");

    let steps = GUIDE.replacen("\"steps\"", "\"Steps\"", 1);
    let found = with(&[("g.json", &steps), ("de/g.json", GERMAN)]);
    let own = found.iter().filter(|line| line.starts_with("error"));
    assert_eq!(own.count(), 2, "a key of the guide: {found:?}");
    assert!(
        !found.iter().any(|line| line.contains("translation")),
        "{found:?}"
    );
}

#[test]
fn scenarios_that_were_not_played_are_told_once() {
    let caller = |id: &str| {
        GUIDE
            .replacen("\"id\": \"g\"", &format!("\"id\": \"{id}\""), 1)
            .replacen(
                "\"title\": \"Help\"",
                &format!("\"title\": \"Help {id}\""),
                1,
            )
            .replace(
                r#""kind": "outcome", "ends": "hand-over", "guide": "other", "title": "Go on" }"#,
                r#""kind": "guide", "guide": "block", "on": { "otherwise": "end" } }"#,
            )
            .strip_suffix('}')
            .expect("a guide")
            .to_owned()
            + r#", "scenarios": [ { "name": "a", "answers": { "here": "yes" }, "expect": "end" } ] }"#
    };
    let block = OTHER
        .replacen("\"id\": \"other\"", "\"id\": \"block\"", 1)
        .replacen("\"needs\": [\"tv\"]", "\"listed\": false", 1);
    let (one, two) = (caller("one"), caller("two"));
    let files = |block: &str| {
        said(&[
            ("one.json", &one),
            ("two.json", &two),
            ("block.json", block),
        ])
    };
    assert_eq!(files(&block), [""; 0]);
    let found = files(&block.replacen('"', "", 1));
    assert_eq!(found, ["error syntax ", "warning scenarios-not-played "]);
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
