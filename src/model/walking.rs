//! Opening, walking and leaving a guide.

use std::sync::Arc;

use firstline_diagnosis::Verdict;
use firstline_guide::model::Value;
use firstline_guide::session::{Body, Event, Millis, Resumed, Screen, Start, Waiting};
use firstline_guide::{Effect, Library, Session};

use super::catalog::Entry;
use super::{Command, Model, Page, Stored, Walking, equipment, told};
use crate::view::Failure;

/// How long results that need no decision are shown before the guide goes on by itself, in
/// milliseconds: long enough to see the marks, too short to wonder what to press.
const READ_MS: u32 = 1_400;

impl Model {
    /// Opens a guide: loads its pack and pictures. `resume` tells whether the stored session is
    /// to go on in it.
    pub(super) fn open_guide(&mut self, guide: String, resume: bool, commands: &mut Vec<Command>) {
        let Some(entry) = self.entry(&guide) else {
            self.fail(Failure::NoGuide, Some(guide), commands);
            return;
        };
        let (path, pictures) = (entry.pack.clone(), entry.pictures.clone());
        if !resume {
            self.stored = None;
        }
        commands.push(Command::LoadPack {
            guide: guide.clone(),
            path,
        });
        // Before they are needed: the line may drop by our own instruction.
        commands.push(Command::LoadPictures(pictures));
        self.held = None;
        self.page = Page::Opening(guide);
    }

    /// Goes on with the session that was stored or left.
    pub(super) fn resume(&mut self, commands: &mut Vec<Command>) {
        if self.walk.is_some() {
            self.page = Page::Walking;
        } else if let Some(stored) = &self.stored {
            let guide = stored.trail.guide.clone();
            self.open_guide(guide, true, commands);
        }
    }

    pub(super) fn pack_arrived(
        &mut self,
        now: Millis,
        guide: &str,
        bytes: Option<Vec<u8>>,
        commands: &mut Vec<Command>,
    ) {
        if self.page != Page::Opening(guide.to_owned()) {
            return;
        }
        let failed = Some(guide.to_owned());
        let Some(bytes) = bytes else {
            return self.fail(Failure::NoGuide, failed, commands);
        };
        let Ok(library) = firstline_guide::pack::read(&bytes) else {
            return self.fail(Failure::BadGuide, failed, commands);
        };
        if self.needs_boxes(&library, commands) {
            self.held = Some(library);
        } else {
            self.begin(now, guide, library, commands);
        }
    }

    /// The boxes came, or will not: what they mean is then asked in words.
    pub(super) fn boxes_arrived(
        &mut self,
        now: Millis,
        text: Option<String>,
        commands: &mut Vec<Command>,
    ) {
        // Those that are here already stay: they may be on the screen.
        let boxes = text.and_then(|text| equipment::read(&text));
        self.boxes = boxes.or(self.boxes.take());
        if let Page::Opening(guide) = &self.page
            && let Some(library) = self.held.take()
        {
            let guide = guide.clone();
            self.begin(now, &guide, library, commands);
        }
    }

    fn begin(&mut self, now: Millis, guide: &str, library: Library, commands: &mut Vec<Command>) {
        let pictures = self.box_pictures(&library);
        let hash = self
            .entry(guide)
            .map(|entry| entry.hash.clone())
            .unwrap_or_default();
        let facts = self.facts(&library, commands);
        let library = Arc::new(library.writing_values_by(self.outside.write_value));
        let begun = match self
            .stored
            .take()
            .filter(|stored| stored.trail.guide == guide)
        {
            Some(stored) => Session::resume(library, stored.trail, &hash, now).map(
                |Resumed {
                     session, effects, ..
                 }| (session, effects),
            ),
            None => {
                // How to reach the customer stays; what was said of one problem is not said of another.
                if !self.draft.note.is_empty() || !self.draft.removed.is_empty() {
                    self.draft.note.clear();
                    self.draft.removed.clear();
                    self.store_draft(now, commands);
                }
                let start = Start {
                    hash,
                    began: now,
                    facts,
                };
                Session::start(library, guide, start)
            }
        };
        let Ok((session, effects)) = begun else {
            return self.fail(Failure::BadGuide, Some(guide.to_owned()), commands);
        };
        if let (false, Some(entry)) = (pictures.is_empty(), self.entry(guide)) {
            let all = [entry.pictures.as_slice(), &pictures].concat();
            commands.push(Command::LoadPictures(all));
        }
        self.walk = Some(Walking {
            session,
            timers: Vec::new(),
            typed: None,
            ticked: None,
            passed: Vec::new(),
            put_away: false,
        });
        self.page = Page::Walking;
        self.checked = false;
        self.consented = false;
        commands.push(Command::StopEngine);
        commands.push(Command::Emit("open", guide.to_owned()));
        self.carry_out(now, effects, commands);
        self.look(now, commands);
    }

    /// Looks at once whether it got better, where the customer wants that and the step waits.
    pub(super) fn look(&mut self, now: Millis, commands: &mut Vec<Command>) {
        if self.walk.as_ref().is_some_and(Walking::waits_for_later) && self.look_now {
            self.look_now = false;
            self.step(now, Event::Continued, commands);
        }
    }

    /// What is known from the start: of host page and device, and of the provider.
    fn facts(&self, library: &Library, commands: &mut Vec<Command>) -> Vec<(String, Value)> {
        let mut facts = told::fitting(&self.setup.facts, library, commands);
        if let Some(catalog) = &self.catalog {
            facts.extend(catalog.facts.iter().cloned());
        }
        facts
    }

