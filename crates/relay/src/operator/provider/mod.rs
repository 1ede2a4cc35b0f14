//! The provider's own file, `guides/site/provider.json`: name, telephone, hours, links, values.

mod offer;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use firstline_guide::model::Value;
use firstline_guide::names::is_kebab_case;
use firstline_wire::contact::email as cleaned;
use firstline_wire::index;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use self::offer::Offer;
use super::hours::Hours;
use firstline_guide::language::{is_language, nearest};

/// The provider as customers see it.
#[derive(Clone, Debug)]
pub struct Provider {
    name: String,
    contacts: BTreeMap<String, Contact>,
    values: BTreeMap<String, String>,
    words: BTreeMap<String, RawWords>,
    offer: Offer,
    zone: TimeZone,
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

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Raw {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    format: u32,
    name: String,
    country: Option<String>,
    time_zone: Option<String>,
    #[serde(default)]
    contacts: BTreeMap<String, RawContact>,
    #[serde(default)]
    links: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, RawWords>,
    #[serde(default, rename = "equipment")]
    _equipment: Vec<String>,
    services: Option<Vec<String>>,
    technologies: Option<Vec<String>>,
    #[serde(default)]
    topics: Vec<offer::RawTopic>,
}

/// What is said otherwise in another language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawWords {
    name: Option<String>,
    hours: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// By when each contact answers.
    #[serde(default)]
    reply_within: BTreeMap<String, String>,
    /// The headings of topics.
    #[serde(default)]
    topics: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawContact {
    phone: Option<String>,
    email: Option<String>,
    #[serde(default)]
    hours: BTreeMap<String, String>,
    #[serde(default)]
    holidays: Vec<String>,
    reply_within: Option<String>,
}

/// What is wrong with the provider's file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadProvider {
    file: PathBuf,
    /// Line and column, or a JSON pointer.
    place: String,
    message: String,
}

impl BadProvider {
    /// Line and column, such as `2:10`, or an RFC 6901 pointer.
    pub fn place(&self) -> &str {
        self.place.trim_start()
    }

    /// What is wrong, in a sentence.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for BadProvider {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {}",
            self.file.display(),
            self.place,
            self.message
        )
    }
}

impl std::error::Error for BadProvider {}

