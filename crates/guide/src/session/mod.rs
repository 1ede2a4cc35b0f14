//! A customer's walk through a guide: events in, effects and a screen out.
//!
//! A session is its [`Trail`]. The position, what is known and the screen are derived from it by
//! replaying it, so going back, changing an answer, resuming after a reload and checking a ticket
//! on the server are one and the same thing.

mod awaited;
mod back;
mod condition;
mod effect;
mod event;
mod facts;
mod input;
mod screen;
mod show;
mod time;
mod trail;
mod trail_json;
mod transcript;
mod update;
mod variant;
mod verdicts;
mod verify;
mod walk;

use std::sync::Arc;

use firstline_diagnosis::{CheckId, Finding};

pub use awaited::Awaited;
pub use effect::Effect;
pub use event::Event;
pub use input::{FIELD_END, FIELD_END_TEXT};
pub use screen::{
    ActionView, AnswerView, AskedView, Body, CheckState, FieldView, FormView, LineWatch,
    OptionView, Recheck, Refusal, Screen, TranscriptEntry, VariantView, Waiting,
};
pub use time::{Millis, Run};
pub use trail::{Answer, FORMAT, LightReading, LineLoss, Stage, Trail, Verification, Visit};
pub use trail_json::TrailError;
pub use walk::Misfit;

use crate::model::{
    Condition, HelpOption, Library, Outcome, OutcomeKind, StepKind, TicketPlan, Value, Wait,
};
use facts::Facts;
use verdicts::same_checks;
use walk::Walk;

/// How long after a resolved end the automatic re-check comes, in milliseconds. Long enough for a
/// line that flaps to show it, short enough that the customer is still there.
const RECHECK_AFTER: Millis = 30_000;

/// A customer's walk through a guide.
#[derive(Clone, Debug)]
pub struct Session {
    trail: Trail,
    walk: Walk,
    /// Set when the guides move on by themselves without end: a defect, but the customer still
    /// gets a screen with a way to a person.
    broken: bool,
    /// The last number given to something that runs outside.
    run: Run,
    running: Option<Running>,
    watch: Option<Run>,
    timer: Option<Run>,
    /// The text that was typed at the current step and refused.
    refused: Option<(String, Refusal)>,
}

/// Checks that run now.
#[derive(Clone, Debug)]
struct Running {
    run: Run,
    checks: Vec<CheckState>,
}

/// The facts that are known when a session starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// The hash of the pack that the guide came in, empty if it was read from a file.
    pub hash: String,
    /// When it starts, in milliseconds since 1970.
    pub began: Millis,
    /// Facts of website, device and provider, to be frozen in the trail.
    pub facts: Vec<(String, Value)>,
}

/// A session that goes on.
#[derive(Debug)]
pub struct Resumed {
    /// The session.
    pub session: Session,
    /// The effects to carry out.
    pub effects: Vec<Effect>,
    /// The first answer that does not fit the guide any more, and why; it is asked again.
    pub misfit: Option<(usize, Misfit)>,
}

impl Session {
    /// Starts a session.
    ///
    /// # Errors
    /// If there is no such guide, or its first moves have no end.
    pub fn start(
        library: Arc<Library>,
        guide: &str,
        start: Start,
    ) -> Result<(Session, Vec<Effect>), Misfit> {
        let walk = Walk::begin(library, guide, Facts::frozen(&start.facts))?;
        let trail = Trail {
            guide: guide.to_owned(),
            version: walk.entry().version.clone(),
            hash: start.hash,
            began: start.began,
            facts: start.facts,
            visits: Vec::new(),
            stage: Stage::Open,
            line: None,
            kept: Vec::new(),
            catching_up: false,
        };
        let mut session = Session::at(trail, walk);
        let mut effects = vec![Effect::Save];
        session.enter(start.began, &mut effects);
        Ok((session, effects))
    }

    /// Goes on with a stored session, over the newest guide: answers are replayed as far as they
    /// fit; from the first that does not, they are offered but asked again.
    ///
    /// # Errors
    /// If there is no such guide, or its first moves have no end.
    pub fn resume(
        library: Arc<Library>,
        mut trail: Trail,
        hash: &str,
        at: Millis,
    ) -> Result<Resumed, Misfit> {
        let mut walk = Walk::begin(library, &trail.guide, Facts::frozen(&trail.facts))?;
        let misfit = trail
            .visits
            .iter()
            .enumerate()
            .find_map(|(position, visit)| Some((position, walk.apply(visit).err()?)));
        trail.version.clone_from(&walk.entry().version);
        trail.hash = hash.to_owned();
        let mut fresh = misfit.is_some();
        if let Some((position, _)) = misfit {
            let mut asked_again = trail.visits.split_off(position);
            asked_again.append(&mut trail.kept);
            trail.kept = asked_again;
            trail.catching_up = false;
        }
        let mut session = Session::at(trail, walk);
        fresh |= !session.stage_fits();
        let mut effects = vec![Effect::Save];
        if fresh {
            session.enter(at, &mut effects);
        } else {
            session.pick_up(at, &mut effects);
        }
        Ok(Resumed {
            session,
            effects,
            misfit,
        })
    }

    fn at(trail: Trail, walk: Walk) -> Session {
        Session {
            trail,
            walk,
            broken: false,
            run: 0,
            running: None,
            watch: None,
            timer: None,
            refused: None,
        }
    }

