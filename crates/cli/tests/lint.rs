//! `firstline lint`, as authors, their editors and their pipelines meet it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The bad and good guides that the loader is held to.
fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../guide/tests/fixtures")
}

/// The bad guides, each with the id that its file's name asks for; there they are all called `sample`.
fn bad() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("bad")).unwrap();
    let rules = std::fs::read_dir(fixtures().join("bad")).unwrap();
    let files = rules.flat_map(|rule| std::fs::read_dir(rule.unwrap().path()).unwrap());
    for entry in files {
        let path = entry.unwrap().path();
        let text = path.extension().filter(|extension| *extension == "json");
        // What is wrong between guides is tried below.
        if text.is_none() || path.ends_with("guide-cycle/of-one.json") {
            continue;
        }
        let id = format!("\"id\": \"{}\"", path.file_stem().unwrap().display());
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.replacen("\"id\": \"sample\"", &id, 1);
        let copy = folder.path().join("bad").join(path.file_name().unwrap());
        std::fs::write(copy, text).unwrap();
    }
    folder
}

fn lint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstline"))
        .arg("lint")
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

fn shown(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A provider who names no guide.
const PROVIDER: &str = r#"{ "format": 1, "name": "Example",
  "contacts": { "support": { "phone": "0808 157 0142" } } }
"#;

/// A folder with these guides, and a provider.
fn folder(guides: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("guides/site")).unwrap();
    std::fs::write(folder.path().join("guides/site/provider.json"), PROVIDER).unwrap();
    for (name, text) in guides {
        std::fs::write(folder.path().join("guides").join(name), text).unwrap();
    }
    folder
}

/// A guide that calls another and ends.
const CALLS: &str = r#"{
  "format": 1, "id": "first", "version": "1", "language": "en", "title": "First", "summary": "First.",
  "start": "call", "stuck": "end",
  "steps": {
    "call": { "kind": "guide", "guide": "second", "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  },
  "scenarios": [
    { "name": "the second helps", "guides": { "call": "resolved" }, "expect": "call" },
    { "name": "it does not", "guides": { "call": "unresolved" }, "expect": "end" }
  ]
}
"#;

/// The guide that it calls.
const CALLED: &str = r#"{
  "format": 1, "id": "second", "version": "1", "language": "en", "title": "Second", "summary": "Second.",
  "listed": false, "start": "fine",
  "steps": {
    "fine": { "kind": "outcome", "ends": "resolved", "title": "Fine",
      "picture": { "file": "sun.svg", "alt": "The sun" } }
  }
}
"#;

