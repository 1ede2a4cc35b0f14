//! Several comparisons at once: which of them are no chance.
//!
//! Of twenty comparisons of what has not changed, one is outside of its 95 % interval. So where a page picks out of many
//! what has changed, each must be surer than one alone would have to be.

use crate::number;
use crate::share::Share;

/// How often, of all pages that are looked at, chance alone may be called a change: one in twenty.
pub const CHANCE: f64 = 0.05;

/// How probable it is that two shares of the same truth differ by as much as these or more, either way: the score test for
/// two proportions, which pools both (Agresti 2013, "Categorical Data Analysis", 3.2). 1 if one is out of none.
#[must_use]
pub fn by_chance(before: Share, after: Share) -> f64 {
    let (Some(p1), Some(p2)) = (before.value(), after.value()) else {
        return 1.0;
    };
    let (n1, n2) = (number::of(before.of), number::of(after.of));
    let pooled = number::of(before.part + after.part) / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    if error == 0.0 {
        return 1.0;
    }
    (2.0 * upper_tail((p2 - p1).abs() / error)).min(1.0)
}

/// Which of these probabilities are small enough together: with [`CHANCE`], not one of what is chance alone is among them,
/// however many there are and however they depend on each other (Holm 1979, "A simple sequentially rejective multiple test
/// procedure", Scandinavian Journal of Statistics 6(2)).
#[must_use]
pub fn holm(probabilities: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
    let mut sure = vec![false; probabilities.len()];
    for (at, one) in order.iter().enumerate() {
        let left = u64::try_from(probabilities.len() - at).unwrap_or(u64::MAX);
        // The first that is not small enough ends it for all larger ones.
        if probabilities[*one] > CHANCE / number::of(left) {
            break;
        }
        sure[*one] = true;
    }
    sure
}

/// How much of the normal distribution lies above `z`, for `z` from 0 on; wrong by 1e-7 at most (Abramowitz and Stegun,
/// 26.2.17).
fn upper_tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let terms = [
        0.319_381_530,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ];
    let sum = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    density * sum
}
