//! The runs that a session waits for, kept by hosts that answer in person instead of running anything.

use firstline_diagnosis::CheckId;

use super::Effect;
use super::time::{Millis, Run};

/// What the engine asked for and still waits for. A host that runs nothing, such as a player in a
/// terminal, a scenario or a test, keeps one of these and reports the results itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Awaited {
    /// The checks that were started last, and their run.
    pub checks: Option<(Run, Vec<CheckId>)>,
    /// The run of the watch over the line.
    pub line: Option<Run>,
    /// The run of the timer, and when it elapses.
    pub timer: Option<(Run, Millis)>,
}

impl Awaited {
    /// Notes what these effects start and cancel.
    pub fn note(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Save => {}
                Effect::RunChecks { run, checks } => self.checks = Some((run, checks)),
                Effect::WatchLine { run, .. } => self.line = Some(run),
                Effect::SetTimer { run, at } => self.timer = Some((run, at)),
                Effect::Cancel { run } => {
                    self.checks.take_if(|(known, _)| *known == run);
                    self.line.take_if(|known| *known == run);
                    self.timer.take_if(|(known, _)| *known == run);
                }
            }
        }
    }
}
