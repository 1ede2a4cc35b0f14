//! Faults and planned work that an operator opens, updates and closes by hand, for a provider
//! without a status product. They lie in the store, so all relays on it tell them, and no restart is
//! needed.

mod times;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use firstline_wire::status::{Kind, State};
use jiff::Timestamp;
use tokio::sync::watch;

use super::feed::Feed;
use super::file::{FeedFile, FileItem, FileUpdate, Translations};
use crate::store::Store;
use crate::store::outages::Outage;

pub use times::{began, time};

/// How often the relay looks whether somebody opened or closed something.
const LOOK: Duration = Duration::from_secs(1);

/// The services that the documentation names; an operator's own are the values of `status.services`.
pub const SERVICES: &[&str] = &["internet", "phone", "tv", "email"];

/// What is said of an outage; what is `None` or empty stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// One line.
    pub title: Option<Translations>,
    /// What customers should know.
    pub text: Option<Translations>,
    /// Where it is; `Some` of an empty list for everywhere.
    pub areas: Option<Vec<String>>,
    /// Which services it touches.
    pub services: Option<Vec<String>>,
    /// When it began.
    pub began: Option<Timestamp>,
    /// When it is to be over.
    pub expected: Option<Timestamp>,
}

/// A new item with these words.
///
/// # Errors
///
/// What is wrong with them.
pub fn opened(id: String, kind: Kind, words: Words, now: Timestamp) -> Result<FileItem, String> {
    let Some(title) = words.title.clone() else {
        return Err("a title is needed: what is wrong, and where".to_owned());
    };
    let mut item = FileItem::new(id, kind, "");
    item.title = title;
    item.began = Some(words.began.unwrap_or(now));
    changed(&mut item, words)?;
    Ok(item)
}

/// Says more of an item: an update for customers, and whatever the words change.
///
/// # Errors
///
/// What is wrong with them.
pub fn updated(
    item: &mut FileItem,
    said: Option<Translations>,
    words: Words,
    now: Timestamp,
) -> Result<(), String> {
    changed(item, words)?;
    if let Some(text) = said {
        item.updates.insert(
            0,
            FileUpdate {
                at: Some(now),
                text,
            },
        );
    }
    item.updated = Some(now);
    Ok(())
}

/// Ends an item, and says what customers should do now.
pub fn closed(item: &mut FileItem, afterwards: Option<Translations>, now: Timestamp) {
    item.ended = Some(now);
    item.updated = Some(now);
    if let Some(afterwards) = afterwards {
        item.afterwards = afterwards;
    }
}

fn changed(item: &mut FileItem, words: Words) -> Result<(), String> {
    let Words {
        title,
        text,
        areas,
        services,
        began,
        expected,
    } = words;
    if let Some(title) = title {
        item.title = title;
    }
    if let Some(text) = text {
        item.text = text;
    }
    if let Some(areas) = areas {
        for area in &areas {
            if super::area::Pattern::read(area).is_none() {
                return Err(format!(
                    "“{area}” is no area; write a postcode, or 227* for all that begin like it"
                ));
            }
        }
        item.areas = areas;
        item.read_areas()?;
    }
    if let Some(services) = services {
        item.services = services;
    }
    item.began = began.or(item.began);
    item.expected_end = expected.or(item.expected_end);
    if let (Some(began), Some(expected)) = (item.began, item.expected_end)
        && expected <= began
    {
        return Err("it is expected to be over before it begins".to_owned());
    }
    if item.kind == Kind::Maintenance && item.expected_end.is_none() {
        return Err("planned work needs a time when it is over".to_owned());
    }
    Ok(())
}

/// Texts as a command line gives them: `de=Kabelschaden` for readers of a language, or one for all.
/// `languages` are those that are served, the first of them for everybody else.
///
/// # Errors
///
/// If one is for a language that is not served or given twice, or empty.
pub fn texts(given: &[String], languages: &[String]) -> Result<Option<Translations>, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for text in given {
        let marked = text
            .split_once('=')
            .filter(|(tag, _)| looks_like_tag(tag))
            .map(|(tag, text)| (tag.trim(), text));
        let first = languages.first().map_or("en", String::as_str);
        let (tag, text) = match (marked, given.len()) {
            (None, 1) => {
                return match text.trim() {
                    "" => Err("a text must not be empty".to_owned()),
                    text => Ok(Some(Translations::ForAll(text.to_owned()))),
                };
            }
            (None, _) => (first, text.as_str()),
            (Some((tag, text)), _) => {
                let known = languages
                    .iter()
                    .find(|known| known.eq_ignore_ascii_case(tag));
                let known = known.ok_or_else(|| {
                    format!(
                        "“{tag}” is not served; the languages are {}",
                        languages.join(", ")
                    )
                })?;
                (known.as_str(), text)
            }
        };
        if text.trim().is_empty() {
            return Err(format!("the text for {tag} must not be empty"));
        }
        if texts
            .insert(tag.to_owned(), text.trim().to_owned())
            .is_some()
        {
            return Err(format!("there are two texts for {tag}"));
        }
    }
    Ok((!texts.is_empty()).then_some(Translations::ByLanguage(texts)))
}

/// Whether this is meant as a language: a word of two or three letters, with more behind a hyphen, or behind what people
/// take for one.
fn looks_like_tag(written: &str) -> bool {
    let mut parts = written.trim().split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.chars().all(|sign| sign.is_ascii_alphanumeric());
    (2..=3).contains(&first.len())
        && first.chars().all(|sign| sign.is_ascii_alphabetic())
        && parts.all(|part| (2..=8).contains(&part.len()) && letters(part))
}

