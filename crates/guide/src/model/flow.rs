//! Steps that lead on by themselves, and where steps lead.

use firstline_diagnosis::CheckId;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::facts::Value;
use super::outcome::Ending;

/// Where a step stands in [`Guide::steps`](super::Guide::steps). Made by the loader only, so it always fits its guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepIndex(pub u16);

/// Checks that run side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The checks, at least one.
    #[serde(with = "super::checks")]
    pub run: Vec<CheckId>,
    /// Where each alias leads, looked at before the verdict. Only with a single check.
    pub aliases: Vec<(String, StepIndex)>,
    /// Where each verdict leads.
    pub on: VerdictEdges,
    /// Checks whose findings are kept besides, by name, and under which names.
    pub kept: Vec<(String, String)>,
    /// The service that known faults must touch.
    pub service: Option<String>,
    /// For how many minutes the line is watched, if it is.
    pub watch: Option<u16>,
}

/// Where each verdict leads: the loader has filled in `otherwise`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictEdges {
    /// On `pass`.
    pub pass: StepIndex,
    /// On `warn`.
    pub warn: StepIndex,
    /// On `fail`.
    pub fail: StepIndex,
    /// On `unknown`.
    pub unknown: StepIndex,
}

/// A decision from facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// The first that holds decides.
    pub cases: Vec<(Condition, StepIndex)>,
    /// Where it leads when none holds.
    pub otherwise: StepIndex,
}

/// Another guide, then back here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The other guide's id.
    pub guide: String,
    /// Where each of its ends leads. An end that is not named shows the called guide's own end.
    pub on: Vec<(Ending, StepIndex)>,
    /// Facts that the called guide finds while it is walked.
    pub with: Vec<(String, Value)>,
}
