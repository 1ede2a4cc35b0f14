//! A session in memory, and what the customer has done at its step and not handed in.

use std::sync::Arc;

use firstline_diagnosis::{CheckId, Finding, Progress, Verdict};
use firstline_guide::model::{OutcomeKind, StandardAnswer};
use firstline_guide::session::{
    Body, Event, FIELD_END, FIELD_END_TEXT, FieldView, Millis, Screen, Start, Waiting,
};
use firstline_guide::{Effect, Library, Session, Trail};

use super::{Command, PageEvent, Turn};

/// How long results that need no decision are shown before the guide goes on by itself, in
/// milliseconds: long enough to see the marks, too short to wonder what to press.
const READ_MS: u32 = 1_400;

/// A session in memory.
#[derive(Debug)]
pub(super) struct GuideSession {
    pub engine: Session,
    pub at_step: AtStep,
    /// Whether the customer agreed to what a ticket needs.
    pub consented: bool,
    /// Whether the customer left it at an end that helped: it is not stored while it stands there.
    pub put_away: bool,
}

/// The state of the current step, which is forgotten with it.
#[derive(Debug, Default)]
pub(super) struct AtStep {
    /// Countdowns of single actions: position and start.
    pub timers: Vec<(usize, Millis)>,
    /// Text that is typed and not handed in.
    pub typed: Option<String>,
    /// Options that are ticked and not handed in.
    pub ticked: Option<Vec<String>>,
    /// Checks that passed at the step before, which went on by itself.
    pub passed: Vec<Finding>,
    /// How far a check has come that takes minutes.
    pub progress: Option<(CheckId, Progress)>,
    /// Whether Send was pressed: only then the form shows what is wrong.
    pub send_pressed: bool,
}

impl GuideSession {
    fn new(engine: Session) -> GuideSession {
        GuideSession {
            engine,
            at_step: AtStep::default(),
            consented: false,
            put_away: false,
        }
    }

    /// Starts a session; `None` if the guide is not sound.
    pub fn start(
        library: Arc<Library>,
        guide: &str,
        start: Start,
    ) -> Option<(GuideSession, Vec<Effect>)> {
        let (engine, effects) = Session::start(library, guide, start).ok()?;
        Some((GuideSession::new(engine), effects))
    }

    /// Goes on with a stored session; `None` if the guide is not sound.
    pub fn resume(
        library: Arc<Library>,
        trail: Trail,
        hash: &str,
        now: Millis,
    ) -> Option<(GuideSession, Vec<Effect>)> {
        let resumed = Session::resume(library, trail, hash, now).ok()?;
        Some((GuideSession::new(resumed.session), resumed.effects))
    }

    /// The id of the guide that was opened.
    pub fn guide(&self) -> &str {
        &self.engine.trail().guide
    }

    /// When it began: that tells it from every other session in this browser.
    pub fn began(&self) -> Millis {
        self.engine.trail().began
    }

    /// Whether it stands at an end that helped.
    pub fn is_over(&self) -> bool {
        let kind = self.engine.outcome().map(|(_, _, outcome)| &outcome.kind);
        matches!(
            kind,
            Some(
                OutcomeKind::Resolved
                    | OutcomeKind::KnownIssue
                    | OutcomeKind::HandOver
                    | OutcomeKind::Stop
            )
        )
    }

    /// Whether it stands at an end that needs a ticket.
    pub fn is_at_ticket(&self) -> bool {
        matches!(self.engine.screen().body, Body::Ticket { .. })
    }

    /// Until when it waits for the customer to come back, if it does.
    pub fn later(&self) -> Option<Millis> {
        match self.engine.screen().body {
            Body::Instruction {
                waiting: Waiting::Later { until, .. },
                ..
            } => Some(until),
            _ => None,
        }
    }

    /// Ticks or unticks an option. One that says that none of the others fits stands alone.
    pub fn toggle_option(&mut self, id: String) {
        let chosen_before = || self.engine.chosen_before();
        let ticked = self.at_step.ticked.get_or_insert_with(chosen_before);
        match ticked.iter().position(|known| *known == id) {
            Some(position) => drop(ticked.remove(position)),
            None => {
                ticked.retain(|known| !stands_alone(known) && !stands_alone(&id));
                ticked.push(id);
            }
        }
    }

    /// Something was typed into a field of the form that the step shows. Whether the step shows one.
    pub fn fill_in(&mut self, at: usize, text: &str) -> bool {
        let (parts, value) = match self.engine.screen().body {
            Body::Input {
                field: FieldView::Form(parts),
                value,
                ..
            } => (parts.len(), value),
            _ => return false,
        };
        let typed = self.at_step.typed.get_or_insert(value);
        let mut fields: Vec<&str> = typed.split(FIELD_END).collect();
        fields.resize(parts, "");
        let Some(field) = fields.get_mut(at) else {
            return false;
        };
        *field = text;
        *typed = fields.join(FIELD_END_TEXT);
        true
    }

    /// Starts the countdown of an action, again if it ran already.
    pub fn start_timer(&mut self, position: usize, now: Millis) {
        let timers = &mut self.at_step.timers;
        timers.retain(|(known, _)| *known != position);
        timers.push((position, now));
    }

    /// Hands an event to the engine and reports what follows from it.
    pub fn take(&mut self, event: Event, turn: &mut Turn) -> Vec<Effect> {
        let before = self.engine.screen().key;
        let visits = self.engine.trail().visits.len();
        let nothing_chosen = matches!(&event, Event::OptionsChosen(ids) if ids.is_empty());
        let check_finished = matches!(event, Event::CheckFinished { .. });
        let effects = self.engine.update(turn.now, event);
        let after = self.engine.screen();
        let moved = after.key != before;
        if nothing_chosen {
            self.at_step.ticked = Some(Vec::new());
        }
        if moved {
            self.at_step = AtStep::default();
            turn.emit(PageEvent::StepShown(self.engine.place()));
        }
        if let Some(visit) = self.engine.trail().visits.get(visits)
            && visit.answer.findings().iter().any(Finding::measured)
        {
            turn.emit(PageEvent::CheckMeasured(visit.place.clone()));
        }
        if moved && let Some((guide, step, _)) = self.engine.outcome() {
            turn.emit(PageEvent::GuideEnded([guide, "/", step].concat()));
        }
        if check_finished && let Some(ms) = shown_for(&after) {
            turn.run(Command::ShowResults { key: after.key, ms });
        }
        effects
    }
}

/// The id by which authors say that none of the options fits.
const NOTHING: &str = "nothing";

/// Whether an option says that none of the others fits.
fn stands_alone(option: &str) -> bool {
    option == NOTHING || option == StandardAnswer::Unsure.name()
}

/// For how many milliseconds results that the customer need not decide on are shown; `None` if checks still run, or found
/// something that the customer should know. What nobody set up is passed over at once.
pub(super) fn shown_for(screen: &Screen) -> Option<u32> {
    let Body::Checking {
        checks, done: true, ..
    } = &screen.body
    else {
        return None;
    };
    let all = |fits: &dyn Fn(&Finding) -> bool| {
        let mut findings = checks.iter().map(|state| state.finding.as_ref());
        findings.all(|finding| finding.is_some_and(fits))
    };
    if all(&Finding::is_left_out) {
        return Some(0);
    }
    // A customer who ran a speed test wants to read the result.
    let speaks = |check| matches!(check, CheckId::Speed | CheckId::Wifi);
    all(&|finding| {
        finding.is_left_out() || finding.verdict == Verdict::Pass && !speaks(finding.check)
    })
    .then_some(READ_MS)
}
