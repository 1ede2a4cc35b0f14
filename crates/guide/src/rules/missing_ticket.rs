//! `missing-ticket`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// An unresolved end makes no ticket.
    ///
    /// The customer has done all that there was to do; somebody must take over.
    Error "missing-ticket",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "unresolved", "title": "We take over" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "unresolved", "title": "We take over",
      "ticket": { "category": "internet", "severity": "major", "ask": ["phone"] } }"#,
    ),
}

/// An unresolved end without a ticket.
pub struct MissingTicket;

impl Violation for MissingTicket {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this end is unresolved and makes no ticket".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("add `ticket` with category, severity and what to ask for".to_owned())
    }
}
