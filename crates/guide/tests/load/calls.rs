//! Guides that call each other make a library, if each call leads somewhere and ends.

use firstline_guide::{Guide, Library, load};

use super::{GOOD, good};

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
