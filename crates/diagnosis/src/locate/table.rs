//! The table of observations: what several checks together say of the place of a fault. Measured on a shaped link, a
//! page that was loaded already, then the fault put in; `tests/faults` plays each recorded fault.

use super::{Fault, Latest, Part};
use crate::CheckId::{
    self, Account, Captive, DeviceLink, Dns, Internet, Isp, Outage, Router, Services, Wifi,
};
use crate::{Confidence, Verdict};

/// What must be seen of a check for a row to hold.
#[derive(Clone, Copy)]
pub enum Seen {
    /// It works, at least partly.
    Works,
    /// It works, and that is more than a guess.
    SurelyWorks,
    /// It fails, or works less well than it should.
    Impaired,
    /// It was measured, and does not tell.
    Unclear,
    /// It fails.
    Fails,
    /// It fails, and that is known for sure.
    SurelyFails,
    /// It fails, and somebody said so at once.
    Refused,
    /// It fails, and that is not known for sure: no number among what was asked was refused while names failed.
    UnsurelyFails,
}
use Seen::{Fails, Impaired, Refused, SurelyFails, SurelyWorks, Unclear, UnsurelyFails, Works};

/// What some observations together say.
pub struct Row {
    /// All of these are seen.
    pub when: &'static [(CheckId, Seen)],
    /// Then it is this,
    pub what: Fault,
    /// somewhere from here …
    pub first: Part,
    /// … to here,
    pub last: Part,
    /// this sure.
    pub confidence: fn(&Latest) -> Confidence,
    /// Whether it tells that from any network, not from the customer's own line alone.
    pub from_anywhere: bool,
}

