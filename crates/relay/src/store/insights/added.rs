//! The counts since the last write to the store.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::AddAssign;

use firstline_insights::helpful::Tries;
use firstline_insights::walks::Walks;

use super::Comment;
use super::segment::Segment;

/// The key under which walks are counted. Days are days since 1970, here and below; a week is its Monday.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WalksKey {
    /// The day on which the walk began.
    pub day: i64,
    /// The guide.
    pub guide: String,
    /// Its author's version.
    pub version: String,
    /// The language it was read in.
    pub language: String,
    /// The technology of the line; empty if unknown.
    pub technology: String,
    /// The customer's box; empty if unknown.
    pub equipment: String,
}

impl WalksKey {
    /// What is known of its walks, by which steps are counted.
    pub fn segment(&self) -> Segment {
        Segment {
            language: self.language.clone(),
            technology: self.technology.clone(),
            equipment: self.equipment.clone(),
        }
    }
}

/// The key under which the ways from one step to another are counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageKey {
    /// The week.
    pub week: i64,
    /// The guide.
    pub guide: String,
    /// Its author's version.
    pub version: String,
    /// The step left; empty where a walk begins.
    pub from: String,
    /// The step reached.
    pub to: String,
}

/// A step of a guide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepKey {
    /// The week.
    pub week: i64,
    /// The guide.
    pub guide: String,
    /// Its author's version.
    pub version: String,
    /// The step.
    pub place: String,
}

/// An end of a guide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndKey {
    /// The guide.
    pub guide: String,
    /// Its author's version.
    pub version: String,
    /// The end.
    pub place: String,
}

/// Walks by the minutes that they took to a good end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinutesKey {
    /// The week.
    pub week: i64,
    /// The guide.
    pub guide: String,
    /// Its author's version.
    pub version: String,
    /// Whole minutes, at most 120.
    pub minutes: i64,
}

/// Where, when and over what something was measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckKey {
    /// The week.
    pub week: i64,
    /// The hour of the day, 0 to 23, by the provider's clock.
    pub hour: i64,
    /// A few letters of the postcode; empty if unknown.
    pub area: String,
    /// The technology of the line; empty if unknown.
    pub technology: String,
    /// `wifi`, `cable` or empty.
    pub link: String,
    /// The customer's box; empty if unknown. It is counted without the area.
    pub equipment: String,
    /// The check.
    pub check: String,
}

/// A measured speed, the same way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeedKey {
    /// As [`CheckKey`], without the check.
    pub at: CheckKey,
    /// Tenths of what the plan has, 12 at the most.
    pub tenths: i64,
}

/// An answer to a question at an end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RatingKey {
    /// The step, which is an end.
    pub step: StepKey,
    /// `helped` or `easy`.
    pub question: &'static str,
    /// `yes`, `no`, or 1 to 5.
    pub answer: String,
}

/// A word that nothing was found for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchKey {
    /// The week.
    pub week: i64,
    /// The language.
    pub language: String,
    /// The word.
    pub word: String,
}

/// A pair of answers on a feature.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KanoKey {
    /// The week.
    pub week: i64,
    /// The feature.
    pub feature: String,
    /// The technology of the line; empty if unknown.
    pub technology: String,
    /// How long there is a contract, in classes; empty if unknown.
    pub years: &'static str,
    /// The answer to the functional question.
    pub functional: &'static str,
    /// The answer to the dysfunctional one.
    pub dysfunctional: &'static str,
}

/// How often a check came to each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// It works.
    pub passed: u64,
    /// It works badly.
    pub warned: u64,
    /// It does not work.
    pub failed: u64,
    /// It could not be measured.
    pub unknown: u64,
}

impl AddAssign for Verdicts {
    fn add_assign(&mut self, other: Verdicts) {
        self.passed += other.passed;
        self.warned += other.warned;
        self.failed += other.failed;
        self.unknown += other.unknown;
    }
}

impl Verdicts {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.passed + self.warned + self.failed + self.unknown
    }
}

/// What happened at the steps of guides.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// Walks and seconds from step to step; fewer walks than none where more went back than on.
    pub passages: HashMap<PassageKey, (i64, u64)>,
    /// The results of steps.
    pub tries: HashMap<StepKey, Tries>,
    /// What came of steps that were gone back over, to be taken off.
    pub untried: HashMap<StepKey, Tries>,
    /// Minutes to a good end; fewer than none where more such ends were left again.
    pub minutes: HashMap<MinutesKey, i64>,
}

impl AddAssign for Steps {
    fn add_assign(&mut self, other: Steps) {
        for (key, (walks, seconds)) in other.passages {
            let of = self.passages.entry(key).or_default();
            of.0 += walks;
            of.1 += seconds;
        }
        merge(&mut self.tries, other.tries);
        merge(&mut self.untried, other.untried);
        merge(&mut self.minutes, other.minutes);
    }
}

impl Steps {
    /// How many keys there are.
    fn keys(&self) -> usize {
        self.passages.len() + self.tries.len() + self.untried.len() + self.minutes.len()
    }
}

/// The counts since the last write to the store.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// Walks, by how they ended.
    pub walks: HashMap<WalksKey, Walks>,
    /// Ends that were left again, to be taken off.
    pub undone: HashMap<WalksKey, Walks>,
    /// What happened at steps, by what is known of the walks.
    pub steps: HashMap<Segment, Steps>,
    /// Kinds of ends.
    pub ends: HashMap<EndKey, &'static str>,
    /// The verdicts of checks.
    pub checks: HashMap<CheckKey, Verdicts>,
    /// Speeds against plans.
    pub speeds: HashMap<SpeedKey, u64>,
    /// Answers at ends.
    pub ratings: HashMap<RatingKey, u64>,
    /// Words that nothing was found for.
    pub searches: HashMap<SearchKey, u64>,
    /// Pairs of answers.
    pub kano: HashMap<KanoKey, u64>,
    /// Comments.
    pub comments: Vec<Comment>,
}

impl Added {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// How many counts there are; of what happened at steps, several rows may be written of one.
    pub fn rows(&self) -> usize {
        self.walks.len()
            + self.undone.len()
            + self.steps.values().map(Steps::keys).sum::<usize>()
            + self.ends.len()
            + self.checks.len()
            + self.speeds.len()
            + self.ratings.len()
            + self.searches.len()
            + self.kano.len()
            + self.comments.len()
    }

    /// Adds what could not be written to what came since.
    pub fn put_back(&mut self, other: Added) {
        merge(&mut self.walks, other.walks);
        merge(&mut self.undone, other.undone);
        merge(&mut self.steps, other.steps);
        self.ends.extend(other.ends);
        merge(&mut self.checks, other.checks);
        merge(&mut self.speeds, other.speeds);
        merge(&mut self.ratings, other.ratings);
        merge(&mut self.searches, other.searches);
        merge(&mut self.kano, other.kano);
        self.comments.extend(other.comments);
    }
}

fn merge<K: Eq + Hash, V: Default + AddAssign>(into: &mut HashMap<K, V>, from: HashMap<K, V>) {
    for (key, value) in from {
        *into.entry(key).or_default() += value;
    }
}
