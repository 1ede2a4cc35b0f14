//! Everything that the widget is, without a browser: messages go in, commands come out, and a
//! [`View`] shows the state. The app carries the commands out.

mod before;
mod choose_box;
mod delivery;
mod engine;
pub mod equipment;
mod faults;
mod focus;
mod guide_session;
pub mod index;
mod message;
mod open;
pub mod outbox;
mod own_box;
mod page_facts;
pub mod search;
mod state;
mod stored;
pub mod ticket;
mod turn;
mod view;

use std::collections::VecDeque;
use std::rc::Rc;

use firstline_guide::model::{Value, WriteValue};
use firstline_guide::session::{Body, Event, Millis};
use firstline_wire::ticket::TRAP;

use crate::action::{Action, TRAP_AT};
use crate::view::{Failure, Provider, View};
use faults::Faults;
use guide_session::GuideSession;
pub use index::Index;
pub use message::{Command, Delivery, Failed, Message, PageEvent, Watch};
use outbox::Outbox;
use own_box::OwnBoxes;
use state::{Begin, FailedState, Goal, Paused, State};
pub use stored::StoredSession;
use turn::Turn;

/// What the model asks of its surroundings and gets at once. Plain functions, so that tests set their
/// own.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// A fresh random UUID; `None` if the browser has no randomness.
    pub uuid: fn() -> Option<String>,
    /// Reads the stored tickets and forms, by their keys.
    pub outbox: fn() -> Vec<(String, String)>,
    /// A time in words for readers of a language (BCP 47 tag). The time is a feed's (RFC 3339), or
    /// milliseconds since 1970 in digits; `None` if it is neither.
    pub time_in_words: fn(&str, &str) -> Option<String>,
    /// A value as a language writes it.
    pub write_value: WriteValue,
    /// A text in lower case, its letters split from their accents (Unicode NFD).
    pub fold: search::Fold,
    /// By how many minutes the customer's clock is before that of Greenwich.
    pub east: fn() -> i32,
}

/// How the widget is set up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setup {
    /// BCP 47 tag of the language to show.
    pub language: String,
    /// Whether it stands in the page rather than in a panel.
    pub inline: bool,
    /// The guide to begin with.
    pub guide: Option<String>,
    /// Whether to go on with the stored session without asking, after a defect of ours.
    pub resume: bool,
    /// What was pressed and typed before the core was there, oldest first. Each is applied as soon as
    /// the screen that it belongs to is there; one that fits no longer is dropped.
    pub before: Vec<Action>,
    /// What the page's tag says of the provider. It counts until the index arrives, and if that never
    /// comes.
    pub provider: Provider,
    /// Where pictures are.
    pub pictures: String,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// Facts of the host page and of the device.
    pub facts: Vec<(String, Value)>,
    /// What lamps mean, in the words of the language, for texts that insert it: `lights.no-line`.
    pub meanings: Vec<(String, Value)>,
}

/// Everything that the widget is.
#[derive(Debug)]
pub struct Model {
    ports: Ports,
    place: Place,
    provider: Rc<Provider>,
    /// Facts of the host page and of the device, for the sessions that begin from now on.
    facts: Vec<(String, Value)>,
    index: Option<Index>,
    faults: Faults,
    state: State,
    /// The session that the customer can go on with; none while a session is shown.
    paused: Paused,
    outbox: Outbox,
    boxes: OwnBoxes,
    /// The text that was copied to the clipboard since the customer last did something.
    copied: Option<String>,
    /// Actions of before the core was there, until all are applied.
    before: Option<VecDeque<Action>>,
    screen: focus::Shown,
}

/// Where the widget was mounted.
#[derive(Debug)]
struct Place {
    language: String,
    inline: bool,
    pictures: Rc<str>,
    user_agent: String,
}

