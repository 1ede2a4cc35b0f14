//! The opinions of invented customers about a feature.

use fastrand::Rng;
use firstline_kano::{Answer, Category};

/// What customers think of a feature: how many of a hundred in each category, at the beginning of the year and
/// at its end. The rest are indifferent.
#[derive(Clone, Debug, PartialEq)]
pub struct Mind {
    /// At the beginning.
    pub first: Vec<(Category, f64)>,
    /// At the end.
    pub last: Vec<(Category, f64)>,
}

/// How many answer anything.
pub const NOISE: f64 = 0.15;

impl Mind {
    /// One that stays as it is.
    pub fn steady(shares: &[(Category, f64)]) -> Mind {
        Mind {
            first: shares.to_vec(),
            last: shares.to_vec(),
        }
    }

    /// A mind for a feature of the shipped list; of others, a delight.
    pub fn of(feature: &str) -> Mind {
        use Category::{Attractive, Indifferent, MustBe, OneDimensional, Reverse};
        match feature {
            "fixed-price-visit" | "one-person" => {
                Mind::steady(&[(MustBe, 0.6), (OneDimensional, 0.2)])
            }
            "call-back" | "visit-in-two-hours" | "money-back" => {
                Mind::steady(&[(OneDimensional, 0.55), (MustBe, 0.2), (Attractive, 0.1)])
            }
            // What delighted is a must by now.
            "self-help-any-hour" | "fault-told-first" => Mind {
                first: vec![(Attractive, 0.6), (OneDimensional, 0.15), (MustBe, 0.05)],
                last: vec![(Attractive, 0.15), (OneDimensional, 0.2), (MustBe, 0.55)],
            },
            "own-app" | "e-mail-address" | "speed-report" => {
                Mind::steady(&[(Indifferent, 0.7), (Attractive, 0.1)])
            }
            "advertising-calls" | "paper-bill" => {
                Mind::steady(&[(Reverse, 0.6), (Indifferent, 0.25)])
            }
            _ => Mind::steady(&[(Attractive, 0.6), (OneDimensional, 0.1)]),
        }
    }

    /// One customer's answer when this share of the year has passed.
    pub fn answer(&self, passed: f64, random: &mut Rng) -> (Answer, Answer) {
        if random.f64() < NOISE {
            let any = |random: &mut Rng| Answer::ALL[random.usize(0..Answer::ALL.len())];
            return (any(random), any(random));
        }
        let shares = if random.f64() < passed {
            &self.last
        } else {
            &self.first
        };
        let mut at = random.f64();
        let found = shares.iter().find(|(_, share)| {
            at -= share;
            at < 0.0
        });
        typical(found.map_or(Category::Indifferent, |(category, _)| *category))
    }
}

/// How a customer of this category answers.
fn typical(category: Category) -> (Answer, Answer) {
    match category {
        Category::MustBe => (Answer::MustBe, Answer::Dislike),
        Category::OneDimensional => (Answer::Like, Answer::Dislike),
        Category::Attractive => (Answer::Like, Answer::LiveWith),
        Category::Indifferent => (Answer::Neutral, Answer::Neutral),
        Category::Reverse => (Answer::Dislike, Answer::Like),
        Category::Questionable => (Answer::Like, Answer::Like),
    }
}
