//! How walks ended, as far as it may be told.

use firstline_insights::walks::{Assumption, Walks};
use firstline_insights::{LEAST, Share};

use super::{Parts, Told, is_few};

/// Walks, with what may be said about them.
#[derive(Clone, Debug)]
pub struct Walked {
    walks: Walks,
    ends: Parts,
    solved: Parts,
}

// The parts of which all walks are made.
const SOLVED: usize = 0;
const UNRESOLVED: usize = 1;
const KNOWN: usize = 2;
const HANDED_OVER: usize = 3;
const STOPPED: usize = 4;
const LEFT: usize = 5;

impl Walked {
    /// Of these.
    pub fn of(walks: &Walks) -> Walked {
        let ends = [
            walks.resolved(),
            walks.unresolved,
            walks.known,
            walks.handed_over,
            walks.stopped,
            walks.abandoned(),
        ];
        // What is left over says the least, and how many were helped is what everybody wants to know.
        let rank = |at| match at {
            LEFT => 0,
            SOLVED => 2,
            _ => 1,
        };
        Walked {
            walks: *walks,
            ends: Parts::hiding(&ends, rank),
            solved: Parts::of(&[walks.verified, walks.claimed]),
        }
    }

    fn out_of_all(&self, part: u64) -> Told {
        Told::share(Share::new(part, self.walks.begun))
    }

    /// Walks that began.
    pub fn begun(&self) -> Told {
        Told::count(self.walks.begun)
    }

    /// Good ends, out of all walks.
    pub fn solved(&self) -> Told {
        self.out_of_all(self.walks.resolved())
            .only_if(self.ends.is_told(SOLVED))
    }

    /// Those that a measurement proves, out of all walks.
    pub fn verified(&self) -> Told {
        self.of_solved(0, self.walks.verified)
    }

    /// Those that the customer says, out of all walks.
    pub fn claimed(&self) -> Told {
        self.of_solved(1, self.walks.claimed)
    }

    fn of_solved(&self, at: usize, count: u64) -> Told {
        match self.solved.count(at).is_few() {
            true => self.solved.count(at),
            false => {
                let is_told = self.solved.is_told(at) && self.ends.is_told(SOLVED);
                self.out_of_all(count).only_if(is_told)
            }
        }
    }

    /// Out of good ends, those that a measurement proves.
    pub fn verified_of_solved(&self) -> Told {
        self.solved.share(0).only_if(self.ends.is_told(SOLVED))
    }

    /// Walks that ended at a ticket, a known fault, a hand-over or danger, out of all walks.
    pub fn unresolved(&self) -> Told {
        self.ends.share(UNRESOLVED)
    }

    /// The same of known faults.
    pub fn known(&self) -> Told {
        self.ends.share(KNOWN)
    }

    /// The same of hand-overs.
    pub fn handed_over(&self) -> Told {
        self.ends.share(HANDED_OVER)
    }

    /// The same of danger.
    pub fn stopped(&self) -> Told {
        self.ends.share(STOPPED)
    }

    /// Walks that reached no end, out of all.
    pub fn left(&self) -> Told {
        self.ends.share(LEFT)
    }

    /// Walks that reached any end, out of all.
    pub fn ended(&self) -> Told {
        self.ends
            .sum(&[SOLVED, UNRESOLVED, KNOWN, HANDED_OVER, STOPPED])
    }

    /// First-time fix. Beside the good ends, it tells who came back, and whom no guide could help.
    pub fn first_time_fix(&self) -> Told {
        let beyond = self.ends.sum(&[KNOWN, HANDED_OVER, STOPPED]);
        let knows_beyond = beyond.is_told() || self.walks.begun == 0;
        let is_told = self.ends.is_told(SOLVED) && knows_beyond && !is_few(self.walks.returned);
        Told::share(self.walks.first_time_fix()).only_if(is_told)
    }

    /// Tickets that were sent, out of all walks.
    pub fn tickets(&self) -> Told {
        self.out_of_all(self.walks.tickets)
    }

    /// Good ends that somebody came back from.
    pub fn returned(&self) -> Told {
        Told::count(self.walks.returned)
    }

    /// Minutes that a walk took on average.
    pub fn minutes(&self) -> Told {
        Told::mean(self.walks.minutes(), self.walks.begun, 1)
    }

    /// Screens that a walk had on average.
    pub fn screens(&self) -> Told {
        Told::mean(self.walks.screens_each(), self.walks.begun, 1)
    }

    /// Times that a walk waited.
    pub fn waits(&self) -> Told {
        Told::count(self.walks.waits).only_if(self.walks.begun >= LEAST)
    }

    /// Calls that were avoided, at the least and at the most. Beside good ends, they tell who came back.
    pub fn avoided(&self, assumption: &Assumption) -> [Told; 2] {
        let Walks {
            verified,
            returned,
            returned_verified,
            ..
        } = self.walks;
        let found = self.walks.avoided(assumption);
        let told = |calls: f64, ends: u64, back: u64, is_told: bool| {
            let of = ends.saturating_sub(back);
            match is_few(ends) || is_few(of) {
                true => Told::FEW,
                false => Told::mean(Some(calls), of, 0).only_if(is_told && !is_few(back)),
            }
        };
        let most = told(
            found.most,
            self.walks.resolved(),
            returned,
            self.ends.is_told(SOLVED),
        );
        let is_split = self.verified().is_told();
        [
            told(found.least, verified, returned_verified, is_split),
            most,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_end_of_fewer_than_five_can_be_worked_out_of_the_others() {
        let walks = |verified, unresolved, known| Walks {
            begun: 100,
            verified,
            claimed: 40 - verified,
            unresolved,
            known,
            ..Walks::default()
        };
        let walked = Walked::of(&walks(3, 20, 10));
        assert_eq!(walked.solved().part(), Some(40));
        assert!(walked.verified().is_few() && !walked.claimed().is_told());
        assert!(!walked.verified_of_solved().is_told());
        // Of known faults there are few, so who left is hidden, and with it how many came to an end.
        let walked = Walked::of(&walks(20, 20, 3));
        assert!(walked.known().is_few());
        assert_eq!([walked.left(), walked.ended()], [Told::HIDDEN; 2]);
        assert!(!walked.first_time_fix().is_told());
        assert_eq!(walked.solved().part(), Some(40));
    }

    #[test]
    fn calls_avoided_tell_nobody_who_came_back() {
        let of = |returned| {
            let walks = Walks {
                begun: 100,
                verified: 30,
                claimed: 20,
                returned,
                ..Walks::default()
            };
            let half = Assumption {
                would_have_called: 0.5,
                cost: 0.0,
            };
            Walked::of(&walks).avoided(&half).map(Told::value)
        };
        assert_eq!(of(0), [Some(15.0), Some(25.0)]);
        assert_eq!(of(10), [Some(15.0), Some(20.0)]);
        assert_eq!(of(3), [Some(15.0), None]);
    }
}
