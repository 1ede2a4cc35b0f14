//! Translations: what is asked for, what is told, what is put in.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used, clippy::panic)]

use firstline_author::translate::{self, Sidecar, Text, Words, speak};
use firstline_guide::diagnostic::Severity;
use firstline_guide::json;
use firstline_guide::load;
use firstline_guide::pack;

/// A guide with a text in every place that a guide can have one.
const GUIDE: &str = r#"{
  "format": 1, "id": "every-place", "version": "1", "language": "en",
  "title": "T1", "summary": "T2", "searchWords": ["T3", "T4"],
  "facts": { "plan": { "type": "choice", "values": ["home"], "from": "website" } },
  "start": "ask", "stuck": "help",
  "steps": {
    "ask": { "kind": "question", "title": "T5 {device.platform}", "text": "T6", "hint": "T7",
      "fact": "box", "picture": { "file": "a.svg", "alt": "T8" },
      "links": [{ "label": "T9", "href": "https://isp.example/" }],
      "options": [
        { "id": "black", "label": "T10", "picture": { "file": "b.svg", "alt": "T11" }, "to": "do" },
        { "id": "unsure", "to": "do" } ] },
    "do": { "kind": "instruction", "title": "T12", "text": ["T13", "T14"], "does": ["reset"],
      "warning": "T15",
      "actions": ["T16", { "text": "T17", "copy": "copied", "picture": { "file": "c.svg", "alt": "T18" } }],
      "by": "device.platform",
      "variants": { "ios": { "title": "T19", "text": "T20", "hint": "T21", "warning": "T22",
        "picture": { "file": "d.svg", "alt": "T23" },
        "links": [{ "label": "T24", "href": "https://isp.example/" }],
        "actions": ["T25", { "text": "T26" }] } },
      "verify": { "ask": "T27", "on": { "pass": "fine", "otherwise": "name" } } },
    "name": { "kind": "input", "title": "T28", "as": "choice", "fact": "wish",
      "options": [{ "id": "a", "label": "T29" }, { "id": "b", "label": "T30" }], "to": "help" },
    "fine": { "kind": "outcome", "ends": "resolved", "title": "T31" },
    "help": { "kind": "outcome", "ends": "unresolved", "title": "T32", "text": ["T33"],
      "ticket": { "category": "line", "severity": "minor", "ask": ["email"] } }
  }
}"#;

fn texts(guide: &str) -> Vec<Text> {
    translate::texts(&json::parse(guide).expect("JSON").root)
}

fn read(text: &str) -> Sidecar {
    let (sidecar, problems) = Sidecar::read(text);
    assert!(problems.is_empty(), "{problems:?}");
    sidecar.expect("a sidecar")
}

/// The sidecar that is written for a guide that nobody translated yet.
fn fresh(guide: &str) -> String {
    translate::update("every-place", "de", &texts(guide), None, &[])
}

/// A complete translation: every text in angle quotes.
fn complete(guide: &str) -> String {
    let mut out = fresh(guide);
    for text in texts(guide) {
        let quoted = |words: &[String]| {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"«{word}»\"")).collect();
            quoted.join(", ")
        };
        let (empty, full) = match &text.words {
            Words::One(word) => ("\"\"".to_owned(), quoted(std::slice::from_ref(word))),
            Words::Many(words) => ("[]".to_owned(), format!("[{}]", quoted(words))),
        };
        let fingerprint = text.words.fingerprint();
        let line = |text_in: &str| {
            format!(
                "\"{}\": {{ \"of\": \"{fingerprint}\", \"text\": {text_in} }}",
                text.path
            )
        };
        assert!(out.contains(&line(&empty)), "{out}");
        out = out.replace(&line(&empty), &line(&full));
    }
    out
}

/// What is reported about a sidecar: rule and message.
fn told(guide: &str, sidecar: &str, parents: &[Sidecar]) -> Vec<String> {
    translate::compare(&texts(guide), &read(sidecar), sidecar, parents)
        .iter()
        .map(|problem| format!("{}: {}", problem.rule.id, problem.message))
        .collect()
}

fn brought_up_to_date(guide: &str, sidecar: &str) -> String {
    translate::update(
        "every-place",
        "de",
        &texts(guide),
        Some(&read(sidecar)),
        &[],
    )
}

