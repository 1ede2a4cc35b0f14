//! The form in which all sources give known faults and maintenance, and in which the provider's
//! monitoring writes a file of them: [`Status`](firstline_wire::Status), where each text may be one
//! for each language.

mod translations;

use firstline_wire::status::{Item, Kind, State, Update};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::area::{Area, Pattern};
use super::words::{self, Words};

pub use translations::Translations;

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
    /// Whether its source has more than could be read: then nothing is over because it is missing.
    #[serde(skip)]
    pub left_out: bool,
}

/// A fault or maintenance: see [`Item`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileItem {
    /// The source's name for it.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// One line.
    pub title: Translations,
    /// What customers should know.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub text: Translations,
    /// As they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// What they mean.
    #[serde(skip)]
    pub patterns: Vec<Pattern>,
    /// What it touches by its source's own names; none if that has no such names.
    #[serde(skip)]
    pub components: Vec<String>,
    /// The services that it touches; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// When it began.
    #[serde(
        default,
        deserialize_with = "time",
        serialize_with = "in_one_form",
        skip_serializing_if = "Option::is_none"
    )]
    pub began: Option<Timestamp>,
    /// When it is expected to end.
    #[serde(
        default,
        deserialize_with = "time",
        serialize_with = "in_one_form",
        skip_serializing_if = "Option::is_none"
    )]
    pub expected_end: Option<Timestamp>,
    /// When it ended.
    #[serde(
        default,
        deserialize_with = "time",
        serialize_with = "in_one_form",
        skip_serializing_if = "Option::is_none"
    )]
    pub ended: Option<Timestamp>,
    /// What to do once it is over.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub afterwards: Translations,
    /// When the source last said something of it.
    #[serde(
        default,
        deserialize_with = "time",
        serialize_with = "in_one_form",
        skip_serializing_if = "Option::is_none"
    )]
    pub updated: Option<Timestamp>,
    /// What it said, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<FileUpdate>,
}

/// Something that the source said of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileUpdate {
    /// When.
    #[serde(deserialize_with = "time", serialize_with = "in_one_form")]
    pub at: Option<Timestamp>,
    /// What.
    pub text: Translations,
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

fn in_one_form<S: Serializer>(time: &Option<Timestamp>, out: S) -> Result<S::Ok, S::Error> {
    time.map(written).serialize(out)
}

