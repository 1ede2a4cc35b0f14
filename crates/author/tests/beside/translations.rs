//! Translations are held to what their guides are held to.

use std::fs;

use firstline_author::folder::GuideFolder;

use super::{GERMAN, GUIDE, OTHER, of_guides};

#[test]
fn what_is_not_shown_is_as_bad_as_the_worst_of_it() {
    let options = |text: &str| -> String {
        let entry = |at| format!("\"gone.{at}\": {{ \"text\": \"{text}\" }}");
        (0..150).map(entry).collect::<Vec<_>>().join(",")
    };
    let german = GERMAN.replace("\"title\"", &(options("Weg") + ", \"title\""));
    let found = of_guides(&[
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
        let found = of_guides(&[
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
        let found = of_guides(&[
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
fn a_translation_quotes_a_guide_by_its_title_in_that_language() {
    let guide = GUIDE.replace("\"Go on\"", "\"The guide “Other” helps\"");
    let named = |title: &str, other: &str| {
        let german = GERMAN.replacen(
            "\"title\": { \"of\": \"b79cac92\", \"text\": \"Hilfe\" }",
            &format!("\"steps.over.title\": {{ \"text\": \"{title}\" }}"),
            1,
        );
        let found = of_guides(&[
            ("g.json", &guide),
            ("other.json", OTHER),
            ("de/g.json", &german),
            ("de/other.json", other),
        ]);
        found
            .iter()
            .any(|line| line == "warning misnamed-topic /texts/steps.over.title/text")
    };
    let spoken = r#"{ "format": 1, "guide": "other", "language": "de", "texts": {
      "title": { "text": "Anderes" }, "summary": { "text": "Anderes." } } }"#;
    // As long as most of it is not translated, customers read its own title.
    let begun = r#"{ "format": 1, "guide": "other", "language": "de", "texts": {
      "title": { "text": "Anderes" } } }"#;
    assert!(!named("Dabei hilft „Anderes“", spoken));
    assert!(named("Dabei hilft „Andere“", spoken));
    assert!(named("Dabei hilft „Other“", spoken));
    assert!(!named("Dabei hilft „Other“", begun));
    assert!(named("Dabei hilft „Anderes“", begun));
    assert!(named("Dabei hilft Anderes", spoken), "the quotes are lost");
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
