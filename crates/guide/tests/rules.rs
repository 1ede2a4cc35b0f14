//! Every bad guide gives the report that lies beside it, every rule has one, and the examples of the
//! reference are what they say.
//!
//! `fixtures/bad/<rule>/<name>.json` is a guide; a folder `<name>/` holds several that lie beside one
//! another. `<name>.report` is what lint says: rule, place, message, hint. A report that differs is
//! written to `<name>.report.new`: read it, and if it is right, let it take the place of the old one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use firstline_guide::diagnostic::{Example, Rule};
use firstline_guide::{Guide, load, rules};

fn bad() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// What is said of guides that lie beside one another: of each, and, if all are sound, of them
/// together.
fn report(sources: &[String]) -> String {
    let mut text = String::new();
    let mut guides: Vec<Guide> = Vec::new();
    for source in sources {
        let loaded = load::load(source);
        assert_eq!(loaded.guide.is_some(), loaded.problems.is_empty());
        for problem in &loaded.problems {
            text += &problem.text(source);
        }
        guides.extend(loaded.guide);
    }
    if text.is_empty() {
        let named = guides.clone();
        for problem in load::library(guides).err().unwrap_or_default() {
            let guide = &named[problem.guide];
            let step = problem.step.map(|step| guide.step(step).id.as_str());
            text += &format!("in {}, step {}: ", guide.id, step.unwrap_or("none"));
            text += &problem.diagnostic.text("");
        }
    }
    text
}

fn sources(path: &Path) -> Vec<String> {
    let files = if path.is_dir() {
        entries(path)
    } else {
        vec![path.to_owned()]
    };
    let read = |file: &PathBuf| fs::read_to_string(file).unwrap();
    files.iter().map(read).collect()
}

#[test]
fn every_bad_guide_gives_the_report_beside_it() {
    let mut wrong = Vec::new();
    for folder in entries(&bad()) {
        let rule = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let fixtures = entries(&folder).into_iter();
        for fixture in fixtures.filter(|path| path.is_dir() || path.extension().unwrap() == "json")
        {
            let expected = fixture.with_extension("report");
            let report = report(&sources(&fixture));
            assert!(
                report.contains(&format!("[{rule}]")),
                "{} does not break its rule: {report}",
                fixture.display()
            );
            if fs::read_to_string(&expected).unwrap_or_default() != report {
                fs::write(fixture.with_extension("report.new"), &report).unwrap();
                wrong.push(format!("{}\n{report}", expected.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "other reports:\n\n{}", wrong.join("\n"));
}

#[test]
fn every_report_has_its_guide() {
    for folder in entries(&bad()) {
        for report in entries(&folder) {
            if report
                .extension()
                .is_some_and(|extension| extension == "report")
            {
                let guide = report.with_extension("json");
                assert!(
                    guide.is_file() || report.with_extension("").is_dir(),
                    "{}",
                    report.display()
                );
            }
        }
    }
}

/// Made too large for a file, and tried in `load.rs`.
const WITHOUT_FIXTURE: &[&str] = &["too-many-steps", "too-many-problems"];

#[test]
fn every_rule_has_a_bad_guide_and_every_folder_is_a_rule() {
    let folders: BTreeSet<String> = entries(&bad())
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let rules: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(rules.len(), ids.len(), "two rules have one id");
    let without: BTreeSet<String> = WITHOUT_FIXTURE.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(&folders | &without, rules);
}

fn broken(rule: &Rule, example: Example) -> BTreeSet<String> {
    let report = report(&example.sources());
    let ids = report.lines().filter_map(|line| {
        let (_, rest) = line
            .split_once("error[")
            .or_else(|| line.split_once("warning["))?;
        Some(rest.split_once(']')?.0.to_owned())
    });
    let ids: BTreeSet<String> = ids.collect();
    if !ids.is_empty() && !ids.contains(rule.id) {
        panic!("{}: {report}", rule.id);
    }
    ids
}

#[test]
fn every_bad_example_breaks_its_rule_and_no_other() {
    for rule in rules::all() {
        if matches!(rule.bad, Example::Omitted(_)) {
            continue;
        }
        let only = BTreeSet::from([rule.id.to_owned()]);
        assert_eq!(broken(rule, rule.bad), only, "{}", rule.id);
    }
}

#[test]
fn every_good_example_is_clean() {
    for rule in rules::all() {
        let report = report(&rule.good.sources());
        let calls_another =
            report.matches("error[").count() == report.matches("[unknown-guide]").count();
        assert!(
            report.is_empty() || (rule.id == "unknown-ending" && calls_another),
            "{}: {report}",
            rule.id
        );
    }
}

#[test]
fn every_rule_is_documented() {
    for rule in rules::all() {
        let summary = rule.summary();
        assert!(summary.ends_with('.'), "{}: {summary}", rule.id);
        assert!(
            rule.documentation().contains("\n\n"),
            "{}: says no reason",
            rule.id
        );
    }
}
