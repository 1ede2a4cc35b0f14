//! Whether more tickets come than an ordinary day has. Then each must be worth some work, which costs a customer
//! nothing and whoever sends thousands a machine.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long it stays suspicious after the last burst.
const STAYS: Duration = Duration::from_secs(300);

/// How many tickets are remembered as counted: who sends more keys than that is a burst anyway.
const MOST_KNOWN: usize = 10_000;

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
    /// What was counted lately, so that a browser that sends its ticket again is no burst of its own.
    counted: HashSet<u64>,
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
                counted: HashSet::new(),
            }),
        }
    }

    /// One of this key came; whether it is part of a burst. However often it comes, it counts once: what was refused
    /// and is sent again must not keep the burst alive.
    pub fn came(&self, key: &str, now: Instant) -> bool {
        if self.per_minute == 0.0 {
            return false;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = now.saturating_duration_since(state.at).as_secs_f64();
        let leaked = passed * self.per_minute / 60.0;
        state.level = (state.level - leaked).max(0.0);
        state.at = now;
        let is_on = state.until.is_some_and(|until| now < until);
        if state.counted.len() >= MOST_KNOWN || state.level == 0.0 && !is_on {
            state.counted.clear();
        }
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        if !state.counted.insert(hasher.finish()) {
            return is_on;
        }
        state.level += 1.0;
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
        let came = |key: u32, now| burst.came(&key.to_string(), now);
        for key in 0..600 {
            assert!(!came(key, now), "one a second is what is allowed");
            now += Duration::from_secs(1);
        }
        let came = (600..661).filter(|key| came(*key, now)).count();
        assert!(came > 0, "a minute's worth at once, and one more");
        assert!(burst.is_on(now));
        now += STAYS;
        assert!(!burst.is_on(now) && !burst.came("one", now));
        let never = Burst::new(0);
        assert!((0..10_000).all(|key| !never.came(&key.to_string(), now)));
    }

    #[test]
    fn what_was_refused_and_comes_again_does_not_keep_a_burst_alive() {
        let burst = Burst::new(60);
        let mut now = Instant::now();
        for key in 0..100 {
            burst.came(&key.to_string(), now);
        }
        // A hundred browsers each send theirs again every two seconds, for as long as the burst stays.
        let began = now;
        while burst.is_on(now) {
            for key in 0..100 {
                burst.came(&key.to_string(), now);
            }
            now += Duration::from_secs(2);
            assert!(
                now - began <= STAYS + Duration::from_secs(2),
                "it never ends"
            );
        }
        // New ones keep it alive.
        for key in 1000..1100 {
            burst.came(&key.to_string(), now);
        }
        assert!(burst.is_on(now + STAYS / 2));
    }
}
