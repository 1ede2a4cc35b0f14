//! The status file: looks whether it has changed, and reads it.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use sha2::{Digest, Sha256};

use super::file::{FeedFile, parse};
use super::part::Part;

/// The largest file that is read, in bytes.
pub const MOST: u64 = 4 << 20;

/// How often it is looked whether the file has changed.
const LOOK: Duration = Duration::from_millis(500);

/// For how long after a change the file is read at each look: what is written in parts, or twice in
/// a moment that the file's time does not tell apart, is seen.
const YOUNG: Duration = Duration::from_secs(3);

/// The file, and what was last read of it.
#[derive(Debug)]
pub struct Watched {
    file: PathBuf,
    pub(super) looked: Option<Instant>,
    /// What the file looked like when it was last read.
    state: Option<FileState>,
    /// The hash of what was in it.
    content: Option<[u8; 32]>,
    pub(super) changed: Option<Instant>,
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

impl Watched {
    /// This file, of which nothing was read yet.
    pub fn new(file: PathBuf) -> Watched {
        Watched {
            file,
            looked: None,
            state: None,
            content: None,
            changed: None,
        }
    }

    /// Looks at the file, unless that was done a moment ago, and reads it if it has changed.
    pub fn look(&mut self, part: &mut Part) {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK) {
            return;
        }
        self.looked = Some(Instant::now());
        let stamp = match std::fs::metadata(&self.file).and_then(|found| {
            // Reading from a pipe would wait for somebody to write.
            if !found.is_file() {
                return Err(io::Error::other("it is no file"));
            }
            Stamp::of(&found)
        }) {
            Ok(stamp) => stamp,
            Err(error) => {
                if self.state != Some(FileState::Missing) {
                    let file = self.file.display();
                    tracing::warn!(
                        "the status file cannot be read: {file}: {error}; {}",
                        meanwhile(part)
                    );
                    self.state = Some(FileState::Missing);
                    self.content = None;
                }
                part.failed();
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
            self.read(stamp, part);
        }
        if let Some(FileState::Good(_)) = &self.state {
            part.is_still_so();
        }
    }

    fn read(&mut self, stamp: Stamp, part: &mut Part) {
        let bytes = if stamp.length > MOST {
            Err(io::Error::other(format!("it has more than {MOST} bytes")))
        } else {
            std::fs::read(&self.file)
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
        let read: Result<FeedFile, String> = match bytes {
            Ok(bytes) => parse(&bytes),
            Err(error) => Err(format!(": {error}")),
        };
        let file = Path::display(&self.file);
        match read {
            Ok(feed) => {
                tracing::info!(%file, items = feed.items.len(), "read the status file");
                part.told(feed);
                self.state = Some(FileState::Good(stamp));
            }
            Err(why) => {
                tracing::warn!(
                    "the status file cannot be used: {file}{why}; {}",
                    meanwhile(part)
                );
                part.failed();
                self.state = Some(FileState::Bad(stamp));
            }
        }
    }
}

/// What customers read while the file cannot be used.
fn meanwhile(part: &Part) -> &'static str {
    match part.is_known() {
        true => "its last good answer is kept for `status.keep_minutes`",
        false => {
            "until it can be used, customers read about no fault (docs/status.md has its form)"
        }
    }
}
