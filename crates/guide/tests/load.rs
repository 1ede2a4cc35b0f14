//! Good guides load and make libraries. What bad ones are told is in `rules.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use firstline_guide::diagnostic::line_column;
use firstline_guide::json::{self, Node};
use firstline_guide::load::{self, Loaded};
use firstline_guide::model::{OutcomeKind, StepKind, Value, Wait};
use firstline_guide::routes::{self, Label};
use firstline_guide::{Guide, Library};
use proptest::prelude::*;
use proptest::sample::Index;

const GOOD: &[&str] = &[
    "block",
    "by-measurement",
    "check-cables",
    "check-power",
    "everything",
    "in-parts",
    "measured",
    "no-internet",
    "provider",
    "said-so",
    "slow-internet",
    "smallest",
];

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "fixtures", name]
        .iter()
        .collect()
}

fn read(kind: &str, name: &str) -> String {
    let path = folder(kind).join(name).with_extension("json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(kind: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder(kind)).unwrap();
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| stem(entry.unwrap().path())).collect()
}

fn good(name: &str) -> Guide {
    let loaded = load::load(&read("good", name));
    assert_eq!(loaded.problems, [], "{name}");
    loaded.guide.unwrap()
}

#[test]
fn every_good_guide_is_named() {
    let names: BTreeSet<String> = GOOD.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(files("good"), names);
}

#[test]
fn good_guides_have_no_problems() {
    for name in GOOD {
        good(name);
    }
}

fn library(names: &[&str]) -> Library {
    load::library(names.iter().map(|name| good(name)).collect()).unwrap()
}

#[test]
fn the_guides_that_call_each_other_make_a_library() {
    let library = library(GOOD);
    assert_eq!(library.guides().len(), GOOD.len());
    assert!(
        library
            .guide("check-cables")
            .is_some_and(|guide| !guide.listed)
    );
    assert!(library.guide("nothing").is_none());
}

/// A guide that calls these and ends.
fn caller(id: &str, calls: &[&str]) -> Guide {
    let steps: String = calls
        .iter()
        .enumerate()
        .map(|(at, called)| {
            let next = if at + 1 < calls.len() {
                format!("s{}", at + 1)
            } else {
                "end".to_owned()
            };
            format!(
                r#""s{at}": {{"kind":"guide","guide":"{called}","on":{{"otherwise":"{next}"}}}},"#
            )
        })
        .collect();
    let start = if calls.is_empty() { "end" } else { "s0" };
    let source = format!(
        r#"{{"format":1,"id":"{id}","version":"1","language":"en","title":"T","summary":"S",
            "start":"{start}","stuck":"end","steps":{{{steps}
            "end":{{"kind":"outcome","ends":"hand-over","title":"End"}}}}}}"#
    );
    let loaded = load::load(&source);
    assert_eq!(loaded.problems, [], "{source}");
    loaded.guide.unwrap()
}

fn library_problems(guides: Vec<Guide>) -> Vec<(usize, Option<String>, &'static str)> {
    let named = guides.clone();
    let problems = load::library(guides).err().unwrap_or_default();
    let shown = |problem: &load::LibraryProblem| {
        let step = problem
            .step
            .map(|step| named[problem.guide].step(step).id.clone());
        (problem.guide, step, problem.diagnostic.rule.id)
    };
    problems.iter().map(shown).collect()
}

