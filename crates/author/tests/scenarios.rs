//! What scenarios can say, and what they report when a guide does something else.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::Arc;

use firstline_author::pack::{PackError, pack, pack_for};
use firstline_author::provider::Offer;
use firstline_author::scenario::{Failure, FailureKind, Walked, read, run, transitions, uncovered};
use firstline_compress::hash;
use firstline_guide::load;
use firstline_guide::model::{Library, StepKind};

const OUTER: &str = r#"{
  "format": 1, "id": "outer", "version": "1", "language": "en", "listed": false,
  "title": "Outer", "summary": "For tests.", "searchWords": ["words"],
  "owner": "care@isp.example", "reviewBy": "2027-06-01", "start": "line",
  "steps": {
    "line": { "kind": "check", "title": "Line", "run": ["isp", "speed"],
      "on": { "pass": "fine", "otherwise": "slow" } },
    "slow": { "kind": "branch",
      "cases": [ { "if": { "fact": "check.speed.download", "below": 5 }, "to": "first" } ],
      "otherwise": "again" },
    "again": { "kind": "question", "title": "Once more?",
      "options": [ { "id": "yes", "to": "line" }, { "id": "no", "to": "first" } ] },
    "first": { "kind": "guide", "guide": "inner", "on": { "resolved": "fine", "unresolved": "second" } },
    "second": { "kind": "guide", "guide": "inner", "on": { "resolved": "fine" } },
    "fine": { "kind": "outcome", "ends": "resolved", "title": "Fine" }
  }
}"#;

const INNER: &str = r#"{
  "format": 1, "id": "inner", "version": "1", "language": "en", "listed": false,
  "title": "Inner", "summary": "For tests.", "searchWords": ["words"], "start": "firm",
  "steps": {
    "firm": { "kind": "instruction", "title": "Press it in", "actions": ["Press."], "allow": ["no-verify"],
      "verify": { "ask": "Better?", "on": { "pass": "good", "otherwise": "deep" } } },
    "deep": { "kind": "guide", "guide": "deepest", "on": { "resolved": "good", "unresolved": "bad" } },
    "good": { "kind": "outcome", "ends": "resolved", "title": "Good" },
    "bad": { "kind": "outcome", "ends": "unresolved", "title": "Bad",
      "ticket": { "category": "line", "severity": "minor", "ask": ["phone"] } }
  }
}"#;

const DEEPEST: &str = r#"{
  "format": 1, "id": "deepest", "version": "1", "language": "en", "listed": false,
  "title": "Deepest", "summary": "For tests.", "searchWords": ["words"], "start": "which",
  "steps": {
    "which": { "kind": "question", "title": "Which?", "many": true, "to": "good",
      "options": [ { "id": "one", "label": "One" }, { "id": "two", "label": "Two" } ] },
    "good": { "kind": "outcome", "ends": "resolved", "title": "Good" }
  }
}"#;

fn source(id: &str) -> Option<&'static str> {
    [("outer", OUTER), ("inner", INNER), ("deepest", DEEPEST)]
        .into_iter()
        .find_map(|(known, source)| (known == id).then_some(source))
}

fn library() -> Arc<Library> {
    let guides = [OUTER, INNER, DEEPEST].map(|source| {
        let loaded = load::load(source);
        assert_eq!(loaded.problems, []);
        loaded.guide.expect("a guide without problems")
    });
    Arc::new(load::library(guides.to_vec()).expect("guides that fit"))
}

fn walk(scenario: &str) -> Result<Walked, Failure> {
    let source = format!(r#"{{ "scenarios": [ {scenario} ] }}"#);
    let (scenarios, malformed) = read(&source);
    assert_eq!(malformed, []);
    run(&library(), "outer", &scenarios[0])
}

fn passes(scenario: &str) {
    if let Err(failure) = walk(scenario) {
        panic!("{failure}");
    }
}

fn fails(scenario: &str, place: &str, what: FailureKind) {
    let failure = walk(scenario).expect_err("the scenario should fail");
    assert_eq!((failure.place.as_str(), failure.what), (place, what));
}

fn malformed(scenario: &str, message: &str) {
    let source = format!(r#"{{ "scenarios": [ {scenario} ] }}"#);
    let (scenarios, malformed) = read(&source);
    assert_eq!(scenarios, []);
    assert!(
        malformed[0].message.contains(message),
        "{}",
        malformed[0].message
    );
    assert!(
        malformed[0]
            .hint
            .as_ref()
            .is_some_and(|hint| hint.len() > 8),
        "every one says what to write: {malformed:?}"
    );
}

#[test]
fn checks_pass_unless_told_otherwise() {
    passes(r#"{ "name": "fine", "expect": "fine" }"#);
}

#[test]
fn numbers_that_a_check_finds_decide_branches() {
    passes(
        r#"{ "name": "slow", "checks": { "line": { "speed": { "verdict": "warn", "download": 4 } } },
             "answers": { "first/firm": "yes" }, "expect": "fine" }"#,
    );
}

#[test]
fn a_list_tells_of_successive_visits() {
    passes(
        r#"{ "name": "twice", "checks": { "line": [ { "isp": "fail" }, { "isp": "unknown" }, {} ] },
             "answers": { "again": ["yes", "yes"] }, "expect": "fine" }"#,
    );
}

#[test]
fn a_visit_beyond_the_list_fails() {
    fails(
        r#"{ "name": "thrice", "checks": { "line": { "isp": "fail" } },
             "answers": { "again": ["yes", "yes"] }, "expect": "fine" }"#,
        "again",
        FailureKind::NoAnswer {
            visit: 3,
            possible: Vec::new(),
        },
    );
}

