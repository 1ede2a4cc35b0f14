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
mod later;
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
use firstline_guide::session::{Event, Millis};

use crate::action::Action;
use crate::view::{Failure, Provider, View};
use faults::Faults;
use guide_session::GuideSession;
pub use index::Index;
pub use later::{Later, LaterPorts};
pub use message::{Command, Delivery, Failed, Message, PageEvent, Watch};
use outbox::Outbox;
use own_box::OwnBoxes;
use state::{Begin, FailedState, Goal, Paused, State};
pub use stored::StoredSession;
use turn::Turn;

/// What the model asks of its surroundings and gets at once. Plain functions, so that tests set their
/// own. What only the second part asks is in [`LaterPorts`].
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// A value as a language writes it.
    pub write_value: WriteValue,
    /// A text in lower case, its letters split from their accents (Unicode NFD).
    pub fold: search::Fold,
    /// By how many minutes the customer's clock is before that of Greenwich.
    pub east: fn() -> i32,
    /// What the second part of the core does for the model; `None` while that is not here.
    pub later: fn() -> Option<&'static Later>,
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
    /// Whether this browser has a session stored.
    pub has_session: bool,
    /// Whether this browser has tickets stored, or what was typed into their form.
    pub has_outbox: bool,
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
    /// Is there until the second part has read what this browser has stored.
    unread: Option<Unread>,
    boxes: OwnBoxes,
    /// The text that was copied to the clipboard since the customer last did something.
    copied: Option<String>,
    /// Actions of before the core was there, until all are applied.
    before: Option<VecDeque<Action>>,
    screen: focus::Shown,
}

/// What this browser has stored is not read yet.
#[derive(Debug)]
struct Unread {
    /// Whether a session is stored: it may be what the page opens, or what is to be gone on with.
    has_session: bool,
    /// Whether the first screen waits until it is read.
    is_awaited: bool,
    /// What was to be shown, and waits for the stored session.
    begin: Begin,
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
    /// A widget that has just been mounted.
    pub fn new(ports: Ports, setup: Setup, now: Millis) -> (Model, Vec<Command>) {
        let mut turn = Turn::new(now);
        turn.run(Command::LoadIndex);
        turn.run(Command::LoadNotices);
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
            paused: Paused::Nothing,
            outbox: Outbox::default(),
            unread: Some(Unread {
                has_session: setup.has_session,
                is_awaited: setup.has_session || setup.has_outbox,
                begin: Begin::default(),
            }),
            boxes: OwnBoxes::new(setup.meanings),
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
        model.restore(&mut turn);
        (model, turn.commands)
    }

    /// Takes a message in and says what is to be done.
    pub fn update(&mut self, now: Millis, message: Message) -> Vec<Command> {
        let mut turn = Turn::new(now);
        let cause = focus::Cause::of(&message);
        // Before a message that was under way when the second part came.
        self.restore(&mut turn);
        self.take(message, &mut turn);
        let caught_up = self.catch_up(&mut turn);
        let mut view = self.make_view(now);
        if let Some(later) = self.later() {
            (later.complete)(self, view.as_mut(), &mut turn);
        }
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
            Message::Event(event) => self.session_event(event, turn),
            Message::Copied(text) => self.copied = Some(text),
            Message::Ticked => {}
            Message::SecondPartStands => self.second_part_stands(turn),
            later => self.take_later(later, turn),
        }
    }

    /// Leaves a message to the second part. While that is not here nothing is on the screen and nothing under way that such a
    /// message comes from, but for news of the line and of other pages; and what is stored is read when it comes.
    fn take_later(&mut self, message: Message, turn: &mut Turn) {
        if let Some(later) = self.later() {
            (later.take)(self, message, turn);
        }
    }

    /// Leaves something to the second part, if that is here.
    fn leave_to(&mut self, what: fn(&Later) -> fn(&mut Model, &mut Turn), turn: &mut Turn) {
        if let Some(later) = self.later() {
            what(later)(self, turn);
        }
    }

    fn later(&self) -> Option<&'static Later> {
        (self.ports.later)()
    }

    /// Takes in what this browser has stored, once what reads it is here.
    fn restore(&mut self, turn: &mut Turn) {
        if let Some(later) = self.later()
            && let Some(unread) = self.unread.take()
        {
            (later.restore)(self, turn);
            if let State::Welcome { .. } = self.state {
                self.begin_with(unread.begin, turn);
            }
        }
    }

    /// The second part came, could not be fetched, or takes long: then the first screen waits for it no longer.
    fn second_part_stands(&mut self, turn: &mut Turn) {
        if let Some(unread) = &mut self.unread {
            unread.is_awaited = false;
        }
        if let (State::Loading(_), Some(_)) = (&self.state, &self.index) {
            self.begin_at(turn);
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
            Action::AskedTyped(at, typed) => {
                let is_step = match &mut self.state {
                    State::Guide(session) => session.fill_in(at, &typed),
                    _ => false,
                };
                if !is_step {
                    // A fact of the ticket form.
                    self.take_later(Message::Action(Action::AskedTyped(at, typed)), turn);
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
            Action::GuideLeft => self.leave(turn),
            Action::CopyChosen(text) => turn.run(Command::Copy(text)),
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
            later => self.take_later(Message::Action(later), turn),
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
        let awaits = self.unread.as_ref().is_some_and(|unread| unread.is_awaited);
        match self.state {
            State::Loading(_) if awaits => {}
            State::Loading(_) | State::Failed(FailedState::NoIndex(_)) => self.begin_at(turn),
            _ => {}
        }
    }

    /// Shows what was to be shown first.
    fn begin_at(&mut self, turn: &mut Turn) {
        let begin = self.state.take_begin();
        self.state = State::welcome();
        self.begin_with(begin, turn);
    }

    /// From the welcome screen to what was to be shown. What a stored session may have to do with waits until that is read.
    fn begin_with(&mut self, begin: Begin, turn: &mut Turn) {
        if let Some(unread) = self.unread.as_mut().filter(|unread| unread.has_session) {
            unread.begin = begin;
        } else if begin.resume && self.paused.offer().is_some() {
            self.resume(Goal::GoOn, turn);
        } else if begin.guide.is_some() {
            self.opened(begin.guide, turn);
        } else {
            // A ticket may have arrived while nobody looked.
            self.show_ticket(self.outbox.untold());
        }
    }

    /// The host page opens the widget, at a guide or where it is.
    fn opened(&mut self, guide: Option<String>, turn: &mut Turn) {
        let Some(guide) = guide else { return };
        if self.index.is_none() || matches!(self.state, State::Loading(_)) {
            let mut begin = self.state.take_begin();
            begin.guide = Some(guide);
            self.state.wait_for_index(begin);
            return;
        }
        if let Some(unread) = self.unread.as_mut().filter(|unread| unread.has_session) {
            unread.begin.guide = Some(guide);
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
        self.take_later(Message::RetryDue, turn);
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
