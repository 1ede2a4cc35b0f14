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

/// Rooms stand against each other: the line is the same in all of them, so what differs is the Wi-Fi. The best is the quickest of
/// those that lose little, the worst the one that is furthest above it. Where every room loses much, or there is but one, that tells
/// nothing.
pub fn judge_rooms(rooms: &[Room]) -> Finding {
    let mut best: Option<&Room> = None;
    for room in rooms {
        let is_sound = room.median.is_some() && room.lost < WIFI_LOST_PERCENT;
        if is_sound && best.is_none_or(|best| room.median < best.median) {
            best = Some(room);
        }
    }
    let Some(other) = best.or(rooms.first()) else {
        return Finding::new(CheckId::Wifi, Verdict::Unknown, Confidence::Low);
    };
    let (mut worst, mut difference) = (other, 0.0);
    for room in rooms {
        // How many times the threshold it is above the other.
        let slower = match (room.median, other.median) {
            (Some(there), Some(here)) => (there - here) / WIFI_SLOW_MS,
            _ => BAD,
        };
        let above = slower.max((room.lost - other.lost) / WIFI_LOST_PERCENT);
        if above > difference {
            (worst, difference) = (room, above);
        }
    }
    let (verdict, confidence) = if rooms.len() < 2 || best.is_none() {
        (Verdict::Unknown, Confidence::Low)
    } else if difference >= BAD {
        (Verdict::Fail, Confidence::High)
    } else if difference >= 1.0 {
        (Verdict::Warn, Confidence::Medium)
    } else {
        (Verdict::Pass, Confidence::Medium)
    };
    let mut finding = Finding::new(CheckId::Wifi, verdict, confidence)
        .with("best", best.and_then(|best| best.median))
        .with("worst", worst.median)
        .with("lost", Some(worst.lost))
        .with("rooms", Some(rooms.len() as f64));
    if verdict > Verdict::Pass && verdict != Verdict::Unknown {
        finding.texts.push(("weakest", worst.name.clone()));
    }
    finding
}
