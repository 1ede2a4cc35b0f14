//! `firstline lint` as the gate: what `serve` refuses, and what would mislead customers, is reported
//! before, and one bad file hides nothing.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod files;
mod served;

#[path = "../support/mod.rs"]
mod support;

use std::path::Path;

use support::{Place, firstline};

/// A guide with a failing scenario.
const FAILS: &str = r#"{
  "format": 1, "id": "fails", "version": "1", "language": "en", "title": "Fails", "summary": "Fails.",
  "start": "lamp", "stuck": "help",
  "steps": {
    "lamp": { "kind": "question", "title": "What does the lamp do?", "options": [
      { "id": "green", "label": "Steady, green", "to": "line" }, { "id": "red", "label": "Blinking red", "to": "help" },
      { "id": "unsure", "to": "help" } ] },
    "line": { "kind": "check", "title": "Line", "run": ["isp"], "on": { "pass": "other", "otherwise": "help" } },
    "other": { "kind": "outcome", "ends": "hand-over", "title": "Elsewhere" },
    "help": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  },
  "scenarios": [ { "name": "green", "answers": { "lamp": "green" }, "expect": "help" } ]
}
"#;

/// A guide that calls another.
fn calls(id: &str, language: &str, called: &str) -> String {
    format!(
        r#"{{
  "format": 1, "id": "{id}", "version": "1", "language": "{language}", "title": "A", "summary": "B",
  "start": "call", "stuck": "end",
  "steps": {{
    "call": {{ "kind": "guide", "guide": "{called}", "on": {{ "otherwise": "end" }} }},
    "end": {{ "kind": "outcome", "ends": "hand-over", "title": "C" }}
  }},
  "scenarios": [ {{ "name": "it ends", "guides": {{ "call": "unresolved" }}, "expect": "end" }} ]
}}
"#
    )
}

/// A guide of one step.
fn one(id: &str) -> String {
    format!(
        r#"{{
  "format": 1, "id": "{id}", "version": "1", "language": "en", "title": "One", "summary": "For all.",
  "listed": false, "start": "end",
  "steps": {{ "end": {{ "kind": "outcome", "ends": "resolved", "title": "It works again" }} }}
}}
"#
    )
}

/// A folder with nothing but the shipped provider in it.
fn place() -> Place {
    let place = Place::new();
    let guides = place.path().join("guides");
    let provider = std::fs::read_to_string(guides.join("site/provider.json")).unwrap();
    std::fs::remove_dir_all(guides).unwrap();
    let (before, rest) = provider.split_once("\"equipment\": [").unwrap();
    let (_, behind) = rest.split_once(']').unwrap();
    // None of the guides that it orders is there either, and so no group to be called something.
    let (before, _) = before.split_once("\"topics\": [").unwrap();
    // Whom customers reach names its contacts, which tests take away.
    let (first, people) = before.split_once("\"people\": [").unwrap();
    let (_, last) = people.split_once("\n  ],\n").unwrap();
    let before = [first.trim_end_matches(' '), last].concat();
    place.write(
        "guides/site/provider.json",
        &format!("{before}\"equipment\": []{behind}"),
    );
    place
}

fn lint(place: &Place, arguments: &[&str]) -> (Option<i32>, String) {
    let (code, said, errors) = support::run(place.path(), &[&["lint"], arguments].concat());
    (code, said + &errors)
}

/// Lint says all of this, and ends with this code.
fn says(place: &Place, arguments: &[&str], code: i32, said: &[&str]) {
    let (found, text) = lint(place, arguments);
    for said in said {
        assert!(text.contains(said), "{arguments:?} lacks {said:?}:\n{text}");
    }
    assert_eq!(found, Some(code), "{arguments:?}:\n{text}");
}

