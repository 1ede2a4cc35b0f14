//! `unknown-value`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A key has a word that is not one of those that it can have.
    ///
    /// Which they are is in the [schema](guide.schema.json).
    Error "unknown-value",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "solved", "title": "It works" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "resolved", "title": "It works" }"#,
    ),
}

/// A name that is not known.
pub struct UnknownValue<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownValue<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is none of the words for this", self.name)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.name, self.known)
    }
}
