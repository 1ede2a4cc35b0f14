//! What many customers said of one feature.

use std::ops::AddAssign;

use firstline_insights::share::{Z95, wilson};
use firstline_insights::{Interval, number};

use crate::answer::{Answer, Category, evaluate};

/// The quantile of the normal distribution that leaves 5 % on each side, as Fong has it.
const Z90: f64 = 1.65;

/// Customers by the category that their answers make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Customers, in the order in which [`Category`] declares them.
    of: [u64; 6],
}

/// A coefficient with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficient {
    /// The coefficient.
    pub value: f64,
    /// Where it may lie.
    pub interval: Interval,
}

impl Counts {
    /// From counts by category: M, O, A, I, R, Q.
    #[must_use]
    pub fn new(of: [u64; 6]) -> Counts {
        Counts { of }
    }

    /// Adds so many customers who answered so.
    pub fn add(&mut self, functional: Answer, dysfunctional: Answer, customers: u64) {
        self.of[evaluate(functional, dysfunctional) as usize] += customers;
    }

    /// Customers of this category.
    #[must_use]
    pub fn of(&self, category: Category) -> u64 {
        self.of[category as usize]
    }

    /// All customers.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.of.iter().sum()
    }

    /// The share of a category among all customers; `None` of nobody.
    #[must_use]
    pub fn share(&self, category: Category) -> Option<f64> {
        (self.total() > 0).then(|| number::of(self.of(category)) / number::of(self.total()))
    }

    /// Categories by how many customers are in them, the most first. A tie goes to what leads to more
    /// effort if it is neglected: M > O > A > I.
    #[must_use]
    pub fn ranked(&self) -> [Category; 6] {
        let mut ranked = Category::ALL;
        ranked.sort_by_key(|category| std::cmp::Reverse(self.of(*category)));
        ranked
    }

    /// The most frequent category; `None` of nobody.
    #[must_use]
    pub fn mode(&self) -> Option<Category> {
        (self.total() > 0).then(|| self.ranked()[0])
    }

    /// The category by Blauth's rule (Berger et al. 1993): if more customers see any use in the feature
    /// (M + O + A) than not (I + R + Q), the largest of M, O and A; else the largest of the others. So many
    /// who do not care do not hide that the rest agree.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        let [first, _] = self.in_its_group()?;
        Some(first)
    }

    /// The category by Blauth's rule, and the next in the group that the rule takes it from: the one that it would be
    /// instead. `None` of nobody.
    #[must_use]
    pub fn in_its_group(&self) -> Option<[Category; 2]> {
        let useful = |category: &Category| {
            matches!(
                category,
                Category::MustBe | Category::OneDimensional | Category::Attractive
            )
        };
        let [use_it, all] = [self.useful(), self.total()];
        let of_use = use_it > all - use_it;
        let ranked = self.ranked().into_iter();
        let mut group = ranked.filter(|category| useful(category) == of_use);
        (all > 0)
            .then(|| Some([group.next()?, group.next()?]))
            .flatten()
    }

    /// Customers who see any use in the feature.
    fn useful(&self) -> u64 {
        let [m, o, a, ..] = self.of;
        m + o + a
    }

    /// Whether the category by Blauth's rule is no chance, at 90 %: by Fong's test against the next in its own group, and
    /// by the score test for the group itself, whether it has more than half of all customers. Against the most frequent of
    /// the other group it says nothing: the rule has passed that over.
    #[must_use]
    pub fn is_category_significant(&self) -> bool {
        let Some([first, second]) = self.in_its_group() else {
            return false;
        };
        let (n, useful) = (number::of(self.total()), number::of(self.useful()));
        // The standard error of the difference between both groups is that of n throws of a coin.
        let is_group_sure = (2.0 * useful - n).abs() >= Z90 * n.sqrt();
        let apart = number::of(self.of(first)) - number::of(self.of(second));
        is_group_sure && apart >= self.fong(first, second)
    }

    /// By how much the share of the category by Blauth's rule is above the next in its own group.
    #[must_use]
    pub fn strength_in_its_group(&self) -> Option<f64> {
        let [first, second] = self.in_its_group()?;
        Some(self.share(first)? - self.share(second)?)
    }

    /// Category strength (Lee and Newcomb 1997): by how much the share of the most frequent category is above
    /// the second. From 0.06 on, one category stands out.
    #[must_use]
    pub fn strength(&self) -> Option<f64> {
        let [first, second, ..] = self.ranked();
        Some(self.share(first)? - self.share(second)?)
    }

    /// Total strength (ibid.): the share of customers who see any use in the feature.
    #[must_use]
    pub fn total_strength(&self) -> Option<f64> {
        (self.total() > 0).then(|| number::of(self.useful()) / number::of(self.total()))
    }

    /// Fong's test (Fong 1996): whether the two most frequent categories differ by more than chance
    /// explains, at 90 %: |a − b| ≥ 1.65 · √((a + b)(2n − a − b) / 2n).
    #[must_use]
    pub fn is_significant(&self) -> bool {
        let [first, second, ..] = self.ranked();
        let (a, b) = (number::of(self.of(first)), number::of(self.of(second)));
        self.total() > 0 && a - b >= self.fong_threshold()
    }

    /// The least difference that Fong's test calls significant.
    #[must_use]
    pub fn fong_threshold(&self) -> f64 {
        let [first, second, ..] = self.ranked();
        self.fong(first, second)
    }

    /// The same for two categories.
    fn fong(&self, first: Category, second: Category) -> f64 {
        let both = number::of(self.of(first) + self.of(second));
        let n = number::of(self.total());
        if n == 0.0 {
            return 0.0;
        }
        Z90 * (both * (2.0 * n - both) / (2.0 * n)).sqrt()
    }

    /// Better (Berger et al. 1993): how much satisfaction rises if the feature is there, from 0 to 1:
    /// (A + O) / (A + O + M + I). `None` if nobody is in those four.
    #[must_use]
    pub fn better(&self) -> Option<Coefficient> {
        let [_, o, a, ..] = self.of;
        self.coefficient(a + o, 1.0)
    }

    /// Worse (ibid.): how much it falls if the feature is missing, from −1 to 0: −(O + M) / (A + O + M + I).
    #[must_use]
    pub fn worse(&self) -> Option<Coefficient> {
        let [m, o, ..] = self.of;
        self.coefficient(o + m, -1.0)
    }

    fn coefficient(&self, part: u64, sign: f64) -> Option<Coefficient> {
        let [m, o, a, i, ..] = self.of;
        let of = number::of(m + o + a + i);
        let share = number::of(part) / of;
        // Each is a share of customers, so its interval is Wilson's.
        let interval = wilson(share, of, Z95)?;
        let (one, other) = (sign * interval.low, sign * interval.high);
        Some(Coefficient {
            value: sign * share,
            interval: Interval {
                low: one.min(other),
                high: one.max(other),
            },
        })
    }

    /// How much depends on the feature, from 0 to 1: the mean of what it gives and of what its lack takes
    /// (Timko in Berger et al. 1993 reads both as one position on the map; its distance along the diagonal is
    /// this mean).
    #[must_use]
    pub fn importance(&self) -> Option<f64> {
        Some((self.better()?.value - self.worse()?.value) / 2.0)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        for (one, more) in self.of.iter_mut().zip(other.of) {
            *one += more;
        }
    }
}
