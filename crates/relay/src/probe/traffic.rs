//! How much the speed tests may take of the relay. A test that would not get its share is refused and not slowed:
//! a number that is too low would be wrong, and nobody would know.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::config::ProbeConfig;
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::rate_limit::group;

/// After so many seconds a test that found no room may try again: the ones under way have ended by then.
const AGAIN: u64 = 15;

/// Seconds.
const HOUR: f64 = 3600.0;

/// For so long a test that was let begin may begin further transfers: it asks again every few megabytes, and takes some 15
/// seconds.
const TEST: Duration = Duration::from_secs(60);

/// So many transfers of it at once: eight are its own, and others may not have noticed yet that they have ended.
const MOST_OF_TEST: usize = 16;

/// The most tests of one address that are remembered.
const REMEMBERED: usize = 16;

/// All transfers of the speed tests.
#[derive(Debug)]
pub struct Traffic {
    began: Instant,
    all: Mutex<All>,
}

impl Default for Traffic {
    fn default() -> Traffic {
        Traffic {
            began: Instant::now(),
            all: Mutex::default(),
        }
    }
}

#[derive(Debug, Default)]
struct All {
    transfers: u64,
    of_one: HashMap<IpAddr, One>,
    /// The bytes of all, by the second.
    rate: Window,
    moved: u64,
    refused: u64,
}

/// The traffic of one address, now and before.
#[derive(Debug, Default)]
struct One {
    transfers: u64,
    /// Its bytes, by the hour.
    spent: Window,
    /// The tests that were let begin.
    tests: Vec<Test>,
}

/// A test that was let begin.
#[derive(Debug)]
struct Test {
    id: String,
    began: Instant,
    transfers: usize,
}

impl Test {
    fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.began) >= TEST
    }
}

/// The bytes of this span of time and of the one before. The spans are those since the start, so that it does not matter how often
/// somebody looks.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    span: u64,
    bytes: u64,
    before: u64,
}

impl Window {
    fn go_to(&mut self, span: u64) {
        if span != self.span {
            self.before = if span == self.span + 1 { self.bytes } else { 0 };
            (self.span, self.bytes) = (span, 0);
        }
    }

    fn add(&mut self, span: u64, bytes: u64) {
        self.go_to(span);
        self.bytes += bytes;
    }

    /// The bytes of the last so much as a span is long: those of the one before count by the share of it that is not past, as if
    /// they had come evenly. `spans` is how many have passed since the start.
    fn recent(mut self, spans: f64) -> f64 {
        self.go_to(whole(spans));
        self.bytes as f64 + self.before as f64 * (1.0 - spans.fract())
    }

    /// How many spans from then on until fewer than so many bytes are recent, if nothing comes.
    fn until_below(mut self, spans: f64, bytes: f64) -> f64 {
        self.go_to(whole(spans));
        let (own, before) = (self.bytes as f64, self.before as f64);
        let rest = 1.0 - spans.fract();
        if own < bytes {
            // The part of what came before that still fits beside what is of this span.
            (rest - (bytes - own) / before.max(1.0)).max(0.0)
        } else {
            rest + 1.0 - bytes / own
        }
    }
}

/// How many whole ones.
fn whole(spans: f64) -> u64 {
    spans as u64
}

/// One download, one upload, or one count that is being read; over when dropped.
#[derive(Debug)]
pub struct Transfer {
    traffic: Arc<Traffic>,
    address: IpAddr,
    test: Option<String>,
    left: u64,
    ends: Instant,
}

