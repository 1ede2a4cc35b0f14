//! When a ticket that the helpdesk does not know counts as deleted there.
//!
//! An answer that there is no such ticket may be of a helpdesk that is being moved, of a proxy, or of a user who lost a
//! right. So it must come several times over hours, while the helpdesk knows the other tickets that it is asked about.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many answers, this far apart at the least, over this time, in milliseconds.
const ANSWERS: u32 = 4;
const APART: i64 = 20 * 60 * 1000;
const OVER: i64 = 6 * 60 * 60 * 1000;

/// To one answer that another ticket is missing come so many that others are there, or the fault is not the ticket's.
const KNOWN_TO_MISSING: u64 = 10;

/// So many tickets that are missing are remembered: more are no deletions.
const MOST: usize = 1000;

/// Which tickets the helpdesk does not know, as long as this relay runs. It starts anew with the relay: then it takes some
/// hours longer.
#[derive(Debug, Default)]
pub struct Gone(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    missing: HashMap<String, Missing>,
    /// How many answers there were.
    known: u64,
    not_known: u64,
}

#[derive(Clone, Copy, Debug)]
struct Missing {
    first: i64,
    last: i64,
    answers: u32,
    /// What [`State`] had counted before the first answer, and how many of those since were this ticket's.
    known: u64,
    not_known: u64,
    own: u64,
}

impl Gone {
    /// The helpdesk knows this ticket.
    pub fn is_there(&self, ticket: &str) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.known += 1;
        state.missing.remove(ticket);
    }

    /// The helpdesk does not know this ticket, at this time by a clock that does not jump; whether it counts as deleted
    /// there.
    pub fn is_missing(&self, ticket: &str, now: i64) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, not_known) = (state.known, state.not_known);
        state.not_known += 1;
        if state.missing.len() >= MOST && !state.missing.contains_key(ticket) {
            return false;
        }
        let entry = state.missing.entry(ticket.to_owned());
        let missing = entry.or_insert(Missing {
            first: now,
            last: i64::MIN / 2,
            answers: 0,
            known,
            not_known,
            own: 0,
        });
        missing.own += 1;
        if now.saturating_sub(missing.last) >= APART {
            missing.last = now;
            missing.answers += 1;
        }
        let missing = *missing;
        let others_known = state.known - missing.known;
        let others_missing = (state.not_known - missing.not_known).saturating_sub(missing.own);
        let is_gone = missing.answers >= ANSWERS
            && now.saturating_sub(missing.first) >= OVER
            && others_known > others_missing.saturating_mul(KNOWN_TO_MISSING);
        if is_gone {
            state.missing.remove(ticket);
        }
        is_gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60 * 1000;

    #[test]
    fn a_ticket_is_gone_when_it_is_missing_for_hours_and_others_are_there() {
        let gone = Gone::default();
        let mut is_gone = Vec::new();
        for time in 0..14 {
            gone.is_there("other");
            is_gone.push(gone.is_missing("one", time * 30 * MINUTE));
        }
        let first = is_gone.iter().position(|gone| *gone);
        assert_eq!(first, Some(12), "after six hours: {is_gone:?}");
    }

    #[test]
    fn a_moment_is_nothing_however_often_somebody_looks() {
        let gone = Gone::default();
        for second in 0..60 * 60 {
            gone.is_there("other");
            assert!(!gone.is_missing("one", second * 1000));
        }
        // It is back, and what was counted is forgotten.
        gone.is_there("one");
        gone.is_there("other");
        assert!(!gone.is_missing("one", 24 * 60 * MINUTE));
    }

    #[test]
    fn nothing_is_gone_while_others_are_missing_too_or_nobody_is_known() {
        let (alone, moved) = (Gone::default(), Gone::default());
        for time in 0..100 {
            assert!(!alone.is_missing("one", time * 30 * MINUTE), "nobody else");
            moved.is_there("still there");
            for ticket in ["a", "b", "c"] {
                assert!(!moved.is_missing(ticket, time * 30 * MINUTE), "{ticket}");
            }
        }
    }
}
