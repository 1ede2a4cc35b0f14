//! Steps that say what to do.

use firstline_diagnosis::CheckId;
use serde::{Deserialize, Serialize};

use super::flow::{StepIndex, VerdictEdges};
use super::named::named;
use super::shown::Picture;
use super::text::Text;

named! {
    /// What an instruction disturbs.
    Disruption {
        /// Restarts a box.
        Restart = "restart",
        /// Erases the settings of a box.
        Reset = "reset",
        /// The line drops by our own instruction.
        LineDrops = "line-drops",
    }
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instruction {
    /// What to do, in order. Empty if there is only something to wait for.
    pub actions: Vec<Action>,
    /// About how long it takes, in minutes.
    pub minutes: Option<u32>,
    /// The services that it interrupts.
    pub disruptions: Vec<Disruption>,
    /// A warning to read before starting.
    pub warning: Option<Text>,
    /// The wait between "Done" and the verification.
    pub wait: Option<Wait>,
    /// The verification of the fix.
    pub verify: Option<Verify>,
    /// Where "Done" leads without `verify`. `Some` exactly when `verify` is `None`.
    pub to: Option<StepIndex>,
    /// Where "I can't do this" leads; the loader has filled in the default.
    pub if_cannot: StepIndex,
    /// The words of the button for "done".
    pub done: Option<Text>,
    /// The words of the button for "cannot do it".
    pub cannot: Option<Text>,
    /// Whether it belongs behind the instruction that leads to it when that did not help: no order that is proposed parts them.
    pub keeps_place: bool,
}

/// One action of an instruction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// The words of the action.
    pub text: Text,
    /// Something to copy, such as an address to type elsewhere.
    pub copy: Option<String>,
    /// How long it takes, with a countdown.
    pub seconds: Option<u32>,
    /// A picture of it.
    pub picture: Option<Picture>,
}

/// The wait between "Done" and the verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// A countdown of so many seconds.
    Seconds(u32),
    /// The line drops by our own instruction; at most so many seconds after "Done" until it is
    /// looked at, sooner when it is seen to return.
    LineBack {
        /// At most so long, in seconds.
        seconds: u32,
    },
    /// Come back after so many hours.
    Hours(u32),
    /// Come back when the customer's clock next shows so many minutes after midnight.
    At(u32),
}

impl Wait {
    /// Whether the customer may leave and come back, because it takes hours.
    pub fn is_long(self) -> bool {
        matches!(self, Wait::Hours(_) | Wait::At(_))
    }
}

/// The minutes after midnight that a time of day says, `19:00`; `None` if it is none.
pub(crate) fn time_of_day(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |digits: &str, most: u32| {
        let is_two = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let number: u32 = digits.parse().ok().filter(|_| is_two)?;
        (number <= most).then_some(number)
    };
    Some(part(hours, 23)? * 60 + part(minutes, 59)?)
}

/// The verification of a fix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verify {
    /// How it is found out.
    pub by: VerifyBy,
    /// Where each verdict leads.
    pub on: VerdictEdges,
    /// The question that is asked in place of checks if the calling guide says so.
    pub ask: Option<Text>,
    /// The answers to the question; empty for yes, no and not sure.
    pub options: Vec<HelpOption>,
}

/// An answer to "did it help?".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelpOption {
    /// Its id; those of [`StandardAnswer`](super::StandardAnswer) have words of their own.
    pub id: String,
    /// Its words; `None` for the standard ones.
    pub label: Option<Text>,
    /// Whether it says that it helped.
    pub helped: bool,
    /// Where it leads.
    pub to: StepIndex,
}

/// How it is found out whether a fix helped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum VerifyBy {
    /// By checks.
    Checks(#[serde(with = "super::checks")] Vec<CheckId>),
    /// By asking.
    Asking(Text),
}
