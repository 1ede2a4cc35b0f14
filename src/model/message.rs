//! The model's two vocabularies: messages that come in, and commands that go out.

use firstline_diagnosis::checks::outage::Outage;
use firstline_diagnosis::{CheckId, Finding, Progress, Targets};
use firstline_guide::model::Value;
use firstline_guide::session::{Event, Millis, Run};

use crate::action::Action;
use crate::view::Target;

/// Something that happened: the customer did something, or something outside did.
#[derive(Clone, Debug)]
pub enum Message {
    /// The customer did something.
    Action(Action),
    /// The host page opened the widget, at a guide or at the welcome screen.
    Opened(Option<String>),
    /// The host page gave facts of customer and line.
    Identified(Vec<(String, Value)>),
    /// The relay answered with the index, or did not.
    IndexArrived(Option<String>),
    /// The relay answered with the pack of a guide, or did not.
    PackArrived {
        /// The guide's id.
        guide: String,
        /// The pack as it came; `None` if it could not be had.
        bytes: Option<Vec<u8>>,
    },
    /// The relay answered with the boxes that customers may have, or did not.
    BoxesArrived(Option<String>),
    /// The status feed answered.
    IssuesArrived(Outage),
    /// The relay stored the wish for a message when a fault is over, and this is what takes the wish back; or it did not.
    TellAnswered(Option<String>),
    /// The second part of the core is here now, could not be fetched, or takes long: what is drawn may be another.
    SecondPartStands,
    /// Something that the engine waits for happened.
    Event(Event),
    /// The relay answered to a ticket, or did not.
    Delivered {
        /// The ticket's key.
        key: String,
        /// Whether the relay stored it, and if not, why.
        outcome: Delivery,
    },
    /// It is time, or there is reason, to try again to send what waits.
    RetryDue,
    /// What is stored of tickets may be another now: another page wrote there, or this page is left.
    OutboxChanged,
    /// Copying to the clipboard succeeded.
    Copied(String),
    /// The customer has had the time to see results that need no decision.
    ResultsSeen {
        /// The key of the screen that showed them.
        key: String,
    },
    /// A check has come so far.
    Progressed(CheckId, Progress),
    /// A second went by while something counts.
    Ticked,
}

/// The result of a try to send a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The relay has it on disk under this number.
    Stored {
        /// The number of the ticket, by which customer and agent name it.
        number: String,
        /// When it was received, and by when what happens, each a paragraph.
        promises: Vec<String>,
    },
    /// The relay refuses it, and would again.
    Refused,
    /// The relay takes nothing from pages of this origin.
    Barred,
    /// No answer, or one that asks to come again.
    Later {
        /// After so many seconds at the earliest, if the relay says so.
        after: Option<u32>,
        /// Whether the browser keeps the ticket when the page is closed.
        kept: bool,
    },
}

/// Something that the model wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Load the index.
    LoadIndex,
    /// Load the pack of a guide.
    LoadPack {
        /// The guide's id.
        guide: String,
        /// Its path, relative to the relay's root.
        path: String,
    },
    /// Load the boxes that customers may have, from this path relative to the relay's root.
    LoadBoxes(String),
    /// Load these pictures, so that they are there when the line drops.
    LoadPictures(Vec<String>),
    /// Ask the status feed.
    LoadNotices,
    /// Ask the status feed again and again, or no longer.
    WatchFaults(Watch),
    /// Leave the wish to be told when this fault is over.
    Tell {
        /// The key that makes a retry safe.
        key: String,
        /// The fault's id.
        item: String,
        /// The area that the customer told; none to take the page's.
        area: Option<String>,
        /// The customer's e-mail address.
        email: String,
    },
    /// Take the wish back, by its token.
    TellNot(String),
    /// The targets of checks from now on.
    SetTargets(Targets),
    /// Run these checks side by side. Each is reported by itself, as the engine's `CheckFinished`.
    RunChecks {
        /// The run that awaits them.
        run: Run,
        /// The checks, in the order in which they are shown.
        checks: Vec<CheckId>,
        /// The area that the customer told; none to take the page's.
        area: Option<String>,
        /// The service that known faults must touch; empty for any.
        service: String,
        /// For how many minutes the line is watched; zero if it is not.
        minutes: u16,
        /// The speed that was sold, down and up, in Mbit/s, if it is known.
        plan: [Option<f64>; 2],
        /// How many of a hundred packets got lost, where a step before measured that.
        loss: Option<f64>,
    },
    /// Draw this result of a speed test anew, with what was sold: what the test had drawn is gone.
    ShowSpeed {
        /// What the speed test had found.
        finding: Finding,
        /// The speed that was sold, down and up, in Mbit/s, if it is known.
        plan: [Option<f64>; 2],
    },
    /// The checks that run next may have the browser ask for the home network.
    AllowHome,
    /// Watch the line: report the engine's `LineDropped` and `LineReturned`.
    WatchLine {
        /// The run that awaits both.
        run: Run,
        /// Whether the line dropped already, before a reload.
        dropped: bool,
    },
    /// Report the engine's `TimerElapsed` at this time by the wall clock, at once if it is past.
    SetTimer {
        /// The run that awaits it.
        run: Run,
        /// The time, in milliseconds since 1970.
        at: Millis,
    },
    /// Stop what runs for this run of the engine: nobody awaits it any more.
    Cancel {
        /// The run that nobody awaits any more.
        run: Run,
    },
    /// Stop everything that runs for the engine: its session is replaced or over.
    StopEngine,
    /// Store the session.
    StoreSession(String),
    /// Erase the stored session.
    ForgetSession,
    /// Store a ticket, or what was typed into the form.
    StoreOutbox {
        /// The key that the storage knows it by.
        key: String,
        /// The entry as JSON.
        text: String,
    },
    /// Erase what is stored under this key; what tries to send it stops.
    ForgetOutbox(String),
    /// Send a ticket.
    Send {
        /// The key that makes a retry safe.
        key: String,
        /// The body, to the byte.
        body: String,
    },
    /// Report [`Message::RetryDue`] at this time.
    RetryAt(Millis),
    /// Report [`Message::ResultsSeen`] after so many milliseconds.
    ShowResults {
        /// The key of the screen that shows them.
        key: String,
        /// For how long they are shown, in milliseconds.
        ms: u32,
    },
    /// Copy to the clipboard.
    Copy(String),
    /// Report [`Message::Ticked`] each second from now on, or no longer.
    Tick(bool),
    /// Move the focus there once the view is drawn.
    Focus(Target),
    /// Tell the host page.
    Emit(PageEvent),
    /// Start anew in another language.
    Speak {
        /// The language, a BCP 47 tag.
        language: String,
        /// Whether to go on with the stored session without asking.
        resume: bool,
    },
    /// Close the panel.
    Close,
}

