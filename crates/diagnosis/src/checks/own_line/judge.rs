use super::whoami::WhoAmI;
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What was learned of where this device is.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnLine {
    /// What the relay sees.
    pub seen: WhoAmI,
    /// Whether the device says that it is on mobile data.
    pub mobile_data: bool,
}

/// The address tells: only what comes over the provider's line has one of its networks. An address elsewhere may be
/// mobile data, a VPN, a privacy relay of the browser or another network; it is sure only where the device says so
/// itself.
pub fn judge(measured: &OwnLine) -> Finding {
    let (verdict, confidence) = match (measured.seen.on_net, measured.mobile_data) {
        (None, _) => return Finding::not_measured(CheckId::OwnLine, NotMeasured::NotSetUp),
        (Some(true), _) => (Verdict::Pass, Confidence::High),
        (Some(false), true) => (Verdict::Warn, Confidence::High),
        (Some(false), false) => (Verdict::Warn, Confidence::Medium),
    };
    let mut finding = Finding::new(CheckId::OwnLine, verdict, confidence);
    finding.alias = super::CHECK.alias(verdict);
    finding.texts = vec![("family", measured.seen.family.clone())];
    finding
}