#[test]
fn called_guides_are_walked_as_deep_as_they_go() {
    passes(
        r#"{ "name": "deep", "checks": { "line": { "isp": "fail" } },
             "answers": { "again": "no", "first/firm": "no", "first/deep/which": [["two", "one"]] },
             "expect": "fine" }"#,
    );
}

#[test]
fn a_stand_in_replaces_one_call_and_leaves_the_others() {
    passes(
        r#"{ "name": "one", "checks": { "line": { "isp": "fail" } },
             "answers": { "again": "no", "first/firm": "cannot", "second/firm": "no",
                          "second/deep/which": [["one"]] },
             "guides": { "first/deep": "unresolved" }, "expect": "fine" }"#,
    );
}

#[test]
fn an_end_of_a_called_guide_is_named_with_its_call() {
    passes(
        r#"{ "name": "bad", "checks": { "line": { "isp": "fail" } },
             "answers": { "again": "no", "second/firm": "unsure" },
             "guides": { "first": ["unresolved"], "second/deep": "unresolved" },
             "expect": "second/bad" }"#,
    );
}

#[test]
fn another_end_is_reported_with_both() {
    fails(
        r#"{ "name": "other", "expect": "second/bad" }"#,
        "fine",
        FailureKind::OtherEnd {
            expected: "second/bad".to_owned(),
        },
    );
}

#[test]
fn a_question_without_an_answer_lists_what_is_possible() {
    let failure =
        walk(r#"{ "name": "silent", "checks": { "line": { "isp": "fail" } }, "expect": "fine" }"#);
    let message = failure.expect_err("nothing is answered").to_string();
    assert_eq!(
        message,
        "scenario \"silent\": no answer for visit 1 of `again`; possible: yes, no"
    );
}

#[test]
fn an_answer_that_is_none_of_the_options_fails() {
    fails(
        r#"{ "name": "maybe", "checks": { "line": { "isp": "fail" } },
             "answers": { "again": "maybe" }, "expect": "fine" }"#,
        "again",
        FailureKind::BadAnswer {
            answer: "maybe".to_owned(),
            possible: vec!["yes".to_owned(), "no".to_owned()],
        },
    );
}

#[test]
fn an_answer_that_is_never_needed_fails() {
    fails(
        r#"{ "name": "idle", "answers": { "again": "no" }, "expect": "fine" }"#,
        "again",
        FailureKind::NeverNeeded,
    );
}

#[test]
fn a_check_that_the_step_does_not_run_fails() {
    fails(
        r#"{ "name": "dns", "checks": { "line": { "dns": "fail" } }, "expect": "fine" }"#,
        "line",
        FailureKind::OtherCheck { check: "dns" },
    );
}

#[test]
fn a_stand_in_where_nothing_is_called_fails() {
    fails(
        r#"{ "name": "none", "guides": { "again": "resolved" }, "expect": "fine" }"#,
        "again",
        FailureKind::NoCall,
    );
}

#[test]
fn a_walk_without_end_is_reported() {
    fails(
        r#"{ "name": "round", "checks": { "line": { "isp": "fail" } },
             "answers": { "again": "yes" }, "expect": "fine" }"#,
        "line",
        FailureKind::Endless,
    );
}

#[test]
fn what_cannot_be_read_is_reported_with_its_reason() {
    malformed(
        r#"{ "name": "n", "expects": "fine" }"#,
        "a scenario has no `expects`",
    );
    malformed(r#"{ "name": "n" }"#, "`expect` is missing");
    malformed(
        r#"{ "name": "n", "checks": { "line": { "ips": "fail" } }, "expect": "x" }"#,
        "no check",
    );
    malformed(
        r#"{ "name": "n", "checks": { "line": { "isp": "bad" } }, "expect": "x" }"#,
        "cannot come out",
    );
    malformed(
        r#"{ "name": "n", "guides": { "first": "fine" }, "expect": "x" }"#,
        "no guide ends like this",
    );
}

#[test]
fn every_transition_that_was_taken_is_covered_and_no_other() {
    let walked = walk(
        r#"{ "name": "deep", "checks": { "line": [ { "isp": "fail" }, { "isp": "fail" } ] },
             "answers": { "again": ["yes", "no"], "first/firm": "no", "first/deep/which": [["two"]] },
             "expect": "fine" }"#,
    );
    let taken = walked.expect("a walk").taken;
    let names = |transitions: Vec<firstline_author::scenario::Transition>| -> BTreeSet<String> {
        transitions.iter().map(ToString::to_string).collect()
    };
    let library = library();
    let outer = library.guide("outer").expect("the guide");
    let expected = [
        "outer: first -[unresolved]-> second",
        "outer: line -[pass]-> fine",
        "outer: second -[resolved]-> fine",
        "outer: slow -[case 1]-> first",
    ];
    assert_eq!(
        names(uncovered(outer, &taken)),
        expected.map(str::to_owned).into()
    );
    assert_eq!(transitions(outer).len(), expected.len() + 5);
    let deepest = library.guide("deepest").expect("the guide");
    assert_eq!(uncovered(deepest, &taken), []);
}

