//! `unknown-guide`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A step calls a guide that is not there.
    ///
    /// The called guide must lie beside this one, in the same language, and be free of errors itself.
    Error "unknown-guide",
    bad: Example::Guides(&[
            r#"{ "format": 1, "id": "no-internet", "version": "1", "language": "en", "title": "No internet",
  "summary": "No website opens", "start": "cables", "stuck": "end",
  "steps": {
    "cables": { "kind": "guide", "guide": "check-cabels", "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "stop", "title": "Call us" } } }"#,
            r#"{ "format": 1, "id": "check-cables", "version": "1", "language": "en", "title": "The cables",
  "summary": "Whether all cables are in", "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
        ]),
    good: Example::Guides(&[
            r#"{ "format": 1, "id": "no-internet", "version": "1", "language": "en", "title": "No internet",
  "summary": "No website opens", "start": "cables", "stuck": "end",
  "steps": {
    "cables": { "kind": "guide", "guide": "check-cables", "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "stop", "title": "Call us" } } }"#,
            r#"{ "format": 1, "id": "check-cables", "version": "1", "language": "en", "title": "The cables",
  "summary": "Whether all cables are in", "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
        ]),
}

/// A guide that is not there.
pub struct UnknownGuide<'a> {
    /// The name.
    pub name: &'a str,
    /// The guides that are there.
    pub known: &'a [&'a str],
}

impl Violation for UnknownGuide<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no guide `{}`", self.name)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.name, self.known)
    }
}
