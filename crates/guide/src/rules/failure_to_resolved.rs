//! `failure-to-resolved`

use crate::diagnostic::{Example, Rule, Violation};
use firstline_diagnosis::Verdict;
use std::collections::BTreeSet;

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::model::{Condition, Ending, OutcomeKind, Step, StepIndex, StepKind};
use crate::raw::Kind;
use crate::routes::{self, Label};

crate::rule! {
    /// What failed leads straight to a `resolved` end.
    ///
    /// A check that failed, a fix that did not help or could not be tried, a called guide that ended unresolved, or
    /// "Nothing helps": the customer would read that all is well, and no ticket would be made. A branch between them
    /// asks nobody: behind a fix, it is held to where it leads, unless it looks at what was measured.
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
            What::Cannot => "\"I can't do this\" leads".to_owned(),
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
    /// Who cannot do what an instruction asks for.
    Cannot,
    /// A called guide.
    Call(&'a str),
    /// Everything.
    Stuck,
}

/// Looks at the edges to `resolved` ends.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let graph = &analysis.graph;
    let guide = analysis.guide;
    let says_cannot = |position: usize| {
        let kind = guide.steps[position].kind.as_ref();
        matches!(kind, Some(Kind::Instruction(instruction)) if instruction.if_cannot.is_some())
    };
    let id = |to: StepIndex| guide.steps[usize::from(to.0)].id.as_str();
    for (position, step) in graph.steps.iter().enumerate() {
        let Some(step) = step else { continue };
        let span = guide.steps[position].id.span;
        for route in routes::routes(step) {
            let what = match (&step.kind, route.label) {
                (StepKind::Check(_), Label::Verdict(Verdict::Fail)) => What::Check,
                (StepKind::Instruction(_), Label::Verdict(Verdict::Fail)) => What::Fix,
                // Where it is not said, it leads to where a fix that did not help does, or on. A guide that others call
                // may go on without a step of its own.
                (StepKind::Instruction(_), Label::Cannot) if guide.listed && says_cannot(position) => What::Cannot,
                (StepKind::Call(call), Label::Ending(Ending::Unresolved)) => {
                    What::Call(&call.guide)
                }
                _ => continue,
            };
            if let Some(end) = resolved_behind(route.to, matches!(what, What::Fix), graph.steps) {
                let step = id(end);
                report.add(span, &FailureToResolved { what, step });
            }
        }
    }
    if let (Some(stuck), Some(to)) = (&guide.stuck, graph.stuck)
        && let Some(end) = resolved_behind(to, false, graph.steps)
    {
        let (what, step) = (What::Stuck, id(end));
        report.add(stuck.span, &FailureToResolved { what, step });
    }
}

/// The `resolved` end that a way leads to: at once, or `through` branches that look at nothing measured.
fn resolved_behind(to: StepIndex, through: bool, steps: &[Option<Step>]) -> Option<StepIndex> {
    let mut open = vec![to];
    let mut seen = BTreeSet::new();
    while let Some(to) = open.pop() {
        let Some(step) = steps.get(usize::from(to.0)).and_then(Option::as_ref) else {
            continue;
        };
        match &step.kind {
            StepKind::Outcome(outcome) if outcome.kind == OutcomeKind::Resolved => return Some(to),
            StepKind::Branch(branch) if through && seen.insert(to) => {
                let measured = branch.cases.iter().any(|(condition, _)| is_measured(condition));
                if !measured {
                    open.extend(branch.cases.iter().map(|(_, to)| *to));
                    open.push(branch.otherwise);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a condition looks at what was measured, by a check that ran before or on the device; such facts have a dot.
fn is_measured(condition: &Condition) -> bool {
    match condition {
        Condition::All(inner) | Condition::Any(inner) => inner.iter().any(is_measured),
        Condition::Not(inner) => is_measured(inner),
        Condition::Fact { fact, .. } => fact.contains('.'),
    }
}
