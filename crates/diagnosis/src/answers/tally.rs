//! Results of several targets, counted.

use super::{Reach, TargetKind, TargetResult};
use crate::net::Milliseconds;
use crate::number::fit;
use crate::{Confidence, NotMeasured};

/// Results, counted.
pub struct Tally {
    /// Targets that tell something of the line.
    pub asked: usize,
    /// Targets that answered, readably or not.
    pub answered: usize,
    /// Targets that answered as they should.
    pub readable: usize,
    /// Targets behind a page that wants a sign-in or a payment.
    pub sign_in: usize,
    /// The quickest answer.
    pub quickest: Option<Milliseconds>,
    /// The quickest failure: of the literals, else of the names, for which a resolver may have failed.
    pub failed: Option<Milliseconds>,
    /// Why a target tells nothing; of several reasons the first.
    pub why_not: Option<NotMeasured>,
    /// Whether both a name and a literal tell something.
    both_kinds: bool,
    /// Whether every name failed by itself and every literal was silent: what a page in between does that
    /// answers for all names.
    pub kinds_disagree: bool,
}

impl Tally {
    /// Counts.
    pub fn of(results: &[TargetResult]) -> Tally {
        let tells = |result: &&TargetResult| !matches!(result.reach, Reach::NotMeasured(_));
        let count = |wanted: fn(&Reach) -> bool| {
            results
                .iter()
                .filter(|result| wanted(&result.reach))
                .count()
        };
        let kind = |kind| {
            results
                .iter()
                .filter(tells)
                .filter(move |result| result.kind == kind)
        };
        let has = |wanted| kind(wanted).next().is_some();
        let both_kinds = has(TargetKind::Name) && has(TargetKind::Literal);
        let telling = match has(TargetKind::Literal) {
            true => TargetKind::Literal,
            false => TargetKind::Name,
        };
        let failed = |result: &TargetResult| matches!(result.reach, Reach::Failed { .. });
        let silent = |result: &TargetResult| result.reach == Reach::TimedOut;
        Tally {
            asked: results.iter().filter(tells).count(),
            answered: count(|reach| {
                matches!(reach, Reach::Answered { .. } | Reach::Unreadable { .. })
            }),
            readable: count(|reach| matches!(reach, Reach::Answered { .. })),
            sign_in: count(|reach| matches!(reach, Reach::SignInPage)),
            quickest: quickest(results.iter().filter_map(|result| match result.reach {
                Reach::Answered { elapsed } | Reach::Unreadable { elapsed } => Some(elapsed),
                _ => None,
            })),
            failed: quickest(kind(telling).filter_map(|result| match result.reach {
                Reach::Failed { elapsed } => Some(elapsed),
                _ => None,
            })),
            why_not: results.iter().find_map(|result| match result.reach {
                Reach::NotMeasured(why) => Some(why),
                _ => None,
            }),
            both_kinds,
            kinds_disagree: both_kinds
                && kind(TargetKind::Name).all(failed)
                && kind(TargetKind::Literal).all(silent),
        }
    }

    /// Why nothing can be said at all; `None` if something can.
    pub fn nothing_to_judge(&self) -> Option<NotMeasured> {
        if self.answered > 0 {
            None
        } else if self.sign_in > 0 {
            Some(NotMeasured::SignInPage)
        } else if self.asked == 0 {
            Some(self.why_not.unwrap_or(NotMeasured::NotSetUp))
        } else {
            None
        }
    }

    /// How sure it is that nothing answers: a single target may be down by itself, names alone
    /// cannot be told from a resolver that is gone, and names that fail while literals are silent
    /// are what a sign-in page in between looks like.
    pub fn confidence_of_silence(&self) -> Confidence {
        if self.asked < 2 || self.why_not.is_some() || self.kinds_disagree {
            Confidence::Low
        } else if self.both_kinds {
            Confidence::High
        } else {
            Confidence::Medium
        }
    }
}

fn quickest(times: impl Iterator<Item = Milliseconds>) -> Option<Milliseconds> {
    times.filter_map(fit).min_by(f64::total_cmp)
}
