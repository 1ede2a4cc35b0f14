use crate::answers::Tally;
use crate::{CheckId, Confidence, Finding, TargetResult, Verdict};

/// One answer is enough: the edge is a place, and the way to it is open. An answer that could not be read
/// may be another's, so it is never sure. A page that wants a sign-in comes from elsewhere.
pub fn judge(results: &[TargetResult]) -> Finding {
    let tally = Tally::of(results);
    if let Some(why) = tally.nothing_to_judge() {
        return Finding::not_measured(CheckId::Isp, why);
    }
    let (verdict, confidence) = match tally.answered {
        0 => (Verdict::Fail, tally.confidence_of_silence()),
        _ if tally.readable == 0 => (Verdict::Pass, Confidence::Low),
        all if all == tally.asked => (Verdict::Pass, Confidence::High),
        _ => (Verdict::Pass, Confidence::Medium),
    };
    Finding::new(CheckId::Isp, verdict, confidence)
        .with("time", tally.quickest)
        .with("failed", tally.failed.filter(|_| tally.answered == 0))
}
