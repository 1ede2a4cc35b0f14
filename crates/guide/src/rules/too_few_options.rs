//! `too-few-options`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A question has fewer than two options.
    ///
    /// There is nothing to choose.
    Error "too-few-options",
    bad: Example::Steps(
        r#""here": { "kind": "question", "title": "Is the light green?", "options": [
      { "id": "yes", "to": "fixed" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "question", "title": "Is the light green?", "options": [
      { "id": "yes", "to": "fixed" }, { "id": "no", "to": "ticket" } ] }"#,
    ),
}

/// A question without a choice.
pub struct TooFewOptions;

impl Violation for TooFewOptions {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "there are fewer than two options".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("with one way to go, an instruction says better what to do".to_owned())
    }
}