#[test]
fn every_problem_is_shown_with_its_line_and_what_to_do() {
    let output = lint(bad().path(), &["bad"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("bad", shown(&output));
}

#[test]
fn good_guides_are_told_to_be_good() {
    let guide = |name: &str| format!("good/{name}.json");
    let names = ["check-cables", "check-power", "smallest"];
    let paths = names.map(guide);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let output = lint(&fixtures(), &paths);
    assert_eq!(
        (output.status.code(), shown(&output).as_str()),
        (Some(0), "3 guides, no problems\n")
    );
}

#[test]
fn programs_get_the_same_as_one_document() {
    let output = lint(
        bad().path(),
        &["--format", "json", "bad/everything-at-once.json"],
    );
    assert_eq!(output.status.code(), Some(1));
    let document: serde_json::Value = serde_json::from_str(&shown(&output)).unwrap();
    assert_eq!(document["guides"], 1);
    assert_eq!(
        document["problems"][2],
        serde_json::json!({
            "file": "bad/everything-at-once.json",
            "line": 7, "column": 71, "endLine": 7, "endColumn": 77,
            "pointer": "/steps/ask/options/1/to",
            "rule": "unknown-step",
            "severity": "error",
            "message": "there is no step `hlep`",
            "hint": "did you mean `help`?",
        })
    );
    let output = lint(&fixtures(), &["--format", "json", "good/smallest.json"]);
    assert_eq!(output.status.code(), Some(0));
    let document: serde_json::Value = serde_json::from_str(&shown(&output)).unwrap();
    assert_eq!(
        document,
        serde_json::json!({ "guides": 1, "translations": 0, "problems": [] })
    );
}

#[test]
fn guides_are_looked_at_together() {
    let both = folder(&[("first.json", CALLS), ("second.json", CALLED)]);
    insta::assert_snapshot!("together", shown(&lint(both.path(), &[])));

    std::fs::create_dir(both.path().join("guides/pictures")).unwrap();
    std::fs::write(
        both.path().join("guides/pictures/sun.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    .unwrap();
    std::fs::write(
        both.path().join("guides/first.json"),
        CALLS.replace("\"call\" },", "\"end\" },"),
    )
    .unwrap();
    let output = lint(both.path(), &[]);
    assert_eq!(shown(&output), "2 guides, no problems\n");

    let one = folder(&[("first.json", CALLS)]);
    insta::assert_snapshot!("alone", shown(&lint(one.path(), &["guides"])));
}

#[test]
fn a_guide_whose_file_has_another_name_is_an_error() {
    let moved = folder(&[("first.json", CALLS), ("zweite.json", CALLED)]);
    std::fs::create_dir(moved.path().join("guides/pictures")).unwrap();
    let output = lint(moved.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("moved", shown(&output));
    // Twice the same guide: one of the two has another name.
    let twice = folder(&[("first.json", CALLS), ("second.json", CALLED)]);
    std::fs::write(twice.path().join("guides/third.json"), CALLED).unwrap();
    let output = shown(&lint(twice.path(), &["guides/third.json"]));
    assert!(output.contains("error[duplicate-guide]"), "{output}");
    assert!(output.contains("an id of its own"), "{output}");
    assert!(output.contains("error[file-name]"), "{output}");
}

#[test]
fn a_single_guide_is_read_beside_its_neighbours_but_only_its_problems_are_told() {
    let circle = CALLED.replace(
        "\"start\": \"fine\",\n  \"steps\": {",
        "\"start\": \"back\",\n  \"steps\": {\n    \"back\": { \"kind\": \"guide\", \"guide\": \"first\", \
         \"on\": { \"resolved\": \"fine\" } },",
    );
    let both = folder(&[("first.json", CALLS), ("second.json", &circle)]);
    let output = lint(both.path(), &["guides/second.json"]);
    insta::assert_snapshot!("circle", shown(&output));
    // The circle is reported for whichever of its guides is asked for.
    let output = lint(both.path(), &["guides/first.json"]);
    assert!(
        shown(&output).contains("error[guide-cycle]"),
        "{}",
        shown(&output)
    );
    assert!(
        shown(&output).contains("guides/first.json:5:41"),
        "{}",
        shown(&output)
    );
    // A neighbour that cannot be read is not missing.
    std::fs::write(
        both.path().join("guides/second.json"),
        CALLED.replace("\"ends\"", "\"end\""),
    )
    .unwrap();
    let output = lint(both.path(), &["guides/first.json"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("broken", shown(&output));
}

#[test]
fn what_cannot_be_read_ends_with_exit_code_2_and_the_reason() {
    let empty = folder(&[]);
    let cases: &[(&[&str], &str)] = &[
        (&["nowhere.json"], "cannot read nowhere.json"),
        (&["guides"], "there are no guides (*.json) in guides"),
        (&[], "there are no guides (*.json) in guides"),
        (&["--format", "xml", "guides"], "xml"),
    ];
    for (arguments, why) in cases {
        let output = lint(empty.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
        assert_eq!(shown(&output), "", "{arguments:?}");
    }
}

#[test]
fn authors_are_warned_of_what_could_be_better_and_may_know_better() {
    let unsure = |allow: &str| {
        format!(
            r#"{{
  "format": 1, "id": "ask", "version": "1", "language": "en", "title": "Ask", "summary": "Ask.",
  "reviewBy": "2001-01-01", "allow": [{allow}],
  "start": "ask", "stuck": "end",
  "steps": {{
    "ask": {{ "kind": "question", "title": "Is it on?",
      "options": [{{ "id": "yes", "to": "end" }}, {{ "id": "no", "to": "end" }}] }},
    "end": {{ "kind": "outcome", "ends": "hand-over", "title": "Call us" }}
  }}
}}
"#
        )
    };
    let warned = folder(&[("ask.json", &unsure(""))]);
    let output = lint(warned.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("advice", shown(&output));
    let output = lint(warned.path(), &["--deny-warnings"]);
    assert_eq!(output.status.code(), Some(1));
    let allowed = folder(&[("ask.json", &unsure(r#""no-unsure", "review-past""#))]);
    let output = lint(allowed.path(), &["--deny-warnings"]);
    assert_eq!(
        (output.status.code(), &*shown(&output)),
        (Some(0), "1 guide, no problems\n")
    );
}

#[test]
fn the_order_of_topics_names_guides_that_customers_can_choose() {
    let end = |id: &str, more: &str| {
        format!(
            r#"{{ "format": 1, "id": "{id}", "version": "1", "language": "en", "title": "{id}", "summary": "B.",
  {more} "start": "end", "stuck": "end",
  "steps": {{ "end": {{ "kind": "outcome", "ends": "hand-over", "title": "Call us" }} }} }}"#
        )
    };
    let guides = folder(&[
        ("one.json", &end("one", "")),
        ("two.json", &end("two", "")),
        ("block.json", &end("block", "\"listed\": false,")),
    ]);
    let provider = r#"{ "format": 1, "name": "Example",
  "contacts": { "support": { "phone": "0808 157 0142" } },
  "topics": ["won", { "group": "More", "guides": ["block", "one"] }] }
"#;
    std::fs::write(guides.path().join("guides/site/provider.json"), provider).unwrap();
    let output = lint(guides.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("topics", shown(&output));
}

#[test]
fn a_hand_over_leads_to_a_guide_that_customers_can_choose() {
    let end = |id: &str, listed: bool, to: &str| {
        format!(
            r#"{{ "format": 1, "id": "{id}", "version": "1", "language": "en", "title": "{id}", "summary": "B.",
  "listed": {listed}, "start": "end", "stuck": "end",
  "steps": {{ "end": {{ "kind": "outcome", "ends": "hand-over", "title": "Go on", "guide": "{to}" }} }} }}"#
        )
    };
    let guides = folder(&[
        ("one.json", &end("one", true, "two")),
        ("two.json", &end("two", true, "block")),
        ("block.json", &end("block", false, "ones")),
    ]);
    let output = lint(guides.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("hand-over", shown(&output));
}

#[test]
fn nothing_is_coloured_that_is_not_read_on_a_terminal() {
    assert!(!shown(&lint(&fixtures(), &["bad/unknown-step.json"])).contains('\u{1b}'));
}

#[test]
fn a_key_that_is_missing_is_suggested_for_the_one_that_nobody_knows() {
    let guide = CALLED.replace("\"ends\"", "\"ending\"");
    let one = folder(&[("second.json", &guide)]);
    let said = shown(&lint(one.path(), &[]));
    for part in [
        "there is no key `ending` here",
        "did you mean `ends`?",
        "add `\"ends\": \"…\"` here, with `resolved`",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let two = folder(&[("first.json", CALLS), ("second.json", &guide)]);
    let said = shown(&lint(two.path(), &[]));
    assert!(
        said.contains("`firstline lint guides/second.json` says what to mend first"),
        "{said}"
    );
    assert!(
        said.contains("| \"scenarios\"") || said.contains("\"scenarios\": ["),
        "{said}"
    );
}
