//! What holds whatever a browser, a clock or a server gives.

use firstline_diagnosis::checks::{
    captive, device_link, dns, internet, ipv6, isp, jitter, latency, loss, outage, router,
    services, wifi,
};
use firstline_diagnosis::net::{Datagrams, Link};
use firstline_diagnosis::{
    CheckId, Confidence, Finding, NotMeasured, Reach, TargetKind, TargetResult, Verdict, locate,
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

fn result() -> impl Strategy<Value = TargetResult> {
    let reach = prop_oneof![
        number().prop_map(|elapsed| Reach::Answered { elapsed }),
        number().prop_map(|elapsed| Reach::Unreadable { elapsed }),
        number().prop_map(|elapsed| Reach::Failed { elapsed }),
        Just(Reach::TimedOut),
        Just(Reach::SignInPage),
        reason().prop_map(Reach::NotMeasured),
    ];
    (any::<bool>(), reach).prop_map(|(named, reach)| {
        let kind = match named {
            true => TargetKind::Name,
            false => TargetKind::Literal,
        };
        TargetResult::new(kind, reach)
    })
}

fn results() -> impl Strategy<Value = Vec<TargetResult>> {
    prop::collection::vec(result(), 0..6)
}

fn reason() -> impl Strategy<Value = NotMeasured> {
    prop::sample::select(NotMeasured::ALL.to_vec())
}

fn latency() -> impl Strategy<Value = latency::Latency> {
    let ping = (number(), prop::option::of(number()))
        .prop_map(|(elapsed, server)| latency::Ping { elapsed, server });
    (
        prop::collection::vec(ping, 0..14),
        any::<u32>(),
        prop::option::of(reason()),
    )
        .prop_map(|(pings, lost, not_measured)| latency::Latency {
            pings,
            lost,
            not_measured,
            watched: None,
        })
}

fn leg() -> impl Strategy<Value = router::Leg> {
    let times = prop::collection::vec(number(), 0..9);
    let counts = any::<[u32; 2]>();
    (times, counts, prop::option::of(number())).prop_map(|(times, [untimed, lost], failed)| {
        router::Leg {
            times,
            untimed,
            lost,
            failed,
        }
    })
}

fn outage() -> impl Strategy<Value = outage::Outage> {
    let issue = (any::<bool>(), any::<bool>(), "[a-z]{0,3}").prop_map(|(planned, here, title)| {
        outage::Issue {
            planned,
            here,
            title,
            ..outage::Issue::default()
        }
    });
    (any::<bool>(), prop::collection::vec(issue, 0..4)).prop_map(|(outdated, issues)| {
        outage::Outage {
            outdated,
            issues,
            tells: false,
        }
    })
}

/// A finding of any check that judges.
fn finding() -> impl Strategy<Value = Finding> {
    prop_oneof![
        (
            any::<Option<bool>>(),
            any::<bool>(),
            any::<Option<bool>>(),
            any::<bool>(),
            any::<bool>()
        )
            .prop_map(|(online, notices, addresses, had_addresses, answered)| {
                device_link::judge(&device_link::DeviceLink {
                    link: Link {
                        online,
                        notices,
                        addresses,
                        had_addresses,
                    },
                    answered,
                })
            }),
        (results(), results()).prop_map(|(names, numbers)| dns::judge(&names, &numbers)),
        (results(), results()).prop_map(|(v6, v4)| ipv6::judge(&v6, &v4)),
        (results(), results()).prop_map(|(ours, others)| services::judge(&ours, &others)),
        (any::<Option<bool>>(), results()).prop_map(|(told, results)| {
            captive::judge(&captive::Captive {
                told,
                results,
                page: Some("http://help.example/".to_owned()),
            })
        }),
        leg().prop_map(|leg| router::judge(&leg)),
        (leg(), latency()).prop_map(|(leg, line)| wifi::judge(&wifi::Wifi { leg, line })),
        latency().prop_map(|measured| jitter::judge(&measured)),
        (any::<u32>(), any::<u32>()).prop_map(|(sent, back)| {
            let datagrams = Datagrams::Sent { sent, back };
            loss::judge(&loss::Loss {
                datagrams,
                tcp_passes: false,
            })
        }),
        results().prop_map(|results| isp::judge(&results)),
        results().prop_map(|results| internet::judge(&results)),
        latency().prop_map(|measured| latency::judge(&measured)),
        outage().prop_map(|measured| outage::judge(&measured)),
        (prop::sample::select(CheckId::ALL.to_vec()), reason())
            .prop_map(|(check, why)| Finding::not_measured(check, why)),
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
    fn every_finding_is_sound(finding in finding()) {
        is_sound(&finding)?;
    }

    #[test]
    fn what_was_measured_is_said_by_its_own_words(finding in finding()) {
        let check = finding.check.check();
        let saying = check.saying(&finding);
        if !finding.measured() {
            prop_assert_eq!(saying, None);
        } else if check.sayings.iter().any(|saying| saying.verdict == finding.verdict) {
            let said = saying.and_then(|at| check.sayings.get(at));
            prop_assert_eq!(said.map(|saying| saying.verdict), Some(finding.verdict));
        }
    }

    #[test]
    fn nothing_that_was_not_measured_is_located(
        findings in prop::collection::vec(finding(), 0..8)
    ) {
        if let Some(place) = locate(&findings) {
            prop_assert!(place.first <= place.last);
            let last = |check| findings.iter().rfind(|finding| finding.check == check);
            let measured = CheckId::ALL.iter().filter(|check| last(**check).is_some_and(Finding::measured));
            let measured: Vec<CheckId> = measured.copied().collect();
            // These have their contrast in themselves, or are the provider's own word.
            let alone = [CheckId::Dns, CheckId::Captive, CheckId::Account];
            let alone = alone.iter().any(|check| measured.contains(check));
            let contrasted = [CheckId::Isp, CheckId::Internet].iter().any(|check| measured.contains(check));
            prop_assert!(alone || (contrasted && measured.len() > 1));
            let bad = measured.iter().any(|check| {
                last(*check).is_some_and(|finding| finding.verdict > Verdict::Pass)
            });
            prop_assert!(bad);
        }
    }

    #[test]
    fn targets_that_tell_nothing_never_make_a_verdict_worse(
        results in results(), more in 1_usize..4, why in reason()
    ) {
        let mut all = results.clone();
        let nothing = TargetResult::new(TargetKind::Name, Reach::NotMeasured(why));
        all.extend(std::iter::repeat_n(nothing, more));
        for judge in [isp::judge, internet::judge] {
            let (before, after) = (judge(&results), judge(&all));
            if before.measured() {
                prop_assert_eq!(before.verdict, after.verdict);
                prop_assert!(after.confidence <= before.confidence);
            } else {
                prop_assert!(!after.measured());
            }
        }
    }
}
