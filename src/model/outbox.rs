//! What waits in this browser to be sent. It is the only place that holds how to reach the
//! customer: it is erased once the provider has the ticket, when the customer says so, and after
//! three days at most.

use firstline_guide::json::{self, Node, Writer};
use firstline_guide::model::ContactField;
use firstline_guide::session::Millis;

use super::catalog::string;

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
        let root = json::parse(text).ok()?.root;
        let at = root.get("at")?.as_f64()? as Millis;
        if now.saturating_sub(at) > EXPIRES_AFTER {
            return None;
        }
        let contact = root.get("contact")?.as_object()?;
        let contact = contact.iter().filter_map(|member| {
            let field = ContactField::from_name(&member.key)?;
            Some((field, member.value.as_str()?.to_owned()))
        });
        Some(Outbox {
            draft: Draft {
                contact: contact.collect(),
                note: string(&root, "note")?,
                removed: read_strings(&root, "removed")?,
            },
            pending: match root.get("pending") {
                Some(pending) => Some(read_pending(pending)?),
                None => None,
            },
            at,
        })
    }
}

fn read_pending(node: &Node) -> Option<Pending> {
    Some(Pending {
        key: string(node, "key")?,
        body: string(node, "body")?,
        since: node.get("since")?.as_f64()? as Millis,
        tries: node.get("tries")?.as_f64()? as u32,
        refused: node.get("refused")?.as_bool()?,
        next: read_strings(node, "next")?,
        receipt: string(node, "receipt")?,
    })
}

fn strings(out: &mut Writer, key: &str, items: &[String]) {
    out.key(key);
    out.begin_array();
    for item in items {
        out.string(item);
    }
    out.end_array();
}

fn read_strings(node: &Node, key: &str) -> Option<Vec<String>> {
    let items = node.get(key)?.as_array()?;
    items
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
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
