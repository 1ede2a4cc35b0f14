//! The feed of known faults, and which of them concern an area now.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use firstline_wire::Status;
use firstline_wire::status::{Item, Kind, State as Network};
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::file::FeedFile;

/// The largest file that is read, in bytes.
const MOST: u64 = 4 << 20;

/// The items that are going on, and of those with areas the ones that touch this area. Without an
/// area all are returned, with their areas: whoever asks knows that they may be elsewhere.
pub fn select(status: &Status, area: Option<&str>, now: Timestamp) -> Status {
    let area = area
        .map(|area| area.trim().to_lowercase())
        .filter(|area| !area.is_empty());
    let touches = |item: &&Item| {
        item.areas.is_empty()
            || area.as_ref().is_none_or(|area| {
                item.areas
                    .iter()
                    .any(|touched| touched.trim().to_lowercase() == *area)
            })
    };
    let begun = |item: &&Item| {
        let began = item
            .began
            .as_deref()
            .and_then(|began| began.parse::<Timestamp>().ok());
        began.is_none_or(|began| began <= now)
    };
    let items: Vec<Item> = status
        .items
        .iter()
        .filter(touches)
        .filter(begun)
        .cloned()
        .collect();
    let state = if matches!(status.state, Network::Unknown | Network::NotSetUp) {
        status.state
    } else if items.iter().any(|item| item.kind == Kind::Outage) {
        Network::Outage
    } else if items.is_empty() {
        Network::Ok
    } else {
        Network::Maintenance
    };
    Status { state, items }
}

/// The file, and what was last read of it.
#[derive(Debug)]
pub struct Feed {
    file: Option<PathBuf>,
    keep: Duration,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    /// What the file looked like when it was last looked at.
    state: Option<FileState>,
    /// What it said when it could last be read, and when that was still so.
    good: Option<(FeedFile, Instant)>,
}

#[derive(Clone, Debug, PartialEq)]
enum FileState {
    Missing,
    Good(SystemTime, u64),
    Bad(SystemTime, u64),
}

impl Feed {
    /// A feed from this file, which is read once now, so that an operator learns at the start what is
    /// wrong with it; without a file nothing is known.
    pub fn new(file: Option<PathBuf>, keep: Duration) -> Feed {
        let mut last = Last::default();
        if let Some(file) = &file
            && let Some(stamp) = last.changed(file, std::fs::metadata(file))
        {
            let text = small_enough(stamp).and_then(|()| std::fs::read_to_string(file));
            last.take(file, stamp, text);
        }
        Feed {
            file,
            keep,
            last: Mutex::new(last),
        }
    }

    /// What is known now, for readers of the first of these languages that the feed has, and how
    /// old that is.
    pub async fn now(&self, tags: &[&str]) -> (Status, Duration) {
        let nothing = |state| Status {
            state,
            items: Vec::new(),
        };
        let Some(file) = &self.file else {
            return (nothing(Network::NotSetUp), Duration::ZERO);
        };
        let mut last = self.last.lock().await;
        if let Some(stamp) = last.changed(file, tokio::fs::metadata(file).await) {
            let text = match small_enough(stamp) {
                Ok(()) => tokio::fs::read_to_string(file).await,
                Err(error) => Err(error),
            };
            last.take(file, stamp, text);
        }
        match &last.good {
            Some((status, at))
                if at.elapsed() <= self.keep || matches!(last.state, Some(FileState::Good(..))) =>
            {
                (status.read_by(tags), at.elapsed())
            }
            _ => (nothing(Network::Unknown), Duration::ZERO),
        }
    }
}

/// When a file was last written, and how long it is.
type Stamp = (SystemTime, u64);

fn small_enough((_, length): Stamp) -> io::Result<()> {
    if length > MOST {
        return Err(io::Error::other(format!("it has more than {MOST} bytes")));
    }
    Ok(())
}

impl Last {
    /// What the file looks like, if it is to be read: it has changed since it was last looked at.
    fn changed(&mut self, file: &Path, found: io::Result<Metadata>) -> Option<Stamp> {
        let stamp = match found.and_then(|data| Ok((data.modified()?, data.len()))) {
            Ok(stamp) => stamp,
            Err(error) => {
                if self.state != Some(FileState::Missing) {
                    let file = file.display();
                    tracing::warn!(
                        "the status file cannot be read: {file}: {error}; {}",
                        self.meanwhile()
                    );
                    self.state = Some(FileState::Missing);
                }
                return None;
            }
        };
        let (modified, length) = stamp;
        if self.state == Some(FileState::Good(modified, length)) {
            if let Some((_, at)) = &mut self.good {
                *at = Instant::now();
            }
            return None;
        }
        (self.state != Some(FileState::Bad(modified, length))).then_some(stamp)
    }

    /// Takes what was read of the file.
    fn take(&mut self, file: &Path, (modified, length): Stamp, text: io::Result<String>) {
        let read = match text {
            Ok(text) => parse(&text),
            Err(error) => Err(format!(": {error}")),
        };
        let file = file.display();
        match read {
            Ok(status) => {
                tracing::info!(%file, items = status.items.len(), "read the status file");
                self.good = Some((status, Instant::now()));
                self.state = Some(FileState::Good(modified, length));
            }
            Err(why) => {
                tracing::warn!(
                    "the status file cannot be used: {file}{why}; {}",
                    self.meanwhile()
                );
                self.state = Some(FileState::Bad(modified, length));
            }
        }
    }

    /// What customers read while the file cannot be used.
    fn meanwhile(&self) -> &'static str {
        match self.good {
            Some(_) => "its last good answer is kept for `status.keep_minutes`",
            None => {
                "until it can be used, no customer is told of a fault (docs/status.md has its form)"
            }
        }
    }
}