#[test]
fn a_problem_elsewhere_keeps_no_scenario_from_being_played() {
    let unknown_step = one("other").replace("\"start\": \"end\"", "\"start\": \"edn\"");
    let no_comma = one("other").replace("\"version\": \"1\",", "\"version\": \"1\"");
    let culprits = [
        calls("other", "en", "nowhere"),
        calls("other", "en", "other"),
        calls("other", "de", "third"),
        unknown_step,
        no_comma,
        one("fails"),
    ];
    for culprit in culprits {
        let place = place();
        place.write("guides/fails.json", FAILS);
        place.write("guides/third.json", &one("third"));
        place.write("guides/other.json", &culprit);
        let said = ["error[failing-scenario]", "expected to end at `help`"];
        says(&place, &["guides/fails.json"], 1, &said);
        says(&place, &["guides"], 1, &said);
    }
}

#[test]
fn scenarios_that_cannot_be_played_are_named_with_the_reason() {
    let place = place();
    place.write("guides/caller.json", &calls("caller", "en", "middle"));
    place.write("guides/middle.json", &calls("middle", "en", "broken"));
    place.write("guides/broken.json", "{ \"format\": 1 \"id\": \"broken\" }");
    says(
        &place,
        &["guides/caller.json"],
        0,
        &[
            "warning[scenarios-not-played]",
            "because the guide `broken` cannot be used",
            "1 warning in 1 of 1 guide",
        ],
    );
    says(
        &place,
        &["guides/middle.json"],
        1,
        &[
            "error[broken-guide]: the guide `broken` has problems of its own",
            "`firstline lint guides/broken.json` says which",
        ],
    );
    let (_, said) = lint(&place, &["guides"]);
    assert!(!said.contains("there is no guide"), "{said}");
    assert!(said.contains("error[syntax]"), "{said}");
}

#[test]
fn a_failing_scenario_says_where_the_walk_went() {
    let place = place();
    place.write("guides/fails.json", FAILS);
    says(
        &place,
        &[],
        1,
        &["the walk went `lamp` (green) → `line` (pass, as none is named) → `other`"],
    );
}

#[test]
fn what_serve_refuses_of_the_provider_lint_reports_with_its_line() {
    for (from, to, said) in [
        ("mon-fri", "mon-fry", "“fry” is not a day"),
        (
            "Europe/London",
            "Europe/Lodnon",
            "“Europe/Lodnon” is not in the time zone database",
        ),
        (
            "\"format\": 1",
            "\"format\": 2",
            "format 2 is not known here",
        ),
        ("\"name\": \"", "\"nme\": \"", "there is no key `nme` here"),
        (
            "https://",
            "http://",
            "this leads nowhere. A link is https://",
        ),
        (
            "\"contacts\": {",
            "\"people\": [{ \"kind\": \"phone\", \"contact\": \"support\" }, \
             { \"kind\": \"phone\", \"contact\": \"support\" }], \"contacts\": {",
            "this is the way of `/people/0`",
        ),
    ] {
        let place = place();
        place.write("guides/one.json", &one("one"));
        place.replace("guides/site/provider.json", from, to);
        let text = std::fs::read_to_string(place.path().join("guides/site/provider.json")).unwrap();
        let before = text.split_once(to).unwrap().0;
        let line = before.matches('\n').count() + 1;
        let at = format!("guides/site/provider.json:{line}:");
        for asked in ["guides", "guides/site/provider.json", "guides/site"] {
            says(&place, &[asked], 1, &["error[bad-provider]", said, &at]);
        }
        let output = firstline(place.path()).arg("serve").output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains(&at), "serve says the same: {errors}");
    }
}

#[test]
fn a_provider_that_is_no_json_or_has_no_number_is_told_of() {
    let place = place();
    place.write("guides/one.json", &one("one"));
    place.replace("guides/site/provider.json", "\"support\":", "\"suport\":");
    says(
        &place,
        &["guides"],
        0,
        &["warning[no-support]", "provider.json:6:15"],
    );
    place.replace(
        "guides/site/provider.json",
        "\"format\": 1,",
        "\"format\": 1",
    );
    says(
        &place,
        &["guides"],
        1,
        &["error[syntax]", "guides/site/provider.json:3:3"],
    );
    // The same beside a catalogue of boxes.
    place.write(
        "guides/site/equipment.json",
        "{ \"format\": 1, \"boxes\": {} }",
    );
    let (_, said) = lint(&place, &["guides"]);
    assert_eq!(said.matches("provider.json:3:3").count(), 1, "{said}");
}

