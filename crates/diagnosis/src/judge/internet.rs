//! `internet`: the world beyond the provider answers.

use crate::reply::Tally;
use crate::{CheckId, Confidence, Finding, NotMeasured, Reply, Verdict};

/// By contrast: any one target may be down or blocked by an extension of the browser, so one
/// failure among several says little. All answer: pass. Half of them or more: pass, less sure.
/// Fewer: warn. None: fail.
///
/// `asked` counts what could be asked, so what the page's policy forbade is not in it.
pub(super) fn judge(replies: &[Reply]) -> Finding {
    let tally = Tally::of(replies);
    if replies.is_empty() {
        return Finding::not_measured(CheckId::Internet, NotMeasured::NotSetUp);
    }
    if tally.asked == 0 {
        return Finding::not_measured(CheckId::Internet, NotMeasured::BlockedByPage);
    }
    if tally.answered == 0 && tally.login > 0 {
        return Finding::not_measured(CheckId::Internet, NotMeasured::BadAnswer);
    }
    let (verdict, confidence) = match tally.answered {
        0 => (Verdict::Fail, tally.confidence_of_silence()),
        all if all == tally.asked && all > 1 && tally.blocked == 0 => {
            (Verdict::Pass, Confidence::High)
        }
        most if most * 2 >= tally.asked => (Verdict::Pass, Confidence::Medium),
        _ => (Verdict::Warn, Confidence::Low),
    };
    Finding::new(CheckId::Internet, verdict, confidence)
        .with("answered", Some(tally.answered as f64))
        .with("asked", Some(tally.asked as f64))
        .with("time", tally.quickest)
}
