//! Scenarios: walks that an author wrote down beside a guide, each with the end that it must come
//! to. They are run through the engine that customers use, so they fail when a guide stops doing
//! what its author meant.
//!
//! ```json
//! { "name": "line light off, restart does not help",
//!   "facts": { "device.platform": "ios" },
//!   "checks": { "line": { "isp": "fail" }, "restart/restart": [ { "isp": "fail" }, {} ] },
//!   "answers": { "box": "no-line", "tone": ["no", "yes"], "restart/restart": "cannot" },
//!   "guides": { "cables": "unresolved" },
//!   "expect": "ticket-line" }
//! ```
//!
//! - Steps are named as trails name them: the steps that call guides, then the step, joined by `/`.
//! - A list tells of successive visits of a step; anything else holds for every visit.
//! - `facts`: what is known from the start.
//! - `checks`: how checks come out, by verdict or alias. A check that is not named passes. An
//!   object tells of numbers and words too: `{ "speed": { "verdict": "warn", "download": 4 } }`.
//! - `answers`: option ids (a list of lists where a question takes several), what is typed, what
//!   lamps mean, `yes`, `no` or `unsure` where an instruction asks whether it helped, `cannot` for
//!   an instruction, `skip` for checks, `stuck` anywhere, `still-broken` and `something-else` at
//!   an end. An instruction without an answer is done.
//! - `guides`: how a called guide ended, without walking it.
//! - `expect`: the end, `restart/danger` for one inside a called guide.
//!
//! What a scenario says but the walk never needs makes it fail too: it would tell of a walk that
//! nobody takes.

mod answer;
mod coverage;
mod read;
mod run;
mod stand_in;
mod walked;
mod write;

use firstline_diagnosis::Finding;
use firstline_guide::json::Span;
use firstline_guide::model::{Ending, Value};

pub use coverage::{Transition, transitions, uncovered};
pub use read::{Malformed, found, of_document, read};
pub use run::{Walked, run};
pub use write::{NotWritten, write};

/// A walk that an author wrote down.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Where it stands in the guide's source.
    pub span: Span,
    /// The facts that are known at the start.
    pub facts: Vec<(String, Value)>,
    /// How checks come out.
    pub checks: Vec<Script<Vec<Finding>>>,
    /// The customer's answers.
    pub answers: Vec<Script<Vec<String>>>,
    /// How called guides end that are not walked.
    pub guides: Vec<Script<Ending>>,
    /// The place of the end that it must come to.
    pub expect: String,
}

/// The part of a scenario that is about one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Script<T> {
    /// The place.
    pub place: String,
    /// Where that stands in the guide's source.
    pub span: Span,
    /// The events there.
    pub visits: Visits<T>,
}

/// The events at a place, visit by visit.
#[derive(Clone, Debug, PartialEq)]
pub enum Visits<T> {
    /// The same at every visit.
    Every(T),
    /// Something else at each.
    Each(Vec<T>),
}

/// Why a scenario fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The scenario's name.
    pub scenario: String,
    /// Where it stands in the guide's source: the scenario, or the part of it that does not fit.
    pub span: Span,
    /// The place in the guide where the walk stood.
    pub place: String,
    /// The reason.
    pub what: FailureKind,
    /// The way that it took until there, a step each with what was answered.
    pub walked: Box<[String]>,
}

/// The reason why a scenario fails.
#[derive(Clone, Debug, PartialEq)]
pub enum FailureKind {
    /// It came to another end.
    OtherEnd {
        /// The end that was expected.
        expected: String,
    },
    /// The scenario says nothing of this visit.
    NoAnswer {
        /// Which visit of the place it is, from 1.
        visit: usize,
        /// The answers that are possible.
        possible: Vec<String>,
    },
    /// The scenario gives an answer that is not possible there.
    BadAnswer {
        /// The answer.
        answer: String,
        /// The answers that are possible.
        possible: Vec<String>,
    },
    /// The scenario tells of a check that the step does not run.
    OtherCheck {
        /// The check.
        check: &'static str,
    },
    /// The walk never needs what the scenario says of this place.
    NeverNeeded,
    /// The scenario names a call that the guide does not have.
    NoCall,
    /// It goes on and on.
    Endless,
    /// The engine cannot walk the guide.
    CannotStart {
        /// Why.
        why: &'static str,
    },
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Failure {
            scenario,
            place,
            what,
            ..
        } = self;
        write!(out, "scenario \"{scenario}\": ")?;
        match what {
            FailureKind::OtherEnd { expected } => {
                write!(
                    out,
                    "expected to end at `{expected}`, but ended at `{place}`"
                )
            }
            FailureKind::NoAnswer { visit, possible } => {
                write!(out, "no answer for visit {visit} of `{place}`")?;
                list(out, possible)
            }
            FailureKind::BadAnswer { answer, possible } => {
                write!(out, "`{place}` does not take the answer `{answer}`")?;
                list(out, possible)
            }
            FailureKind::OtherCheck { check } => {
                write!(out, "`{place}` does not run the check `{check}`")
            }
            FailureKind::NeverNeeded => {
                write!(
                    out,
                    "what it says of `{place}` is never needed on this walk"
                )
            }
            FailureKind::NoCall => write!(out, "`{place}` calls no guide"),
            FailureKind::Endless => write!(out, "the walk has no end; it stood at `{place}`"),
            FailureKind::CannotStart { why } => write!(out, "it cannot start: {why}"),
        }
    }
}

fn list(out: &mut std::fmt::Formatter<'_>, possible: &[String]) -> std::fmt::Result {
    if possible.is_empty() {
        Ok(())
    } else {
        write!(out, "; possible: {}", possible.join(", "))
    }
}
