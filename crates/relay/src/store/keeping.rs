//! The clock by which tickets become old.
//!
//! A wall clock cannot be trusted with erasing: one that starts in 1970 and is corrected makes each
//! ticket fifty years old, and one moment in 2038 makes all of them old enough. So age is counted
//! apart. It follows a monotonic clock while the relay runs. The time between two runs is known from
//! the wall clock alone: up to [`BELIEVED`] of it counts at once, and more only after the clock has
//! been steady for [`CONFIRMED`] of running time. What a clock was set back by does not count twice.

use std::time::Duration;

/// Milliseconds.
type Millis = i64;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// The time when this version was made, 2026-11-01: no clock that is right is before it.
pub const MADE: Millis = 1_793_491_200_000;

/// The longest time between two runs that counts without a doubt.
const BELIEVED: Millis = 2 * DAY;

/// For how long a clock must be steady before a longer time between two runs counts.
const CONFIRMED: Millis = 7 * DAY;

/// How far a wall clock may drift from a monotonic one between two looks without having jumped.
const DRIFT: Millis = 5 * MINUTE;

/// How old things are. The values are kept in the store between runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// The time by this clock. It never goes back, and only its differences mean anything.
    pub age: Millis,
    /// The wall clock at the last look.
    pub wall: Millis,
    /// By how much the wall clock jumped ahead between two runs, as long as that is not believed.
    pub owed: Millis,
    /// By how much the wall clock was set back since it was furthest ahead.
    pub behind: Millis,
    /// For how long the relay has run since the wall clock last jumped.
    pub steady: Millis,
}

/// A message to the operator about the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The clock is before the time when this version was made.
    BeforeMade,
    /// It jumped by so many milliseconds while the relay ran.
    Jumped(Millis),
    /// It is so many milliseconds ahead of the last run, which is not believed yet.
    Ahead(Millis),
    /// It is so many milliseconds behind the last run.
    Back(Millis),
    /// A jump ahead of so many milliseconds is believed now.
    Believed(Millis),
}

impl Keeping {
    /// Begins where nothing was kept before. `newest` is the newest time of a ticket.
    pub fn begin(wall: Millis, newest: Option<Millis>) -> Keeping {
        let plausible = newest.map_or(wall, |newest| wall.min(newest.saturating_add(BELIEVED)));
        let age = plausible.max(MADE.min(wall));
        Keeping {
            age,
            wall,
            owed: if wall >= MADE { wall - age } else { 0 },
            behind: 0,
            steady: 0,
        }
    }

    /// Goes on from the values of the last run.
    pub fn resume(mut self, wall: Millis) -> (Keeping, Option<Notice>) {
        let gap = wall.saturating_sub(self.wall);
        // Neither a clock that is certainly wrong nor its correction says how long nothing ran.
        let unknown = wall < MADE || self.wall < MADE;
        self.wall = wall;
        if wall < MADE {
            self.steady = 0;
            return (self, Some(Notice::BeforeMade));
        }
        if unknown {
            self.steady = 0;
            return (self, Some(Notice::Jumped(gap)));
        }
        if gap < 0 {
            self.set_back(-gap);
            return (self, (gap < -DRIFT).then_some(Notice::Back(-gap)));
        }
        let passed = self.catch_up(gap);
        if passed > BELIEVED {
            self.owed = self.owed.saturating_add(passed);
            self.steady = 0;
            return (self, Some(Notice::Ahead(passed)));
        }
        self.age += passed;
        (self, None)
    }

    /// Looks at the clocks again while the relay runs. `passed` is what the monotonic one counted
    /// since the last look.
    pub fn look(&mut self, wall: Millis, passed: Duration) -> Option<Notice> {
        let passed = Millis::try_from(passed.as_millis()).unwrap_or(0);
        let jump = wall.saturating_sub(self.wall.saturating_add(passed));
        self.age += passed;
        self.wall = wall;
        if jump.abs() > DRIFT {
            self.steady = 0;
            if jump < 0 {
                self.set_back(-jump);
            } else {
                self.catch_up(jump);
            }
            return Some(Notice::Jumped(jump));
        }
        if wall < MADE {
            self.steady = 0;
            return Some(Notice::BeforeMade);
        }
        self.steady += passed;
        if self.owed > 0 && self.steady >= CONFIRMED {
            let owed = std::mem::take(&mut self.owed);
            self.age += owed;
            return Some(Notice::Believed(owed));
        }
        None
    }

