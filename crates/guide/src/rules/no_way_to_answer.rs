//! `no-way-to-answer`

use crate::diagnostic::{Example, Report, Rule, Violation};
use crate::json::Span;
use crate::model::ContactField;

crate::rule! {
    /// A ticket asks for neither a telephone number, an e-mail address nor the account.
    ///
    /// Nobody could tell the customer what becomes of it. A name, an address, times and facts say whom and what it is
    /// about, and not how to answer.
    Error "no-way-to-answer",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "unresolved", "title": "We take over",
      "ticket": { "category": "internet", "severity": "major", "ask": ["name", "times"] } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "unresolved", "title": "We take over",
      "ticket": { "category": "internet", "severity": "major", "ask": ["name", "times", "phone"] } }"#,
    ),
}

/// A ticket by which its customer cannot be reached.
struct NoWayToAnswer;

impl Violation for NoWayToAnswer {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this ticket asks for no telephone, e-mail or account, so nobody can answer the customer"
            .to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("add \"phone\" or \"email\"".to_owned())
    }
}

/// Looks at the contact fields that a ticket asks for, and where the list begins.
pub(crate) fn look(ask: &[ContactField], span: Span, report: &mut Report) {
    let answers = |field: &ContactField| {
        matches!(
            field,
            ContactField::Phone | ContactField::Email | ContactField::Account
        )
    };
    if !ask.iter().any(answers) {
        report.add(span, &NoWayToAnswer);
    }
}
