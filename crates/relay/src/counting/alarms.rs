//! Alarms: several households of an area that measured a failure.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use firstline_insights::spike::{Reporter, Watch};

/// How often it is said of an alarm that it goes on.
const SAID_EVERY: Duration = Duration::from_secs(30);

/// Where a failure was measured.
#[derive(Clone, Copy, Debug)]
pub struct From {
    /// The household's network.
    pub household: IpAddr,
    /// The network of which one customer may have all.
    pub site: IpAddr,
    /// The walk.
    pub walk: u128,
}

/// The failures of late, and the alarms that go on.
#[derive(Debug)]
pub struct Alarms {
    watch: Watch,
    /// Tells households apart without keeping their addresses.
    hasher: RandomState,
    /// Minutes are counted from here: no jump of the machine's clock makes or ends an alarm.
    since: Instant,
    /// How many households the last alarm of an area named, and when that was.
    open: HashMap<String, (u64, Option<Instant>)>,
}

impl Alarms {
    /// No alarms yet.
    pub fn new(watch: Watch) -> Alarms {
        Alarms {
            watch,
            hasher: RandomState::new(),
            since: Instant::now(),
            open: HashMap::new(),
        }
    }

    fn minute(&self) -> u64 {
        self.since.elapsed().as_secs() / 60
    }

    /// Somebody measured a failure of late.
    pub fn failed(&mut self, area: &str, from: From) {
        let by = Reporter {
            network: self.hasher.hash_one(from.household),
            site: self.hasher.hash_one(from.site),
            walk: self.hasher.hash_one(from.walk),
        };
        let minute = self.minute();
        self.watch.failed(area, by, minute);
        if self.watch.alarm(area).is_some() {
            self.open.entry(area.to_owned()).or_insert((0, None));
        }
    }

    /// Time has passed: areas with an alarm that began or grew, or of which nothing was said for a while, and how many
    /// households fail there.
    pub fn pass(&mut self) -> Vec<(String, u64)> {
        for area in self.watch.passed(self.minute()) {
            self.open.remove(&area);
        }
        let mut told = Vec::new();
        for (area, (households, at)) in &mut self.open {
            let Some(now) = self.watch.alarm(area) else {
                continue;
            };
            if now > *households || at.is_none_or(|at| at.elapsed() >= SAID_EVERY) {
                *households = now;
                *at = Some(Instant::now());
                told.push((area.clone(), now));
            }
        }
        told
    }

    /// Reports the alarm of this area again, because the last one could not be stored.
    pub fn untold(&mut self, area: &str) {
        if let Some(open) = self.open.get_mut(area) {
            *open = (0, None);
        }
    }
}
