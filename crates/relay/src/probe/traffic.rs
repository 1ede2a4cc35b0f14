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

const HOUR: f64 = 3600.0;

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
    rate: Rate,
    moved: u64,
    refused: u64,
}

/// The traffic of one address, now and before.
#[derive(Debug)]
struct One {
    transfers: u64,
    /// The bytes of the last hour: each counts less the longer ago it was.
    spent: f64,
    at: Instant,
}

/// The bytes of this second and of the one before.
#[derive(Debug, Default)]
struct Rate {
    second: u64,
    bytes: u64,
    before: u64,
}

impl Rate {
    fn go_to(&mut self, second: u64) {
        if second != self.second {
            self.before = if second == self.second + 1 {
                self.bytes
            } else {
                0
            };
            (self.second, self.bytes) = (second, 0);
        }
    }
}

/// One download, one upload, or one count that is being read; over when dropped.
#[derive(Debug)]
pub struct Transfer {
    traffic: Arc<Traffic>,
    address: IpAddr,
    left: u64,
    ends: Instant,
}

impl Traffic {
    /// A transfer of this address begins.
    ///
    /// # Errors
    ///
    /// If this address or all together take too much already; says when to try again.
    pub fn begin(
        self: &Arc<Traffic>,
        address: IpAddr,
        config: &ProbeConfig,
    ) -> Result<Transfer, Refusal> {
        let now = Instant::now();
        let address = group(address);
        let mut all = self.all();
        if let Err(refusal) = all.has_room(address, config, self.second(now), now) {
            all.refused += 1;
            return Err(refusal);
        }
        all.transfers += 1;
        all.one(address, now).transfers += 1;
        drop(all);
        Ok(Transfer {
            traffic: Arc::clone(self),
            address,
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

    fn second(&self, now: Instant) -> u64 {
        now.saturating_duration_since(self.began).as_secs()
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn one(&mut self, address: IpAddr, now: Instant) -> &mut One {
        let one = self.of_one.entry(address).or_insert(One {
            transfers: 0,
            spent: 0.0,
            at: now,
        });
        one.spent = one.left_over(now);
        one.at = now;
        one
    }

    fn has_room(
        &mut self,
        address: IpAddr,
        config: &ProbeConfig,
        second: u64,
        now: Instant,
    ) -> Result<(), Refusal> {
        let busy =
            |detail: &str| Err(Refusal::with(ProblemKind::TestsBusy, detail).retry_after(AGAIN));
        if self.transfers >= config.at_once {
            return busy("All places for speed tests are taken. Try again in a moment.");
        }
        self.rate.go_to(second);
        let megabits = self.rate.before.max(self.rate.bytes) / 125_000;
        if config.most_megabits > 0 && megabits >= config.most_megabits {
            return busy(
                "The speed tests under way take all that is for them. Try again in a moment.",
            );
        }
        let Some(one) = self.of_one.get(&address) else {
            return Ok(());
        };
        if one.transfers >= config.at_once_of_one {
            let detail = "This address has as many transfers under way as it may.";
            return Err(Refusal::with(ProblemKind::TooManyTests, detail).retry_after(AGAIN));
        }
        let hourly = config.hourly_gigabytes.saturating_mul(1_000_000_000) as f64;
        let over = one.left_over(now) - hourly;
        if hourly > 0.0 && over >= 0.0 {
            let detail = "This address has transferred as much as it may in an hour.";
            let wait = Duration::from_secs_f64((over / hourly * HOUR).max(60.0));
            return Err(
                Refusal::with(ProblemKind::TooManyTests, detail).retry_after(wait.as_secs())
            );
        }
        Ok(())
    }
}

impl One {
    /// What counts now of what was spent.
    fn left_over(&self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.spent * (1.0 - passed / HOUR).max(0.0)
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
        let second = self.traffic.second(now);
        let mut all = self.traffic.all();
        all.moved += bytes;
        all.rate.go_to(second);
        all.rate.bytes += bytes;
        all.one(self.address, now).spent += bytes as f64;
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        let now = Instant::now();
        let mut all = self.traffic.all();
        all.transfers = all.transfers.saturating_sub(1);
        let one = all.one(self.address, now);
        one.transfers = one.transfers.saturating_sub(1);
        // Whoever spent nothing that still counts need not be remembered.
        all.of_one
            .retain(|_, one| one.transfers > 0 || one.left_over(now) > 1.0);
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
        let first = traffic.begin(address("2001:db8::1"), &config).unwrap();
        let _second = traffic.begin(address("2001:db8::2"), &config).unwrap();
        // A customer has a whole /64.
        let third = traffic.begin(address("2001:db8::3"), &config);
        assert_eq!(refused(third), ProblemKind::TooManyTests);
        let mut other = traffic.begin(address("192.0.2.1"), &config).unwrap();
        let fourth = traffic.begin(address("192.0.2.2"), &config);
        assert_eq!(refused(fourth), ProblemKind::TestsBusy);
        drop(first);
        other.moved(1_500_000_000);
        assert_eq!(other.left(), 0);
        drop(other);
        let again = traffic.begin(address("192.0.2.1"), &config);
        assert_eq!(refused(again), ProblemKind::TooManyTests);
        assert!(traffic.begin(address("192.0.2.2"), &config).is_ok());
        assert_eq!(traffic.counts(), (1, 1_500_000_000, 3));
    }

    #[test]
    fn no_test_begins_while_the_others_take_all_that_is_for_them() {
        let config = ProbeConfig {
            most_megabits: 80,
            ..ProbeConfig::default()
        };
        let traffic = Arc::new(Traffic::default());
        let one = "192.0.2.1".parse().unwrap();
        let mut first = traffic.begin(one, &config).unwrap();
        first.moved(9_000_000);
        let _second = traffic.begin(one, &config).unwrap();
        first.moved(1_000_000);
        assert_eq!(refused(traffic.begin(one, &config)), ProblemKind::TestsBusy);
    }

    #[test]
    fn what_was_moved_an_hour_ago_counts_no_more() {
        let now = Instant::now();
        let one = One {
            transfers: 0,
            spent: 1000.0,
            at: now,
        };
        assert_eq!(one.left_over(now), 1000.0);
        assert_eq!(one.left_over(now + Duration::from_secs(1800)), 500.0);
        assert_eq!(one.left_over(now + Duration::from_secs(7200)), 0.0);
    }
}
