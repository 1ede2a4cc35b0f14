//! What authors are advised of, and how they say that they know better.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

use std::path::Path;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::{self, Settings};
use firstline_guide::diagnostic::Severity;

/// A guide that gives every warning once.
const GUIDE: &str = r#"{
  "format": 1, "id": "advised", "version": "1", "language": "en", "title": "Advised", "summary": "All.",
  "reviewBy": "2026-06-01", "allow": [],
  "start": "ask", "stuck": "help",
  "steps": {
    "ask": { "kind": "question", "title": "Is it on?", "allow": [],
      "options": [{ "id": "yes", "to": "do" }, { "id": "no", "to": "help" }] },
    "do": { "kind": "instruction", "title": "Do it", "allow": [],
      "actions": ["One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty one two three four five six."],
      "to": "fine" },
    "fine": { "kind": "outcome", "ends": "resolved", "title": "Fine" },
    "help": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  }
}"#;

/// Rules and pointers of what is advised.
fn advised(guide: &str, today: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("advised.json");
    std::fs::write(&file, guide).expect("a file");
    advised_in(&file, today)
}

/// The same of all guides of a folder.
fn advised_in(path: &Path, today: &str) -> Vec<String> {
    let folder = lint::read(&[path.to_owned()]).expect("guides");
    let settings = Settings {
        today,
        provider: &|_| Vec::new(),
    };
    let report = lint::lint(&folder, &settings);
    let found = report.found.iter().map(|found| &found.diagnostic);
    // What is only noted is no advice.
    found
        .filter(|diagnostic| diagnostic.severity != Severity::Note)
        .map(|diagnostic| format!("{} {}", diagnostic.rule.id, diagnostic.pointer))
        .collect()
}

const ALL: [&str; 4] = [
    "review-past /reviewBy",
    "no-unsure /steps/ask",
    "long-sentence /steps/do/actions/0",
    "unverified-fix /steps/do/to",
];

#[test]
fn each_lint_finds_what_it_is_for_at_its_place() {
    assert_eq!(advised(GUIDE, "2026-06-02"), ALL);
}

#[test]
fn what_is_as_it_should_be_gives_no_warning() {
    for (from, to, gone) in [
        ("six.\"", "six\"", 9),
        (
            ", \"to\": \"help\" }]",
            ", \"to\": \"help\" }, { \"id\": \"unsure\", \"to\": \"help\" }]",
            1,
        ),
        (" twenty one", " twenty. One", 2),
        (
            "\"to\": \"fine\" }",
            "\"verify\": { \"ask\": \"Is it?\", \"on\": { \"pass\": \"fine\", \"otherwise\": \"help\" } } }",
            3,
        ),
        ("2026-06-01", "2026-06-02", 0),
    ] {
        let guide = GUIDE.replacen(from, to, 1);
        assert_ne!(guide, GUIDE, "{from}");
        let mut left = Vec::from(ALL);
        if gone < left.len() {
            left.remove(gone);
        }
        assert_eq!(advised(&guide, "2026-06-02"), left, "{from}");
    }
    let several = GUIDE
        .replace(
            "\"title\": \"Is it on?\"",
            "\"title\": \"Is it on?\", \"many\": true, \"to\": \"do\"",
        )
        .replace(", \"to\": \"do\" }", " }")
        .replace(", \"to\": \"help\" }]", " }]");
    assert!(
        !advised(&several, "2026-06-01").contains(&ALL[1].to_owned()),
        "none says it"
    );
}

#[test]
fn an_author_who_knows_better_says_so_on_a_step_or_on_the_guide() {
    let whole = GUIDE.replacen(
        "\"allow\": []",
        "\"allow\": [\"no-unsure\", \"unverified-fix\", \"long-sentence\", \"review-past\"]",
        1,
    );
    assert_eq!(advised(&whole, "2026-06-02"), [""; 0]);
    let step = GUIDE.replace(
        "\"title\": \"Do it\", \"allow\": []",
        "\"title\": \"Do it\", \"allow\": [\"no-unsure\", \"unverified-fix\", \"long-sentence\"]",
    );
    assert_eq!(
        advised(&step, "2026-06-02"),
        ALL[..2],
        "it holds for its step alone"
    );
    let slip = GUIDE.replacen(
        "\"allow\": []",
        "\"allow\": [\"no-unsre\", \"unknown-step\"]",
        1,
    );
    assert_eq!(
        advised(&slip, "2026-06-01")[..2],
        ["unknown-allow /allow/0", "unknown-allow /allow/1"]
    );
}

#[test]
fn the_guides_that_we_ship_give_no_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides");
    let guides = GuideFolder::read(&folder).expect("the guides are there");
    assert!(guides.guides.len() >= 4);
    assert_eq!(advised_in(&folder, "2026-12-01"), [""; 0]);
}

#[test]
fn a_condition_within_another_one_that_never_holds_is_told() {
    let never = r#"{ "all": [ { "fact": "device.platform", "is": "ios" }, { "fact": "device.platform", "is": "mac" } ] }"#;
    let holds = r#"{ "fact": "device.platform", "is": "android" }"#;
    let told = "never-holds /steps/look/cases/0/if";
    for (condition, is_told) in [
        (holds.to_owned(), false),
        (never.to_owned(), true),
        (format!(r#"{{ "any": [ {holds}, {never} ] }}"#), true),
        (
            format!(
                r#"{{ "all": [ {holds}, {{ "all": [ {{ "any": [ {holds}, {never} ] }} ] }} ] }}"#
            ),
            true,
        ),
        (
            format!(r#"{{ "all": [ {{ "any": [ {holds} ] }} ] }}"#),
            false,
        ),
    ] {
        let guide = GUIDE
            .replacen("\"start\": \"ask\"", "\"start\": \"look\"", 1)
            .replacen(
                "\"steps\": {",
                &format!(
                    r#""steps": {{ "look": {{ "kind": "branch", "otherwise": "ask", "cases": [
                      {{ "if": {condition}, "to": "help" }} ] }},"#
                ),
                1,
            );
        let found = advised(&guide, "2026-06-01");
        let times = found.iter().filter(|line| line.starts_with(told)).count();
        assert_eq!(times, usize::from(is_told), "{condition}: {found:?}");
    }
}