impl Model {
    /// A widget that has just been mounted, with what was stored in this browser before: the session,
    /// and by their keys the form's draft and tickets.
    pub fn new(
        ports: Ports,
        setup: Setup,
        stored: Option<&str>,
        outbox: &[(String, String)],
        now: Millis,
    ) -> (Model, Vec<Command>) {
        let mut turn = Turn::new(now);
        turn.run(Command::LoadIndex);
        turn.run(Command::LoadNotices);
        let session = stored.and_then(|text| StoredSession::from_json(text, now));
        // An expired session is erased, not only ignored.
        if stored.is_some() && session.is_none() {
            turn.run(Command::ForgetSession);
        }
        let boxes = session.as_ref().map(|session| session.boxes.clone());
        let boxes = OwnBoxes::new(boxes, setup.meanings);
        let mut model = Model {
            ports,
            provider: Rc::new(setup.provider),
            facts: Vec::new(),
            index: None,
            faults: Faults::default(),
            state: State::Loading(Begin {
                guide: setup.guide,
                resume: setup.resume,
            }),
            paused: session.map_or(Paused::Nothing, |session| Paused::Stored(Box::new(session))),
            outbox: Outbox::read(outbox, &mut turn),
            boxes,
            copied: None,
            before: (!setup.before.is_empty()).then(|| setup.before.into()),
            // The focus was in the widget before it crashed or changed its language.
            screen: focus::Shown::new(!setup.inline || setup.resume),
            place: Place {
                language: setup.language,
                inline: setup.inline,
                pictures: Rc::from(setup.pictures),
                user_agent: setup.user_agent,
            },
        };
        model.identify(setup.facts);
        if let Some(began) = model.outbox.untold() {
            // It arrived while nobody looked: gone on with, its session would make a second one.
            model.erase_draft_of(began, &mut turn);
            model.forget_session(began, &mut turn);
        }
        model.outbox.send_waiting(&mut turn);
        (model, turn.commands)
    }

    /// Takes a message in and says what is to be done.
    pub fn update(&mut self, now: Millis, message: Message) -> Vec<Command> {
        let mut turn = Turn::new(now);
        let cause = focus::Cause::of(&message);
        self.take(message, &mut turn);
        let caught_up = self.catch_up(&mut turn);
        self.watch_faults(&mut turn);
        let view = self.make_view(now);
        self.screen
            .show(view, caught_up.unwrap_or(cause), &mut turn);
        turn.commands
    }

    /// Takes what the page knows. How to reach the customer is for the form, and no fact of a guide.
    fn identify(&mut self, facts: Vec<(String, Value)>) {
        for (name, value) in facts {
            if let (Some(field), Value::Text(text)) = (name.strip_prefix("contact."), &value) {
                self.outbox.draft.know(field, text.clone());
                continue;
            }
            self.facts.retain(|(known, _)| *known != name);
            self.facts.push((name, value));
        }
    }

    /// What the screens draw, as the last update left it; `None` while there is nothing to show and
    /// the loader says that it loads.
    pub fn view(&self) -> Option<&View> {
        self.screen.view()
    }

    fn take(&mut self, message: Message, turn: &mut Turn) {
        match message {
            Message::Action(action) => self.act(action, turn),
            Message::Opened(guide) => {
                // A guide that the page opens counts more.
                self.before = self.before.take().filter(|_| guide.is_none());
                self.opened(guide, turn);
            }
            Message::Identified(facts) => self.identify(facts),
            Message::IndexArrived(text) => self.index_arrived(text, turn),
            Message::PackArrived { guide, bytes } => self.pack_arrived(&guide, bytes, turn),
            Message::BoxesArrived(text) => self.boxes_arrived(text, turn),
            Message::IssuesArrived(known) => self.issues_arrived(known),
            Message::TellAnswered(token) => self.tell_answered(token),
            Message::Event(event) => self.session_event(event, turn),
            Message::Delivered { key, outcome } => self.delivered(&key, outcome, turn),
            Message::OutboxChanged => self.meet_other_pages(turn),
            Message::RetryDue => {
                self.meet_other_pages(turn);
                self.outbox.send_waiting(turn);
            }
            Message::ResultsSeen { key } => self.results_seen(&key, turn),
            Message::Copied(text) => self.copied = Some(text),
            Message::Progressed(check, progress) => {
                if let State::Guide(session) = &mut self.state {
                    session.at_step.progress = Some((check, progress));
                }
            }
            Message::Ticked | Message::SecondPartStands => {}
        }
    }

