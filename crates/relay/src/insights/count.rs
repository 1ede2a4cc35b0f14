//! Counting what happened on a walk.

use firstline_guide::Library;
use firstline_insights::helpful::Tries;
use firstline_insights::walks::Walks;
use firstline_kano::Answer;
use firstline_wire::events::{Event, Found, How};
use firstline_wire::kano::Feature;

use super::places::{End, Kind, called_remedy, caller, kind};
use crate::counting::{Once, Passed, Walking};
use crate::store::insights::{
    Added, CheckKey, EndKey, KanoKey, MinutesKey, PassageKey, RatingKey, SpeedKey, StepKey, Steps,
    Verdicts, WalksKey,
};

/// A pause longer than this is no effort: the customer was elsewhere. In seconds.
pub const LONG_PAUSE: u32 = 30 * 60;

/// The most minutes that are told apart.
const MOST_MINUTES: u32 = 120;

/// A walk, as far as its events are counted by it.
#[derive(Debug)]
pub struct Of<'a> {
    /// The guides of its pack.
    pub library: &'a Library,
    /// The key under which the walk is counted, on the day that it began.
    pub key: WalksKey,
    /// The Monday of that day.
    pub week: i64,
    /// When something was measured.
    pub measured: Measured,
    /// A few letters of the area.
    pub area: String,
    /// The first step of the guide.
    pub start: &'a str,
    /// The features that customers are asked about.
    pub features: &'a [Feature],
}

/// When something was measured.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The week.
    pub week: i64,
    /// The hour of the day by the provider's clock.
    pub hour: i64,
}

impl Of<'_> {
    fn kind(&self, place: &str) -> Option<Kind> {
        kind(self.library, &self.key.guide, place)
    }

    fn step(&self, place: &str) -> StepKey {
        StepKey {
            week: self.week,
            guide: self.key.guide.clone(),
            version: self.key.version.clone(),
            place: place.to_owned(),
        }
    }

    fn passage(&self, from: &str, to: &str) -> PassageKey {
        PassageKey {
            week: self.week,
            guide: self.key.guide.clone(),
            version: self.key.version.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    fn walks<'b>(&self, added: &'b mut Added) -> &'b mut Walks {
        added.walks.entry(self.key.clone()).or_default()
    }

    fn steps<'b>(&self, added: &'b mut Added) -> &'b mut Steps {
        added.steps.entry(self.key.segment()).or_default()
    }

    fn tries<'b>(&self, added: &'b mut Added, place: &str) -> &'b mut Tries {
        let steps = self.steps(added);
        steps.tries.entry(self.step(place)).or_default()
    }

    fn walks_between<'b>(&self, added: &'b mut Added, from: &str, to: &str) -> &'b mut (i64, u64) {
        let steps = self.steps(added);
        steps.passages.entry(self.passage(from, to)).or_default()
    }

    fn took<'b>(&self, added: &'b mut Added, minutes: u8) -> &'b mut i64 {
        let key = MinutesKey {
            week: self.week,
            guide: self.key.guide.clone(),
            version: self.key.version.clone(),
            minutes: i64::from(minutes),
        };
        self.steps(added).minutes.entry(key).or_default()
    }
}

/// A step that was left.
#[derive(Clone, Copy, Debug)]
struct Left<'a> {
    from: &'a str,
    to: &'a str,
    how: How,
    seconds: u64,
    after: Option<&'a str>,
    total: Option<u32>,
    reached: How,
}

