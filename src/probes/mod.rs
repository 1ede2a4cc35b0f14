//! The probes: one file a check, each measures and none judges.
//!
//! What asks the network is JavaScript (`isp.js`), with a deadline of its own, and tells numbers; they
//! become a measurement here, so that what a probe saw can be judged in native tests. Which origins
//! are asked, and under which directive of the page's content security policy:
//!
//! | check | asks | directive |
//! |---|---|---|
//! | `device-link` | nobody | none |
//! | `isp` | the configured targets, else the relay | `connect-src` |
//! | `internet` | the configured targets | `connect-src` |
//! | `latency` | the configured target, else the relay | `connect-src` |
//! | `outage` | the relay | `connect-src` |
//!
//! What the directive leaves out is "not measured", never "down".

mod outage;
mod replies;

use firstline_diagnosis::judge::{DeviceLink, Issue, Latency, Outage, Ping};
use firstline_diagnosis::{CheckId, Finding, Measurement, NotMeasured, Seen, judge};
use firstline_guide::join;

use crate::browser::shell::{Order, Told};

/// How long the answer of a reachability probe is waited for, in milliseconds. Ours: by then the
/// faults that can be told apart look different (a dead line is silent, a refused one fails in
/// less than 200 ms), and a customer still waits.
const DEADLINE: f64 = 4_500.0;

/// What the probes need to know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// The relay's root, with a trailing slash.
    pub base: String,
    /// The customer's language, for what the status feed says.
    pub language: String,
    /// The customer's area, such as a postcode, where it is known.
    pub area: String,
    /// What the provider configured.
    pub targets: Targets,
}

/// What the provider configured. A `*` as the first label of a host name stands for a fresh label,
/// so that neither a cached name nor an open connection can answer for the line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// Addresses on the provider's own network, CORS-enabled; the relay's own when empty.
    pub isp: Vec<String>,
    /// Addresses of others, asked without CORS; not set up when empty.
    pub internet: Vec<String>,
    /// What to ping; the relay's own when absent.
    pub latency: Option<String>,
}

impl Context {
    fn ping(&self) -> String {
        [&self.base, "probe/ping"].concat()
    }

    /// What answers for the provider's edge, in lines.
    fn isp(&self) -> String {
        if self.targets.isp.is_empty() {
            self.ping()
        } else {
            join(&self.targets.isp, "\n")
        }
    }

    /// What a check asks, in lines; `None` where it has no probe here.
    pub fn asks(&self, check: CheckId) -> Option<String> {
        match check {
            CheckId::DeviceLink => Some(String::new()),
            CheckId::Isp => Some(self.isp()),
            CheckId::Internet => Some(join(&self.targets.internet, "\n")),
            CheckId::Latency => Some(self.targets.latency.clone().unwrap_or_else(|| self.ping())),
            CheckId::Outage => {
                Some([&self.base, "api/v1/status?language=", &self.language].concat())
            }
            CheckId::Router
            | CheckId::Dns
            | CheckId::Captive
            | CheckId::Ipv6
            | CheckId::Jitter
            | CheckId::Loss
            | CheckId::Speed
            | CheckId::Services
            | CheckId::OwnLine
            | CheckId::Wifi
            | CheckId::Account => None,
        }
    }

    /// What was measured, judged. Without anything told, the check has no probe: it says "not set
    /// up".
    pub fn finding(&self, check: CheckId, told: Option<&Told>) -> Finding {
        let Some(told) = told else {
            return Finding::not_measured(check, NotMeasured::NotSetUp);
        };
        let numbers = &told.numbers;
        judge(&match check {
            CheckId::DeviceLink => Measurement::DeviceLink(DeviceLink {
                online: told.number(0).map(|online| online > 0.0),
                notices: told.number(1) == Some(1.0),
            }),
            CheckId::Internet => Measurement::Internet(replies::replies(numbers)),
            CheckId::Latency => Measurement::Latency(latency(numbers)),
            CheckId::Outage => Measurement::Outage(self.outage(told)),
            CheckId::Isp => Measurement::Isp(replies::replies(numbers)),
            _ => Measurement::Nothing(check, NotMeasured::NotSetUp),
        })
    }

