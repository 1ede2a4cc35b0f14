//! `device-link`: the device thinks that it has a link.

use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What the browser says of the device's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceLink {
    /// `navigator.onLine`; `None` where the browser does not have it.
    pub online: Option<bool>,
    /// Whether this browser is known to notice when the link goes. Measured with the link of the
    /// device down and with the router off: Chromium said `false`, Firefox went on saying `true`.
    pub notices: bool,
}

/// `false` is useful but no proof (a virtual adapter can confuse it); `true` says that there is
/// some adapter, and nothing at all where the browser would not notice (HTML, `navigator.onLine`:
/// "this attribute is inherently unreliable").
pub(super) fn judge(measured: &DeviceLink) -> Finding {
    let (verdict, confidence) = match (measured.online, measured.notices) {
        (None, _) => {
            return Finding::not_measured(CheckId::DeviceLink, NotMeasured::NotSupported);
        }
        (Some(false), _) => (Verdict::Fail, Confidence::Medium),
        (Some(true), true) => (Verdict::Pass, Confidence::Medium),
        (Some(true), false) => (Verdict::Pass, Confidence::Low),
    };
    Finding::new(CheckId::DeviceLink, verdict, confidence)
}
