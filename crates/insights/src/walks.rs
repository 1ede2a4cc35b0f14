//! How walks ended.

use std::ops::{AddAssign, SubAssign};

use crate::share::{Interval, Share};

/// Walks, by how they ended. All are counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walks {
    /// Walks that began.
    pub begun: u64,
    /// A good end, and a measurement of the connection said that it works.
    pub verified: u64,
    /// A good end, because the customer said so.
    pub claimed: u64,
    /// An end at which a ticket is offered.
    pub unresolved: u64,
    /// A ticket that was sent or waits in the browser. Not more than `unresolved` in sum with good ends that
    /// the customer took back.
    pub tickets: u64,
    /// A known fault or maintenance was told.
    pub known: u64,
    /// Handed over: to another guide, a shop, a telephone.
    pub handed_over: u64,
    /// An end of danger: whom to call, nothing else.
    pub stopped: u64,
    /// Good ends after which the same device came back with the same guide within seven days.
    pub returned: u64,
    /// Of those: a measurement had verified the end.
    pub returned_verified: u64,
    /// Screens that were seen, in all walks together.
    pub screens: u64,
    /// Seconds that were spent, in all walks together; of a longer stay at a step, half an hour.
    pub seconds: u64,
    /// Times that a walk waited for something (a restart, the line).
    pub waits: u64,
}

impl AddAssign for Walks {
    fn add_assign(&mut self, other: Walks) {
        self.begun += other.begun;
        self.verified += other.verified;
        self.claimed += other.claimed;
        self.unresolved += other.unresolved;
        self.tickets += other.tickets;
        self.known += other.known;
        self.handed_over += other.handed_over;
        self.stopped += other.stopped;
        self.returned += other.returned;
        self.returned_verified += other.returned_verified;
        self.screens += other.screens;
        self.seconds += other.seconds;
        self.waits += other.waits;
    }
}

/// Walks without some that are among them.
impl SubAssign for Walks {
    fn sub_assign(&mut self, other: Walks) {
        let less = |count: &mut u64, by: u64| *count = count.saturating_sub(by);
        less(&mut self.begun, other.begun);
        less(&mut self.verified, other.verified);
        less(&mut self.claimed, other.claimed);
        less(&mut self.unresolved, other.unresolved);
        less(&mut self.tickets, other.tickets);
        less(&mut self.known, other.known);
        less(&mut self.handed_over, other.handed_over);
        less(&mut self.stopped, other.stopped);
        less(&mut self.returned, other.returned);
        less(&mut self.returned_verified, other.returned_verified);
        less(&mut self.screens, other.screens);
        less(&mut self.seconds, other.seconds);
        less(&mut self.waits, other.waits);
    }
}

/// What it is assumed that a walk saves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumption {
    /// The share of helped customers who would have called or written otherwise, from 0 to 1.
    pub would_have_called: f64,
    /// What one contact costs the provider, in its own currency; 0 if it does not say.
    pub cost: f64,
}

/// Contacts that were avoided, at the least and at the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Avoided {
    /// At the least: of ends that a measurement verified alone, and that nobody came back from.
    pub least: f64,
    /// At the most: of all good ends that nobody came back from.
    pub most: f64,
}

impl Walks {
    /// Good ends.
    #[must_use]
    pub fn resolved(&self) -> u64 {
        self.verified + self.claimed
    }

    /// Walks that reached no end.
    #[must_use]
    pub fn abandoned(&self) -> u64 {
        let ended =
            self.resolved() + self.unresolved + self.known + self.handed_over + self.stopped;
        self.begun.saturating_sub(ended)
    }

    /// Good ends out of all walks.
    #[must_use]
    pub fn helped(&self) -> Share {
        Share::new(self.resolved(), self.begun)
    }

    /// First-time fix: good ends that the device did not come back from within seven days, out of all walks
    /// that the guide could fix. A known fault, danger and a hand-over are none of its failures.
    #[must_use]
    pub fn first_time_fix(&self) -> Share {
        let of = self
            .begun
            .saturating_sub(self.known + self.stopped + self.handed_over);
        Share::new(self.resolved().saturating_sub(self.returned), of)
    }

    /// Contacts avoided. Never more than was measured: the assumption takes a share of it, and whoever came
    /// back is not counted.
    #[must_use]
    pub fn avoided(&self, assumption: &Assumption) -> Avoided {
        let share = assumption.would_have_called.clamp(0.0, 1.0);
        let count = |ends: u64, back: u64| share * crate::number::of(ends.saturating_sub(back));
        let most = count(self.resolved(), self.returned);
        Avoided {
            least: count(self.verified, self.returned_verified).min(most),
            most,
        }
    }

    /// Minutes that a walk took on average; `None` of no walks.
    #[must_use]
    pub fn minutes(&self) -> Option<f64> {
        (self.begun > 0)
            .then(|| crate::number::of(self.seconds) / 60.0 / crate::number::of(self.begun))
    }

    /// Screens that a walk had on average; `None` of no walks.
    #[must_use]
    pub fn screens_each(&self) -> Option<f64> {
        (self.begun > 0).then(|| crate::number::of(self.screens) / crate::number::of(self.begun))
    }
}

/// One sentence on how many walks helped, and how many of those a measurement proves, if that may be told.
#[must_use]
pub fn sentence(helped: Share, proved: Option<Share>) -> String {
    let Some(Interval { low, high }) = helped.interval() else {
        return "No walk has begun in this time.".to_owned();
    };
    let percent = |share: f64| (share * 100.0).round();
    let of_a_hundred = match (percent(low), percent(high)) {
        (low, high) if low < high => format!("{low} to {high}"),
        (_, high) => high.to_string(),
    };
    let proved = proved.and_then(Share::value);
    let proved = proved.map_or(String::new(), |share| {
        format!(
            "; of 100 such ends, a measurement proves {}",
            percent(share)
        )
    });
    format!("Of 100 walks, {of_a_hundred} end with the problem gone{proved}.")
}
