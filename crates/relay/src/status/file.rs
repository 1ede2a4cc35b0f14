//! The file of known faults and maintenance, as the provider's monitoring writes it: the form of
//! [`Status`](firstline_wire::Status), and each text may be one for each language.

use std::collections::BTreeMap;

use firstline_guide::language::nearest;
use firstline_wire::status::{Item, Kind, State, Update};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::area::Pattern;

/// The file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedFile {
    /// The worst of the items.
    pub state: State,
    /// Each fault or maintenance.
    #[serde(default)]
    pub items: Vec<FileItem>,
    /// The languages that it has texts in, in small letters.
    #[serde(skip)]
    pub languages: Vec<String>,
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
    /// As they are written.
    #[serde(default)]
    pub areas: Vec<String>,
    /// What they mean.
    #[serde(skip)]
    pub patterns: Vec<Pattern>,
    #[serde(default)]
    services: Vec<String>,
    /// When it began.
    #[serde(default, deserialize_with = "time")]
    pub began: Option<Timestamp>,
    /// When it is expected to end.
    #[serde(default, deserialize_with = "time")]
    pub expected_end: Option<Timestamp>,
    #[serde(default, deserialize_with = "time")]
    updated: Option<Timestamp>,
    #[serde(default)]
    updates: Vec<FileUpdate>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileUpdate {
    #[serde(deserialize_with = "time")]
    at: Option<Timestamp>,
    text: Translations,
}

/// A time, in any of the forms of ISO 8601 that monitoring systems write; it needs an offset.
fn time<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(written) = Option::<String>::deserialize(value)? else {
        return Ok(None);
    };
    let time = written.trim().parse().map_err(|_| {
        serde::de::Error::custom(
            "this is not a time with an offset; write 2026-11-22T13:00:00+01:00",
        )
    })?;
    Ok(Some(time))
}

/// In the one form that every browser reads (RFC 3339).
fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
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

impl FileItem {
    /// Whether customers should know of it now. Planned work is over when it was to be over; a fault
    /// is over when it is no longer in the file.
    pub fn is_going_on(&self, now: Timestamp) -> bool {
        let has_begun = self.began.is_none_or(|began| began <= now);
        let is_over = self.expected_end.is_some_and(|end| end <= now);
        has_begun && !(is_over && self.kind == Kind::Maintenance)
    }

    /// What it says to readers of the first of these tags that it has. An end that is past is not
    /// expected any more.
    pub fn read_by(&self, tags: &[&str], now: Timestamp) -> Item {
        let end = self.expected_end.filter(|end| *end > now);
        Item {
            id: self.id.clone(),
            kind: self.kind,
            title: self.title.read_by(tags),
            text: self.text.read_by(tags),
            areas: self.areas.clone(),
            services: self.services.clone(),
            began: self.began.map(written),
            expected_end: end.map(written),
            updated: self.updated.map(written),
            updates: self
                .updates
                .iter()
                .map(|update| Update {
                    at: update.at.map(written).unwrap_or_default(),
                    text: update.text.read_by(tags),
                })
                .collect(),
        }
    }
}

