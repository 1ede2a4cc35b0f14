use crate::number::{fit, jitter, median};
use crate::{CheckId, Confidence, Finding, Verdict};

/// What was measured of the first leg: from this device to the router.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leg {
    /// After how long it answered, in milliseconds, in the order in which it was asked.
    pub times: Vec<f64>,
    /// How often it answered without such a time: at first, and when this page was too busy to notice in time.
    pub untimed: u32,
    /// How often it did not.
    pub lost: u32,
    /// After how long the browser itself gave up, the quickest; `None` if it never did.
    pub failed: Option<f64>,
}

impl Leg {
    /// How often it answered.
    pub fn answered(&self) -> u32 {
        self.untimed.saturating_add(self.times.len() as u32)
    }

    /// Of a hundred requests, how many got no answer; `None` if nothing was asked.
    pub fn lost_percent(&self) -> Option<f64> {
        let asked = f64::from(self.answered()) + f64::from(self.lost);
        (asked > 0.0).then(|| 100.0 * f64::from(self.lost) / asked)
    }

    /// The median time, if there are enough.
    pub fn median(&self) -> Option<f64> {
        let times: Vec<f64> = self.times.iter().copied().filter_map(fit).collect();
        median(&times).filter(|_| times.len() >= FEWEST)
    }
}

/// The fewest times that a median is worth. Ours.
const FEWEST: usize = 3;

/// A failure before this time is a refusal: somebody said no. Measured: a router that is off fails after two to three
/// seconds, a device without a link in less than 80 ms.
pub const REFUSED_MS: f64 = 1_000.0;

/// Any answer is one: only a box at home has this address. Who refuses at once may be a router without a page of its
/// own, or a device without a link, so that does not tell.
pub fn judge(leg: &Leg) -> Finding {
    let refused = leg.failed.is_some_and(|failed| failed < REFUSED_MS);
    let (verdict, confidence) = match (leg.answered(), refused) {
        (0, true) => (Verdict::Unknown, Confidence::Low),
        (0, false) => (Verdict::Fail, Confidence::Medium),
        (_, _) if leg.lost == 0 => (Verdict::Pass, Confidence::High),
        (_, _) => (Verdict::Pass, Confidence::Medium),
    };
    let jitter = jitter(&leg.times).filter(|_| leg.times.len() >= FEWEST);
    Finding::new(CheckId::Router, verdict, confidence)
        .with("time", leg.median())
        .with("jitter", jitter)
        .with("lost", leg.lost_percent())
}
