//! The feed: what all sources say together, and the answers that were made of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use firstline_guide::language::chain;
use firstline_wire::Status;
use firstline_wire::status::{Item, Kind, State as Network};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::area::Area;
use super::file::{FeedFile, FileItem};
use super::part::Part;
use super::select::select;
use super::setup::FeedSetup;
use super::vanished::Vanished;
use super::watched::Watched;
use crate::site::{Asset, Cache};

/// How often it is looked what has changed.
const LOOK: Duration = Duration::from_millis(500);

/// How many answers are kept, and how many bytes of them.
const ANSWERS: usize = 500;
const ANSWER_BYTES: usize = 8 << 20;

/// The known faults of all sources together.
#[derive(Debug)]
pub struct Feed {
    setup: FeedSetup,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    looked: Option<Instant>,
    watched: Option<Watched>,
    file: Part,
    polled: Part,
    own: Part,
    /// Faults by customers' own measurements; empty if there are none.
    near: Part,
    vanished: Vanished,
    /// The faults of all sources, if there is any source, and the answers that they were made from.
    whole: Option<FeedFile>,
    made_of: Option<MadeOf>,
    made: Made,
}

/// Of each part whether it can be used and how often it said something new, and the same of what has
/// vanished.
type MadeOf = ([(bool, u64); 4], u64);

/// What an answer was made for: languages, an area, and whether what is over is told.
type Asked = (Vec<String>, Option<Area>, bool);

/// Answers as they were made, until something changes.
#[derive(Debug, Default)]
struct Made {
    bytes: usize,
    answers: HashMap<Asked, (Asset, Option<Timestamp>)>,
}

/// What became of a fault.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It goes on, or nobody knows.
    GoingOn,
    /// It is over, as its source said last.
    Over(Box<FileItem>),
    /// It goes on by another name: this item touches one of its components.
    Moved(Box<FileItem>),
    /// No source has it, and all answer.
    Missing,
}

impl Feed {
    /// A feed, whose file is read once now, so that an operator learns at the start what is wrong
    /// with it.
    pub fn new(setup: FeedSetup) -> Feed {
        let mut known = Known {
            watched: setup.file.clone().map(Watched::new),
            ..Known::default()
        };
        known.look(&setup, Timestamp::now());
        Feed {
            setup,
            known: Mutex::new(known),
        }
    }

    /// What this feed was made with.
    pub fn setup(&self) -> &FeedSetup {
        &self.setup
    }

    /// What the source that is polled says now; `None` if it does not answer.
    pub async fn polled(&self, feed: Option<FeedFile>) {
        let mut known = self.known.lock().await;
        match feed {
            Some(feed) => known.polled.told(feed),
            None => known.polled.failed(),
        }
        known.looked = None;
    }

    /// What the source that is polled says has not changed.
    pub async fn polled_again(&self) {
        self.known.lock().await.polled.is_still_so();
    }

    /// What the operator has opened and closed by hand.
    pub async fn own(&self, feed: FeedFile) {
        let mut known = self.known.lock().await;
        known.own.told(feed);
        known.looked = None;
    }

    /// What customers' own measurements say: where several households fail, and where that is over.
    pub async fn near(&self, items: Vec<FileItem>) {
        let mut known = self.known.lock().await;
        if items.is_empty() {
            // No word of anybody's that nothing is wrong.
            known.near.forget();
        } else {
            known.near.told(FeedFile::of(Network::Ok, items));
        }
        known.looked = None;
    }

    /// Nobody knows now what customers' own measurements say.
    pub async fn near_unknown(&self) {
        self.known.lock().await.near.failed();
    }

    /// What is known now, for readers of the first of these languages that the feed has, and how
    /// old that is. `over` says whether what has ended is told, too: widgets of version 0.1.0 take
    /// each item for one that goes on.
    ///
    /// # Errors
    ///
    /// If it cannot be written as JSON.
    pub async fn now(
        &self,
        tags: &[&str],
        area: Option<Area>,
        over: bool,
    ) -> Result<(Asset, Duration), serde_json::Error> {
        let mut known = self.known.lock().await;
        let now = Timestamp::now();
        known.look(&self.setup, now);
        known.answer(&self.setup, tags, area, over, now)
    }

