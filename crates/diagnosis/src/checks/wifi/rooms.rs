use super::judge::{BAD, WIFI_LOST_PERCENT, WIFI_SLOW_MS};
use crate::{CheckId, Confidence, Finding, Verdict};

/// What was measured in a room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Room {
    /// What the customer calls it.
    pub name: String,
    /// The median time to the relay, in milliseconds; `None` if nothing answered.
    pub median: Option<f64>,
    /// Of a hundred pings, how many got no answer.
    pub lost: f64,
    /// How far off the median may be, in milliseconds: half of its confidence interval of 95 %, from the order of the times, which
    /// holds whatever their distribution is (Conover, Practical Nonparametric Statistics, 3.2).
    pub median_margin: f64,
    /// How far off the share of the lost may be: half of its confidence interval of 95 % (Wilson 1927).
    pub lost_margin: f64,
}

/// Rooms stand against each other: the line is the same in all of them, so what differs is the Wi-Fi. Where the best room
/// is bad too, or there is but one, that tells nothing.
///
/// How sure that is depends on how many pings there were and how far apart: high where the verdict stays even if both rooms are off
/// by all of their margins to the wrong side, medium where it is weak at least then, else low.
pub fn judge_rooms(rooms: &[Room]) -> Finding {
    // How many times the threshold a room is above another, with this many times their margins taken off.
    let above = |room: &Room, best: &Room, times: f64| {
        let slower = match (room.median, best.median) {
            (Some(there), Some(here)) => {
                (there - here - times * (room.median_margin + best.median_margin)) / WIFI_SLOW_MS
            }
            _ => 0.0,
        };
        let lossier = room.lost - best.lost - times * (room.lost_margin + best.lost_margin);
        slower.max(lossier / WIFI_LOST_PERCENT)
    };
    let rank = |room: &Room| room.median.unwrap_or(f64::MAX) * (1.0 + room.lost / 100.0);
    let by_rank = |one: &&Room, other: &&Room| rank(one).total_cmp(&rank(other));
    let (best, worst) = (rooms.iter().min_by(by_rank), rooms.iter().max_by(by_rank));
    let (Some(best), Some(worst)) = (best, worst) else {
        return Finding::new(CheckId::Wifi, Verdict::Unknown, Confidence::Low);
    };
    let best_is_bad = best.median.is_none() || best.lost >= WIFI_LOST_PERCENT;
    let grade = |times| match above(worst, best, times) {
        BAD.. => Verdict::Fail,
        1.0.. => Verdict::Warn,
        _ => Verdict::Pass,
    };
    let mut verdict = grade(0.0);
    // What is good is so in any case if it is even at the largest difference, what is bad if it is at the smallest.
    let surely = grade(if verdict == Verdict::Pass { -1.0 } else { 1.0 });
    let mut confidence = match surely {
        _ if surely == verdict => Confidence::High,
        Verdict::Warn => Confidence::Medium,
        _ => Confidence::Low,
    };
    if rooms.len() < 2 || best_is_bad {
        (verdict, confidence) = (Verdict::Unknown, Confidence::Low);
    }
    let mut finding = Finding::new(CheckId::Wifi, verdict, confidence)
        .with("best", best.median)
        .with("worst", worst.median)
        .with("lost", Some(worst.lost))
        .with("rooms", Some(rooms.len() as f64));
    if verdict > Verdict::Pass && verdict != Verdict::Unknown {
        finding.texts.push(("weakest", worst.name.clone()));
    }
    finding
}
