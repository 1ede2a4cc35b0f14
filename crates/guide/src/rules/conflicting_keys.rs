//! `conflicting-keys`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// Two keys do not go together, or a key does not go with the value of another.
    ///
    /// Only one of them could count. An instruction, for instance, leads on by `verify` or by `to`, and only an
    /// `unresolved` end makes a ticket.
    Error "conflicting-keys",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112", "recheck": ["isp"] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A key that does not go with another.
pub struct ConflictingKeys<'a> {
    /// The key that is too much.
    pub key: &'a str,
    /// The key that it does not go with.
    pub with: &'a str,
}

impl Violation for ConflictingKeys<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        let with = match self.with {
            "type" | "as" | "ends" => format!("this `{}`", self.with),
            "many" => "`\"many\": true`".to_owned(),
            with => format!("`{with}`"),
        };
        format!("`{}` does not go with {with}", self.key)
    }

    fn hint(&self) -> Option<String> {
        Some(match (self.key, self.with) {
            (_, "many") => {
                "if several options can be chosen, all lead where the question's `to` says"
                    .to_owned()
            }
            ("ticket", _) => "only an `unresolved` end or a `stop` makes a ticket".to_owned(),
            ("guide", "ends") => "only a `hand-over` leads to another guide".to_owned(),
            ("recheck", _) => "only a `resolved` end is checked again".to_owned(),
            ("to", "verify") => {
                "name the step in `on` of `verify`; `to` is for what needs no proof".to_owned()
            }
            (key, "type" | "as") => format!("delete `{key}`, or change `{}`", self.with),
            (key, with) => format!("delete one of them, `{key}` or `{with}`"),
        })
    }
}