#[test]
fn a_library_refuses_calls_that_lead_nowhere_or_never_end() {
    let step = |id: &str| Some(id.to_owned());
    type Case = (Vec<Guide>, Vec<(usize, Option<String>, &'static str)>);
    let mut homeless = caller("homeless", &[]);
    homeless.stuck = None;
    let mut block = homeless.clone();
    block.listed = false;
    let cases: Vec<Case> = vec![
        (vec![], vec![]),
        (
            vec![
                caller("a", &["b", "c"]),
                caller("b", &["c"]),
                caller("c", &[]),
            ],
            vec![],
        ),
        (
            vec![caller("a", &["b"])],
            vec![(0, step("s0"), "unknown-guide")],
        ),
        (
            vec![caller("a", &["a"])],
            vec![(0, step("s0"), "guide-cycle")],
        ),
        (
            vec![
                caller("a", &["b"]),
                caller("b", &["c", "a"]),
                caller("c", &[]),
            ],
            vec![(1, step("s1"), "guide-cycle")],
        ),
        (
            vec![caller("a", &["b", "b"]), caller("b", &["a"])],
            vec![(1, step("s0"), "guide-cycle")],
        ),
        (
            vec![caller("a", &[]), caller("a", &[])],
            vec![(1, None, "duplicate-guide")],
        ),
        (vec![homeless], vec![(0, None, "missing-stuck")]),
        (vec![block], vec![]),
    ];
    for (guides, expected) in cases {
        let names: Vec<String> = guides.iter().map(|guide| guide.id.clone()).collect();
        assert_eq!(library_problems(guides), expected, "{names:?}");
    }
}

#[test]
fn many_guides_in_a_row_do_not_run_out_of_stack() {
    let mut guides: Vec<Guide> = (0..3000)
        .map(|at| caller(&format!("g{at}"), &[&format!("g{}", at + 1)]))
        .collect();
    guides.push(caller("g3000", &[]));
    assert!(load::library(guides).is_ok());
}

#[test]
fn defaults_are_filled_in() {
    let guide = good("no-internet");
    let step = |id: &str| &guide.step(guide.find(id).unwrap()).kind;
    let index = |id: &str| guide.find(id).unwrap();

    let StepKind::Instruction(restart) = step("restart") else {
        panic!("an instruction")
    };
    assert_eq!(
        restart.if_cannot,
        index("tone"),
        "where a failed verification leads"
    );
    assert_eq!(restart.wait, Some(Wait::LineBack { seconds: 180 }));
    let StepKind::Outcome(fixed) = step("fixed") else {
        panic!("an outcome")
    };
    let names: Vec<&str> = fixed.recheck.iter().map(|check| check.name()).collect();
    assert_eq!(
        (names, &fixed.kind),
        (vec!["isp", "internet"], &OutcomeKind::Resolved)
    );
    let StepKind::Check(outage) = step("outage") else {
        panic!("a check")
    };
    assert_eq!(
        outage.on.fail,
        index("known-outage"),
        "the alias `fault` stands for it"
    );
    assert_eq!(outage.on.pass, index("line"));
    let StepKind::Call(cables) = step("cables") else {
        panic!("a call")
    };
    assert_eq!(
        cables.on.len(),
        3,
        "`otherwise` stands for the ends that are not named"
    );

    let guide = good("everything");
    let step = |id: &str| &guide.step(guide.find(id).unwrap()).kind;
    let StepKind::Question(welcome) = step("welcome") else {
        panic!("a question")
    };
    assert_eq!(
        welcome.options[1].set[1],
        ("tries".to_owned(), Value::Number(1.0))
    );
    let StepKind::Instruction(later) = step("later") else {
        panic!("an instruction")
    };
    assert_eq!(later.wait, Some(Wait::Hours(12)));
    let StepKind::Instruction(reset) = step("reset") else {
        panic!("an instruction")
    };
    assert_eq!(Some(reset.if_cannot), reset.to);
}

#[test]
fn every_edge_of_a_step_is_listed() {
    let guide = good("everything");
    let shown = |id: &str| {
        let routes = routes::all(&guide, guide.find(id).unwrap());
        let name = |label: Label| match label {
            Label::Option(id) => id.to_owned(),
            Label::Next => "next".to_owned(),
            Label::Meaning(meaning) => meaning.name().to_owned(),
            Label::Otherwise => "otherwise".to_owned(),
            Label::Verdict(verdict) => verdict.name().to_owned(),
            Label::Alias(alias) => format!("{alias}!"),
            Label::Cannot => "cannot".to_owned(),
            Label::Case(position) => position.to_string(),
            Label::NoCase => "none".to_owned(),
            Label::Ending(ending) => ending.name().to_owned(),
            Label::Stuck => "stuck".to_owned(),
        };
        let edge =
            |route: &routes::Route| format!("{}>{}", name(route.label), guide.step(route.to).id);
        routes.iter().map(edge).collect::<Vec<_>>().join(" ")
    };
    let cases = [
        (
            "welcome",
            "yes>stop no>boxes smell>stop unsure>boxes stuck>ticket",
        ),
        ("boxes", "next>since stuck>ticket"),
        ("rooms", "next>model stuck>ticket"),
        (
            "outage",
            "fault!>known maintenance!>known none!>line unknown>line stuck>ticket",
        ),
        (
            "line",
            "pass>decide warn>decide fail>lamps unknown>lamps stuck>ticket",
        ),
        (
            "lamps",
            "no-line>leads no-power>power unsure>power otherwise>restart stuck>ticket",
        ),
        ("leads", "resolved>fixed stuck>ticket"),
        (
            "restart",
            "pass>fixed warn>fixed fail>later unknown>later cannot>ticket stuck>ticket",
        ),
        (
            "later",
            "pass>fixed fail>reset unknown>reset cannot>reset stuck>ticket",
        ),
        ("reset", "next>decide cannot>decide stuck>ticket"),
        ("fixed", "stuck>ticket"),
        ("ticket", ""),
    ];
    for (step, expected) in cases {
        assert_eq!(shown(step), expected, "{step}");
    }
}

#[test]
fn one_with_everything_wrong_still_gives_what_was_written() {
    let loaded = load::load(&read("bad/missing-key", "everything-at-once"));
    let raw = loaded.raw.unwrap();
    assert_eq!(raw.steps.len(), 3);
    assert_eq!(raw.title.unwrap().value, "A sample");
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let cases = [
        ("abc", 0, (1, 1)),
        ("abc", 2, (1, 3)),
        ("ä€b", 5, (1, 3)),
        ("a\nbc", 3, (2, 2)),
    ];
    for (source, offset, expected) in cases {
        assert_eq!(
            line_column(source, offset),
            expected,
            "{source:?} at {offset}"
        );
    }
    // Behind the end, and in the middle of a character, as near as can be.
    assert_eq!(line_column("a\n", 99), (2, 1));
    assert_eq!(line_column("ä", 1), (1, 1));
}

#[test]
fn a_very_large_guide_is_refused_and_takes_no_longer_than_its_size() {
    let steps: String = (0..65_536)
        .map(|at| format!(r#""s{at}":{{"kind":"outcome","ends":"stop","title":"T"}},"#))
        .collect();
    let source = format!(
        r#"{{"format":1,"id":"large","version":"1","language":"en","title":"T","summary":"S",
            "start":"s0","stuck":"s0","steps":{{{}}}}}"#,
        steps.trim_end_matches(',')
    );
    let loaded = load::load(&source);
    let rules: BTreeSet<&str> = loaded
        .problems
        .iter()
        .map(|problem| problem.rule.id)
        .collect();
    assert_eq!(rules, BTreeSet::from(["too-many-steps"]));
}

#[test]
fn too_many_problems_are_counted_and_take_no_longer_than_the_guide_is_large() {
    let steps: String = (0..20_000)
        .map(|at| format!(r#""s{at}":{{"kind":"branch","cases":[],"otherwise":"t{at}"}},"#))
        .collect();
    let source = format!(
        r#"{{"format":1,"id":"many","version":"1","language":"en","title":"T","summary":"S",
            "start":"s0","stuck":"s0","steps":{{{}}}}}"#,
        steps.trim_end_matches(',')
    );
    let problems = load::load(&source).problems;
    assert_eq!(problems[0].rule.id, "too-many-problems");
    assert_eq!(
        problems[0].message,
        "there are 39500 more problems than are shown"
    );
    assert_eq!(problems.len(), 501);
}

/// Whatever came of it, it fits together.
fn holds_together(source: &str) -> Result<(), TestCaseError> {
    let Loaded {
        guide, problems, ..
    } = load::load(source);
    prop_assert_eq!(guide.is_some(), problems.is_empty());
    prop_assert!(problems.is_sorted_by_key(|problem| problem.span.start));
    let root = json::parse(source).ok().map(|parsed| parsed.root);
    for problem in &problems {
        prop_assert!(problem.span.start <= problem.span.end);
        prop_assert!(problem.span.end as usize <= source.len());
        prop_assert!(!problem.message.is_empty());
        let known = root
            .as_ref()
            .is_some_and(|root| points_to(root, &problem.pointer));
        prop_assert!(known || problem.rule.id == "syntax", "{:?}", problem);
    }
    if let Some(guide) = guide {
        let fits = |to: firstline_guide::model::StepIndex| usize::from(to.0) < guide.steps.len();
        prop_assert!(fits(guide.start) && guide.stuck.is_none_or(fits));
        for step in &guide.steps {
            let index = guide.find(&step.id).unwrap();
            prop_assert!(
                routes::all(&guide, index)
                    .iter()
                    .all(|route| fits(route.to))
            );
        }
    }
    Ok(())
}

fn points_to(node: &Node, pointer: &str) -> bool {
    let Some(rest) = pointer.strip_prefix('/') else {
        return pointer.is_empty();
    };
    let (token, rest) = match rest.split_once('/') {
        Some((token, rest)) => (token, format!("/{rest}")),
        None => (rest, String::new()),
    };
    let key = token.replace("~1", "/").replace("~0", "~");
    let member = node
        .as_object()
        .into_iter()
        .flatten()
        .filter(|member| member.key == key);
    let item = node
        .as_array()
        .and_then(|items| items.get(key.parse::<usize>().ok()?));
    // Of keys that stand twice any may be meant.
    member
        .map(|member| &member.value)
        .chain(item)
        .any(|inner| points_to(inner, &rest))
}

/// Values that mean something somewhere in a guide.
const WORDS: &[&str] = &[
    "null",
    "true",
    "-1",
    "0.5",
    "1e9",
    "\"\"",
    "\"no\"",
    "\"{\"",
    "\"{danger}\"",
    "\"check.isp\"",
    "\"ticket\"",
    "\"fixed\"",
    "\"question\"",
    "\"instruction\"",
    "\"check\"",
    "\"branch\"",
    "\"guide\"",
    "\"lights\"",
    "\"outcome\"",
    "\"unresolved\"",
    "\"otherwise\"",
    "\"reset\"",
    "\"2026-02-30\"",
    "[]",
    "{}",
    "[[]]",
    "[\"isp\"]",
    "{\"otherwise\":\"ticket\"}",
    "{\"fact\":\"rooms\",\"below\":3}",
    "{\"not\":{\"fact\":\"boxes\",\"is\":1}}",
    "[{\"id\":\"a\",\"to\":\"ticket\"}]",
    "{\"ios\":{}}",
    "{\"run\":[],\"ask\":\"?\",\"on\":{}}",
];

/// Puts a node of a document elsewhere, out of the way, or something else in its place.
fn change(node: &mut serde_json::Value, path: &[Index], word: &str, rename: bool) {
    let Some((first, rest)) = path.split_first() else {
        *node = serde_json::from_str(word).unwrap();
        return;
    };
    match node {
        serde_json::Value::Object(members) if !members.is_empty() => {
            let key = first
                .get(&members.keys().cloned().collect::<Vec<_>>())
                .clone();
            if rest.is_empty() && rename {
                let value = members.remove(&key).unwrap();
                members.insert(word.trim_matches('"').to_owned(), value);
            } else if let Some(inner) = members.get_mut(&key) {
                change(inner, rest, word, rename);
            }
        }
        serde_json::Value::Array(items) if !items.is_empty() => {
            let at = first.index(items.len());
            if rest.is_empty() && rename {
                items.remove(at);
            } else {
                change(&mut items[at], rest, word, rename);
            }
        }
        other => *other = serde_json::from_str(word).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_changed_guide_never_makes_the_loader_panic(
        name in prop::sample::select(GOOD),
        changes in prop::collection::vec(
            (prop::collection::vec(any::<Index>(), 1..6), prop::sample::select(WORDS), any::<bool>()),
            1..4,
        ),
    ) {
        let mut document: serde_json::Value = serde_json::from_str(&read("good", name)).unwrap();
        for (path, word, rename) in changes {
            change(&mut document, &path, word, rename);
        }
        holds_together(&document.to_string())?;
    }

    #[test]
    fn a_guide_with_changed_letters_never_makes_the_loader_panic(
        name in prop::sample::select(GOOD),
        changes in prop::collection::vec((any::<Index>(), 0usize..3, "[a-z{}\\[\\]\":,0-9 ]{0,3}"), 1..4),
    ) {
        let mut letters: Vec<char> = read("good", name).chars().collect();
        for (place, removed, put) in changes {
            let start = place.index(letters.len());
            let end = (start + removed).min(letters.len());
            letters.splice(start..end, put.chars());
        }
        holds_together(&letters.into_iter().collect::<String>())?;
    }
}
