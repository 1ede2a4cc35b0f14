//! What is known of a walk that is being told: which events came, what counts once, and the way that it stands on. It is in
//! memory alone, and forgotten with the relay.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use firstline_wire::events::How;

/// The most steps of a walk that are counted: no guide has so long a way, with all that is gone back.
const MOST_STEPS: u16 = 400;

/// The most times that a walk's checks are counted.
const MOST_CHECKS: u8 = 60;

/// The longest way that is remembered, in steps; of a longer one, the last.
const LONGEST: usize = 100;

/// So often a walk may take back what this relay has not counted: it may have been counted by another one, or before a start.
const MOST_UNKNOWN: u8 = 8;

/// The most names of places that are remembered. They are of guides that were published, so this is some hundred versions.
const MOST_NAMES: usize = 60_000;

/// What a walk may tell a few times only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// That it began.
    Began,
    /// That the same device is back.
    Returned,
    /// That a ticket was sent.
    Ticket,
    /// A comment.
    Comment,
    /// An answer to a question, at an end.
    Rated,
    /// A pair of answers, on a feature.
    Kano,
    /// That a step is unclear.
    Unclear,
    /// A search in vain.
    Searched,
}

impl Once {
    /// How many different ones a walk may tell. Each customer is asked about two features; the others are what a customer
    /// who reads carefully would not reach.
    fn most(self) -> usize {
        match self {
            Once::Began | Once::Returned | Once::Ticket | Once::Comment => 1,
            Once::Kano => 2,
            Once::Searched => 5,
            Once::Rated => 8,
            Once::Unclear => 10,
        }
    }
}

/// Which numbers came: all up to `base`, and these above it.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    base: u32,
    above: u128,
}

impl Numbers {
    /// Notes this number. Gives `false` if it came already, or is too far behind to be known.
    fn take(&mut self, number: u32) -> bool {
        let Some(ahead) = number
            .checked_sub(self.base)
            .and_then(|by| by.checked_sub(1))
        else {
            return false;
        };
        // Nobody waits any more for a number that far behind.
        if let Some(by) = ahead.checked_sub(u128::BITS - 1) {
            self.base += by;
            self.above = self.above.checked_shr(by).unwrap_or(0);
        }
        let bit = 1_u128 << (number - self.base - 1);
        if self.above & bit != 0 {
            return false;
        }
        self.above |= bit;
        let whole = self.above.trailing_ones();
        self.above = self.above.checked_shr(whole).unwrap_or(0);
        self.base += whole;
        true
    }
}

/// A passage of the way, by the numbers of its places.
#[derive(Clone, Copy, Debug)]
struct Step {
    from: u32,
    to: u32,
    how: How,
    after: Option<u32>,
}

/// An end that a walk stands at.
#[derive(Clone, Copy, Debug)]
struct At {
    place: u32,
    how: How,
    minutes: Option<u8>,
}

/// What is known of a walk.
#[derive(Debug, Default)]
pub struct Told {
    numbers: Numbers,
    /// What it told that counts once: its kind in the first four bits, a hash of it in the others.
    once: Vec<u32>,
    steps: u16,
    checks: u8,
    unknown: u8,
    way: Vec<Step>,
    at: Option<At>,
    /// Ends that were reached, less those that were left again.
    ends: i8,
    /// The seconds that its events add up to.
    pub elapsed: u64,
}

/// The names of places, each once.
#[derive(Debug, Default)]
pub struct Names {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    fn number(&mut self, name: &str) -> Option<u32> {
        if let Some(known) = self.numbers.get(name) {
            return Some(*known);
        }
        let number = u32::try_from(self.names.len()).ok()?;
        if self.names.len() >= MOST_NAMES {
            return None;
        }
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        Some(number)
    }

    fn name(&self, number: u32) -> Option<Arc<str>> {
        self.names.get(usize::try_from(number).ok()?).cloned()
    }
}

