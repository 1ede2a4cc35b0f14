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
        // A single host may be down by itself.
        (false, true) if six.asked < 2 => (Verdict::Warn, Confidence::Low),
        (true, false) if four.asked < 2 => (Verdict::Warn, Confidence::Low),
        (false, true) | (true, false) => (Verdict::Warn, Confidence::Medium),
        (false, false) => {
            return Finding::not_measured(CheckId::Ipv6, NotMeasured::Pointless);
        }
    };
    Finding::new(CheckId::Ipv6, verdict, confidence)
        .with("v6", six.quickest)
        .with("v4", four.quickest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reach, TargetKind, TargetResult};

    #[test]
    fn one_host_that_is_silent_is_less_sure_than_two() {
        let result = |reach| TargetResult::new(TargetKind::Name, reach);
        let answers = [result(Reach::Answered { elapsed: 40.0 })];
        for (hosts, confidence) in [(1, Confidence::Low), (2, Confidence::Medium)] {
            let silent = vec![result(Reach::TimedOut); hosts];
            for finding in [judge(&silent, &answers), judge(&answers, &silent)] {
                assert_eq!(finding.verdict, Verdict::Warn);
                assert_eq!(finding.confidence, confidence, "{hosts}");
            }
        }
    }
}
