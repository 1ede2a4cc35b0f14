//! The feed: looks whether the file has changed, and keeps what was made of it.

use std::collections::HashMap;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use firstline_guide::language::chain;
use firstline_wire::Status;
use firstline_wire::status::State as Network;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use super::area::Area;
use super::file::{FeedFile, parse};
use super::select::select;
use crate::site::{Asset, Cache};

/// The largest file that is read, in bytes.
const MOST: u64 = 4 << 20;

/// How often it is looked whether the file has changed.
const LOOK: Duration = Duration::from_millis(500);

/// For how long after a change the file is read at each look: what is written in parts, or twice in
/// a moment that the file's time does not tell apart, is seen.
const YOUNG: Duration = Duration::from_secs(3);

/// How many answers are kept, and how many bytes of them.
const ANSWERS: usize = 500;
const ANSWER_BYTES: usize = 8 << 20;

/// The file, and what was last read of it.
#[derive(Debug)]
pub struct Feed {
    file: Option<PathBuf>,
    keep: Duration,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    looked: Option<Instant>,
    /// What the file looked like when it was last read.
    state: Option<FileState>,
    /// The hash of what was in it.
    content: Option<[u8; 32]>,
    changed: Option<Instant>,
    /// What it said when it could last be read, and when that was still so.
    good: Option<(FeedFile, Instant)>,
    made: Made,
}

#[derive(Clone, Debug, PartialEq)]
enum FileState {
    Missing,
    Good(Stamp),
    Bad(Stamp),
}

/// What tells whether a file was written: its time, its length, which file it is, and, where there
/// is one, the time of its last change, which no program can set back.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stamp {
    modified: SystemTime,
    length: u64,
    file: u64,
    changed: (i64, i64),
}

