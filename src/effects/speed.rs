//! The speed test: a script of its own, fetched for it, measures and draws; what its numbers mean is judged here.

use std::cell::Cell;
use std::rc::Rc;

use firstline_diagnosis::checks::speed::{CHECK, Speed, TARGETS, judge};
use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured};
use firstline_guide::session::Run;
use gloo_timers::future::TimeoutFuture;

use super::surroundings::{Surroundings, Work};
use crate::browser::stage::{How, Stage};
use crate::screens;

/// How often it is looked whether the checks beside it are done, in milliseconds: they would measure each other.
const LOOK: u32 = 100;

/// Lets the customer run the test and reports the finding. Dropping it stops the test. `plan` is what was sold down and up, in
/// Mbit/s, where it is known; `beside` is held by the checks that run beside it, and in it is how many of a hundred packets get
/// lost, once one knows.
pub(super) fn test(
    run: Run,
    plan: [Option<f64>; 2],
    beside: Rc<Cell<Option<f64>>>,
    given: Surroundings,
) -> Work {
    Box::pin(async move {
        while Rc::strong_count(&beside) > 1 {
            TimeoutFuture::new(LOOK).await;
        }
        let targets = given.context.targets.get(&TARGETS);
        let stage = match targets {
            [] => None,
            _ => {
                let how = How { plan, again: false };
                Stage::open(&given.host, &given.root, screens::SPEED, targets, how).await
            }
        };
        let finding = match &stage {
            Some(stage) => finding(stage, plan, beside.get()).await,
            None if targets.is_empty() => not_measured(NotMeasured::NotSetUp),
            // The script did not come.
            None => not_measured(NotMeasured::NoAnswer),
        };
        if let Some(stage) = stage {
            stage.show(&finding);
        }
        given.found(run, finding);
    })
}

/// Draws a result anew.
pub(super) fn show(finding: Finding, plan: [Option<f64>; 2], given: Surroundings) -> Work {
    Box::pin(async move {
        let targets = given.context.targets.get(&TARGETS);
        let how = How { plan, again: true };
        if let Some(stage) =
            Stage::open(&given.host, &given.root, screens::SPEED, targets, how).await
        {
            stage.show(&finding);
        }
    })
}

fn not_measured(why: NotMeasured) -> Finding {
    Finding::not_measured(CheckId::Speed, why)
}

/// `lost` of a hundred packets, where that was measured.
async fn finding(stage: &Stage, plan: [Option<f64>; 2], lost: Option<f64>) -> Finding {
    let measured = stage.measured().await;
    let word = |name| measured.text(name).unwrap_or_default();
    if let Some(why) = NotMeasured::from_name(&word("reason")) {
        return not_measured(why);
    }
    let numbers = CHECK.metrics.iter();
    judge(&Speed {
        numbers: numbers
            .filter_map(|metric| Some((metric.name, measured.number(metric.name)?)))
            .collect(),
        confidence: Confidence::from_name(&word("confidence")).unwrap_or(Confidence::Low),
        plan,
        loss: lost.map(|percent| percent / 100.0),
    })
}
