//! How long a guide is for those who walk it: many walks with chance answers, through the engine that
//! customers use.
//!
//! Chance is no customer: what the figures are good for is to compare a guide with itself, before a
//! change and after it. The walks of one seed are always the same.

mod walk;

use std::sync::Arc;

use firstline_guide::model::Library;

use walk::{Customer, Walk};

/// Figures of the walks of a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The guide.
    pub guide: String,
    /// Its own steps, without those of the guides that it calls.
    pub steps: usize,
    /// The screens that a customer answers before the first thing to do; `None` where no walk came to one.
    pub to_first_help: Option<Spread>,
    /// The screens to the end, whatever end that is.
    pub to_end: Spread,
    /// The screens to a ticket where nothing helps; `None` where no walk came to one.
    pub nothing_helps: Option<Spread>,
    /// The minutes until then, as the guide says them, and a quarter of a minute for every other screen.
    pub minutes: Option<Spread>,
}

/// The middle of many numbers, and what nine of ten do not exceed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// As many are above as below.
    pub median: u32,
    /// The 90th percentile.
    pub p90: u32,
}

impl Spread {
    /// The spread of these numbers; `None` if there are none.
    fn of(mut numbers: Vec<u32>) -> Option<Spread> {
        numbers.sort_unstable();
        let at = |part: usize| numbers.get(numbers.len().saturating_sub(1) * part / 100);
        Some(Spread {
            median: *at(50)?,
            p90: *at(90)?,
        })
    }
}

/// Walks a guide this often with chance answers, and as often where nothing helps.
///
/// `None` if the library has no such guide.
pub fn of(library: &Arc<Library>, guide: &str, walks: u32, seed: u64) -> Option<Figures> {
    let steps = library.guides().iter().find(|known| known.id == guide)?;
    let mut random = fastrand::Rng::with_seed(seed);
    let mut walked = |customer| -> Vec<Walk> {
        (0..walks)
            .filter_map(|_| walk::walk(library, guide, customer, &mut random))
            .collect()
    };
    let any = walked(Customer::Any);
    let mut unlucky = walked(Customer::Unlucky);
    unlucky.retain(|walk| walk.ticket);
    let spread =
        |walks: &[Walk], number: fn(&Walk) -> u32| Spread::of(walks.iter().map(number).collect());
    Some(Figures {
        guide: guide.to_owned(),
        steps: steps.steps.len(),
        to_first_help: Spread::of(any.iter().filter_map(|walk| walk.before_help).collect()),
        to_end: spread(&any, |walk| walk.screens).unwrap_or_default(),
        nothing_helps: spread(&unlucky, |walk| walk.screens),
        minutes: spread(&unlucky, Walk::minutes),
    })
}

/// The figures as a table for people, one guide a line.
pub fn table(figures: &[Figures]) -> String {
    let wide = figures
        .iter()
        .map(|one| one.guide.len())
        .max()
        .unwrap_or(0)
        .max(5);
    let mut table = format!(
        "{:wide$}  steps  to the first thing to do  to the end  to a ticket  minutes then\n",
        "guide"
    );
    for one in figures {
        let spread = |spread: Option<Spread>| {
            let spread = spread.map(|spread| format!("{} / {}", spread.median, spread.p90));
            spread.unwrap_or_else(|| "-".to_owned())
        };
        table += &format!(
            "{:wide$}  {:5}  {:>24}  {:>10}  {:>11}  {:>12}\n",
            one.guide,
            one.steps,
            spread(one.to_first_help),
            spread(Some(one.to_end)),
            spread(one.nothing_helps),
            spread(one.minutes),
        );
    }
    table + "Screens that a customer answers, and minutes: median / nine of ten at most.\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_ninth_of_ten_are_taken_from_sorted_numbers() {
        let spread = Spread::of(vec![9, 1, 5, 2, 8, 3, 7, 4, 6, 10]);
        assert_eq!(spread, Some(Spread { median: 5, p90: 9 }));
        assert_eq!(Spread::of(Vec::new()), None);
    }
}
