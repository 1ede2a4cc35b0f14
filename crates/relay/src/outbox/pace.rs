//! How gently: so many tries a minute at most, and none while the helpdesk is down but one now and
//! then. So a helpdesk that comes back after a day is not run down by what waited for it.

use std::time::{Duration, Instant};

use crate::config::HelpdeskConfig;
use crate::helpdesk::{Failure, FailureKind};

/// How many failures in a row are those of the helpdesk: one ticket alone that always fails has others between its
/// tries.
const OUTAGE: u32 = 3;

/// When the next try may begin.
#[derive(Debug)]
pub struct Pace {
    /// By the rate.
    next: Instant,
    /// By failures.
    until: Instant,
    /// How many tries in a row the helpdesk did not answer, or not usefully.
    failures: u32,
}

impl Pace {
    /// At once.
    pub fn new(now: Instant) -> Pace {
        Pace {
            next: now,
            until: now,
            failures: 0,
        }
    }

    /// How long to wait until another try may begin beside those that run; `None` if one of them must
    /// end first.
    pub fn wait(&self, now: Instant, running: usize, config: &HelpdeskConfig) -> Option<Duration> {
        let most = match self.failures {
            0 => usize::try_from(config.at_once).unwrap_or(1),
            _ => 1,
        };
        if running >= most {
            return None;
        }
        Some(self.next.max(self.until).saturating_duration_since(now))
    }

    /// One began.
    pub fn began(&mut self, now: Instant, config: &HelpdeskConfig) {
        let apart = Duration::from_secs(60) / u32::try_from(config.per_minute).unwrap_or(1).max(1);
        self.next = self.next.max(now) + apart;
    }

    /// Whether the last try failed.
    pub fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// Whether the helpdesk failed so often in a row that it was down, and not one ticket odd.
    pub fn is_outage(&self) -> bool {
        self.failures >= OUTAGE
    }

    /// One ended. `alone` is one that fails although others arrive: it is never an outage, however often it fails, and
    /// others wait a moment for it and no longer.
    pub fn ended(
        &mut self,
        now: Instant,
        failure: Option<&Failure>,
        alone: bool,
        config: &HelpdeskConfig,
    ) {
        match failure {
            // Whoever refuses a ticket answers.
            None => self.failures = 0,
            Some(failure) if failure.kind == FailureKind::Refused => self.failures = 0,
            // Nothing follows from it for others, neither good nor bad.
            Some(failure) if failure.only_this => {}
            Some(failure) => {
                let most = match alone {
                    true => (OUTAGE - 1).max(self.failures),
                    false => u32::MAX,
                };
                self.failures = self.failures.saturating_add(1).min(most);
                let wait = jittered(self.failures, config);
                self.until = now + wait.max(failure.after.unwrap_or_default());
            }
        }
    }
}

/// How long to wait after so many tries that failed: any time up to one that doubles with each, and
/// that has a ceiling. Any time, because what failed together would come together again ("full
/// jitter": Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
pub fn jittered(tries: u32, config: &HelpdeskConfig) -> Duration {
    let doubled = 2_u32.saturating_pow(tries.saturating_sub(1).min(30));
    let most = config
        .retry
        .saturating_mul(doubled)
        .min(config.longest_retry);
    most.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> HelpdeskConfig {
        HelpdeskConfig {
            per_minute: 60,
            at_once: 2,
            ..HelpdeskConfig::default()
        }
    }

    #[test]
    fn tries_are_a_second_apart_at_sixty_a_minute_however_many_wait() {
        let (start, config) = (Instant::now(), config());
        let mut pace = Pace::new(start);
        let mut now = start;
        for _ in 0..10 {
            now += pace.wait(now, 0, &config).unwrap();
            pace.began(now, &config);
        }
        assert_eq!(now - start, Duration::from_secs(9));
        // A quiet hour is no credit.
        now += Duration::from_secs(3600);
        assert_eq!(pace.wait(now, 1, &config), Some(Duration::ZERO));
        pace.began(now, &config);
        assert_eq!(pace.wait(now, 1, &config), Some(Duration::from_secs(1)));
        assert_eq!(pace.wait(now, 2, &config), None);
    }

    #[test]
    fn a_helpdesk_that_is_down_is_tried_by_one_ticket_now_and_then() {
        let (now, config) = (Instant::now(), config());
        let mut pace = Pace::new(now);
        let down = Failure::new(FailureKind::Later, "down");
        let mut longest = Duration::ZERO;
        for _ in 0..200 {
            pace.ended(now, Some(&down), false, &config);
            longest = longest.max(pace.wait(now, 0, &config).unwrap());
            assert_eq!(pace.wait(now, 1, &config), None, "one at a time");
        }
        assert!(
            longest > config.longest_retry / 2 && longest <= config.longest_retry,
            "{longest:?}"
        );
        let mut asked = down.clone();
        asked.after = Some(Duration::from_secs(3000));
        pace.ended(now, Some(&asked), false, &config);
        assert_eq!(pace.wait(now, 0, &config), Some(Duration::from_secs(3000)));
        pace.ended(now, None, false, &config);
        assert_eq!(pace.failures, 0);
    }

    #[test]
    fn what_fails_alone_is_no_outage_and_an_address_that_is_refused_is_nothing_at_all() {
        let (now, config) = (Instant::now(), config());
        let mut pace = Pace::new(now);
        let mut only_this = Failure::new(FailureKind::Later, "It answered 450.");
        only_this.only_this = true;
        for _ in 0..200 {
            pace.ended(now, Some(&only_this), true, &config);
        }
        assert_eq!(pace.wait(now, 1, &config), Some(Duration::ZERO));
        let odd = Failure::new(FailureKind::Unsure, "It answered 500.");
        for _ in 0..200 {
            pace.ended(now, Some(&odd), true, &config);
            assert!(pace.wait(now, 0, &config).unwrap() <= 2 * config.retry);
        }
        assert!(pace.is_failing() && !pace.is_outage());
        for _ in 0..OUTAGE {
            pace.ended(now, Some(&odd), false, &config);
        }
        pace.ended(now, Some(&odd), true, &config);
        assert!(pace.is_outage(), "it does not end one either");
    }

    #[test]
    fn waits_double_up_to_the_ceiling_and_are_spread_over_all_of_it() {
        let config = config();
        let mean = |tries| -> f64 {
            let waits = (0..2000).map(|_| jittered(tries, &config).as_secs_f64());
            waits.sum::<f64>() / 2000.0
        };
        for (tries, expected) in [
            (1, 2.5),
            (2, 5.0),
            (4, 20.0),
            (20, 450.0),
            (u32::MAX, 450.0),
        ] {
            let mean = mean(tries);
            assert!((mean / expected - 1.0).abs() < 0.1, "{tries}: {mean}");
        }
    }
}
