//! What waits in this browser to be sent. It is the only place that holds how to reach the
//! customer: it is erased once the provider has the ticket, when the customer says so, and after
//! three days at most.

use firstline_guide::json::{self, Node, Reading, Writer};
use firstline_guide::model::ContactField;
use firstline_guide::session::Millis;

/// The key of what is typed into the form; the other keys are those of tickets.
pub const DRAFT: &str = "draft";

/// After so long what waits is erased, sent or not.
pub const EXPIRES_AFTER: Millis = 72 * 3600 * 1000;

/// What was typed into the form. It is kept apart from what waits: two pages may be open, and what
/// is typed in one must not touch what was sent in the other.
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
/// Each is kept under a name of its own, written once, and erased by name: no page can take away
/// what another one left.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The key that makes a retry safe, a UUID. It is the name that the ticket is kept under.
    pub key: String,
    /// The body, to the byte.
    pub body: String,
    /// When the customer pressed Send.
    pub since: Millis,
    /// When its walk began: that tells the walk from every other in this browser.
    pub began: Millis,
    /// How often it was tried. After a reload once is enough to know: that there was a try.
    pub tries: u32,
    /// Whether it is being tried right now.
    pub sending: bool,
    /// Whether it is still there when this page is not.
    pub kept: bool,
    /// Whether the relay refused it for good.
    pub refused: bool,
    /// What happens next, in the guide's words.
    pub next: Vec<String>,
    /// What the customer can copy and keep.
    pub receipt: String,
    /// Its number, once the provider has it. Then it is kept no more, and the customer is told.
    pub number: Option<String>,
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

/// The stored form: of what is typed into the form, or of a ticket. One form for both costs half the
/// code.
pub fn to_json(at: Millis, draft: &Draft, pending: Option<&Pending>) -> String {
    let mut out = Writer::new();
    out.begin_object();
    out.key("at");
    out.integer(at);
    out.key("contact");
    out.begin_object();
    for (field, typed) in &draft.contact {
        out.key(field.name());
        out.string(typed);
    }
    out.end_object();
    out.key("note");
    out.string(&draft.note);
    strings(&mut out, "removed", &draft.removed);
    if let Some(pending) = pending {
        out.key("pending");
        out.begin_object();
        out.key("body");
        out.string(&pending.body);
        out.key("began");
        out.integer(pending.began);
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

/// Reads what is stored under this key; `None` where it is none or has expired.
pub fn from_json(key: &str, text: &str, now: Millis) -> Option<(Draft, Option<Pending>)> {
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
    let draft = Draft {
        contact,
        note: reading.string_of(root, "note"),
        removed: read_strings(&mut reading, root, "removed"),
    };
    let pending = root.get("pending").map(|node| Pending {
        key: key.to_owned(),
        body: reading.string_of(node, "body"),
        since: at,
        began: reading.integer_of(node, "began"),
        tries: 1,
        sending: false,
        kept: true,
        refused: reading.bool_of(node, "refused"),
        next: read_strings(&mut reading, node, "next"),
        receipt: reading.string_of(node, "receipt"),
        number: None,
    });
    reading.first_wrong().is_none().then_some((draft, pending))
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

    const NOW: Millis = 1_800_000_000_000;

    fn draft() -> Draft {
        Draft {
            contact: vec![(ContactField::Name, "Sam \"the\" Example".to_owned())],
            note: "two\nlines".to_owned(),
            removed: vec!["latency".to_owned()],
        }
    }

    fn pending() -> Pending {
        Pending {
            key: "k".to_owned(),
            body: r#"{"format":1}"#.to_owned(),
            since: NOW,
            began: NOW - 60_000,
            tries: 1,
            sending: false,
            kept: true,
            refused: true,
            next: vec!["We call you.".to_owned()],
            receipt: "Receipt".to_owned(),
            number: None,
        }
    }

    fn both() -> [(String, (Draft, Option<Pending>)); 2] {
        let ticket = pending();
        [
            (to_json(NOW, &draft(), None), (draft(), None)),
            (
                to_json(NOW, &Draft::default(), Some(&ticket)),
                (Draft::default(), Some(ticket)),
            ),
        ]
    }

    #[test]
    fn what_is_stored_comes_back_the_same() {
        for (text, expected) in both() {
            assert_eq!(from_json("k", &text, NOW), Some(expected));
        }
    }

    #[test]
    fn what_waits_is_erased_after_three_days() {
        for (text, _) in both() {
            assert!(from_json("k", &text, NOW + EXPIRES_AFTER).is_some());
            assert_eq!(from_json("k", &text, NOW + EXPIRES_AFTER + 1), None);
        }
    }
}
