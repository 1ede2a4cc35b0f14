//! Watching a line that an instruction makes drop: whether it is down, and back.

mod state;

use std::pin::pin;

use futures_util::StreamExt;
use futures_util::future::{Either, select};

pub use state::{Change, LineWatch, Observation};

use crate::answers::{LATE, Reach, TargetResult, ask_all};
use crate::checks::isp;
use crate::net::{Milliseconds, Net};
use crate::{Context, NotMeasured};

/// From one try to the next, while a change is near.
const PERIOD: Milliseconds = 2_000.0;

/// So many tries are made at that pace: four minutes, in which most boxes are back.
const QUICK_TRIES: u32 = 120;

/// Afterwards each pause is longer than the one before by so much, up to the longest: what comes and goes for hours is
/// watched cheaply.
const BACKOFF: f64 = 1.5;
const LONGEST: Milliseconds = 30_000.0;

/// How long one try may take.
const DEADLINE: Milliseconds = 3_000.0;

/// So many misses in a row after the device slept are its own: it joins its network. Ours: Wi-Fi takes two to eight seconds. What
/// lasts longer is the line's, which may have gone meanwhile.
const JOINING: u8 = 4;

/// Watches until it is dropped: asks the provider's edge again and again, and listens to the browser. It
/// begins with a line that is up, or with one that was seen to drop before a reload. Each change is told with how long ago it
/// was: when the first of the tries was sent by which it was found.
pub async fn watch_line(
    net: &impl Net,
    context: &Context,
    dropped: bool,
    mut changed: impl FnMut(Change, Milliseconds),
) {
    let targets = isp::targets(context);
    let mut watch = LineWatch::new(dropped);
    let mut links = pin!(net.link_changes());
    // What the tries said last, and the first of those in a row that said so.
    let mut row = (Observation::Nothing, 0.0);
    let mut take = |observed, began| {
        if matches!(observed, Observation::Answer | Observation::Miss) && observed != row.0 {
            row = (observed, began);
        }
        let change = watch.observe(observed);
        if let Some(change) = change {
            changed(change, net.now() - row.1);
        }
        // A line that begins to answer is near a change, however long it was silent.
        change.is_some() || (watch.is_down() && observed == Observation::Answer)
    };
    let mut pace = Pace::default();
    // When the next try begins at the latest, unless the device sleeps.
    let mut due = f64::INFINITY;
    let mut excused = 0;
    loop {
        if net.now() > due {
            excused = JOINING;
        }
        due = f64::INFINITY;
        let tried = async {
            let began = net.now();
            let mut observed = observation(&ask_all(net, &targets, DEADLINE).await);
            match observed {
                Observation::Answer => excused = 0,
                Observation::Miss if excused > 0 => {
                    excused -= 1;
                    observed = Observation::Nothing;
                }
                _ => {}
            }
            let near = take(observed, began);
            let pause = pace.after(near, chance(&net.label()));
            due = began + pause + DEADLINE + LATE;
            net.sleep(pause - (net.now() - began)).await;
        };
        // What the browser notices is a reason to try now, not when the pause is over.
        let noticed = match select(links.next(), pin!(tried)).await {
            Either::Left((Some(noticed), _)) => noticed,
            Either::Left((None, tried)) => {
                // The browser tells no more. Then the tries alone tell.
                tried.await;
                continue;
            }
            Either::Right(_) => continue,
        };
        pace = Pace::default();
        let noticed = match noticed {
            true => Observation::Online,
            false => Observation::Offline,
        };
        take(noticed, net.now());
    }
}

/// How long to wait from one try to the next.
struct Pace {
    tries: u32,
    pause: Milliseconds,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            tries: 0,
            pause: PERIOD,
        }
    }
}

impl Pace {
    /// The pause after a try, `near` a change or not. An area comes back at once, so that chance (from zero to one) parts its customers by up to a
    /// quarter once they are slow.
    fn after(&mut self, near: bool, chance: f64) -> Milliseconds {
        if near {
            *self = Pace::default();
        }
        self.tries += 1;
        if self.tries <= QUICK_TRIES {
            return PERIOD;
        }
        self.pause = (self.pause * BACKOFF).min(LONGEST);
        self.pause * (1.0 + chance / 4.0)
    }
}

/// A number from zero to one out of a random label.
fn chance(label: &str) -> f64 {
    let sum: u32 = label.bytes().map(|byte| u32::from(byte % 16)).sum();
    f64::from(sum % 64) / 64.0
}

/// What the results of a try say of the line. One answer is an answer; what could not be asked says
/// nothing. An answer in place of the expected one is none.
fn observation(results: &[TargetResult]) -> Observation {
    let mut observed = Observation::Nothing;
    for result in results {
        match result.reach {
            Reach::Answered { .. } | Reach::Unreadable { .. } => return Observation::Answer,
            Reach::NotMeasured(NotMeasured::BadAnswer | NotMeasured::AnsweredByPage)
            | Reach::SignInPage
            | Reach::Failed { .. }
            | Reach::TimedOut => observed = Observation::Miss,
            Reach::NotMeasured(_) => {}
        }
    }
    observed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TargetKind;

    #[test]
    fn a_watch_is_quick_at_first_then_cheap_and_quick_again_after_a_change() {
        let mut pace = Pace::default();
        for _ in 0..QUICK_TRIES {
            assert_eq!(pace.after(false, 0.5), PERIOD);
        }
        assert_eq!(pace.after(false, 0.0), PERIOD * BACKOFF);
        for _ in 0..20 {
            let pause = pace.after(false, 1.0);
            assert!(pause <= LONGEST * 1.25, "{pause}");
        }
        assert_eq!(pace.after(false, 0.0), LONGEST);
        assert_eq!(pace.after(true, 1.0), PERIOD);
    }

    #[test]
    fn chance_is_between_none_and_all() {
        for label in ["", "zzzzzzzz", "a1b2c3d4"] {
            assert!((0.0..1.0).contains(&chance(label)), "{label}");
        }
    }

    #[test]
    fn one_answer_is_an_answer_and_what_was_not_asked_says_nothing() {
        const ANSWERED: Reach = Reach::Answered { elapsed: 9.0 };
        const FAILED: Reach = Reach::Failed { elapsed: 9.0 };
        const BLOCKED: Reach = Reach::NotMeasured(NotMeasured::BlockedByPage);
        for (reaches, expected) in [
            (&[ANSWERED, FAILED][..], Observation::Answer),
            (&[Reach::Unreadable { elapsed: 9.0 }], Observation::Answer),
            (&[FAILED, Reach::TimedOut], Observation::Miss),
            (&[BLOCKED, FAILED], Observation::Miss),
            (&[Reach::SignInPage], Observation::Miss),
            (
                &[Reach::NotMeasured(NotMeasured::AnsweredByPage)],
                Observation::Miss,
            ),
            (&[BLOCKED], Observation::Nothing),
            (&[], Observation::Nothing),
        ] {
            let results: Vec<TargetResult> = reaches
                .iter()
                .map(|reach| TargetResult::new(TargetKind::Name, *reach))
                .collect();
            assert_eq!(observation(&results), expected, "{reaches:?}");
        }
    }
}
