//! What a measurement means: one file a check.
//!
//! A measurement holds numbers, failures and times, as the browser saw them; nothing in it is
//! judged. The thresholds stand beside the judgement that uses them, each with its source.

mod device_link;
mod internet;
mod isp;
mod latency;
mod outage;

pub use device_link::DeviceLink;
pub use latency::{JITTER_WARN_MS, LATENCY_FAIL_MS, LATENCY_WARN_MS, Latency, Ping};
pub use outage::{Issue, Outage, Status};

use crate::{CheckId, Finding, NotMeasured, Reply};

/// What a probe measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Measurement {
    /// Of `device-link`.
    DeviceLink(DeviceLink),
    /// Of `isp`: a reply for each target; none where none is configured.
    Isp(Vec<Reply>),
    /// Of `internet`: a reply for each target; none where none is configured.
    Internet(Vec<Reply>),
    /// Of `latency`.
    Latency(Latency),
    /// Of `outage`.
    Outage(Outage),
    /// There is no probe for this check, or what it needs is missing.
    Nothing(CheckId, NotMeasured),
}

/// Judges a measurement. Whatever the numbers are, the finding holds only numbers that are
/// finite, not negative, and rounded to a thousandth.
pub fn judge(measurement: &Measurement) -> Finding {
    match measurement {
        Measurement::DeviceLink(measured) => device_link::judge(measured),
        Measurement::Isp(replies) => isp::judge(replies),
        Measurement::Internet(replies) => internet::judge(replies),
        Measurement::Latency(measured) => latency::judge(measured),
        Measurement::Outage(measured) => outage::judge(measured),
        Measurement::Nothing(check, why) => Finding::not_measured(*check, *why),
    }
}
