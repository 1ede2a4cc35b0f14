//! Opening a guide, going on with a session, and leaving it.

use std::mem;
use std::sync::Arc;

use firstline_guide::Library;
use firstline_guide::model::Value;
use firstline_guide::pack;
use firstline_guide::session::{Event, Start};

use super::guide_session::GuideSession;
use super::index::GuideEntry;
use super::state::{Begin, FailedState, Goal, Opening, Paused, State};
use super::stored::{Offer, StoredSession};
use super::{Command, Model, PageEvent, Turn, equipment, page_facts};
use crate::view::Failure;

impl Model {
    /// Opens a guide: loads its pack and its pictures.
    pub(super) fn open_guide(&mut self, guide: String, goal: Goal, turn: &mut Turn) {
        let Some(entry) = self.entry(&guide) else {
            return self.fail(Failure::NoGuide, guide, goal, turn);
        };
        turn.run(Command::LoadPack {
            guide: guide.clone(),
            path: entry.pack.clone(),
        });
        // Before they are needed: our own instruction may make the line drop.
        turn.run(Command::LoadPictures(entry.pictures.clone()));
        self.state = State::Opening(Opening {
            guide,
            goal,
            query: self.state.query().unwrap_or_default().to_owned(),
            told: Vec::new(),
            library: None,
        });
    }

    /// Goes on with the session that was stored or left.
    pub(super) fn resume(&mut self, goal: Goal, turn: &mut Turn) {
        match mem::replace(&mut self.paused, Paused::Nothing) {
            Paused::Nothing => {}
            Paused::Stored(stored) => {
                let guide = stored.trail.guide.clone();
                self.paused = Paused::Stored(stored);
                self.open_guide(guide, goal, turn);
            }
            Paused::Left { session, .. } => self.show(session, goal, turn),
        }
    }

    /// Forgets the session that could be gone on with, because the customer does not want it.
    pub(super) fn decline(&mut self, turn: &mut Turn) {
        if let Paused::Left { .. } = self.paused {
            turn.run(Command::StopEngine);
        }
        self.paused = Paused::Nothing;
        turn.run(Command::ForgetSession);
    }

    /// The pack of a guide arrived, or did not.
    pub(super) fn pack_arrived(&mut self, guide: &str, bytes: Option<Vec<u8>>, turn: &mut Turn) {
        let goal = match &self.state {
            State::Opening(opening) if opening.guide == guide => opening.goal,
            _ => return,
        };
        // A page of somebody's in between is no pack: that did not come, and may come the next time.
        let Some(bytes) = bytes.filter(|bytes| pack::is_pack(bytes)) else {
            return self.fail(Failure::NoGuide, guide.to_owned(), goal, turn);
        };
        let Ok(library) = pack::read(&bytes) else {
            return self.fail(Failure::BadGuide, guide.to_owned(), goal, turn);
        };
        // So a pack names what its texts say of the customer's box.
        let tells = bytes.windows(10).any(|part| part == b"equipment.");
        match (self.boxes_path(&library, tells), &mut self.state) {
            (Some(path), State::Opening(opening)) => {
                opening.library = Some(library);
                turn.run(Command::LoadBoxes(path));
            }
            _ => self.begin(guide.to_owned(), goal, library, turn),
        }
    }

    /// The boxes arrived, or did not: what the lights mean is then asked in words.
    pub(super) fn boxes_arrived(&mut self, text: Option<String>, turn: &mut Turn) {
        // Those that are here already stay: they may be on the screen.
        if let Some(boxes) = text.and_then(|text| equipment::read(&text)) {
            self.boxes.catalogue = Some(boxes);
        }
        if let State::Opening(opening) = &mut self.state
            && let Some(library) = opening.library.take()
        {
            let (guide, goal) = (opening.guide.clone(), opening.goal);
            self.begin(guide, goal, library, turn);
        }
    }

    /// Where the boxes are that these guides ask for or tell of, unless they are here. They are awaited,
    /// because boxes that came late would change a screen under the customer's finger.
    fn boxes_path(&self, library: &Library, tells: bool) -> Option<String> {
        if self.boxes.catalogue.is_some() || (!tells && equipment::roles(library).is_empty()) {
            return None;
        }
        self.index.as_ref()?.equipment.clone()
    }