    fn act(&mut self, action: Action, turn: &mut Turn) {
        self.copied = None;
        match action {
            Action::SearchTyped(typed) => {
                if let Some(query) = self.state.query_mut() {
                    *query = typed;
                }
            }
            Action::GuideChosen(guide) => {
                // At a hand-over, the other guide goes on with what is known.
                let told = match &self.state {
                    State::Guide(session) => session.engine.told(),
                    _ => Vec::new(),
                };
                self.open_guide(guide, Goal::Start, turn);
                if let State::Opening(opening) = &mut self.state {
                    opening.told = told;
                }
            }
            Action::ResumeChosen => self.resume(Goal::GoOn, turn),
            Action::LookChosen => self.resume(Goal::Look, turn),
            Action::LookPutOff => self.paused.put_off(),
            Action::ResumeDeclined => self.decline(turn),
            Action::BoxChosen(id) => self.choose_box(id, turn),
            Action::BoxAsked => self.ask_box(turn),
            Action::Step(event) => {
                if let State::Guide(session) = &mut self.state {
                    // The typed text counts, even if nothing was drawn since.
                    let event = match (event, &session.at_step.typed) {
                        (Event::InputEntered(_), Some(typed)) => Event::InputEntered(typed.clone()),
                        (event, _) => event,
                    };
                    self.session_event(event, turn);
                }
            }
            Action::InputTyped(typed) => {
                if let State::Guide(session) = &mut self.state {
                    session.at_step.typed = Some(typed);
                }
            }
            Action::OptionToggled(id) => {
                if let State::Guide(session) = &mut self.state {
                    session.toggle_option(id);
                }
            }
            Action::TimerStarted(position) => {
                if let State::Guide(session) = &mut self.state {
                    session.start_timer(position, turn.now);
                }
            }
            Action::HomeAllowed => {
                turn.run(Command::AllowHome);
                self.session_event(Event::ChecksRepeated, turn);
            }
            Action::GuideLeft => self.leave(turn),
            Action::CopyChosen(text) => turn.run(Command::Copy(text)),
            // A text that is stored already is not stored again.
            Action::ContactTyped(field, typed) if self.outbox.draft.contact(field) == typed => {}
            Action::NoteTyped(note) if self.outbox.draft.note == note => {}
            Action::ContactTyped(field, typed) => {
                self.outbox
                    .edit_draft(turn, |draft| draft.set_contact(field, typed));
            }
            Action::AskedTyped(TRAP_AT, typed) => {
                self.outbox
                    .edit_draft(turn, |draft| draft.set_fact(TRAP.to_owned(), typed));
            }
            Action::AskedTyped(at, typed) => {
                if let State::Guide(session) = &mut self.state {
                    match session.engine.screen().body {
                        Body::Input { value, .. } => session.fill_in(at, typed, value),
                        Body::Ticket { facts, .. } => {
                            if let Some(asked) = facts.into_iter().nth(at) {
                                self.outbox
                                    .edit_draft(turn, |draft| draft.set_fact(asked.fact, typed));
                            }
                        }
                        _ => {}
                    }
                }
            }
            Action::NoteTyped(note) => self.outbox.edit_draft(turn, |draft| draft.note = note),
            Action::DiagnosticToggled(id) => {
                self.outbox
                    .edit_draft(turn, |draft| draft.toggle_diagnostic(id));
            }
            Action::TellTyped(typed) => self.tell_typed(typed),
            Action::TellChosen(id) => self.tell_chosen(id, turn),
            Action::TellStopped => self.tell_stopped(turn),
            Action::ConsentToggled => {
                if let State::Guide(session) = &mut self.state {
                    session.consented = !session.consented;
                }
            }
            Action::SendChosen => self.send_chosen(turn),
            Action::DeleteChosen => self.delete_shown(turn),
            Action::WaitingShown => {
                let waiting = self.waiting().map(|ticket| ticket.began);
                self.leave(turn);
                self.show_ticket(waiting);
            }
            Action::RetryChosen => self.retry(turn),
            Action::LanguageChosen(language) => {
                // A customer who chooses it on the welcome screen stays there.
                let resume = matches!(self.state, State::Guide(_));
                turn.run(Command::Speak { language, resume });
            }
            Action::CloseChosen => {
                self.put_away(turn);
                self.close_shown(turn);
                turn.run(Command::Close);
            }
        }
    }

