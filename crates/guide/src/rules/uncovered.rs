//! `uncovered`

use super::words::list;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// `on` leaves out a result.
    ///
    /// Every result must lead somewhere; whoever got the one that was forgotten would be stuck.
    Error "uncovered",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "fail": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// Results that lead nowhere.
pub struct Uncovered<'a> {
    /// The results that lead nowhere.
    pub missing: &'a [&'a str],
}

impl Violation for Uncovered<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("this says nothing about {}", list(self.missing, "and"))
    }

    fn hint(&self) -> Option<String> {
        Some("name them, or add `otherwise` for all that is not named".to_owned())
    }
}
