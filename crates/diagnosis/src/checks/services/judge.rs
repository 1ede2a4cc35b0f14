use crate::answers::Tally;
use crate::{CheckId, Confidence, Finding, NotMeasured, TargetResult, Verdict};

/// A service that is silent while other places answer is that service's fault, or of the way to it. While nothing
/// else answers, its silence tells nothing of it. One among several may be refused by an extension of the browser.
pub fn judge(services: &[TargetResult], others: &[TargetResult]) -> Finding {
    let tally = Tally::of(services);
    if let Some(why) = tally.nothing_to_judge() {
        return Finding::not_measured(CheckId::Services, why);
    }
    let line_is_open = Tally::of(others).answered > 0;
    let (verdict, confidence) = match tally.answered {
        all if all == tally.asked => (Verdict::Pass, Confidence::High),
        0 if !line_is_open => {
            return Finding::not_measured(CheckId::Services, NotMeasured::Pointless);
        }
        0 if tally.asked > 1 => (Verdict::Fail, Confidence::Medium),
        0 => (Verdict::Fail, Confidence::Low),
        _ => (Verdict::Warn, Confidence::Low),
    };
    Finding::new(CheckId::Services, verdict, confidence)
        .with("answered", Some(tally.answered as f64))
        .with("asked", Some(tally.asked as f64))
}
