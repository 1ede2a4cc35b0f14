//! `fact-types`

use super::analysis::{Analysis, Type};
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// Two steps set a fact to values of different types.
    ///
    /// A comparison with it could only be right for one of them.
    Error "fact-types",
    bad: Example::Steps(
        r#""here": { "kind": "input", "title": "How many rooms?", "as": "number", "fact": "rooms", "to": "which" },
    "which": { "kind": "input", "title": "Which rooms?", "as": "text", "fact": "rooms", "to": "ticket" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "input", "title": "How many rooms?", "as": "number", "fact": "rooms", "to": "which" },
    "which": { "kind": "input", "title": "Which rooms?", "as": "text", "fact": "which-rooms", "to": "ticket" }"#,
    ),
}

/// A fact of two types.
pub struct FactTypes<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What it is elsewhere.
    pub elsewhere: Type,
    /// What it is here.
    pub here: Type,
}

impl Violation for FactTypes<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!(
            "`{}` becomes {} here and is {} elsewhere",
            self.fact, self.here, self.elsewhere
        )
    }

    fn hint(&self) -> Option<String> {
        Some("name one of the two facts differently".to_owned())
    }
}

/// Looks at the facts that steps set.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for clash in &analysis.clashes {
        let violation = FactTypes {
            fact: &clash.fact.value,
            elsewhere: clash.elsewhere,
            here: clash.here,
        };
        report.add(clash.fact.span, &violation);
    }
}
