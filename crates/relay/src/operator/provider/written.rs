//! The provider's file as it is written, read part by part: what is wrong with one part keeps nobody
//! from reading the next, so that everything is found at once.

use std::collections::BTreeMap;

use firstline_guide::json::{Node, Value};

use super::nodes::{each, each_text, list, members, text};
use super::problems::{Problems, below};
use super::written_duties::WorkingDays;
use super::written_people::WrittenWay;
use crate::operator::duties::Duty;

/// The file.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// `None` if it cannot be read, which was reported.
    pub name: Option<String>,
    pub country: Option<String>,
    pub time_zone: Option<String>,
    pub contacts: BTreeMap<String, WrittenContact>,
    pub links: BTreeMap<String, String>,
    pub values: BTreeMap<String, String>,
    pub words: BTreeMap<String, Words>,
    pub services: Option<Vec<String>>,
    pub technologies: Option<Vec<String>>,
    pub topics: Vec<Topic>,
    pub thanks: Option<Thanks>,
    pub opening: Option<Opening>,
    pub duties: Vec<Duty>,
    pub working_days: WorkingDays,
    pub people: Option<Vec<WrittenWay>>,
}

/// What the browser measures when the help opens, by the guide that it suggests then.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// Where nothing answers, or nothing beyond the provider.
    pub unreachable: Option<String>,
    /// Where answers take long.
    pub slow: Option<String>,
}

/// The thanks to a customer who was helped: an offer, a friend's bonus.
#[derive(Clone, Debug, Default)]
pub(super) struct Thanks {
    /// One sentence, by language.
    pub text: BTreeMap<String, String>,
    /// The words of the link, by language.
    pub label: BTreeMap<String, String>,
    pub link: String,
    /// For so many days the same customer is not thanked again.
    pub days: u32,
}

/// A guide by its id, or several under a heading.
#[derive(Debug)]
pub(super) enum Topic {
    Guide(String),
    Group {
        group: String,
        guides: Vec<String>,
    },
    /// Something else, which was reported.
    Unreadable,
}

/// The texts that differ in another language.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub name: Option<String>,
    pub hours: Option<String>,
    pub values: BTreeMap<String, String>,
    /// By when each contact answers.
    pub reply_within: BTreeMap<String, String>,
    /// The headings of topics.
    pub topics: BTreeMap<String, String>,
}

/// A way to a person.
#[derive(Debug, Default)]
pub(super) struct WrittenContact {
    pub phone: Option<String>,
    pub email: Option<String>,
    pub hours: BTreeMap<String, String>,
    pub holidays: Vec<String>,
    pub reply_within: Option<String>,
}

/// The keys of the file.
const KEYS: &[&str] = &[
    "$schema",
    "format",
    "name",
    "country",
    "timeZone",
    "contacts",
    "links",
    "values",
    "words",
    "equipment",
    "services",
    "technologies",
    "topics",
    "thanks",
    "opening",
    "duties",
    "workingDays",
    "people",
];

impl Written {
    /// Reads the document, as far as that is possible.
    pub(super) fn of(root: &Node, problems: &mut Problems) -> Written {
        let mut written = Written::default();
        let members = members(root, "", KEYS, problems);
        for needed in ["format", "name"] {
            if root.as_object().is_some() && root.get(needed).is_none() {
                problems.add("", format!("The key `{needed}` is missing."));
            }
        }
        for (key, at, node) in members {
            match key {
                "format" => format(node, &at, problems),
                "name" => written.name = text(node, &at, problems),
                "country" => written.country = text(node, &at, problems),
                "timeZone" => written.time_zone = text(node, &at, problems),
                "contacts" => {
                    written.contacts = each(node, &at, problems, WrittenContact::of);
                }
                "links" => written.links = each_text(node, &at, problems),
                "values" => written.values = each_text(node, &at, problems),
                "words" => written.words = each(node, &at, problems, Words::of),
                "services" => written.services = Some(list(node, &at, problems)),
                "technologies" => written.technologies = Some(list(node, &at, problems)),
                "topics" => written.topics = topics(node, &at, problems),
                "thanks" => written.thanks = Some(Thanks::of(node, &at, problems)),
                "opening" => written.opening = Some(Opening::of(node, &at, problems)),
                "duties" => written.duties = super::written_duties::duties(node, &at, problems),
                "workingDays" => written.working_days = WorkingDays::of(node, &at, problems),
                "people" => written.people = Some(people(node, &at, problems)),
                // What they say is read by whoever makes use of it.
                "equipment" => drop(list(node, &at, problems)),
                _ => drop(text(node, &at, problems)),
            }
        }
        written
    }
}

