//! What holds whatever a browser, a clock or a server gives.

use firstline_diagnosis::judge::{DeviceLink, Issue, Latency, Outage, Ping, Status};
use firstline_diagnosis::{
    Came, CheckId, Confidence, Finding, Measurement, NotMeasured, Reply, Target, Verdict, judge,
    locate,
};
use proptest::prelude::*;

/// Any float at all, and those that break things more often.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        0.0..5_000.0_f64,
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(-0.0),
        Just(-1.0),
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let came = prop_oneof![
        number().prop_map(|ms| Came::Answered { ms }),
        number().prop_map(|ms| Came::Failed { ms }),
        Just(Came::TimedOut),
        Just(Came::LoginPage),
        Just(Came::BlockedByPage),
    ];
    (any::<bool>(), came).prop_map(|(named, came)| Reply {
        target: if named { Target::Name } else { Target::Literal },
        came,
    })
}

fn replies() -> impl Strategy<Value = Vec<Reply>> {
    prop::collection::vec(reply(), 0..6)
}

fn reason() -> impl Strategy<Value = NotMeasured> {
    prop::sample::select(NotMeasured::ALL.to_vec())
}

fn latency() -> impl Strategy<Value = Latency> {
    let ping = (number(), prop::option::of(number()))
        .prop_map(|(elapsed, server)| Ping { elapsed, server });
    (
        prop::collection::vec(ping, 0..14),
        any::<u32>(),
        any::<bool>(),
    )
        .prop_map(|(pings, lost, blocked_by_page)| Latency {
            pings,
            lost,
            blocked_by_page,
        })
}

fn outage() -> impl Strategy<Value = Outage> {
    let issue =
        (any::<bool>(), any::<bool>(), "[a-z]{0,3}").prop_map(|(planned, here, title)| Issue {
            planned,
            here,
            title,
            ..Issue::default()
        });
    let status = prop_oneof![Just(Status::Known), Just(Status::Unknown)];
    prop_oneof![
        reason().prop_map(Outage::Silent),
        (status, prop::collection::vec(issue, 0..4))
            .prop_map(|(status, issues)| Outage::Told { status, issues }),
    ]
}

fn measurement() -> impl Strategy<Value = Measurement> {
    prop_oneof![
        (any::<Option<bool>>(), any::<bool>()).prop_map(|(online, notices)| {
            Measurement::DeviceLink(DeviceLink { online, notices })
        }),
        replies().prop_map(Measurement::Isp),
        replies().prop_map(Measurement::Internet),
        latency().prop_map(Measurement::Latency),
        outage().prop_map(Measurement::Outage),
        (prop::sample::select(CheckId::ALL.to_vec()), reason())
            .prop_map(|(check, why)| Measurement::Nothing(check, why)),
    ]
}

fn is_sound(finding: &Finding) -> Result<(), TestCaseError> {
    let check = finding.check.check();
    for (name, number) in &finding.metrics {
        prop_assert!(number.is_finite() && *number >= 0.0, "{name} is {number}");
        prop_assert_eq!(
            (number * 1e3).round() / 1e3,
            *number,
            "{} is not rounded",
            name
        );
        prop_assert!(
            check.metrics.iter().any(|metric| metric.name == *name),
            "{name}"
        );
    }
    for (name, text) in &finding.texts {
        prop_assert!(check.texts.contains(name), "{name}");
        prop_assert!(!text.is_empty(), "{name} is empty");
    }
    if let Some(alias) = finding.alias {
        prop_assert!(check.aliases.contains(&(alias, finding.verdict)), "{alias}");
    }
    if finding.not_measured.is_some() {
        prop_assert_eq!(finding.verdict, Verdict::Unknown);
        prop_assert_eq!(finding.confidence, Confidence::Low);
        prop_assert!(finding.metrics.is_empty() && finding.texts.is_empty());
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_finding_is_sound(measurement in measurement()) {
        is_sound(&judge(&measurement))?;
    }

    #[test]
    fn judging_twice_says_the_same(measurement in measurement()) {
        prop_assert_eq!(judge(&measurement), judge(&measurement));
    }

    #[test]
    fn nothing_that_was_not_measured_is_located(
        measurements in prop::collection::vec(measurement(), 0..8)
    ) {
        let findings: Vec<Finding> = measurements.iter().map(judge).collect();
        if let Some(place) = locate(&findings) {
            prop_assert!(place.first <= place.last);
            for check in [CheckId::Isp, CheckId::Internet] {
                let last = findings.iter().rfind(|finding| finding.check == check);
                prop_assert!(last.is_some_and(Finding::measured));
            }
            let failed = [CheckId::Isp, CheckId::Internet].iter().any(|check| {
                let last = findings.iter().rfind(|finding| finding.check == *check);
                last.is_some_and(|finding| finding.verdict == Verdict::Fail)
            });
            prop_assert!(failed);
        }
    }

    #[test]
    fn targets_that_the_page_forbids_never_make_a_verdict_worse(
        replies in replies(), blocked in 1_usize..4
    ) {
        let mut more = replies.clone();
        let forbidden = Reply { target: Target::Name, came: Came::BlockedByPage };
        more.extend(std::iter::repeat_n(forbidden, blocked));
        for measure in [Measurement::Isp, Measurement::Internet] {
            let (before, after) = (judge(&measure(replies.clone())), judge(&measure(more.clone())));
            if before.measured() {
                prop_assert_eq!(before.verdict, after.verdict);
                prop_assert!(after.confidence <= before.confidence);
            } else {
                prop_assert!(!after.measured());
            }
        }
    }
}
