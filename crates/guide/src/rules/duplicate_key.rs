//! `duplicate-key`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Parsed;

crate::rule! {
    /// An object has the same key twice.
    ///
    /// Only one of the two could count, and readers of JSON do not agree which. Of two steps with one id, one
    /// would never be seen.
    Error "duplicate-key",
    bad: Example::Members(
        r#""title": "No internet",
  "title": "No internet at all""#,
    ),
    good: Example::Members(
        r#""title": "No internet at all""#,
    ),
}

/// A key that its object has already.
pub struct DuplicateKey;

impl Violation for DuplicateKey {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this object has the key twice".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("rename one of the two, or delete it; only one could count".to_owned())
    }
}

/// Looks through the whole document.
pub(crate) fn check(parsed: &Parsed, report: &mut Report) {
    for span in parsed.duplicates() {
        report.add(span, &DuplicateKey);
    }
}
