//! `name-alone`

use crate::diagnostic::{Example, Report, Rule, Violation};
use crate::json::Span;
use crate::model::ContactField;

crate::rule! {
    /// A ticket asks for a name and nothing else.
    ///
    /// Nobody could tell the customer what becomes of it: ask for a telephone number, an e-mail address, or
    /// the customer's account.
    Error "name-alone",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "unresolved", "title": "We take over",
      "ticket": { "category": "internet", "severity": "major", "ask": ["name"] } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "unresolved", "title": "We take over",
      "ticket": { "category": "internet", "severity": "major", "ask": ["name", "phone"] } }"#,
    ),
}

/// A ticket by which its customer cannot be reached.
struct NameAlone;

impl Violation for NameAlone {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this ticket asks for a name alone, so nobody can reach the customer".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("add \"phone\" or \"email\"".to_owned())
    }
}

/// Looks at what a ticket asks for, and where the list stands.
pub(crate) fn look(ask: &[ContactField], span: Span, report: &mut Report) {
    if ask == [ContactField::Name] {
        report.add(span, &NameAlone);
    }
}
