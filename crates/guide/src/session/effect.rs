//! The effects that the engine wants. It returns them and never runs one.

use firstline_diagnosis::CheckId;

use super::time::{Millis, Run};

/// Something that the host of the engine must do.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Store the trail before anything else happens, so that a reload loses nothing.
    Save,
    /// Run these checks side by side, and report each with
    /// [`CheckFinished`](super::Event::CheckFinished).
    RunChecks {
        /// To be reported with each result.
        run: Run,
        /// The checks.
        checks: Vec<CheckId>,
    },
    /// Watch the line: report when it drops and when it is back.
    WatchLine {
        /// To be reported with both.
        run: Run,
        /// Whether it was seen to drop already, before a reload.
        dropped: bool,
    },
    /// Report [`TimerElapsed`](super::Event::TimerElapsed) at this time by the wall clock, at
    /// once if it is past.
    SetTimer {
        /// To be reported.
        run: Run,
        /// The time at which it elapses.
        at: Millis,
    },
    /// Nothing of this run is awaited any more: stop it.
    Cancel {
        /// The run.
        run: Run,
    },
}
