//! Lint as a library: every rule's examples, and how it grows with the number of guides.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use firstline_author::lint::{self, Settings};
use firstline_guide::diagnostic::Example;

/// The rules that the guides of a folder break. What is not beside them is not asked for.
fn rules_broken_in(folder: &Path) -> BTreeSet<&'static str> {
    let entries = fs::read_dir(folder).expect("a folder");
    let guides: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    let folder = lint::read(&guides).expect("guides");
    let settings = Settings {
        today: "2026-12-01",
        provider: &|_| Vec::new(),
    };
    let report = lint::lint(&folder, &settings);
    let rules = report.found.iter().map(|found| found.diagnostic.rule.id);
    rules.collect()
}

fn rules_broken_by(example: Example) -> BTreeSet<&'static str> {
    let folder = tempfile::tempdir().expect("a folder");
    for source in example.sources() {
        fs::write(folder.path().join("example.json"), source).expect("a file");
    }
    rules_broken_in(folder.path())
}

#[test]
fn every_bad_example_breaks_its_rule_and_every_good_one_none() {
    let mut looked_at = 0;
    for rule in lint::rules() {
        // The examples of what lies beside guides are shown, and are no guides.
        if matches!(rule.bad, Example::File(_)) {
            continue;
        }
        looked_at += 1;
        assert!(
            rules_broken_by(rule.bad).contains(rule.id),
            "{}: its bad example does not break it",
            rule.id
        );
        assert_eq!(
            rules_broken_by(rule.good),
            BTreeSet::new(),
            "{}: its good example",
            rule.id
        );
    }
    assert!(looked_at >= 5, "{looked_at}");
}

#[test]
fn rules_have_names_of_their_own_and_are_described() {
    let mut names = BTreeSet::new();
    for rule in lint::rules() {
        assert!(names.insert(rule.id), "{} is there twice", rule.id);
        assert!(rule.summary().ends_with('.'), "{}", rule.id);
    }
}

/// A guide of 40 steps that calls the next two guides, with three scenarios.
fn guide(chain: &str, number: usize, of: usize) -> String {
    let mut steps = String::new();
    for step in 0..36 {
        steps += &format!(
            "\"s{step}\": {{ \"kind\": \"question\", \"title\": \"Question {step}\", \"options\": [ \
             {{ \"id\": \"yes\", \"to\": \"s{}\" }}, {{ \"id\": \"unsure\", \"to\": \"help\" }} ] }},\n",
            step + 1
        );
    }
    for (step, next) in [(36, number + 1), (37, number + 2)] {
        if next < of {
            steps += &format!(
                "\"s{step}\": {{ \"kind\": \"guide\", \"guide\": \"{chain}{next}\", \"on\": {{ \"resolved\": \"s{}\", \
                 \"otherwise\": \"help\" }} }},\n",
                step + 1
            );
        } else {
            steps += &format!(
                "\"s{step}\": {{ \"kind\": \"question\", \"title\": \"Last {step}\", \"options\": [ \
                 {{ \"id\": \"yes\", \"to\": \"s{}\" }}, {{ \"id\": \"unsure\", \"to\": \"help\" }} ] }},\n",
                step + 1
            );
        }
    }
    let mut answers: Vec<String> = (0..36)
        .map(|step| format!("\"s{step}\": \"yes\""))
        .collect();
    let mut stand_ins = Vec::new();
    for (step, next) in [(36, number + 1), (37, number + 2)] {
        if next < of {
            stand_ins.push(format!("\"s{step}\": \"resolved\""));
        } else {
            answers.push(format!("\"s{step}\": \"yes\""));
        }
    }
    let scenarios: Vec<String> = (0..3)
        .map(|scenario| {
            format!(
                "{{ \"name\": \"way {scenario}\", \"answers\": {{ {} }}, \"guides\": {{ {} }}, \"expect\": \"s38\" }}",
                answers.join(", "),
                stand_ins.join(", ")
            )
        })
        .collect();
    format!(
        "{{ \"format\": 1, \"id\": \"{chain}{number}\", \"version\": \"1\", \"language\": \"en\", \"title\": \"{chain}{number}\", \
         \"summary\": \"Guide {number}\", \"start\": \"s0\", \"stuck\": \"help\", \"steps\": {{ {steps} \
         \"s38\": {{ \"kind\": \"outcome\", \"ends\": \"resolved\", \"title\": \"Fine\" }}, \
         \"help\": {{ \"kind\": \"outcome\", \"ends\": \"hand-over\", \"title\": \"Call us\" }} }}, \
         \"scenarios\": [ {} ] }}",
        scenarios.join(", ")
    )
}

/// How long this thread has worked. Other work on the machine adds nothing; where the system does not tell, it is the
/// time that has passed.
fn worked() -> Duration {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
    let passed = || BEGAN.get_or_init(Instant::now).elapsed();
    nanoseconds.map_or_else(passed, Duration::from_nanos)
}

/// How much work lint is for so many guides, each with three scenarios, in chains of ten.
fn time_of(guides: usize) -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..guides {
        // Chains of ten: a guide reaches nine others, however many there are.
        let (base, within) = (number / 10 * 10, number % 10);
        let chain = format!("chain-{base}-");
        let name = format!("{chain}{within}.json");
        let text = guide(&chain, within, 10);
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let before = worked();
    let broken = rules_broken_in(folder.path());
    assert_eq!(broken, BTreeSet::new());
    worked() - before
}

#[test]
fn lint_takes_as_much_longer_as_there_are_more_guides_and_scenarios() {
    // The best of three: other work on the machine takes the caches away.
    let best = |guides| (0..3).map(|_| time_of(guides)).min().unwrap_or_default();
    let (some, many) = (best(60), best(300));
    println!("60 guides: {some:?}, 300: {many:?}");
    // Five times as many; 25 times as long if each scenario looked at all of them, as it once did.
    assert!(many < some * 12, "60 guides: {some:?}, 300: {many:?}");
}

/// The most memory that this process ever had, in megabytes; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[test]
fn seventy_thousand_wrong_names_end_with_too_many_in_bounded_memory() {
    let mut steps = String::new();
    for step in 0..70_000 {
        steps += &format!(
            "\"s{step}\": {{ \"kind\": \"question\", \"title\": \"Question {step}\", \"options\": [ \
             {{ \"id\": \"yes\", \"to\": \"t{step}\" }}, {{ \"id\": \"unsure\", \"to\": \"u{step}\" }} ] }},\n"
        );
    }
    let text = format!(
        "{{ \"format\": 1, \"id\": \"example\", \"version\": \"1\", \"language\": \"en\", \"title\": \"Large\", \
         \"summary\": \"Large\", \"start\": \"s0\", \"stuck\": \"help\", \"steps\": {{ {steps} \
         \"help\": {{ \"kind\": \"outcome\", \"ends\": \"hand-over\", \"title\": \"Call us\" }} }} }}"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let size = text.len() as u64 >> 20;
    fs::write(folder.path().join("example.json"), text).expect("a file");
    let before = peak();
    let worked_before = worked();
    let broken = rules_broken_in(folder.path());
    let took = worked() - worked_before;
    println!(
        "{size} MB of wrong names: {took:?}, {before:?} to {:?} MB",
        peak()
    );
    assert!(
        broken.contains("too-many-problems") || broken.contains("too-many-steps"),
        "{broken:?}"
    );
    // It took 16 GB and more than a quarter of an hour when each problem carried all known names.
    assert!(took < Duration::from_secs(240), "{took:?}");
    if let Some((before, after)) = before.zip(peak()) {
        assert!(after - before < 600, "{before} to {after} MB");
    }
}
