//! `missing-stuck`

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A guide that customers can open names no step for "Nothing helps".
    ///
    /// Customers must be able to give up at every step, and come to a person. A guide that only others call uses its
    /// caller's.
    Error "missing-stuck",
    bad: Example::File(
        r#"{ "format": 1, "id": "example", "version": "1", "language": "en",
  "title": "An example", "summary": "What it is about", "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "stop", "title": "Call 112" } } }"#,
    ),
    good: Example::File(
        r#"{ "format": 1, "id": "example", "version": "1", "language": "en",
  "title": "An example", "summary": "What it is about", "start": "end", "stuck": "end",
  "steps": { "end": { "kind": "outcome", "ends": "stop", "title": "Call 112" } } }"#,
    ),
}

/// A guide that cannot be given up.
pub struct MissingStuck;

impl Violation for MissingStuck {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this guide names no step for \"nothing helps\"".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some(
            "add `stuck` with the step that takes a ticket, or `\"listed\": false` if only other guides \
             call it"
                .to_owned(),
        )
    }
}

/// Looks at the guide.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    if analysis.guide.listed && analysis.guide.stuck.is_none() {
        report.add(analysis.guide.span, &MissingStuck);
    }
}