#[test]
fn an_insert_without_a_value_is_an_error_and_a_condition_on_one_a_warning() {
    let place = place();
    let title = "\"title\": \"Call us\"";
    let guide = FAILS.replace("\"expect\": \"help\"", "\"expect\": \"other\"");
    place.write(
        "guides/fails.json",
        &guide.replace(title, "\"title\": \"Call {provider.suport.phone}\""),
    );
    says(
        &place,
        &[],
        1,
        &[
            "error[missing-provider-fact]",
            "did you mean `provider.support.phone`?",
        ],
    );
    let branch = "\"other\": { \"kind\": \"branch\", \"cases\": [ { \"if\": { \"fact\": \"provider.suport.open\", \
         \"is\": true }, \"to\": \"help\" } ], \"otherwise\": \"end\" }, \"end\": { \"kind\": \"outcome\"";
    place.write(
        "guides/fails.json",
        &guide
            .replace("\"other\": { \"kind\": \"outcome\"", branch)
            .replace("\"expect\": \"other\"", "\"expect\": \"end\""),
    );
    says(&place, &[], 0, &["warning[missing-provider-fact]"]);
}

#[test]
fn what_somebody_has_to_confirm_is_noted_until_it_is() {
    let place = place();
    place.write("guides/one.json", &one("one"));
    let noted = "note[to-confirm]: customers in danger are told to call 999";
    // A note is no warning.
    says(
        &place,
        &["guides", "--deny-warnings"],
        0,
        &[noted, "1 guide, no problems, and 1 note"],
    );
    place.replace(
        "guides/site/provider.json",
        "\"values\": {",
        "\"values\": { \"emergency\": \"999\",",
    );
    let (code, said) = lint(&place, &["guides", "--deny-warnings"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said, "1 guide, no problems\n");
}

#[tokio::test]
async fn a_guide_may_call_one_in_another_language_that_is_translated() {
    let place = place();
    place.write("guides/vertrag.json", &calls("vertrag", "de", "one"));
    place.write("guides/one.json", &one("one"));
    says(
        &place,
        &["guides"],
        1,
        &[
            "error[foreign-guide]: the guide `one` is written in `en` and is not translated into `de`",
            "`firstline translate de one`",
        ],
    );
    let (code, said) = {
        let output = firstline(place.path())
            .args(["translate", "de", "one"])
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    assert_eq!(code, Some(0), "{said}");
    let path = "guides/de/one.json";
    let text = std::fs::read_to_string(place.path().join(path)).unwrap();
    place.write(
        path,
        &text.replace("\"text\": \"\"", "\"text\": \"Es geht wieder\""),
    );
    says(
        &place,
        &["guides"],
        0,
        &["2 guides and 1 translation, no problems"],
    );

    place.append("firstline.toml", "languages = [\"de\"]\n");
    let serving = place.serve(&[]);
    let get = async |path: &str| {
        let response = reqwest::get(serving.url(path)).await.unwrap();
        response.text().await.unwrap()
    };
    let index: serde_json::Value =
        serde_json::from_str(&get("guides/index.de.json").await).unwrap();
    let pack = get(index["guides"][0]["pack"].as_str().unwrap()).await;
    assert!(pack.contains("Es geht wieder"), "{pack}");
}

#[test]
fn the_shipped_guides_pass_the_gate() {
    let place = Place::new();
    says(&place, &["--deny-warnings", "guides"], 0, &["no problems"]);
    assert!(Path::new(&place.path().join("guides")).exists());
}
