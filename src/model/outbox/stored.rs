//! How drafts and tickets are stored, each under its own key.

use firstline_guide::json::{self, Node, Reading, Writer};
use firstline_guide::model::ContactField;
use firstline_guide::session::Millis;

use super::{Draft, EXPIRES_AFTER, Pending, Progress, Stored, TOLD_FOR};

/// What became of a ticket is stored under this and its key. Nothing in it is personal.
const TOLD: &str = "told.";

/// How far ahead the clock of another page may be, in milliseconds. What is from a later time comes
/// from a clock that was wrong, and is as old as we know it from now on.
const SKEW: Millis = 60_000;

/// Under which key it is stored what became of a ticket.
pub fn key_of_told(key: &str) -> String {
    [TOLD, key].concat()
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
        if let Some(told) = ticket.told {
            out.key("told");
            out.integer(told);
        }
        told_members(out, ticket);
        out.end_object();
    })
}

/// The stored form of what became of a ticket: its number, or an empty one if the customer deleted it.
/// A page writes it before it erases the ticket, and so does `embed/send.js`.
pub fn told_to_json(ticket: &Pending, now: Millis) -> String {
    let mut out = Writer::new();
    out.begin_object();
    out.key("told");
    out.integer(now);
    out.key("began");
    out.integer(ticket.began);
    out.key("number");
    out.string(match &ticket.progress {
        Progress::Delivered { number } => number,
        _ => "",
    });
    told_members(&mut out, ticket);
    out.end_object();
    out.finish()
}

fn told_members(out: &mut Writer, ticket: &Pending) {
    strings(out, "next", &ticket.next);
    out.key("receipt");
    out.string(&ticket.receipt);
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
    let stored = if let Some(key) = key.strip_prefix(TOLD) {
        let at = reading.integer_of(root, "told");
        let told = read_told(&mut reading, key, root);
        (now.abs_diff(at) <= TOLD_FOR).then_some(told)
    } else {
        let at = reading.integer_of(root, "at");
        match root.get("pending") {
            Some(node) => read_ticket(&mut reading, key, at, now, node).map(Stored::Ticket),
            None => {
                let draft = read_draft(&mut reading, root);
                (now.abs_diff(at) <= EXPIRES_AFTER).then_some(Stored::Draft(draft))
            }
        }
    };
    stored.filter(|_| reading.first_wrong().is_none())
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
        ..Draft::default()
    }
}

/// `None` if it is too old, and the customer has been told so for long enough.
fn read_ticket<'a>(
    reading: &mut Reading<'a>,
    key: &str,
    at: Millis,
    now: Millis,
    node: &'a Node,
) -> Option<Pending> {
    let since = if at > now + SKEW { now } else { at };
    let is_old = now.saturating_sub(since) > EXPIRES_AFTER;
    let told = match node.get("told") {
        Some(_) => Some(reading.integer_of(node, "told")),
        None => Some(now),
    };
    let told = told.filter(|_| is_old);
    if told.is_some_and(|told| now.abs_diff(told) > TOLD_FOR) {
        return None;
    }
    Some(Pending {
        key: key.to_owned(),
        body: reading.string_of(node, "body"),
        since,
        began: reading.integer_of(node, "began"),
        next: read_strings(reading, node, "next"),
        receipt: reading.string_of(node, "receipt"),
        told,
        progress: if reading.bool_of(node, "refused") {
            Progress::Refused
        } else if is_old {
            Progress::Old
        } else {
            Progress::waiting()
        },
    })
}

fn read_told<'a>(reading: &mut Reading<'a>, key: &str, root: &'a Node) -> Stored {
    let number = reading.string_of(root, "number");
    if number.is_empty() {
        return Stored::Deleted(key.to_owned());
    }
    Stored::Ticket(Pending {
        key: key.to_owned(),
        body: String::new(),
        since: 0,
        began: reading.integer_of(root, "began"),
        next: read_strings(reading, root, "next"),
        receipt: reading.string_of(root, "receipt"),
        told: None,
        progress: Progress::Delivered { number },
    })
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
            ..Draft::default()
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
            told: None,
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

    fn read_at(ticket: &Pending, now: Millis) -> Option<Pending> {
        match from_json("k", &ticket_to_json(ticket), now) {
            Some(Stored::Ticket(ticket)) => Some(ticket),
            _ => None,
        }
    }

    #[test]
    fn a_draft_is_erased_after_three_days() {
        let text = draft_to_json(NOW, &draft());
        assert!(from_json("draft", &text, NOW + EXPIRES_AFTER).is_some());
        for now in [NOW + EXPIRES_AFTER + 1, NOW - EXPIRES_AFTER - 1] {
            assert_eq!(from_json("draft", &text, now), None, "{now}");
        }
    }

    #[test]
    fn no_clock_takes_a_ticket_away_before_the_customer_was_told() {
        let sent = ticket(waiting(0));
        assert_eq!(
            read_at(&sent, NOW + EXPIRES_AFTER).unwrap().progress,
            waiting(1)
        );
        // It is too old by the clock of today, by four days or by fifty years.
        for now in [NOW + 4 * 24 * 3_600_000, NOW + 50 * EXPIRES_AFTER * 122] {
            let old = read_at(&sent, now).unwrap();
            assert_eq!((&old.progress, old.told), (&Progress::Old, Some(now)));
            assert_eq!(old.body, sent.body);
            // Told once, it is still told for a day, and then erased.
            assert_eq!(read_at(&old, now + TOLD_FOR).unwrap().told, Some(now));
            assert_eq!(read_at(&old, now + TOLD_FOR + 1), None);
            // The clock is right again: it waits as before.
            let right = read_at(&old, NOW + 5_000).unwrap();
            assert_eq!((right.progress, right.told), (waiting(1), None));
        }
    }

    #[test]
    fn a_ticket_from_the_future_is_as_old_as_we_know_it() {
        let sent = ticket(waiting(0));
        let now = NOW - 400 * 24 * 3_600_000;
        let read = read_at(&sent, now).unwrap();
        assert_eq!((read.since, &read.progress), (now, &waiting(1)));
        let later = read_at(&read, now + EXPIRES_AFTER + 1).unwrap();
        assert_eq!(later.progress, Progress::Old, "it is not kept for ever");
    }

    #[test]
    fn other_pages_learn_the_number_and_nothing_personal() {
        let delivered = ticket(Progress::Delivered {
            number: "FL-1".to_owned(),
        });
        let text = told_to_json(&delivered, NOW);
        let Some(Stored::Ticket(read)) = from_json("told.k", &text, NOW + TOLD_FOR) else {
            panic!("it is told")
        };
        assert_eq!(read.progress, delivered.progress);
        assert_eq!((read.key, read.began), (delivered.key, delivered.began));
        assert!(!text.contains("format"), "the body stays out: {text}");
        assert_eq!(from_json("told.k", &text, NOW + TOLD_FOR + 1), None);
        let text = told_to_json(&ticket(waiting(1)), NOW);
        let deleted = Stored::Deleted("k".to_owned());
        assert_eq!(from_json("told.k", &text, NOW), Some(deleted));
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
