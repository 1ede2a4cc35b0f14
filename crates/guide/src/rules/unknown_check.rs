//! `unknown-check`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A step runs an unknown check.
    ///
    /// The checks are listed in [checks.md](checks.md).
    Error "unknown-check",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isb"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// A name that is not known.
pub struct UnknownCheck<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownCheck<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no check `{}`", self.name)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.name, self.known)
    }
}
