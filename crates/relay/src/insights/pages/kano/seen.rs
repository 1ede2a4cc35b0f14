//! What may be said about the answers on a feature.

use firstline_insights::{Share, number};
use firstline_kano::{Category, Counts};

use crate::insights::plot::map;
use crate::insights::told::{Told, is_few};

/// The answers without those that fewer than five gave and that stand beside all others: nobody can then work them out of what
/// else is said. They are the contradictory and the unwanted, which better and worse leave out anyway.
pub fn without_few(counts: &Counts) -> Counts {
    let beside = counts.of(Category::Reverse) + counts.of(Category::Questionable);
    if !is_few(beside) {
        return *counts;
    }
    let [m, o, a, i, ..] = Category::ALL.map(|category| counts.of(category));
    Counts::new([m, o, a, i, 0, 0])
}

/// The answers on a feature, as far as they may be told.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    counts: Counts,
    /// Whether each of the four categories that better and worse are made of may be told. If one is of fewer than five, none
    /// is: with better, worse and any of the four, the others could be worked out.
    four_are_told: bool,
}

impl Seen {
    /// Of these, which are [without few](without_few).
    pub fn of(counts: &Counts) -> Seen {
        let [m, o, a, i, ..] = Category::ALL.map(|category| counts.of(category));
        Seen {
            counts: *counts,
            four_are_told: ![m, o, a, i].into_iter().any(is_few),
        }
    }

    /// How many have answered.
    pub fn total(&self) -> Told {
        Told::count(self.counts.total())
    }

    /// Whether there are answers, and enough of them to tell anything.
    pub fn is_enough(&self) -> bool {
        self.total().part().is_some_and(|total| total > 0)
    }

    /// The share of a category among all who answered.
    pub fn category(&self, category: Category) -> Told {
        let share = |category| Share::new(self.counts.of(category), self.counts.total());
        if !self.is_enough() {
            return Told::NONE;
        }
        match category {
            Category::Reverse | Category::Questionable => {
                let are_few = [Category::Reverse, Category::Questionable]
                    .into_iter()
                    .any(|category| is_few(self.counts.of(category)));
                Told::share(share(category)).only_if(!are_few)
            }
            _ => Told::share(share(category)).only_if(self.four_are_told),
        }
    }

    /// How much it delights when it is there.
    pub fn better(&self) -> Told {
        self.of_four(Category::Attractive)
    }

    /// How much it is missed when it is not there, as a share: worse without its sign.
    pub fn missed(&self) -> Told {
        self.of_four(Category::MustBe)
    }

    /// Those of one category and of performance, out of the four.
    fn of_four(&self, with: Category) -> Told {
        let [m, o, a, i, ..] = Category::ALL.map(|category| self.counts.of(category));
        Told::share(Share::new(self.counts.of(with) + o, m + o + a + i))
    }

    /// How much depends on it.
    pub fn importance(&self) -> Told {
        let both = self.better().is_told() && self.missed().is_told();
        Told::mean(self.counts.importance(), self.counts.total(), 2).only_if(both)
    }

    /// A number that is made of single categories.
    pub fn of_categories(&self, number: Option<f64>, digits: usize) -> Told {
        Told::mean(number, self.counts.total(), digits).only_if(self.four_are_told)
    }

    /// A count that is made of them.
    pub fn counted(&self, count: u64) -> Told {
        self.of_categories(Some(number::of(count)), 0)
    }

    /// Where it lies on the map.
    pub fn point(&self, number: usize) -> Option<map::Point> {
        let ends = |told: Told| {
            let interval = told.interval()?;
            Some((told.value()?, interval.low, interval.high))
        };
        Some(map::Point {
            number,
            worse: ends(self.missed())?,
            better: ends(self.better())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fewer_than_five_answered_is_not_left_by_what_is_told() {
        // Four of five, and one who contradicts: nothing is told.
        let seen = Seen::of(&without_few(&Counts::new([0, 4, 0, 0, 1, 0])));
        assert!(!seen.is_enough());
        assert!(!seen.better().is_told() && seen.point(1).is_none());
        // Better and worse are of many; with any of the four, the three musts would be told.
        let counts = without_few(&Counts::new([3, 30, 20, 10, 0, 2]));
        assert_eq!(counts.total(), 63);
        let seen = Seen::of(&counts);
        assert!(seen.better().is_told() && seen.missed().is_told());
        for category in Category::ALL.into_iter().take(4) {
            assert!(!seen.category(category).is_told(), "{category:?}");
        }
        assert!(!seen.counted(7).is_told());
        let seen = Seen::of(&Counts::new([6, 30, 20, 10, 0, 0]));
        assert!(seen.category(Category::MustBe).is_told() && seen.counted(7).is_told());
    }
}
