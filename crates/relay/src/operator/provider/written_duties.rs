//! The provider's duties and working days, as its file describes them.

use firstline_guide::json::Node;
use firstline_guide::language::is_language;
use firstline_guide::names::is_kebab_case;
use jiff::civil::Date;

use super::nodes::{each_text, list, members, text};
use super::problems::{Problems, below};
use crate::operator::duties::{By, Duty, Met};
use crate::operator::hours::days_of;

/// The longest that anything is owed by: a year.
const MOST_HOURS: u16 = 366 * 24;
const MOST_DAYS: u16 = 366;

/// The days on which the provider works.
#[derive(Clone, Debug, Default)]
pub(super) struct WorkingDays {
    /// The working days of a week, Monday first; `None` if the file does not say.
    pub week: Option<[bool; 7]>,
    /// Those on which it does not work although they are.
    pub holidays: Vec<Date>,
}

impl WorkingDays {
    /// `{ "days": "mon-fri", "holidays": ["2026-12-25"] }`.
    pub(super) fn of(node: &Node, at: &str, problems: &mut Problems) -> WorkingDays {
        let mut working = WorkingDays::default();
        for (key, at, node) in members(node, at, &["days", "holidays"], problems) {
            if key == "days" {
                let days = text(node, &at, problems).unwrap_or_default();
                match days_of(&days) {
                    Ok(days) => {
                        let mut week = [false; 7];
                        days.into_iter().for_each(|day| week[day] = true);
                        working.week = Some(week);
                    }
                    Err(message) => problems.add(&at, message),
                }
                continue;
            }
            for (position, day) in list(node, &at, problems).iter().enumerate() {
                match day.parse() {
                    Ok(day) => working.holidays.push(day),
                    // What is no text was reported by whoever read it.
                    Err(_) if day.is_empty() => {}
                    Err(_) => problems.add(
                        &below(&at, &position.to_string()),
                        "This is not a calendar day. Write 2026-12-25.",
                    ),
                }
            }
        }
        if working.week.is_none() {
            problems.add(at, "The key `days` is missing: \"mon-fri\".");
        }
        working
    }
}

/// The list of duties.
pub(super) fn duties(node: &Node, at: &str, problems: &mut Problems) -> Vec<Duty> {
    let Some(items) = node.as_array() else {
        problems.add(at, "This must be a list: [{ \"id\": \"…\", … }].");
        return Vec::new();
    };
    let mut duties: Vec<Duty> = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let at = below(at, &position.to_string());
        let Some(duty) = duty(item, &at, problems) else {
            continue;
        };
        if duties.iter().any(|known| known.id == duty.id) {
            problems.add(&below(&at, "id"), "Another duty is called so too.");
        }
        duties.push(duty);
    }
    duties
}

fn duty(node: &Node, at: &str, problems: &mut Problems) -> Option<Duty> {
    const KEYS: &[&str] = &["id", "by", "met", "text", "source", "categories"];
    let mut deadline = None;
    let mut duty = Duty {
        id: String::new(),
        by: By::Hours(0),
        met: Met::Solved,
        text: Default::default(),
        source: String::new(),
        categories: Vec::new(),
    };
    for (key, at, node) in members(node, at, KEYS, problems) {
        match key {
            "id" => duty.id = text(node, &at, problems).unwrap_or_default(),
            "by" => deadline = Some(by(node, &at, problems)),
            "met" => match text(node, &at, problems).as_deref() {
                Some("solved") => duty.met = Met::Solved,
                Some("answered") => duty.met = Met::Answered,
                Some(_) => problems.add(&at, "Write \"solved\" or \"answered\"."),
                None => {}
            },
            "text" => duty.text = each_text(node, &at, problems),
            "source" => duty.source = text(node, &at, problems).unwrap_or_default(),
            _ => duty.categories = list(node, &at, problems),
        }
    }
    if !is_kebab_case(&duty.id) {
        let message = "A duty needs an `id` in small letters, digits and single hyphens.";
        problems.add(&below(at, "id"), message);
    }
    for tag in duty.text.keys().filter(|tag| !is_language(tag)) {
        let message = format!("“{tag}” is not a language tag. Write de, or de-AT.");
        problems.add(&below(&below(at, "text"), tag), message);
    }
    if duty.text.is_empty() {
        let message = "Say it in a language at least: { \"en\": \"By {when} …\" }.";
        problems.add(&below(at, "text"), message);
    }
    match deadline {
        None => {
            problems.add(at, "The key `by` is missing: { \"workingDays\": 2 }.");
            None
        }
        Some(deadline) => {
            duty.by = deadline?;
            Some(duty)
        }
    }
}

/// `{ "hours": 24 }`, `{ "days": 1 }` or `{ "workingDays": 2 }`; `None` if it is none, which is reported.
fn by(node: &Node, at: &str, problems: &mut Problems) -> Option<By> {
    let found = members(node, at, &["hours", "days", "workingDays"], problems);
    let [(key, at, node)] = found.as_slice() else {
        let message = "Write one of { \"hours\": 24 }, { \"days\": 1 } and { \"workingDays\": 2 }.";
        problems.add(at, message);
        return None;
    };
    let most = if *key == "hours" {
        MOST_HOURS
    } else {
        MOST_DAYS
    };
    let number = (0..=most).find(|number| node.as_f64() == Some(f64::from(*number)));
    let Some(number) = number else {
        problems.add(at, format!("This must be a number from 0 to {most}."));
        return None;
    };
    Some(match *key {
        "hours" => By::Hours(number),
        "days" => By::Days(number),
        _ => By::WorkingDays(number),
    })
}
