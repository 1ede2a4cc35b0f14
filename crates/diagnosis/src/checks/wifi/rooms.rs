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
}

/// Rooms stand against each other: the line is the same in all of them, so what differs is the Wi-Fi. Where the best room
/// is bad too, or there is but one, that tells nothing.
pub fn judge_rooms(rooms: &[Room]) -> Finding {
    // How many times the threshold a room is above another.
    let above = |room: &Room, best: &Room| match (room.median, best.median) {
        (Some(there), Some(here)) => {
            let slower = (there - here) / WIFI_SLOW_MS;
            slower.max((room.lost - best.lost) / WIFI_LOST_PERCENT)
        }
        _ => BAD,
    };
    let rank = |room: &Room| room.median.unwrap_or(f64::MAX) * (1.0 + room.lost / 100.0);
    let by_rank = |one: &&Room, other: &&Room| rank(one).total_cmp(&rank(other));
    let (best, worst) = (rooms.iter().min_by(by_rank), rooms.iter().max_by(by_rank));
    let (Some(best), Some(worst)) = (best, worst) else {
        return Finding::new(CheckId::Wifi, Verdict::Unknown, Confidence::Low);
    };
    let best_is_bad = best.median.is_none() || best.lost >= WIFI_LOST_PERCENT;
    let difference = above(worst, best);
    let (verdict, confidence) = if rooms.len() < 2 || best_is_bad {
        (Verdict::Unknown, Confidence::Low)
    } else if difference >= BAD {
        (Verdict::Fail, Confidence::High)
    } else if difference >= 1.0 {
        (Verdict::Warn, Confidence::Medium)
    } else {
        (Verdict::Pass, Confidence::Medium)
    };
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