#[test]
fn every_text_that_a_customer_can_meet_is_asked_for_in_the_order_of_the_guide() {
    let found: Vec<String> = texts(GUIDE)
        .iter()
        .flat_map(|text| text.words.items().to_vec())
        .map(|word| word.replace(" {device.platform}", ""))
        .collect();
    let all: Vec<String> = (1..=33).map(|number| format!("T{number}")).collect();
    assert_eq!(found, all);
    let paths: Vec<String> = texts(GUIDE).into_iter().map(|text| text.path).collect();
    for path in [
        "title",
        "searchWords",
        "steps.ask.text",
        "steps.ask.picture.alt",
        "steps.ask.links.0.label",
        "steps.ask.options.black.label",
        "steps.ask.options.black.picture.alt",
        "steps.do.text.1",
        "steps.do.actions.0",
        "steps.do.actions.1.text",
        "steps.do.variants.ios.actions.1.text",
        "steps.do.verify.ask",
        "steps.name.options.b.label",
    ] {
        assert!(
            paths.iter().any(|known| known == path),
            "{path}: {paths:#?}"
        );
    }
}

#[test]
fn no_word_of_the_guide_is_left_in_a_complete_translation() {
    let applied = translate::apply(GUIDE, "de", &[read(&complete(GUIDE))]).expect("JSON");
    assert_eq!(applied.translated, applied.all);
    let loaded = load::load(&applied.source);
    assert_eq!(loaded.problems, []);
    let guide = loaded.guide.expect("a guide");
    assert_eq!(guide.language, "de");
    // The pack has everything that the widget can show, the index what it finds the guide by.
    let listing = guide.listing.clone().expect("what the index says");
    let library = load::library(vec![guide]).expect("a library");
    let packed = pack::write("every-place", &library).expect("a pack");
    let mut packed = String::from_utf8_lossy(&packed).into_owned();
    packed += &listing.summary;
    packed += &listing.search_words.concat();
    for number in 1..=33 {
        let word = format!("T{number}");
        let bare = packed.match_indices(&word).any(|(at, _)| {
            let before = packed[..at].chars().next_back();
            let after = packed[at + word.len()..].chars().next();
            before != Some('«') && !after.is_some_and(|after| after.is_ascii_digit())
        });
        assert!(!bare, "{word} is left in {packed}");
        assert!(packed.contains(&format!("«{word}")), "{word} is lost");
    }
    assert!(packed.contains("copied"), "what is copied stays as it is");
}

#[test]
fn a_complete_translation_is_told_to_be_complete_and_is_not_rewritten() {
    let complete = complete(GUIDE);
    assert_eq!(told(GUIDE, &complete, &[]), [""; 0]);
    assert_eq!(brought_up_to_date(GUIDE, &complete), complete);
    assert_eq!(brought_up_to_date(GUIDE, &fresh(GUIDE)), fresh(GUIDE));
}

#[test]
fn what_is_empty_or_missing_is_told_once_and_read_in_the_guides_own_words() {
    let all = texts(GUIDE).len();
    assert_eq!(
        told(GUIDE, &fresh(GUIDE), &[]),
        [format!(
            "missing-translation: {all} texts are not translated yet: `title`, `summary`, \
             `searchWords` and {} more",
            all - 3
        )]
    );
    let without: String = complete(GUIDE)
        .lines()
        .filter(|line| !line.contains("\"summary\""))
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(
        told(GUIDE, &without, &[]),
        ["missing-translation: 1 text is missing: `summary`"]
    );
    let applied = translate::apply(GUIDE, "de", &[read(&without)]).expect("JSON");
    assert_eq!(applied.all - applied.translated, 1);
    assert!(applied.source.contains("\"summary\": \"T2\""));
    // It comes back at its place, empty.
    assert!(brought_up_to_date(GUIDE, &without).contains(&format!(
        "\"title\": {{ \"of\": \"{}\", \"text\": \"«T1»\" }},\n    \"summary\": {{ \"of\": \"{}\", \
             \"text\": \"\" }},\n",
        texts(GUIDE)[0].words.fingerprint(),
        texts(GUIDE)[1].words.fingerprint()
    )));
}