    fn begin(&mut self, guide: String, goal: Goal, library: Library, turn: &mut Turn) {
        let pictures = self.boxes.pictures(&library);
        let entry = self.entry(&guide);
        let hash = entry.map_or_else(String::new, |entry| entry.hash.clone());
        let told = match &self.state {
            State::Opening(opening) => opening.told.as_slice(),
            _ => &[],
        };
        let told = page_facts::asked(told, &library);
        let mut facts = self.session_facts(&library, turn);
        facts.retain(|(name, _)| told.iter().all(|(told, _)| told != name));
        facts.extend(told);
        let library = library.writing_values_by(self.ports.write_value);
        let library = library.knowing_boxes(self.boxes.facts());
        let library = Arc::new(library.east_by((self.ports.east)()));
        let begun = match &self.paused {
            Paused::Stored(stored) if goal != Goal::Start && stored.trail.guide == guide => {
                GuideSession::resume(library, stored.trail.clone(), &hash, turn.now)
            }
            _ => {
                // How to reach the customer stays; what was said of one problem is not said of another.
                self.leave_to(|later| later.begins, turn);
                let start = Start {
                    hash,
                    began: turn.now,
                    facts,
                };
                GuideSession::start(library, &guide, start)
            }
        };
        let Some((session, effects)) = begun else {
            return self.fail(Failure::BadGuide, guide, goal, turn);
        };
        if let (false, Some(entry)) = (pictures.is_empty(), self.entry(&guide)) {
            let all = [entry.pictures.as_slice(), &pictures].concat();
            turn.run(Command::LoadPictures(all));
        }
        turn.run(Command::StopEngine);
        turn.emit(PageEvent::GuideOpened(guide));
        self.paused = Paused::Nothing;
        if let Some(unread) = &mut self.unread {
            // What is stored from now on is this one.
            unread.has_session = false;
            unread.begin = Begin::default();
        }
        self.state = State::Guide(Box::new(session));
        self.carry_out(effects, turn);
        self.leave_to(|later| later.begun, turn);
        self.look(goal, turn);
    }

    fn show(&mut self, session: Box<GuideSession>, goal: Goal, turn: &mut Turn) {
        self.state = State::Guide(session);
        self.leave_to(|later| later.shown_again, turn);
        self.look(goal, turn);
    }

    /// Looks at once whether it got better, if the customer wants that and the step waits.
    fn look(&mut self, goal: Goal, turn: &mut Turn) {
        if goal == Goal::Look
            && let State::Guide(session) = &self.state
            && session.later().is_some()
        {
            self.session_event(Event::Continued, turn);
        }
    }

    /// What is known from the start: of host page and device, and of the provider.
    fn session_facts(&self, library: &Library, turn: &mut Turn) -> Vec<(String, Value)> {
        let mut facts = page_facts::fitting(&self.facts, library, turn);
        if let Some(index) = &self.index {
            facts.extend(index.facts.iter().cloned());
        }
        facts
    }

    /// Leaves what is shown for the welcome screen, or for a ticket whose number is still to be shown.
    /// A session stays stored and in memory.
    pub(super) fn leave(&mut self, turn: &mut Turn) {
        self.put_away(turn);
        self.forget_shown(turn);
        let home = match self.index {
            Some(_) => State::welcome(),
            None => State::Failed(FailedState::NoIndex(Begin::default())),
        };
        if let State::Guide(session) = mem::replace(&mut self.state, home) {
            // An end that helped needs no offer to go on.
            let offer = (!session.is_over()).then(|| self.offer(&session, turn));
            self.paused = Paused::Left { session, offer };
        }
        self.show_ticket(self.outbox.untold());
    }

    /// Erases the stored session if it stands at an end that helped: nobody is asked to go on with what
    /// is over. In memory it stays: the automatic check still comes, and what it found is there when the
    /// panel opens again.
    pub(super) fn put_away(&mut self, turn: &mut Turn) {
        if let Some(session) = self.session_mut().filter(|session| session.is_over()) {
            session.put_away = true;
            turn.run(Command::ForgetSession);
        }
    }

    /// When the session began that is shown or can be gone on with.
    pub(super) fn session_began(&self) -> Option<firstline_guide::session::Millis> {
        match &self.state {
            State::Guide(session) => Some(session.began()),
            _ => self.paused.began(),
        }
    }

    /// The offer on the welcome screen to go on with a session.
    pub(super) fn offer(&self, session: &GuideSession, turn: &Turn) -> Offer {
        let screen = session.engine.screen();
        // As the index calls the guide: the offer is compared with that when it is made.
        let entry = self.entry(session.guide());
        Offer {
            guide: entry.map_or(screen.guide, |entry| entry.title.clone()),
            step: screen.title,
            at: turn.now,
            later: session.later(),
        }
    }

    /// The stored form of a session.
    pub(super) fn stored_form(&self, session: &GuideSession, turn: &Turn) -> String {
        let stored = StoredSession {
            trail: session.engine.trail().clone(),
            offer: self.offer(session, turn),
            boxes: self.boxes.said.clone(),
        };
        stored.to_json()
    }

    /// A guide in the index.
    pub(super) fn entry(&self, guide: &str) -> Option<&GuideEntry> {
        let index = self.index.as_ref()?;
        index.guides.iter().find(|entry| entry.id == guide)
    }

    fn fail(&mut self, failure: Failure, guide: String, goal: Goal, turn: &mut Turn) {
        turn.emit(PageEvent::Failed(failure.reported()));
        self.state = State::Failed(FailedState::NoGuide {
            failure,
            guide,
            goal,
        });
    }
}