impl Traffic {
    /// A transfer of this address begins. It may be one of a `test`, which is let begin once: to refuse its further transfers would
    /// spoil what it has measured, and what all together take is its own by then.
    ///
    /// # Errors
    ///
    /// If this address or all together take too much already; says when to try again.
    pub fn begin(
        self: &Arc<Traffic>,
        address: IpAddr,
        test: Option<&str>,
        config: &ProbeConfig,
    ) -> Result<Transfer, Refusal> {
        let now = Instant::now();
        let address = group(address);
        let seconds = self.seconds(now);
        let mut all = self.all();
        let has_begun = test.is_some_and(|id| all.has_begun(address, id, now));
        let has_room = match has_begun {
            true => Ok(()),
            false => all.has_room(config, seconds),
        };
        let has_room = has_room.and_then(|()| all.may(address, config, seconds));
        if let Err(refusal) = has_room {
            all.refused += 1;
            return Err(refusal);
        }
        all.transfers += 1;
        let one = all.of_one.entry(address).or_default();
        one.transfers += 1;
        if let Some(id) = test {
            one.begins(id, now);
        }
        drop(all);
        Ok(Transfer {
            traffic: Arc::clone(self),
            address,
            test: test.map(str::to_owned),
            left: config.most_megabytes.saturating_mul(1_000_000),
            ends: now + config.most_time,
        })
    }

    /// How many transfers there are now, how many bytes were moved since the start, and how many transfers were
    /// refused.
    pub fn counts(&self) -> (u64, u64, u64) {
        let all = self.all();
        (all.transfers, all.moved, all.refused)
    }

