//! What waits in this browser to be sent. It is the only place that holds how to reach the
//! customer: it is erased once the provider has the ticket and when the customer says so. What is
//! older than three days goes out no more by itself; the customer is told, and a day later it is
//! erased. A clock alone never takes a ticket away: it may have been wrong when Send was pressed.

mod stored;

use firstline_guide::model::ContactField;
use firstline_guide::session::Millis;

use super::{Command, Turn};

/// The key of what is typed into the form; the other keys are those of tickets.
pub const DRAFT: &str = "draft";

/// A waiting ticket is no longer sent by itself after this time, in milliseconds.
pub const EXPIRES_AFTER: Millis = 72 * HOUR;

/// How long after the customer read about it a ticket that is too old is erased, and how long the
/// number of one that arrived is kept for other pages, in milliseconds.
pub const TOLD_FOR: Millis = 24 * HOUR;

const HOUR: Millis = 3600 * 1000;

pub use stored::{draft_to_json, from_json, ticket_to_json};

/// What was typed into the form. It is kept apart from what waits: two pages may be open, and what
/// is typed in one must not touch what was sent in the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The text typed into each field.
    pub contact: Vec<(ContactField, String)>,
    /// The text typed for each fact that the form asks for.
    pub facts: Vec<(String, String)>,
    /// What the customer adds in own words.
    pub note: String,
    /// The diagnostics that the customer removed.
    pub removed: Vec<String>,
    /// What the page knows of the customer, for fields into which nothing was typed. It is never stored.
    pub known: Vec<(ContactField, String)>,
    /// What proves that the page knows who it is; empty if nothing does.
    pub proof: String,
}

/// A ticket that the customer sent: frozen when Send was pressed, so that every try sends the same. Each is
/// stored under a key of its own and erased by that key: no page can take away what another one left.
/// What became of it is stored beside it, for the other pages of this browser that have it too.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The key that makes a retry safe, a UUID. It is the name that the ticket is stored under.
    pub key: String,
    /// The body, to the byte.
    pub body: String,
    /// When the customer pressed Send.
    pub since: Millis,
    /// When its session began: that tells the session from every other in this browser.
    pub began: Millis,
    /// What happens next, in the guide's words.
    pub next: Vec<String>,
    /// What the customer can copy and keep.
    pub receipt: String,
    /// Since when the customer is told that it is too old, if it is.
    pub told: Option<Millis>,
    /// How far it has come.
    pub progress: Progress,
}

/// How far a ticket has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// The provider does not have it yet.
    Waiting {
        /// How often it was tried. After a reload we only know that it was tried at all.
        tries: u32,
        /// Whether it is being tried right now.
        trying: bool,
        /// Whether the browser keeps it when this page is closed.
        kept: bool,
    },
    /// The provider does not have it, and it is so old that it goes out only if the customer says so.
    Old,
    /// The relay takes nothing from this page; it is tried again when a page is loaded.
    Barred,
    /// It cannot be sent: the relay refused it for good, or there is no key for it.
    Refused,
    /// The provider has it. It is stored no longer, and here until the customer has seen its number.
    Delivered {
        /// The number that the relay gave it.
        number: String,
    },
}

/// What is stored under one key.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// What is typed into the form.
    Draft(Draft),
    /// A ticket.
    Ticket(Pending),
    /// The customer deleted the ticket with this key.
    Deleted(String),
}

/// All that is kept until the provider has it.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    pub draft: Draft,
    tickets: Vec<Pending>,
}

impl Pending {
    /// Whether the provider does not have it.
    pub fn waits(&self) -> bool {
        !matches!(self.progress, Progress::Delivered { .. })
    }

    /// Whether it is under way for the first time: how it ends decides what is shown.
    pub fn is_first_try(&self) -> bool {
        matches!(self.progress, Progress::Waiting { tries: 0, .. })
    }
}