    /// Everything that the session is, to be stored.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    /// The end that is shown, with the id of its guide and of its step.
    pub fn outcome(&self) -> Option<(&str, &str, &Outcome)> {
        match &self.walk.step().kind {
            StepKind::Outcome(outcome) => {
                Some((&self.walk.guide().id, &self.walk.step().id, outcome))
            }
            _ => None,
        }
    }

    /// The ticket of the end that is shown, in the words and of the weight that its variant has here.
    pub fn ticket_plan(&self) -> Option<&TicketPlan> {
        let (_, _, outcome) = self.outcome()?;
        let variant = show::variant(&self.walk, self.walk.step());
        Some(show::of(variant, outcome.ticket()?))
    }

    /// What can be answered to the question whether the instruction that is shown helped; empty for the
    /// standard answers.
    pub fn help_options(&self) -> &[HelpOption] {
        match &self.walk.step().kind {
            StepKind::Instruction(instruction) => instruction
                .verify
                .as_ref()
                .map_or(&[], |verify| verify.options.as_slice()),
            _ => &[],
        }
    }

    /// The service that known faults must touch, at the step that is shown.
    pub fn service(&self) -> Option<&str> {
        match &self.walk.step().kind {
            StepKind::Check(check) => check.service.as_deref(),
            _ => None,
        }
    }

    /// For how many minutes the checks of the step that is shown watch the line; zero if they do not.
    pub fn watch_minutes(&self) -> u16 {
        match &self.walk.step().kind {
            StepKind::Check(check) => check.watch.unwrap_or_default(),
            _ => 0,
        }
    }

    /// Where the session stands: the steps that call guides, outermost first, and the step,
    /// joined by `/`.
    pub fn place(&self) -> String {
        self.walk.place()
    }

    /// The value of this fact.
    pub fn fact(&self, name: &str) -> Option<&Value> {
        self.walk.facts.get(name)
    }

    /// The facts that the customer told, by their names: another guide can go on with them.
    pub fn told(&self) -> Vec<(String, Value)> {
        self.walk.facts.told()
    }

    /// Whether a condition holds for what is known.
    pub fn holds(&self, condition: &Condition) -> bool {
        condition.holds(&self.walk.facts)
    }

    /// The newest finding of each check, in the catalogue's order.
    pub fn findings(&self) -> Vec<&Finding> {
        let newest = |check: &CheckId| {
            let visits = self.trail.visits.iter().rev();
            visits
                .flat_map(|visit| visit.answer.findings())
                .find(|finding| finding.check == *check)
        };
        CheckId::ALL.iter().filter_map(newest).collect()
    }

    /// The ids that were chosen at this question before the customer went back.
    pub fn chosen_before(&self) -> Vec<String> {
        match self.kept_answer() {
            Some(Answer::Options(ids)) => ids.clone(),
            _ => Vec::new(),
        }
    }

    /// The answer that was given at this visit before the customer went back.
    fn kept_answer(&self) -> Option<&Answer> {
        let place = self.walk.place();
        self.trail
            .kept
            .iter()
            .find(|visit| visit.place == place)
            .map(|visit| &visit.answer)
    }

    /// Whether the stored stage is one that the step can be in.
    fn stage_fits(&self) -> bool {
        match (&self.walk.step().kind, &self.trail.stage) {
            (StepKind::Check(check), Stage::Checked(findings)) => same_checks(&check.run, findings),
            (StepKind::Check(_), stage) => *stage == Stage::Checking,
            (StepKind::Instruction(instruction), stage) => match stage {
                Stage::Open => true,
                Stage::LineDown => matches!(instruction.wait, Some(Wait::LineBack { .. })),
                Stage::Waiting { .. } => instruction.wait.is_some(),
                Stage::Checking => instruction.verify_checks(&self.walk.facts).is_some(),
                Stage::Checked(findings) => instruction
                    .verify_checks(&self.walk.facts)
                    .is_some_and(|run| same_checks(run, findings)),
                Stage::Asking => instruction.question(&self.walk.facts).is_some(),
                Stage::Settling { .. } | Stage::Settled(_) => false,
            },
            (
                StepKind::Outcome(Outcome {
                    kind: OutcomeKind::Resolved,
                    ..
                }),
                stage,
            ) => {
                matches!(stage, Stage::Settling { .. } | Stage::Settled(_))
            }
            (_, stage) => *stage == Stage::Open,
        }
    }

    /// When a wait that began at `since` is over.
    fn wait_until(&self, since: Millis, wait: Wait) -> Millis {
        const MINUTE: Millis = 60_000;
        const DAY: Millis = 24 * 60 * MINUTE;
        match wait {
            Wait::Seconds(seconds) | Wait::LineBack { seconds } => {
                since.saturating_add(Millis::from(seconds) * 1000)
            }
            Wait::Hours(hours) => since.saturating_add(Millis::from(hours) * 60 * MINUTE),
            Wait::At(minutes) => {
                // Since midnight by the customer's clock. Summer time may begin meanwhile: an hour does not
                // matter to who waits for the evening.
                let east = Millis::from(self.walk.library.east.rem_euclid(24 * 60).unsigned_abs());
                let passed = (since.saturating_add(east * MINUTE)) % DAY;
                let left = (Millis::from(minutes) * MINUTE + DAY - passed) % DAY;
                // Right now is now, not tomorrow.
                since.saturating_add(left)
            }
        }
    }
}
