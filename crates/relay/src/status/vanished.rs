//! Faults that their source no longer has. Most status products drop what is mended without a word, so
//! a fault is over when it is missing for a while from an answer that is otherwise sound. Not so where something else holds
//! down a component of it: somebody has written an incident about what was a component that is out, or has closed one too
//! early.

use std::collections::HashMap;
use std::time::Instant;

use firstline_wire::status::Kind;
use jiff::Timestamp;

use super::file::FileItem;
use super::setup::FeedSetup;

/// What was there and is not any more.
#[derive(Debug, Default)]
pub struct Vanished {
    /// What was there at the last look.
    there: HashMap<String, FileItem>,
    /// What is missing, and since when. It may be back at the next look.
    missing: HashMap<String, (FileItem, Instant)>,
    /// What is over.
    over: Vec<FileItem>,
    generation: u64,
}

impl Vanished {
    /// Looks at what all sources have now; `new` says whether that may be something else than at the
    /// last look.
    pub fn look(&mut self, items: &[&FileItem], new: bool, setup: &FeedSetup, now: Timestamp) {
        if new {
            let going_on = items.iter().filter(|item| item.is_going_on(now));
            let faults = going_on.filter(|item| item.kind == Kind::Outage);
            let there: HashMap<String, FileItem> = faults
                .map(|item| (item.id.clone(), (*item).clone()))
                .collect();
            for (id, item) in std::mem::replace(&mut self.there, there) {
                self.missing.insert(id, (item, Instant::now()));
            }
            // A source that tells of an end itself needs no word of ours.
            let has = |id: &str| items.iter().any(|item| item.id == id);
            self.missing.retain(|id, _| !has(id));
            let before = self.over.len();
            self.over.retain(|item| !has(&item.id));
            self.generation += u64::from(self.over.len() != before);
        }
        let settled = |since: &Instant| since.elapsed() >= setup.settle;
        if self.missing.values().any(|(_, since)| settled(since)) {
            self.generation += 1;
            let (over, missing) = std::mem::take(&mut self.missing)
                .into_iter()
                .partition(|(_, (_, since))| settled(since));
            self.missing = missing;
            let over: HashMap<String, (FileItem, Instant)> = over;
            for (mut item, since) in over.into_values() {
                let goes_on = |other: &&FileItem| other.holds_down(&item.components, now);
                if items.iter().any(goes_on) {
                    continue;
                }
                let ago = i64::try_from(since.elapsed().as_secs()).unwrap_or(0);
                let ago = jiff::SignedDuration::from_secs(ago);
                item.ended = Some(now.checked_sub(ago).unwrap_or(now));
                item.expected_end = None;
                self.over.push(item);
            }
        }
        let before = self.over.len();
        self.over.retain(|item| item.ended_within(setup.told, now));
        self.generation += u64::from(self.over.len() != before);
    }

    /// What is over and no source tells of.
    pub fn over(&self) -> impl Iterator<Item = &FileItem> {
        self.over.iter()
    }

    /// Whether it went missing so lately that it may be back.
    pub fn may_be_back(&self, id: &str) -> bool {
        self.missing.contains_key(id)
    }

    /// How often this has changed.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}
