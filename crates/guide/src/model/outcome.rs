//! The ends of guides.

use firstline_diagnosis::CheckId;
use serde::{Deserialize, Serialize};

use super::named::named;
use super::text::Text;

named! {
    /// How a called guide ended, as its caller's `on` names it.
    Ending {
        /// It helped.
        Resolved = "resolved",
        /// It did not help.
        Unresolved = "unresolved",
        /// It is a fault that is known.
        KnownIssue = "known-issue",
    }
}

named! {
    /// How bad an unresolved problem is, for the helpdesk.
    Severity {
        /// A question or a nuisance.
        Minor = "minor",
        /// A service is impaired or down.
        Major = "major",
        /// Nothing works, or somebody depends on it.
        Critical = "critical",
    }
}

named! {
    /// What a ticket form can ask for.
    ContactField {
        /// The customer's name.
        Name = "name",
        /// Where to write.
        Email = "email",
        /// Where to call.
        Phone = "phone",
        /// Where the line is.
        Address = "address",
        /// The customer's number with the provider.
        Account = "account",
        /// When to call or come.
        Times = "times",
    }
}

/// An end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which kind of end.
    pub kind: OutcomeKind,
    /// Checks of the automatic re-check on a resolved end.
    #[serde(with = "super::checks")]
    pub recheck: Vec<CheckId>,
    /// Whom to call, by the name of the provider's contact; its support if none is named.
    pub contact: Option<String>,
    /// The guide that a hand-over leads to, by its id.
    pub guide: Option<String>,
}

impl Outcome {
    /// The ticket that it makes, if it makes one.
    pub fn ticket(&self) -> Option<&TicketPlan> {
        match &self.kind {
            OutcomeKind::Unresolved(plan) | OutcomeKind::StopWithTicket(plan) => Some(plan),
            _ => None,
        }
    }
}

/// Which kind of end an outcome is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OutcomeKind {
    /// The problem is gone.
    Resolved,
    /// It is not: a ticket.
    Unresolved(TicketPlan),
    /// The provider knows of it and is at work.
    KnownIssue,
    /// Somebody else takes over: shop, phone, chat.
    HandOver,
    /// Danger: whom to call, nothing else.
    Stop,
    /// Danger: whom to call, and a ticket.
    StopWithTicket(TicketPlan),
}

/// The kind of ticket that an end makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketPlan {
    /// The helpdesk's category.
    pub category: String,
    /// How bad it is.
    pub severity: Severity,
    /// The contact fields of the form.
    pub ask: Vec<ContactField>,
    /// Which of these must not be left empty; of the others, one way to answer is enough.
    pub required: Vec<ContactField>,
    /// The facts that the form asks for, unless they are known.
    pub facts: Vec<AskedFact>,
    /// Sentences that say what happens after sending, and by when.
    pub next: Vec<Text>,
}

/// A fact that a ticket form asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedFact {
    /// The fact.
    pub fact: String,
    /// Its label in the form.
    pub label: Text,
    /// Whether it must not be left empty.
    pub required: bool,
}
