//! What was searched and not found, held back until several have typed it.
//!
//! What somebody types may be a name or a number. So a word is split off, kept if it looks like a word,
//! and counted by a key that only this process knows; the word itself is given out, to be written down,
//! when the fifth network has typed it. Until then nothing can be read back. A network counts once a word, so that nobody alone
//! makes one large.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

/// The most different words that are counted at once. Then those make room that nobody has typed for the longest time.
const MOST: usize = 20_000;

/// The most words that one network may be the first to type, until all is forgotten.
const MOST_BROUGHT: usize = 200;

/// The most networks of which is known how many words they brought.
const MOST_NETWORKS: usize = 100_000;

/// The most networks of which it is known that they typed a word; of one that is typed by more, that is enough.
const MOST_OF_A_WORD: usize = 2_000;

/// The shortest and the longest word, in letters: shorter ones say nothing, longer ones are no words.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=24;

/// The most words of one search.
const WORDS: usize = 6;

/// The words of what was typed that may be counted: letters alone, in small letters, each once. What has a
/// digit or an `@` in it (a number, an address) is no word, and neither are its parts. The widget does the same before it
/// sends anything (`embed/insights/searched.js`), and `tests/searched.json` holds both to it.
#[must_use]
pub fn words(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in typed.split_whitespace() {
        let word = word.trim_matches(|sign: char| {
            matches!(sign, '.' | ',' | '!' | '?' | '"' | '\'' | '(' | ')')
        });
        let is_word = word.chars().all(|sign| sign.is_alphabetic() || sign == '-');
        if !is_word || !LETTERS.contains(&word.chars().count()) {
            continue;
        }
        let word = word.to_lowercase();
        if !words.contains(&word) {
            words.push(word);
        }
        if words.len() == WORDS {
            break;
        }
    }
    words
}

/// Words that are being counted. The keys are hashes with a key of this process, so that neither words nor
/// networks can be read out of it.
#[derive(Debug, Default)]
pub struct Held {
    hasher: std::collections::hash_map::RandomState,
    /// By word.
    counted: HashMap<u64, Word>,
    /// By network: how many words it was the first to type.
    brought: HashMap<u64, usize>,
    /// How often something was typed.
    typed: u64,
}

/// A word that is being counted.
#[derive(Debug, Default)]
struct Word {
    /// The networks that typed it.
    networks: HashSet<u64>,
    /// When it was typed last, by how often something had been typed.
    last: u64,
}

impl Held {
    /// Counts a word that a network typed, once a network. Gives how many networks are to be written down for it now: none
    /// until [`LEAST`](crate::LEAST) of them have typed it, then all of these at once, and from then on each that is new.
    pub fn count(&mut self, word: &impl Hash, network: &impl Hash) -> u64 {
        let key = self.hasher.hash_one(word);
        let by = self.hasher.hash_one(network);
        if !self.counted.contains_key(&key) && !self.may_bring(by) {
            return 0;
        }
        self.typed += 1;
        // Told apart by word, so that nothing says what else a network typed.
        let network = self.hasher.hash_one((key, by));
        let word = self.counted.entry(key).or_default();
        word.last = self.typed;
        if word.networks.len() >= MOST_OF_A_WORD || !word.networks.insert(network) {
            return 0;
        }
        match u64::try_from(word.networks.len()).unwrap_or(u64::MAX) {
            0..crate::LEAST => 0,
            crate::LEAST => crate::LEAST,
            _ => 1,
        }
    }

    /// Whether a network may bring one more word, for which there is room then.
    fn may_bring(&mut self, by: u64) -> bool {
        if self.brought.len() >= MOST_NETWORKS {
            self.brought.clear();
        }
        let brought = self.brought.entry(by).or_default();
        if *brought >= MOST_BROUGHT {
            return false;
        }
        *brought += 1;
        if self.counted.len() >= MOST {
            let mut last: Vec<u64> = self.counted.values().map(|word| word.last).collect();
            let (_, newest_to_go, _) = last.select_nth_unstable(MOST / 4);
            let newest_to_go = *newest_to_go;
            self.counted.retain(|_, word| word.last > newest_to_go);
        }
        true
    }

    /// Forgets what was counted: once a week, so that five in a year are not five.
    pub fn forget(&mut self) {
        *self = Held::default();
    }
}
