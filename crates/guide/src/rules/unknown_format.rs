//! `unknown-format`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// The number of the format is unknown.
    ///
    /// It says how the rest is to be read.
    Error "unknown-format",
    bad: Example::Members(
        r#""format": 0"#,
    ),
    good: Example::Members(
        r#""format": 1"#,
    ),
}

/// A number of the format that there never was.
pub struct UnknownFormat;

impl Violation for UnknownFormat {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "there is no such format".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("write `\"format\": 1`".to_owned())
    }
}
