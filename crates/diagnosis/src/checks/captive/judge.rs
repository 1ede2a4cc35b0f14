use crate::answers::Tally;
use crate::{CheckId, Confidence, Finding, NotMeasured, TargetResult, Verdict};

/// What was learned of a page in between.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Captive {
    /// What the network itself says (RFC 8908, 5: `captive`), if it was asked and answered.
    pub told: Option<bool>,
    /// What came of asking the relay, and addresses without a name.
    pub results: Vec<TargetResult>,
    /// Where that page shows, if it is there: what the network says (RFC 8908, 5: `user-portal-url`), else one of `checks.isp`
    /// that is a number, without TLS. Of a name a browser may know that it is to be asked with TLS alone, so that nothing in
    /// between can answer; of a number it never does (RFC 6797, 8.3).
    pub page: Option<String>,
}

/// The network's own word counts first. An answer that only the relay can give has passed whatever stands in between;
/// a redirect, 511, or an answer that is not the relay's has not. Names that fail at once while numbers stay silent
/// are what a page in between does that answers for all names, but a broken line can look like that.
pub fn judge(captive: &Captive) -> Finding {
    let tally = Tally::of(&captive.results);
    let (verdict, confidence) = match captive.told {
        Some(true) => (Verdict::Fail, Confidence::High),
        Some(false) => (Verdict::Pass, Confidence::High),
        None if tally.readable > 0 => (Verdict::Pass, Confidence::High),
        None if tally.sign_in > 0 => (Verdict::Fail, Confidence::Medium),
        None if tally.kinds_disagree => (Verdict::Unknown, Confidence::Low),
        None => {
            let why = tally.nothing_to_judge().unwrap_or(NotMeasured::NoAnswer);
            return Finding::not_measured(CheckId::Captive, why);
        }
    };
    let mut finding = Finding::new(CheckId::Captive, verdict, confidence);
    if let Some(page) = captive.page.clone().filter(|_| verdict != Verdict::Pass) {
        finding.texts.push(("page", page));
    }
    finding
}
