//! The ends of guides.

use firstline_diagnosis::CheckId;
use serde::{Deserialize, Serialize};

use super::named::named;

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
}

/// What kind of ticket an unresolved end makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketPlan {
    /// The helpdesk's category.
    pub category: String,
    /// How bad it is.
    pub severity: Severity,
    /// What the form asks for.
    pub ask: Vec<ContactField>,
}
