//! `failure-to-resolved`

use crate::diagnostic::{Example, Rule, Violation};
use firstline_diagnosis::Verdict;
use std::collections::BTreeSet;

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::model::{Condition, Ending, OutcomeKind, Step, StepIndex, StepKind};
use crate::raw::{HelpChoice, Kind};
use crate::routes::{self, Label};

crate::rule! {
    /// What failed leads straight to a `resolved` end.
    ///
    /// A check that failed, a fix that did not help or could not be tried, a called guide that ended unresolved, or
    /// "Nothing helps": the customer would read that all is well, and no ticket would be made. A branch between them
    /// asks nobody, so it is held to where its cases lead; those aside that look at what was measured (`check.`,
    /// `diagnosis.`; behind a check also what a step kept of one).
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
    let id = |to: StepIndex| guide.steps[usize::from(to.0)].id.as_str();
    // What a check found and a step kept was measured too, but before anything was mended.
    let checks = guide.steps.iter().filter_map(|step| match &step.kind {
        Some(Kind::Check(check)) => Some(&check.kept),
        _ => None,
    });
    let kept: Vec<&str> = checks.flatten().map(|(_, name)| name.as_str()).collect();
    for (position, step) in graph.steps.iter().enumerate() {
        let Some(step) = step else { continue };
        let written = &guide.steps[position];
        for route in routes::routes(step) {
            let Some(what) = failed(step, route.label, written.kind.as_ref(), guide.listed) else {
                continue;
            };
            let kept: &[&str] = match what {
                What::Check => &kept,
                _ => &[],
            };
            if let Some(end) = resolved_behind(route.to, graph.steps, kept) {
                let step = id(end);
                report.add(written.id.span, &FailureToResolved { what, step });
            }
        }
    }
    if let (Some(stuck), Some(to)) = (&guide.stuck, graph.stuck)
        && let Some(end) = resolved_behind(to, graph.steps, &[])
    {
        let (what, step) = (What::Stuck, id(end));
        report.add(stuck.span, &FailureToResolved { what, step });
    }
}

/// What failed when a step is left along this edge; `None` if nothing did.
fn failed<'g>(
    step: &'g Step,
    label: Label<'_>,
    written: Option<&Kind>,
    listed: bool,
) -> Option<What<'g>> {
    match (&step.kind, label) {
        (StepKind::Check(_), Label::Verdict(Verdict::Fail)) => Some(What::Check),
        (StepKind::Check(check), Label::Alias(alias)) => {
            let mut names = check.run.iter().flat_map(|check| check.check().aliases);
            let fails = names.any(|(name, of)| *name == alias && *of == Verdict::Fail);
            fails.then_some(What::Check)
        }
        (StepKind::Instruction(_), Label::Verdict(Verdict::Fail)) => Some(What::Fix),
        (StepKind::Instruction(_), Label::Option(id)) => {
            let Some(Kind::Instruction(instruction)) = written else {
                return None;
            };
            let options = instruction.verify.iter().flat_map(|verify| &verify.options);
            let mut failing = options.filter(|option| says_no(option));
            let fails =
                failing.any(|option| option.id.as_ref().is_some_and(|name| name.value == id));
            fails.then_some(What::Fix)
        }
        // Where it is not said, it leads to where a fix that did not help does, or on. A guide that others call may go on
        // without a step of its own.
        (StepKind::Instruction(_), Label::Cannot) if listed => {
            let says_so = matches!(
                written,
                Some(Kind::Instruction(instruction)) if instruction.if_cannot.is_some()
            );
            says_so.then_some(What::Cannot)
        }
        (StepKind::Call(call), Label::Ending(Ending::Unresolved)) => Some(What::Call(&call.guide)),
        _ => None,
    }
}

/// Whether an answer to "did it help?" says that it did not.
fn says_no(option: &HelpChoice) -> bool {
    match &option.is {
        Some(is) => is.value == Verdict::Fail.name(),
        None => option
            .id
            .as_ref()
            .is_some_and(|id| ["no", "worse"].contains(&id.as_str())),
    }
}

/// The `resolved` end that a way leads to: at once, or through branches that look at nothing measured. `kept` are names
/// under which findings are kept that count here.
fn resolved_behind(to: StepIndex, steps: &[Option<Step>], kept: &[&str]) -> Option<StepIndex> {
    let counts = |fact: &str| {
        let family = fact.split('.').next().unwrap_or_default();
        ["check", "diagnosis"].contains(&family) || fact.contains('.') && kept.contains(&family)
    };
    let mut open = vec![to];
    let mut seen = BTreeSet::new();
    while let Some(to) = open.pop() {
        let Some(step) = steps.get(usize::from(to.0)).and_then(Option::as_ref) else {
            continue;
        };
        match &step.kind {
            StepKind::Outcome(outcome) if outcome.kind == OutcomeKind::Resolved => return Some(to),
            StepKind::Branch(branch) if seen.insert(to) => {
                let (measured, other): (Vec<_>, Vec<_>) = branch
                    .cases
                    .iter()
                    .partition(|(condition, _)| is_measured(condition, true, &counts));
                open.extend(other.iter().map(|(_, to)| *to));
                // Where a case that was measured does not hold, that was measured too.
                if measured.is_empty() {
                    open.push(branch.otherwise);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a condition that comes to `holds` says something that was measured: by each way in which it can. `counts` says
/// which facts were.
fn is_measured(condition: &Condition, holds: bool, counts: &impl Fn(&str) -> bool) -> bool {
    let of_part = |part: &Condition| is_measured(part, holds, counts);
    match condition {
        Condition::Not(inner) => is_measured(inner, !holds, counts),
        Condition::Fact { fact, .. } => counts(fact),
        // All of them hold at once, so that one is enough; of several ways, each must be measured.
        Condition::All(inner) if holds => inner.iter().any(of_part),
        Condition::Any(inner) if !holds => inner.iter().any(of_part),
        Condition::All(inner) | Condition::Any(inner) => {
            !inner.is_empty() && inner.iter().all(of_part)
        }
    }
}
