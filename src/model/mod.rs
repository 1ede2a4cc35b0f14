//! Everything that the widget is, without a browser: messages go in, commands come out, a
//! [`View`] shows how it stands. The app carries the commands out.

pub mod catalog;
mod delivery;
pub mod equipment;
mod message;
pub mod outbox;
pub mod search;
mod show;
mod stored;
pub mod ticket;
mod told;
mod walking;

use std::rc::Rc;

use firstline_diagnosis::checks::outage::Issue;
use firstline_diagnosis::{Finding, Targets};
use firstline_guide::Session;
use firstline_guide::model::{Library, Value, WriteValue};
use firstline_guide::session::Millis;

use crate::action::Action;
use crate::view::{Failure, Provider};
pub use catalog::Catalog;
pub use message::{Command, Delivery, Message};
use outbox::{DRAFT, Draft, Pending};
pub use stored::Stored;

/// What the model needs from outside without waiting for it. Plain functions, so that tests set
/// their own.
#[derive(Clone, Copy, Debug)]
pub struct Outside {
    /// A fresh random UUID; `None` where the browser has no randomness.
    pub uuid: fn() -> Option<String>,
    /// A time of a feed (RFC 3339), or one in milliseconds since 1970 written as digits, in words for people of a language (BCP 47 tag); `None` where
    /// it is not understood.
    pub time_in_words: fn(&str, &str) -> Option<String>,
    /// A value as a language writes it.
    pub write_value: WriteValue,
    /// A text in lower case, its letters split from their accents (Unicode NFD).
    pub fold: search::Fold,
}

/// How the widget was set up.
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
    /// What the page's tag tells of the provider: until the index does, and where that never comes.
    pub provider: Provider,
    /// Where pictures are.
    pub pictures: String,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// Facts of the host page and of the device.
    pub facts: Vec<(String, Value)>,
}

/// Everything that the widget is.
#[derive(Debug)]
pub struct Model {
    outside: Outside,
    setup: Setup,
    pictures: Rc<str>,
    provider: Rc<Provider>,
    catalog: Option<Catalog>,
    issues: Vec<Issue>,
    page: Page,
    query: String,
    /// The session in memory, while a guide is open.
    walk: Option<Walking>,
    /// The session that was stored before this page was loaded, or that was left.
    stored: Option<Stored>,
    /// What is typed into the form.
    draft: Draft,
    /// The tickets that the provider does not have yet, and those whose number the customer was not
    /// told yet. The page that is about one of them alone is about the last.
    outbox: Vec<Pending>,
    consented: bool,
    /// Whether Send was pressed with something missing: only then are problems shown.
    checked: bool,
    copied: Option<String>,
    /// The boxes that customers may have, once they are loaded.
    boxes: Option<equipment::Known>,
    /// What the customer said of the own box, by its role: see [`equipment`].
    own_boxes: Vec<(String, String)>,
    /// Guides that wait for the boxes.
    held: Option<Library>,
    /// Whether to look at once, in a session that waits for the customer to come back.
    look_now: bool,
    /// Whether the customer does not want to look yet.
    put_off: bool,
}

/// Which screen is shown.
#[derive(Clone, Debug, PartialEq)]
enum Page {
    /// Nothing yet: the loader shows that it loads.
    Loading,
    /// Guides, search, resume offer.
    Welcome,
    /// The pack of this guide is loading.
    Opening(String),
    /// The step, the form or what became of the ticket.
    Walking,
    /// What became of the last ticket of the outbox, wherever its guide is.
    Sent,
    /// Something failed.
    Failed(Failure, Option<String>),
}

/// A session in memory.
#[derive(Debug)]
struct Walking {
    session: Session,
    /// Countdowns of single actions at the step that is shown.
    timers: Vec<(usize, Millis)>,
    /// What was typed and not handed in.
    typed: Option<String>,
    /// What was ticked and not handed in.
    ticked: Option<Vec<String>>,
    /// What passed at the step before, which went on by itself.
    passed: Vec<Finding>,
    /// Whether the customer left or closed it at an end that helped: then it is not stored any
    /// more, and nobody is asked to go on with what is over.
    put_away: bool,
}

