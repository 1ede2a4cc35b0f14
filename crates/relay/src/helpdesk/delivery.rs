//! A ticket as adapters see it.

use std::collections::BTreeMap;

use firstline_diagnosis::{CheckId, Finding};
use firstline_guide::session::Trail;
use firstline_wire::contact as rules;
use firstline_wire::foreign::{in_lines, on_one_line};
use firstline_wire::ticket::Contact;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::store::Ticket;

/// The longest subject, in characters: what the narrowest of the helpdesks takes (Zammad, 250).
const MOST_SUBJECT: usize = 200;

/// A ticket as adapters see it: everything foreign in it is harmless to what shows it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The UUID of its `Idempotency-Key`, the same at every try.
    pub key: String,
    /// Its number.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: i64,
    /// The id of its guide.
    pub guide: String,
    /// The category that the guide gives it.
    pub category: Option<String>,
    /// How bad it is.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// The text that the agent reads.
    pub text: String,
    /// How to reach the customer.
    pub contact: Contact,
    /// The request as the browser sent it.
    pub request: Value,
    /// Whether it is only to see how the helpdesk answers.
    pub is_test: bool,
}

impl Delivery {
    /// Makes the delivery of a stored ticket.
    pub fn of(ticket: &Ticket, key: &str) -> Delivery {
        let request: Value = serde_json::from_str(&ticket.request).unwrap_or(Value::Null);
        let contact = serde_json::from_value(request["contact"].clone()).unwrap_or_default();
        Delivery {
            key: key.to_owned(),
            number: ticket.number.clone(),
            stored: ticket.stored,
            guide: on_one_line(&ticket.guide),
            category: ticket.category.clone(),
            severity: ticket.severity.clone(),
            unverified: ticket.unverified.as_deref().map(on_one_line),
            summary: on_one_line(&ticket.summary),
            text: in_lines(&ticket.words).into_owned(),
            contact: clean(contact),
            request,
            is_test: false,
        }
    }

    /// One that says that it is a test.
    pub fn test(now: i64) -> Delivery {
        let number = "F-0000-0000".to_owned();
        let summary = "Test of Firstline: this ticket can be closed".to_owned();
        Delivery {
            key: Uuid::new_v4().to_string(),
            text: format!(
                "Ticket {number}\n{summary}\n\nSomebody ran `firstline helpdesk test` to see whether \
                 tickets arrive here. No customer waits for an answer.\n"
            ),
            number,
            stored: now,
            guide: "test".to_owned(),
            category: None,
            severity: Some("minor".to_owned()),
            unverified: None,
            summary,
            contact: Contact {
                name: Some("Firstline test".to_owned()),
                ..Contact::default()
            },
            request: json!({ "test": true }),
            is_test: true,
        }
    }

    /// The subject, by which the ticket can be found: `[F-4711-2830] No internet …`.
    pub fn subject(&self) -> String {
        let subject = format!("{} {}", self.mark(), self.summary);
        match subject.char_indices().nth(MOST_SUBJECT) {
            Some((end, _)) => format!("{}…", &subject[..end]),
            None => subject,
        }
    }

    /// What stands in the subject of this ticket and in no other. A test has no number of its own,
    /// so it goes by its key.
    pub fn mark(&self) -> String {
        match self.is_test {
            true => format!("[Test {}]", &self.key[..8]),
            false => format!("[{}]", self.number),
        }
    }

    /// Whether this text, a subject or a title, has [the mark](Delivery::mark).
    pub fn is_marked(&self, text: &Value) -> bool {
        text.as_str()
            .is_some_and(|text| text.contains(&self.mark()))
    }

    /// The customer's name.
    pub fn name(&self) -> &str {
        let contact = &self.contact;
        let all = [
            &contact.name,
            &contact.email,
            &contact.phone,
            &contact.account,
        ];
        let first = all.into_iter().find_map(Option::as_deref);
        first.unwrap_or("A customer")
    }

    /// Everything of it, as programs read it.
    pub fn document(&self) -> Value {
        json!({
            "format": 1,
            "number": self.number,
            "key": self.key,
            "test": self.is_test,
            "stored": self.stored_at(),
            "guide": self.guide,
            "category": self.category,
            "severity": self.severity,
            "verified": self.unverified.is_none(),
            "unverified": self.unverified,
            "summary": self.summary,
            "text": self.text,
            "request": self.request,
        })
    }

    /// [`Delivery::document`] as a file: its name and its bytes.
    pub fn file(&self) -> (String, Vec<u8>) {
        let json = serde_json::to_string_pretty(&self.document()).unwrap_or_default();
        let json = firstline_wire::foreign::in_json(&json).into_owned() + "\n";
        (format!("{}.json", self.number), json.into_bytes())
    }

    /// What the checks found, each as it was found last; nothing where the trail cannot be read.
    pub fn findings(&self) -> Vec<Finding> {
        let Ok(trail) = Trail::from_json(&self.request["trail"].to_string()) else {
            return Vec::new();
        };
        let mut newest: BTreeMap<CheckId, Finding> = BTreeMap::new();
        for visit in &trail.visits {
            for finding in visit.answer.findings() {
                newest.insert(finding.check, finding.clone());
            }
        }
        newest.into_values().collect()
    }

    /// When it was stored, as RFC 3339 writes it.
    pub fn stored_at(&self) -> String {
        rfc3339(Timestamp::from_millisecond(self.stored).unwrap_or_default())
    }

    /// The part of the ticket that `helpdesk.fields` calls by this name.
    pub fn field(&self, name: &str) -> Option<String> {
        let verified = if self.unverified.is_none() {
            "yes"
        } else {
            "no"
        };
        match name {
            "number" => Some(self.number.clone()),
            "key" => Some(self.key.clone()),
            "guide" => Some(self.guide.clone()).filter(|guide| !guide.is_empty()),
            "category" => self.category.clone(),
            "severity" => self.severity.clone(),
            "account" => self.contact.account.clone(),
            "phone" => self.contact.phone.clone(),
            "address" => self.contact.address.clone(),
            "verified" => Some(verified.to_owned()),
            _ => None,
        }
    }
}

/// A time as RFC 3339 writes it.
pub fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// As it can be dialled and written to, each on one line; nothing where nothing was said.
fn clean(contact: Contact) -> Contact {
    let line = |text: Option<String>| {
        text.map(|text| on_one_line(&text))
            .filter(|text| !text.is_empty())
    };
    Contact {
        name: line(contact.name),
        email: contact.email.as_deref().and_then(rules::email),
        phone: line(contact.phone.as_deref().and_then(rules::phone)),
        address: line(contact.address),
        account: line(contact.account),
        times: line(contact.times),
    }
}
