//! `isp`: the provider's own edge answers.

use crate::reply::Tally;
use crate::{CheckId, Confidence, Finding, NotMeasured, Reply, Verdict};

/// One answer is enough: the edge is a place, and the way to it is open. What kind of answer it
/// is does not matter, except a login page, which comes from elsewhere.
pub(super) fn judge(replies: &[Reply]) -> Finding {
    let tally = Tally::of(replies);
    if replies.is_empty() {
        return Finding::not_measured(CheckId::Isp, NotMeasured::NotSetUp);
    }
    if tally.asked == 0 {
        return Finding::not_measured(CheckId::Isp, NotMeasured::BlockedByPage);
    }
    if tally.answered > 0 {
        let confidence = if tally.answered == tally.asked {
            Confidence::High
        } else {
            Confidence::Medium
        };
        return Finding::new(CheckId::Isp, Verdict::Pass, confidence).with("time", tally.quickest);
    }
    if tally.login > 0 {
        return Finding::not_measured(CheckId::Isp, NotMeasured::BadAnswer);
    }
    Finding::new(CheckId::Isp, Verdict::Fail, tally.confidence_of_silence())
}
