//! `failure-to-resolved`

use crate::diagnostic::{Example, Rule, Violation};
use firstline_diagnosis::Verdict;

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::model::{Ending, OutcomeKind, StepIndex, StepKind};
use crate::routes::{self, Label};

crate::rule! {
    /// What failed leads straight to a `resolved` end.
    ///
    /// A check that failed, a fix that did not help, a called guide that ended unresolved, or "Nothing
    /// helps": the customer would read that all is well, and no ticket would be made.
    Error "failure-to-resolved",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "unknown": "ticket", "otherwise": "fixed" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// A failure that is taken for a success.
pub struct FailureToResolved<'a> {
    /// What failed.
    pub what: What<'a>,
    /// The end.
    pub step: &'a str,
}

impl Violation for FailureToResolved<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        let what = match self.what {
            What::Check => "a failed check leads".to_owned(),
            What::Fix => "a fix that did not help leads".to_owned(),
            What::Call(guide) => format!("`{guide}`, ended unresolved, leads"),
            What::Stuck => "\"nothing helps\" leads".to_owned(),
        };
        format!(
            "{what} to `{}`, which tells the customer that it works",
            self.step
        )
    }

    fn hint(&self) -> Option<String> {
        Some("lead to the next step, or to an `unresolved` end".to_owned())
    }
}

/// What failed.
#[derive(Clone, Copy)]
pub enum What<'a> {
    /// A check.
    Check,
    /// What an instruction is verified by.
    Fix,
    /// A called guide.
    Call(&'a str),
    /// Everything.
    Stuck,
}

/// Looks at the edges to `resolved` ends.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let graph = &analysis.graph;
    let is_resolved = |to: StepIndex| {
        let step = graph.steps.get(usize::from(to.0)).and_then(Option::as_ref);
        step.is_some_and(|step| match &step.kind {
            StepKind::Outcome(outcome) => outcome.kind == OutcomeKind::Resolved,
            _ => false,
        })
    };
    let guide = analysis.guide;
    let id = |to: StepIndex| guide.steps[usize::from(to.0)].id.as_str();
    for (position, step) in graph.steps.iter().enumerate() {
        let Some(step) = step else { continue };
        let span = guide.steps[position].id.span;
        for route in routes::routes(step) {
            let what = match (&step.kind, route.label) {
                (StepKind::Check(_), Label::Verdict(Verdict::Fail)) => What::Check,
                (StepKind::Instruction(_), Label::Verdict(Verdict::Fail)) => What::Fix,
                (StepKind::Call(call), Label::Ending(Ending::Unresolved)) => {
                    What::Call(&call.guide)
                }
                _ => continue,
            };
            if is_resolved(route.to) {
                let step = id(route.to);
                report.add(span, &FailureToResolved { what, step });
            }
        }
    }
    if let (Some(stuck), Some(to)) = (&guide.stuck, graph.stuck)
        && is_resolved(to)
    {
        let (what, step) = (What::Stuck, id(to));
        report.add(stuck.span, &FailureToResolved { what, step });
    }
}