impl Model {
    /// A widget that has just been mounted, with what was stored in this browser before: the session,
    /// and what was typed into the form and tickets by their keys.
    pub fn new(
        outside: Outside,
        setup: Setup,
        stored: Option<&str>,
        outbox: &[(String, Value)],
        now: Millis,
    ) -> (Model, Vec<Command>) {
        let pictures = Rc::from(setup.pictures.as_str());
        let provider = Rc::new(setup.provider.clone());
        let known = stored.and_then(|text| Stored::from_json(text, now));
        let own_boxes = known.as_ref().map(|stored| stored.boxes.clone());
        let mut model = Model {
            outside,
            setup,
            pictures,
            provider,
            catalog: None,
            issues: Vec::new(),
            page: Page::Loading,
            query: String::new(),
            walk: None,
            stored: known,
            draft: Draft::default(),
            outbox: Vec::new(),
            consented: false,
            checked: false,
            copied: None,
            boxes: None,
            own_boxes: own_boxes.unwrap_or_default(),
            held: None,
            look_now: false,
            put_off: false,
        };
        let mut commands = vec![Command::LoadIndex, Command::LoadNotices];
        // What has expired is not only not read but gone.
        if stored.is_some() && model.stored.is_none() {
            commands.push(Command::ForgetSession);
        }
        for (key, text) in outbox {
            let Value::Text(text) = text else { continue };
            match outbox::from_json(key, text, now) {
                Some((_, Some(pending))) => model.outbox.push(pending),
                Some((draft, None)) => model.draft = draft,
                None => commands.push(Command::ForgetOutbox(key.clone())),
            }
        }
        model.send_waiting(&mut commands);
        (model, commands)
    }

    /// Takes a message in and says what is to be done.
    pub fn update(&mut self, now: Millis, message: Message) -> Vec<Command> {
        let mut commands = Vec::new();
        match message {
            Message::Did(action) => self.act(now, action, &mut commands),
            Message::Opened(guide) => self.opened(now, guide, &mut commands),
            Message::Identified(facts) => {
                for (name, value) in facts {
                    self.setup.facts.retain(|(known, _)| *known != name);
                    self.setup.facts.push((name, value));
                }
            }
            Message::IndexArrived(text) => self.index_arrived(now, text, &mut commands),
            Message::PackArrived { guide, bytes } => {
                self.pack_arrived(now, &guide, bytes, &mut commands);
            }
            Message::BoxesArrived(text) => self.boxes_arrived(now, text, &mut commands),
            Message::IssuesArrived(issues) => self.issues = issues,
            Message::Engine(what) => self.step(now, what, &mut commands),
            Message::Delivered { key, outcome } => {
                self.delivered(now, &key, outcome, &mut commands);
            }
            Message::RetryDue => self.send_waiting(&mut commands),
            Message::ResultsSeen { key } => self.results_seen(now, &key, &mut commands),
            Message::Copied(text) => self.copied = Some(text),
            Message::Ticked => {}
        }
        commands
    }

    /// What the connection checks ask, once the relay has told.
    pub fn targets(&self) -> Option<&Targets> {
        self.catalog.as_ref().map(|catalog| &catalog.targets)
    }

    /// Whether something on the screen counts, so that it must be drawn anew each second.
    pub fn counts(&self) -> bool {
        self.page == Page::Walking && self.walk.as_ref().is_some_and(Walking::counts)
    }

    /// Whether there is something to show; until then the loader shows that it loads.
    pub fn is_ready(&self) -> bool {
        self.page != Page::Loading
    }

    fn act(&mut self, now: Millis, action: Action, commands: &mut Vec<Command>) {
        self.copied = None;
        match action {
            Action::SearchTyped(query) => self.query = query,
            Action::GuideChosen(guide) => self.open_guide(guide, false, commands),
            Action::ResumeChosen => self.resume(commands),
            Action::LookChosen => {
                self.look_now = true;
                self.resume(commands);
                self.look(now, commands);
            }
            Action::LookPutOff => self.put_off = true,
            Action::BoxChosen(id) => self.choose_box(now, id, commands),
            Action::BoxAsked => self.ask_box(now, commands),
            Action::ResumeDeclined => {
                self.stored = None;
                commands.push(Command::ForgetSession);
            }
            Action::Step(what) => self.step(now, what, commands),
            Action::InputTyped(typed) => {
                if let Some(walk) = &mut self.walk {
                    walk.typed = Some(typed);
                }
            }
            Action::OptionToggled(id) => self.toggle_option(id),
            Action::GuideLeft => self.leave(now, commands),
            Action::TimerStarted(position) => {
                if let Some(walk) = &mut self.walk {
                    walk.timers.retain(|(known, _)| *known != position);
                    walk.timers.push((position, now));
                }
            }
            Action::CopyChosen(text) => commands.push(Command::Copy(text)),
            Action::ContactTyped(field, typed) => {
                self.draft.set_contact(field, typed);
                self.store_draft(now, commands);
            }
            Action::NoteTyped(note) => {
                self.draft.note = note;
                self.store_draft(now, commands);
            }
            Action::ConsentToggled => self.consented = !self.consented,
            Action::DiagnosticToggled(id) => {
                let removed = &mut self.draft.removed;
                match removed.iter().position(|known| *known == id) {
                    Some(position) => drop(removed.remove(position)),
                    None => removed.push(id),
                }
                self.store_draft(now, commands);
            }
            Action::SendChosen => self.send_chosen(now, commands),
            Action::DeleteChosen => {
                if let Some(at) = self.shown() {
                    self.take_out(at, commands);
                }
                if self.page == Page::Sent {
                    self.leave(now, commands);
                }
            }
            Action::WaitingShown => {
                let waiting = self.waiting();
                self.leave(now, commands);
                self.tell_of(waiting);
            }
            Action::RetryChosen => self.retry(commands),
            Action::LanguageChosen(language) => {
                // Whoever chooses it on the welcome screen stays there.
                commands.push(Command::Speak(language, self.page == Page::Walking));
            }
            Action::CloseChosen => {
                self.put_away(commands);
                commands.push(Command::Close);
            }
        }
    }