impl Outbox {
    /// Reads what is stored. What has expired or cannot be read is erased, and what reads otherwise by
    /// now, because it got too old or comes from a future, is stored so.
    pub fn read(&mut self, stored: &[(String, String)], turn: &mut Turn) {
        for (key, text) in stored {
            match from_json(key, text, turn.now) {
                Some(Stored::Draft(draft)) => {
                    let Draft { known, proof, .. } = std::mem::take(&mut self.draft);
                    self.draft = Draft {
                        known,
                        proof,
                        ..draft
                    };
                }
                Some(Stored::Ticket(ticket)) => {
                    if ticket.waits() && ticket_to_json(&ticket) != *text {
                        turn.run(ticket.store());
                    }
                    self.tickets.push(ticket);
                }
                Some(Stored::Deleted(_)) => {}
                None => turn.run(Command::ForgetOutbox(key.clone())),
            }
        }
    }

    /// Takes in what is stored by now: other pages of this browser write there too, and the page that
    /// we stand in may have taken all of it away. Returns those that another page delivered.
    pub fn meet(&mut self, stored: &[(String, String)], turn: &mut Turn) -> Vec<Pending> {
        let mut arrived = Vec::new();
        for (key, text) in stored {
            match from_json(key, text, turn.now) {
                Some(Stored::Ticket(ticket)) if ticket.waits() => {
                    if self.tickets.iter().all(|known| known.key != ticket.key) {
                        self.tickets.push(ticket);
                    }
                }
                Some(Stored::Ticket(ticket)) => arrived.push(ticket),
                Some(Stored::Deleted(key)) => self.tickets.retain(|known| known.key != key),
                Some(Stored::Draft(_)) | None => {}
            }
        }
        arrived.retain(|ticket: &Pending| {
            let known = self.tickets.iter().find(|known| known.key == ticket.key);
            known.is_none_or(Pending::waits)
        });
        for ticket in &self.tickets {
            let is_here = |key: &str| key == ticket.key;
            let is_stored = stored.iter().any(|(key, _)| is_here(key));
            let has_arrived = arrived.iter().any(|arrived| is_here(&arrived.key));
            if ticket.waits() && !ticket.key.is_empty() && !is_stored && !has_arrived {
                turn.run(ticket.store());
            }
        }
        arrived
    }

    /// Changes what is typed into the form, and stores it.
    pub fn edit_draft(&mut self, turn: &mut Turn, edit: impl FnOnce(&mut Draft)) {
        edit(&mut self.draft);
        turn.run(Command::StoreOutbox {
            key: DRAFT.to_owned(),
            text: draft_to_json(turn.now, &self.draft),
        });
    }

    /// Forgets what was said of the problem before; how to reach the customer stays.
    pub fn begin_draft(&mut self, turn: &mut Turn) {
        let Draft {
            facts,
            note,
            removed,
            ..
        } = &self.draft;
        if !facts.is_empty() || !note.is_empty() || !removed.is_empty() {
            self.edit_draft(turn, |draft| {
                draft.facts.clear();
                draft.note.clear();
                draft.removed.clear();
            });
        }
    }

    /// Forgets and erases what is typed into the form.
    pub fn erase_draft(&mut self, turn: &mut Turn) {
        let Draft { known, proof, .. } = std::mem::take(&mut self.draft);
        self.draft.known = known;
        self.draft.proof = proof;
        turn.run(Command::ForgetOutbox(DRAFT.to_owned()));
    }

    /// Stores a new ticket.
    pub fn add(&mut self, ticket: Pending, turn: &mut Turn) {
        turn.run(ticket.store());
        self.tickets.insert(0, ticket);
    }

    /// The ticket of the session that began then.
    pub fn of(&self, began: Millis) -> Option<&Pending> {
        self.tickets.iter().find(|ticket| ticket.began == began)
    }

    /// A ticket that the provider does not have and that belongs to another session than this.
    pub fn waiting_besides(&self, began: Option<Millis>) -> Option<&Pending> {
        let mut tickets = self.tickets.iter();
        tickets.find(|ticket| ticket.waits() && Some(ticket.began) != began)
    }

    /// A ticket that the provider does not have, by its key.
    pub fn waiting_mut(&mut self, key: &str) -> Option<&mut Pending> {
        let mut tickets = self.tickets.iter_mut();
        tickets.find(|ticket| ticket.waits() && ticket.key == key)
    }

    /// A ticket whose number the customer has not seen yet: when its session began.
    pub fn untold(&self) -> Option<Millis> {
        let mut tickets = self.tickets.iter();
        Some(tickets.find(|ticket| !ticket.waits())?.began)
    }

