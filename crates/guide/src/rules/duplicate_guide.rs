//! `duplicate-guide`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// Two guides of one language have the same id.
    ///
    /// Calls and tickets name a guide by its id.
    Error "duplicate-guide",
    bad: Example::Guides(&[
            r#"{ "format": 1, "id": "cables", "version": "1", "language": "en", "title": "The cables", "summary": "About it",
  "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
            r#"{ "format": 1, "id": "cables", "version": "1", "language": "en", "title": "The cables", "summary": "About it",
  "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
        ]),
    good: Example::Guides(&[
            r#"{ "format": 1, "id": "cables", "version": "1", "language": "en", "title": "The cables", "summary": "About it",
  "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
            r#"{ "format": 1, "id": "sockets", "version": "1", "language": "en", "title": "The cables", "summary": "About it",
  "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
        ]),
}

/// An id that another guide has.
pub struct DuplicateGuide<'a> {
    /// The id.
    pub id: &'a str,
}

impl Violation for DuplicateGuide<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is another guide with the id `{}`", self.id)
    }

    fn hint(&self) -> Option<String> {
        Some("give one of them an id of its own, and its file that name; or delete one".to_owned())
    }
}