    fn index_arrived(&mut self, now: Millis, text: Option<String>, commands: &mut Vec<Command>) {
        let Some(catalog) = text.as_deref().and_then(Catalog::read) else {
            // What was shown before stays; only a widget that has nothing to show says so.
            if self.catalog.is_none() {
                self.page = Page::Failed(Failure::NoGuides, None);
                commands.push(Command::Emit("error", "no-guides".to_owned()));
            }
            return;
        };
        self.provider = Rc::new(catalog.provider.clone());
        self.catalog = Some(catalog);
        if matches!(
            self.page,
            Page::Loading | Page::Failed(Failure::NoGuides, _)
        ) {
            self.page = Page::Welcome;
            if self.setup.resume && self.stored.is_some() {
                self.resume(commands);
            } else if let Some(guide) = self.setup.guide.take() {
                self.opened(now, Some(guide), commands);
            }
        }
    }

    /// The host page wants the widget at a guide, or just open.
    fn opened(&mut self, now: Millis, guide: Option<String>, commands: &mut Vec<Command>) {
        let Some(guide) = guide else { return };
        if self.catalog.is_none() {
            self.setup.guide = Some(guide);
            return;
        }
        let open = self
            .walk
            .as_ref()
            .map(|walk| walk.session.trail().guide.as_str());
        if open == Some(&guide) {
            self.page = Page::Walking;
        } else if self
            .stored
            .as_ref()
            .is_some_and(|stored| stored.trail.guide == guide)
        {
            // A page that always opens the same guide must not throw away what a reload
            // interrupted.
            self.resume(commands);
        } else {
            self.leave(now, commands);
            self.open_guide(guide, false, commands);
        }
    }

    fn retry(&mut self, commands: &mut Vec<Command>) {
        match &self.page {
            Page::Failed(_, Some(guide)) => {
                let (guide, resume) = (guide.clone(), self.stored.is_some());
                self.open_guide(guide, resume, commands);
            }
            Page::Failed(_, None) => commands.extend([Command::LoadIndex, Command::LoadNotices]),
            _ => self.send_waiting(commands),
        }
    }

    fn toggle_option(&mut self, id: String) {
        let Some(walk) = &mut self.walk else { return };
        let ticked = walk
            .ticked
            .get_or_insert_with(|| walk.session.chosen_before());
        match ticked.iter().position(|known| *known == id) {
            Some(position) => drop(ticked.remove(position)),
            None => {
                ticked.retain(|known| !stands_alone(known) && !stands_alone(&id));
                ticked.push(id);
            }
        }
    }

    fn store_draft(&mut self, now: Millis, commands: &mut Vec<Command>) {
        commands.push(Command::StoreOutbox {
            key: DRAFT.to_owned(),
            text: outbox::to_json(now, &self.draft, None),
        });
    }
}

/// Whether an option says that none of the others fits.
fn stands_alone(option: &str) -> bool {
    option == "unsure" || option == "nothing"
}

impl Walking {
    fn counts(&self) -> bool {
        use firstline_guide::session::{Body, Recheck, Waiting};
        !self.timers.is_empty()
            || match self.session.screen().body {
                Body::Instruction { waiting, .. } => matches!(waiting, Waiting::Until { .. }),
                Body::Checking { done, .. } => !done,
                Body::Resolved { recheck } => matches!(recheck, Recheck::Planned { .. }),
                _ => false,
            }
    }

    /// Forgets what belongs to the step that is left.
    fn next_step(&mut self) {
        self.timers.clear();
        self.typed = None;
        self.ticked = None;
        self.passed.clear();
    }
}