#[test]
fn a_translation_whose_source_has_changed_stays_stale_until_somebody_says_otherwise() {
    let guide = GUIDE.replace("\"T12\"", "\"Twelve\"");
    let complete = complete(GUIDE);
    let stale = translate::compare(&texts(&guide), &read(&complete), &complete, &[]);
    let [stale] = &stale[..] else {
        panic!("{stale:?}");
    };
    assert_eq!(stale.rule.id, "stale-translation");
    assert_eq!(stale.pointer, "/texts/steps.do.title/text");
    assert!(
        stale
            .hint
            .as_ref()
            .is_some_and(|hint| hint.contains("“Twelve”"))
    );
    assert_eq!(
        brought_up_to_date(&guide, &complete),
        complete,
        "the fingerprint of the old text is kept"
    );
    // A stale translation is better than none.
    let applied = translate::apply(&guide, "de", &[read(&complete)]).expect("JSON");
    assert!(applied.source.contains("«T12»"));
    // The translator looked at it, and took the fingerprint out.
    let old = texts(GUIDE)
        .iter()
        .find(|text| text.path == "steps.do.title")
        .map(|text| text.words.fingerprint())
        .expect("it is there");
    let looked_at = complete.replace(&format!("\"of\": \"{old}\", "), "");
    assert_eq!(
        told(&guide, &looked_at, &[]),
        [
            "unstamped-translation: 1 text is without the fingerprint of the guide's text: \
          `steps.do.title`"
        ]
    );
    let stamped = brought_up_to_date(&guide, &looked_at);
    assert_eq!(told(&guide, &stamped, &[]), [""; 0]);
}

#[test]
fn translations_follow_a_text_that_is_moved_and_are_kept_when_it_is_gone() {
    // A new action before the others moves them; the hint is gone.
    let guide = GUIDE
        .replace("[\"T16\", {", "[\"T0\", \"T16\", {")
        .replace("\"hint\": \"T7\",", "");
    let complete = complete(GUIDE);
    let problems = told(&guide, &complete, &[]);
    assert!(
        problems.iter().any(
            |told| told == "superfluous-translation: the guide has no text at `steps.ask.hint`"
        ),
        "{problems:#?}"
    );
    let updated = brought_up_to_date(&guide, &complete);
    let entry = |path: &str| {
        read(&updated)
            .entry(path)
            .map(|entry| entry.words.items().join(""))
    };
    assert_eq!(entry("steps.do.actions.0").as_deref(), Some(""));
    assert_eq!(entry("steps.do.actions.1").as_deref(), Some("«T16»"));
    assert_eq!(entry("steps.do.actions.2.text").as_deref(), Some("«T17»"));
    assert_eq!(
        entry("steps.do.actions.2.picture.alt").as_deref(),
        Some("«T18»")
    );
    assert_eq!(entry("steps.ask.hint").as_deref(), Some("«T7»"));
    assert!(updated.trim_end().ends_with("\"text\": \"«T7»\" }\n  }\n}"));
    assert_eq!(
        told(&guide, &updated, &[]),
        [
            "missing-translation: 1 text is not translated yet: `steps.do.actions.0`",
            "superfluous-translation: the guide has no text at `steps.ask.hint`",
        ]
    );
}

#[test]
fn a_translation_with_other_inserts_is_told_of_and_not_used() {
    let complete = complete(GUIDE);
    for (inserted, message) in [
        ("«T5»", "the insert {device.platform} is left out"),
        (
            "«T5 {device.platform} {plan}»",
            "the guide's text has no insert {plan}",
        ),
        (
            "«T5 {platform}»",
            "the guide's text has the insert {device.platform}, not {platform}",
        ),
        (
            "«T5 {device.platform»",
            "a `{` in this text has no name and `}` behind it",
        ),
    ] {
        let other = complete.replace("«T5 {device.platform}»", inserted);
        assert_eq!(
            told(GUIDE, &other, &[]),
            [format!("translated-inserts: {message}")]
        );
        let applied = translate::apply(GUIDE, "de", &[read(&other)]).expect("JSON");
        assert!(applied.source.contains("\"T5 {device.platform}\""));
        assert_eq!(load::load(&applied.source).problems, []);
    }
    let list = complete.replace("\"«T2»\"", "[\"«T2»\"]");
    assert_eq!(
        told(GUIDE, &list, &[]),
        ["translated-shape: the guide has one text here"]
    );
    let applied = translate::apply(GUIDE, "de", &[read(&list)]).expect("JSON");
    assert!(applied.source.contains("\"summary\": \"T2\""));
}