    /// The known faults and works, for the welcome screen; `None` where the relay does not answer.
    /// Those that are not [`Issue::here`] may be elsewhere.
    pub fn known_issues(&self, told: &Told) -> Option<Vec<Issue>> {
        match self.outage(told) {
            Outage::Told { issues, .. } => Some(issues),
            Outage::Silent(_) => None,
        }
    }

    fn outage(&self, told: &Told) -> Outage {
        outage::measured(told, !self.area.trim().is_empty())
    }
}

/// The order for a check that asks this, of a customer in this area.
pub fn order<'a>(check: CheckId, asks: &'a str, area: &'a str) -> Order<'a> {
    let feed = check == CheckId::Outage;
    Order {
        what: if feed { "ask" } else { check.name() },
        number: DEADLINE,
        one: asks,
        two: if feed { area.trim() } else { "" },
        ..Order::default()
    }
}

/// What a watch of the line saw.
pub fn seen(told: &Told) -> Seen {
    replies::seen(&told.numbers)
}

/// Reads what `latency.js` tells.
fn latency(numbers: &[f64]) -> Latency {
    let (head, pings) = numbers.split_at(numbers.len().min(2));
    let mut measured = Latency {
        blocked_by_page: head.first() == Some(&1.0),
        lost: head.get(1).map_or(0, |lost| *lost as u32),
        ..Latency::default()
    };
    for ping in pings.chunks_exact(2) {
        if let [elapsed, server] = *ping {
            measured.pings.push(Ping {
                elapsed,
                server: server.is_finite().then_some(server),
            });
        }
    }
    measured
}

#[cfg(test)]
mod tests {
    use firstline_diagnosis::Verdict;

    use super::*;

    fn told(numbers: &[f64]) -> Told {
        Told {
            id: 1,
            numbers: numbers.to_vec(),
            text: String::new(),
        }
    }

    #[test]
    fn pings_are_read_with_the_servers_own_time() {
        let read = latency(&[0.0, 1.0, 20.0, 0.5, 24.0, f64::NAN]);
        assert_eq!(read.lost, 1);
        assert!(!read.blocked_by_page);
        let times: Vec<_> = read
            .pings
            .iter()
            .map(|ping| (ping.elapsed, ping.server))
            .collect();
        assert_eq!(times, [(20.0, Some(0.5)), (24.0, None)]);
        assert!(latency(&[1.0, 0.0]).blocked_by_page);
        assert_eq!(latency(&[]), Latency::default());
    }

    #[test]
    fn what_was_told_is_judged() {
        let context = Context::default();
        for (check, numbers, verdict) in [
            (CheckId::DeviceLink, &[1.0, 1.0][..], Verdict::Pass),
            (CheckId::DeviceLink, &[0.0, 1.0], Verdict::Fail),
            (CheckId::Isp, &[0.0, 0.0, 12.0], Verdict::Pass),
            (CheckId::Isp, &[0.0, 3.0, f64::NAN], Verdict::Fail),
            (CheckId::Internet, &[], Verdict::Unknown),
        ] {
            let finding = context.finding(check, Some(&told(numbers)));
            assert_eq!(
                (finding.check, finding.verdict),
                (check, verdict),
                "{numbers:?}"
            );
        }
        let nothing = context.finding(CheckId::Speed, None);
        assert_eq!(nothing.not_measured, Some(NotMeasured::NotSetUp));
    }

    #[test]
    fn the_relay_answers_where_nothing_is_configured() {
        let mut context = Context {
            base: "https://help.example/".to_owned(),
            language: "de-AT".to_owned(),
            ..Context::default()
        };
        let ping = Some("https://help.example/probe/ping".to_owned());
        assert_eq!(context.asks(CheckId::Isp), ping);
        assert_eq!(context.asks(CheckId::Latency), ping);
        assert_eq!(context.asks(CheckId::Speed), None);
        assert_eq!(
            context.asks(CheckId::Outage).as_deref(),
            Some("https://help.example/api/v1/status?language=de-AT")
        );
        context.targets.isp = vec!["https://a".to_owned(), "https://b".to_owned()];
        assert_eq!(
            context.asks(CheckId::Isp).as_deref(),
            Some("https://a\nhttps://b")
        );
    }
}