impl Provider {
    /// From the text of the file; `file` names it in errors.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with its place.
    pub fn read(text: &str, file: &Path) -> Result<Provider, BadProvider> {
        let bad = |place: String, message: String| BadProvider {
            file: file.to_owned(),
            place,
            message,
        };
        let raw: Raw = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let message = message
                .rsplit_once(" at line")
                .map_or(&*message, |(first, _)| first);
            bad(
                format!("{}:{}", error.line(), error.column()),
                format!("{message}."),
            )
        })?;
        if raw.format != 1 {
            let message = format!(
                "Format {} is not known here; this relay reads 1.",
                raw.format
            );
            return Err(bad(" /format".to_owned(), message));
        }
        if raw.name.trim().is_empty() {
            return Err(bad(
                " /name".to_owned(),
                "The provider needs a name.".to_owned(),
            ));
        }
        for (name, link) in &raw.links {
            if !["https://", "tel:", "mailto:"]
                .iter()
                .any(|scheme| link.starts_with(scheme))
            {
                let message = "A link begins with https://, tel: or mailto:.".to_owned();
                return Err(bad(format!(" /links/{name}"), message));
            }
        }
        for (tag, words) in &raw.words {
            if !is_language(tag) {
                let message = format!("“{tag}” is not a language tag. Write de, or de-AT.");
                return Err(bad(" /words".to_owned(), message));
            }
            for (key, text) in [("name", &words.name), ("hours", &words.hours)] {
                if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                    let message = "This must not be empty. Leave it out instead.".to_owned();
                    return Err(bad(format!(" /words/{tag}/{key}"), message));
                }
            }
            for (key, own) in [
                ("values", &words.values),
                ("replyWithin", &words.reply_within),
                ("topics", &words.topics),
            ] {
                for name in own.keys() {
                    let (is_there, message) = match key {
                        "replyWithin" => (
                            raw.contacts.contains_key(name),
                            format!("There is no `{name}` in `contacts`."),
                        ),
                        "topics" => (
                            offer::has_group(&raw.topics, name),
                            format!("No group of `topics` is called “{name}”."),
                        ),
                        _ => (
                            raw.values.contains_key(name),
                            format!("There is no `{name}` in `values`."),
                        ),
                    };
                    if !is_there {
                        return Err(bad(format!(" /words/{tag}/{key}/{name}"), message));
                    }
                }
            }
        }
        let zone = match raw.time_zone.as_deref() {
            None => None,
            Some(name) => Some(TimeZone::get(name).map_err(|_| {
                let message =
                    format!("“{name}” is not in the time zone database. Write Europe/Berlin.");
                bad(" /timeZone".to_owned(), message)
            })?),
        };
        // A guide names them as facts, `provider.callout-fee`.
        let contacts = raw.contacts.keys().map(|name| ("contacts", name));
        let links = raw.links.keys().map(|name| ("links", name));
        let values = raw.values.keys().map(|name| ("values", name));
        for (key, name) in contacts.chain(links).chain(values) {
            if !is_kebab_case(name) {
                let message = "Write its name in small letters, digits and single hyphens.";
                return Err(bad(format!(" /{key}/{name}"), message.to_owned()));
            }
        }
        if raw.values.contains_key("name") {
            let message = "`provider.name` is the provider's name already.".to_owned();
            return Err(bad(" /values/name".to_owned(), message));
        }
        let offer = Offer::read(&raw).map_err(|(place, message)| bad(place, message))?;
        let mut contacts = BTreeMap::new();
        for (name, contact) in raw.contacts {
            let base = format!(" /contacts/{name}");
            if contact
                .phone
                .as_ref()
                .is_some_and(|phone| digits(phone) < 2)
            {
                let message = "A telephone number has digits.".to_owned();
                return Err(bad(format!("{base}/phone"), message));
            }
            if contact
                .email
                .as_ref()
                .is_some_and(|email| cleaned(email).as_ref() != Some(email))
            {
                let message = "This is not an e-mail address and nothing else.".to_owned();
                return Err(bad(format!("{base}/email"), message));
            }
            let hours = read_hours(zone.as_ref(), &contact)
                .map_err(|(place, message)| bad(format!("{base}{place}"), message))?;
            let RawContact {
                phone,
                email,
                reply_within,
                ..
            } = contact;
            let contact = Contact {
                phone,
                email,
                hours,
                reply_within,
            };
            contacts.insert(name, contact);
        }
        let zone = zone.unwrap_or(TimeZone::UTC);
        Ok(Provider {
            name: raw.name,
            contacts,
            values: raw.values,
            words: raw.words,
            offer,
            zone,
        })
    }

    /// As the widget shows it to readers of this language.
    pub fn shown(&self, language: &str) -> index::Provider {
        index::Provider {
            name: self.name(language),
            phone: self.support().and_then(|support| support.phone.clone()),
            hours: self.hours(language),
        }
    }

    fn support(&self) -> Option<&Contact> {
        self.contacts.get(SUPPORT)
    }

    fn name(&self, language: &str) -> String {
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
    fn own_words<T>(&self, language: &str, of: impl Fn(&RawWords) -> Option<T>) -> Option<T> {
        nearest(language, |tag| {
            let mut all = self.words.iter();
            let (_, words) = all.find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
            of(words)
        })
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
            let own = |words: &RawWords| words.reply_within.get(name).cloned();
            let own = self.own_words(language, own);
            if let Some(reply) = own.or_else(|| contact.reply_within.clone()) {
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

fn read_hours(
    zone: Option<&TimeZone>,
    contact: &RawContact,
) -> Result<Option<Hours>, (String, String)> {
    if contact.hours.is_empty() {
        return Ok(None);
    }
    let zone = zone.cloned().ok_or_else(|| {
        let message = "Opening hours need the provider's `timeZone`, such as Australia/Sydney.";
        ("/hours".to_owned(), message.to_owned())
    })?;
    Hours::read(zone, &contact.hours, &contact.holidays)
        .map(Some)
        .map_err(|bad| {
            let list = if contact.hours.contains_key(&bad.at) {
                "hours"
            } else {
                "holidays"
            };
            (format!("/{list}/{}", bad.at), bad.message)
        })
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests;
