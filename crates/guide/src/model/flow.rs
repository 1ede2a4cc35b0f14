//! Steps that lead on by themselves, and where steps lead.

use firstline_diagnosis::CheckId;

use super::facts::Value;
use super::outcome::Ending;

/// Where a step stands in [`Guide::steps`]. Made by the loader only, so it always fits its guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepIndex(pub u16);

/// Checks that run side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Which; at least one.
    pub run: Vec<CheckId>,
    /// Where each alias leads, looked at before the verdict. Only with a single check.
    pub aliases: Vec<(String, StepIndex)>,
    /// Where each verdict leads.
    pub on: VerdictEdges,
}

/// Where each verdict leads: the loader has filled in `otherwise`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The first that holds decides.
    pub cases: Vec<(Condition, StepIndex)>,
    /// Where it leads when none holds.
    pub otherwise: StepIndex,
}

/// A closed, typed tree. A missing fact makes the comparison that touches it false, and a
/// [`Condition::Not`] round it false too.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It is known not to hold.
    Not(Box<Condition>),
    /// A comparison with a fact.
    Fact {
        /// The fact's name.
        fact: String,
        /// What it is compared with.
        test: Test,
    },
}

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Equal to.
    Is(Value),
    /// Known and not equal to.
    IsNot(Value),
    /// One of.
    In(Vec<Value>),
    /// A list that contains.
    Has(String),
    /// Smaller than.
    Below(Operand),
    /// Larger than.
    Above(Operand),
    /// Not smaller than.
    AtLeast(Operand),
    /// Not larger than.
    AtMost(Operand),
}

/// The number that a fact is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number.
    Number(f64),
    /// A share of another fact.
    Share {
        /// The other fact's name.
        fact: String,
        /// How much of it, `0.5` for half.
        times: f64,
    },
}

/// Another guide, then back here.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The other guide's id.
    pub guide: String,
    /// Where each of its ends leads. An end that is not named shows the called guide's own end.
    pub on: Vec<(Ending, StepIndex)>,
}
