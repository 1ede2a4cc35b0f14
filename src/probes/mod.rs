//! Reads what the probes in JavaScript tell (`isp.js`) as measurements.

mod outage;
mod replies;

use firstline_diagnosis::checks::latency::{self, Latency, Ping};
use firstline_diagnosis::checks::outage::Issue;
use firstline_diagnosis::checks::{device_link, internet, isp};
use firstline_diagnosis::net::Link;
use firstline_diagnosis::{CheckId, Finding, NotMeasured, Observation};
pub use firstline_diagnosis::{Context, Targets};
use firstline_guide::join;

use crate::browser::shell::{Order, Told};

/// How long the answer of a reachability probe is waited for, in milliseconds. Ours: by then the
/// faults that can be told apart look different (a dead line is silent, a refused one fails in
/// less than 200 ms), and a customer still waits.
const DEADLINE: f64 = 4_500.0;

/// What a check asks, in lines; `None` where it has no probe here.
pub fn asks(context: &Context, check: CheckId) -> Option<String> {
    let targets = |need| match context.targets.get(need) {
        [] => context.ping(),
        configured => join(configured, "\n"),
    };
    match check {
        CheckId::DeviceLink => Some(String::new()),
        CheckId::Isp => Some(targets(&isp::EDGE)),
        CheckId::Internet => Some(join(context.targets.get(&internet::OTHERS), "\n")),
        CheckId::Latency => Some(targets(&latency::PINGED)),
        CheckId::Outage => {
            Some([&context.base, "api/v1/status?language=", &context.language].concat())
        }
        _ => None,
    }
}

/// What was measured, judged. Without anything told, the check has no probe: it says "not set
/// up".
pub fn finding(context: &Context, check: CheckId, told: Option<&Told>) -> Finding {
    let Some(told) = told else {
        return Finding::not_measured(check, NotMeasured::NotSetUp);
    };
    let numbers = &told.numbers;
    match check {
        CheckId::DeviceLink => device_link::judge(Link {
            online: told.number(0).map(|online| online > 0.0),
            notices: told.number(1) == Some(1.0),
        }),
        CheckId::Internet => internet::judge(&replies::replies(numbers)),
        CheckId::Latency => latency::judge(&measured(numbers)),
        CheckId::Outage => outage::finding(outage::measured(told, &context.area)),
        CheckId::Isp => isp::judge(&replies::replies(numbers)),
        _ => Finding::not_measured(check, NotMeasured::NotSetUp),
    }
}

/// The known faults and works, for the welcome screen; `None` where the relay does not answer.
/// Those that are not [`Issue::here`] may be elsewhere.
pub fn known_issues(context: &Context, told: &Told) -> Option<Vec<Issue>> {
    Some(outage::measured(told, &context.area).ok()?.issues)
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
pub fn observed(told: &Told) -> Observation {
    replies::observed(&told.numbers)
}

/// Reads what `latency.js` tells.
fn measured(numbers: &[f64]) -> Latency {
    let (head, pings) = numbers.split_at(numbers.len().min(2));
    let blocked = head.first() == Some(&1.0);
    let mut measured = Latency {
        not_measured: blocked.then_some(NotMeasured::BlockedByPage),
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
        let read = measured(&[0.0, 1.0, 20.0, 0.5, 24.0, f64::NAN]);
        assert_eq!(read.lost, 1);
        assert_eq!(read.not_measured, None);
        let times: Vec<_> = read
            .pings
            .iter()
            .map(|ping| (ping.elapsed, ping.server))
            .collect();
        assert_eq!(times, [(20.0, Some(0.5)), (24.0, None)]);
        let blocked = measured(&[1.0, 0.0]).not_measured;
        assert_eq!(blocked, Some(NotMeasured::BlockedByPage));
        assert_eq!(measured(&[]), Latency::default());
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
            let finding = finding(&context, check, Some(&told(numbers)));
            assert_eq!(
                (finding.check, finding.verdict),
                (check, verdict),
                "{numbers:?}"
            );
        }
        let nothing = finding(&context, CheckId::Speed, None);
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
        assert_eq!(asks(&context, CheckId::Isp), ping);
        assert_eq!(asks(&context, CheckId::Latency), ping);
        assert_eq!(asks(&context, CheckId::Speed), None);
        assert_eq!(
            asks(&context, CheckId::Outage).as_deref(),
            Some("https://help.example/api/v1/status?language=de-AT")
        );
        let edge = ["https://a", "https://b"].map(str::to_owned).to_vec();
        context.targets.set(isp::EDGE.key, edge);
        assert_eq!(
            asks(&context, CheckId::Isp).as_deref(),
            Some("https://a\nhttps://b")
        );
    }
}