/// The languages that are served and that a text is not in; none if it is one for all.
pub fn without(text: &Translations, languages: &[String]) -> Vec<String> {
    match text {
        Translations::ForAll(_) => Vec::new(),
        Translations::ByLanguage(texts) => languages
            .iter()
            .filter(|tag| !texts.contains_key(*tag))
            .cloned()
            .collect(),
    }
}

/// The item of what is stored.
///
/// # Errors
///
/// If it is not sound.
pub fn item(outage: &Outage) -> Result<FileItem, String> {
    let mut item: FileItem = serde_json::from_str(&outage.item)
        .map_err(|error| format!("outage {} in the store is not sound: {error}", outage.id))?;
    item.read_areas()?;
    Ok(item)
}

/// An item as it is stored.
///
/// # Errors
///
/// If it cannot be written as JSON.
pub fn stored(item: &FileItem) -> Result<Outage, serde_json::Error> {
    Ok(Outage {
        id: item.id.clone(),
        item: serde_json::to_string(item)?,
        ended: item.ended.map(Timestamp::as_millisecond),
    })
}

/// Looks into the store again and again, until the relay stops, and tells the feed what operators
/// opened and closed.
pub async fn run(
    current: impl Fn() -> (Store, Arc<Feed>) + Send,
    mut stopping: watch::Receiver<bool>,
) {
    let mut seen: Option<(i64, Arc<Feed>)> = None;
    while !*stopping.borrow() {
        let (store, feed) = current();
        if let Ok(Some(changed)) = store.outages_changed().await {
            let is_known = seen
                .as_ref()
                .is_some_and(|(known, of)| *known == changed && Arc::ptr_eq(of, &feed));
            if !is_known && tell(&store, &feed).await {
                seen = Some((changed, feed));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopping.changed() => {}
        }
    }
}

async fn tell(store: &Store, feed: &Feed) -> bool {
    let told = feed.setup().told;
    let since = Timestamp::now().checked_sub(told).unwrap_or(Timestamp::MIN);
    let Ok(outages) = store.outages(since.as_millisecond()).await else {
        return false;
    };
    let mut items = Vec::new();
    for outage in &outages {
        match item(outage) {
            Ok(item) => items.push(item),
            Err(why) => tracing::error!("{why}"),
        }
    }
    tracing::info!(
        items = items.len(),
        "an operator changed what is known of faults"
    );
    feed.own(FeedFile::of(State::Ok, items)).await;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Vec<String> {
        ["en", "de"].map(str::to_owned).to_vec()
    }

    #[test]
    fn texts_are_for_all_or_for_each_language_that_is_served() {
        let read = |given: &[&str]| {
            let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
            texts(&given, &languages())
        };
        assert_eq!(read(&[]).unwrap(), None);
        assert_eq!(read(&["A = B"]).unwrap(), Some("A = B".into()));
        let both = read(&["Cable cut", "de=Kabel durchtrennt"])
            .unwrap()
            .unwrap();
        assert_eq!(both.read_by(&["de"]), "Kabel durchtrennt");
        assert_eq!(both.read_by(&["en"]), "Cable cut");
        assert_eq!(without(&both, &languages()), [""; 0]);
        let german = read(&["de=Kabel durchtrennt"]).unwrap().unwrap();
        assert_eq!(without(&german, &languages()), ["en"]);
        for wrong in [
            &["fr=Câble"][..],
            &["de=a", "de=b"],
            &["de= "],
            &[" "],
            &["a", "b"],
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_outage_is_opened_updated_and_closed_and_keeps_what_was_said() {
        let now: Timestamp = "2026-11-22T15:00:00Z".parse().unwrap();
        let words = Words {
            title: Some("Cable cut".into()),
            areas: Some(vec!["227*".to_owned()]),
            expected: Some("2026-11-22T18:00:00Z".parse().unwrap()),
            ..Words::default()
        };
        let mut opened = opened("o-1".to_owned(), Kind::Outage, words, now).unwrap();
        assert!(opened.is_going_on(now));
        updated(
            &mut opened,
            Some("Our people are there".into()),
            Words::default(),
            now,
        )
        .unwrap();
        closed(&mut opened, Some("Restart your box once.".into()), now);
        assert!(!opened.is_going_on(now));
        let again = item(&stored(&opened).unwrap()).unwrap();
        assert_eq!(again, opened);
        assert_eq!(again.updates.len(), 1);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let now: Timestamp = "2026-11-22T15:00:00Z".parse().unwrap();
        let words = || Words {
            title: Some("Cable cut".into()),
            ..Words::default()
        };
        let bad = |kind, words| super::opened("o".to_owned(), kind, words, now).unwrap_err();
        assert!(bad(Kind::Outage, Words::default()).contains("title"));
        let areas = Some(vec!["-".to_owned()]);
        assert!(bad(Kind::Outage, Words { areas, ..words() }).contains("area"));
        let expected = Some("2026-11-22T14:00:00Z".parse().unwrap());
        assert!(
            bad(
                Kind::Outage,
                Words {
                    expected,
                    ..words()
                }
            )
            .contains("before")
        );
        assert!(bad(Kind::Maintenance, words()).contains("planned"));
    }
}