impl WrittenContact {
    fn of(node: &Node, at: &str, problems: &mut Problems) -> WrittenContact {
        const KEYS: &[&str] = &["phone", "email", "hours", "holidays", "replyWithin"];
        let mut contact = WrittenContact::default();
        for (key, at, node) in members(node, at, KEYS, problems) {
            match key {
                "phone" => contact.phone = text(node, &at, problems),
                "email" => contact.email = text(node, &at, problems),
                "hours" => contact.hours = each_text(node, &at, problems),
                "holidays" => contact.holidays = list(node, &at, problems),
                _ => contact.reply_within = text(node, &at, problems),
            }
        }
        contact
    }
}

impl Opening {
    fn of(node: &Node, at: &str, problems: &mut Problems) -> Opening {
        const KEYS: &[&str] = &["unreachable", "slow"];
        let mut opening = Opening::default();
        for (key, at, node) in members(node, at, KEYS, problems) {
            match key {
                "unreachable" => opening.unreachable = text(node, &at, problems),
                _ => opening.slow = text(node, &at, problems),
            }
        }
        opening
    }
}

impl Thanks {
    fn of(node: &Node, at: &str, problems: &mut Problems) -> Thanks {
        const KEYS: &[&str] = &["text", "label", "link", "days"];
        let mut thanks = Thanks {
            days: 90,
            ..Thanks::default()
        };
        let place = at;
        for (key, at, node) in members(node, at, KEYS, problems) {
            match key {
                "text" => thanks.text = each_text(node, &at, problems),
                "label" => thanks.label = each_text(node, &at, problems),
                "link" => thanks.link = text(node, &at, problems).unwrap_or_default(),
                _ => match (7..=3650).find(|days| node.as_f64() == Some(f64::from(*days))) {
                    Some(days) => thanks.days = days,
                    None => problems.add(&at, "This must be a number of days from 7 to 3650."),
                },
            }
        }
        if !thanks.link.starts_with("https://") {
            problems.add(&below(place, "link"), "The link must begin with https://.");
        }
        if thanks.text.is_empty() || thanks.text.keys().ne(thanks.label.keys()) {
            let message = "Write `text` and `label` in the same languages: { \"en\": \"…\" }.";
            problems.add(&below(place, "text"), message);
        }
        thanks
    }
}

impl Words {
    fn of(node: &Node, at: &str, problems: &mut Problems) -> Words {
        const KEYS: &[&str] = &["name", "hours", "values", "replyWithin", "topics"];
        let mut words = Words::default();
        for (key, at, node) in members(node, at, KEYS, problems) {
            match key {
                "name" => words.name = text(node, &at, problems),
                "hours" => words.hours = text(node, &at, problems),
                "values" => words.values = each_text(node, &at, problems),
                "replyWithin" => words.reply_within = each_text(node, &at, problems),
                _ => words.topics = each_text(node, &at, problems),
            }
        }
        words
    }
}

fn people(node: &Node, at: &str, problems: &mut Problems) -> Vec<WrittenWay> {
    let Some(items) = node.as_array() else {
        problems.add(at, "This must be a list: [{ \"kind\": \"phone\", … }].");
        return Vec::new();
    };
    let items = items.iter().enumerate();
    items
        .map(|(position, item)| WrittenWay::of(item, &below(at, &position.to_string()), problems))
        .collect()
}

fn format(node: &Node, at: &str, problems: &mut Problems) {
    match node.value {
        Value::Number(1.0) => {}
        Value::Number(number) => problems.add(
            at,
            format!("Format {number} is not known here; this relay reads 1."),
        ),
        _ => problems.add(at, "This must be a number: 1."),
    }
}

fn topics(node: &Node, at: &str, problems: &mut Problems) -> Vec<Topic> {
    let Some(items) = node.as_array() else {
        problems.add(at, "This must be a list: [\"…\", \"…\"].");
        return Vec::new();
    };
    let mut topics = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let at = below(at, &position.to_string());
        if let Some(guide) = item.as_str() {
            topics.push(Topic::Guide(guide.to_owned()));
        } else if let (Some(group), Some(guides)) = (item.get("group"), item.get("guides")) {
            members(item, &at, &["group", "guides"], problems);
            topics.push(Topic::Group {
                group: text(group, &below(&at, "group"), problems).unwrap_or_default(),
                guides: list(guides, &below(&at, "guides"), problems),
            });
        } else {
            problems.add(
                &at,
                "This must be the id of a guide, or { \"group\": \"…\", \"guides\": [\"…\"] }.",
            );
            // Its place counts: those behind it are named by theirs.
            topics.push(Topic::Unreadable);
        }
    }
    topics
}