/// In the one form that every browser reads (RFC 3339).
pub(super) fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl FileItem {
    /// One of which nothing is known yet but this.
    pub fn new(id: impl Into<String>, kind: Kind, title: impl Into<String>) -> FileItem {
        FileItem {
            id: id.into(),
            kind,
            title: Translations::ForAll(title.into()),
            text: Translations::default(),
            areas: Vec::new(),
            patterns: Vec::new(),
            components: Vec::new(),
            services: Vec::new(),
            began: None,
            expected_end: None,
            ended: None,
            afterwards: Translations::default(),
            updated: None,
            updates: Vec::new(),
        }
    }

    /// Whether customers should know of it now. Planned work is told from its beginning on, and is over when it was to
    /// be over. A fault is there when its source has it, whatever that says of its beginning, and over when its source
    /// says so, or no longer has it.
    pub fn is_going_on(&self, now: Timestamp) -> bool {
        let is_planned = self.kind == Kind::Maintenance;
        let has_begun = self.began.is_none_or(|began| began <= now);
        let is_over = self.expected_end.is_some_and(|end| end <= now);
        !self.has_ended(now) && !(is_planned && (is_over || !has_begun))
    }

    /// Whether its source says that it is over.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.ended.is_some_and(|ended| ended <= now)
    }

    /// Whether it ended, no longer ago than this.
    pub fn ended_within(&self, told: SignedDuration, now: Timestamp) -> bool {
        self.ended
            .is_some_and(|ended| ended <= now && now.duration_since(ended) < told)
    }

    /// Whether it is an outage that goes on and touches one of these components.
    pub fn holds_down(&self, components: &[String], now: Timestamp) -> bool {
        let mut own = self.components.iter().filter(|name| !name.is_empty());
        self.kind == Kind::Outage
            && self.is_going_on(now)
            && own.any(|component| components.contains(component))
    }

    /// Whether it is in this area, or everywhere.
    pub fn touches(&self, area: &Area) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|pattern| pattern.touches(area))
    }

    /// Reads what its areas mean.
    ///
    /// # Errors
    ///
    /// If there is one without a letter or a digit, or with a `*` within.
    pub fn read_areas(&mut self) -> Result<(), String> {
        self.patterns = self
            .areas
            .iter()
            .map(|area| {
                Pattern::read(area)
                    .ok_or_else(|| format!("has the area “{area}”, which is none: letters and digits, with `*` at the end or without it"))
            })
            .collect::<Result<_, _>>()?;
        Ok(())
    }

    /// One line for readers of the first of these tags: its title, or what it is where its source says no more.
    fn title_for(&self, tags: &[&str]) -> String {
        let title = self.title.read_by(tags);
        if !title.trim().is_empty() {
            return title;
        }
        Words::of_first(tags).text(match self.kind {
            Kind::Outage => "fault",
            Kind::Maintenance => "work",
        })
    }

    /// What it says to readers of the first of these tags that it has. An end that is past is not
    /// expected any more.
    pub fn read_by(&self, tags: &[&str], now: Timestamp) -> Item {
        let end = self.expected_end.filter(|end| *end > now);
        Item {
            id: self.id.clone(),
            kind: self.kind,
            title: self.title_for(tags),
            text: self.text.read_by(tags),
            areas: self.areas.clone(),
            services: self.services.clone(),
            // A fault that goes on has begun, and nobody knows when if its source names a time that lies ahead.
            began: self
                .began
                .filter(|began| *began <= now || self.kind == Kind::Maintenance)
                .map(written),
            expected_end: end.map(written),
            ended: self.ended.filter(|ended| *ended <= now).map(written),
            afterwards: self.afterwards.read_by(tags),
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
    /// Of these items.
    pub fn of(state: State, items: Vec<FileItem>) -> FeedFile {
        let mut feed = FeedFile {
            state,
            items,
            languages: Vec::new(),
            left_out: false,
        };
        feed.languages = feed.find_languages();
        feed
    }

    fn find_languages(&self) -> Vec<String> {
        let updates = |item: &FileItem| -> Vec<Translations> {
            item.updates
                .iter()
                .map(|update| update.text.clone())
                .collect()
        };
        // What has no title is called by words of our own.
        let is_untitled = self.items.iter().any(|item| item.title.is_empty());
        let ours = words::tags().filter(|_| is_untitled).map(str::to_owned);
        let texts = self
            .items
            .iter()
            .flat_map(|item| {
                let own = [&item.title, &item.text, &item.afterwards];
                [own.map(Translations::clone).to_vec(), updates(item)].concat()
            })
            .flat_map(|text| match text {
                Translations::ForAll(_) => Vec::new(),
                Translations::ByLanguage(texts) => texts.into_keys().collect(),
            })
            .map(|tag| tag.to_ascii_lowercase());
        let mut all: Vec<String> = texts.chain(ours).collect();
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
        item.read_areas()
            .map_err(|why| format!(": /items/{position}/areas {why}"))?;
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
                r#"{{"state":"maintenance","items":[{{"id":"a","kind":"maintenance","title":"t","began":"{given}",
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
                ": /items/0/areas has the area “-”, which is none",
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
        let page = include_str!("../../../../../docs/status.md");
        let mut examples = page.split("```json\n").skip(1);
        let example = examples.find(|json| json.contains("\"state\"")).unwrap();
        let (example, _) = example.split_once("```").unwrap();
        assert_eq!(parse(example.as_bytes()).unwrap().items.len(), 3);
    }
}
