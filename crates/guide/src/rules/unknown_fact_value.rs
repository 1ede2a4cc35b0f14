//! `unknown-fact-value`

use super::analysis::Analysis;
use super::words::suggestion;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A fact is set to, or compared with, a word that it can never be.
    ///
    /// The condition would never hold, the variant would never be shown. What a fact can be is said by its
    /// declaration, by the options that set it, or by the catalogue of checks.
    Error "unknown-fact-value",
    bad: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.platform", "is": "macos" }, "to": "fixed" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.platform", "is": "mac" }, "to": "fixed" } ] }"#,
    ),
}

/// A word that a fact can never be.
pub struct UnknownFactValue<'a> {
    /// The word.
    pub word: &'a str,
    /// What the fact can be.
    pub known: &'a [&'a str],
}

impl Violation for UnknownFactValue<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("the fact is never `{}`", self.word)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.word, self.known)
    }
}

/// Looks at every word that a fact is set to or compared with.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for word in &analysis.words {
        if !word.values.contains(&word.word) {
            let known: Vec<&str> = word.values.iter().map(String::as_str).collect();
            let violation = UnknownFactValue {
                word: &word.word,
                known: &known,
            };
            report.add(word.span, &violation);
        }
    }
}
