//! `unverified-fix`: an instruction that leads straight to an end that says "it works".
//!
//! A fix counts when it is verified: else the customer is told that all is well, and it is not.

use firstline_guide::raw::{Kind, Name};

use super::{Seen, Subject};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Seen> {
    let is_resolved = |to: &Name| {
        subject.guide.steps.iter().any(|step| {
            let ends = match &step.kind {
                Some(Kind::Outcome(outcome)) => outcome.ends.as_ref(),
                _ => None,
            };
            step.id.value == to.value && ends.is_some_and(|ends| ends.value == "resolved")
        })
    };
    let mut seen = Vec::new();
    for step in &subject.guide.steps {
        if let Some(Kind::Instruction(instruction)) = &step.kind
            && let Some(to) = instruction.to.as_ref().filter(|to| is_resolved(to))
        {
            seen.push(Seen {
                step: Some(step.id.value.clone()),
                span: to.span,
                message: "this counts as a fix without anybody having looked whether it helped"
                    .to_owned(),
            });
        }
    }
    seen
}
