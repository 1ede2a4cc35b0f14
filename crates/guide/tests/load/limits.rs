//! Very large guides, very many problems, and places at the end of a file.

use std::collections::BTreeSet;

use firstline_guide::diagnostic::line_column;
use firstline_guide::load;

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
