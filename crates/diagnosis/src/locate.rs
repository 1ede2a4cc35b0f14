//! Where the fault lies, on the chain *this device – Wi-Fi – router – line – our network –
//! internet – the service*.

use crate::CheckId::{self, DeviceLink, Internet, Isp, Outage};
use crate::{Confidence, Finding, Verdict};

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

/// Something that must be observed for a row of [`TABLE`] to hold.
#[derive(Clone, Copy)]
struct Observation {
    /// Of which check.
    check: CheckId,
    /// Whether it works, at least partly, or fails.
    works: bool,
    /// How sure the finding must be at least.
    at_least: Confidence,
}

const fn works(check: CheckId) -> Observation {
    Observation {
        check,
        works: true,
        at_least: Confidence::Low,
    }
}

const fn surely_works(check: CheckId) -> Observation {
    Observation {
        at_least: Confidence::Medium,
        ..works(check)
    }
}

const fn fails(check: CheckId) -> Observation {
    Observation {
        works: false,
        ..works(check)
    }
}

/// What some observations together say.
struct Row {
    /// All of these are observed.
    when: &'static [Observation],
    /// Then it is somewhere from here …
    first: Part,
    /// … to here,
    last: Part,
    /// this sure.
    confidence: fn(&Latest) -> Confidence,
}

/// Each place that observations tell; the first row that holds counts. Only contrast locates: one check
/// that failed, with nothing beside it that was measured, may be the check's own fault.
const TABLE: &[Row] = &[
    // The way out is open, so it is the provider's servers and nothing nearer.
    Row {
        when: &[fails(Isp), works(Internet)],
        first: Part::Network,
        last: Part::Network,
        confidence: of_contrast,
    },
    // The way to the provider is open, so it is beyond.
    Row {
        when: &[works(Isp), fails(Internet)],
        first: Part::Internet,
        last: Part::Internet,
        confidence: |latest| latest.confidence(Isp).min(latest.confidence(Internet)),
    },
    // The link has two ends: a router that is off takes it down as well.
    Row {
        when: &[fails(Isp), fails(Internet), fails(DeviceLink)],
        first: Part::Device,
        last: Part::Router,
        confidence: |_| Confidence::Medium,
    },
    Row {
        when: &[fails(Isp), fails(Internet), fails(Outage)],
        first: Part::Line,
        last: Part::Network,
        confidence: |_| Confidence::Medium,
    },
    // A link that is up takes device and Wi-Fi out, if the browser would notice.
    Row {
        when: &[fails(Isp), fails(Internet), surely_works(DeviceLink)],
        first: Part::Router,
        last: Part::Line,
        confidence: of_silence,
    },
    Row {
        when: &[fails(Isp), fails(Internet)],
        first: Part::Device,
        last: Part::Line,
        confidence: |_| Confidence::Low,
    },
];

/// Where the fault lies, as far as the findings tell; `None` if they do not. What was not measured is never
/// a fault. Of several findings of one check the last counts.
pub fn locate(findings: &[Finding]) -> Option<FaultLocation> {
    let latest = Latest(findings);
    let row = TABLE
        .iter()
        .find(|row| row.when.iter().all(|observed| latest.shows(*observed)))?;
    Some(FaultLocation {
        first: row.first,
        last: row.last,
        confidence: (row.confidence)(&latest),
    })
}

/// The last finding of each check.
struct Latest<'a>(&'a [Finding]);

impl Latest<'_> {
    fn of(&self, check: CheckId) -> Option<&Finding> {
        let mut findings = self.0.iter().rev();
        findings
            .find(|finding| finding.check == check)
            .filter(|finding| finding.measured())
    }

    fn shows(&self, observed: Observation) -> bool {
        self.of(observed.check).is_some_and(|finding| {
            let fits = match finding.verdict {
                Verdict::Pass | Verdict::Warn => observed.works,
                Verdict::Fail => !observed.works,
                Verdict::Unknown => false,
            };
            fits && finding.confidence >= observed.at_least
        })
    }

    fn confidence(&self, check: CheckId) -> Confidence {
        let finding = self.of(check);
        finding.map_or(Confidence::Low, |finding| finding.confidence)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_contrasts_at_least_two_checks_and_names_a_way_outwards() {
        for row in TABLE {
            assert!(row.when.len() > 1);
            assert!(row.first <= row.last);
        }
    }

    #[test]
    fn every_row_can_hold() {
        for (at, row) in TABLE.iter().enumerate() {
            let findings: Vec<Finding> = row
                .when
                .iter()
                .map(|observed| {
                    let verdict = if observed.works {
                        Verdict::Pass
                    } else {
                        Verdict::Fail
                    };
                    Finding::new(observed.check, verdict, Confidence::High)
                })
                .collect();
            let latest = Latest(&findings);
            let holds = |row: &Row| row.when.iter().all(|observed| latest.shows(*observed));
            assert_eq!(TABLE.iter().position(holds), Some(at), "row {at}");
        }
    }
}
