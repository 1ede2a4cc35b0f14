//! Checks, the watch of the line, and what is known of faults: `firstline-diagnosis` measures and judges,
//! over the browser's network.

use std::cell::Cell;
use std::rc::Rc;

use firstline_diagnosis::checks::outage;
use firstline_diagnosis::{Change, CheckId, NotMeasured, run as measure, watch_line};
use firstline_guide::session::{Event, Millis, Run};
use gloo_timers::future::TimeoutFuture;

use super::net::BrowserNet;
use super::surroundings::{Surroundings, Work};
use crate::browser::device;
use crate::model::Message;

/// How long to the next look at the faults, in milliseconds: at first, and at the longest. What changes is
/// looked at more often again.
const FIRST_LOOK: u32 = 15_000;
const LONGEST_LOOK: u32 = 120_000;

/// Runs a check and reports its finding. It holds `beside` until then, and puts into it how many of a hundred packets get lost,
/// if it is about that: the speed test waits for it, and wants to know.
pub(super) fn check(
    check: CheckId,
    run: Run,
    beside: Rc<Cell<Option<f64>>>,
    given: Surroundings,
) -> Work {
    Box::pin(async move {
        let report = |progress| {
            // A check that takes seconds shows that it runs, and no more.
            if given.context.minutes > 0 {
                given.send.emit(Message::Progressed(check, progress));
            }
        };
        let finding = measure(
            check,
            &BrowserNet(given.host.clone()),
            &given.context,
            &report,
        )
        .await;
        if check == CheckId::Loss {
            beside.set(finding.metric("share"));
        }
        drop(beside);
        given.found(run, finding);
    })
}

/// Watches the line, and reports each change until it is dropped.
pub(super) fn line(run: Run, dropped: bool, given: Surroundings) -> Work {
    Box::pin(async move {
        watch_line(
            &BrowserNet(given.host.clone()),
            &given.context,
            dropped,
            |change, ago| {
                let ago = ago as Millis;
                given.send.emit(Message::Event(match change {
                    Change::Dropped => Event::LineDropped { run, ago },
                    Change::Returned => Event::LineReturned { run, ago },
                }));
            },
        )
        .await;
    })
}

/// Asks what is known of faults, once or, to see an end as soon as it is known, again and again until it is
/// dropped. Whoever opened the help at the same moment does not ask at the same moment.
pub(super) fn notices(watch: bool, given: Surroundings) -> Work {
    Box::pin(async move {
        let net = BrowserNet(given.host.clone());
        let (mut wait, mut last) = (FIRST_LOOK, None);
        loop {
            // The same needs no new drawing.
            let known = outage::measure(&net, &given.context).await;
            let answered = matches!(known, Ok(_) | Err(NotMeasured::NotSetUp));
            if let Ok(known) = known
                && last.as_ref() != Some(&known)
            {
                wait = FIRST_LOOK;
                last = Some(known.clone());
                given.send.emit(Message::IssuesArrived(known));
            }
            if !watch {
                // The line works now; what is seen of the device is what its checks are held against.
                if answered {
                    device::learn_addresses().await;
                }
                break;
            }
            let spread = 0.75 + js_sys::Math::random() / 2.0;
            TimeoutFuture::new((f64::from(wait) * spread) as u32).await;
            wait = (wait * 3 / 2).min(LONGEST_LOOK);
        }
    })
}
