//! Where the fault lies, on the chain *this device – Wi-Fi – router – line – our network –
//! internet – the service*, and what it is.

mod table;

use crate::{CheckId, Confidence, Finding, Verdict};
use table::{Seen, TABLE};

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

    /// The name in guides and tickets.
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

/// What the fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The provider holds the account back.
    Account,
    /// A page in between wants a sign-in or a payment.
    SignIn,
    /// Names do not resolve, while addresses without a name answer.
    Names,
    /// The provider's own servers are silent, and others answer.
    Servers,
    /// The provider answers, and nobody beyond.
    Beyond,
    /// One service is silent, and the rest answers.
    Service,
    /// The provider knows of a fault or works here, and nothing answers.
    Known,
    /// The router answers, and nobody beyond; or somebody near says at once that there is no way out.
    Line,
    /// The device has no link.
    Link,
    /// The router does not answer.
    Router,
    /// The leg to the router is bad.
    Wifi,
    /// Nothing answers, and no contrast tells more.
    Silence,
}

impl Fault {
    /// All.
    pub const ALL: [Fault; 12] = [
        Fault::Account,
        Fault::SignIn,
        Fault::Names,
        Fault::Servers,
        Fault::Beyond,
        Fault::Service,
        Fault::Known,
        Fault::Line,
        Fault::Link,
        Fault::Router,
        Fault::Wifi,
        Fault::Silence,
    ];

    /// The name in guides: the fact `diagnosis.what`.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Account => "account",
            Fault::SignIn => "sign-in",
            Fault::Names => "names",
            Fault::Servers => "servers",
            Fault::Beyond => "beyond",
            Fault::Service => "service",
            Fault::Known => "known",
            Fault::Line => "line",
            Fault::Link => "link",
            Fault::Router => "router",
            Fault::Wifi => "wifi",
            Fault::Silence => "silence",
        }
    }
}

/// Where the fault lies: somewhere from `first` to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultLocation {
    /// The kind of fault.
    pub what: Fault,
    /// The nearest part that it may be.
    pub first: Part,
    /// The farthest part that it may be.
    pub last: Part,
    /// How much the place and the kind can be trusted.
    pub confidence: Confidence,
}

/// Where the fault lies, as far as the findings tell; `None` if they do not. What was not measured is never
/// a fault. Of several findings of one check the last counts.
///
/// A device that is on another network tells nothing of the customer's line, so from there only what lies beyond
/// counts.
pub fn locate(findings: &[Finding]) -> Option<FaultLocation> {
    let latest = Latest(findings);
    let away = is_away(findings);
    let mut rows = TABLE.iter().filter(|row| row.from_anywhere || !away);
    let row = rows.find(|row| {
        row.when
            .iter()
            .all(|(check, seen)| latest.shows(*check, *seen))
    })?;
    Some(FaultLocation {
        what: row.what,
        first: row.first,
        last: row.last,
        confidence: (row.confidence)(&latest),
    })
}

/// Whether the device is on a network that is not the provider's, such as mobile data: then whatever answers proves nothing of
/// the customer's Wi-Fi, router and line.
pub fn is_away(findings: &[Finding]) -> bool {
    Latest(findings).shows(CheckId::OwnLine, Seen::Impaired)
}

/// The values of the fact `diagnosis.where`.
pub const PLACES: [&str; 12] = [
    "device",
    "wifi",
    "router",
    "line",
    "network",
    "internet",
    "service",
    "home",
    "home-or-line",
    "outside",
    "none",
    "unknown",
];

/// Where the fault lies, in one word for guides: the part if it is one; `home` if it ends at the router, `outside` if it
/// begins behind it, else `home-or-line`; `none` if the way is open and nothing is wrong on it, else `unknown`, and so too from
/// another network. `None` if no finding bears on that.
pub fn place(findings: &[Finding]) -> Option<&'static str> {
    let latest = Latest(findings);
    let ways = [CheckId::Internet, CheckId::Isp];
    let Some(fault) = locate(findings) else {
        if !findings.iter().any(|finding| ways.contains(&finding.check)) {
            return None;
        }
        let open = ways.iter().any(|way| latest.shows(*way, Seen::Works)) && !is_away(findings);
        return Some(if open { "none" } else { "unknown" });
    };
    Some(if fault.first == fault.last {
        fault.first.name()
    } else if fault.last <= Part::Router {
        "home"
    } else if fault.first >= Part::Line {
        "outside"
    } else {
        "home-or-line"
    })
}

/// The last finding of each check.
struct Latest<'a>(&'a [Finding]);

/// What failed later than this was not refused: it was sent, and nobody was there. Measured: a device without a link,
/// and a router whose line is gone, refuse in less than 170 ms; a router that is off is given up after two seconds and
/// more.
const REFUSED_MS: f64 = 1_000.0;

