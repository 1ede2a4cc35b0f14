//! Shares of counts, with what they may really be.

use crate::number;

/// The quantile of the normal distribution that leaves 2.5 % on each side: all our intervals are of 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;

/// So many out of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many it is true of. Never more than `of`.
    pub part: u64,
    /// Out of how many.
    pub of: u64,
}

/// From where to where something lies, with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether it holds this value.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Whether zero is outside of it: the difference that it is of has a direction.
    #[must_use]
    pub fn has_direction(&self) -> bool {
        !self.contains(0.0)
    }
}

impl Share {
    /// `part` out of `of`. What cannot be (more than all) is all.
    #[must_use]
    pub fn new(part: u64, of: u64) -> Share {
        Share {
            part: part.min(of),
            of,
        }
    }

    /// The share itself, from 0 to 1; `None` out of none.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| number::of(self.part) / number::of(self.of))
    }

    /// Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
    /// inference"): it stays between 0 and 1 and is honest for few cases, which the usual interval is not.
    /// `None` out of none.
    #[must_use]
    pub fn interval(self) -> Option<Interval> {
        wilson(self.value()?, number::of(self.of), Z95)
    }
}

/// Wilson's score interval of a share `p` out of `n`, for the quantile `z`.
#[must_use]
pub fn wilson(p: f64, n: f64, z: f64) -> Option<Interval> {
    if n <= 0.0 {
        return None;
    }
    let z2 = z * z;
    let middle = p + z2 / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some(Interval {
        low: ((middle - half) / scale).max(0.0),
        high: ((middle + half) / scale).min(1.0),
    })
}

/// By how much the second share is larger than the first, with the interval that Newcombe made of
/// Wilson's (Newcombe 1998, "Interval estimation for the difference between independent proportions",
/// method 10). `None` if one is out of none.
#[must_use]
pub fn difference(before: Share, after: Share) -> Option<(f64, Interval)> {
    let (p1, p2) = (before.value()?, after.value()?);
    let (w1, w2) = (before.interval()?, after.interval()?);
    let d = p2 - p1;
    let low = d - ((p2 - w2.low).powi(2) + (w1.high - p1).powi(2)).sqrt();
    let high = d + ((w2.high - p2).powi(2) + (p1 - w1.low).powi(2)).sqrt();
    Some((d, Interval { low, high }))
}
