//! Measured failures by area and minute: an alarm when several households fail at once.
//!
//! The usual number of failures is learnt slowly (an exponentially weighted mean). An alarm begins when the
//! households that failed in the last minutes are at least `k` and would come up by chance less than once
//! in a long time, if failures were independent (a Poisson tail). It decays by itself: each household counts
//! for a while only. One household counts once, however many walks it begins; and one walk counts once, however
//! many networks it comes by: a customer who tries over mobile data is still one. Of one larger network that a single
//! customer may have, fewer households count than an alarm needs.

use std::collections::{HashMap, VecDeque};

/// How an alarm is raised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The least number of households; never below 5, so that nobody is recognised by it.
    pub households: u64,
    /// For how many minutes a failure counts.
    pub minutes: u64,
    /// The chance, by which the alarm would come in one minute without a fault, that is accepted.
    pub chance: f64,
}

impl Default for Rule {
    /// Five households in 15 minutes; in one area a false alarm in about two years if failures are
    /// independent (10⁻⁶ a minute).
    fn default() -> Rule {
        Rule {
            households: crate::LEAST,
            minutes: 15,
            chance: 1e-6,
        }
    }
}

/// Over so many minutes the usual number of failures is learnt: a week.
const LEARNT_OVER: f64 = 7.0 * 24.0 * 60.0;

/// An area that has just been seen for the first time is taken to have so many failures a minute: one a
/// day. Without it, the first failures of a new area would be an alarm.
const FIRST_RATE: f64 = 1.0 / (24.0 * 60.0);

/// What became of an area with a failure, or with the passing of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing new.
    None,
    /// An alarm begins, with so many households.
    Began(u64),
    /// The alarm is over.
    Ended,
}

/// Who measured a failure, by numbers that mean nothing elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// The network that it came by: a household.
    pub network: u64,
    /// The larger network of which one customer may have all: it looks like many households.
    pub site: u64,
    /// The walk.
    pub walk: u64,
}

/// One area.
#[derive(Clone, Debug)]
struct Area {
    /// Failures that still count, and their minutes.
    recent: VecDeque<(u64, Reporter)>,
    /// Failures a minute, as usual.
    rate: f64,
    /// The minute up to which the rate was learnt.
    learnt: u64,
    /// Failures of the minute that is being learnt.
    in_minute: u64,
    /// The minute in which somebody failed last.
    last: u64,
    alarmed: bool,
}

/// All areas that somebody failed in.
#[derive(Clone, Debug)]
pub struct Watch {
    rule: Rule,
    areas: HashMap<String, Area>,
}

/// The most areas that are watched. Then those make room in which nobody has failed for the longest time.
const MOST_AREAS: usize = 20_000;

/// So many households of one larger network count at a time: one fewer than an alarm needs at the least.
const OF_A_SITE: usize = 4;

impl Watch {
    /// Nothing has failed yet.
    #[must_use]
    pub fn new(rule: Rule) -> Watch {
        let households = rule.households.max(crate::LEAST);
        Watch {
            rule: Rule { households, ..rule },
            areas: HashMap::new(),
        }
    }

    /// Somebody measured a failure in this minute. The same network counts once at a time, and so does the same walk.
    pub fn failed(&mut self, area: &str, by: Reporter, minute: u64) -> Turn {
        if !self.areas.contains_key(area) && self.areas.len() >= MOST_AREAS {
            self.make_room();
        }
        let rule = self.rule;
        let area = self.areas.entry(area.to_owned()).or_insert_with(|| Area {
            recent: VecDeque::new(),
            rate: FIRST_RATE,
            learnt: minute,
            in_minute: 0,
            last: minute,
            alarmed: false,
        });
        area.pass(minute, &rule);
        let is_known =
            |(_, known): &(u64, Reporter)| known.network == by.network || known.walk == by.walk;
        let of_site = area
            .recent
            .iter()
            .filter(|(_, known)| known.site == by.site);
        if area.recent.iter().any(is_known) || of_site.count() >= OF_A_SITE {
            return Turn::None;
        }
        area.recent.push_back((minute, by));
        area.last = minute;
        area.in_minute += 1;
        area.look(&rule)
    }

    /// Forgets the quarter of all areas that has been idle for the longest time, but none with an alarm. A quarter, so that
    /// not each new area looks through all of them.
    fn make_room(&mut self) {
        let idle = self.areas.iter().filter(|(_, area)| !area.alarmed);
        let mut idle: Vec<(u64, String)> =
            idle.map(|(name, area)| (area.last, name.clone())).collect();
        idle.sort_unstable();
        for (_, name) in idle.into_iter().take(MOST_AREAS / 4) {
            self.areas.remove(&name);
        }
    }

    /// Time has passed: which alarms are over.
    pub fn passed(&mut self, minute: u64) -> Vec<String> {
        let rule = self.rule;
        let mut over = Vec::new();
        for (name, area) in &mut self.areas {
            area.pass(minute, &rule);
            if area.look(&rule) == Turn::Ended {
                over.push(name.clone());
            }
        }
        over
    }

    /// How many households of an area failed of late; `None` where there is no alarm.
    #[must_use]
    pub fn alarm(&self, area: &str) -> Option<u64> {
        let area = self.areas.get(area).filter(|area| area.alarmed)?;
        u64::try_from(area.recent.len()).ok()
    }
}

impl Area {
    /// Learns what was usual until this minute, and forgets what no longer counts. During an alarm nothing is
    /// learnt: an outage is not what is usual.
    fn pass(&mut self, minute: u64, rule: &Rule) {
        let gone = minute.saturating_sub(self.learnt);
        if gone > 0 {
            if !self.alarmed {
                let keep = (1.0 - 1.0 / LEARNT_OVER).powf(crate::number::of(gone));
                let seen = crate::number::of(self.in_minute) / crate::number::of(gone);
                self.rate = self.rate * keep + seen * (1.0 - keep);
            }
            self.in_minute = 0;
            self.learnt = minute;
        }
        while let Some((at, _)) = self.recent.front()
            && at + rule.minutes <= minute
        {
            self.recent.pop_front();
        }
    }

    fn look(&mut self, rule: &Rule) -> Turn {
        let count = u64::try_from(self.recent.len()).unwrap_or(u64::MAX);
        let expected = (self.rate * crate::number::of(rule.minutes)).max(f64::MIN_POSITIVE);
        let alarming = count >= rule.households && tail(count, expected) < rule.chance;
        match (self.alarmed, alarming) {
            (false, true) => {
                self.alarmed = true;
                Turn::Began(count)
            }
            // It is over when fewer than the least still count, not at the first minute below the threshold.
            (true, false) if count < rule.households => {
                self.alarmed = false;
                Turn::Ended
            }
            _ => Turn::None,
        }
    }
}

/// The probability that a Poisson variable of this mean is at least `count`.
#[must_use]
pub fn tail(count: u64, mean: f64) -> f64 {
    let mut term = (-mean).exp();
    let mut below = 0.0;
    for at in 0..count {
        below += term;
        term *= mean / crate::number::of(at + 1);
    }
    (1.0 - below).max(0.0)
}
