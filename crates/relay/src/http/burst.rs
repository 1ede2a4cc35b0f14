//! Whether more tickets come than an ordinary day has. Then each must be worth some work, which costs a customer
//! nothing and whoever sends thousands a machine.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long it stays suspicious after the last burst.
const STAYS: Duration = Duration::from_secs(300);

/// A bucket that leaks: it holds a minute's worth, and what comes on top runs over.
#[derive(Debug)]
pub struct Burst {
    per_minute: f64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    level: f64,
    at: Instant,
    until: Option<Instant>,
}

impl Burst {
    /// More than so many a minute are a burst; 0 for never.
    pub fn new(per_minute: u64) -> Burst {
        Burst {
            per_minute: per_minute as f64,
            state: Mutex::new(State {
                level: 0.0,
                at: Instant::now(),
                until: None,
            }),
        }
    }

    /// One came; whether it is part of a burst.
    pub fn came(&self, now: Instant) -> bool {
        if self.per_minute == 0.0 {
            return false;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = now.saturating_duration_since(state.at).as_secs_f64();
        let leaked = passed * self.per_minute / 60.0;
        state.level = (state.level - leaked).max(0.0) + 1.0;
        state.at = now;
        if state.level > self.per_minute {
            // So that it is over some time after the last one, whatever came before.
            state.level = self.per_minute;
            state.until = Some(now + STAYS);
        }
        state.until.is_some_and(|until| now < until)
    }

    /// Whether there is one now.
    pub fn is_on(&self, now: Instant) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_day_is_no_burst_and_a_burst_ends() {
        let burst = Burst::new(60);
        let mut now = Instant::now();
        for _ in 0..600 {
            assert!(!burst.came(now), "one a second is what is allowed");
            now += Duration::from_secs(1);
        }
        let came = (0..61).filter(|_| burst.came(now)).count();
        assert!(came > 0, "a minute's worth at once, and one more");
        assert!(burst.is_on(now));
        now += STAYS;
        assert!(!burst.is_on(now) && !burst.came(now));
        let never = Burst::new(0);
        assert!((0..10_000).all(|_| !never.came(now)));
    }
}
