//! Which events came already: a batch that is sent again, because its answer was lost, counts once.

use std::collections::HashMap;

/// How many walks are remembered, at the least half of it: some hours of a busy relay, at 60 bytes each.
const MOST: usize = 200_000;

/// The number of the last event of each walk, in two generations: when the younger one is full, the older one
/// is forgotten.
#[derive(Debug, Default)]
pub struct Seen {
    young: HashMap<u128, u32>,
    old: HashMap<u128, u32>,
}

impl Seen {
    /// The number of the last event that came of this walk; 0 if none is known.
    pub fn last(&self, walk: u128) -> u32 {
        let known = self.young.get(&walk).or_else(|| self.old.get(&walk));
        known.copied().unwrap_or(0)
    }

    /// Notes that events of this walk came up to this number.
    pub fn note(&mut self, walk: u128, last: u32) {
        self.young.insert(walk, last);
        if self.young.len() > MOST / 2 {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_of_late_are_remembered_and_memory_stays_small() {
        let mut seen = Seen::default();
        for walk in 0..500_000 {
            seen.note(walk, 7);
        }
        assert_eq!(seen.last(499_999), 7);
        assert_eq!(seen.last(450_001), 7);
        assert_eq!(seen.last(1), 0);
        assert!(seen.young.len() + seen.old.len() <= MOST + 1);
    }
}
