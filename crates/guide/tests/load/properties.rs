//! Good guides with random changes: the loader never panics, and all that it returns fits together.

use firstline_guide::json::{self, Node};
use firstline_guide::load::{self, Loaded};
use firstline_guide::routes;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{GOOD, read};

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