impl FeedFile {
    fn find_languages(&self) -> Vec<String> {
        let updates = |item: &FileItem| -> Vec<Translations> {
            item.updates
                .iter()
                .map(|update| update.text.clone())
                .collect()
        };
        let mut all: Vec<String> = self
            .items
            .iter()
            .flat_map(|item| [vec![item.title.clone(), item.text.clone()], updates(item)].concat())
            .flat_map(|text| match text {
                Translations::ForAll(_) => Vec::new(),
                Translations::ByLanguage(texts) => texts.into_keys().collect(),
            })
            .map(|tag| tag.to_ascii_lowercase())
            .collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Reads what stands in the file. An error begins with its place: `:2:7: `.
pub fn parse(bytes: &[u8]) -> Result<FeedFile, String> {
    // Some editors put a mark before the text; it says nothing in UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0) {
        return Err(": this is UTF-16; write the file in UTF-8".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        format!(":{line}: this is not UTF-8; write the file in UTF-8")
    })?;
    let mut feed: FeedFile = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // The place is said once.
        let why = error.to_string();
        let twice = format!(" at line {line} column {column}");
        format!(
            ":{line}:{column}: {}",
            why.strip_suffix(&twice).unwrap_or(&why)
        )
    })?;
    if feed.items.is_empty() && matches!(feed.state, State::Outage | State::Maintenance) {
        return Err(
            ": /state names a fault or maintenance, and /items has none: customers would be told that all is \
             well. Write at least one item with a title"
                .to_owned(),
        );
    }
    for (position, item) in feed.items.iter_mut().enumerate() {
        for area in &item.areas {
            let pattern = Pattern::read(area).ok_or_else(|| {
                format!(": /items/{position}/areas has an area without a letter or a digit")
            })?;
            item.patterns.push(pattern);
        }
    }
    feed.languages = feed.find_languages();
    Ok(feed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn texts_are_told_in_the_language_of_the_reader_or_the_first_or_any() {
        let file = parse(
            r#"{ "state": "outage", "items": [
                { "id": "a", "kind": "outage", "title": { "en": "Cable cut", "de": "Kabel durchtrennt" },
                  "text": "For all",
                  "updates": [{ "at": "2026-11-22T12:00Z", "text": { "DE": "Wir graben" } }] }] }"#
                .as_bytes(),
        )
        .unwrap();
        for (tags, title, update) in [
            (&["de-AT", "en"][..], "Kabel durchtrennt", "Wir graben"),
            (&["fr", "en-GB"], "Cable cut", "Wir graben"),
            (&["fr", "it"], "Kabel durchtrennt", "Wir graben"),
        ] {
            let item = file.items[0].read_by(tags, NOW);
            assert_eq!(
                (&*item.title, &*item.text, &*item.updates[0].text),
                (title, "For all", update),
                "{tags:?}"
            );
        }
        assert_eq!(file.languages, ["de", "en"]);
        let wrong = r#"{ "state": "ok", "items": [{ "id": "a", "kind": "outage", "title": 1 }] }"#;
        let error = parse(wrong.as_bytes()).unwrap_err();
        assert!(error.contains("a text, or texts by language"), "{error}");
    }

    #[test]
    fn every_time_goes_out_in_the_one_form_that_browsers_read() {
        for (given, sent) in [
            ("2026-12-22T13:00:00+01:00", "2026-12-22T12:00:00Z"),
            ("2026-12-22T13:00:00+01", "2026-12-22T12:00:00Z"),
            ("2026-12-22T13:00+0100", "2026-12-22T12:00:00Z"),
            ("20261222T120000Z", "2026-12-22T12:00:00Z"),
            ("2026-12-22 12:00:00.123456Z", "2026-12-22T12:00:00Z"),
            ("2026-12-22t12:00:00z", "2026-12-22T12:00:00Z"),
            (
                "2026-12-22T13:00:00+01:00[Europe/Berlin]",
                "2026-12-22T12:00:00Z",
            ),
        ] {
            let file = format!(
                r#"{{"state":"outage","items":[{{"id":"a","kind":"outage","title":"t","began":"{given}",
                "expected_end":"{given}","updated":"{given}","updates":[{{"at":"{given}","text":""}}]}}]}}"#
            );
            let item = parse(file.as_bytes()).unwrap().items[0].read_by(&[], NOW);
            for time in [
                item.began,
                item.expected_end,
                item.updated,
                Some(item.updates[0].at.clone()),
            ] {
                assert_eq!(time.as_deref(), Some(sent), "{given}");
            }
        }
    }

    #[test]
    fn the_place_of_what_is_wrong_is_said_once() {
        for (text, said) in [
            ("{\n \"state\": \"fine\"}", ":2:16: unknown variant `fine`"),
            ("{", ":1:1: EOF"),
            (
                r#"{"state":"ok","items":[{"id":"a","kind":"outage","title":"t","updated":"now"}]}"#,
                ":1:77: this is not a time with an offset",
            ),
            (
                r#"{"state":"ok","items":[{"id":"a","kind":"outage","title":"t","began":"2026-12-22T12:00"}]}"#,
                ":1:88: this is not a time with an offset",
            ),
            (r#"{"state":"outage"}"#, ": /state names a fault"),
            (
                r#"{"state":"outage","items":[{"id":"a","kind":"outage","title":"t","areas":["-"]}]}"#,
                ": /items/0/areas has an area without",
            ),
        ] {
            let why = parse(text.as_bytes()).unwrap_err();
            assert!(why.starts_with(said), "{why}");
            assert!(!why.contains("column"), "{why}");
        }
    }

    #[test]
    fn a_file_in_another_encoding_is_read_or_named() {
        let text = r#"{"state":"ok"}"#;
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(parse(&marked).unwrap().state, State::Ok);
        let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}"
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(order)
                .collect()
        };
        for wide in [
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
            wide(u16::to_le_bytes)[2..].to_vec(),
        ] {
            assert_eq!(
                parse(&wide).unwrap_err(),
                ": this is UTF-16; write the file in UTF-8"
            );
        }
        let latin = b"{\"state\":\"ok\",\n\"items\":[\"St\xf6rung\"]}";
        assert_eq!(
            parse(latin).unwrap_err(),
            ":2: this is not UTF-8; write the file in UTF-8"
        );
    }

    #[test]
    fn the_sample_files_and_the_example_for_operators_can_be_read() {
        for name in ["status", "fault"] {
            let file = format!("{}/../../demo/{name}.json", env!("CARGO_MANIFEST_DIR"));
            parse(&std::fs::read(file).unwrap()).unwrap();
        }
        let page = include_str!("../../../../docs/status.md");
        let (_, rest) = page.split_once("```json\n").unwrap();
        let (example, _) = rest.split_once("```").unwrap();
        assert_eq!(parse(example.as_bytes()).unwrap().items.len(), 3);
    }
}
