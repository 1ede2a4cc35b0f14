//! `guide-cycle`

use super::words::list;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// Guides call each other without end.
    ///
    /// A called guide comes back to its caller when it ends; these never do.
    Error "guide-cycle",
    bad: Example::Guides(&[
            LINE,
            r#"{ "format": 1, "id": "cables", "version": "1", "language": "en", "title": "The cables", "summary": "About it",
  "start": "other", "stuck": "end",
  "steps": {
    "other": { "kind": "guide", "guide": "line", "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "stop", "title": "Call us" } } }"#,
        ]),
    good: Example::Guides(&[
            LINE,
            r#"{ "format": 1, "id": "cables", "version": "1", "language": "en", "title": "The cables", "summary": "About it",
  "listed": false, "start": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Cables are in" } } }"#,
        ]),
}

/// The guide with which both examples begin.
const LINE: &str = r#"{ "format": 1, "id": "line", "version": "1", "language": "en", "title": "The line", "summary": "About it",
  "start": "other", "stuck": "end",
  "steps": {
    "other": { "kind": "guide", "guide": "cables", "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "stop", "title": "Call us" } } }"#;

/// Guides that call each other.
pub struct GuideCycle<'a> {
    /// The guides, in the order of the circle.
    pub guides: &'a [&'a str],
}

impl Violation for GuideCycle<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        match self.guides {
            [guide] => format!("the guide `{guide}` calls itself"),
            guides => format!(
                "the guides {} call each other without end",
                list(guides, "and")
            ),
        }
    }

    fn hint(&self) -> Option<String> {
        Some("let one of them end and lead back by the `on` of its caller".to_owned())
    }
}
