//! `too-many-steps`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A guide has more steps than can be numbered.
    ///
    /// It has at most 65,535; a guide that people can keep in mind has fewer than 150.
    Error "too-many-steps",
    bad: Example::Omitted(
        r#"An example would be longer than this page."#,
    ),
    good: Example::Omitted(
        r#""#,
    ),
}

/// One step more than can be numbered.
pub struct TooManySteps;

impl Violation for TooManySteps {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "a guide has at most 65535 steps".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("move parts of it to guides of their own and call them".to_owned())
    }
}
