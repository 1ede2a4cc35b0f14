//! The file of known faults and maintenance, as the provider's monitoring writes it: the form of
//! [`Status`], and each text may be one for each language.

use std::collections::BTreeMap;

use firstline_guide::language::nearest;
use firstline_wire::Status;
use firstline_wire::status::{Item, Kind, State, Update};
use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedFile {
    /// The worst of the items.
    pub state: State,
    /// Each fault or maintenance.
    #[serde(default)]
    pub items: Vec<FileItem>,
}

/// A fault or maintenance: see [`Item`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileItem {
    id: String,
    kind: Kind,
    title: Translations,
    #[serde(default)]
    text: Translations,
    #[serde(default)]
    areas: Vec<String>,
    #[serde(default)]
    services: Vec<String>,
    /// When it began.
    pub began: Option<String>,
    /// When it is expected to end.
    pub expected_end: Option<String>,
    /// When something was last said of it.
    pub updated: Option<String>,
    #[serde(default)]
    updates: Vec<FileUpdate>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileUpdate {
    at: String,
    text: Translations,
}

/// One text for all, or one for each language tag.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, expecting = "expected a text, or texts by language")]
enum Translations {
    ForAll(String),
    ByLanguage(BTreeMap<String, String>),
}

impl Default for Translations {
    fn default() -> Translations {
        Translations::ForAll(String::new())
    }
}

impl Translations {
    /// The text for the first of these tags that it has one for, or for a parent of it; else any.
    fn read_by(&self, tags: &[&str]) -> String {
        let texts = match self {
            Translations::ForAll(text) => return text.clone(),
            Translations::ByLanguage(texts) => texts,
        };
        let of = |tag: &str| {
            let mut all = texts.iter();
            let (_, text) = all.find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
            Some(text.clone())
        };
        let found = tags.iter().find_map(|tag| nearest(tag, of));
        found
            .or_else(|| texts.values().next().cloned())
            .unwrap_or_default()
    }
}

impl FeedFile {
    /// What it says to readers of the first of these tags that it speaks.
    pub fn read_by(&self, tags: &[&str]) -> Status {
        let item = |item: &FileItem| Item {
            id: item.id.clone(),
            kind: item.kind,
            title: item.title.read_by(tags),
            text: item.text.read_by(tags),
            areas: item.areas.clone(),
            services: item.services.clone(),
            began: item.began.clone(),
            expected_end: item.expected_end.clone(),
            updated: item.updated.clone(),
            updates: item
                .updates
                .iter()
                .map(|update| Update {
                    at: update.at.clone(),
                    text: update.text.read_by(tags),
                })
                .collect(),
        };
        Status {
            state: self.state,
            items: self.items.iter().map(item).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_in_the_language_of_the_reader_or_the_first_or_any() {
        let file: FeedFile = serde_json::from_str(
            r#"{ "state": "outage", "items": [
                { "id": "a", "kind": "outage", "title": { "en": "Cable cut", "de": "Kabel durchtrennt" },
                  "text": "For all", "updates": [{ "at": "t", "text": { "de": "Wir graben" } }] }] }"#,
        )
        .unwrap();
        for (tags, title, update) in [
            (&["de-AT", "en"][..], "Kabel durchtrennt", "Wir graben"),
            (&["fr", "en-GB"], "Cable cut", "Wir graben"),
            (&["fr", "it"], "Kabel durchtrennt", "Wir graben"),
        ] {
            let status = file.read_by(tags);
            let item = &status.items[0];
            assert_eq!(
                (&*item.title, &*item.text, &*item.updates[0].text),
                (title, "For all", update),
                "{tags:?}"
            );
        }
        let wrong = r#"{ "state": "ok", "items": [{ "id": "a", "kind": "outage", "title": 1 }] }"#;
        let error = serde_json::from_str::<FeedFile>(wrong).unwrap_err();
        assert!(
            error.to_string().contains("a text, or texts by language"),
            "{error}"
        );
    }
}
