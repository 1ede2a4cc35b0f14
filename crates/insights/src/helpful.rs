//! Which steps help, and for how much effort.

use std::ops::AddAssign;

use crate::number;
use crate::share::{Interval, Share};

/// What came of a step that says what to do. All are counts but `seconds`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// Times that it was done and something told what came of it.
    pub tried: u64,
    /// Of those: a measurement said that it works now.
    pub verified: u64,
    /// Of those: the customer said so.
    pub claimed: u64,
    /// Times that the customer could not do it.
    pub could_not: u64,
    /// Times that somebody said that the step is unclear.
    pub unclear: u64,
    /// Seconds from the step's being shown to its being left, together, of all times.
    pub seconds: u64,
    /// Times that it was left, for the seconds.
    pub left: u64,
    /// The squares of the seconds, together, of the times of which they are known.
    pub squares: u64,
    /// How many times these are.
    pub squared: u64,
}

impl AddAssign for Tries {
    fn add_assign(&mut self, other: Tries) {
        self.tried += other.tried;
        self.verified += other.verified;
        self.claimed += other.claimed;
        self.could_not += other.could_not;
        self.unclear += other.unclear;
        self.seconds += other.seconds;
        self.left += other.left;
        self.squares += other.squares;
        self.squared += other.squared;
    }
}

impl Tries {
    /// Fixes out of tries.
    #[must_use]
    pub fn fixes(&self) -> Share {
        Share::new(self.verified + self.claimed, self.tried)
    }

    /// Minutes that it takes on average; `None` if nobody left it.
    #[must_use]
    pub fn minutes(&self) -> Option<f64> {
        (self.left > 0).then(|| number::of(self.seconds) / 60.0 / number::of(self.left))
    }

    /// The standard error of those minutes, as a share of them; `None` if nobody left it. Of times of which the squares are not
    /// known, it is taken that they lie as far apart as they are long, as waiting times do (the exponential distribution).
    #[must_use]
    pub fn error_of_minutes(&self) -> Option<f64> {
        let all = number::of(self.left.max(self.squared));
        let mean = number::of(self.seconds) / all;
        let spread = match self.squared {
            0 => 1.0,
            squared => number::of(self.squares) / number::of(squared) / (mean * mean) - 1.0,
        };
        (self.left > 0 && mean > 0.0).then(|| (spread.max(0.0) / all).sqrt())
    }

    /// Verified fixes for each minute that customers spend at it; `None` without time spent.
    #[must_use]
    pub fn verified_per_minute(&self) -> Option<f64> {
        let minutes = number::of(self.seconds) / 60.0;
        (minutes > 0.0).then(|| number::of(self.verified) / minutes)
    }

    /// All fixes for each minute, with the interval that the count of fixes leaves.
    #[must_use]
    pub fn fixes_per_minute(&self) -> Option<(f64, Interval)> {
        let (minutes, share) = (self.minutes()?, self.fixes());
        let (value, interval) = (share.value()?, share.interval()?);
        (minutes > 0.0).then(|| {
            let per = |share: f64| share / minutes;
            let interval = Interval {
                low: per(interval.low),
                high: per(interval.high),
            };
            (per(value), interval)
        })
    }
}
