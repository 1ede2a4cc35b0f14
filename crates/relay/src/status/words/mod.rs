//! What the relay itself says of faults: on the public status page and in messages. One file a
//! language, each with the same keys; a language without one is answered in English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use firstline_guide::language::nearest;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// The words of a language.
#[derive(Debug, Deserialize)]
pub struct Words {
    /// `ltr` or `rtl`.
    pub direction: String,
    months: Vec<String>,
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
}

/// The files.
const FILES: &[(&str, &str)] = &[
    ("en", include_str!("en.json")),
    ("de", include_str!("de.json")),
    ("ar", include_str!("ar.json")),
    ("zh", include_str!("zh.json")),
];

static ALL: LazyLock<BTreeMap<&str, Words>> = LazyLock::new(|| {
    let read = |(tag, text): &(&'static str, &str)| Some((*tag, serde_json::from_str(text).ok()?));
    FILES.iter().filter_map(read).collect()
});

static NONE: LazyLock<Words> = LazyLock::new(|| Words {
    direction: "ltr".to_owned(),
    months: Vec::new(),
    texts: BTreeMap::new(),
});

/// The languages that there are words in.
pub fn tags() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(tag, _)| *tag)
}

impl Words {
    /// Those for readers of this language.
    pub fn of(tag: &str) -> &'static Words {
        let found = nearest(tag, |tag| ALL.get(tag.to_ascii_lowercase().as_str()));
        found.or_else(|| ALL.get("en")).unwrap_or(&NONE)
    }

    /// Those for readers of the first of these languages that there are words in.
    pub fn of_first(tags: &[&str]) -> &'static Words {
        let of = |tag: &&str| nearest(tag, |tag| ALL.get(tag.to_ascii_lowercase().as_str()));
        let found = tags.iter().find_map(of);
        found.unwrap_or_else(|| Words::of("en"))
    }

    /// A text; its key if there is none, which a test keeps from happening.
    pub fn text(&self, key: &str) -> String {
        self.texts
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned())
    }

    /// A text with its one place filled.
    pub fn fill(&self, key: &str, place: &str, with: &str) -> String {
        self.text(key).replace(&format!("{{{place}}}"), with)
    }

    /// All texts, for templates.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// A time in this zone, in words.
    pub fn time(&self, time: Timestamp, zone: &TimeZone) -> String {
        let local = time.to_zoned(zone.clone());
        let month = usize::try_from(local.month() - 1).unwrap_or(0);
        let mut clock = local.strftime("%H:%M").to_string();
        // Where nobody said in which zone the provider is, the time says it.
        if *zone == TimeZone::UTC {
            clock.push_str(" UTC");
        }
        self.text("date")
            .replace("{day}", &local.day().to_string())
            .replace("{month}", self.months.get(month).map_or("", String::as_str))
            .replace("{time}", &clock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_all_texts_with_the_same_places() {
        let places = |text: &str| -> Vec<String> {
            let mut places: Vec<String> = text
                .split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().unwrap_or_default().to_owned())
                .collect();
            places.sort();
            places
        };
        assert_eq!(ALL.len(), FILES.len(), "each file can be read");
        let english = &ALL["en"];
        for (tag, words) in ALL.iter() {
            assert_eq!(words.months.len(), 12, "{tag}");
            assert_eq!(
                words.texts.keys().collect::<Vec<_>>(),
                english.texts.keys().collect::<Vec<_>>(),
                "{tag}"
            );
            for (key, text) in &words.texts {
                assert_eq!(places(text), places(&english.texts[key]), "{tag} {key}");
            }
        }
    }

    #[test]
    fn times_are_in_the_providers_zone_and_in_words() {
        let time = "2026-11-22T17:05:00Z".parse().unwrap();
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(
            Words::of("de-AT").time(time, &berlin),
            "22. November, 18:05 Uhr"
        );
        assert_eq!(
            Words::of("fr").time(time, &TimeZone::UTC),
            "22 November, 17:05 UTC"
        );
    }
}
