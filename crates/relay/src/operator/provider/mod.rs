//! The provider's own file, `guides/site/provider.json`: name, telephone, hours, links, values.

mod nodes;
mod offer;
mod people;
mod problems;
mod written;
mod written_duties;
mod written_people;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use firstline_guide::diagnostic::{Violation as _, line_column};
use firstline_guide::json;
use firstline_guide::language::{is_language, nearest};
use firstline_guide::model::Value;
use firstline_guide::names::is_kebab_case;
use firstline_guide::rules::bad_link::leads_somewhere;
use firstline_guide::rules::syntax::Syntax;
use firstline_wire::contact::email as cleaned;
use firstline_wire::index;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::offer::Offer;
use self::problems::{Problems, below};
pub use self::written::Opening;
use self::written::{Words, Written, WrittenContact};
use super::duties::{By, Duties};
use super::hours::{At, Hours};

pub use self::problems::{BadProvider, ProviderProblem};

/// The provider as customers see it.
#[derive(Clone, Debug)]
pub struct Provider {
    name: String,
    contacts: BTreeMap<String, Contact>,
    values: BTreeMap<String, String>,
    words: BTreeMap<String, Words>,
    offer: Offer,
    thanks: Option<written::Thanks>,
    opening: Option<written::Opening>,
    duties: Arc<Duties>,
    people: Vec<written_people::WrittenWay>,
    zone: TimeZone,
}

/// The thanks to a customer who was helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thanks {
    /// One sentence.
    pub text: String,
    /// The words of the link.
    pub label: String,
    /// Where it leads.
    pub link: String,
    /// For so many days the same customer is not thanked again.
    pub days: u32,
}

/// The contact whose number and hours the widget shows.
const SUPPORT: &str = "support";

/// A way to a person.
#[derive(Clone, Debug)]
struct Contact {
    phone: Option<String>,
    email: Option<String>,
    hours: Option<Hours>,
    /// By when it answers, in words.
    reply_within: Option<String>,
}

impl Provider {
    /// From the text of the file; `file` names it in errors. Of a key that stands there twice, the
    /// first counts; that it does is for lint to say.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, with its place.
    pub fn read(text: &str, file: &Path) -> Result<Provider, BadProvider> {
        let parsed = json::parse(text).map_err(|error| {
            let (line, column) = line_column(text, error.offset);
            let syntax = Syntax {
                error,
                source: text,
            };
            BadProvider {
                file: file.to_owned(),
                problems: vec![ProviderProblem {
                    line,
                    column,
                    pointer: String::new(),
                    message: format!("This is no JSON: {}.", syntax.message()),
                }],
            }
        })?;
        let mut problems = Problems::default();
        let written = Written::of(&parsed.root, &mut problems);
        let provider = Provider::of(written, &mut problems);
        match problems.placed(file, text, &parsed.root) {
            None => Ok(provider),
            Some(bad) => Err(bad),
        }
    }

    fn of(written: Written, problems: &mut Problems) -> Provider {
        check_names(&written, problems);
        check_words(&written, problems);
        for (name, link) in &written.links {
            if !leads_somewhere(link) {
                let message = "This leads nowhere. A link is https:// with a host, tel: with a number, or mailto: with an address, \
                               without blanks, and nothing is inserted in it.";
                problems.add(&below("/links", name), message);
            }
        }
        let zone = written.time_zone.as_deref().map(|name| {
            TimeZone::get(name).unwrap_or_else(|_| {
                let message = format!("“{name}” is not in the time zone database.");
                problems.add("/timeZone", message);
                TimeZone::UTC
            })
        });
        let duties = duties(&written, zone.as_ref(), problems);
        let people = match &written.people {
            None => Provider::usual(&written),
            Some(people) => people.clone(),
        };
        for (position, way) in people.iter().enumerate() {
            way.check(&below("/people", &position.to_string()), &written, problems);
        }
        written_people::WrittenWay::check_apart(&people, problems);
        let offer = Offer::read(&written, problems);
        let contacts = written.contacts.into_iter();
        let contacts = contacts
            .map(|(name, contact)| {
                let at = below("/contacts", &name);
                (name, Contact::of(contact, &at, zone.as_ref(), problems))
            })
            .collect();
        Provider {
            name: written.name.unwrap_or_default(),
            contacts,
            values: written.values,
            words: written.words,
            offer,
            thanks: written.thanks,
            opening: written.opening,
            duties: Arc::new(duties),
            people,
            zone: zone.unwrap_or(TimeZone::UTC),
        }
    }

