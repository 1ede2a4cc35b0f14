use crate::net::Link;
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What was learned of the device's own link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceLink {
    /// What the browser says.
    pub link: Link,
    /// Whether the relay answered at that time.
    pub answered: bool,
}

/// An answer came over a link, whatever the browser says. Without one, `false` is useful but no proof (a virtual adapter can
/// confuse it); `true` says that there is some adapter, and nothing at all if the browser would not notice (HTML,
/// `navigator.onLine`: "this attribute is inherently unreliable"). There, that WebRTC found no address
/// of this device tells: no adapter, no address. It is sure if one was found before, for some browsers are told to
/// hide them. One that it found tells nothing of the other end.
pub fn judge(measured: &DeviceLink) -> Finding {
    let link = measured.link;
    let (verdict, confidence) = match (link.online, link.notices, link.addresses) {
        _ if measured.answered => (Verdict::Pass, Confidence::High),
        (Some(false), ..) => (Verdict::Fail, Confidence::Medium),
        (Some(true), true, _) => (Verdict::Pass, Confidence::Medium),
        (Some(true), false, Some(true)) => (Verdict::Pass, Confidence::Low),
        (Some(true), false, Some(false)) if link.had_addresses => (Verdict::Fail, Confidence::High),
        (Some(true), false, Some(false)) => (Verdict::Fail, Confidence::Medium),
        (None, ..) | (Some(true), false, None) => {
            return Finding::not_measured(CheckId::DeviceLink, NotMeasured::NotSupported);
        }
    };
    Finding::new(CheckId::DeviceLink, verdict, confidence)
}
