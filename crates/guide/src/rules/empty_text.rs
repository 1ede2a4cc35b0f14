//! `empty-text`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;

crate::rule! {
    /// A text is empty, or is blanks alone.
    ///
    /// A customer would see a heading or a button without words.
    Error "empty-text",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": " " }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A text without words.
pub struct EmptyText;

impl Violation for EmptyText {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this text is empty".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("write it, or leave its key out".to_owned())
    }
}

/// Looks at a text.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if text.trim().is_empty() {
        report.add(span, &EmptyText);
    }
}
