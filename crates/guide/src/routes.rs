//! Every edge of a step, listed without running anything. What a session can do, and nothing
//! else, is in these lists; so what is said of a guide from them is exact.

use firstline_diagnosis::Verdict;

use crate::model::{Ending, Guide, Meaning, Step, StepIndex, StepKind, VerdictEdges, VerifyBy};

/// An edge: what leads along it, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<'g> {
    /// What leads along it.
    pub label: Label<'g>,
    /// Where it leads.
    pub to: StepIndex,
}

/// What leads along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label<'g> {
    /// The option of this id is chosen.
    Option(&'g str),
    /// Going on: an input is entered, several options are chosen, an instruction is done.
    Next,
    /// The lamps mean this.
    Meaning(Meaning),
    /// The lamps mean something else, or the customer cannot tell.
    Otherwise,
    /// Checks, or the customer, say this.
    Verdict(Verdict),
    /// The check's own name for its result.
    Alias(&'g str),
    /// "I can't do this."
    Cannot,
    /// The case of a branch at this position is the first that holds.
    Case(usize),
    /// No case of a branch holds.
    NoCase,
    /// The called guide ends so.
    Ending(Ending),
    /// "Nothing helps", or "It still doesn't work" at an end.
    Stuck,
}

/// The edges of a step by its own kind, in the author's order. Not among them: the way of
/// "nothing helps", which every step has ([`all`] adds it).
pub fn routes(step: &Step) -> Vec<Route<'_>> {
    let mut routes = Vec::new();
    let mut add = |label, to| routes.push(Route { label, to });
    match &step.kind {
        StepKind::Question(question) => match question.to {
            Some(to) if question.many => add(Label::Next, to),
            _ => {
                for option in &question.options {
                    add(Label::Option(&option.id), option.to);
                }
            }
        },
        StepKind::Input(input) => add(Label::Next, input.to),
        StepKind::Lights(lights) => {
            for (meaning, to) in &lights.on {
                add(Label::Meaning(*meaning), *to);
            }
            if let Some(to) = lights.otherwise {
                add(Label::Otherwise, to);
            }
        }
        StepKind::Instruction(instruction) => {
            if let Some(verify) = &instruction.verify {
                let asked = matches!(verify.by, VerifyBy::Asking(_));
                for option in &verify.options {
                    add(Label::Option(&option.id), option.to);
                }
                for (verdict, to) in verdicts(&verify.on) {
                    // Nobody answers "did it help?" with "a little", unless that is an option.
                    let said = verdict != Verdict::Warn && verify.options.is_empty();
                    if !asked || said {
                        add(Label::Verdict(verdict), to);
                    }
                }
            }
            if let Some(to) = instruction.to {
                add(Label::Next, to);
            }
            add(Label::Cannot, instruction.if_cannot);
        }
        StepKind::Check(check) => {
            for (alias, to) in &check.aliases {
                add(Label::Alias(alias), *to);
            }
            let known = check.run.iter().flat_map(|check| check.check().aliases);
            let aliased = |verdict: Verdict| {
                // What could not be measured has no name of its own.
                let named = verdict != Verdict::Unknown;
                known.clone().any(|(alias, of)| {
                    named && *of == verdict && check.aliases.iter().any(|(name, _)| name == alias)
                })
            };
            for (verdict, to) in verdicts(&check.on) {
                // A result that has a name always comes with it.
                if !aliased(verdict) {
                    add(Label::Verdict(verdict), to);
                }
            }
        }
        StepKind::Branch(branch) => {
            for (position, (_, to)) in branch.cases.iter().enumerate() {
                add(Label::Case(position), *to);
            }
            add(Label::NoCase, branch.otherwise);
        }
        StepKind::Call(call) => {
            for (ending, to) in &call.on {
                add(Label::Ending(*ending), *to);
            }
        }
        StepKind::Outcome(_) => {}
    }
    routes
}

/// The edges of a step of this guide, the way of "nothing helps" included, which every step has
/// but the one that it leads to. A called guide that names none uses its caller's; that edge
/// leaves the guide and is not listed.
pub fn all(guide: &Guide, index: StepIndex) -> Vec<Route<'_>> {
    let mut routes = routes(guide.step(index));
    if let Some(to) = guide.stuck.filter(|stuck| *stuck != index) {
        routes.push(Route {
            label: Label::Stuck,
            to,
        });
    }
    routes
}

/// Whether the engine goes on from a step by itself: nothing is asked and nothing is waited for.
pub fn is_automatic(step: &Step) -> bool {
    matches!(step.kind, StepKind::Check(_) | StepKind::Branch(_))
}

fn verdicts(on: &VerdictEdges) -> [(Verdict, StepIndex); 4] {
    [
        (Verdict::Pass, on.pass),
        (Verdict::Warn, on.warn),
        (Verdict::Fail, on.fail),
        (Verdict::Unknown, on.unknown),
    ]
}
