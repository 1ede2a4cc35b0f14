//! `too-many-problems`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// The file has more problems than are shown.
    ///
    /// Most often one slip, repeated by a tool or a paste, makes them all.
    Error "too-many-problems",
    bad: Example::Omitted(
        r#"An example would be longer than this page."#,
    ),
    good: Example::Omitted(
        r#""#,
    ),
}

/// Problems that are not shown.
pub struct TooManyProblems {
    /// How many are not shown.
    pub more: usize,
}

impl Violation for TooManyProblems {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there are {} more problems than are shown", self.more)
    }

    fn hint(&self) -> Option<String> {
        Some("mend those that are shown, and run lint again".to_owned())
    }
}
