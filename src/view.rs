//! What the app shows: plain values that the app makes and the screens draw. No screen knows
//! the model, so each is rendered natively from examples.

use std::rc::Rc;

use firstline_diagnosis::{CheckId, Finding, Progress};
use firstline_guide::model::{ContactField, Value};
use firstline_guide::session::{
    Body, FieldView, Millis, Recheck, Screen, TranscriptEntry, Waiting,
};
pub use firstline_wire::equipment::{Arrangement, Equipment, Light, Pattern};
pub use firstline_wire::index::{Language, Provider};

/// Everything that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The provider, for headings and the ways out.
    pub provider: Rc<Provider>,
    /// The clock, for countdowns and "12 minutes ago". Ticks only while something counts.
    pub now: Millis,
    /// Whether the widget stands in the page rather than in a panel: there is nothing to close.
    pub inline: bool,
    /// Where pictures are, with a trailing slash.
    pub pictures: Rc<str>,
    /// The text that was last copied to the clipboard, to say so beside its button.
    pub copied: Option<String>,
    /// How a ticket stands that the provider does not have, wherever the customer is; not that which
    /// the page is about.
    pub waiting: Option<SentState>,
    /// The tag of the language of the guide that is shown, if it is not the one that is spoken.
    pub language: Option<String>,
    /// The screen.
    pub page: Page,
}

/// An element that can get the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The screen's heading.
    Heading,
    /// The search field of the welcome screen.
    Search,
    /// The input of the step.
    Input,
    /// A field of the ticket form.
    Field(ContactField),
    /// A fact of the ticket form, or a field of a step's, by its position.
    Asked(usize),
    /// The note of the ticket form.
    Note,
    /// The consent of the ticket form.
    Consent,
    /// The address at which to be told that a fault is over.
    Tell,
}

impl View {
    /// Tells one screen from the next: the same key means that the same screen is still shown.
    pub fn key(&self) -> &str {
        match &self.page {
            Page::Welcome(_) => "welcome",
            Page::Step(step) => &step.screen.key,
            Page::Ticket(ticket) => &ticket.screen.key,
            Page::Sent(_) => "sent",
            Page::Failure(_) => "failure",
        }
    }

    /// Whether help ends here, or has not begun, so that people are named who can be reached.
    pub fn is_an_end(&self) -> bool {
        let Page::Step(step) = &self.page else {
            return true;
        };
        // Where there is danger, the one number that helps stands alone.
        matches!(
            step.screen.body,
            Body::Resolved { .. }
                | Body::KnownIssue { .. }
                | Body::HandOver { .. }
                | Body::Ticket { .. }
                | Body::Broken
        )
    }

    /// The first control whose entry is not accepted.
    pub fn first_problem(&self) -> Option<Target> {
        match &self.page {
            Page::Ticket(page) => {
                let mut fields = page.fields.iter();
                let field = fields.find(|field| field.problem.is_some());
                let asked = page.facts.iter().position(|asked| asked.missing);
                asked
                    .map(Target::Asked)
                    .or(field.map(|field| Target::Field(field.field)))
                    .or(page.note_is_too_long().then_some(Target::Note))
                    .or((page.consent_missing && !page.consented).then_some(Target::Consent))
            }
            Page::Step(step) => match &step.screen.body {
                Body::Input {
                    field: FieldView::Form(parts),
                    ..
                } => {
                    let wrong = parts.iter().position(|part| part.refused.is_some());
                    wrong.map(Target::Asked)
                }
                Body::Input {
                    refused: Some(_), ..
                } => Some(Target::Input),
                _ => step.fault.is_wrong().then_some(Target::Tell),
            },
            Page::Welcome(page) => {
                let mut notices = page.notices.iter();
                notices
                    .any(|notice| notice.standing.is_wrong())
                    .then_some(Target::Tell)
            }
            _ => None,
        }
    }

    /// Whether this can have the focus on the screen that is shown.
    pub fn has(&self, target: Target) -> bool {
        match (target, &self.page) {
            (Target::Heading, _)
            | (Target::Search, Page::Welcome(_))
            | (Target::Note | Target::Consent, Page::Ticket(_)) => true,
            (Target::Input | Target::Asked(_), Page::Step(step)) => match &step.screen.body {
                Body::Input {
                    field: FieldView::Form(parts),
                    ..
                } => matches!(target, Target::Asked(at) if at < parts.len()),
                Body::Input { .. } => target == Target::Input,
                _ => false,
            },
            (Target::Asked(at), Page::Ticket(page)) => at < page.facts.len(),
            (Target::Field(field), Page::Ticket(page)) => {
                page.fields.iter().any(|known| known.field == field)
            }
            _ => false,
        }
    }

