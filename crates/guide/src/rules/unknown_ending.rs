//! `unknown-ending`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// `on` of a call names an end of the called guide that cannot be caught.
    ///
    /// `resolved`, `unresolved` and `known-issue` can. Where a guide hands over or stops, it has said all that there
    /// is to say.
    Error "unknown-ending",
    bad: Example::Steps(
        r#""here": { "kind": "guide", "guide": "check-cables", "on": { "solved": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "guide", "guide": "check-cables", "on": { "resolved": "ticket" } }"#,
    ),
}

/// A name that is not known.
pub struct UnknownEnding<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownEnding<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is no end of a guide that can be caught", self.name)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.name, self.known)
    }
}
