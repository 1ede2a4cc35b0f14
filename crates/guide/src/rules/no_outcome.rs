//! `no-outcome`

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// No path leads from a step to an end.
    ///
    /// A customer who is there goes round for ever. "Nothing helps" does not count: it would make every circle look
    /// like a way out.
    Error "no-outcome",
    bad: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Pull the plug", "actions": ["Pull it"], "to": "again" },
    "again": { "kind": "instruction", "title": "Put it back", "actions": ["Put it back"], "to": "here" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Pull the plug", "actions": ["Pull it"], "to": "again" },
    "again": { "kind": "instruction", "title": "Put it back", "actions": ["Put it back"], "to": "ticket" }"#,
    ),
}

/// A step without an end.
pub struct NoOutcome<'a> {
    /// The step.
    pub step: &'a str,
}

impl Violation for NoOutcome<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("no path leads from the step `{}` to an outcome", self.step)
    }

    fn hint(&self) -> Option<String> {
        Some("\"nothing helps\" does not count: let a way lead on from here".to_owned())
    }
}

/// Goes back from the ends.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let graph = &analysis.graph;
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); graph.steps.len()];
    for (step, edges) in graph.edges.iter().enumerate() {
        for to in edges {
            before[*to].push(step);
        }
    }
    let mut ends = vec![false; graph.steps.len()];
    let mut open: Vec<usize> = (0..graph.steps.len())
        .filter(|step| graph.may_end(*step))
        .collect();
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut ends[step], true) {
            open.extend(&before[step]);
        }
    }
    for (position, step) in analysis.guide.steps.iter().enumerate() {
        if !ends[position] && graph.is_reached(position) {
            report.add(
                step.id.span,
                &NoOutcome {
                    step: &step.id.value,
                },
            );
        }
    }
}
