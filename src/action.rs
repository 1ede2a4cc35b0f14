//! What a customer does on a screen: the part of [`crate::model::Message`] that screens can send.

use firstline_guide::model::ContactField;
use firstline_guide::session::Event;
use serde::{Deserialize, Serialize};

/// Where among the facts of a form the field stands that nobody sees.
pub const TRAP_AT: usize = usize::MAX;

/// Something that the customer did. The first screens are drawn before the core is there: what a press on
/// them means is written into them as data, and given to the model as
/// [`Setup::before`](crate::model::Setup::before).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Typed into the search field of the welcome screen.
    SearchTyped(String),
    /// Chose a guide, by its id.
    GuideChosen(String),
    /// Wants to go on with the stored session.
    ResumeChosen,
    /// Wants the stored session forgotten.
    ResumeDeclined,
    /// Wants to look now whether it got better, in the stored session that waits for that.
    LookChosen,
    /// Does not want to look yet.
    LookPutOff,
    /// Chose the own box, by its id; `None` if it is not among those that are shown.
    BoxChosen(Option<String>),
    /// Wants to choose the own box again: it is not the one that is shown.
    BoxAsked,
    /// Did something at a step; the model adds the time.
    Step(Event),
    /// Typed into the input of the step that is shown: everything that stands there now.
    InputTyped(String),
    /// Ticked or unticked an option of a question that takes several, by its id. What was chosen
    /// before is ticked to begin with.
    OptionToggled(String),
    /// Agreed that the browser asks whether this page may reach the home network; the checks are run again.
    HomeAllowed,
    /// Left the guide for the welcome screen; the session stays stored.
    GuideLeft,
    /// Started the countdown of an action of the instruction that is shown, by its position.
    TimerStarted(usize),
    /// Wants this copied to the clipboard.
    CopyChosen(String),
    /// Typed into a field of the ticket form.
    ContactTyped(ContactField, String),
    /// Typed into what the ticket form asks for besides, or into a field of a step's form, by its position.
    AskedTyped(usize, String),
    /// Typed into the ticket form's note.
    NoteTyped(String),
    /// Typed the address at which to be told that a fault is over.
    TellTyped(String),
    /// Wants to be told that this fault is over, by its id.
    TellChosen(String),
    /// Wants no longer to be told.
    TellStopped,
    /// Ticked or unticked the consent.
    ConsentToggled,
    /// Removed a diagnostic from the ticket or put it back, by [`crate::view::Diagnostic::id`].
    DiagnosticToggled(String),
    /// Sends the ticket, or tries again at once.
    SendChosen,
    /// Wants what waits in this browser deleted.
    DeleteChosen,
    /// Wants to see the message that the provider does not have.
    WaitingShown,
    /// Wants to try again what failed.
    RetryChosen,
    /// Wants another language, by its tag.
    LanguageChosen(String),
    /// Closed the widget.
    CloseChosen,
}
