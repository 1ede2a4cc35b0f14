//! `unknown-verdict`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// `on` names a result that cannot come.
    ///
    /// Checks pass, warn, fail, or are unknown, and some have names of their own for that (see
    /// [checks.md](checks.md)). A customer who is asked says yes (`pass`), no (`fail`) or not sure (`unknown`).
    Error "unknown-verdict",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "passed": "fixed", "otherwise": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// A name that is not known.
pub struct UnknownVerdict<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownVerdict<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is no result here", self.name)
    }

    fn hint(&self) -> Option<String> {
        let said = |verdict: &str| {
            self.known
                .contains(&verdict)
                .then(|| format!("write `{verdict}`"))
        };
        match self.name {
            "yes" | "ok" | "success" | "true" => said("pass"),
            "no" | "failed" | "error" | "false" => said("fail"),
            "unsure" | "maybe" => said("unknown"),
            "default" | "else" | "*" | "other" => said("otherwise"),
            _ => None,
        }
        .or_else(|| suggestion(self.name, self.known))
    }
}
