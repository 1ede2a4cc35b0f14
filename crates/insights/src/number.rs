//! Counts as floating-point numbers, in one place.

/// A count as a number to calculate with. Exact up to 2⁵³, which no provider's counts reach.
#[must_use]
#[allow(
    clippy::cast_precision_loss,
    reason = "counts are far below 2^53, where they stay exact"
)]
pub fn of(count: u64) -> f64 {
    count as f64
}