/// Each place that observations tell; the first row that holds counts. Only contrast locates: one check
/// that failed, with nothing beside it that was measured, may be the check's own fault. Those that stand alone here are
/// the provider's own word, or have their contrast in themselves.
pub static TABLE: &[Row] = &[
    Row {
        when: &[(Account, Fails)],
        what: Fault::Account,
        first: Part::Network,
        last: Part::Network,
        confidence: |latest| latest.confidence(Account),
        from_anywhere: true,
    },
    // Names fail and numbers answer: nothing nearer is broken, whatever else failed by its name.
    Row {
        when: &[(Dns, Fails)],
        what: Fault::Names,
        first: Part::Network,
        last: Part::Network,
        confidence: |latest| latest.confidence(Dns),
        from_anywhere: false,
    },
    Row {
        when: &[(Captive, Fails)],
        what: Fault::SignIn,
        first: Part::Router,
        last: Part::Network,
        confidence: |latest| latest.confidence(Captive),
        from_anywhere: false,
    },
    // The way out is open, so it is the provider's servers and nothing nearer.
    Row {
        when: &[(Isp, Fails), (Internet, Works)],
        what: Fault::Servers,
        first: Part::Network,
        last: Part::Network,
        confidence: of_contrast,
        from_anywhere: true,
    },
    // The way to the provider is open, so it is beyond.
    Row {
        when: &[(Isp, Works), (Internet, Fails)],
        what: Fault::Beyond,
        first: Part::Internet,
        last: Part::Internet,
        confidence: |latest| latest.confidence(Isp).min(latest.confidence(Internet)),
        from_anywhere: true,
    },
    // A Wi-Fi that is weak makes services look slow, and no service makes the Wi-Fi so.
    Row {
        when: &[(Wifi, Impaired), (Isp, Works)],
        what: Fault::Wifi,
        first: Part::Wifi,
        last: Part::Wifi,
        confidence: |latest| latest.confidence(Wifi),
        from_anywhere: false,
    },
    Row {
        when: &[(Services, Impaired), (Internet, Works)],
        what: Fault::Service,
        first: Part::Service,
        last: Part::Service,
        confidence: |latest| latest.confidence(Services),
        from_anywhere: true,
    },
    // No link, and the system says so at once. The link has two ends: a router that is off takes it down as well. How quickly
    // others fail tells less: their connections of before may still seem to be open.
    Row {
        when: &[(Isp, Refused), (Internet, Fails), (DeviceLink, Fails)],
        what: Fault::Link,
        first: Part::Device,
        last: Part::Router,
        confidence: |_| Confidence::Medium,
        from_anywhere: false,
    },
    // Without an address nothing is sent, however long a browser tries.
    Row {
        when: &[(Isp, Fails), (Internet, Fails), (DeviceLink, SurelyFails)],
        what: Fault::Link,
        first: Part::Device,
        last: Part::Router,
        confidence: |_| Confidence::Medium,
        from_anywhere: false,
    },
    // What the provider knows counts before what is perhaps.
    Row {
        when: &[(Isp, Fails), (Internet, Fails), (Outage, Fails)],
        what: Fault::Known,
        first: Part::Line,
        last: Part::Network,
        confidence: |_| Confidence::Medium,
        from_anywhere: false,
    },
    // Names that are answered for, and numbers that are swallowed. A page in between does that. A router without a line refuses
    // both, but no more than some numbers a second (RFC 1812, 4.3.2.8), and a system that tries on after such a refusal (RFC 1122,
    // 4.2.3.9) hands on what names came to alone: so the sentence names both. One number that was refused rules the page out.
    Row {
        when: &[
            (Isp, UnsurelyFails),
            (Internet, UnsurelyFails),
            (Captive, Unclear),
        ],
        what: Fault::SignIn,
        first: Part::Router,
        last: Part::Network,
        confidence: |_| Confidence::Low,
        from_anywhere: false,
    },
    // The link went, and what is sent gets lost: the other end went.
    Row {
        when: &[(Isp, Fails), (Internet, Fails), (DeviceLink, Fails)],
        what: Fault::Router,
        first: Part::Device,
        last: Part::Router,
        confidence: |_| Confidence::Medium,
        from_anywhere: false,
    },
    Row {
        when: &[(Isp, Fails), (Internet, Fails), (Router, Fails)],
        what: Fault::Router,
        first: Part::Wifi,
        last: Part::Router,
        confidence: |_| Confidence::Medium,
        from_anywhere: false,
    },
    Row {
        when: &[(Isp, Fails), (Internet, Fails), (Router, Works)],
        what: Fault::Line,
        first: Part::Line,
        last: Part::Line,
        confidence: of_silence,
        from_anywhere: false,
    },
    // Over a link that is there, numbers are refused at once, near and far alike: the router says that it has no way out. What
    // runs on the device itself, such as a firewall, refuses the same way, so it is not sure. A resolver that refuses looks the
    // same from names alone, and only where a number is among what was asked is a failure sure.
    Row {
        when: &[
            (Isp, SurelyFails),
            (Isp, Refused),
            (Internet, Refused),
            (DeviceLink, Works),
        ],
        what: Fault::Line,
        first: Part::Router,
        last: Part::Line,
        confidence: |latest| latest.confidence(DeviceLink).min(of_silence(latest)),
        from_anywhere: false,
    },
    // A link that is up takes device and Wi-Fi out, if the browser would notice.
    Row {
        when: &[(Isp, Fails), (Internet, Fails), (DeviceLink, SurelyWorks)],
        what: Fault::Silence,
        first: Part::Router,
        last: Part::Line,
        confidence: of_silence,
        from_anywhere: false,
    },
    Row {
        when: &[(Isp, Fails), (Internet, Fails)],
        what: Fault::Silence,
        first: Part::Device,
        last: Part::Line,
        confidence: |_| Confidence::Low,
        from_anywhere: false,
    },
];

/// The two disagree, which is the contrast: that others answer makes up for a silence of which
/// one alone could not be sure, but never to the full.
fn of_contrast(latest: &Latest) -> Confidence {
    let answers = latest.of(Internet).map(|finding| finding.verdict) == Some(Verdict::Pass);
    if answers && latest.confidence(Internet) > Confidence::Low {
        latest.confidence(Isp).max(Confidence::Medium)
    } else {
        Confidence::Low
    }
}

/// A resolver that is gone looks the same from names alone; a literal among what failed rules it out. A
/// page in between that swallows everything still looks the same, so this is never sure.
fn of_silence(latest: &Latest) -> Confidence {
    let surest = latest.confidence(Isp).max(latest.confidence(Internet));
    if surest == Confidence::High {
        Confidence::Medium
    } else {
        Confidence::Low
    }
}
