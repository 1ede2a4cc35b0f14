use crate::answers::Tally;
use crate::{CheckId, Confidence, Finding, TargetResult, Verdict};

/// By contrast: any one target may be down or blocked by an extension of the browser, so one
/// failure among several says little. All answer: pass. Half of them or more: pass, less sure.
/// Fewer: warn. None: fail.
///
/// `asked` counts what tells something, so what the page's policy forbade is not in it.
pub fn judge(results: &[TargetResult]) -> Finding {
    let tally = Tally::of(results);
    if let Some(why) = tally.nothing_to_judge() {
        return Finding::not_measured(CheckId::Internet, why);
    }
    let (verdict, confidence) = match tally.answered {
        0 => (Verdict::Fail, tally.confidence_of_silence()),
        all if all == tally.asked && all > 1 && tally.why_not.is_none() => {
            (Verdict::Pass, Confidence::High)
        }
        most if most * 2 >= tally.asked => (Verdict::Pass, Confidence::Medium),
        _ => (Verdict::Warn, Confidence::Low),
    };
    Finding::new(CheckId::Internet, verdict, confidence)
        .with("answered", Some(tally.answered as f64))
        .with("asked", Some(tally.asked as f64))
        .with("time", tally.quickest)
        .with("failed", tally.failed.filter(|_| tally.answered == 0))
}
