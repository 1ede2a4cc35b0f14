//! Where a fact can be known: a forward data-flow over the edges of a guide.
//!
//! A fact may be known at a step if some path leads there along an edge that sets it. That is the
//! union over all paths, not the intersection: that a fact is missing on one path is ordinary (a
//! comparison with it is then false), that it is missing on every path is a mistake.

use firstline_diagnosis::CheckId;

use super::facts::BEFORE;
use super::graph::Graph;
use crate::model::{Step, StepIndex, StepKind, VerifyBy};
use crate::routes::Label;

/// The steps at which a fact may be known, by position.
pub(crate) fn readable(fact: &str, graph: &Graph) -> Vec<bool> {
    let mut targets: Vec<StepIndex> = Vec::new();
    for (position, step) in graph.steps.iter().enumerate() {
        let Some(step) = step else { continue };
        if !graph.is_reached(position) {
            continue;
        }
        let routes = graph.routes(position);
        targets.extend(
            routes
                .filter(|(label, _)| sets(step, *label, fact))
                .map(|(_, to)| to),
        );
    }
    graph.reach(targets)
}

/// Whether a step sets a fact when it is left along this edge.
fn sets(step: &Step, label: Label, fact: &str) -> bool {
    let stuck = label == Label::Stuck;
    match &step.kind {
        StepKind::Question(question) if !stuck => {
            question.fact.as_deref() == Some(fact)
                || question.options.iter().any(|option| {
                    let chosen = question.many || label == Label::Option(&option.id);
                    chosen && option.set.iter().any(|(name, _)| name == fact)
                })
        }
        StepKind::Input(input) => !stuck && input.sets(fact),
        StepKind::Lights(lights) => !stuck && fact == lights.fact(),
        // What was measured until then is known, however the step is left.
        StepKind::Check(check) => {
            let kept = check.kept.iter().any(|(check, name)| {
                let rest = fact.strip_prefix(name.as_str());
                let rest = rest.and_then(|rest| rest.strip_prefix('.'));
                rest.is_some_and(|rest| rest.split('.').next() == Some(check))
            });
            kept || measures(&check.run, fact)
        }
        StepKind::Instruction(instruction) => match &instruction.verify {
            Some(verify) if label != Label::Cannot => match &verify.by {
                VerifyBy::Checks(run) => measures(run, fact),
                VerifyBy::Asking(_) => false,
            },
            _ => false,
        },
        StepKind::Outcome(outcome) => measures(&outcome.recheck, fact),
        // The called guide may measure anything.
        StepKind::Call(_) => {
            let family = fact.split_once('.').map(|(family, _)| family);
            family.is_some_and(|family| ["check", "diagnosis", "lights", BEFORE].contains(&family))
        }
        StepKind::Question(_) | StepKind::Branch(_) => false,
    }
}

/// What a fault is located from.
const LOCATING: [CheckId; 5] = [
    CheckId::Isp,
    CheckId::Internet,
    CheckId::Dns,
    CheckId::Captive,
    CheckId::Account,
];

fn measures(run: &[CheckId], fact: &str) -> bool {
    let Some(rest) = fact.strip_prefix("check.") else {
        let locates = |check: &CheckId| LOCATING.contains(check);
        return fact.starts_with("diagnosis.") && run.iter().any(locates);
    };
    let check = rest.split_once('.').map_or(rest, |(check, _)| check);
    run.iter().any(|run| run.name() == check)
}
