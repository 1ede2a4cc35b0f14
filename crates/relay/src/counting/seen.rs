//! The walks that sent events in the last hours: a batch that is sent again, because its answer was lost, counts once. That holds as long as
//! one relay runs: what was counted before it started, or by another relay, it does not know.

use std::collections::HashMap;

use super::told::{Names, Told, Walking};

/// How many walks are remembered, at the least half of it: some hours of a busy relay, at 400 bytes each with their ways.
const MOST: usize = 100_000;

/// What is known of walks, in two generations: when the younger one is full, the older one is forgotten.
#[derive(Debug, Default)]
pub struct Seen {
    young: HashMap<u128, Told>,
    old: HashMap<u128, Told>,
    names: Names,
}

impl Seen {
    /// A walk that is being told, with what is known of it.
    pub fn walk(&mut self, walk: u128) -> Walking<'_> {
        if self.young.len() >= MOST / 2 && !self.young.contains_key(&walk) {
            // The one that is asked for stays, also if it is an old one.
            let known = self.old.remove(&walk);
            self.old = std::mem::take(&mut self.young);
            self.young.extend(known.map(|told| (walk, told)));
        }
        let old = &mut self.old;
        let told = self.young.entry(walk);
        Walking {
            told: told.or_insert_with(|| old.remove(&walk).unwrap_or_default()),
            names: &mut self.names,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_of_late_are_remembered_and_memory_stays_small() {
        let mut seen = Seen::default();
        for walk in 0..250_000 {
            assert!(seen.walk(walk).is_new(7));
        }
        assert!(seen.young.len() + seen.old.len() <= MOST);
        for walk in [249_999, 200_001] {
            assert!(!seen.walk(walk).is_new(7), "{walk}");
        }
        assert!(seen.walk(1).is_new(7));
        // A walk that keeps sending stays.
        for walk in 300_000..500_000 {
            assert!(seen.walk(walk).is_new(7));
            assert!(!seen.walk(1).is_new(7), "{walk}");
        }
    }
}
