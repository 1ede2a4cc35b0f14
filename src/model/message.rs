//! What comes into the model, and what it wants done.

use firstline_diagnosis::checks::outage::Issue;
use firstline_guide::Effect;
use firstline_guide::model::Value;
use firstline_guide::session::{Event, Millis};

use crate::action::Action;

/// Something that happened, to the customer or outside.
#[derive(Clone, Debug)]
pub enum Message {
    /// The customer did something.
    Did(Action),
    /// The host page opened the widget, at a guide or at the welcome screen.
    Opened(Option<String>),
    /// The host page told facts.
    Identified(Vec<(String, Value)>),
    /// The relay answered with the index, or did not.
    IndexArrived(Option<String>),
    /// The relay answered with the pack of a guide, or did not.
    PackArrived {
        /// The guide's id.
        guide: String,
        /// Its bytes.
        bytes: Option<Vec<u8>>,
    },
    /// The relay answered with the boxes that customers may have, or did not.
    BoxesArrived(Option<String>),
    /// The status feed answered.
    IssuesArrived(Vec<Issue>),
    /// Something that the engine waits for happened.
    Engine(Event),
    /// The relay answered to a ticket, or did not.
    Delivered {
        /// The ticket's key.
        key: String,
        /// What came of it.
        outcome: Delivery,
    },
    /// It is time, or there is reason, to try again to send what waits.
    RetryDue,
    /// Copying to the clipboard succeeded.
    Copied(String),
    /// The customer has had the time to see results that need no decision.
    ResultsSeen {
        /// The key of the screen that showed them.
        key: String,
    },
    /// A second went by while something counts.
    Ticked,
}

/// What came of a try to send a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The relay has it on disk under this number.
    Stored {
        /// The number.
        number: String,
    },
    /// The relay refuses it, and would again.
    Refused,
    /// No answer, or one that asks to come again.
    Later {
        /// After so many seconds at the earliest, where the relay says so.
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
        /// Where it is, relative to the relay's root.
        path: String,
    },
    /// Load the boxes that customers may have, from this path relative to the relay's root.
    LoadBoxes(String),
    /// Load these pictures, so that they are there when the line drops.
    LoadPictures(Vec<String>),
    /// Ask the status feed.
    LoadNotices,
    /// What the engine wants done, except saving.
    Engine(Effect),
    /// Stop everything that runs for the engine: its session is replaced or over.
    StopEngine,
    /// Store the session.
    StoreSession(String),
    /// Erase the stored session.
    ForgetSession,
    /// Store a ticket, or what was typed into the form.
    StoreOutbox {
        /// Its key.
        key: String,
        /// Its stored form.
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
        /// How long.
        ms: u32,
    },
    /// Copy to the clipboard.
    Copy(String),
    /// Tell the host page: a name and a detail, free of personal data.
    Emit(&'static str, String),
    /// Start anew in the language of this tag, and go on with the stored session where that is so.
    Speak(String, bool),
    /// Close the panel.
    Close,
}