/// A passage that was gone back over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The step that had been left.
    pub from: Arc<str>,
    /// The step that had been reached.
    pub to: Arc<str>,
    /// What had come of it.
    pub how: How,
    /// The step of which that had told.
    pub after: Option<Arc<str>>,
}

/// An end that was left again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// How it had been reached.
    pub how: How,
    /// Minutes of the walk until then, if they were counted.
    pub minutes: Option<u8>,
}

/// A walk that is being told, with the names of its places.
#[derive(Debug)]
pub struct Walking<'a> {
    /// What is known of it.
    pub told: &'a mut Told,
    /// The names.
    pub names: &'a mut Names,
}

impl Walking<'_> {
    /// Notes that the event with this number came; `false` if it came before.
    pub fn is_new(&mut self, number: u32) -> bool {
        self.told.numbers.take(number)
    }

    /// Notes something that counts once. Gives `false` if it was told before, or as many as a walk may tell.
    pub fn once(&mut self, kind: Once, of: impl Hash) -> bool {
        const KIND: u32 = 28;
        let mut hasher = DefaultHasher::new();
        of.hash(&mut hasher);
        let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
        let kind_bits = (kind as u32) << KIND;
        let key = kind_bits | (u32::from_le_bytes([a, b, c, d]) >> (u32::BITS - KIND));
        let told = self.told.once.iter();
        let of_kind = told.filter(|known| *known >> KIND == kind_bits >> KIND);
        if of_kind.count() >= kind.most() || self.told.once.contains(&key) {
            return false;
        }
        self.told.once.push(key);
        true
    }

    /// Whether one more step may be counted.
    pub fn may_go(&mut self) -> bool {
        self.told.steps = self.told.steps.saturating_add(1);
        self.told.steps <= MOST_STEPS
    }

    /// Whether checks may be counted once more.
    pub fn may_check(&mut self) -> bool {
        self.told.checks = self.told.checks.saturating_add(1);
        self.told.checks <= MOST_CHECKS
    }

    /// Goes on from one step to another.
    pub fn go(&mut self, passed: (&str, &str), how: How, after: Option<&str>) {
        let (Some(from), Some(to)) = (self.names.number(passed.0), self.names.number(passed.1))
        else {
            return;
        };
        let after = after.and_then(|after| self.names.number(after));
        if self.told.way.len() >= LONGEST {
            self.told.way.remove(0);
        }
        self.told.way.push(Step {
            from,
            to,
            how,
            after,
        });
    }

    /// Goes back to a step: the passages that are undone by it, the last first. Of a way that is not known, that is
    /// the one between both, of which is not known what came of it.
    pub fn back(&mut self, from: &str, to: &str) -> Vec<Passed> {
        let number = self.names.number(to);
        let way = &mut self.told.way;
        if let Some(at) = way.iter().rposition(|step| Some(step.from) == number) {
            let undone = way.split_off(at);
            let named = |step: &Step| {
                Some(Passed {
                    from: self.names.name(step.from)?,
                    to: self.names.name(step.to)?,
                    how: step.how,
                    after: step.after.and_then(|after| self.names.name(after)),
                })
            };
            return undone.iter().rev().filter_map(named).collect();
        }
        if !self.believes() {
            return Vec::new();
        }
        vec![Passed {
            from: to.into(),
            to: from.into(),
            how: How::Answered,
            after: None,
        }]
    }

    /// Reaches an end. Gives `false` if it stands at one already.
    pub fn end(&mut self, place: &str, how: How, minutes: Option<u8>) -> bool {
        if self.told.ends > 0 {
            return false;
        }
        self.told.ends += 1;
        let at = self.names.number(place);
        self.told.at = at.map(|place| At {
            place,
            how,
            minutes,
        });
        true
    }

    /// Leaves an end again, which had been reached so, as the browser says. `None` if it cannot have been reached.
    pub fn leave_end(&mut self, place: &str, reached: How) -> Option<Undone> {
        let number = self.names.number(place);
        if let Some(at) = self.told.at.take().filter(|at| Some(at.place) == number) {
            self.told.ends -= 1;
            return Some(Undone {
                how: at.how,
                minutes: at.minutes,
            });
        }
        if self.told.ends < 0 || !self.believes() {
            return None;
        }
        self.told.ends -= 1;
        Some(Undone {
            how: reached,
            minutes: None,
        })
    }

    /// Whether the browser is believed once more that something was counted elsewhere.
    fn believes(&mut self) -> bool {
        self.told.unknown = self.told.unknown.saturating_add(1);
        self.told.unknown <= MOST_UNKNOWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_counts_once_in_any_order() {
        let mut numbers = Numbers::default();
        for (number, is_new) in [
            (3, true),
            (1, true),
            (2, true),
            (2, false),
            (3, false),
            (0, false),
            (7, true),
            (5, true),
            (7, false),
            // What is far ahead leaves behind what nobody waits for.
            (200, true),
            (200, false),
            (199, true),
            (5, false),
            (6, false),
            (u32::MAX, true),
            (u32::MAX, false),
            (u32::MAX - 1, true),
            (201, false),
        ] {
            assert_eq!(numbers.take(number), is_new, "{number}");
        }
        let mut numbers = Numbers::default();
        let mut order: Vec<u32> = (1..=500).collect();
        for chunk in order.chunks_mut(100) {
            chunk.reverse();
        }
        assert!(order.iter().all(|number| numbers.take(*number)));
        assert!(!order.iter().any(|number| numbers.take(*number)));
    }

    #[test]
    fn a_walk_tells_only_so_much() {
        let (mut told, mut names) = Default::default();
        let mut walk = Walking {
            told: &mut told,
            names: &mut names,
        };
        let mut times = |kind| (0..100).filter(|of| walk.once(kind, of)).count();
        assert_eq!(
            [Once::Began, Once::Kano, Once::Rated].map(&mut times),
            [1, 2, 8]
        );
        assert_eq!(times(Once::Kano), 0);
        assert!(walk.once(Once::Unclear, "a") && !walk.once(Once::Unclear, "a"));
        assert_eq!((0..1000).filter(|_| walk.may_go()).count(), 400);
        assert_eq!((0..1000).filter(|_| walk.may_check()).count(), 60);
    }

    #[test]
    fn going_back_undoes_the_way_to_where_it_leads() {
        let (mut told, mut names) = Default::default();
        let mut walk = Walking {
            told: &mut told,
            names: &mut names,
        };
        walk.go(("a", "b"), How::No, Some("z"));
        walk.go(("b", "c"), How::Yes, None);
        let undone = walk.back("c", "a");
        let found: Vec<(&str, &str, How)> = undone
            .iter()
            .map(|passed| (&*passed.from, &*passed.to, passed.how))
            .collect();
        assert_eq!(found, [("b", "c", How::Yes), ("a", "b", How::No)]);
        assert_eq!(undone[1].after.as_deref(), Some("z"));
        // Of what came before a start of the relay only this is known, and it is believed a few times.
        let unknown = (0..100).filter(|_| !walk.back("c", "a").is_empty()).count();
        assert_eq!(unknown, 8);
    }

    #[test]
    fn a_walk_stands_at_one_end_at_a_time() {
        let (mut told, mut names) = Default::default();
        let mut walk = Walking {
            told: &mut told,
            names: &mut names,
        };
        assert!(walk.end("a", How::Pass, Some(7)));
        assert!(!walk.end("b", How::Pass, None));
        let undone = walk.leave_end("a", How::Yes);
        let expected = Undone {
            how: How::Pass,
            minutes: Some(7),
        };
        assert_eq!(
            undone,
            Some(expected),
            "as it was reached, not as it is said"
        );
        // One that another relay counted.
        assert!(walk.leave_end("a", How::Yes).is_some());
        assert_eq!(walk.leave_end("a", How::Yes), None);
        assert!(walk.end("a", How::Pass, None) && walk.end("b", How::Pass, None));
    }
}