/// Which faults are watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Watch {
    /// Watches nothing.
    #[default]
    Nothing,
    /// Those of the area that the page gave.
    Page,
    /// Those of the area that the customer told.
    Area(String),
}

impl Command {
    /// The run of the engine that awaits what comes of it, where one does.
    pub fn run(&self) -> Option<Run> {
        match self {
            Command::RunChecks { run, .. }
            | Command::WatchLine { run, .. }
            | Command::SetTimer { run, .. } => Some(*run),
            _ => None,
        }
    }

    /// Whether it is about what is on the screen, and so waits until that is drawn.
    pub fn follows_drawing(&self) -> bool {
        matches!(
            self,
            Command::Focus(_) | Command::ShowSpeed { .. } | Command::Emit(PageEvent::Ready)
        )
    }
}

/// What the host page learns. Nothing in it is personal data; `embed/firstline.d.ts` describes it to
/// embedders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// The widget can be used.
    Ready,
    /// This guide was opened.
    GuideOpened(String),
    /// Another step is shown, at this place of the guide.
    StepShown(String),
    /// A step of checks is left and something was measured there, at this place of the guide.
    CheckMeasured(String),
    /// The guide ended: `guide/step`.
    GuideEnded(String),
    /// The relay has the ticket.
    TicketStored,
    /// The ticket waits in the browser.
    TicketWaiting,
    /// A fact of the page cannot be what a guide declares: its name and the type that was expected.
    FactRefused(String),
    /// Something failed that the page's makers may want to count.
    Failed(Failed),
}

/// The failure, as far as the host page learns of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The index could not be loaded.
    NoGuides,
    /// The pack of a guide could not be loaded.
    NoGuide,
    /// What was loaded is not sound.
    BadGuide,
    /// The relay refused the ticket for good.
    TicketRefused,
    /// The relay takes no tickets from pages of this origin.
    PageNotListed,
}

impl PageEvent {
    /// The event's public name.
    pub fn name(&self) -> &'static str {
        match self {
            PageEvent::Ready => "ready",
            PageEvent::GuideOpened(_) => "open",
            PageEvent::StepShown(_) => "step",
            PageEvent::CheckMeasured(_) => "check",
            PageEvent::GuideEnded(_) => "outcome",
            PageEvent::TicketStored | PageEvent::TicketWaiting => "ticket",
            PageEvent::FactRefused(_) => "fact",
            PageEvent::Failed(_) => "error",
        }
    }

    /// The one member of its detail, by its public name; `None` if the detail is empty.
    pub fn detail(&self) -> Option<(&'static str, &str)> {
        Some(match self {
            PageEvent::Ready => return None,
            PageEvent::GuideOpened(guide) => ("guide", guide),
            PageEvent::StepShown(place)
            | PageEvent::CheckMeasured(place)
            | PageEvent::GuideEnded(place) => ("place", place),
            PageEvent::TicketStored => ("state", "stored"),
            PageEvent::TicketWaiting => ("state", "waiting"),
            PageEvent::FactRefused(refused) => ("refused", refused),
            PageEvent::Failed(failed) => ("reason", failed.name()),
        })
    }
}

impl Failed {
    fn name(self) -> &'static str {
        match self {
            Failed::NoGuides => "no-guides",
            Failed::NoGuide => "no-guide",
            Failed::BadGuide => "bad-guide",
            Failed::TicketRefused => "ticket-refused",
            Failed::PageNotListed => "origins",
        }
    }
}