    /// Another relay on the same store had this age when the wall clock showed that time. Whoever is behind
    /// catches up; what the other one has believed of a jump is not counted again.
    pub fn catch_up_with(&mut self, age: Millis, wall: Millis) {
        let by = age.saturating_sub(self.age);
        if by > 0 {
            self.age = age;
            self.owed -= by.min(self.owed);
        }
        // What has passed since, as far as monotonic clocks of two machines drift apart.
        let now = age.saturating_add(self.wall.saturating_sub(wall));
        if (1..=DRIFT).contains(&now.saturating_sub(self.age)) {
            self.age = now;
        }
    }

    fn set_back(&mut self, by: Millis) {
        let owed = by.min(self.owed);
        self.owed -= owed;
        self.behind = self.behind.saturating_add(by - owed);
        self.steady = 0;
    }

    /// What is left of a jump ahead after what the clock was set back by before.
    fn catch_up(&mut self, by: Millis) -> Millis {
        let again = by.min(self.behind);
        self.behind -= again;
        by - again
    }
}

impl std::fmt::Display for Notice {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hours = |millis: Millis| millis / (60 * MINUTE);
        match self {
            Notice::BeforeMade => write!(
                out,
                "the clock of this machine is before the day on which this version was made: set it; until \
                 then nothing is erased for being old, and tickets carry a wrong time"
            ),
            Notice::Jumped(by) => write!(
                out,
                "the clock of this machine was set by {} hours while the relay ran; no ticket becomes older \
                 by that",
                hours(*by)
            ),
            Notice::Ahead(by) => write!(
                out,
                "the clock is {} hours ahead of the last run. If the relay did not run for so long, nothing \
                 is to be done: that time counts for erasing after {} days of running. If the clock is \
                 wrong, set it before then",
                hours(*by),
                CONFIRMED / DAY
            ),
            Notice::Back(by) => write!(
                out,
                "the clock is {} hours behind the last run: nothing becomes older by that",
                hours(*by)
            ),
            Notice::Believed(by) => write!(
                out,
                "the clock has been steady for {} days, so the {} hours that it was ahead count for erasing \
                 from now on",
                CONFIRMED / DAY,
                hours(*by)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = MADE + 28 * DAY;

    fn ran(keeping: &mut Keeping, wall: Millis) -> Option<Notice> {
        let passed = wall - keeping.wall;
        keeping.look(wall, Duration::from_millis(u64::try_from(passed).unwrap()))
    }

    #[test]
    fn time_that_surely_passed_makes_old() {
        let mut keeping = Keeping::begin(NOW, None);
        let begun = keeping.age;
        for hour in 1..=240 {
            assert_eq!(ran(&mut keeping, NOW + hour * 60 * MINUTE), None);
        }
        assert_eq!(keeping.age - begun, 10 * DAY);
        // A weekend without the relay.
        let (keeping, notice) = keeping.resume(NOW + 12 * DAY);
        assert_eq!((keeping.age - begun, notice), (12 * DAY, None));
    }

    #[test]
    fn no_jump_of_the_clock_makes_old() {
        let year = 365 * DAY;
        let mut keeping = Keeping::begin(NOW, None);
        let begun = keeping.age;
        // While it runs, and back again.
        for wall in [NOW + 12 * year, NOW, 0, NOW, NOW - DAY, NOW + DAY, NOW] {
            let notice = keeping.look(wall, Duration::from_secs(1));
            assert!(notice.is_some(), "{wall}");
        }
        // Between two runs, again and again.
        for wall in [NOW + 12 * year, NOW, 0, NOW, NOW + DAY, NOW].repeat(50) {
            keeping = keeping.resume(wall).0;
            keeping.look(wall + 1000, Duration::from_secs(1));
        }
        let aged = keeping.age - begun;
        assert!(aged < 2 * DAY, "{aged}");
    }

    #[test]
    fn a_clock_that_began_in_1970_ages_nothing_when_it_is_set() {
        let keeping = Keeping::begin(5000, None);
        let begun = keeping.age;
        let (mut keeping, notice) = keeping.resume(NOW);
        assert_eq!(notice, Some(Notice::Jumped(NOW - 5000)));
        assert_eq!(keeping.age, begun);
        assert_eq!(ran(&mut keeping, NOW + DAY), None);
        assert_eq!(keeping.age - begun, DAY);
    }

    #[test]
    fn a_long_time_without_the_relay_counts_when_the_clock_has_proved_steady() {
        let keeping = Keeping::begin(NOW, None);
        let begun = keeping.age;
        let back = NOW + 100 * DAY;
        let (mut keeping, notice) = keeping.resume(back);
        assert_eq!(notice, Some(Notice::Ahead(100 * DAY)));
        for hour in 1..CONFIRMED / (60 * MINUTE) {
            assert_eq!(ran(&mut keeping, back + hour * 60 * MINUTE), None);
        }
        // Restarts on the way change nothing.
        keeping = keeping.resume(keeping.wall + MINUTE).0;
        assert!(keeping.age - begun < 8 * DAY);
        let notice = ran(&mut keeping, back + CONFIRMED + MINUTE);
        assert_eq!(notice, Some(Notice::Believed(100 * DAY)));
        assert!(keeping.age - begun > 106 * DAY);
    }

    #[test]
    fn two_relays_on_one_store_count_a_long_time_without_them_once() {
        let keeping = Keeping::begin(NOW, None);
        let begun = keeping.age;
        let back = NOW + 100 * DAY;
        let (mut one, _) = keeping.resume(back);
        let (mut other, _) = one.resume(back + 5 * MINUTE);
        for hour in 1..=10 * 24 {
            let wall = back + hour * 60 * MINUTE;
            ran(&mut one, wall);
            one.catch_up_with(other.age, other.wall);
            ran(&mut other, wall + 10 * MINUTE);
            other.catch_up_with(one.age, one.wall);
        }
        let days = (one.age - begun) / DAY;
        // Each has looked once since it heard of the other, ten minutes apart.
        let apart = (other.age - one.age).abs();
        assert!(
            (109..=110).contains(&days) && apart <= 10 * MINUTE,
            "{days} days, {apart} ms apart"
        );
        assert_eq!((one.owed, other.owed), (0, 0));
    }

    #[test]
    fn two_relays_agree_on_the_time_although_their_clocks_drift_and_one_jumps() {
        let mut one = Keeping::begin(NOW, None);
        let (mut other, _) = one.resume(NOW);
        for hour in 1..=1000 {
            let wall = NOW + hour * 60 * MINUTE;
            // It loses four seconds an hour.
            one.look(wall, Duration::from_millis(60 * 60_000 - 4000));
            one.catch_up_with(other.age, other.wall);
            other.look(wall, Duration::from_millis(60 * 60_000));
            other.catch_up_with(one.age, one.wall);
            assert!((one.age - other.age).abs() <= 4000, "{hour}");
        }
        // The server's clock is set by a day: neither becomes older by that.
        let (before, wall) = (one.age, NOW + 1000 * 60 * MINUTE + DAY);
        one.look(wall, Duration::ZERO);
        one.catch_up_with(other.age, other.wall);
        other.look(wall, Duration::ZERO);
        other.catch_up_with(one.age, one.wall);
        assert!(one.age - before < DRIFT && other.age - before < DRIFT);
    }

    #[test]
    fn a_jump_that_is_taken_back_is_forgotten() {
        let (keeping, _) = Keeping::begin(NOW, None).resume(NOW + 100 * DAY);
        let (mut keeping, notice) = keeping.resume(NOW + DAY);
        assert_eq!(notice, Some(Notice::Back(99 * DAY)));
        for day in 2..30 {
            ran(&mut keeping, NOW + day * DAY);
        }
        assert!(keeping.age - NOW <= 30 * DAY, "{keeping:?}");
    }

    #[test]
    fn the_newest_ticket_holds_a_first_look_at_the_clock() {
        let keeping = Keeping::begin(NOW + 4000 * DAY, Some(NOW));
        assert_eq!((keeping.age, keeping.owed), (NOW + BELIEVED, 3998 * DAY));
        assert_eq!(Keeping::begin(NOW, Some(NOW - DAY)).age, NOW);
        assert_eq!(Keeping::begin(5000, None).age, 5000);
    }
}