    /// As the widget shows it to readers of this language.
    pub fn shown(&self, language: &str) -> index::Provider {
        index::Provider {
            name: self.name(language),
            phone: self.support().and_then(|support| support.phone.clone()),
            hours: self.hours(language),
            open: None,
        }
    }

    fn support(&self) -> Option<&Contact> {
        self.contacts.get(SUPPORT)
    }

    /// Its name, for readers of this language.
    pub fn name(&self, language: &str) -> String {
        let own = self.own_words(language, |words| words.name.clone());
        own.unwrap_or_else(|| self.name.clone())
    }

    /// The support's opening hours in words: the provider's own for this language, or ours.
    fn hours(&self, language: &str) -> Option<String> {
        let hours = self.support()?.hours.as_ref()?;
        let own = self.own_words(language, |words| words.hours.clone());
        Some(own.unwrap_or_else(|| hours.words(language)))
    }

    /// Whether readers of this language read the opening hours in English, because there are no words
    /// in their language.
    pub fn hours_in_english_for(&self, language: &str) -> bool {
        let told = self
            .support()
            .is_some_and(|support| support.hours.is_some());
        let own = self.own_words(language, |words| words.hours.clone());
        told && own.is_none() && !Hours::has_words(language)
    }

    /// What the provider's file says for the tag or the nearest of its parents.
    fn own_words<T>(&self, language: &str, of: impl Fn(&Words) -> Option<T>) -> Option<T> {
        nearest(language, |tag| {
            let mut all = self.words.iter();
            let (_, words) = all.find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
            of(words)
        })
    }

    /// What the browser measures when the help opens, by the guides that it suggests; `None` if it measures nothing.
    pub fn opening(&self) -> Option<&Opening> {
        self.opening.as_ref()
    }

    /// The thanks to a customer who was helped, in this language or a parent of it; `None` if there is none.
    pub fn thanks(&self, language: &str) -> Option<Thanks> {
        let thanks = self.thanks.as_ref()?;
        let said = |texts: &BTreeMap<String, String>| {
            nearest(language, |tag| {
                let mut texts = texts.iter();
                let found = texts.find(|(known, _)| known.eq_ignore_ascii_case(tag));
                found.map(|(_, text)| text.clone())
            })
        };
        Some(Thanks {
            text: said(&thanks.text)?,
            label: said(&thanks.label)?,
            link: thanks.link.clone(),
            days: thanks.days,
        })
    }

    /// The duties to a customer who reports a fault.
    pub fn duties(&self) -> &Arc<Duties> {
        &self.duties
    }

    /// By when this contact answers, in words of this language.
    fn reply_within(&self, contact: &str, language: &str) -> Option<String> {
        let own = |words: &Words| words.reply_within.get(contact).cloned();
        let own = self.own_words(language, own);
        own.or_else(|| self.contacts.get(contact)?.reply_within.clone())
    }

    /// The provider's time zone; UTC if the file names none.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The facts that guides may use, as they are at this time: `provider.name`; of each contact
    /// what it has of `provider.<contact>.phone`, `.email`, `.hours` in words, `.open` and
    /// `.reply-within`; the country with its emergency number, services and technologies; and each entry
    /// of `values` as `provider.<name>`. Words are in this language.
    pub fn facts(&self, language: &str, now: Timestamp) -> Vec<(String, Value)> {
        let mut facts = vec![("provider.name".to_owned(), Value::from(self.name(language)))];
        for (name, contact) in &self.contacts {
            let mut add = |part: &str, value: Value| {
                facts.push((format!("provider.{name}.{part}"), value));
            };
            if let Some(phone) = &contact.phone {
                add("phone", Value::from(phone.clone()));
            }
            if let Some(email) = &contact.email {
                add("email", Value::from(email.clone()));
            }
            if let Some(hours) = &contact.hours {
                let own = self.hours(language).filter(|_| name == SUPPORT);
                add("hours", own.unwrap_or_else(|| hours.words(language)).into());
                add("open", Value::from(hours.open_at(now)));
            }
            if let Some(reply) = self.reply_within(name, language) {
                add("reply-within", Value::from(reply));
            }
        }
        facts.extend(self.offer.facts());
        for (name, value) in &self.values {
            let own = self.own_words(language, |words| words.values.get(name).cloned());
            let value = own.unwrap_or_else(|| value.clone());
            facts.push((format!("provider.{name}"), Value::from(value)));
        }
        facts
    }
}

