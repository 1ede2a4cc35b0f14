//! A version of a guide beside the one before.

use crate::share::{Interval, Share, difference};

/// What a change did to a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// By how much it is larger now, from -1 to 1.
    pub by: f64,
    /// From where to where that may lie.
    pub interval: Interval,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// More is helped.
    Better,
    /// Less is helped.
    Worse,
    /// The numbers do not tell yet.
    Open,
}

impl Change {
    /// From before to after; `None` if there are no walks of one of both.
    #[must_use]
    pub fn of(before: Share, after: Share) -> Option<Change> {
        let (by, interval) = difference(before, after)?;
        Some(Change { by, interval })
    }

    /// What became of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.interval {
            Interval { low, .. } if low > 0.0 => Verdict::Better,
            Interval { high, .. } if high < 0.0 => Verdict::Worse,
            _ => Verdict::Open,
        }
    }

    /// The same in a sentence on a version, in walks out of a hundred.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.said("The new version helps")
    }

    /// The same in a sentence that begins so: with whom, and that it helps.
    #[must_use]
    pub fn said(&self, who: &str) -> String {
        let hundredths = |share: f64| (share.abs() * 100.0).round();
        let Interval { low, high } = self.interval;
        match self.verdict() {
            Verdict::Better => match (hundredths(low), hundredths(high)) {
                (least, most) if least < 1.0 => {
                    format!("{who} up to {most} of 100 more.")
                }
                (least, most) => format!("{who} {least} to {most} of 100 more."),
            },
            Verdict::Worse => match (hundredths(high), hundredths(low)) {
                (least, most) if least < 1.0 => {
                    format!("{who} up to {most} of 100 less.")
                }
                (least, most) => format!("{who} {least} to {most} of 100 less."),
            },
            Verdict::Open => format!(
                "It cannot be told yet: anything from {} of 100 less to {} of 100 more would fit.",
                hundredths(low.min(0.0)),
                hundredths(high.max(0.0))
            ),
        }
    }
}
