//! `missing-key`

use super::words::list;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A key is missing that must be there.
    ///
    /// Where one of several keys must be there, all are named.
    Error "missing-key",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A key that is missing.
pub struct MissingKey<'a> {
    /// The key.
    pub key: &'a str,
    /// The words of which its value is one; empty if it may be something else.
    pub words: &'a [&'a str],
}

impl Violation for MissingKey<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is missing", self.key)
    }

    fn hint(&self) -> Option<String> {
        let value = match self.key {
            "format" => "1",
            "version" => "\"1\"",
            "language" => "\"en\"",
            "seconds" => "60",
            "fact" => "\"the-fact\"",
            "steps" | "on" | "if" | "variants" | "texts" | "boxes" => "{ … }",
            "options" | "actions" | "run" | "cases" | "ask" | "values" | "lights" | "states"
            | "contacts" | "all" | "any" => "[ … ]",
            _ => "\"…\"",
        };
        if !self.words.is_empty() {
            let words = list(self.words, "or");
            return Some(format!("add `\"{}\": \"…\"` here, with {words}", self.key));
        }
        let what = match self.key {
            "id" => ", a name in kebab-case",
            "start" | "to" | "otherwise" | "expect" => ", the id of a step",
            "title" | "label" | "summary" => ", which customers read",
            _ => "",
        };
        Some(format!("add `\"{}\": {value}` here{what}", self.key))
    }
}

/// None of several keys is there.
pub struct MissingOneOf<'a> {
    /// The keys.
    pub keys: &'a [&'a str],
}

impl Violation for MissingOneOf<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("{} is missing", list(self.keys, "or"))
    }

    fn hint(&self) -> Option<String> {
        Some("add one of them here".to_owned())
    }
}
