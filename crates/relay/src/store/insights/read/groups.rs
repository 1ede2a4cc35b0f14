//! Walks in the smallest groups that pages put together.

use std::collections::HashMap;

use firstline_insights::LEAST;
use firstline_insights::walks::Walks;

use super::By;

/// The most first; of as many, in the order of their names. So are those of fewer than [`LEAST`], or where one stands in a list
/// would tell how many walks it had.
pub(super) fn most_first(groups: &mut [(String, Walks)]) {
    let told = |walks: &Walks| match walks.begun {
        0..LEAST => 0,
        begun => begun,
    };
    groups.sort_by(|a, b| told(&b.1).cmp(&told(&a.1)).then_with(|| a.0.cmp(&b.0)));
}

/// Walks by guide, language and technology, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups(Vec<([String; 3], Walks)>);

impl Groups {
    /// Of these: guide, language and technology, and the walks.
    pub(super) fn new(groups: Vec<([String; 3], Walks)>) -> Groups {
        Groups(groups)
    }

    /// All together.
    pub fn all(&self) -> Walks {
        let mut all = Walks::default();
        for (_, walks) in &self.0 {
            all += *walks;
        }
        all
    }

    /// Without these, which are among them.
    pub fn without(mut self, others: &Groups) -> Groups {
        let others: HashMap<&[String; 3], Walks> = others
            .0
            .iter()
            .map(|(names, walks)| (names, *walks))
            .collect();
        for (names, walks) in &mut self.0 {
            if let Some(others) = others.get(names) {
                *walks -= *others;
            }
        }
        self
    }

    /// Added up by something, the most first; of as many, in the order of their names. Boxes are not known here: then all are
    /// together.
    pub fn by(&self, by: By) -> Vec<(String, Walks)> {
        let mut sums: HashMap<&str, Walks> = HashMap::new();
        for ([guide, language, technology], walks) in &self.0 {
            let name = match by {
                By::Guide => guide,
                By::Language => language,
                By::Technology => technology,
                By::Nothing | By::Equipment => "",
            };
            *sums.entry(name).or_default() += *walks;
        }
        let mut sums: Vec<(String, Walks)> = sums
            .into_iter()
            .map(|(name, walks)| (name.to_owned(), walks))
            .collect();
        most_first(&mut sums);
        sums
    }
}
