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

impl Row {
    /// What is seen, what it is then, from where to where it may be, and how sure that is. It is told from the customer's own
    /// line alone.
    const fn new(
        when: &'static [(CheckId, Seen)],
        what: Fault,
        first: Part,
        last: Part,
        confidence: fn(&Latest) -> Confidence,
    ) -> Row {
        Row {
            when,
            what,
            first,
            last,
            confidence,
            from_anywhere: false,
        }
    }

    /// The same, told from any network.
    const fn anywhere(self) -> Row {
        Row {
            from_anywhere: true,
            ..self
        }
    }
}

/// Each place that observations tell; the first row that holds counts. Only contrast locates: one check
/// that failed, with nothing beside it that was measured, may be the check's own fault. Those that stand alone here are
/// the provider's own word, or have their contrast in themselves.
pub static TABLE: &[Row] = &[
    Row::new(
        &[(Account, Fails)],
        Fault::Account,
        Part::Network,
        Part::Network,
        |latest| latest.confidence(Account),
    )
    .anywhere(),
    // Names fail and numbers answer: nothing nearer is broken, whatever else failed by its name.
    Row::new(
        &[(Dns, Fails)],
        Fault::Names,
        Part::Network,
        Part::Network,
        |latest| latest.confidence(Dns),
    ),
    Row::new(
        &[(Captive, Fails)],
        Fault::SignIn,
        Part::Router,
        Part::Network,
        |latest| latest.confidence(Captive),
    ),
    // The way out is open, so it is the provider's servers and nothing nearer.
    Row::new(
        &[(Isp, Fails), (Internet, Works)],
        Fault::Servers,
        Part::Network,
        Part::Network,
        of_contrast,
    )
    .anywhere(),
    // The way to the provider is open, so it is beyond.
    Row::new(
        &[(Isp, Works), (Internet, Fails)],
        Fault::Beyond,
        Part::Internet,
        Part::Internet,
        |latest| latest.confidence(Isp).min(latest.confidence(Internet)),
    )
    .anywhere(),
    // A Wi-Fi that is weak makes services look slow, and no service makes the Wi-Fi so.
    Row::new(
        &[(Wifi, Impaired), (Isp, Works)],
        Fault::Wifi,
        Part::Wifi,
        Part::Wifi,
        |latest| latest.confidence(Wifi),
    ),
    Row::new(
        &[(Services, Impaired), (Internet, Works)],
        Fault::Service,
        Part::Service,
        Part::Service,
        |latest| latest.confidence(Services),
    )
    .anywhere(),
    // No link, and the system says so at once. The link has two ends: a router that is off takes it down as well. How quickly
    // others fail tells less: their connections of before may still seem to be open.
    Row::new(
        &[(Isp, Refused), (Internet, Fails), (DeviceLink, Fails)],
        Fault::Link,
        Part::Device,
        Part::Router,
        |_| Confidence::Medium,
    ),
    // Without an address nothing is sent, however long a browser tries.
    Row::new(
        &[(Isp, Fails), (Internet, Fails), (DeviceLink, SurelyFails)],
        Fault::Link,
        Part::Device,
        Part::Router,
        |_| Confidence::Medium,
    ),
    // What the provider knows counts before what is perhaps.
    Row::new(
        &[(Isp, Fails), (Internet, Fails), (Outage, Fails)],
        Fault::Known,
        Part::Line,
        Part::Network,
        |_| Confidence::Medium,
    ),
    // Names that are answered for, and numbers that are swallowed. A page in between does that. A router without a line refuses
    // both, but no more than some numbers a second (RFC 1812, 4.3.2.8), and a system that tries on after such a refusal (RFC 1122,
    // 4.2.3.9) hands on what names came to alone: so the sentence names both. One number that was refused rules the page out.
    Row::new(
        &[
            (Isp, UnsurelyFails),
            (Internet, UnsurelyFails),
            (Captive, Unclear),
        ],
        Fault::SignIn,
        Part::Router,
        Part::Network,
        |_| Confidence::Low,
    ),
    // The link went, and what is sent gets lost: the other end went.
    Row::new(
        &[(Isp, Fails), (Internet, Fails), (DeviceLink, Fails)],
        Fault::Router,
        Part::Device,
        Part::Router,
        |_| Confidence::Medium,
    ),
    Row::new(
        &[(Isp, Fails), (Internet, Fails), (Router, Fails)],
        Fault::Router,
        Part::Wifi,
        Part::Router,
        |_| Confidence::Medium,
    ),
    Row::new(
        &[(Isp, Fails), (Internet, Fails), (Router, Works)],
        Fault::Line,
        Part::Line,
        Part::Line,
        of_silence,
    ),
    // Over a link that is there, numbers are refused at once, near and far alike: the router says that it has no way out. What
    // runs on the device itself, such as a firewall, refuses the same way, so it is not sure. A resolver that refuses looks the
    // same from names alone, and only where a number is among what was asked is a failure sure.
    Row::new(
        &[
            (Isp, SurelyFails),
            (Isp, Refused),
            (Internet, Refused),
            (DeviceLink, Works),
        ],
        Fault::Line,
        Part::Router,
        Part::Line,
        |latest| latest.confidence(DeviceLink).min(of_silence(latest)),
    ),
    // A link that is up takes device and Wi-Fi out, if the browser would notice.
    Row::new(
        &[(Isp, Fails), (Internet, Fails), (DeviceLink, SurelyWorks)],
        Fault::Silence,
        Part::Router,
        Part::Line,
        of_silence,
    ),
    Row::new(
        &[(Isp, Fails), (Internet, Fails)],
        Fault::Silence,
        Part::Device,
        Part::Line,
        |_| Confidence::Low,
    ),
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