/// Counts one event of a walk, if it is not told twice. Whether it ends well, if it reaches an end: then, whether a
/// measurement proves it.
pub fn count(
    of: &Of<'_>,
    event: &Event,
    walk: &mut Walking<'_>,
    added: &mut Added,
) -> Option<Option<bool>> {
    match event {
        Event::Began { at } if walk.once(Once::Began, ()) => {
            of.walks(added).begun += 1;
            let told = at.as_deref().filter(|at| of.kind(at).is_some());
            let first = told.unwrap_or(of.start);
            of.walks_between(added, "", first).0 += 1;
        }
        Event::Left {
            from,
            to,
            how,
            s,
            waited,
            after,
            total,
            reached,
        } if walk.may_go() => {
            let seconds = u64::from((*s).min(LONG_PAUSE));
            let walks = of.walks(added);
            walks.seconds += seconds;
            walks.screens += 1;
            walks.waits += u64::from(*waited);
            return left(
                of,
                Left {
                    from,
                    to,
                    how: *how,
                    seconds,
                    after: after.as_deref(),
                    total: *total,
                    reached: *reached,
                },
                walk,
                added,
            );
        }
        Event::Ticket if walk.once(Once::Ticket, ()) => of.walks(added).tickets += 1,
        Event::Checked { found } if walk.may_check() => {
            for found in found.iter().take(20) {
                checked(of, found, added);
            }
        }
        Event::Unclear { at } if of.kind(at).is_some() && walk.once(Once::Unclear, at) => {
            of.tries(added, at).unclear += 1;
        }
        Event::Rated { helped, easy, at } if matches!(of.kind(at), Some(Kind::End(_))) => {
            let helped =
                helped.map(|helped| ("helped", if helped { "yes" } else { "no" }.to_owned()));
            let easy = easy
                .filter(|easy| (1..=5).contains(easy))
                .map(|easy| ("easy", easy.to_string()));
            for (question, answer) in helped.into_iter().chain(easy) {
                if !walk.once(Once::Rated, (question, at)) {
                    continue;
                }
                let key = RatingKey {
                    step: of.step(at),
                    question,
                    answer,
                };
                *added.ratings.entry(key).or_default() += 1;
            }
        }
        Event::Kano {
            feature,
            functional,
            dysfunctional,
            years,
        } => {
            if let (true, Some(functional), Some(dysfunctional)) = (
                of.features.iter().any(|known| known.id == *feature),
                Answer::from_name(functional),
                Answer::from_name(dysfunctional),
            ) && walk.once(Once::Kano, feature)
            {
                let key = KanoKey {
                    week: of.week,
                    feature: feature.clone(),
                    technology: of.key.technology.clone(),
                    years: years.map_or("", class_of_years),
                    functional: functional.name(),
                    dysfunctional: dysfunctional.name(),
                };
                *added.kano.entry(key).or_default() += 1;
            }
        }
        // The others are no counts, of no step that there is, or told before.
        _ => {}
    }
    None
}

/// How long there is a contract, in classes that recognise nobody.
fn class_of_years(years: u8) -> &'static str {
    match years {
        0 => "0",
        1..=2 => "1-2",
        3..=5 => "3-5",
        _ => "6",
    }
}

fn left(
    of: &Of<'_>,
    left: Left<'_>,
    walk: &mut Walking<'_>,
    added: &mut Added,
) -> Option<Option<bool>> {
    let (Some(from), Some(to)) = (of.kind(left.from), of.kind(left.to)) else {
        return None;
    };
    if let Kind::End(end) = from {
        undo(of, end, left, walk, added);
    }
    let passage = of.walks_between(added, left.from, left.to);
    passage.1 += left.seconds;
    if left.how == How::Back {
        // The way back is none that the guide leads, and what it undoes did not happen: else each time that a customer looks
        // back, somebody would seem to have left. The time was spent all the same.
        for passed in walk.back(left.from, left.to) {
            take_back(of, &passed, added);
        }
    } else {
        passage.0 += 1;
        walk.go((left.from, left.to), left.how, left.after);
        for (place, told) in told(of, (left.from, left.to), left.how, left.after) {
            *of.tries(added, place) += told;
        }
        if let Some((remedy, _)) = called_remedy(of.library, &of.key.guide, left.from) {
            of.tries(added, remedy).seconds += left.seconds;
        }
        if let Kind::Instruction { .. } = from {
            let tries = of.tries(added, left.from);
            tries.seconds += left.seconds;
            tries.squares += left.seconds * left.seconds;
            tries.squared += 1;
        }
    }
    reach(of, to, left, walk, added);
    ended(to, left.how)
}

/// Takes off a passage that the customer went back over, with the try that it counted.
fn take_back(of: &Of<'_>, passed: &Passed, added: &mut Added) {
    of.walks_between(added, &passed.from, &passed.to).0 -= 1;
    let passage = (&*passed.from, &*passed.to);
    for (place, told) in told(of, passage, passed.how, passed.after.as_deref()) {
        let steps = of.steps(added);
        *steps.untried.entry(of.step(place)).or_default() += told;
    }
}

/// What a passage tells of remedies, without the seconds: of a step that says what to do, and of the guide that is called for it.
fn told<'a>(
    of: &'a Of<'_>,
    (from, to): (&'a str, &str),
    how: How,
    after: Option<&'a str>,
) -> impl Iterator<Item = (&'a str, Tries)> {
    let step = tried(of, (from, how), after);
    step.into_iter().chain(tried_call(of, (from, to), how))
}

/// What leaving a guide that is called tells of it, if it is a remedy: all of it is one try, whatever was done in it.
fn tried_call<'a>(
    of: &'a Of<'_>,
    (from, to): (&'a str, &str),
    how: How,
) -> Option<(&'a str, Tries)> {
    let (remedy, mended) = called_remedy(of.library, &of.key.guide, from)?;
    if caller(to) == Some(remedy) {
        return None;
    }
    let mends = to == mended;
    let mut tries = Tries {
        left: 1,
        could_not: u64::from(how == How::Cannot),
        ..Tries::default()
    };
    if matches!(
        how,
        How::Answered | How::Pass | How::Fail | How::Yes | How::No | How::Done
    ) {
        tries.tried = 1;
        tries.verified = u64::from(mends && how == How::Pass);
        tries.claimed = u64::from(mends && how != How::Pass);
    }
    Some((remedy, tries))
}

