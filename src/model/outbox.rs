//! What waits in this browser to be sent. It is the only place that holds how to reach the
//! customer: it is erased once the provider has the ticket, when the customer says so, and after
//! three days at most.

use firstline_guide::json::{self, Node, Reading, Writer};
use firstline_guide::model::ContactField;
use firstline_guide::session::Millis;

use super::{Command, Turn};

/// The key of what is typed into the form; the other keys are those of tickets.
pub const DRAFT: &str = "draft";

/// What waits is erased after this time, in milliseconds, sent or not.
pub const EXPIRES_AFTER: Millis = 72 * 3600 * 1000;

/// What was typed into the form. It is kept apart from what waits: two pages may be open, and what
/// is typed in one must not touch what was sent in the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What was typed into each field.
    pub contact: Vec<(ContactField, String)>,
    /// What was typed into what the form asks for besides: fact and text.
    pub facts: Vec<(String, String)>,
    /// What the customer adds in own words.
    pub note: String,
    /// The diagnostics that the customer removed.
    pub removed: Vec<String>,
}

/// A ticket that the customer sent: frozen when Send was pressed, so that every try sends the same. Each is
/// stored under a key of its own, written once, and erased by that key: no page can take away what
/// another one left.
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
    /// It cannot be sent: the relay refused it for good, or there is no key for it.
    Refused,
    /// The provider has it. It is stored no longer, and here until the customer has seen its number.
    Delivered {
        /// Its number.
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
    /// Reads what is stored, and has erased what has expired or cannot be read.
    pub fn read(stored: &[(String, String)], turn: &mut Turn) -> Outbox {
        let mut outbox = Outbox::default();
        for (key, text) in stored {
            match from_json(key, text, turn.now) {
                Some(Stored::Draft(draft)) => outbox.draft = draft,
                Some(Stored::Ticket(ticket)) => outbox.tickets.push(ticket),
                None => turn.run(Command::ForgetOutbox(key.clone())),
            }
        }
        outbox
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
        self.draft = Draft::default();
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
        let at = self.tickets.iter().position(|ticket| ticket.key == key)?;
        turn.run(Command::ForgetOutbox(key.to_owned()));
        Some(self.tickets.remove(at))
    }

    /// Keeps a ticket that the provider has until the customer has seen its number.
    pub fn keep_until_seen(&mut self, ticket: Pending) {
        self.tickets.push(ticket);
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

/// The stored form of what is typed into the form.
pub fn draft_to_json(at: Millis, draft: &Draft) -> String {
    to_json(at, draft, |_| {})
}

/// The stored form of a ticket.
pub fn ticket_to_json(ticket: &Pending) -> String {
    to_json(ticket.since, &Draft::default(), |out| {
        out.key("pending");
        out.begin_object();
        out.key("body");
        out.string(&ticket.body);
        out.key("began");
        out.integer(ticket.began);
        out.key("refused");
        out.bool(ticket.progress == Progress::Refused);
        strings(out, "next", &ticket.next);
        out.key("receipt");
        out.string(&ticket.receipt);
        out.end_object();
    })
}

/// Both have the draft's members: pages of before read them in a ticket too.
fn to_json(at: Millis, draft: &Draft, ticket: impl FnOnce(&mut Writer)) -> String {
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
    if !draft.facts.is_empty() {
        out.key("facts");
        out.begin_object();
        for (name, typed) in &draft.facts {
            out.key(name);
            out.string(typed);
        }
        out.end_object();
    }
    out.key("note");
    out.string(&draft.note);
    strings(&mut out, "removed", &draft.removed);
    ticket(&mut out);
    out.end_object();
    out.finish()
}

/// Reads what is stored under this key; `None` if it cannot be read or has expired.
pub fn from_json(key: &str, text: &str, now: Millis) -> Option<Stored> {
    let root = &json::parse(text).ok()?.root;
    let mut reading = Reading::new();
    let at = reading.integer_of(root, "at");
    if now.saturating_sub(at) > EXPIRES_AFTER {
        return None;
    }
    let stored = match root.get("pending") {
        Some(node) => Stored::Ticket(read_ticket(&mut reading, key, at, node)),
        None => Stored::Draft(read_draft(&mut reading, root)),
    };
    reading.first_wrong().is_none().then_some(stored)
}

fn read_draft<'a>(reading: &mut Reading<'a>, root: &'a Node) -> Draft {
    let mut contact = Vec::new();
    let known = reading.get(root, "contact");
    for member in reading.members(known) {
        if let (Some(field), Some(typed)) =
            (ContactField::from_name(&member.key), member.value.as_str())
        {
            contact.push((field, typed.to_owned()));
        }
    }
    let mut facts = Vec::new();
    let known = root.get("facts").and_then(Node::as_object);
    for member in known.unwrap_or_default() {
        if let Some(typed) = member.value.as_str() {
            facts.push((member.key.clone(), typed.to_owned()));
        }
    }
    Draft {
        contact,
        facts,
        note: reading.string_of(root, "note"),
        removed: read_strings(reading, root, "removed"),
    }
}

fn read_ticket<'a>(reading: &mut Reading<'a>, key: &str, since: Millis, node: &'a Node) -> Pending {
    Pending {
        key: key.to_owned(),
        body: reading.string_of(node, "body"),
        since,
        began: reading.integer_of(node, "began"),
        next: read_strings(reading, node, "next"),
        receipt: reading.string_of(node, "receipt"),
        progress: if reading.bool_of(node, "refused") {
            Progress::Refused
        } else {
            Progress::Waiting {
                tries: 1,
                trying: false,
                kept: true,
            }
        },
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

    const NOW: Millis = 1_800_000_000_000;

    fn draft() -> Draft {
        Draft {
            contact: vec![(ContactField::Name, "Sam \"the\" Example".to_owned())],
            facts: vec![("site".to_owned(), "example.com".to_owned())],
            note: "two\nlines".to_owned(),
            removed: vec!["latency".to_owned()],
        }
    }

    fn ticket(progress: Progress) -> Pending {
        Pending {
            key: "k".to_owned(),
            body: r#"{"format":1}"#.to_owned(),
            since: NOW,
            began: NOW - 60_000,
            next: vec!["We call you.".to_owned()],
            receipt: "Receipt".to_owned(),
            progress,
        }
    }

    fn waiting(tries: u32) -> Progress {
        Progress::Waiting {
            tries,
            trying: false,
            kept: true,
        }
    }

    fn all() -> [(String, Stored); 3] {
        [
            (draft_to_json(NOW, &draft()), Stored::Draft(draft())),
            (
                ticket_to_json(&ticket(Progress::Refused)),
                Stored::Ticket(ticket(Progress::Refused)),
            ),
            (
                ticket_to_json(&ticket(waiting(7))),
                Stored::Ticket(ticket(waiting(1))),
            ),
        ]
    }

    #[test]
    fn what_is_stored_comes_back_the_same() {
        for (text, expected) in all() {
            assert_eq!(from_json("k", &text, NOW), Some(expected));
        }
    }

    #[test]
    fn what_waits_is_erased_after_three_days() {
        for (text, _) in all() {
            assert!(from_json("k", &text, NOW + EXPIRES_AFTER).is_some());
            assert_eq!(from_json("k", &text, NOW + EXPIRES_AFTER + 1), None);
        }
    }

    #[test]
    fn what_was_stored_by_the_first_release_is_read() {
        let text = r#"{"at":1800000000000,"contact":{"name":"Sam"},"note":"n","removed":["isp"],"pending":{
            "body":"{}","began":1799999000000,"refused":false,"next":["We call."],"receipt":"R"}}"#;
        let Some(Stored::Ticket(read)) = from_json("k", text, NOW) else {
            panic!("a ticket is stored")
        };
        assert_eq!((read.began, read.progress), (1_799_999_000_000, waiting(1)));
        let text = r#"{"at":1800000000000,"contact":{"name":"Sam"},"note":"n","removed":["isp"]}"#;
        let Some(Stored::Draft(read)) = from_json("draft", text, NOW) else {
            panic!("a draft is stored")
        };
        assert_eq!(read.contact(ContactField::Name), "Sam");
    }

    #[test]
    fn what_is_no_outbox_is_not_read() {
        for text in ["", "[]", "{}", r#"{"at":1800000000000,"pending":{}}"#] {
            assert_eq!(from_json("k", text, NOW), None, "{text}");
        }
    }
}
