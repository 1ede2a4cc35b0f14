//! Watching a line that an instruction makes drop: whether it is down, and back.

mod state;

use std::pin::pin;

use futures_util::StreamExt;
use futures_util::future::{Either, select};

pub use state::{Change, LineWatch, Observation};

use crate::answers::{Reach, Target, TargetResult, ask_all};
use crate::checks::isp;
use crate::net::{Milliseconds, Net};
use crate::{Context, NotMeasured};

/// From one try to the next.
const PERIOD: Milliseconds = 2_000.0;

/// How long one try may take.
const DEADLINE: Milliseconds = 3_000.0;

/// Watches until it is dropped: asks the provider's edge again and again, and listens to the browser. It
/// begins with a line that is up, or with one that was seen to drop before a reload.
pub async fn watch_line(
    net: &impl Net,
    context: &Context,
    dropped: bool,
    mut changed: impl FnMut(Change),
) {
    let targets = isp::targets(context);
    let mut watch = LineWatch::new(dropped);
    let mut links = pin!(net.link_changes());
    let mut take = |observed| {
        if let Some(change) = watch.observe(observed) {
            changed(change);
        }
    };
    loop {
        // What the browser notices is a reason to try now, not in two seconds.
        let noticed = match select(links.next(), pin!(attempt(net, &targets, &mut take))).await {
            Either::Left((noticed, _)) => noticed,
            Either::Right(_) => continue,
        };
        match noticed {
            Some(true) => take(Observation::Online),
            Some(false) => take(Observation::Offline),
            // The browser tells no more. Then the tries alone tell.
            None => loop {
                attempt(net, &targets, &mut take).await;
            },
        }
    }
}

/// One try, and the pause after it.
async fn attempt(net: &impl Net, targets: &[Target], take: &mut impl FnMut(Observation)) {
    let began = net.now();
    take(observation(&ask_all(net, targets, DEADLINE).await));
    net.sleep(PERIOD - (net.now() - began)).await;
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
                .map(|reach| TargetResult {
                    kind: TargetKind::Name,
                    reach: *reach,
                })
                .collect();
            assert_eq!(observation(&results), expected, "{reaches:?}");
        }
    }
}
