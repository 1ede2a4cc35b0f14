use crate::answers::Tally;
use crate::{CheckId, Confidence, Finding, NotMeasured, TargetResult, Verdict};

/// A host with one kind of address only, asked by a device that has none of that kind, fails before this time: the
/// system has no route, and nothing is sent (measured: less than 170 ms with the lookup). What fails later was sent
/// and got lost, which is a broken network.
pub const NO_ROUTE_MS: f64 = 1_000.0;

/// Each against the other: if neither answers, it is no matter of the kind of address. A device without IPv6 is no
/// fault. One that has it, and gets no answer by it, loses time with each connection (RFC 8305 makes browsers hide
/// that; calls and games do not).
pub fn judge(v6: &[TargetResult], v4: &[TargetResult]) -> Finding {
    let (six, four) = (Tally::of(v6), Tally::of(v4));
    // Both must be set up: one alone is no contrast.
    for tally in [&six, &four] {
        if let Some(why) = tally.nothing_to_judge() {
            return Finding::not_measured(CheckId::Ipv6, why);
        }
    }
    let no_route = |tally: &Tally| tally.failed.is_some_and(|failed| failed < NO_ROUTE_MS);
    let (verdict, confidence) = match (six.answered > 0, four.answered > 0) {
        (true, true) => (Verdict::Pass, Confidence::High),
        (false, true) if no_route(&six) => (Verdict::Pass, Confidence::Medium),
        (false, true) | (true, false) => (Verdict::Warn, Confidence::Medium),
        (false, false) => {
            return Finding::not_measured(CheckId::Ipv6, NotMeasured::Pointless);
        }
    };
    Finding::new(CheckId::Ipv6, verdict, confidence)
        .with("v6", six.quickest)
        .with("v4", four.quickest)
}