    /// Seconds since the start.
    fn seconds(&self, now: Instant) -> f64 {
        now.saturating_duration_since(self.began).as_secs_f64()
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn busy(detail: &str) -> Refusal {
    Refusal::with(ProblemKind::TestsBusy, detail).retry_after(AGAIN)
}

impl All {
    /// Whether this test was let begin, and has not more under way than a test may.
    fn has_begun(&self, address: IpAddr, id: &str, now: Instant) -> bool {
        let one = self.of_one.get(&address);
        let test = one.and_then(|one| one.tests.iter().find(|test| test.id == id));
        test.is_some_and(|test| !test.is_over(now) && test.transfers < MOST_OF_TEST)
    }

    /// Whether all together leave room for another test.
    fn has_room(&mut self, config: &ProbeConfig, seconds: f64) -> Result<(), Refusal> {
        if self.transfers >= config.at_once {
            return Err(busy(
                "All places for speed tests are taken. Try again in a moment.",
            ));
        }
        self.rate.go_to(whole(seconds));
        let megabits = self.rate.before.max(self.rate.bytes) / 125_000;
        if config.most_megabits > 0 && megabits >= config.most_megabits {
            return Err(busy(
                "The speed tests under way take all that is for them. Try again in a moment.",
            ));
        }
        Ok(())
    }

    /// Whether this address may begin another transfer.
    fn may(&self, address: IpAddr, config: &ProbeConfig, seconds: f64) -> Result<(), Refusal> {
        let Some(one) = self.of_one.get(&address) else {
            return Ok(());
        };
        if one.transfers >= config.at_once_of_one {
            let detail = "This address has as many transfers under way as it may.";
            return Err(Refusal::with(ProblemKind::TooManyTests, detail).retry_after(AGAIN));
        }
        let hourly = config.hourly_gigabytes.saturating_mul(1_000_000_000) as f64;
        let hours = seconds / HOUR;
        if hourly > 0.0 && one.spent.recent(hours) >= hourly {
            let detail = "This address has transferred as much as it may in an hour.";
            let wait = one.spent.until_below(hours, hourly) * HOUR;
            let wait = Duration::from_secs_f64(wait.max(60.0));
            return Err(
                Refusal::with(ProblemKind::TooManyTests, detail).retry_after(wait.as_secs())
            );
        }
        Ok(())
    }
}

impl One {
    /// A transfer of this test begins.
    fn begins(&mut self, id: &str, now: Instant) {
        self.tests
            .retain(|test| !test.is_over(now) || test.transfers > 0);
        if let Some(test) = self.tests.iter_mut().find(|test| test.id == id) {
            test.transfers += 1;
            // It was let begin anew.
            if test.is_over(now) {
                test.began = now;
            }
        } else if self.tests.len() < REMEMBERED {
            self.tests.push(Test {
                id: id.to_owned(),
                began: now,
                transfers: 1,
            });
        }
    }

    /// A transfer of this test has ended.
    fn ended(&mut self, id: &str) {
        if let Some(test) = self.tests.iter_mut().find(|test| test.id == id) {
            test.transfers = test.transfers.saturating_sub(1);
        }
    }

    /// Whether nothing of it counts any more.
    fn is_forgotten(&self, seconds: f64, now: Instant) -> bool {
        self.transfers == 0
            && self.spent.recent(seconds / HOUR) < 1.0
            && self.tests.iter().all(|test| test.is_over(now))
    }
}

impl Transfer {
    /// How many bytes may still be moved.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// The time at which it must be over.
    pub fn ends(&self) -> Instant {
        self.ends
    }

    /// These were moved now.
    pub fn moved(&mut self, bytes: u64) {
        self.left = self.left.saturating_sub(bytes);
        let now = Instant::now();
        let seconds = self.traffic.seconds(now);
        let mut all = self.traffic.all();
        all.moved += bytes;
        all.rate.add(whole(seconds), bytes);
        let one = all.of_one.entry(self.address).or_default();
        one.spent.add(whole(seconds / HOUR), bytes);
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        let now = Instant::now();
        let seconds = self.traffic.seconds(now);
        let mut all = self.traffic.all();
        all.transfers = all.transfers.saturating_sub(1);
        let one = all.of_one.entry(self.address).or_default();
        one.transfers = one.transfers.saturating_sub(1);
        if let Some(id) = &self.test {
            one.ended(id);
        }
        // Whoever spent nothing that still counts need not be remembered.
        all.of_one.retain(|_, one| !one.is_forgotten(seconds, now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<Transfer, Refusal>) -> ProblemKind {
        result.unwrap_err().kind()
    }

    #[test]
    fn one_address_and_all_together_have_only_so_much() {
        let config = ProbeConfig {
            at_once: 3,
            at_once_of_one: 2,
            hourly_gigabytes: 1,
            most_megabits: 0,
            ..ProbeConfig::default()
        };
        let traffic = Arc::new(Traffic::default());
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = traffic
            .begin(address("2001:db8::1"), None, &config)
            .unwrap();
        let _second = traffic
            .begin(address("2001:db8::2"), None, &config)
            .unwrap();
        // A customer has a whole /64.
        let third = traffic.begin(address("2001:db8::3"), None, &config);
        assert_eq!(refused(third), ProblemKind::TooManyTests);
        let mut other = traffic.begin(address("192.0.2.1"), None, &config).unwrap();
        let fourth = traffic.begin(address("192.0.2.2"), None, &config);
        assert_eq!(refused(fourth), ProblemKind::TestsBusy);
        drop(first);
        other.moved(1_500_000_000);
        assert_eq!(other.left(), 0);
        drop(other);
        let again = traffic.begin(address("192.0.2.1"), None, &config);
        assert_eq!(refused(again), ProblemKind::TooManyTests);
        assert!(traffic.begin(address("192.0.2.2"), None, &config).is_ok());
        assert_eq!(traffic.counts(), (1, 1_500_000_000, 3));
    }

    fn all_is_taken(traffic: &Arc<Traffic>, config: &ProbeConfig) -> Transfer {
        let other = "192.0.2.9".parse().unwrap();
        let mut other = traffic.begin(other, None, config).unwrap();
        other.moved(10_000_000);
        other
    }

    fn of_80_megabits() -> ProbeConfig {
        ProbeConfig {
            most_megabits: 80,
            ..ProbeConfig::default()
        }
    }

    #[test]
    fn no_test_begins_while_the_others_take_all_that_is_for_them() {
        let config = of_80_megabits();
        let traffic = Arc::new(Traffic::default());
        let one = "192.0.2.1".parse().unwrap();
        let mut first = traffic.begin(one, None, &config).unwrap();
        first.moved(9_000_000);
        let _second = traffic.begin(one, Some("a"), &config).unwrap();
        first.moved(1_000_000);
        for test in [None, Some("b")] {
            let refused_now = traffic.begin(one, test, &config);
            assert_eq!(refused(refused_now), ProblemKind::TestsBusy);
        }
        // The id of a test of another address is no way in.
        let other = traffic.begin("192.0.2.2".parse().unwrap(), Some("a"), &config);
        assert_eq!(refused(other), ProblemKind::TestsBusy);
    }

    #[test]
    fn a_test_that_was_let_begin_goes_on_whatever_it_takes_itself() {
        let config = of_80_megabits();
        let traffic = Arc::new(Traffic::default());
        let one = "192.0.2.1".parse().unwrap();
        let mut first = traffic.begin(one, Some("a"), &config).unwrap();
        first.moved(20_000_000);
        let held: Vec<Transfer> = (1..MOST_OF_TEST)
            .map(|_| traffic.begin(one, Some("a"), &config).unwrap())
            .collect();
        // More than a test has are no test's.
        let more = traffic.begin(one, Some("a"), &config);
        assert_eq!(refused(more), ProblemKind::TestsBusy);
        drop(held);
        let _others = all_is_taken(
            &traffic,
            &ProbeConfig {
                most_megabits: 0,
                ..config.clone()
            },
        );
        assert!(traffic.begin(one, Some("a"), &config).is_ok());
    }

    #[test]
    fn a_test_is_let_begin_for_a_minute() {
        let now = Instant::now();
        let mut one = One::default();
        one.begins("a", now);
        let mut all = All::default();
        let address = "192.0.2.1".parse().unwrap();
        all.of_one.insert(address, one);
        assert!(all.has_begun(address, "a", now));
        assert!(all.has_begun(address, "a", now + TEST - Duration::from_millis(1)));
        assert!(!all.has_begun(address, "a", now + TEST));
        assert!(!all.has_begun(address, "b", now));
        // So many are remembered, and those that are over make room.
        let one = all.of_one.get_mut(&address).unwrap();
        for number in 0..100 {
            one.begins(&number.to_string(), now);
        }
        assert_eq!(one.tests.len(), REMEMBERED);
        one.tests.iter_mut().for_each(|test| test.transfers = 0);
        one.begins("later", now + TEST);
        assert_eq!(one.tests.len(), 1);
    }

    #[test]
    fn what_was_moved_an_hour_ago_counts_no_more() {
        let mut spent = Window::default();
        spent.add(0, 1000);
        for (hours, left) in [
            (0.9, 1000.0),
            (1.0, 1000.0),
            (1.5, 500.0),
            (2.0, 0.0),
            (9.0, 0.0),
        ] {
            assert_eq!(spent.recent(hours), left, "{hours}");
        }
        // A second of an hour, and half of the next.
        spent.add(1, 300);
        assert_eq!(spent.recent(1.25), 1050.0);
        for (bytes, from, wait) in [
            (1100.0, 1.0, 0.2),
            (1000.0, 1.0, 0.3),
            (300.0, 1.0, 1.0),
            (150.0, 1.5, 1.0),
        ] {
            let after = spent.until_below(from, bytes);
            assert!((after - wait).abs() < 1e-9, "{bytes}: {after}");
            assert!(spent.recent(from + after) <= bytes + 1e-6, "{bytes}");
        }
    }

    #[test]
    fn it_does_not_matter_how_often_somebody_looks() {
        let mut often = Window::default();
        let mut seldom = Window::default();
        often.add(0, 1_000_000);
        seldom.add(0, 1_000_000);
        for tenth in 0..15 {
            let hours = f64::from(tenth) / 10.0;
            often.add(whole(hours), 0);
            often.recent(hours);
        }
        assert_eq!(often.recent(1.5), seldom.recent(1.5));
        assert_eq!(seldom.recent(1.5), 500_000.0);
    }
}
