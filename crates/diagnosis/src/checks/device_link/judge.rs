use crate::net::Link;
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// `false` is useful but no proof (a virtual adapter can confuse it); `true` says that there is
/// some adapter, and nothing at all if the browser would not notice (HTML, `navigator.onLine`:
/// "this attribute is inherently unreliable"). There, that WebRTC found no address
/// of this device tells, and surely: no adapter, no address. One that it found tells nothing of the other end.
pub fn judge(link: Link) -> Finding {
    let (verdict, confidence) = match (link.online, link.notices) {
        (None, _) => {
            return Finding::not_measured(CheckId::DeviceLink, NotMeasured::NotSupported);
        }
        (Some(false), _) => (Verdict::Fail, Confidence::Medium),
        (Some(true), false) if link.addresses == Some(false) => (Verdict::Fail, Confidence::High),
        (Some(true), true) => (Verdict::Pass, Confidence::Medium),
        (Some(true), false) => (Verdict::Pass, Confidence::Low),
    };
    Finding::new(CheckId::DeviceLink, verdict, confidence)
}
