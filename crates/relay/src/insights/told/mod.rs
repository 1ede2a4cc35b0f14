//! What may be said about customers: one rule for cells, bars, whiskers, lines and sentences.
//!
//! A number of fewer than [`LEAST`] customers may be about one of them. So pages and files make what they show of a [`Told`]
//! alone, which has no number where there is none to be told: what a table hides, its bars and its sentence cannot say.

mod parts;
mod walked;
mod ways;

use firstline_insights::{Interval, LEAST, Share};

pub use parts::Parts;
pub use walked::Walked;
pub use ways::{Place, Ways};

use super::figure::Cell;

/// A count, a share or a mean, as far as it may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told(What);

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Count(u64),
    Share(Share),
    /// A mean, with so many digits after the point.
    Mean(f64, usize),
    /// The mean of shares, of so many.
    MeanShare(f64, u64),
    /// A share that was worked out of others, and where it may lie.
    Estimate(f64, Interval),
    /// Of somebody, and too few.
    Few,
    /// Enough, but with it one could work out what too few did.
    Hidden,
    /// There is nothing to tell.
    None,
}

/// Whether it is somebody, and too few to be told.
pub fn is_few(count: u64) -> bool {
    (1..LEAST).contains(&count)
}

impl Told {
    /// Nothing.
    pub const NONE: Told = Told(What::None);

    /// What is of somebody, and too few.
    pub const FEW: Told = Told(What::Few);

    /// What is enough, but would tell something else.
    pub const HIDDEN: Told = Told(What::Hidden);

    /// A count of customers, or of what they did. Zero is nobody.
    pub fn count(count: u64) -> Told {
        Told(match is_few(count) {
            true => What::Few,
            false => What::Count(count),
        })
    }

    /// A share, unless it is of too few, or tells what too few did: the part, or all others.
    pub fn share(share: Share) -> Told {
        Parts::of(&[share.part, share.of.saturating_sub(share.part)]).share(0)
    }

    /// A mean over so many, with so many digits after the point.
    pub fn mean(mean: Option<f64>, of: u64, digits: usize) -> Told {
        Told(match mean {
            _ if is_few(of) => What::Few,
            Some(mean) => What::Mean(mean, digits),
            None => What::None,
        })
    }

    /// The mean of the shares of so many.
    pub fn mean_share(mean: f64, of: u64) -> Told {
        Told(match of {
            0 => What::None,
            of if is_few(of) => What::Few,
            of => What::MeanShare(mean, of),
        })
    }

    /// A share that was worked out of others, and where it may lie. Those must be told.
    pub fn estimate(share: f64, interval: Interval) -> Told {
        Told(What::Estimate(share, interval))
    }

    /// The same if this may be told, and hidden if not: with it, one could work out something that is not told.
    pub fn only_if(self, is_told: bool) -> Told {
        match is_told || !self.is_told() {
            true => self,
            false => Told::HIDDEN,
        }
    }

    /// Whether it has a number.
    pub fn is_told(self) -> bool {
        !matches!(self.0, What::Few | What::Hidden | What::None)
    }

    /// Whether it is of somebody, and too few.
    pub fn is_few(self) -> bool {
        self.0 == What::Few
    }

    /// The number: a count, a mean, or a share from 0 to 1.
    pub fn value(self) -> Option<f64> {
        match self.0 {
            What::Count(count) => Some(firstline_insights::number::of(count)),
            What::Share(share) => share.value(),
            What::Mean(mean, _) | What::MeanShare(mean, _) | What::Estimate(mean, _) => Some(mean),
            What::Few | What::Hidden | What::None => None,
        }
    }

    /// The count, or the part of the share.
    pub fn part(self) -> Option<u64> {
        match self.0 {
            What::Count(count) => Some(count),
            What::Share(share) => Some(share.part),
            _ => None,
        }
    }

    /// The share itself.
    pub fn as_share(self) -> Option<Share> {
        match self.0 {
            What::Share(share) => Some(share),
            _ => None,
        }
    }

    /// Of how many it is a share.
    pub fn of(self) -> Option<u64> {
        match self.0 {
            What::Share(share) => Some(share.of),
            What::MeanShare(_, of) => Some(of),
            _ => None,
        }
    }

    /// Where a share may lie.
    pub fn interval(self) -> Option<Interval> {
        match self.0 {
            What::Share(share) => share.interval(),
            What::Estimate(_, interval) => Some(interval),
            _ => None,
        }
    }

    /// What rows are sorted by: what is not told comes after all that is.
    pub fn rank(self) -> f64 {
        self.value().unwrap_or(f64::NEG_INFINITY)
    }

    /// In a table: the count, the mean, or the share.
    pub fn cell(self) -> Cell {
        match self.0 {
            What::Count(count) => Cell::Count(count),
            What::Share(share) => share.value().map_or(Cell::None, Cell::Share),
            What::Mean(mean, digits) => Cell::Number(mean, digits),
            What::MeanShare(share, _) | What::Estimate(share, _) => Cell::Share(share),
            What::Few => Cell::Few,
            What::Hidden => Cell::Hidden,
            What::None => Cell::None,
        }
    }

    /// In a table: where a share may lie.
    pub fn range(self) -> Cell {
        match (self.0, self.interval()) {
            (What::Few, _) => Cell::Few,
            (What::Hidden, _) => Cell::Hidden,
            (_, Some(Interval { low, high })) => Cell::Range(low, high),
            (_, None) => Cell::None,
        }
    }

    /// In a table: the part of a share, where the share itself stands beside it.
    pub fn counted(self) -> Cell {
        match self.0 {
            What::Share(share) => Cell::Count(share.part),
            _ => self.cell(),
        }
    }

    /// In a sentence: so many of a hundred, "few", or nothing.
    pub fn of_100(self) -> Option<String> {
        match self.0 {
            What::Few => Some("few".to_owned()),
            _ => self.value().map(|share| format!("{:.0}", share * 100.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fewer_than_five_did_is_in_no_form_of_a_number() {
        let few = [
            Told::count(4),
            Told::mean(Some(2.0), 4, 1),
            Told::mean_share(0.5, 4),
            Told::share(Share::new(2, 4)),
            Told::share(Share::new(3, 591)),
            // Nor how many are the others.
            Told::share(Share::new(589, 591)),
        ];
        for told in few {
            assert!(!told.is_told(), "{told:?}");
            assert_eq!(
                (told.value(), told.part(), told.interval()),
                (None, None, None)
            );
            assert!(matches!(told.cell(), Cell::Few | Cell::Hidden), "{told:?}");
            assert!(
                matches!(told.range(), Cell::Few | Cell::Hidden | Cell::None),
                "{told:?}"
            );
            assert!(told.of_100().is_none_or(|word| word == "few"), "{told:?}");
        }
        for (part, of) in [(0, 591), (5, 591), (586, 591), (591, 591)] {
            assert!(
                Told::share(Share::new(part, of)).is_told(),
                "{part} of {of}"
            );
        }
        assert_eq!(Told::count(0).cell(), Cell::Count(0));
        assert_eq!(Told::share(Share::new(0, 0)), Told::NONE);
        assert_eq!(Told::mean(Some(2.0), 5, 1).cell(), Cell::Number(2.0, 1));
        assert_eq!(Told::count(7).only_if(false).cell(), Cell::Hidden);
        assert_eq!(Told::count(3).only_if(false).cell(), Cell::Few);
    }
}