impl Latest<'_> {
    fn of(&self, check: CheckId) -> Option<&Finding> {
        let mut findings = self.0.iter().rev();
        findings
            .find(|finding| finding.check == check)
            .filter(|finding| finding.measured())
    }

    fn shows(&self, check: CheckId, seen: Seen) -> bool {
        self.of(check).is_some_and(|finding| {
            let fails = finding.verdict == Verdict::Fail;
            let failed = finding.metric("failed");
            match seen {
                Seen::Works => finding.verdict <= Verdict::Warn,
                Seen::SurelyWorks => {
                    finding.verdict <= Verdict::Warn && finding.confidence > Confidence::Low
                }
                Seen::Impaired => fails || finding.verdict == Verdict::Warn,
                Seen::Unclear => finding.verdict == Verdict::Unknown,
                Seen::Fails => fails,
                Seen::SurelyFails => fails && finding.confidence == Confidence::High,
                Seen::UnsurelyFails => fails && finding.confidence < Confidence::High,
                Seen::Refused => fails && failed.is_some_and(|failed| failed < REFUSED_MS),
            }
        })
    }

    fn confidence(&self, check: CheckId) -> Confidence {
        let finding = self.of(check);
        finding.map_or(Confidence::Low, |finding| finding.confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(check: CheckId, seen: Seen) -> Finding {
        let (verdict, failed) = match seen {
            Seen::Works | Seen::SurelyWorks => (Verdict::Pass, None),
            Seen::Impaired => (Verdict::Warn, None),
            Seen::Unclear => (Verdict::Unknown, None),
            Seen::Fails | Seen::SurelyFails | Seen::UnsurelyFails => (Verdict::Fail, None),
            Seen::Refused => (Verdict::Fail, Some(60.0)),
        };
        // Nothing but what is to be sure is.
        let confidence = match seen {
            Seen::Fails | Seen::UnsurelyFails => Confidence::Medium,
            _ => Confidence::High,
        };
        Finding::new(check, verdict, confidence).with("failed", failed)
    }

    #[test]
    fn every_row_names_a_way_outwards() {
        for row in TABLE {
            assert!(!row.when.is_empty());
            assert!(row.first <= row.last);
        }
    }

    #[test]
    fn every_row_can_hold() {
        for (at, row) in TABLE.iter().enumerate() {
            let findings: Vec<Finding> = row
                .when
                .iter()
                .map(|(check, seen)| finding(*check, *seen))
                .collect();
            let latest = Latest(&findings);
            let holds = |row: &table::Row| {
                let mut when = row.when.iter();
                when.all(|(check, seen)| latest.shows(*check, *seen))
            };
            assert_eq!(TABLE.iter().position(holds), Some(at), "row {at}");
        }
    }

    #[test]
    fn every_fault_has_a_row_and_every_place_is_listed() {
        for fault in Fault::ALL {
            assert!(TABLE.iter().any(|row| row.what == fault), "{fault:?}");
        }
        for part in Part::ALL {
            assert!(PLACES.contains(&part.name()));
        }
    }

    #[test]
    fn a_place_is_one_word() {
        let works = |check| finding(check, Seen::Works);
        let fails = |check| finding(check, Seen::Fails);
        let (isp, internet, link) = (CheckId::Isp, CheckId::Internet, CheckId::DeviceLink);
        for (findings, word) in [
            (vec![works(isp), works(internet)], Some("none")),
            (vec![works(isp)], Some("none")),
            (vec![fails(isp)], Some("unknown")),
            (vec![fails(isp), works(internet)], Some("network")),
            (vec![fails(isp), fails(internet), fails(link)], Some("home")),
            (vec![fails(isp), fails(internet)], Some("home-or-line")),
            (
                vec![fails(isp), fails(internet), fails(CheckId::Outage)],
                Some("outside"),
            ),
            (vec![works(CheckId::Latency)], None),
            (Vec::new(), None),
        ] {
            assert_eq!(place(&findings), word, "{findings:?}");
            assert!(word.is_none_or(|word| PLACES.contains(&word)));
        }
    }

    #[test]
    fn from_another_network_only_what_lies_beyond_counts() {
        let away = finding(CheckId::OwnLine, Seen::Impaired);
        let fails = |check| finding(check, Seen::Fails);
        let silent = [away.clone(), fails(CheckId::Isp), fails(CheckId::Internet)];
        assert_eq!(locate(&silent), None);
        // That the way is open there says nothing of the line at home.
        let works = |check| finding(check, Seen::Works);
        let open = [away.clone(), works(CheckId::Isp), works(CheckId::Internet)];
        assert_eq!(place(&open), Some("unknown"));
        assert_eq!(place(&open[1..]), Some("none"));
        let servers = [
            away,
            fails(CheckId::Isp),
            finding(CheckId::Internet, Seen::Works),
        ];
        assert_eq!(
            locate(&servers).map(|fault| fault.what),
            Some(Fault::Servers)
        );
    }
}
