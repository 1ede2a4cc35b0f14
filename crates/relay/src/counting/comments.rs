//! How many comments one network has sent today. They are texts that people read, so nobody may send any number.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::{Duration, Instant};

/// The most networks of which is known how many they sent.
const MOST_NETWORKS: usize = 100_000;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The comments of today.
#[derive(Debug)]
pub struct Comments {
    /// By a hash of the network, with a key of this process.
    sent: HashMap<u64, u64>,
    since: Instant,
    hasher: RandomState,
}

impl Comments {
    /// None yet.
    pub fn new() -> Comments {
        Comments {
            sent: HashMap::new(),
            since: Instant::now(),
            hasher: RandomState::new(),
        }
    }

    /// Whether this network may send one more, if it may send so many a day; 0 for any number.
    pub fn may(&mut self, network: impl Hash, most: u64) -> bool {
        if self.since.elapsed() >= DAY || self.sent.len() >= MOST_NETWORKS {
            self.sent.clear();
            self.since = Instant::now();
        }
        let sent = self.sent.entry(self.hasher.hash_one(network)).or_default();
        if most > 0 && *sent >= most {
            return false;
        }
        *sent += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_sends_so_many_a_day_and_takes_none_from_others() {
        let mut comments = Comments::new();
        let taken = (0..50).filter(|_| comments.may(1, 20)).count();
        assert_eq!(taken, 20);
        assert!(comments.may(2, 20) && comments.may(1, 0));
    }
}
