//! Tidy: what the compiler does not hold, held by a look at the files.
//!
//! Each rule is one file and one line in [`RULES`]. A finding names the file, the line, what is
//! wrong and what to do about it. The tests of each rule feed it a bad sample, so that none can
//! come to find nothing.

mod circles;
mod commands;
mod crates;
mod files;
mod folders;
mod graphemes;
mod languages;
mod length;
mod links;
mod machine;
mod markup;
mod mentions;
mod modules;
mod orphans;
mod paths;
mod phrases;
mod source;

use std::fmt;

use anyhow::{Result, bail};

use crate::report::Report;
use files::{Files, TextFile};
pub use paths::joined;

/// A place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, from the root of the checkout.
    file: String,
    /// The line, from 1.
    line: usize,
    /// The fault, and what to do.
    message: String,
}

impl Finding {
    fn new(file: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// The name of a rule, and the function that finds its breaches.
type Rule = (&'static str, fn(&Files) -> Vec<Finding>);

/// All rules that look at files.
const RULES: &[Rule] = &[
    ("what may import what inside a package", modules::check),
    ("no command that uses another", commands::check),
    ("no circle among modules or scripts", circles::check),
    ("no file that nobody declares", orphans::check),
    ("no module beside the folder of its own", folders::check),
    ("no file too long to read", length::check),
    ("no words that a language lacks", languages::check),
    ("nothing of one machine", machine::check),
    ("no emoji", graphemes::check),
    ("no link that leads nowhere", links::check),
    ("no path to a file that does not exist", mentions::check),
    ("no phrase that has to be read twice", phrases::check),
    (
        "nothing that a strict content policy forbids",
        markup::check,
    ),
];

/// `cargo xtask tidy`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Tidy");
    check(report)?;
    report.finish("tidy");
    Ok(())
}

/// Runs every rule over the checkout; fails with all findings.
pub fn check(report: &Report) -> Result<()> {
    let files = Files::of_checkout()?;
    let mut findings = crates::check()?;
    report.note("what may depend on what among the packages");
    for (name, rule) in RULES {
        report.note(name);
        findings.extend(rule(&files));
    }
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    bail!("not tidy\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{Files, RULES, crates};

    fn untidy(findings: &[super::Finding]) -> String {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    #[test]
    fn packages_depend_only_on_what_was_agreed() {
        let findings = crates::check().unwrap();
        assert!(findings.is_empty(), "\n{}", untidy(&findings));
    }

    #[test]
    fn the_checkout_is_tidy() {
        let files = Files::of_checkout().unwrap();
        assert!(
            files.iter().count() > 50,
            "the files of the checkout were not found"
        );
        let findings: Vec<_> = RULES.iter().flat_map(|(_, rule)| rule(&files)).collect();
        assert!(findings.is_empty(), "\n{}", untidy(&findings));
    }
}