    /// Whether something on the screen counts seconds, so that it must be drawn each second.
    pub fn counts(&self) -> bool {
        let Page::Step(step) = &self.page else {
            return false;
        };
        !step.timers.is_empty()
            || match &step.screen.body {
                Body::Instruction { waiting, .. } => matches!(waiting, Waiting::Until { .. }),
                Body::Checking { done, .. } => !done,
                Body::Resolved { recheck } => matches!(recheck, Recheck::Planned { .. }),
                _ => false,
            }
    }
}

/// The screen that is shown.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and most are the largest"
)]
pub enum Page {
    /// Guides, search, resume offer.
    Welcome(Welcome),
    /// A step of a guide, except an end with a ticket.
    Step(Step),
    /// An end with a ticket: the form.
    Ticket(Ticket),
    /// The ticket is sent, or waits in this browser.
    Sent(Sent),
    /// Something failed that the customer can be told about.
    Failure(Failure),
}

/// The welcome screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Welcome {
    /// Known faults and maintenance: they are said before anything is asked.
    pub notices: Vec<Notice>,
    /// The guides that fit what was typed, best first; all of them while nothing is typed.
    pub guides: Vec<Topic>,
    /// The text that was typed.
    pub query: String,
    /// A stored session to go on with.
    pub resume: Option<Resume>,
    /// The other languages that it can all be read in.
    pub languages: Vec<Language>,
    /// Whether a guide was chosen that is on its way: on a bad line that takes long.
    pub opening: bool,
}

/// A known fault or maintenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Whether it is planned work rather than a fault.
    pub planned: bool,
    /// Its title, one line.
    pub title: String,
    /// The text for customers.
    pub text: String,
    /// How far it is: since when, until when, its news.
    pub standing: Standing,
}

/// How a fault stands. Times are in words for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The id that the status feed gives it.
    pub id: String,
    /// When it began; `None` if the feed does not say.
    pub since: Option<String>,
    /// When it is expected to end.
    pub expected_end: Option<String>,
    /// Whether it is over.
    pub is_over: bool,
    /// When it ended; `None` while it goes on, or if the feed does not say.
    pub ended: Option<String>,
    /// Advice for the time after it.
    pub afterwards: String,
    /// Its updates, newest first: time and text.
    pub updates: Vec<(String, String)>,
    /// The wish to be told when it is over; `None` if that cannot be had here.
    pub tell: Option<Tell>,
}

impl Standing {
    /// Whether an address to be told at is not accepted, or could not be left.
    fn is_wrong(&self) -> bool {
        let state = self.tell.as_ref().map(|tell| tell.state);
        matches!(state, Some(TellState::Wrong | TellState::Failed))
    }
}

/// The wish to be told when a fault is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tell {
    /// The address, as it was typed.
    pub email: String,
    /// The state of the wish.
    pub state: TellState,
}

/// The state of a customer's wish for a message at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TellState {
    /// An address is asked for.
    #[default]
    Asked,
    /// The typed text is no address.
    Wrong,
    /// It is on its way.
    Sending,
    /// It did not arrive.
    Failed,
    /// The relay has it.
    Told,
}

/// A guide on the welcome screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// The id of the guide.
    pub id: String,
    /// The title of the guide, in the customer's language.
    pub title: String,
    /// Says whom it is for.
    pub summary: String,
    /// The heading that the provider lists it under.
    pub group: Option<String>,
    /// Its language's tag, if it is not the one that is spoken.
    pub language: Option<String>,
}

/// A stored session.
#[derive(Clone, Debug, PartialEq)]
pub struct Resume {
    /// The guide's title.
    pub guide: String,
    /// The heading of the step where it stopped.
    pub step: String,
    /// When it was last touched.
    pub at: Millis,
    /// When it goes on, if it waits for the customer to come back and look.
    pub later: Option<Millis>,
}

/// How the lamps of a box are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Boxes {
    /// By what they mean, in words: no box is known.
    #[default]
    None,
    /// The same, because the customer's own box is none of those that are known.
    Other,
    /// First, which of these boxes it is.
    Choosing {
        /// Those that fit what was typed, all of them while nothing is typed.
        shown: Vec<Rc<Equipment>>,
        /// Whether there are so many that one is looked for by name.
        many: bool,
    },
    /// By what they look like on this box.
    Own(Rc<Equipment>),
}