/// Reads what stands in the file. An error begins with its place: `:2:7: `.
fn parse(text: &str) -> Result<FeedFile, String> {
    let status: FeedFile = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // The place is said once.
        let why = error.to_string();
        let twice = format!(" at line {line} column {column}");
        format!(
            ":{line}:{column}: {}",
            why.strip_suffix(&twice).unwrap_or(&why)
        )
    })?;
    for (position, item) in status.items.iter().enumerate() {
        let times = [
            ("began", &item.began),
            ("expected_end", &item.expected_end),
            ("updated", &item.updated),
        ];
        for (key, time) in times {
            if time
                .as_ref()
                .is_some_and(|time| time.parse::<Timestamp>().is_err())
            {
                return Err(format!(
                    ": /items/{position}/{key} is not a time. Write 2026-11-22T13:00:00+01:00."
                ));
            }
        }
    }
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"{"state":"outage","items":[
        {"id":"a","kind":"outage","title":"Cable cut","areas":["2000"," 2010A "]},
        {"id":"b","kind":"maintenance","title":"New software"},
        {"id":"c","kind":"outage","title":"Tomorrow","began":"2026-11-23T00:00:00Z"}]}"#;

    #[test]
    fn items_are_those_of_the_area_that_are_going_on() {
        let feed: Status = serde_json::from_str(FEED).unwrap();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        for (area, ids, state) in [
            (Some("2000"), "a b", Network::Outage),
            (Some("2010a"), "a b", Network::Outage),
            (Some("9999"), "b", Network::Maintenance),
            (Some("  "), "a b", Network::Outage),
            (None, "a b", Network::Outage),
        ] {
            let shown = select(&feed, area, now);
            let shown_ids: Vec<&str> = shown.items.iter().map(|item| &*item.id).collect();
            assert_eq!(
                (shown_ids.join(" ").as_str(), shown.state),
                (ids, state),
                "{area:?}"
            );
        }
        let later = "2026-11-23T00:00:00Z".parse().unwrap();
        assert_eq!(select(&feed, Some("9999"), later).state, Network::Outage);
        let none = Status {
            state: Network::Outage,
            items: Vec::new(),
        };
        assert_eq!(select(&none, None, now).state, Network::Ok);
    }

    #[test]
    fn the_sample_files_can_be_read() {
        for (name, state) in [("status", Network::Ok), ("fault", Network::Outage)] {
            let file = format!("{}/../../demo/{name}.json", env!("CARGO_MANIFEST_DIR"));
            let status = parse(&std::fs::read_to_string(file).unwrap()).unwrap();
            let told = select(
                &status.read_by(&["en"]),
                Some("BW7"),
                "2026-12-01T00:00:00Z".parse().unwrap(),
            );
            assert_eq!(told.state, state, "{name}");
        }
    }

    #[test]
    fn the_place_of_what_is_wrong_is_said_once() {
        for (text, said) in [
            ("{\n \"state\": \"fine\"}", ":2:16: unknown variant `fine`"),
            ("{", ":1:1: EOF"),
            (
                "{\"state\":\"ok\",\"items\":[{\"id\":\"a\",\"kind\":\"outage\",\"title\":\"t\",\"updated\":\"now\"}]}",
                ": /items/0/updated is not a time",
            ),
        ] {
            let why = parse(text).unwrap_err();
            assert!(why.starts_with(said), "{why}");
            assert!(!why.contains("column"), "{why}");
        }
    }

    #[test]
    fn the_example_for_operators_can_be_read() {
        let page = include_str!("../../../../docs/status.md");
        let (_, rest) = page.split_once("```json\n").unwrap();
        let (example, _) = rest.split_once("```").unwrap();
        let told = parse(example).unwrap().read_by(&["de"]);
        let told = select(
            &told,
            Some("22767"),
            "2026-11-22T12:00:00Z".parse().unwrap(),
        );
        assert_eq!((told.state, told.items.len()), (Network::Outage, 2));
    }

    #[tokio::test]
    async fn the_last_good_answer_is_kept_until_it_is_too_old() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("status.json");
        let feed = Feed::new(Some(file.clone()), Duration::from_millis(150));
        assert_eq!(
            feed.now(&[]).await.0.state,
            Network::Unknown,
            "never readable"
        );

        std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
        assert_eq!(feed.now(&[]).await.0.state, Network::Ok, "it appeared");
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(
            feed.now(&[]).await.0.state,
            Network::Ok,
            "an old file that is sound is not old"
        );

        for broken in [
            "{\"state\":\"ok\",",
            r#"{"state":"ok","item":[]}"#,
            r#"{"state":"ok","items":[{"id":"a","kind":"outage","title":"t","began":"yesterday"}]}"#,
        ] {
            std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
            assert_eq!(feed.now(&[]).await.0.state, Network::Ok);
            std::fs::write(&file, broken).unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            let (status, age) = feed.now(&[]).await;
            assert_eq!(status.state, Network::Ok, "kept: {broken}");
            assert!(age >= Duration::from_millis(20), "{age:?}");
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert_eq!(
                feed.now(&[]).await.0.state,
                Network::Unknown,
                "too old: {broken}"
            );
        }
        std::fs::remove_file(&file).unwrap();
        assert_eq!(feed.now(&[]).await.0.state, Network::Unknown, "gone");
        std::fs::write(&file, FEED).unwrap();
        assert_eq!(feed.now(&[]).await.0.items.len(), 3, "back");
    }
}