    fn index_arrived(&mut self, text: Option<String>, turn: &mut Turn) {
        let Some(index) = text.as_deref().and_then(index::read) else {
            // What was shown before stays; only a widget that has nothing to show says so.
            if self.index.is_none() {
                self.state = State::Failed(FailedState::NoIndex(self.state.take_begin()));
                turn.emit(PageEvent::Failed(Failed::NoGuides));
            }
            return;
        };
        self.provider = Rc::new(index.provider.clone());
        turn.run(Command::SetTargets(index.checks.clone()));
        self.index = Some(index);
        if let State::Loading(_) | State::Failed(FailedState::NoIndex(_)) = self.state {
            let begin = self.state.take_begin();
            self.state = State::welcome();
            if begin.resume && self.paused.offer().is_some() {
                self.resume(Goal::GoOn, turn);
            } else if begin.guide.is_some() {
                self.opened(begin.guide, turn);
            } else {
                // A ticket may have arrived while nobody looked.
                self.show_ticket(self.outbox.untold());
            }
        }
    }

    /// The host page opens the widget, at a guide or where it is.
    fn opened(&mut self, guide: Option<String>, turn: &mut Turn) {
        let Some(guide) = guide else { return };
        if self.index.is_none() {
            let mut begin = self.state.take_begin();
            begin.guide = Some(guide);
            self.state.wait_for_index(begin);
            return;
        }
        if self.state.guide() == Some(&guide) {
            return;
        }
        if self.paused.guide() == Some(&guide) {
            // A page that always opens the same guide must not throw away what a reload interrupted.
            self.resume(Goal::GoOn, turn);
        } else {
            self.leave(turn);
            self.open_guide(guide, Goal::Start, turn);
        }
    }

    fn retry(&mut self, turn: &mut Turn) {
        match &self.state {
            State::Failed(FailedState::NoIndex(_)) => {
                turn.run(Command::LoadIndex);
                turn.run(Command::LoadNotices);
            }
            State::Failed(FailedState::NoGuide { guide, goal, .. }) => {
                let (guide, goal) = (guide.clone(), *goal);
                self.open_guide(guide, goal, turn);
            }
            _ => {}
        }
        self.outbox.send_waiting(turn);
    }

    /// The session in memory, shown or left.
    fn session(&self) -> Option<&GuideSession> {
        match (&self.state, &self.paused) {
            (State::Guide(session), _) | (_, Paused::Left { session, .. }) => Some(session),
            _ => None,
        }
    }

    fn session_mut(&mut self) -> Option<&mut GuideSession> {
        match (&mut self.state, &mut self.paused) {
            (State::Guide(session), _) | (_, Paused::Left { session, .. }) => Some(session),
            _ => None,
        }
    }
}

impl Failure {
    fn reported(&self) -> Failed {
        match self {
            Failure::NoGuides => Failed::NoGuides,
            Failure::NoGuide => Failed::NoGuide,
            Failure::BadGuide => Failed::BadGuide,
        }
    }
}
