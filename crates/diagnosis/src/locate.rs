//! Where the fault lies, on the chain *this device – Wi-Fi – router – line – our network –
//! internet – the service*.

use crate::{CheckId, Confidence, Finding, Verdict};

/// A link of the chain, from the customer outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// This device.
    Device,
    /// The Wi-Fi, or the cable to the router.
    Wifi,
    /// The home router.
    Router,
    /// The line from the house to the provider.
    Line,
    /// The provider's network and servers.
    Network,
    /// The internet beyond the provider.
    Internet,
    /// The single service that the customer wants to reach.
    Service,
}

impl Part {
    /// All, from the customer outwards.
    pub const ALL: [Part; 7] = [
        Part::Device,
        Part::Wifi,
        Part::Router,
        Part::Line,
        Part::Network,
        Part::Internet,
        Part::Service,
    ];

    /// The name in tickets.
    pub fn name(self) -> &'static str {
        match self {
            Part::Device => "device",
            Part::Wifi => "wifi",
            Part::Router => "router",
            Part::Line => "line",
            Part::Network => "network",
            Part::Internet => "internet",
            Part::Service => "service",
        }
    }
}

/// Where the fault lies: somewhere from `first` to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultLocation {
    /// The nearest part that it may be.
    pub first: Part,
    /// The farthest part that it may be.
    pub last: Part,
    /// How sure that is.
    pub confidence: Confidence,
}

/// Where the fault lies, as far as the findings tell; `None` where they do not.
///
/// Only contrast locates. One check that failed, with nothing beside it that was measured, may be
/// the check's own fault; and what was not measured is never a fault. Of several findings of one
/// check the last counts.
pub fn locate(findings: &[Finding]) -> Option<FaultLocation> {
    let last = |check| {
        findings
            .iter()
            .rev()
            .find(|finding| finding.check == check)
            .filter(|f| f.measured())
    };
    let verdict = |check| last(check).map(|finding| finding.verdict);
    let isp = last(CheckId::Isp)?;
    let internet = last(CheckId::Internet)?;
    let both = isp.confidence.min(internet.confidence);
    let place = |first, last, confidence| {
        Some(FaultLocation {
            first,
            last,
            confidence,
        })
    };
    let known_fault = verdict(CheckId::Outage) == Some(Verdict::Fail);

    match (isp.verdict, internet.verdict) {
        // The way out is open, so it is the provider's servers and nothing nearer.
        (Verdict::Fail, Verdict::Pass | Verdict::Warn) => {
            place(Part::Network, Part::Network, at_least_medium(isp, internet))
        }
        // The way to the provider is open, so it is beyond.
        (Verdict::Pass | Verdict::Warn, Verdict::Fail) => {
            place(Part::Internet, Part::Internet, both)
        }
        (Verdict::Fail, Verdict::Fail) => match last(CheckId::DeviceLink) {
            // The link has two ends: a router that is off takes it down as well.
            Some(link) if link.verdict == Verdict::Fail => {
                place(Part::Device, Part::Router, Confidence::Medium)
            }
            _ if known_fault => place(Part::Line, Part::Network, Confidence::Medium),
            // A link that is up takes device and Wi-Fi out, where the browser would notice.
            // A resolver that is gone looks the same from names alone; a literal among what
            // failed rules it out. A login page that swallows everything still looks the same,
            // so this is never sure.
            Some(link) if link.confidence > Confidence::Low => {
                let confidence = if isp.confidence.max(internet.confidence) == Confidence::High {
                    Confidence::Medium
                } else {
                    Confidence::Low
                };
                place(Part::Router, Part::Line, confidence)
            }
            _ => place(Part::Device, Part::Line, Confidence::Low),
        },
        _ => None,
    }
}

/// The two disagree, which is the contrast: that others answer makes up for a silence of which
/// one alone could not be sure, but never to the full.
fn at_least_medium(silent: &Finding, answering: &Finding) -> Confidence {
    if answering.verdict == Verdict::Pass && answering.confidence > Confidence::Low {
        silent.confidence.max(Confidence::Medium)
    } else {
        Confidence::Low
    }
}
