//! Which areas there are. What a page tells as the area comes from whoever sends it, and each is some hundred rows of
//! the store: so nobody may bring many that nobody else has told.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::{Duration, Instant};

/// What is counted together: areas of which one network brought too many.
pub const OTHER: &str = "other";

/// The most areas that one network may bring in a day. Behind one address of a mobile network there are many households:
/// areas that others have told before are none of these.
const MOST_BROUGHT: usize = 20;

/// The most areas that are known, as many as are watched; then from the beginning.
const MOST: usize = 20_000;

/// The most networks of which is known what they brought.
const MOST_NETWORKS: usize = 100_000;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The areas that were told, and by whom first.
#[derive(Debug)]
pub struct Areas {
    known: HashSet<String>,
    /// By a hash of the network, with a key of this process: how many areas it was the first to tell, today.
    brought: HashMap<u64, usize>,
    since: Instant,
    hasher: RandomState,
}

impl Areas {
    /// None yet.
    pub fn new() -> Areas {
        Areas {
            known: HashSet::new(),
            brought: HashMap::new(),
            since: Instant::now(),
            hasher: RandomState::new(),
        }
    }

    /// The area by which it is counted that this network tells of this one.
    pub fn counted(&mut self, area: String, network: impl Hash) -> String {
        if area.is_empty() || self.known.contains(&area) {
            return area;
        }
        if self.since.elapsed() >= DAY || self.brought.len() >= MOST_NETWORKS {
            self.brought.clear();
            self.since = Instant::now();
        }
        let brought = self
            .brought
            .entry(self.hasher.hash_one(network))
            .or_default();
        if *brought >= MOST_BROUGHT {
            return OTHER.to_owned();
        }
        *brought += 1;
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(area.clone());
        area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_brings_few_areas_that_nobody_else_has_told() {
        let mut areas = Areas::new();
        for area in ["SW1", "E14", ""] {
            assert_eq!(areas.counted(area.to_owned(), 1), area);
        }
        let invented = (0..400).map(|at| areas.counted(format!("X{at}"), 2));
        let kept: HashSet<String> = invented.collect();
        assert_eq!(kept.len(), MOST_BROUGHT + 1);
        assert!(kept.contains(OTHER));
        // What is known counts for it as before, and others bring what is new.
        assert_eq!(areas.counted("SW1".to_owned(), 2), "SW1");
        assert_eq!(areas.counted("N16".to_owned(), 2), OTHER);
        assert_eq!(areas.counted("N16".to_owned(), 3), "N16");
        assert_eq!(areas.counted("N16".to_owned(), 2), "N16");
    }
}