    /// The same as a value.
    pub async fn status(&self, tags: &[&str], area: Option<&Area>) -> (Status, Duration) {
        let mut known = self.known.lock().await;
        let now = Timestamp::now();
        known.look(&self.setup, now);
        let (status, _) = known.select(&self.setup, tags, area, self.setup.told, now);
        (status, known.age(&self.setup))
    }

    /// Planned work in this area that begins within this time, the next first.
    pub async fn ahead(
        &self,
        tags: &[&str],
        area: Option<&Area>,
        within: SignedDuration,
    ) -> Vec<Item> {
        let mut known = self.known.lock().await;
        let now = Timestamp::now();
        known.look(&self.setup, now);
        let until = now.checked_add(within).unwrap_or(now);
        let items = known.whole.iter().flat_map(|feed| &feed.items);
        let mut ahead: Vec<&FileItem> = items
            .filter(|item| item.kind == Kind::Maintenance && !item.has_ended(now))
            .filter(|item| {
                item.began
                    .is_some_and(|began| began > now && began <= until)
            })
            .filter(|item| area.is_none_or(|area| item.touches(area)))
            .collect();
        ahead.sort_by_key(|item| item.began);
        ahead
            .into_iter()
            .map(|item| item.read_by(tags, now))
            .collect()
    }

    /// The components of a fault by its source's own names; none if it is not known or touches none.
    pub async fn components(&self, id: &str) -> Vec<String> {
        let known = self.known.lock().await;
        let mut items = known.whole.iter().flat_map(|feed| &feed.items);
        let found = items.find(|item| item.id == id);
        found.map_or_else(Vec::new, |item| item.components.clone())
    }

    /// What became of a fault that touched these components, for a customer in this area.
    pub async fn fate(&self, id: &str, components: &[String], area: Option<&Area>) -> Fate {
        let mut known = self.known.lock().await;
        let now = Timestamp::now();
        known.look(&self.setup, now);
        known.fate(id, components, area, now)
    }
}

