use crate::checks::latency::{self, JITTER_WARN_MS, Latency};
use crate::{CheckId, Finding, NotMeasured, Verdict};

/// From here on a call does not work: the worst class of Cloudflare's AIM (jitter of 500 ms and more gives −20 points).
pub const JITTER_FAIL_MS: f64 = 500.0;

/// The mean of the absolute differences of neighbours, from the pings of `latency`, and as sure as those.
pub fn judge(measured: &Latency) -> Finding {
    let delay = latency::judge(measured);
    let Some(mean) = delay.metric("jitter") else {
        let why = delay.not_measured.unwrap_or(NotMeasured::NoAnswer);
        return Finding::not_measured(CheckId::Jitter, why);
    };
    let verdict = if mean >= JITTER_FAIL_MS {
        Verdict::Fail
    } else if mean >= JITTER_WARN_MS {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    Finding::new(CheckId::Jitter, verdict, delay.confidence).with("mean", Some(mean))
}
