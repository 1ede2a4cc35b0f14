//! What one source last said, and when that was still so.

use std::time::{Duration, Instant};

use super::file::FeedFile;

/// What one source last said. What failed since is not forgotten at once.
#[derive(Debug, Default)]
pub struct Part {
    good: Option<(FeedFile, Instant)>,
    /// Whether the last look was good: then what it said is not old, however long ago it changed.
    fresh: bool,
    /// How often it said something new.
    generation: u64,
}

impl Part {
    /// It says this.
    pub fn told(&mut self, feed: FeedFile) {
        let is_new = self.good.as_ref().is_none_or(|(known, _)| *known != feed);
        self.generation += u64::from(is_new);
        self.good = Some((feed, Instant::now()));
        self.fresh = true;
    }

    /// It still says the same.
    pub fn is_still_so(&mut self) {
        if let Some((_, at)) = &mut self.good {
            *at = Instant::now();
            self.fresh = true;
        }
    }

    /// It does not answer, or nothing that makes sense.
    pub fn failed(&mut self) {
        self.fresh = false;
    }

    /// It has nothing to say any more.
    pub fn forget(&mut self) {
        self.generation += u64::from(self.good.is_some());
        self.good = None;
        self.fresh = false;
    }

    /// Whether it ever said something.
    pub fn is_known(&self) -> bool {
        self.good.is_some()
    }

    /// What it said, and how long ago that was known to be so; `None` if that is longer than this.
    pub fn good(&self, keep: Duration) -> Option<(&FeedFile, Duration)> {
        let (feed, at) = self.good.as_ref()?;
        let age = at.elapsed();
        (self.fresh || age <= keep).then_some((feed, age))
    }

    /// How often it said something new.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}