    /// Takes out the ticket of a session whose number the customer has seen.
    pub fn take_delivered(&mut self, began: Millis) -> Option<Pending> {
        let mut tickets = self.tickets.iter();
        let at = tickets.position(|ticket| ticket.began == began && !ticket.waits())?;
        Some(self.tickets.remove(at))
    }

    /// Erases the ticket with this key and takes it out.
    pub fn erase(&mut self, key: &str, turn: &mut Turn) -> Option<Pending> {
        turn.run(Command::ForgetOutbox(key.to_owned()));
        let at = self.tickets.iter().position(|ticket| ticket.key == key)?;
        Some(self.tickets.remove(at))
    }

    /// Keeps a ticket that the provider has until the customer has seen its number.
    pub fn keep_until_seen(&mut self, ticket: Pending) {
        self.tickets.push(ticket);
    }

    /// The customer wants the ticket of this session sent that is too old to go by itself.
    pub fn renew(&mut self, began: Option<Millis>, turn: &mut Turn) {
        let mut tickets = self.tickets.iter_mut();
        if let Some(ticket) = tickets.find(|ticket| Some(ticket.began) == began)
            && ticket.progress == Progress::Old
        {
            ticket.progress = Progress::waiting();
            ticket.since = turn.now;
            ticket.told = None;
            turn.run(ticket.store());
        }
    }

    /// Tries to send all that waits, except what is under way.
    pub fn send_waiting(&mut self, turn: &mut Turn) {
        for ticket in &mut self.tickets {
            if let Progress::Waiting { trying, .. } = &mut ticket.progress
                && !*trying
            {
                *trying = true;
                turn.run(Command::Send {
                    key: ticket.key.clone(),
                    body: ticket.body.clone(),
                });
            }
        }
    }
}

impl Pending {
    /// Stores it.
    pub(super) fn store(&self) -> Command {
        Command::StoreOutbox {
            key: self.key.clone(),
            text: ticket_to_json(self),
        }
    }

    /// Tells the other pages of this browser what became of it; without a number, that the customer
    /// deleted it.
    pub(super) fn tell(&self, now: Millis) -> Command {
        Command::StoreOutbox {
            key: stored::key_of_told(&self.key),
            text: stored::told_to_json(self, now),
        }
    }

    /// Erases the note about it that other pages read.
    pub(super) fn tell_no_more(&self) -> Command {
        Command::ForgetOutbox(stored::key_of_told(&self.key))
    }
}

impl Progress {
    /// It was tried before, and waits.
    fn waiting() -> Progress {
        Progress::Waiting {
            tries: 1,
            trying: false,
            kept: true,
        }
    }
}

impl Draft {
    /// What was typed into a field, or else what the page knows.
    pub fn contact(&self, field: ContactField) -> &str {
        self.contact
            .iter()
            .chain(&self.known)
            .find(|(known, _)| *known == field)
            .map_or("", |(_, typed)| typed)
    }

    /// Takes what the page knows of the customer: a field by its name, or `proof`.
    pub fn know(&mut self, name: &str, value: String) {
        if name == "proof" {
            self.proof = value;
        } else if let Some(field) = ContactField::from_name(name) {
            self.known.retain(|(known, _)| *known != field);
            self.known.push((field, value));
        }
    }

    /// Sets what is typed into a field.
    pub fn set_contact(&mut self, field: ContactField, typed: String) {
        self.contact.retain(|(known, _)| *known != field);
        self.contact.push((field, typed));
    }

    /// What was typed for a fact.
    pub fn fact(&self, name: &str) -> &str {
        self.facts
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, typed)| typed)
    }

    /// Sets what is typed for a fact.
    pub fn set_fact(&mut self, name: String, typed: String) {
        self.facts.retain(|(known, _)| *known != name);
        self.facts.push((name, typed));
    }

    /// Removes a diagnostic from the ticket, or puts it back.
    pub fn toggle_diagnostic(&mut self, id: String) {
        match self.removed.iter().position(|known| *known == id) {
            Some(position) => drop(self.removed.remove(position)),
            None => self.removed.push(id),
        }
    }
}