/// A step of a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The engine's screen.
    pub screen: Screen,
    /// Countdowns of single actions: position and start.
    pub timers: Vec<(usize, Millis)>,
    /// What passed at the step before, which went on by itself: it is said once more, for whoever
    /// did not see it in time or hears the screen.
    pub passed: Vec<Finding>,
    /// How the fault stands that is known, at an end that says so.
    pub fault: Standing,
    /// When it is looked at again, in words for people.
    pub expected_end: Option<String>,
    /// What was typed into this step's input and not handed in yet; `None` until something was.
    pub typed: Option<String>,
    /// The ids that are ticked at a question that takes several and not handed in yet; `None`
    /// until the first tick.
    pub ticked: Option<Vec<String>>,
    /// How far a check has come that takes minutes.
    pub progress: Option<(CheckId, Progress)>,
    /// How the lamps of a box are asked for, if the step does.
    pub boxes: Boxes,
    /// The guide that a hand-over leads to, if customers can choose it.
    pub topic: Option<Topic>,
}

/// The ticket form.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// The end's texts.
    pub screen: Screen,
    /// What is asked for.
    pub fields: Vec<Field>,
    /// The facts that the form asks for.
    pub facts: Vec<Asked>,
    /// Whether there is danger: calling comes first.
    pub danger: bool,
    /// The customer's own words.
    pub note: String,
    /// How long the note is and may be, in characters, where it comes near that.
    pub note_limit: Option<(usize, usize)>,
    /// Exactly what will be sent of the session.
    pub entries: Vec<TranscriptEntry>,
    /// The boxes whose lamps may stand among the entries.
    pub boxes: Vec<Rc<Equipment>>,
    /// Each measurement that goes along, removable.
    pub diagnostics: Vec<Diagnostic>,
    /// The text that the customer agrees to.
    pub consent: String,
    /// Whether the customer has.
    pub consented: bool,
    /// Whether Send was pressed without it.
    pub consent_missing: bool,
    /// Whether the ticket is on its way.
    pub sending: bool,
}

impl Ticket {
    /// Whether the note is longer than the provider takes.
    pub fn note_is_too_long(&self) -> bool {
        self.note_limit.is_some_and(|(long, most)| long > most)
    }
}

/// A field of the ticket form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What is asked for.
    pub field: ContactField,
    /// The text that was typed.
    pub value: String,
    /// Why it is not accepted; set once Send was pressed, and as soon as it is too long.
    pub problem: Option<FieldProblem>,
    /// How long it is and may be, in characters, where it comes near that.
    pub near_limit: Option<(usize, usize)>,
}

/// A fact that the ticket form asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Its label in the form.
    pub label: String,
    /// The text that was typed.
    pub value: String,
    /// Whether it must be there and is not; set once Send was pressed.
    pub missing: bool,
}

/// Why a field of the ticket form is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// Nothing was entered, and without it nobody can answer.
    Missing,
    /// It is not an e-mail address.
    NotAnEmail,
    /// It is not a telephone number.
    NotAPhone,
    /// It is longer than this, in characters.
    TooLong(usize),
}

/// A measurement that goes along with the ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// A check's name, or `environment`.
    pub id: String,
    /// The finding; `None` for `environment`.
    pub finding: Option<Finding>,
    /// The facts about the environment that are sent, by name: first the browser's name for itself.
    pub environment: Vec<(String, Value)>,
    /// Whether the customer removed it.
    pub removed: bool,
}

/// The ticket is sent, or waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Whether the provider has it.
    pub state: SentState,
    /// The guide's sentences that say what happens next.
    pub next: Vec<String>,
    /// The text that the customer can copy and keep.
    pub receipt: String,
}

/// How a ticket stands.
#[derive(Clone, Debug, PartialEq)]
pub enum SentState {
    /// The provider has it.
    Stored {
        /// The number that the relay gave it.
        number: String,
    },
    /// It waits in this browser, and goes out by itself.
    Waiting {
        /// When the customer pressed Send, in milliseconds since 1970.
        since: Millis,
        /// Whether it is being tried right now.
        trying: bool,
        /// Whether it is still there when this page is not.
        kept: bool,
    },
    /// It waited for so long that it goes out only if the customer says so.
    Old,
    /// The relay takes nothing from this page: the customer must call.
    Barred,
    /// The relay refused it for good: the customer must call.
    Refused,
}

/// Something that failed, by what the customer can do about it.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The guides could not be loaded: the relay does not answer.
    NoGuides,
    /// This guide could not be loaded.
    NoGuide,
    /// The guide that was loaded is not sound.
    BadGuide,
}
