//! What waits in this browser to be sent. It is the only place that holds how to reach the
//! customer: it is erased once the provider has the ticket, when the customer says so, and after
//! three days at most.

use firstline_guide::json::{self, Node, Reading, Writer};
use firstline_guide::model::ContactField;
use firstline_guide::session::Millis;

/// After so long what waits is erased, sent or not.
pub const EXPIRES_AFTER: Millis = 72 * 3600 * 1000;

/// What waits in this browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    /// What was typed into the form and not sent yet.
    pub draft: Draft,
    /// A ticket on its way.
    pub pending: Option<Pending>,
    /// When it was last touched.
    pub at: Millis,
}

/// What was typed into the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What was typed into each field.
    pub contact: Vec<(ContactField, String)>,
    /// What the customer adds in own words.
    pub note: String,
    /// The diagnostics that the customer removed.
    pub removed: Vec<String>,
}

/// A ticket on its way: frozen when the customer pressed Send, so that every try sends the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The key that makes a retry safe, a UUID.
    pub key: String,
    /// The body, to the byte.
    pub body: String,
    /// When the customer pressed Send.
    pub since: Millis,
    /// How often it was tried.
    pub tries: u32,
    /// Whether the relay refused it for good.
    pub refused: bool,
    /// What happens next, in the guide's words.
    pub next: Vec<String>,
    /// What the customer can copy and keep.
    pub receipt: String,
}

impl Draft {
    /// What was typed into a field.
    pub fn contact(&self, field: ContactField) -> &str {
        self.contact
            .iter()
            .find(|(known, _)| *known == field)
            .map_or("", |(_, typed)| typed)
    }

    /// Sets what is typed into a field.
    pub fn set_contact(&mut self, field: ContactField, typed: String) {
        self.contact.retain(|(known, _)| *known != field);
        self.contact.push((field, typed));
    }
}

impl Outbox {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.pending.is_none() && self.draft == Draft::default()
    }

    /// The stored form.
    pub fn to_json(&self) -> String {
        let mut out = Writer::new();
        out.begin_object();
        out.key("at");
        out.integer(self.at);
        out.key("contact");
        out.begin_object();
        for (field, typed) in &self.draft.contact {
            out.key(field.name());
            out.string(typed);
        }
        out.end_object();
        out.key("note");
        out.string(&self.draft.note);
        strings(&mut out, "removed", &self.draft.removed);
        if let Some(pending) = &self.pending {
            out.key("pending");
            out.begin_object();
            out.key("key");
            out.string(&pending.key);
            out.key("body");
            out.string(&pending.body);
            out.key("since");
            out.integer(pending.since);
            out.key("tries");
            out.integer(u64::from(pending.tries));
            out.key("refused");
            out.bool(pending.refused);
            strings(&mut out, "next", &pending.next);
            out.key("receipt");
            out.string(&pending.receipt);
            out.end_object();
        }
        out.end_object();
        out.finish()
    }

    /// Reads the stored form; `None` where it is none or has expired.
    pub fn from_json(text: &str, now: Millis) -> Option<Outbox> {
        let root = &json::parse(text).ok()?.root;
        let mut reading = Reading::new();
        let at = reading.integer_of(root, "at");
        if now.saturating_sub(at) > EXPIRES_AFTER {
            return None;
        }
        let mut contact = Vec::new();
        let known = reading.get(root, "contact");
        for member in reading.members(known) {
            if let (Some(field), Some(typed)) =
                (ContactField::from_name(&member.key), member.value.as_str())
            {
                contact.push((field, typed.to_owned()));
            }
        }
        let outbox = Outbox {
            draft: Draft {
                contact,
                note: reading.string_of(root, "note"),
                removed: read_strings(&mut reading, root, "removed"),
            },
            pending: root
                .get("pending")
                .map(|pending| read_pending(&mut reading, pending)),
            at,
        };
        reading.first_wrong().is_none().then_some(outbox)
    }
}

fn read_pending<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Pending {
    Pending {
        key: reading.string_of(node, "key"),
        body: reading.string_of(node, "body"),
        since: reading.integer_of(node, "since"),
        tries: reading.integer_of(node, "tries") as u32,
        refused: reading.bool_of(node, "refused"),
        next: read_strings(reading, node, "next"),
        receipt: reading.string_of(node, "receipt"),
    }
}

fn read_strings<'a>(reading: &mut Reading<'a>, node: &'a Node, key: &str) -> Vec<String> {
    let list = reading.get(node, key);
    reading.strings(list)
}

fn strings(out: &mut Writer, key: &str, items: &[String]) {
    out.key(key);
    out.begin_array();
    for item in items {
        out.string(item);
    }
    out.end_array();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Outbox {
        Outbox {
            draft: Draft {
                contact: vec![(ContactField::Name, "Sam \"the\" Example".to_owned())],
                note: "two\nlines".to_owned(),
                removed: vec!["latency".to_owned()],
            },
            pending: Some(Pending {
                key: "k".to_owned(),
                body: r#"{"format":1}"#.to_owned(),
                since: 1_800_000_000_000,
                tries: 3,
                refused: false,
                next: vec!["We call you.".to_owned()],
                receipt: "Receipt".to_owned(),
            }),
            at: 1_800_000_000_000,
        }
    }

    #[test]
    fn what_is_stored_comes_back_the_same() {
        let outbox = full();
        assert_eq!(
            Outbox::from_json(&outbox.to_json(), outbox.at),
            Some(outbox)
        );
    }

    #[test]
    fn what_waits_is_erased_after_three_days() {
        let outbox = full();
        let stored = outbox.to_json();
        assert!(Outbox::from_json(&stored, outbox.at + EXPIRES_AFTER).is_some());
        assert_eq!(
            Outbox::from_json(&stored, outbox.at + EXPIRES_AFTER + 1),
            None
        );
    }
}
