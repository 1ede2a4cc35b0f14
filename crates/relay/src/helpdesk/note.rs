//! An addition to a ticket that the helpdesk already has.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_wire::foreign::in_lines;
use firstline_wire::ticket::Contact;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::delivery::{Delivery, rfc3339};
use crate::store::Ticket;
use crate::store::deliveries::Message;

/// The beginning of every note of ours.
const OURS: &str = "[Firstline note ";

/// An addition to a ticket that the helpdesk already has.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The UUID of its own `Idempotency-Key`, the same at every try.
    pub key: String,
    /// The ticket's number.
    pub number: String,
    /// The UUID of the ticket's `Idempotency-Key`.
    pub ticket_key: String,
    /// When the customer said it, milliseconds since 1970.
    pub said: i64,
    /// The text that the agent reads; it begins with [the mark](Note::mark).
    pub text: String,
    /// Whether it works again, so that the ticket can be closed.
    pub solved: bool,
    /// The customer who wrote it.
    pub contact: Contact,
    /// A photo.
    pub photo: Option<Photo>,
    /// Whether an earlier try may have arrived.
    pub unsure: bool,
}

/// A photo that a customer added: JPEG that the relay has drawn.
#[derive(Clone, Debug)]
pub struct Photo {
    /// The name of its file, in this ticket alone.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Photo {
    /// Its bytes as JSON has them.
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }
}

impl Note {
    /// The note of a customer's message about this ticket.
    pub fn of(ticket: &Ticket, ticket_key: &str, message: &Message, unsure: bool) -> Note {
        let mut said = String::new();
        if message.solved {
            said.push_str("The customer says that it works again.\n");
        }
        if !message.text.trim().is_empty() {
            said.push_str("The customer adds:\n\n");
            said.push_str(&in_lines(&message.text));
            said.push('\n');
        }
        if message.photo.is_some() {
            said.push_str(
                "A photo came with it. It is attached, or on the page that the ticket links to; \
                 `firstline tickets show` writes it into a folder, too.\n",
            );
        }
        Note {
            key: message.key.clone(),
            number: ticket.number.clone(),
            ticket_key: ticket_key.to_owned(),
            said: message.said,
            text: format!("{OURS}{}]\n{said}", short(&message.key)),
            solved: message.solved,
            contact: Delivery::of(ticket, ticket_key).contact,
            photo: message.photo.clone().map(|bytes| Photo {
                name: format!("photo-{}.jpg", short(&message.key)),
                bytes,
            }),
            unsure,
        }
    }

    /// A later ticket of the same customer and the same problem, as a note on the ticket of this number.
    pub fn again(number: &str, later: &Delivery, unsure: bool) -> Note {
        Note {
            key: later.key.clone(),
            number: number.to_owned(),
            // That of the earlier one is not known here; mail goes by the number.
            ticket_key: String::new(),
            said: later.stored,
            text: format!(
                "{OURS}{}]\nThe same customer reports the same problem again, as {}, from the browser that \
                 sent this ticket.\n\n{}",
                short(&later.key),
                later.number,
                later.text
            ),
            solved: false,
            contact: later.contact.clone(),
            photo: None,
            unsure,
        }
    }

    /// This note as a ticket of its own, which bears the number of the ticket that it belongs to.
    pub fn as_ticket(&self, of: &Ticket) -> Delivery {
        let what = match self.solved {
            true => "It works again, says the customer",
            false => "The customer adds to this ticket",
        };
        let mut delivery = Delivery::of(of, &self.key);
        delivery.stored = self.said;
        delivery.summary = format!("{what}: {}", delivery.summary);
        delivery.text = format!(
            "Ticket {}\n{}\n\n{}",
            self.number, delivery.summary, self.text
        );
        // The walk is with the first ticket.
        delivery.request = self.document();
        delivery
    }

    /// The mark that only this note contains.
    pub fn mark(&self) -> String {
        format!("{OURS}{}]", short(&self.key))
    }

    /// One line for helpdesks that want one.
    pub fn subject(&self) -> String {
        format!("{} {}", self.mark(), self.number)
    }

    /// Whether this text is this note, as a helpdesk gives it back.
    pub fn is_in(&self, text: &Value) -> bool {
        text.as_str()
            .is_some_and(|text| text.contains(&self.mark()))
    }

    /// Everything of it, as programs read it.
    pub fn document(&self) -> Value {
        json!({
            "format": 1,
            "number": self.number,
            "key": self.key,
            "said": self.said_at(),
            "solved": self.solved,
            "text": self.text,
            "photo": self.photo.as_ref().map(Photo::base64),
        })
    }

    /// When it was said, as RFC 3339 writes it.
    pub fn said_at(&self) -> String {
        rfc3339(Timestamp::from_millisecond(self.said).unwrap_or_default())
    }
}

/// Whether a text that a helpdesk gives back is a note of ours, and not somebody's answer. An answer that
/// quotes one begins otherwise.
pub fn is_ours(text: &str) -> bool {
    text.trim_start().starts_with(OURS)
}

fn short(key: &str) -> &str {
    key.get(..8).unwrap_or(key)
}
