//! The faults that a line can have, as two browsers saw them on a shaped link: a page that was
//! loaded already, then the fault put in. Each is judged and located from what was recorded.

use firstline_diagnosis::checks::{device_link, internet, isp, outage};
use firstline_diagnosis::net::Link;
use firstline_diagnosis::{
    CheckId, Confidence, Finding, Part, Reach, TargetKind, TargetResult, Verdict, locate,
};

/// The deadline of the probes, in milliseconds: what took longer was not seen.
const DEADLINE: f64 = 4_500.0;

#[derive(Clone, Copy)]
enum Browser {
    Chromium,
    Firefox,
}
use Browser::{Chromium, Firefox};

/// After how many milliseconds an answer came, or the browser gave up.
#[derive(Clone, Copy)]
enum Saw {
    Ok(f64),
    Failed(f64),
}
use Saw::{Failed, Ok};

/// Longer than any of the deadlines.
const SILENT: Saw = Failed(15_000.0);

fn reach(saw: Saw) -> Reach {
    match saw {
        Ok(elapsed) if elapsed <= DEADLINE => Reach::Answered { elapsed },
        Failed(elapsed) if elapsed <= DEADLINE => Reach::Failed { elapsed },
        _ => Reach::TimedOut,
    }
}

fn results(name: Saw, literal: Option<Saw>) -> Vec<TargetResult> {
    let mut results = vec![TargetResult {
        kind: TargetKind::Name,
        reach: reach(name),
    }];
    results.extend(literal.map(|saw| TargetResult {
        kind: TargetKind::Literal,
        reach: reach(saw),
    }));
    results
}

/// What was recorded of one fault in one browser.
struct Recorded {
    browser: Browser,
    online: bool,
    isp: (Saw, Saw),
    internet: (Saw, Saw),
}

impl Recorded {
    fn link(&self) -> Finding {
        device_link::judge(Link {
            online: Some(self.online),
            notices: matches!(self.browser, Chromium),
        })
    }

    /// With a name and a literal for each check.
    fn findings(&self) -> Vec<Finding> {
        vec![
            self.link(),
            isp::judge(&results(self.isp.0, Some(self.isp.1))),
            internet::judge(&results(self.internet.0, Some(self.internet.1))),
        ]
    }

    /// With names only, as with the relay itself and nothing configured for the provider's edge.
    fn findings_of_names(&self) -> Vec<Finding> {
        vec![
            self.link(),
            isp::judge(&results(self.isp.0, None)),
            internet::judge(&results(self.internet.0, None)),
        ]
    }
}

/// A fault between the home and everything: provider and others look the same.
fn everywhere(browser: Browser, online: bool, name: Saw, literal: Saw) -> Recorded {
    Recorded {
        browser,
        online,
        isp: (name, literal),
        internet: (name, literal),
    }
}

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

    let firefox = everywhere(Firefox, true, Failed(70.0), Failed(75.0)).findings();
    verdicts(&firefox, Verdict::Fail, Verdict::Fail);
    located(&firefox, Some((Part::Device, Part::Line, Confidence::Low)));
}

#[test]
fn a_router_that_is_off_is_within_what_is_named() {
    let chromium = everywhere(Chromium, false, Failed(12_000.0), SILENT).findings();
    located(
        &chromium,
        Some((Part::Device, Part::Router, Confidence::Medium)),
    );

    let firefox = everywhere(Firefox, true, Failed(5_000.0), Failed(2_000.0)).findings();
    located(&firefox, Some((Part::Device, Part::Line, Confidence::Low)));
}

#[test]
fn a_line_that_is_silent_or_refuses_is_router_or_line() {
    for (name, literal) in [(SILENT, SILENT), (Failed(80.0), Failed(50.0))] {
        let chromium = everywhere(Chromium, true, name, literal).findings();
        verdicts(&chromium, Verdict::Fail, Verdict::Fail);
        located(
            &chromium,
            Some((Part::Router, Part::Line, Confidence::Medium)),
        );

        let firefox = everywhere(Firefox, true, name, literal).findings();
        verdicts(&firefox, Verdict::Fail, Verdict::Fail);
        located(&firefox, Some((Part::Device, Part::Line, Confidence::Low)));
    }
}

#[test]
fn names_that_do_not_resolve_are_no_broken_line_where_literals_answer() {
    for name in [SILENT, Failed(10_000.0), Failed(170.0)] {
        for browser in [Chromium, Firefox] {
            let findings = everywhere(browser, true, name, Ok(105.0)).findings();
            verdicts(&findings, Verdict::Pass, Verdict::Pass);
            for finding in &findings[1..] {
                assert_eq!(finding.confidence, Confidence::Medium);
            }
            located(&findings, None);
        }
    }
}

#[test]
fn from_names_alone_a_broken_line_is_never_sure() {
    for name in [SILENT, Failed(170.0)] {
        let findings = everywhere(Chromium, true, name, Ok(105.0)).findings_of_names();
        verdicts(&findings, Verdict::Fail, Verdict::Fail);
        located(&findings, Some((Part::Router, Part::Line, Confidence::Low)));
    }
}

#[test]
fn when_only_the_provider_is_silent_it_is_the_providers_servers() {
    for browser in [Chromium, Firefox] {
        let recorded = Recorded {
            browser,
            online: true,
            isp: (SILENT, SILENT),
            internet: (Ok(140.0), Ok(105.0)),
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
        browser: Chromium,
        online: true,
        isp: (Ok(140.0), Ok(105.0)),
        internet: (SILENT, SILENT),
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
        for finding in &findings[1..] {
            assert_eq!(finding.confidence, Confidence::Low);
        }
        assert_eq!(
            locate(&findings).map(|found| found.confidence),
            Some(Confidence::Low)
        );
    }
}

#[test]
fn a_known_fault_points_at_the_provider() {
    let mut findings = everywhere(Chromium, true, SILENT, SILENT).findings();
    findings.push(outage::judge(&outage::Outage {
        issues: vec![outage::Issue {
            here: true,
            title: "Cable cut".into(),
            ..outage::Issue::default()
        }],
        ..outage::Outage::default()
    }));
    located(
        &findings,
        Some((Part::Line, Part::Network, Confidence::Medium)),
    );
}
