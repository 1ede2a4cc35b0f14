//! `unknown-operator`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A comparison has an unknown operator.
    ///
    /// The operators are `is`, `isNot`, `in`, `has` for lists, and `below`, `above`, `atLeast` and `atMost` for
    /// numbers.
    Error "unknown-operator",
    bad: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.platform", "equals": "ios" }, "to": "fixed" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.platform", "is": "ios" }, "to": "fixed" } ] }"#,
    ),
}

/// A name that is not known.
pub struct UnknownOperator<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownOperator<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no operator `{}`", self.name)
    }

    fn hint(&self) -> Option<String> {
        match self.name {
            "equals" | "eq" | "==" | "=" => Some("write `is`".to_owned()),
            "not" | "!=" | "isnt" | "notEquals" => Some("write `isNot`".to_owned()),
            "contains" | "includes" => Some("write `has`".to_owned()),
            ">" | "gt" | "greaterThan" | "over" => Some("write `above`".to_owned()),
            "<" | "lt" | "lessThan" | "under" => Some("write `below`".to_owned()),
            ">=" | "gte" | "min" => Some("write `atLeast`".to_owned()),
            "<=" | "lte" | "max" => Some("write `atMost`".to_owned()),
            _ => suggestion(self.name, self.known),
        }
    }
}
