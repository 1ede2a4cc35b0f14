//! Numbers that are fit for a finding.

/// The largest number that a finding carries. Beyond it a clock or a server is wrong.
const LARGEST: f64 = 1e9;

/// The number, rounded to a thousandth, or `None` where it cannot be a measurement: not finite,
/// negative, or absurdly large.
///
/// Browsers coarsen their clocks to 0.005–1 ms against timing attacks (High Resolution Time,
/// "coarsen time"), so more digits would be noise.
pub(crate) fn fit(number: f64) -> Option<f64> {
    if !number.is_finite() || !(0.0..=LARGEST).contains(&number) {
        return None;
    }
    let rounded = (number * 1e3).round() / 1e3;
    // Adding zero turns -0 into 0.
    Some(rounded + 0.0)
}

/// The median of numbers that are [`fit`]; `None` without any. Of an even count it is the mean of
/// the two in the middle.
pub(crate) fn median(numbers: &[f64]) -> Option<f64> {
    // Each is put where it belongs among those before it: for two dozen numbers, a sort of the
    // standard library is only larger.
    let mut sorted: Vec<f64> = Vec::with_capacity(numbers.len());
    for number in numbers {
        let place = sorted.iter().filter(|other| *other <= number).count();
        sorted.insert(place, *number);
    }
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some((lower + upper) / 2.0)
}

/// The mean of the absolute differences of neighbours, in the order in which they were measured;
/// `None` with fewer than two. It is the jitter of Cloudflare's AIM, whose thresholds are used.
pub(crate) fn jitter(numbers: &[f64]) -> Option<f64> {
    let differences = numbers.len().checked_sub(1).filter(|count| *count > 0)?;
    let sum: f64 = numbers
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .sum();
    Some(sum / differences as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_measurements_are_fit() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.001, 1.1e9] {
            assert_eq!(fit(number), None, "{number}");
        }
        assert_eq!(fit(12.345_67), Some(12.346));
        assert!(fit(-0.0).is_some_and(f64::is_sign_positive));
    }

    #[test]
    fn the_median_ignores_the_order_and_one_outlier() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7.0]), Some(7.0));
        assert_eq!(median(&[900.0, 10.0, 12.0]), Some(12.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }

    #[test]
    fn jitter_is_the_mean_step_from_one_to_the_next() {
        assert_eq!(jitter(&[5.0]), None);
        assert_eq!(jitter(&[10.0, 10.0, 10.0]), Some(0.0));
        assert_eq!(jitter(&[10.0, 14.0, 12.0]), Some(3.0));
    }
}
