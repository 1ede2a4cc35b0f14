use crate::answers::Tally;
use crate::number::{fit, median};
use crate::{CheckId, Confidence, Finding, NotMeasured, Reach, TargetKind, TargetResult, Verdict};

/// A lookup from here on is a warning. Ours: a name that a resolver does not know yet takes it a few round trips to
/// servers that may be far away, some 140 ms on a sound line; a page asks for ten names and more, one after the other.
pub const SLOW_LOOKUP_MS: f64 = 500.0;

/// How many fresh names are asked for under each zone: one may be unlucky.
pub const FRESH: usize = 3;

/// How many names that the provider's own resolvers alone know are asked for, and must not be found before another's is said to
/// be asked: one answer may have got lost.
pub const AGREE: usize = 2;

/// Only contrast tells: names that fail while numbers answer. While those are silent too, or there are none, a
/// missing answer says nothing of the resolver. Names of one zone that all fail may be that zone's own fault, a record that is missing or a
/// certificate that has run out, so only a second zone makes it sure.
///
/// `contrast` has the numbers, and perhaps names that the provider's own resolvers alone know. Whoever finds one asks them; who
/// is told each time that there is no such name, while others are found, asks another's: one set in the device or the router, the
/// browser's own over HTTPS, a VPN's. Its silence tells nothing.
pub fn judge(names: &[TargetResult], contrast: &[TargetResult]) -> Finding {
    let tally = Tally::of(names);
    if let Some(why) = tally.nothing_to_judge() {
        return Finding::not_measured(CheckId::Dns, why);
    }
    let lookups: Vec<f64> = names
        .iter()
        .filter_map(|name| name.lookup.and_then(fit))
        .collect();
    let lookup = median(&lookups);
    let (numbers, of_ours): (Vec<TargetResult>, Vec<TargetResult>) = contrast
        .iter()
        .partition(|result| result.kind == TargetKind::Literal);
    let line_is_open = Tally::of(&numbers).answered > 0;
    let (verdict, confidence) = match tally.answered {
        0 if line_is_open && tally.asked > FRESH => (Verdict::Fail, Confidence::High),
        0 if line_is_open => (Verdict::Fail, Confidence::Medium),
        0 => return Finding::not_measured(CheckId::Dns, NotMeasured::Pointless),
        some if some < tally.asked => (Verdict::Warn, Confidence::Medium),
        _ if lookup >= Some(SLOW_LOOKUP_MS) => (Verdict::Warn, Confidence::Medium),
        _ => (Verdict::Pass, Confidence::High),
    };
    let mut finding = Finding::new(CheckId::Dns, verdict, confidence)
        .with("lookup", lookup)
        .with("answered", Some(tally.answered as f64))
        .with("asked", Some(tally.asked as f64));
    let not_found = of_ours
        .iter()
        .filter(|result| matches!(result.reach, Reach::Failed { .. }));
    let whose = match not_found.count() {
        _ if tally.answered == 0 => None,
        _ if Tally::of(&of_ours).answered > 0 => Some("ours"),
        AGREE.. => Some("elsewhere"),
        _ => None,
    };
    finding
        .texts
        .extend(whose.map(|whose| ("resolver", whose.to_owned())));
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_zone_are_less_sure_than_names_of_two() {
        let silent = TargetResult::new(TargetKind::Name, Reach::TimedOut);
        let open = TargetResult::new(TargetKind::Literal, Reach::Answered { elapsed: 40.0 });
        for (zones, confidence) in [(1, Confidence::Medium), (2, Confidence::High)] {
            let names = vec![silent; FRESH * zones];
            let finding = judge(&names, std::slice::from_ref(&open));
            assert_eq!(finding.verdict, Verdict::Fail);
            assert_eq!(finding.confidence, confidence, "{zones}");
        }
    }
}
