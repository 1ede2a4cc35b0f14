//! The outbox in the store: which tickets are still to reach the helpdesk, and which did.
//!
//! Whoever delivers claims a ticket with a lease. A process that dies with a lease in hand loses it
//! when that runs out, and the ticket is tried again, as one of which nobody knows whether the
//! helpdesk has it. Times are those of [`keeping`](super::keeping), because a clock that jumps must
//! neither bury tickets nor call them due.

mod operate;
mod progress;
mod work;

use super::error::StoreError;
use super::rows::Ticket;
use crate::store::db::Row;

pub use operate::{Counts, Redriven};
use progress::head;
pub use progress::{Followed, Seen, Since};
pub(super) use progress::{open_again, tell_solved};
pub use work::{Again, Lease};

/// How the delivery of a ticket stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its place in the outbox, by which operators name it.
    pub seq: i64,
    /// What is delivered.
    pub kind: Sent,
    /// The ticket's number.
    pub ticket: String,
    /// Where it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
}

/// What of a ticket is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The ticket itself.
    Ticket,
    /// What its customer added later.
    Note,
    /// Mail to the customer that it was received.
    Received,
    /// Mail to the customer that it is solved.
    Solved,
}

impl Sent {
    /// All of them.
    pub const ALL: [Sent; 4] = [Sent::Ticket, Sent::Note, Sent::Received, Sent::Solved];

    /// Its name, as it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Sent::Ticket => "ticket",
            Sent::Note => "note",
            Sent::Received => "received",
            Sent::Solved => "solved",
        }
    }
}

/// Where a ticket is on its way to the helpdesk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It waits, and what the last try failed of.
    Waiting(Option<String>),
    /// The helpdesk has it.
    Delivered {
        /// What the helpdesk calls it.
        receipt: Receipt,
        /// When, milliseconds since 1970.
        at: i64,
        /// How far the helpdesk is, in its own word, as last asked.
        progress: Option<String>,
    },
    /// It is not tried any more, and why.
    Dead(String),
}

/// The helpdesk's names for a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The id that its interface uses; empty if it has none.
    pub id: String,
    /// The number that its agents use.
    pub number: Option<String>,
    /// Where its agents read it.
    pub link: Option<String>,
    /// The parts that the helpdesk left out.
    pub note: Option<String>,
}

impl Receipt {
    /// The receipt of a helpdesk whose agents number tickets as its interface does, and read them here.
    pub fn numbered_by_id(id: String, link: String) -> Receipt {
        Receipt {
            number: Some(id.clone()),
            link: Some(link),
            id,
            note: None,
        }
    }
}

/// The destination of a delivery. Each has a queue of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// To the helpdesk.
    Helpdesk,
    /// Mail to customers.
    Mail,
}

impl Lane {
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Helpdesk => "helpdesk",
            Lane::Mail => "mail",
        }
    }
}

/// The part of a ticket that is to be delivered.
#[derive(Clone, Debug)]
pub enum Errand {
    /// The ticket itself.
    Ticket,
    /// The ticket, as a note on an earlier one of the same customer and problem: its number, and what
    /// the helpdesk calls it.
    Again(String, Receipt),
    /// What the customer said later, and what the helpdesk calls the ticket; `None` if it does not have
    /// it.
    Note(Message, Option<Receipt>),
    /// Mail that it was received.
    Received,
    /// Mail that it is solved.
    Solved,
}

/// A message that a customer added to a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The UUID of its `Idempotency-Key`.
    pub key: String,
    /// When, milliseconds since 1970.
    pub said: i64,
    /// The text; may be empty if it works again.
    pub text: String,
    /// Whether it works again.
    pub solved: bool,
    /// A photo, JPEG.
    pub photo: Option<Vec<u8>>,
}

/// A delivery that a worker has claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its place in the outbox.
    pub seq: i64,
    /// The part of the ticket that is delivered.
    pub errand: Errand,
    /// The ticket.
    pub ticket: Ticket,
    /// The UUID of the ticket's `Idempotency-Key`.
    pub key: String,
    /// The language that its customer reads.
    pub language: String,
    /// Which try this is, counted from 1.
    pub tries: u32,
    /// Since when it is tried, by the clock of [`keeping`](super::keeping).
    pub since: i64,
    /// Whether an earlier try may have reached the helpdesk.
    pub unsure: bool,
    /// When the last try of it failed, by the same clock.
    pub failed: Option<i64>,
    /// Whether it is known to fail for a reason of its own.
    pub alone: bool,
    /// Until when nobody else claims it, by the clock of [`keeping`](super::keeping).
    pub until: i64,
}

/// How a note stands on its way, in a row that has no delivery if it is to reach no helpdesk.
pub(super) fn of_note(row: &Row) -> Result<Option<Delivery>, StoreError> {
    match row.try_get::<Option<i64>, _>("seq")? {
        None => Ok(None),
        Some(_) => delivery(row).map(Some),
    }
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    let state: String = row.try_get("state")?;
    let said: Option<String> = row.try_get("said")?;
    let kind: String = row.try_get("kind")?;
    let kind = Sent::ALL.into_iter().find(|sent| sent.name() == kind);
    Ok(Delivery {
        seq: row.try_get("seq")?,
        kind: kind.unwrap_or(Sent::Ticket),
        ticket: row.try_get("ticket")?,
        tries: u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX),
        state: match &*state {
            "delivered" => DeliveryState::Delivered {
                receipt: receipt(row)?,
                at: row.try_get::<Option<i64>, _>("delivered")?.unwrap_or(0),
                progress: row.try_get("progress")?,
            },
            "dead" => DeliveryState::Dead(said.unwrap_or_default()),
            _ => DeliveryState::Waiting(said),
        },
    })
}

fn receipt(row: &Row) -> Result<Receipt, StoreError> {
    Ok(Receipt {
        id: row
            .try_get::<Option<String>, _>("remote_id")?
            .unwrap_or_default(),
        number: row.try_get("remote_number")?,
        link: row.try_get("link")?,
        note: row.try_get("said")?,
    })
}
