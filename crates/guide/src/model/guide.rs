//! A guide as a whole.

use serde::{Deserialize, Serialize};

use super::facts::FactDeclaration;
use super::flow::StepIndex;
use super::step::{Step, StepKind};

/// A decision-tree guide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// Its id, which is also its file's name.
    pub id: String,
    /// The author's version, such as `2026.1`.
    pub version: String,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// Its title on the welcome screen.
    pub title: String,
    /// What the welcome screen says of it. A guide that was read from a pack has none: the index
    /// has it.
    #[serde(skip)]
    pub listing: Option<Listing>,
    /// Whether the welcome screen lists it. A shared block that only other guides call is not.
    pub listed: bool,
    /// The facts that it declares.
    pub facts: Vec<FactDeclaration>,
    /// Where it begins.
    pub start: StepIndex,
    /// Where "nothing helps" leads from any step; without it, to the calling guide's.
    pub stuck: Option<StepIndex>,
    /// All steps, in the author's order.
    pub steps: Vec<Step>,
}

/// What the welcome screen says of a guide and finds it by, besides its title, and who can choose it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// One sentence on whom it is for.
    pub summary: String,
    /// The words that customers use for it.
    pub search_words: Vec<String>,
    /// The heading that the provider lists it under.
    pub group: Option<String>,
    /// What a provider must sell so that its customers can choose the guide.
    pub needs: Vec<String>,
    /// Options that only customers of some providers see.
    pub options: Vec<OptionNeeds>,
}

/// What a provider must sell so that its customers see an option.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionNeeds {
    /// The question.
    pub step: StepIndex,
    /// The option's position.
    pub option: usize,
    /// Services and technologies, each of them needed.
    pub needs: Vec<String>,
}

impl Guide {
    /// The step at an index of this guide.
    pub fn step(&self, index: StepIndex) -> &Step {
        &self.steps[index.0 as usize]
    }

    /// The index of the step with this id.
    pub fn find(&self, id: &str) -> Option<StepIndex> {
        let position = self.steps.iter().position(|step| step.id == id)?;
        u16::try_from(position).ok().map(StepIndex)
    }

    /// The steps that call other guides, each with the id of the guide that it calls, in the
    /// author's order.
    pub fn calls(&self) -> impl Iterator<Item = (StepIndex, &str)> {
        (0u16..)
            .zip(&self.steps)
            .filter_map(|(index, step)| match &step.kind {
                StepKind::Call(call) => Some((StepIndex(index), call.guide.as_str())),
                _ => None,
            })
    }
}
