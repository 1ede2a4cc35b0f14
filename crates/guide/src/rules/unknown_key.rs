//! `unknown-key`

use super::words::{did_you_mean, known_here};
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// An object has a key that means nothing there.
    ///
    /// Most often it is misspelt, or belongs to another kind of step. It would be passed over, and customers would
    /// miss what it says.
    Error "unknown-key",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "titel": "Call 112", "title": "Call 112" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A key that is not known there.
pub struct UnknownKey<'a> {
    /// The key.
    pub key: &'a str,
    /// The keys that are known there.
    pub known: &'a [&'a str],
    /// Those of them that are not used yet.
    pub unused: &'a [&'a str],
    /// The only key that must be there and is not, if this is the only one that is not known: the two are likely one.
    pub missing: Option<&'a str>,
}

impl Violation for UnknownKey<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no key `{}` here", self.key)
    }

    fn hint(&self) -> Option<String> {
        if let Some((_, key)) = MEANT
            .iter()
            .find(|(wrong, key)| *wrong == self.key && self.known.contains(key))
        {
            return Some(format!("write `{key}`"));
        }
        let missing = || Some(format!("did you mean `{}`?", self.missing?));
        did_you_mean(self.key, self.known)
            .or_else(missing)
            .or_else(|| known_here(self.unused))
    }
}

/// Keys that are likely written for others.
const MEANT: &[(&str, &str)] = &[
    ("symptoms", "searchWords"),
    ("keywords", "searchWords"),
    ("giveUp", "stuck"),
    ("author", "owner"),
    ("description", "summary"),
    ("body", "text"),
    ("image", "picture"),
    ("answers", "options"),
    ("next", "to"),
    ("goto", "to"),
    ("default", "otherwise"),
    ("cannot", "ifCannot"),
    ("checks", "run"),
    ("interrupts", "does"),
    ("duration", "minutes"),
    ("src", "file"),
    ("url", "href"),
    ("when", "if"),
];
