//! Where walks went: a guide's graph with its traffic.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many walks went from here to there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The place left; empty where a walk begins.
    pub from: String,
    /// The place reached.
    pub to: String,
    /// How often.
    pub count: u64,
    /// Seconds that were spent at `from` before, together.
    pub seconds: u64,
}

/// A place of the guide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// How often it was reached.
    pub reached: u64,
    /// How often it was left for another place.
    pub left: u64,
    /// Seconds that were spent there before it was left, together.
    pub seconds: u64,
    /// Whether it is an end: nobody is lost there.
    pub is_end: bool,
    /// How many steps it is from the beginning, on the shortest way that somebody went.
    pub layer: usize,
}

impl Place {
    /// Walks that were left here, which is what red stands for.
    #[must_use]
    pub fn lost(&self) -> u64 {
        match self.is_end {
            true => 0,
            false => self.reached.saturating_sub(self.left),
        }
    }

    /// Minutes that it took on average; `None` if nobody went on.
    #[must_use]
    pub fn minutes(&self) -> Option<f64> {
        (self.left > 0)
            .then(|| crate::number::of(self.seconds) / 60.0 / crate::number::of(self.left))
    }
}

/// The places of a guide and what goes between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Places by their names.
    pub places: BTreeMap<String, Place>,
    /// What goes between them; `from` is empty for where walks begin.
    pub passages: Vec<Passage>,
}

impl Traffic {
    /// Of these passages; `ends` are the places at which walks end.
    #[must_use]
    pub fn of(passages: Vec<Passage>, ends: &BTreeSet<String>) -> Traffic {
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        for passage in &passages {
            let to = places.entry(passage.to.clone()).or_default();
            to.reached += passage.count;
            if !passage.from.is_empty() {
                let from = places.entry(passage.from.clone()).or_default();
                from.left += passage.count;
                from.seconds += passage.seconds;
            }
        }
        for (name, place) in &mut places {
            place.is_end = ends.contains(name);
        }
        let mut traffic = Traffic { places, passages };
        traffic.layer();
        traffic
    }

    /// Breadth first from where walks begin; what nothing leads to comes first.
    fn layer(&mut self) {
        let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for passage in &self.passages {
            next.entry(&passage.from).or_default().push(&passage.to);
        }
        let mut layers: BTreeMap<String, usize> = BTreeMap::new();
        let mut waiting: VecDeque<(String, usize)> = VecDeque::from([(String::new(), 0)]);
        while let Some((place, layer)) = waiting.pop_front() {
            for to in next.get(place.as_str()).into_iter().flatten() {
                if !layers.contains_key(*to) {
                    layers.insert((*to).to_owned(), layer);
                    waiting.push_back(((*to).to_owned(), layer + 1));
                }
            }
        }
        for (name, place) in &mut self.places {
            place.layer = layers.get(name).copied().unwrap_or(0);
        }
    }

    /// Walks that went on from the step at which they began, or ended there.
    #[must_use]
    pub fn went_on(&self) -> u64 {
        let first = self.places.values().filter(|place| place.layer == 0);
        first
            .map(|place| match place.is_end {
                true => place.reached,
                false => place.left.min(place.reached),
            })
            .sum()
    }

    /// The same, with the steps of each guide that is called put together into the step that calls it. Ends
    /// stay what they are.
    #[must_use]
    pub fn outline(&self) -> Traffic {
        let outer = |place: &str| match self.places.get(place) {
            Some(found) if found.is_end => place.to_owned(),
            _ => place.split('/').next().unwrap_or_default().to_owned(),
        };
        let mut sums: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
        for passage in &self.passages {
            let key = (outer(&passage.from), outer(&passage.to));
            // What goes on inside a called guide stays inside.
            if key.0 == key.1 {
                continue;
            }
            let (count, seconds) = sums.entry(key).or_default();
            *count += passage.count;
            *seconds += passage.seconds;
        }
        let ends = self.places.iter().filter(|(_, place)| place.is_end);
        let ends = ends.map(|(name, _)| name.clone()).collect();
        let passages = sums
            .into_iter()
            .map(|((from, to), (count, seconds))| Passage {
                from,
                to,
                count,
                seconds,
            });
        Traffic::of(passages.collect(), &ends)
    }

    /// Walks that were left at a place, the most first.
    #[must_use]
    pub fn losses(&self) -> Vec<(&str, &Place)> {
        let mut lost: Vec<_> = self
            .places
            .iter()
            .map(|(name, place)| (name.as_str(), place))
            .collect();
        lost.retain(|(_, place)| place.lost() > 0);
        lost.sort_by_key(|(_, place)| std::cmp::Reverse(place.lost()));
        lost
    }
}
