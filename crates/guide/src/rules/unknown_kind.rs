//! `unknown-kind`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A step has an unknown kind.
    ///
    /// The kinds are `question`, `input`, `lights`, `instruction`, `check`, `branch`, `guide` and `outcome`. Nothing
    /// else of such a step can be looked at.
    Error "unknown-kind",
    bad: Example::Steps(
        r#""here": { "kind": "end", "ends": "stop", "title": "Call 112" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A name that is not known.
pub struct UnknownKind<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownKind<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no kind of step `{}`", self.name)
    }

    fn hint(&self) -> Option<String> {
        match self.name {
            "end" | "result" => Some("write `outcome`".to_owned()),
            "step" | "action" | "todo" | "do" => Some("write `instruction`".to_owned()),
            "test" | "probe" => Some("write `check`".to_owned()),
            "call" | "block" => Some("write `guide`".to_owned()),
            "choice" | "ask" => Some("write `question`".to_owned()),
            _ => suggestion(self.name, self.known),
        }
    }
}
