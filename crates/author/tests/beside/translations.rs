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

/// What translations of the sample say, with its guide changed: the guide's problem alone.
#[test]
fn what_follows_from_a_slip_in_the_guide_is_not_told_of_its_translations() {
    let fresh = r#"{ "format": 1, "guide": "g", "language": "de", "texts": {
  "title": { "of": "b79cac92", "text": "Hilfe" },
  "summary": { "of": "ae02c9f1", "text": "Hilfe." },
  "steps.here.title": { "text": "Ist er an?" },
  "steps.here.options.yes.label": { "text": "Ja" },
  "steps.over.title": { "text": "Weiter" },
  "steps.end.title": { "text": "Rufen Sie {provider.support.phone} an" },
  "steps.end.links.0.label": { "text": "Anrufen" } } }"#;
    let guide = GUIDE
        .replacen(
            "\"title\": \"Call us\"",
            "\"title\": \"Call {provider.support.phone}\"",
            1,
        )
        .replacen(
            "\"id\": \"yes\",",
            "\"id\": \"yes\", \"label\": \"Yes\",",
            1,
        );
    let rules = |name: &str, guide: &str| {
        let found = of_guides(&[(name, guide), ("other.json", OTHER), ("de/g.json", fresh)]);
        let rules = found.iter().filter_map(|line| line.split(' ').nth(1));
        let of_translations: Vec<String> = rules
            .filter(|rule| rule.ends_with("-translation") || rule.starts_with("translated-"))
            .filter(|rule| *rule != "unstamped-translation")
            .map(str::to_owned)
            .collect();
        (of_translations, found)
    };
    // The sample by itself has a summary that has changed.
    let (own, found) = rules("g.json", &guide);
    assert_eq!(own, ["stale-translation"], "{found:?}");
    for (name, from, to) in [
        ("check.json", "", ""),
        ("g.JSON", "", ""),
        ("g.json.txt", "", ""),
        ("more/g.json", "", ""),
        ("g.json", "\"id\": \"g\"", "\"id\": \"gg\""),
        ("g.json", "\"title\": \"Help\",", ""),
        ("g.json", "\"id\": \"unsure\"", "\"id\": \"yes\""),
        ("g.json", "support.phone}\"", "suport.phone}\""),
        ("g.json", "\"here\": {", "\"her\": {"),
    ] {
        let (none, found) = rules(name, &guide.replacen(from, to, 1));
        assert_eq!(none, [""; 0], "{name}, {to}: {found:?}");
        assert!(!found.is_empty(), "{name}, {to}");
    }
    // A name that only the provider lacks is in doubt by itself.
    let other = guide.replacen(
        "\"ends\": \"hand-over\", \"title\"",
        "\"ends\": \"hand-over\", \"text\": [\"Ask {provider.shop}.\"], \"title\"",
        1,
    );
    let german = fresh.replacen(
        "\"steps.end.title\"",
        "\"steps.end.text.0\": { \"of\": \"00000000\", \"text\": \"Fragen Sie {provider.name}.\" }, \"steps.end.title\"",
        1,
    );
    let found = of_guides(&[
        ("g.json", &other),
        ("other.json", OTHER),
        ("de/g.json", &german),
    ]);
    assert!(
        found.contains(&"warning missing-provider-fact /steps/end/text/0".to_owned())
            && found.contains(&"warning stale-translation /texts/summary/text".to_owned())
            && !found.iter().any(|line| line.contains("end.text.0")),
        "{found:?}"
    );
}

#[test]
fn guides_are_told_before_their_translations() {
    let guide = GUIDE.replace("\"here\": {", "\"her\": {");
    let german = GERMAN.replace("Hilfe", "<b>Hilfe</b>");
    let found = of_guides(&[
        ("g.json", &guide),
        ("other.json", OTHER),
        ("de/g.json", &german),
    ]);
    let of_translation = found.iter().position(|line| line.contains(" /texts/"));
    assert!(
        of_translation.is_some_and(|at| at > 0 && at + 1 == found.len()),
        "{found:?}"
    );
}

#[test]
fn a_block_that_is_not_translated_where_its_callers_are_is_told_once() {
    let caller = |id: &str, called: &str| {
        OTHER
            .replacen("\"other\"", &format!("\"{id}\""), 1)
            .replacen("\"Other\"", &format!("\"{id}\""), 1)
            .replacen(
                "\"start\": \"end\", \"stuck\": \"end\", \"steps\": {",
                &format!(
                    r#""start": "call", "stuck": "end", "steps": {{
                    "call": {{ "kind": "guide", "guide": "{called}", "on": {{ "otherwise": "end" }} }},"#
                ),
                1,
            )
    };
    let block = |text: &str| text.replacen("\"needs\": [\"tv\"]", "\"listed\": false", 1);
    let german = |id: &str| GERMAN.replacen("\"g\"", &format!("\"{id}\""), 1);
    let untranslated = |more: &[(&str, &str)]| {
        let (one, two) = (caller("one", "middle"), caller("two", "other"));
        let (middle, other) = (block(&caller("middle", "other")), block(OTHER));
        let mut files = vec![
            ("g.json", GUIDE),
            ("one.json", &*one),
            ("two.json", &two),
            ("middle.json", &middle),
            ("other.json", &other),
        ];
        files.extend(more);
        let found = of_guides(&files);
        let told = found
            .iter()
            .filter(|line| line.contains("untranslated-block"));
        told.count()
    };
    let (one, two, middle, other) = (
        german("one"),
        german("two"),
        german("middle"),
        german("other"),
    );
    assert_eq!(untranslated(&[]), 0);
    assert_eq!(untranslated(&[("de/g.json", GERMAN)]), 0, "it calls none");
    assert_eq!(
        untranslated(&[("de/other.json", &other)]),
        0,
        "a block alone"
    );
    assert_eq!(untranslated(&[("de/one.json", &one)]), 2);
    assert_eq!(
        untranslated(&[("de/one.json", &one), ("de/two.json", &two)]),
        2
    );
    let most = [
        ("de/one.json", &*one),
        ("de/two.json", &two),
        ("de/middle.json", &middle),
    ];
    assert_eq!(untranslated(&most), 1);
    assert_eq!(
        untranslated(&[&most[..], &[("de/other.json", &other)]].concat()),
        0
    );
    // A region has only what is said otherwise.
    let region = one.replace("\"de\"", "\"de-AT\"");
    assert_eq!(
        untranslated(&[("de-AT/one.json", &region), ("de/middle.json", &middle)]),
        1
    );
    let own = one.replace("\"de\"", "\"en-x-isp\"");
    assert_eq!(untranslated(&[("en-x-isp/one.json", &own)]), 0);
}
