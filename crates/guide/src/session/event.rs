//! The events that a session takes. Each comes with its time, in [`super::Session::update`].

use firstline_diagnosis::Finding;
use serde::{Deserialize, Serialize};

use super::time::{Millis, Run};
use super::trail::LightReading;
use crate::model::Meaning;

/// Something that happened. What the customer did can be written down; what the engine's host reports
/// cannot, because it answers to a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The customer chose options of the question that is shown: one, or any number where it
    /// takes several.
    OptionsChosen(Vec<String>),
    /// The customer entered something; as typed.
    InputEntered(String),
    /// The customer said what the lamps show.
    LightsRead {
        /// The meaning of the lamps.
        meaning: Meaning,
        /// The lamps as they were seen, if the box is known.
        seen: Option<LightReading>,
    },
    /// The customer did what the instruction says.
    InstructionDone,
    /// The customer cannot do what the instruction says.
    InstructionImpossible,
    /// The customer said whether it helped: the id of an answer, as of
    /// [`Reply`](crate::model::Reply).
    HelpJudged(String),
    /// A check finished.
    #[serde(skip)]
    CheckFinished {
        /// The run it belongs to.
        run: Run,
        /// Its finding.
        finding: Finding,
    },
    /// The customer does not want to wait for the checks that still run.
    ChecksSkipped,
    /// The customer wants the checks of this step run again.
    ChecksRepeated,
    /// The customer has seen the results and goes on, or wants to go on before a wait is over.
    Continued,
    /// The line that our own instruction makes drop is down.
    #[serde(skip)]
    LineDropped {
        /// The run of the watch.
        run: Run,
        /// How long ago the first probe got no answer.
        ago: Millis,
    },
    /// The line is back after it was down.
    #[serde(skip)]
    LineReturned {
        /// The run of the watch.
        run: Run,
        /// How long ago the first probe got an answer again.
        ago: Millis,
    },
    /// A timer ran out.
    #[serde(skip)]
    TimerElapsed {
        /// The run of the timer.
        run: Run,
    },
    /// The customer wants what is shown for another device: one of
    /// [`VariantView::choices`](super::VariantView::choices), or nothing for a device that is none
    /// of them.
    VariantChosen(String),
    /// The customer wants to see the step before.
    WentBack,
    /// The customer wants to change the answer of this entry of [`super::Trail::visits`].
    AnswerReopened {
        /// The position of the entry, from 0.
        visit: usize,
    },
    /// "Nothing helps": from any step.
    NothingHelped,
    /// "It still doesn't work": from an end that said it does.
    StillBroken,
    /// "It's about something else": from an end.
    SomethingElse,
}