/// What a step that was left so tells of a step that says what to do: of itself, or of the one before it. Without the
/// seconds.
fn tried<'a>(
    of: &Of<'_>,
    (from, how): (&'a str, How),
    after: Option<&'a str>,
) -> Option<(&'a str, Tries)> {
    let told = match how {
        How::Pass => Some((1, 0)),
        How::Yes => Some((0, 1)),
        How::Fail | How::No => Some((0, 0)),
        _ => None,
    };
    let mut tries = Tries::default();
    if let Some(Kind::Instruction { measured }) = of.kind(from) {
        tries.left = 1;
        tries.could_not = u64::from(how == How::Cannot);
        if let Some((verified, claimed)) = told {
            tries.tried = 1;
            // Only what the guide measures is measured.
            tries.verified = if measured { verified } else { 0 };
            tries.claimed = if measured {
                claimed
            } else {
                verified + claimed
            };
        }
        return Some((from, tries));
    }
    let (verified, claimed) = told?;
    let after = after.filter(|after| matches!(of.kind(after), Some(Kind::Instruction { .. })))?;
    tries.tried = 1;
    tries.verified = verified;
    tries.claimed = claimed;
    Some((after, tries))
}

/// Whether a measurement proves a good end that was reached so.
fn is_verified(how: How) -> bool {
    how == How::Pass
}

fn ended(to: Kind, how: How) -> Option<Option<bool>> {
    match to {
        Kind::End(End::Resolved) => Some(Some(is_verified(how))),
        Kind::End(_) => Some(None),
        _ => None,
    }
}

/// An end is reached.
fn reach(of: &Of<'_>, to: Kind, left: Left<'_>, walk: &mut Walking<'_>, added: &mut Added) {
    let Kind::End(end) = to else { return };
    let total = left.total.filter(|_| end == End::Resolved);
    let minutes = total.and_then(|total| u8::try_from((total / 60).min(MOST_MINUTES)).ok());
    if !walk.end(left.to, left.how, minutes) {
        return;
    }
    let key = EndKey {
        guide: of.key.guide.clone(),
        version: of.key.version.clone(),
        place: left.to.to_owned(),
    };
    added.ends.insert(key, end.name());
    *slot(of.walks(added), end, left.how) += 1;
    if let Some(minutes) = minutes {
        *of.took(added, minutes) += 1;
    }
}

/// An end was left again, so that it was none.
fn undo(of: &Of<'_>, end: End, left: Left<'_>, walk: &mut Walking<'_>, added: &mut Added) {
    let Some(reached) = walk.leave_end(left.from, left.reached) else {
        return;
    };
    let undone = added.undone.entry(of.key.clone()).or_default();
    *slot(undone, end, reached.how) += 1;
    if let Some(minutes) = reached.minutes {
        *of.took(added, minutes) -= 1;
    }
}

fn slot(walks: &mut Walks, end: End, how: How) -> &mut u64 {
    match end {
        End::Resolved if is_verified(how) => &mut walks.verified,
        End::Resolved => &mut walks.claimed,
        End::Unresolved => &mut walks.unresolved,
        End::Known => &mut walks.known,
        End::HandOver => &mut walks.handed_over,
        End::Stop => &mut walks.stopped,
    }
}

fn checked(of: &Of<'_>, found: &Found, added: &mut Added) {
    let Some(check) = firstline_diagnosis::CheckId::from_name(&found.check) else {
        return;
    };
    let one = match found.verdict.as_str() {
        "pass" => Verdicts {
            passed: 1,
            ..Verdicts::default()
        },
        "warn" => Verdicts {
            warned: 1,
            ..Verdicts::default()
        },
        "fail" => Verdicts {
            failed: 1,
            ..Verdicts::default()
        },
        "unknown" => Verdicts {
            unknown: 1,
            ..Verdicts::default()
        },
        _ => return,
    };
    let key = CheckKey {
        week: of.measured.week,
        hour: of.measured.hour,
        area: of.area.clone(),
        technology: of.key.technology.clone(),
        link: match found.link.as_deref() {
            Some(link @ ("wifi" | "cable")) => link.to_owned(),
            _ => String::new(),
        },
        equipment: of.key.equipment.clone(),
        check: check.name().to_owned(),
    };
    if let Some(share) = found
        .of_plan
        .filter(|share| share.is_finite() && *share >= 0.0)
    {
        let tenths = (0..12)
            .filter(|tenth| share * 10.0 >= f64::from(tenth + 1))
            .count();
        let at = SpeedKey {
            at: CheckKey {
                check: String::new(),
                ..key.clone()
            },
            tenths: i64::try_from(tenths).unwrap_or(0),
        };
        *added.speeds.entry(at).or_default() += 1;
    }
    *added.checks.entry(key).or_default() += one;
}
