//! A session is its trail: an ordered list of visits and what was answered at each. Position,
//! facts and screen are derived from it.

use firstline_diagnosis::Finding;
use serde::{Deserialize, Serialize};

use super::time::Millis;
use crate::model::{Meaning, Value};

/// The number of the stored form. A newer one is refused, older ones are read.
pub const FORMAT: u32 = 1;

/// Everything that a session is.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// The guide that was opened.
    pub guide: String,
    /// The author's version of it.
    pub version: String,
    /// The hash of the pack it came in, empty if it was read from a file.
    pub hash: String,
    /// When the session began.
    pub began: Millis,
    /// Facts of website, device and provider, frozen when the session began.
    pub facts: Vec<(String, Value)>,
    /// The answers, in order.
    pub visits: Vec<Visit>,
    /// How far the step that is shown has come.
    pub stage: Stage,
    /// When the line went and came back at the step that is shown, if it did.
    pub line: Option<LineLoss>,
    /// Answers that going back has set aside, the next one first. They are offered again when
    /// the same visit comes round.
    pub kept: Vec<Visit>,
    /// Whether kept answers are given again by themselves, because an earlier one was changed.
    pub catching_up: bool,
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The place: the steps that call guides, outermost first, and the step, joined by `/`.
    pub place: String,
    /// The answer.
    pub answer: Answer,
    /// The time of the answer.
    pub at: Millis,
    /// When the line went and came back at this step, if it did.
    pub line: Option<LineLoss>,
}

/// A loss of the line at a step that makes it drop, as our own probes saw it: by the first that got no answer, and by the first
/// that got one again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineLoss {
    /// When the first probe got no answer, in milliseconds since 1970.
    pub lost: Millis,
    /// When it was back; `None` if nobody saw that.
    pub back: Option<Millis>,
}

/// An answer to a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Options of a question.
    Options(Vec<String>),
    /// The value that was entered; `None` if an optional input was left empty.
    Input(Option<Value>),
    /// The meaning of the lamps, and the lamps as they were seen if the box is known.
    Lights(Meaning, Option<LightReading>),
    /// The findings of the checks.
    Checked(Vec<Finding>),
    /// The instruction was followed, and how that was verified.
    Done(Verification),
    /// The instruction could not be followed.
    Cannot,
    /// "Nothing helps."
    Stuck {
        /// The findings at this step until then.
        findings: Vec<Finding>,
    },
    /// "It still doesn't work", at an end that said it does.
    StillBroken {
        /// The findings of the automatic re-check, if it ran.
        findings: Vec<Finding>,
    },
    /// "It's about something else", at an end.
    SomethingElse,
}

/// What the customer saw of a box of the equipment catalogue. The engine keeps it for the ticket
/// and knows nothing of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightReading {
    /// The box's id.
    pub equipment: String,
    /// The id of the lamp, or of the pattern that several lamps make; empty if all is well.
    pub light: String,
    /// What the lamp showed, as the catalogue names it: `off`, `green`, `green-flashing`. Empty for
    /// a pattern and if all is well.
    pub state: String,
}

/// How it was verified that following an instruction helped.
#[derive(Clone, Debug, PartialEq)]
pub enum Verification {
    /// It was not: the guide goes on without.
    Unverified,
    /// The customer was asked, and gave the answer of this id.
    Asked(String),
    /// Checks ran.
    Checked(Vec<Finding>),
}

/// How far the step that is shown has come. Stored, so that a reload goes on in the middle.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// It waits for the customer.
    Open,
    /// The instruction makes the line drop, and it has.
    LineDown,
    /// The instruction is done and its wait runs.
    Waiting {
        /// When the wait began, in milliseconds since 1970.
        since: Millis,
        /// Whether the line was seen to drop.
        dropped: bool,
    },
    /// Checks run. Their results so far are not stored: after a reload they run again.
    Checking,
    /// All checks are done; the customer looks at the results.
    Checked(Vec<Finding>),
    /// "Did it help?"
    Asking,
    /// A resolved end, with its automatic re-check planned for this time.
    Settling {
        /// The time of the re-check.
        recheck_at: Millis,
    },
    /// A resolved end whose re-check is done.
    Settled(Vec<Finding>),
}