    /// Something happened at the step that is shown.
    pub(super) fn step(&mut self, now: Millis, event: Event, commands: &mut Vec<Command>) {
        let Some(walk) = &mut self.walk else { return };
        let before = walk.session.screen().key;
        let visits = walk.session.trail().visits.len();
        let effects = walk.session.update(now, event.clone());
        let after = walk.session.screen();
        if matches!(&event, Event::OptionsChosen(ids) if ids.is_empty()) {
            walk.ticked = Some(Vec::new());
        }
        if after.key != before {
            walk.next_step();
            self.checked = false;
            commands.push(Command::Emit("step", walk.session.place()));
        }
        if let Some(visit) = walk.session.trail().visits.get(visits)
            && visit
                .answer
                .findings()
                .iter()
                .any(|finding| finding.not_measured.is_none())
        {
            commands.push(Command::Emit("check", visit.place.clone()));
        }
        if let Some((guide, step, _)) = walk.session.outcome()
            && after.key != before
        {
            commands.push(Command::Emit("outcome", [guide, "/", step].concat()));
        }
        if all_passed(&after) && matches!(event, Event::CheckFinished { .. }) {
            commands.push(Command::ShowResults {
                key: after.key,
                ms: READ_MS,
            });
        }
        self.carry_out(now, effects, commands);
    }

    /// What passed needs no decision: after a moment to read it, the guide goes on by itself.
    pub(super) fn results_seen(&mut self, now: Millis, key: &str, commands: &mut Vec<Command>) {
        let Some(walk) = self.walk.as_ref().filter(|_| self.page == Page::Walking) else {
            return;
        };
        let screen = walk.session.screen();
        if screen.key != key || !all_passed(&screen) {
            return;
        }
        self.step(now, Event::Continued, commands);
        if let (Some(walk), Body::Checking { checks, .. }) = (&mut self.walk, screen.body) {
            walk.passed = checks
                .into_iter()
                .filter_map(|check| check.finding)
                .collect();
        }
    }

    /// Leaves the guide for the welcome screen; the session stays stored and in memory.
    pub(super) fn leave(&mut self, now: Millis, commands: &mut Vec<Command>) {
        self.query.clear();
        self.put_away(commands);
        // Of what the provider has, the customer was told now.
        if let Some(at) = self.shown()
            && self.outbox.get(at).is_some_and(|told| !told.waits())
        {
            let told = self.outbox.remove(at);
            self.forget_walk(told.began, commands);
        }
        if let Some(walk) = &self.walk {
            // An end that helped needs no "go on where you were".
            self.stored = (!walk.is_over()).then(|| self.stored(walk, now));
        }
        self.tell_of(self.outbox.iter().position(|told| !told.waits()));
    }

    /// Forgets the stored session where it stands at an end that helped. In memory it stays: the
    /// automatic check comes still, and what it found is there when the panel opens again.
    pub(super) fn put_away(&mut self, commands: &mut Vec<Command>) {
        if let Some(walk) = self.walk.as_mut().filter(|walk| walk.is_over()) {
            walk.put_away = true;
            commands.push(Command::ForgetSession);
        }
    }

    /// Turns the engine's effects into commands. Saving comes first, as the engine says it.
    pub(super) fn carry_out(
        &mut self,
        now: Millis,
        effects: Vec<Effect>,
        commands: &mut Vec<Command>,
    ) {
        for effect in effects {
            commands.push(match effect {
                Effect::Save => match &self.walk {
                    Some(walk) if !walk.put_away => {
                        Command::StoreSession(self.stored(walk, now).to_json())
                    }
                    _ => continue,
                },
                effect => Command::Engine(effect),
            });
        }
    }

    /// The session as it is stored.
    pub(super) fn stored(&self, walk: &Walking, now: Millis) -> Stored {
        let screen = walk.session.screen();
        let trail = walk.session.trail().clone();
        // As the index calls it, which is what it is compared with when it is offered.
        let entry = self.entry(&trail.guide);
        Stored {
            guide: entry.map_or(screen.guide, |entry| entry.title.clone()),
            trail,
            step: screen.title,
            at: now,
            later: walk.later(),
            boxes: self.own_boxes.clone(),
        }
    }

    pub(super) fn entry(&self, guide: &str) -> Option<&Entry> {
        self.catalog
            .as_ref()?
            .guides
            .iter()
            .find(|entry| entry.id == guide)
    }

    fn fail(&mut self, failure: Failure, guide: Option<String>, commands: &mut Vec<Command>) {
        let name = match failure {
            Failure::NoGuides => "no-guides",
            Failure::NoGuide => "no-guide",
            Failure::BadGuide => "bad-guide",
        };
        commands.push(Command::Emit("error", name.to_owned()));
        self.page = Page::Failed(failure, guide);
    }
}

/// Whether checks are done and found nothing that the customer should know or decide on.
fn all_passed(screen: &Screen) -> bool {
    let Body::Checking {
        checks, done: true, ..
    } = &screen.body
    else {
        return false;
    };
    checks.iter().all(|state| {
        state
            .finding
            .as_ref()
            .is_some_and(|finding| finding.verdict == Verdict::Pass)
    })
}

impl Walking {
    /// Whether it stands at an end that helped.
    fn is_over(&self) -> bool {
        use firstline_guide::model::OutcomeKind;
        let outcome = self.session.outcome();
        matches!(
            outcome.map(|(_, _, outcome)| &outcome.kind),
            Some(
                OutcomeKind::Resolved
                    | OutcomeKind::KnownIssue
                    | OutcomeKind::HandOver
                    | OutcomeKind::Stop
            )
        )
    }

    /// Until when it waits for the customer to come back, where it does.
    fn later(&self) -> Option<Millis> {
        match self.session.screen().body {
            Body::Instruction {
                waiting: Waiting::Later { until, .. },
                ..
            } => Some(until),
            _ => None,
        }
    }

    fn waits_for_later(&self) -> bool {
        self.later().is_some()
    }
}
