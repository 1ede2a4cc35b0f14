//! `empty-list`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A list is empty that must have an item.
    ///
    /// A step without checks or actions would be an empty screen; a ticket that asks for nothing cannot be answered.
    Error "empty-list",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": [],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// A list without items.
pub struct EmptyList<'a> {
    /// The key of the list.
    pub key: &'a str,
}

impl Violation for EmptyList<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this list is empty".to_owned()
    }

    fn hint(&self) -> Option<String> {
        let hint = match self.key {
            "ask" => "name at least one way to reach the customer: [\"phone\"]",
            "run" => "name a check: [\"isp\"]",
            "actions" => "say what to do: [\"…\"]",
            "values" => "name what the fact can be: [\"…\", \"…\"]",
            "cases" => "add a case, or lead here straight from the step before",
            _ => "add an item, or leave the key out",
        };
        Some(hint.to_owned())
    }
}
