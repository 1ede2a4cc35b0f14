//! One fault a test: its verdicts, its place, and how sure that is.

use firstline_diagnosis::checks::{captive, outage};
use firstline_diagnosis::{CheckId, Confidence, Fault, Finding, Part, Verdict, locate};

use crate::recorded::Browser::{Chromium, Firefox};
use crate::recorded::Saw::{Failed, Ok};
use crate::recorded::{Recorded, SILENT, everywhere, results};

#[track_caller]
fn verdicts(findings: &[Finding], isp: Verdict, internet: Verdict) {
    for (check, expected) in [(CheckId::Isp, isp), (CheckId::Internet, internet)] {
        let found = findings
            .iter()
            .find(|finding| finding.check == check && finding.measured())
            .map(|finding| finding.verdict);
        assert_eq!(found, Some(expected), "{check:?}");
    }
}

#[track_caller]
fn located(findings: &[Finding], expected: Option<(Part, Part, Confidence)>) {
    let found = locate(findings).map(|found| (found.first, found.last, found.confidence));
    assert_eq!(found, expected);
}

#[test]
fn a_sound_line_has_no_fault() {
    for browser in [Chromium, Firefox] {
        let findings = everywhere(browser, true, Ok(140.0), Ok(105.0)).findings();
        verdicts(&findings, Verdict::Pass, Verdict::Pass);
        located(&findings, None);
    }
}

#[test]
fn a_device_without_a_link_is_told_where_the_browser_notices() {
    let chromium = everywhere(Chromium, false, Failed(70.0), Failed(75.0)).findings();
    verdicts(&chromium, Verdict::Fail, Verdict::Fail);
    located(
        &chromium,
        Some((Part::Device, Part::Router, Confidence::Medium)),
    );

    let firefox = everywhere(Firefox, true, Failed(70.0), Failed(75.0));
    let hidden = Recorded {
        addresses: None,
        ..firefox
    };
    verdicts(&hidden.findings(), Verdict::Fail, Verdict::Fail);
    located(
        &hidden.findings(),
        Some((Part::Device, Part::Line, Confidence::Low)),
    );
    let seen = Recorded {
        addresses: Some(false),
        ..firefox
    };
    located(
        &seen.findings(),
        Some((Part::Device, Part::Router, Confidence::Medium)),
    );
}

#[test]
fn a_router_that_is_off_is_within_what_is_named() {
    let chromium = everywhere(Chromium, false, Failed(12_000.0), SILENT).findings();
    located(
        &chromium,
        Some((Part::Device, Part::Router, Confidence::Medium)),
    );

    // It gives up after seconds, as it does over a line that refuses.
    let firefox = everywhere(Firefox, true, Failed(5_000.0), Failed(2_000.0)).findings();
    located(&firefox, Some((Part::Device, Part::Line, Confidence::Low)));
}

#[test]
fn a_line_that_is_silent_or_refuses_is_router_or_line() {
    for (name, literal, first_in_firefox) in [
        (SILENT, SILENT, Part::Device),
        // Whoever refuses is on the other end of the link.
        (Failed(80.0), Failed(50.0), Part::Router),
    ] {
        let chromium = everywhere(Chromium, true, name, literal).findings();
        verdicts(&chromium, Verdict::Fail, Verdict::Fail);
        located(
            &chromium,
            Some((Part::Router, Part::Line, Confidence::Medium)),
        );

        let firefox = everywhere(Firefox, true, name, literal).findings();
        verdicts(&firefox, Verdict::Fail, Verdict::Fail);
        located(
            &firefox,
            Some((first_in_firefox, Part::Line, Confidence::Low)),
        );
    }
}

#[test]
fn names_that_do_not_resolve_are_no_broken_line_where_literals_answer() {
    for name in [SILENT, Failed(10_000.0), Failed(170.0)] {
        for browser in [Chromium, Firefox] {
            let findings = everywhere(browser, true, name, Ok(105.0)).findings();
            verdicts(&findings, Verdict::Pass, Verdict::Pass);
            for finding in &findings[1..3] {
                assert_eq!(finding.confidence, Confidence::Medium);
            }
            let of_one_zone = Confidence::Medium;
            located(&findings, Some((Part::Network, Part::Network, of_one_zone)));
            located(&findings[..3], None);
        }
    }
}

#[test]
fn from_names_alone_a_broken_line_is_never_sure() {
    for browser in [Chromium, Firefox] {
        for name in [SILENT, Failed(170.0)] {
            let findings = everywhere(browser, true, name, Ok(105.0)).findings_of_names();
            verdicts(&findings, Verdict::Fail, Verdict::Fail);
            located(&findings, Some((Part::Router, Part::Line, Confidence::Low)));
            // A resolver that refuses at once is no line that refuses.
            let what = locate(&findings).map(|found| found.what);
            assert_eq!(what, Some(Fault::Silence), "{findings:?}");
        }
    }
}

#[test]
fn when_only_the_provider_is_silent_it_is_the_providers_servers() {
    for browser in [Chromium, Firefox] {
        let recorded = Recorded {
            isp: (SILENT, SILENT),
            ..everywhere(browser, true, Ok(140.0), Ok(105.0))
        };
        verdicts(&recorded.findings(), Verdict::Fail, Verdict::Pass);
        located(
            &recorded.findings(),
            Some((Part::Network, Part::Network, Confidence::High)),
        );
        located(
            &recorded.findings_of_names(),
            Some((Part::Network, Part::Network, Confidence::Medium)),
        );
    }
}

#[test]
fn when_only_the_provider_answers_it_is_beyond() {
    let recorded = Recorded {
        internet: (SILENT, SILENT),
        ..everywhere(Chromium, true, Ok(140.0), Ok(105.0))
    };
    verdicts(&recorded.findings(), Verdict::Pass, Verdict::Fail);
    located(
        &recorded.findings(),
        Some((Part::Internet, Part::Internet, Confidence::High)),
    );
}

#[test]
fn a_login_page_in_between_is_never_a_sure_fault_of_the_line() {
    // Names are answered with the wrong address and fail; literals are swallowed.
    for browser in [Chromium, Firefox] {
        let findings = everywhere(browser, true, Failed(120.0), Failed(11_000.0)).findings();
        verdicts(&findings, Verdict::Fail, Verdict::Fail);
        for finding in &findings[1..3] {
            assert_eq!(finding.confidence, Confidence::Low);
        }
        assert_eq!(
            locate(&findings).map(|found| found.confidence),
            Some(Confidence::Low)
        );
    }
}

#[test]
fn a_router_that_refuses_some_numbers_alone_is_no_login_page() {
    // It says so for some packets a second: the number that `captive` asked got nothing, and another was refused.
    let recorded = everywhere(Chromium, true, Failed(60.0), Failed(50.0));
    let mut findings = recorded.findings();
    findings.push(captive::judge(&captive::Captive {
        results: results(Failed(60.0), Some(SILENT)),
        ..captive::Captive::default()
    }));
    assert_eq!(locate(&findings).map(|found| found.what), Some(Fault::Line));
}

#[test]
fn a_known_fault_points_at_the_provider() {
    // However the line fails: it counts before a page that is perhaps in between.
    for name in [SILENT, Failed(120.0)] {
        let mut findings = everywhere(Chromium, true, name, SILENT).findings();
        findings.push(outage::judge(&outage::Outage {
            issues: vec![outage::Issue {
                here: true,
                title: "Cable cut".into(),
                ..outage::Issue::default()
            }],
            ..outage::Outage::default()
        }));
        let (first, last) = (Part::Line, Part::Network);
        located(&findings, Some((first, last, Confidence::Medium)));
    }
}