impl Known {
    /// Looks at the file, and puts together anew what the sources say if that has changed.
    fn look(&mut self, setup: &FeedSetup, now: Timestamp) {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK) {
            return;
        }
        self.looked = Some(Instant::now());
        if let Some(watched) = &mut self.watched {
            watched.look(&mut self.file);
        }
        let parts = [&self.own, &self.file, &self.polled, &self.near];
        let good = parts.map(|part| part.good(setup.keep).map(|(feed, _)| feed));
        let of_parts = [0, 1, 2, 3].map(|at| (good[at].is_some(), parts[at].generation()));
        let same_parts = self.made_of.is_some_and(|(known, _)| known == of_parts);
        let items: Vec<&FileItem> = good.iter().flatten().flat_map(|feed| &feed.items).collect();
        let expected = [false, setup.file.is_some(), setup.polled, false];
        let complete = (0..4).all(|at| good[at].is_some() || !expected[at])
            && good
                .iter()
                .flatten()
                .all(|feed| feed.state != Network::Unknown);
        let left_out = good.iter().flatten().any(|feed| feed.left_out);
        if complete && !left_out {
            // Measurements say themselves when something is over; what was muted is nothing that ended.
            let sources = &good[..3];
            let items: Vec<&FileItem> = sources
                .iter()
                .flatten()
                .flat_map(|feed| &feed.items)
                .collect();
            self.vanished.look(&items, !same_parts, setup, now);
        }
        let made_of = (of_parts, self.vanished.generation());
        if self.made_of == Some(made_of) {
            return;
        }
        self.made_of = Some(made_of);
        self.made = Made::default();
        // Measurements say that something is wrong, and never that all is well.
        let is_set_up = expected.contains(&true) || good[..3].iter().any(Option::is_some);
        self.whole = (is_set_up || good[3].is_some()).then(|| {
            let state = match (is_set_up, complete) {
                (false, _) => Network::NotSetUp,
                (true, true) => Network::Ok,
                (true, false) => Network::Unknown,
            };
            let items = items.into_iter().chain(self.vanished.over());
            let mut whole = FeedFile::of(state, items.cloned().collect());
            whole.left_out = left_out;
            whole
        });
    }

    fn select(
        &self,
        setup: &FeedSetup,
        tags: &[&str],
        area: Option<&Area>,
        over: SignedDuration,
        now: Timestamp,
    ) -> (Status, Option<Timestamp>) {
        match &self.whole {
            Some(feed) => {
                let (status, until) = select(feed, tags, area, over, now);
                (status, until)
            }
            None => {
                let is_set_up = setup.polled || setup.file.is_some();
                let state = if is_set_up {
                    Network::Unknown
                } else {
                    Network::NotSetUp
                };
                let nothing = Status {
                    state,
                    items: Vec::new(),
                    tells: false,
                };
                (nothing, None)
            }
        }
    }

    /// How long ago the oldest of what is told was known to be so.
    fn age(&self, setup: &FeedSetup) -> Duration {
        let parts = [&self.file, &self.polled];
        let ages = parts
            .iter()
            .filter_map(|part| part.good(setup.keep).map(|(_, age)| age));
        ages.max().unwrap_or_default()
    }

    fn answer(
        &mut self,
        setup: &FeedSetup,
        tags: &[&str],
        area: Option<Area>,
        over: bool,
        now: Timestamp,
    ) -> Result<(Asset, Duration), serde_json::Error> {
        let age = self.age(setup);
        // Only the languages that the sources have make a difference.
        let has = self.whole.as_ref().map_or(&[][..], |feed| &feed.languages);
        let spoken: Vec<String> = tags
            .iter()
            .flat_map(|tag| chain(tag))
            .map(str::to_ascii_lowercase)
            .filter(|tag| has.contains(tag))
            .collect();
        let key = (spoken, area, over);
        if let Some((asset, until)) = self.made.answers.get(&key)
            && until.is_none_or(|until| now < until)
        {
            return Ok((asset.clone(), age));
        }
        let spoken: Vec<&str> = key.0.iter().map(String::as_str).collect();
        let told = if over {
            setup.told
        } else {
            SignedDuration::ZERO
        };
        let (mut status, until) = self.select(setup, &spoken, key.1.as_ref(), told, now);
        status.tells = over && setup.tells;
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

    fn fate(&self, id: &str, components: &[String], area: Option<&Area>, now: Timestamp) -> Fate {
        let Some(feed) = &self.whole else {
            return Fate::GoingOn;
        };
        let found = feed.items.iter().filter(|item| item.id == id);
        // Opened again, it goes on, whatever ended of it before.
        let found = found.min_by_key(|item| item.has_ended(now));
        match found {
            Some(item) if item.has_ended(now) => Fate::Over(Box::new(item.clone())),
            Some(item) if area.is_some_and(|area| !item.touches(area)) => {
                Fate::Over(Box::new(item.clone()))
            }
            Some(item) => match item.is_going_on(now) || item.began.is_some_and(|at| at > now) {
                true => Fate::GoingOn,
                false => Fate::Over(Box::new(item.clone())),
            },
            None if feed.state == Network::Unknown || feed.left_out => Fate::GoingOn,
            None if self.vanished.may_be_back(id) => Fate::GoingOn,
            None => {
                let here = |item: &&FileItem| area.is_none_or(|area| item.touches(area));
                let mut items = feed.items.iter().filter(here);
                let same = items.find(|item| item.holds_down(components, now));
                same.map_or(Fate::Missing, |item| Fate::Moved(Box::new(item.clone())))
            }
        }
    }
}

#[cfg(test)]
mod tests;
