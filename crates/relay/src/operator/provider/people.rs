//! The people who can be reached, as the provider's file describes them.

use firstline_guide::dial;
use firstline_wire::people::Way;
use jiff::Timestamp;

use super::problems::{Problems, below};
use super::written::Written;
use super::written_people::{KINDS, WrittenWay};
use super::{Provider, SUPPORT};
use crate::operator::languages::in_language;

/// A way to people and its queue, whose length others know.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The way, without how long one waits.
    pub way: Way,
    /// The name of its queue.
    pub queue: Option<String>,
}

impl WrittenWay {
    /// The id by which the widget knows the way, and by which a browser keeps the one used last.
    pub(super) fn id(&self) -> String {
        [&*self.kind, self.contact.as_deref().unwrap_or_default()].join("-")
    }

    /// That each can be told from those before it.
    pub(super) fn check_apart(ways: &[WrittenWay], problems: &mut Problems) {
        for (position, way) in ways.iter().enumerate() {
            let before = ways[..position].iter().position(|one| one.id() == way.id());
            if let Some(before) = before.filter(|_| !way.kind.is_empty()) {
                let message = format!(
                    "This is the way of `/people/{before}`: it has the same `kind` and the same `contact`. Give it a \
                     `contact` of its own, or leave one of them out."
                );
                problems.add(&below("/people", &position.to_string()), message);
            }
        }
    }

    /// That it leads anywhere.
    pub(super) fn check(&self, at: &str, written: &Written, problems: &mut Problems) {
        let contact = self.contact.as_ref().and_then(|name| {
            let contact = written.contacts.get(name);
            if contact.is_none() {
                let message = format!("There is no `{name}` in `contacts`.");
                problems.add(&below(at, "contact"), message);
            }
            contact
        });
        let needs = |is_there: bool, message: &str, problems: &mut Problems| {
            if !is_there {
                problems.add(at, message);
            }
        };
        match &*self.kind {
            "phone" => needs(
                contact.is_none_or(|contact| contact.phone.is_some()) && self.contact.is_some(),
                "Whose number? Name a `contact` that has a `phone`.",
                problems,
            ),
            "mail" => needs(
                contact.is_none_or(|contact| contact.email.is_some()) && self.contact.is_some(),
                "Whose address? Name a `contact` that has an `email`.",
                problems,
            ),
            "callback" => needs(
                self.guide.is_some(),
                "A call-back is a ticket: name the `guide` that asks for number and time.",
                problems,
            ),
            _ => {}
        }
        let leads = KINDS
            .iter()
            .any(|(kind, leads)| *kind == self.kind && *leads);
        match &self.link {
            Some(link) if !link.starts_with("https://") => {
                problems.add(&below(at, "link"), "The link must begin with https://.");
            }
            None if leads => problems.add(at, "Where does it lead? Write a `link`, https://…."),
            Some(_) if !leads && !self.kind.is_empty() => {
                let message = "Only a chat and a shop have a link of their own.";
                problems.add(&below(at, "link"), message);
            }
            _ => {}
        }
    }
}

impl Provider {
    /// Who is to be reached at this time, for readers of this language, in the order of the file. A file that does not
    /// say has the support's telephone and address.
    pub fn people(&self, language: &str, now: Timestamp) -> Vec<Reached> {
        let ways = self.people.iter();
        ways.map(|way| self.reached(way, language, now)).collect()
    }

    /// The ways that a file has which names none.
    pub(super) fn usual(written: &Written) -> Vec<WrittenWay> {
        let Some(support) = written.contacts.get(SUPPORT) else {
            return Vec::new();
        };
        let way = |kind: &str| WrittenWay {
            kind: kind.to_owned(),
            contact: Some(SUPPORT.to_owned()),
            ..WrittenWay::default()
        };
        let phone = support.phone.as_ref().map(|_| way("phone"));
        let mail = support.email.as_ref().map(|_| way("mail"));
        phone.into_iter().chain(mail).collect()
    }

    fn reached(&self, written: &WrittenWay, language: &str, now: Timestamp) -> Reached {
        let said = |texts| in_language(texts, language).map(str::to_owned);
        let name = written.contact.as_deref();
        let contact = name.and_then(|name| self.contacts.get(name));
        let hours = contact.and_then(|contact| contact.hours.as_ref());
        let (to, shown) = match &*written.kind {
            "phone" => {
                let phone = contact.and_then(|contact| contact.phone.clone());
                (phone.as_deref().map(dial::address), phone)
            }
            "mail" => {
                let mail = contact.and_then(|contact| contact.email.clone());
                (mail.as_ref().map(|mail| format!("mailto:{mail}")), mail)
            }
            _ => (written.link.clone(), None),
        };
        let milliseconds = |at: Timestamp| u64::try_from(at.as_millisecond()).unwrap_or(0);
        let way = Way {
            id: written.id(),
            kind: written.kind.clone(),
            label: said(&written.label),
            to,
            shown,
            guide: written.guide.clone(),
            hours: hours.map(|hours| match name {
                Some(SUPPORT) => self.hours(language).unwrap_or_default(),
                _ => hours.words(language),
            }),
            open: hours.map(|hours| hours.open_at(now)),
            opens: hours.and_then(|hours| hours.opens(now)).map(milliseconds),
            closes: hours.and_then(|hours| hours.closes(now)).map(milliseconds),
            cost: said(&written.cost),
            reply: name
                .filter(|_| written.kind == "mail")
                .and_then(|name| self.reply_within(name, language)),
            waiting: None,
            about: written.about.clone(),
        };
        Reached {
            way,
            queue: written.queue.clone(),
        }
    }
}
