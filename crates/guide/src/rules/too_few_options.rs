//! `too-few-options`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A question has fewer than two options, or a form fewer than two fields.
    ///
    /// There is nothing to choose, and a form of one field is an input.
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
pub struct TooFewOptions<'a> {
    /// The key whose list is too short: `options`, or `fields` of a form.
    pub key: &'a str,
}

impl Violation for TooFewOptions<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        if self.key == "fields" {
            "this form has fewer than two fields".to_owned()
        } else {
            "there are fewer than two options".to_owned()
        }
    }

    fn hint(&self) -> Option<String> {
        Some(if self.key == "fields" {
            "ask for a single thing by an `input` of its own kind: `\"as\": \"text\"`, `\"number\"` or `\"date\"`".to_owned()
        } else {
            "with one way to go, an instruction says better what to do".to_owned()
        })
    }
}