#[test]
fn a_region_falls_back_to_its_language_text_by_text() {
    let german = read(&complete(GUIDE));
    let austrian = r#"{ "format": 1, "guide": "every-place", "language": "de-AT",
        "texts": { "title": { "text": "Servus" }, "summary": { "text": "" } } }"#;
    let german_of = |language: &str| match language {
        "de-AT" => Some(read(austrian)),
        "de" => Some(german.clone()),
        _ => None,
    };
    let spoken = speak(GUIDE, "de-AT", german_of).expect("JSON");
    assert_eq!((spoken.in_language, spoken.missing), (true, 0));
    for word in ["\"de-AT\"", "\"Servus\"", "«T2»", "«T33»"] {
        assert!(spoken.source.contains(word), "{word}");
    }
    // Only what is said otherwise is asked for.
    let parents = [german.clone()];
    assert_eq!(told(GUIDE, austrian, &parents).len(), 1, "the fingerprint");
    let updated = translate::update(
        "every-place",
        "de-AT",
        &texts(GUIDE),
        Some(&read(austrian)),
        &parents,
    );
    assert_eq!(read(&updated).texts.len(), 1, "{updated}");
    assert_eq!(told(GUIDE, &updated, &parents), [""; 0]);
}

#[test]
fn a_guide_is_in_a_language_when_half_of_its_texts_are() {
    let spoken = |translated: usize| {
        let mut seen = 0;
        let lines: Vec<String> = complete(GUIDE)
            .lines()
            .map(|line| {
                let is_entry = line.contains("\"of\":");
                seen += usize::from(is_entry);
                if is_entry && seen > translated {
                    let (path, _) = line.split_once(": {").expect("an entry");
                    let comma = if line.ends_with(',') { "," } else { "" };
                    format!("{path}: {{ \"text\": \"\" }}{comma}")
                } else {
                    line.to_owned()
                }
            })
            .collect();
        let sidecar = read(&lines.join("\n"));
        speak(GUIDE, "de", |_| Some(sidecar.clone()))
            .map(|spoken| (spoken.in_language, spoken.source == GUIDE, spoken.missing))
            .expect("JSON")
    };
    let all = texts(GUIDE).len();
    assert_eq!(spoken(0), (false, true, all));
    assert_eq!(spoken(all / 2 - 1), (false, true, all));
    assert_eq!(spoken(all / 2 + 1), (true, false, all - all / 2 - 1));
    assert_eq!(spoken(all), (true, false, 0));
    // A provider's own tag changes a word here and there.
    let own = r#"{ "format": 1, "guide": "every-place", "language": "en-x-isp",
        "texts": { "title": { "text": "Mine" } } }"#;
    let spoken = speak(GUIDE, "en-x-isp", |tag| {
        (tag == "en-x-isp").then(|| read(own))
    });
    let spoken = spoken.expect("JSON");
    assert!(spoken.in_language && spoken.source.contains("\"Mine\""));
}

#[test]
fn a_sidecar_that_cannot_be_read_says_where_and_why() {
    for (text, place, message) in [
        ("{", 1, "the file ends in the middle"),
        ("[]", 0, "this should be an object"),
        ("{}", 0, "`format` is missing"),
        (
            r#"{ "format": 2, "guide": "a", "language": "de", "texts": {} }"#,
            12,
            "newer version",
        ),
        (
            r#"{ "format": 1, "guide": "a", "texts": {} }"#,
            0,
            "`language` is missing",
        ),
        (
            r#"{ "format": 1, "guide": "a", "language": "de", "text": {} }"#,
            47,
            "there is no key `text`",
        ),
        (
            r#"{ "format": 1, "guide": "a", "language": "de", "texts": { "title": "A" } }"#,
            67,
            "this should be an object",
        ),
        (
            r#"{ "format": 1, "guide": "a", "language": "de", "texts": { "title": { "txt": "A" } } }"#,
            69,
            "there is no key `txt`",
        ),
        (
            r#"{ "format": 1, "guide": "a", "language": "de", "texts": { "title": { "text": 1 } } }"#,
            77,
            "this should be",
        ),
        (
            r#"{ "format": 1, "guide": "a", "language": "de", "texts": { "title": {}, "title": {} } }"#,
            71,
            "twice",
        ),
    ] {
        let (_, problems) = Sidecar::read(text);
        let found = problems.iter().any(|problem| {
            problem.span.start == place
                && problem.message.contains(message)
                && problem.severity == Severity::Error
        });
        let said: Vec<_> = problems
            .iter()
            .map(|problem| (problem.span.start, &problem.message))
            .collect();
        assert!(found, "{text}: {said:?}");
    }
}
