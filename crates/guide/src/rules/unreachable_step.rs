//! `unreachable-step`

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// Nothing leads to a step.
    ///
    /// Customers never see it. Most often its id is misspelt where it should be named, or a way to it was forgotten.
    Error "unreachable-step",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" },
    "lost": { "kind": "outcome", "ends": "stop", "title": "Never seen" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A step that nothing leads to.
pub struct UnreachableStep<'a> {
    /// The step.
    pub step: &'a str,
}

impl Violation for UnreachableStep<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("nothing leads to the step `{}`", self.step)
    }

    fn hint(&self) -> Option<String> {
        Some(
            "let a step lead to it, or delete it; its id may be misspelt where it should be named"
                .to_owned(),
        )
    }
}

/// Looks from the start and from `stuck`.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    // If an edge could not be read, what nothing seems to reach may well be where it leads.
    if !analysis.graph.whole {
        return;
    }
    for (step, reached) in analysis.guide.steps.iter().zip(&analysis.graph.reached) {
        if !reached {
            report.add(
                step.id.span,
                &UnreachableStep {
                    step: &step.id.value,
                },
            );
        }
    }
}
