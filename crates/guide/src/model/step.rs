//! One step of a guide.

use serde::{Deserialize, Serialize};

use super::ask::{Input, Lights, Question};
use super::condition::Condition;
use super::flow::{Branch, Call, Check, StepIndex, VerdictEdges};
use super::instruction::{Action, Instruction};
use super::outcome::{Outcome, TicketPlan};
use super::shown::{Link, Named, Picture, Shown};
use super::text::Text;

/// One step of a guide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its id, stable over versions and languages.
    pub id: String,
    /// The texts, pictures and links that it shows, whatever its kind.
    pub shown: Shown,
    /// The fact that chooses the variant, such as `device.platform`; `None` without variants.
    pub by: Option<String>,
    /// What is shown instead: for some values of that fact, or, without one, the first whose condition holds.
    /// Never where it leads.
    pub variants: Vec<(String, Variant)>,
    /// The part that only its kind has: what it does and where it leads.
    pub kind: StepKind,
}

/// What a variant shows instead. A field that is `None` falls back to the step's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// See [`Shown::title`].
    pub title: Option<Text>,
    /// See [`Shown::text`].
    pub text: Option<Vec<Text>>,
    /// See [`Shown::hint`].
    pub hint: Option<Text>,
    /// See [`Shown::picture`].
    pub picture: Option<Picture>,
    /// See [`Shown::links`].
    pub links: Option<Vec<Link>>,
    /// See [`Instruction::actions`].
    pub actions: Option<Vec<Action>>,
    /// See [`Instruction::warning`].
    pub warning: Option<Text>,
    /// See [`Shown::values`].
    pub values: Option<Vec<Named>>,
    /// The condition under which it is shown, if no value of a fact chooses it.
    pub when: Option<Condition>,
    /// In place of the question whether the instruction helped.
    pub ask: Option<Text>,
    /// Other labels of options, by their ids.
    pub options: Vec<(String, Text)>,
    /// The ticket of an end.
    pub ticket: Option<TicketPlan>,
}

/// The kinds of steps: what each does and where it leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StepKind {
    /// One question with options.
    Question(Question),
    /// Something to type or pick.
    Input(Input),
    /// The lamps of the customer's own box.
    Lights(Lights),
    /// Something to do.
    Instruction(Instruction),
    /// Checks that run side by side.
    Check(Check),
    /// A decision from facts; shows nothing.
    Branch(Branch),
    /// Another guide, then back here.
    Call(Call),
    /// An end.
    Outcome(Outcome),
}

impl Step {
    /// Visits every place where this step names another one.
    pub(crate) fn each_target(&mut self, visit: &mut dyn FnMut(&mut StepIndex)) {
        match &mut self.kind {
            StepKind::Question(question) => {
                for option in &mut question.options {
                    visit(&mut option.to);
                }
                question.to.iter_mut().for_each(visit);
            }
            StepKind::Input(input) => visit(&mut input.to),
            StepKind::Lights(lights) => {
                for (_, to) in &mut lights.on {
                    visit(to);
                }
                lights.otherwise.iter_mut().for_each(visit);
            }
            StepKind::Instruction(instruction) => {
                instruction.to.iter_mut().for_each(&mut *visit);
                if let Some(verify) = &mut instruction.verify {
                    verify.on.each_target(&mut *visit);
                    for option in &mut verify.options {
                        visit(&mut option.to);
                    }
                }
                visit(&mut instruction.if_cannot);
            }
            StepKind::Check(check) => {
                for (_, to) in &mut check.aliases {
                    visit(to);
                }
                check.on.each_target(visit);
            }
            StepKind::Branch(branch) => {
                for (_, to) in &mut branch.cases {
                    visit(to);
                }
                visit(&mut branch.otherwise);
            }
            StepKind::Call(call) => {
                for (_, to) in &mut call.on {
                    visit(to);
                }
            }
            StepKind::Outcome(_) => {}
        }
    }
}

impl VerdictEdges {
    fn each_target(&mut self, visit: &mut dyn FnMut(&mut StepIndex)) {
        for to in [
            &mut self.pass,
            &mut self.warn,
            &mut self.fail,
            &mut self.unknown,
        ] {
            visit(to);
        }
    }
}