impl Contact {
    fn of(
        written: WrittenContact,
        at: &str,
        zone: Option<&TimeZone>,
        problems: &mut Problems,
    ) -> Contact {
        let phone = written.phone.as_ref();
        if phone.is_some_and(|phone| digits(phone) < 2) {
            problems.add(&below(at, "phone"), "A telephone number has digits.");
        }
        let email = written.email.as_ref();
        if email.is_some_and(|email| cleaned(email).as_ref() != Some(email)) {
            let message = "This is not an e-mail address and nothing else.";
            problems.add(&below(at, "email"), message);
        }
        let hours = (!written.hours.is_empty()).then(|| {
            if zone.is_none() {
                let message =
                    "Opening hours need the provider's `timeZone`, such as Australia/Sydney.";
                problems.add(&below(at, "hours"), message);
            }
            let zone = zone.cloned().unwrap_or(TimeZone::UTC);
            let (hours, bad) = Hours::read(zone, &written.hours, &written.holidays);
            for bad in bad {
                let place = match bad.at {
                    At::Days(days) => below(&below(at, "hours"), &days),
                    At::Holiday(position) => below(&below(at, "holidays"), &position.to_string()),
                };
                problems.add(&place, bad.message);
            }
            hours
        });
        Contact {
            phone: written.phone,
            email: written.email,
            hours,
            reply_within: written.reply_within,
        }
    }
}

/// Reads the duties, which need a time zone, and working days if these are counted.
fn duties(written: &Written, zone: Option<&TimeZone>, problems: &mut Problems) -> Duties {
    let all = written.duties.clone();
    if !all.is_empty() && zone.is_none() {
        let message = "Duties need the provider's `timeZone`, such as Australia/Sydney.";
        problems.add("/duties", message);
    }
    let counted = all.iter().any(|duty| matches!(duty.by, By::WorkingDays(_)));
    if counted && written.working_days.week.is_none() {
        let message = "Working days are counted: add `workingDays`, { \"days\": \"mon-fri\" }.";
        problems.add("/duties", message);
    }
    let week = written.working_days.week.unwrap_or([false; 7]);
    let holidays = written.working_days.holidays.clone();
    Duties::new(all, week, holidays, zone.cloned().unwrap_or(TimeZone::UTC))
}

/// That guides can name what the provider gives as facts, `provider.callout-fee`.
fn check_names(written: &Written, problems: &mut Problems) {
    let name = written.name.as_ref();
    if name.is_some_and(|name| name.trim().is_empty()) {
        problems.add("/name", "The provider needs a name.");
    }
    let contacts = written.contacts.keys().map(|name| ("/contacts", name));
    let links = written.links.keys().map(|name| ("/links", name));
    let values = written.values.keys().map(|name| ("/values", name));
    for (key, name) in contacts.chain(links).chain(values) {
        if !is_kebab_case(name) {
            let message = "Write its name in small letters, digits and single hyphens.";
            problems.add(&below(key, name), message);
        }
    }
    if written.values.contains_key("name") {
        let message = "`provider.name` is the provider's name already.";
        problems.add("/values/name", message);
    }
}

/// That words of other languages are words for something.
fn check_words(written: &Written, problems: &mut Problems) {
    for (tag, words) in &written.words {
        let at = below("/words", tag);
        if !is_language(tag) {
            let message = format!("“{tag}” is not a language tag. Write de, or de-AT.");
            problems.add(&at, message);
        }
        for (key, text) in [("name", &words.name), ("hours", &words.hours)] {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                let message = "This must not be empty. Leave it out instead.";
                problems.add(&below(&at, key), message);
            }
        }
        let mut look = |key: &str,
                        own: &BTreeMap<String, String>,
                        is_there: &dyn Fn(&str) -> bool,
                        missing: &dyn Fn(&str) -> String| {
            for name in own.keys().filter(|name| !is_there(name)) {
                problems.add(&below(&below(&at, key), name), missing(name));
            }
        };
        look(
            "values",
            &words.values,
            &|name| written.values.contains_key(name),
            &|name| format!("There is no `{name}` in `values`."),
        );
        look(
            "replyWithin",
            &words.reply_within,
            &|name| written.contacts.contains_key(name),
            &|name| format!("There is no `{name}` in `contacts`."),
        );
        look(
            "topics",
            &words.topics,
            &|name| offer::has_group(&written.topics, name),
            &|name| format!("No group of `topics` is called “{name}”."),
        );
    }
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests;