impl Stamp {
    fn of(found: &Metadata) -> io::Result<Stamp> {
        #[cfg(unix)]
        let (file, changed) = {
            use std::os::unix::fs::MetadataExt as _;
            (found.ino(), (found.ctime(), found.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let (file, changed) = (0, (0, 0));
        Ok(Stamp {
            modified: found.modified()?,
            length: found.len(),
            file,
            changed,
        })
    }
}

/// What an answer was made for: languages, and an area.
type Asked = (Vec<String>, Option<Area>);

/// Answers as they were made, until something changes.
#[derive(Debug, Default)]
struct Made {
    /// Whether they say what the file says, or that nothing is known.
    known: bool,
    bytes: usize,
    answers: HashMap<Asked, (Asset, Option<Timestamp>)>,
}

impl Feed {
    /// A feed from this file, which is read once now, so that an operator learns at the start what is
    /// wrong with it; without a file nothing is known.
    pub fn new(file: Option<PathBuf>, keep: Duration) -> Feed {
        let mut last = Last::default();
        if let Some(file) = &file {
            last.look(file);
        }
        Feed {
            file,
            keep,
            last: Mutex::new(last),
        }
    }

    /// What is known now, for readers of the first of these languages that the feed has, and how
    /// old that is.
    ///
    /// # Errors
    ///
    /// If it cannot be written as JSON.
    pub async fn now(
        &self,
        tags: &[&str],
        area: Option<Area>,
    ) -> Result<(Asset, Duration), serde_json::Error> {
        let mut last = self.last.lock().await;
        if let Some(file) = &self.file
            && last.looked.is_none_or(|looked| looked.elapsed() >= LOOK)
        {
            last.look(file);
        }
        let otherwise = match self.file {
            Some(_) => Network::Unknown,
            None => Network::NotSetUp,
        };
        last.answer(tags, area, self.keep, otherwise, Timestamp::now())
    }
}

impl Last {
    fn answer(
        &mut self,
        tags: &[&str],
        area: Option<Area>,
        keep: Duration,
        otherwise: Network,
        now: Timestamp,
    ) -> Result<(Asset, Duration), serde_json::Error> {
        let is_good = matches!(self.state, Some(FileState::Good(_)));
        let good = self
            .good
            .as_ref()
            .filter(|(_, at)| is_good || at.elapsed() <= keep);
        if self.made.known != good.is_some() {
            self.made = Made {
                known: good.is_some(),
                ..Made::default()
            };
        }
        let age = good.map_or(Duration::ZERO, |(_, at)| at.elapsed());
        // Only the languages that the file has make a difference.
        let has = good.map_or(&[][..], |(feed, _)| &feed.languages);
        let spoken: Vec<String> = tags
            .iter()
            .flat_map(|tag| chain(tag))
            .map(str::to_ascii_lowercase)
            .filter(|tag| has.contains(tag))
            .collect();
        let key = (spoken, area);
        if let Some((asset, until)) = self.made.answers.get(&key)
            && until.is_none_or(|until| now < until)
        {
            return Ok((asset.clone(), age));
        }
        let (status, until) = match good {
            Some((feed, _)) => {
                let spoken: Vec<&str> = key.0.iter().map(String::as_str).collect();
                select(feed, &spoken, key.1.as_ref(), now)
            }
            None => {
                let nothing = Status {
                    state: otherwise,
                    items: Vec::new(),
                };
                (nothing, None)
            }
        };
        let asset = Asset::new("status.json", serde_json::to_vec(&status)?, Cache::Brief);
        let asset = asset.compressed_quickly();
        if self.made.answers.len() >= ANSWERS || self.made.bytes >= ANSWER_BYTES {
            self.made.answers.clear();
            self.made.bytes = 0;
        }
        self.made.bytes += asset.bytes.len();
        self.made.answers.insert(key, (asset.clone(), until));
        Ok((asset, age))
    }

    /// Looks at the file, and reads it if it has changed.
    fn look(&mut self, file: &Path) {
        self.looked = Some(Instant::now());
        let stamp = match std::fs::metadata(file).and_then(|found| {
            // Reading from a pipe would wait for somebody to write.
            if !found.is_file() {
                return Err(io::Error::other("it is no file"));
            }
            Stamp::of(&found)
        }) {
            Ok(stamp) => stamp,
            Err(error) => {
                if self.state != Some(FileState::Missing) {
                    let file = file.display();
                    tracing::warn!(
                        "the status file cannot be read: {file}: {error}; {}",
                        self.meanwhile()
                    );
                    self.state = Some(FileState::Missing);
                    self.content = None;
                }
                return;
            }
        };
        let is_young = self
            .changed
            .is_some_and(|changed| changed.elapsed() < YOUNG);
        let same = match &self.state {
            Some(FileState::Good(known) | FileState::Bad(known)) => *known == stamp,
            _ => false,
        };
        if !same {
            self.changed = Some(Instant::now());
        }
        if !same || is_young {
            self.read(file, stamp);
        }
        if let (Some(FileState::Good(_)), Some((_, at))) = (&self.state, &mut self.good) {
            *at = Instant::now();
        }
    }

    fn read(&mut self, file: &Path, stamp: Stamp) {
        let bytes = if stamp.length > MOST {
            Err(io::Error::other(format!("it has more than {MOST} bytes")))
        } else {
            std::fs::read(file)
        };
        let content = bytes
            .as_ref()
            .ok()
            .map(|bytes| Sha256::digest(bytes).into());
        let is_known = content.is_some() && content == self.content;
        self.content = content;
        if is_known && let Some(FileState::Good(known) | FileState::Bad(known)) = &mut self.state {
            *known = stamp;
            return;
        }
        let read = match bytes {
            Ok(bytes) => parse(&bytes),
            Err(error) => Err(format!(": {error}")),
        };
        let file = file.display();
        match read {
            Ok(feed) => {
                tracing::info!(%file, items = feed.items.len(), "read the status file");
                self.good = Some((feed, Instant::now()));
                self.state = Some(FileState::Good(stamp));
                self.made = Made::default();
            }
            Err(why) => {
                tracing::warn!(
                    "the status file cannot be used: {file}{why}; {}",
                    self.meanwhile()
                );
                self.state = Some(FileState::Bad(stamp));
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

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"{"state":"outage","items":[
        {"id":"a","kind":"outage","title":"Cable cut","areas":["2000"]},
        {"id":"b","kind":"maintenance","title":"New software"}]}"#;

    /// What is told at the next look.
    async fn now(feed: &Feed) -> (Status, Duration) {
        feed.last.lock().await.looked = None;
        let (asset, age) = feed.now(&[], None).await.unwrap();
        (serde_json::from_slice(&asset.bytes).unwrap(), age)
    }

    #[tokio::test]
    async fn the_last_good_answer_is_kept_until_it_is_too_old() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("status.json");
        let feed = Feed::new(Some(file.clone()), Duration::from_millis(150));
        assert_eq!(now(&feed).await.0.state, Network::Unknown, "never readable");

        std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
        assert_eq!(now(&feed).await.0.state, Network::Ok, "it appeared");
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(
            now(&feed).await.0.state,
            Network::Ok,
            "an old file that is sound is not old"
        );

        for broken in [
            "{\"state\":\"ok\",",
            r#"{"state":"ok","item":[]}"#,
            r#"{"state":"ok","items":[{"id":"a","kind":"outage","title":"t","began":"yesterday"}]}"#,
        ] {
            std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
            assert_eq!(now(&feed).await.0.state, Network::Ok);
            std::fs::write(&file, broken).unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            let (status, age) = now(&feed).await;
            assert_eq!(status.state, Network::Ok, "kept: {broken}");
            assert!(age >= Duration::from_millis(20), "{age:?}");
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert_eq!(
                now(&feed).await.0.state,
                Network::Unknown,
                "too old: {broken}"
            );
        }
        std::fs::remove_file(&file).unwrap();
        assert_eq!(now(&feed).await.0.state, Network::Unknown, "gone");
        std::fs::write(&file, FEED).unwrap();
        assert_eq!(now(&feed).await.0.items.len(), 2, "back");
    }

    #[tokio::test]
    async fn a_file_of_the_same_length_and_time_is_read_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("status.json");
        let (first, second) = (r#"{"state":"ok"}     "#, r#"{"state":"unknown"}"#);
        assert_eq!(first.len(), second.len());
        std::fs::write(&file, first).unwrap();
        let time = std::fs::metadata(&file).unwrap().modified().unwrap();
        let set_back = |file: &Path| {
            let file = std::fs::File::options().write(true).open(file).unwrap();
            file.set_modified(time).unwrap();
        };
        set_back(&file);
        let feed = Feed::new(Some(file.clone()), Duration::ZERO);
        // Not young any more.
        feed.last.lock().await.changed = None;
        assert_eq!(now(&feed).await.0.state, Network::Ok);
        // As `cp -p` writes it.
        std::fs::write(&file, second).unwrap();
        set_back(&file);
        assert_eq!(now(&feed).await.0.state, Network::Unknown);
        // As `rsync -t` does: another file of that name.
        let beside = folder.path().join("beside");
        std::fs::write(&beside, first).unwrap();
        set_back(&beside);
        feed.last.lock().await.changed = None;
        std::fs::rename(&beside, &file).unwrap();
        assert_eq!(now(&feed).await.0.state, Network::Ok);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_pipe_as_the_feed_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("status.json");
        let made = std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap();
        assert!(made.success());
        let feed = Feed::new(Some(pipe), Duration::ZERO);
        assert_eq!(now(&feed).await.0.state, Network::Unknown);
    }

    #[tokio::test]
    async fn an_answer_is_made_once_for_each_area_and_language_until_the_file_changes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("status.json");
        std::fs::write(&file, FEED).unwrap();
        let feed = Feed::new(Some(file.clone()), Duration::ZERO);
        let area = |written: &str| Area::read(written);
        let (one, _) = feed.now(&["en"], area("2000")).await.unwrap();
        // The file has no language, so that all are the same.
        let (same, _) = feed.now(&["de", "en"], area("20-00")).await.unwrap();
        assert_eq!(one.bytes.as_ptr(), same.bytes.as_ptr());
        let (other, _) = feed.now(&["en"], area("2001")).await.unwrap();
        assert_ne!(one.hash, other.hash);
        for number in 0..ANSWERS * 3 {
            let number = area(&number.to_string());
            feed.now(&["en"], number).await.unwrap();
        }
        assert!(feed.last.lock().await.made.answers.len() <= ANSWERS);
        std::fs::write(&file, r#"{"state":"ok"}"#).unwrap();
        assert_eq!(now(&feed).await.0.items, []);
    }
}
