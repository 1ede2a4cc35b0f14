//! One step of a guide.

use super::ask::{Input, Lights, Question};
use super::flow::{Branch, Call, Check};
use super::instruction::{Action, Instruction};
use super::outcome::Outcome;
use super::shown::{Link, Picture, Shown};
use super::text::Text;

/// One step of a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id, stable over versions and languages.
    pub id: String,
    /// What it shows, whatever its kind.
    pub shown: Shown,
    /// The fact that chooses the variant, such as `device.platform`; `None` without variants.
    pub by: Option<String>,
    /// What is shown instead for some values of that fact. Never where it leads.
    pub variants: Vec<(String, Variant)>,
    /// What it does and where it leads.
    pub kind: StepKind,
}

/// What a variant shows instead. A field that is `None` falls back to the step's own.
#[derive(Clone, Debug, Default, PartialEq)]
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
}

/// What a step does and where it leads.
#[derive(Clone, Debug, PartialEq)]
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