#[test]
fn a_pack_holds_all_that_is_called_and_nothing_for_authors_only() {
    let pack = pack("outer", source).expect("a pack");
    assert_eq!(pack.guides, ["outer", "inner", "deepest"]);
    assert_eq!(pack.pictures, Vec::<String>::new());
    for left_out in [
        "care@isp.example",
        "2027-06-01",
        "no-verify",
        "words",
        "For tests.",
    ] {
        let text = String::from_utf8_lossy(&pack.bytes);
        assert!(!text.contains(left_out), "{left_out}");
    }
    let library = firstline_guide::pack::read(&pack.bytes).expect("a pack that can be read");
    let inner = library.guide("inner").expect("the guide");
    assert_eq!(inner.steps, load::load(INNER).guide.expect("a guide").steps);
    assert_eq!(pack.hash, hash(&pack.bytes));
}

#[test]
fn a_missing_guide_is_named_with_its_caller() {
    let error = pack("outer", |id| source(id).filter(|_| id != "deepest"));
    let caller = Some("inner".to_owned());
    assert_eq!(
        error,
        Err(PackError::NoGuide {
            id: "deepest".to_owned(),
            caller
        })
    );
}

#[test]
fn a_guide_with_problems_is_not_packed() {
    let broken = INNER.replace("\"good\", \"otherwise\"", "\"god\", \"otherwise\"");
    let error = pack("outer", |id| {
        if id == "inner" {
            Some(broken.as_str())
        } else {
            source(id)
        }
    });
    match error {
        Err(PackError::Problems { id, problems }) => {
            assert_eq!(
                (id.as_str(), problems[0].rule.id),
                ("inner", "unknown-step")
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn links_to_the_provider_lead_where_the_provider_says() {
    const GUIDE: &str = r#"{
      "format": 1, "id": "pay", "version": "1", "language": "en", "title": "Pay", "summary": "For tests.",
      "start": "pay", "stuck": "pay",
      "steps": { "pay": { "kind": "outcome", "ends": "hand-over", "title": "Pay",
        "links": [ { "label": "Account", "href": "{provider.links.portal}" },
                   { "label": "Mail", "href": "{provider.links.webmail}" },
                   { "label": "Elsewhere", "href": "https://other.example/" } ] } } }"#;
    let links = [("portal", "https://my.isp.example/"), ("shop", "tel:1")];
    let offer = Offer::default().with_links(links);
    let packed = pack_for(&offer, "pay", |_| Some(GUIDE)).expect("a pack");
    let library = firstline_guide::pack::read(&packed.bytes).expect("a pack that can be read");
    let guide = library.guide("pay").expect("the guide");
    let shown = guide.steps[0].shown.links.iter();
    let shown: Vec<&str> = shown.map(|link| link.href.as_str()).collect();
    // What this provider does not have is no button that leads nowhere.
    assert_eq!(shown, ["https://my.isp.example/", "https://other.example/"]);
}

#[test]
fn an_answer_that_needs_what_the_provider_does_not_sell_is_left_out() {
    const GUIDE: &str = include_str!("../../guide/tests/fixtures/good/provider.json");
    let options = |provider: &str| {
        let offer = Offer::read(provider, "en");
        let packed = pack_for(&offer, "provider", |_| Some(GUIDE)).expect("a pack");
        let library = firstline_guide::pack::read(&packed.bytes).expect("a pack that can be read");
        let guide = library.guide("provider").expect("the guide");
        let StepKind::Question(question) = &guide.steps[0].kind else {
            panic!("a question")
        };
        let ids = question.options.iter().map(|option| option.id.clone());
        (
            offer.lists(&packed.entry),
            ids.collect::<Vec<_>>().join(" "),
        )
    };
    for (provider, listed, left) in [
        (r#"{}"#, true, "fibre dsl unsure"),
        (
            r#"{ "technologies": ["fibre", "dsl"] }"#,
            true,
            "fibre dsl unsure",
        ),
        // Nobody is unsure where there is nothing else.
        (r#"{ "technologies": ["fibre"] }"#, true, "fibre"),
        (r#"{ "technologies": ["dsl"] }"#, false, "dsl"),
        (
            r#"{ "technologies": ["cable"] }"#,
            false,
            "fibre dsl unsure",
        ),
        (r#"{ "services": ["tv"] }"#, false, "fibre dsl unsure"),
    ] {
        assert_eq!(options(provider), (listed, left.to_owned()), "{provider}");
    }
}
