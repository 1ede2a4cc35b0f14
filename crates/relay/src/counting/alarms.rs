//! Alarms: several households of an area that measured a failure.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::Instant;

use firstline_insights::spike::{Turn, Watch};
use jiff::Timestamp;

use crate::store::insights::Spike;

/// The failures of late, and the alarms that go on.
#[derive(Debug)]
pub struct Alarms {
    watch: Watch,
    /// Tells households apart without keeping their addresses.
    hasher: RandomState,
    /// Minutes are counted from here: no jump of the machine's clock makes or ends an alarm.
    since: Instant,
    /// By area.
    open: HashMap<String, Spike>,
    /// What is to be written down.
    changed: Vec<Spike>,
}

impl Alarms {
    /// None yet.
    pub fn new(watch: Watch) -> Alarms {
        Alarms {
            watch,
            hasher: RandomState::new(),
            since: Instant::now(),
            open: HashMap::new(),
            changed: Vec::new(),
        }
    }

    fn minute(&self) -> u64 {
        self.since.elapsed().as_secs() / 60
    }

    /// A household measured a failure.
    pub fn failed(&mut self, area: &str, network: impl Hash) {
        let household = self.hasher.hash_one(network);
        let minute = self.minute();
        if let Turn::Began(_) = self.watch.failed(area, household, minute) {
            let spike = Spike {
                id: uuid::Uuid::new_v4().to_string(),
                area: area.to_owned(),
                began: Timestamp::now().as_millisecond(),
                ended: None,
                households: 0,
                muted: None,
            };
            self.open.insert(area.to_owned(), spike);
        }
        if let (Some(spike), Some(households)) = (self.open.get_mut(area), self.watch.alarm(area)) {
            let households = i64::try_from(households).unwrap_or(i64::MAX);
            if households > spike.households {
                spike.households = households;
                self.changed.push(spike.clone());
            }
        }
    }

    /// Time has passed: alarms that began, grew or ended since.
    pub fn pass(&mut self) -> Vec<Spike> {
        for area in self.watch.passed(self.minute()) {
            if let Some(mut spike) = self.open.remove(&area) {
                spike.ended = Some(Timestamp::now().as_millisecond());
                self.changed.push(spike);
            }
        }
        std::mem::take(&mut self.changed)
    }
}
