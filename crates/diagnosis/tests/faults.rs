//! The faults that a line can have, as two browsers saw them on a shaped link: a page that was
//! loaded already, then the fault put in. Each is judged and located from what was recorded.

use firstline_diagnosis::checks::{captive, device_link, dns, internet, isp, outage, router};
use firstline_diagnosis::net::Link;
use firstline_diagnosis::{
    CheckId, Confidence, Fault, Finding, NotMeasured, Part, Reach, TargetKind, TargetResult,
    Verdict, locate, place,
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
    let mut results = vec![TargetResult::new(TargetKind::Name, reach(name))];
    results.extend(literal.map(|saw| TargetResult::new(TargetKind::Literal, reach(saw))));
    results
}

/// What was recorded of one fault in one browser: of names that were never asked for before, and of numbers.
#[derive(Clone, Copy)]
struct Recorded {
    browser: Browser,
    online: bool,
    /// Whether WebRTC found an address of the device; `None` if the browser hides them.
    addresses: Option<bool>,
    isp: (Saw, Saw),
    internet: (Saw, Saw),
    router: Option<Saw>,
}

impl Recorded {
    fn link(&self) -> Finding {
        let notices = matches!(self.browser, Chromium);
        let link = Link {
            online: Some(self.online),
            notices,
            // Asked only where the browser does not notice.
            addresses: self.addresses.filter(|_| !notices),
            had_addresses: self.addresses.is_some(),
        };
        // Through an address that no fault of the resolver touches, as the browser knows the relay's already.
        let answered = matches!(self.isp.1, Ok(_));
        device_link::judge(&device_link::DeviceLink { link, answered })
    }

    /// With a name and a literal for each check; without the router, for which the customer must agree.
    fn findings(&self) -> Vec<Finding> {
        let names = results(self.isp.0, None);
        let numbers: Vec<TargetResult> = results(self.isp.0, Some(self.isp.1)).split_off(1);
        let mut both = names.clone();
        both.extend(numbers.clone());
        vec![
            self.link(),
            isp::judge(&both),
            internet::judge(&results(self.internet.0, Some(self.internet.1))),
            dns::judge(&[names.clone(), names].concat(), &self.open_numbers()),
            captive::judge(&captive::Captive {
                told: None,
                results: both,
                page: None,
            }),
        ]
    }

    /// Both the provider's and others' numbers stand against names.
    fn open_numbers(&self) -> Vec<TargetResult> {
        results(self.isp.0, Some(self.isp.1)).split_off(1)
    }

    /// With the router too, in Chromium, which asks the customer.
    fn findings_with_router(&self) -> Vec<Finding> {
        let mut findings = self.findings();
        findings.push(match self.router.map(reach) {
            Some(Reach::Answered { elapsed }) => router::judge(&router::Leg {
                times: vec![elapsed; 7],
                ..router::Leg::default()
            }),
            Some(Reach::Failed { elapsed }) => router::judge(&router::Leg {
                lost: 1,
                failed: Some(elapsed),
                ..router::Leg::default()
            }),
            _ => Finding::not_measured(CheckId::Router, NotMeasured::NotSupported),
        });
        findings
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
        addresses: Some(true),
        isp: (name, literal),
        internet: (name, literal),
        router: None,
    }
}

/// The nine faults, and none, as both browsers saw them; and what is located, without the router and with it.
#[test]
fn the_nine_faults_are_told_apart() {
    let fast = Some(Ok(12.0));
    let with = |recorded: Recorded, router| Recorded { router, ..recorded };
    let no_address = |recorded: Recorded| Recorded {
        addresses: Some(false),
        ..recorded
    };
    let servers = |browser| Recorded {
        isp: (SILENT, SILENT),
        ..everywhere(browser, true, Ok(140.0), Ok(105.0))
    };
    let rows = [
        // (fault, recorded, what is located, where, and what with the router's answer)
        (
            "none",
            with(everywhere(Chromium, true, Ok(140.0), Ok(105.0)), fast),
            None,
            "none",
            None,
        ),
        (
            "none",
            everywhere(Firefox, true, Ok(140.0), Ok(105.0)),
            None,
            "none",
            None,
        ),
        (
            "device link down",
            with(
                everywhere(Chromium, false, Failed(70.0), Failed(75.0)),
                Some(Failed(80.0)),
            ),
            Some(Fault::Link),
            "home",
            Some(Fault::Link),
        ),
        (
            "device link down",
            no_address(everywhere(Firefox, true, Failed(70.0), Failed(75.0))),
            Some(Fault::Link),
            "home",
            Some(Fault::Link),
        ),
        // Over connections of before, Firefox tries for seconds.
        (
            "device link down",
            no_address(everywhere(Firefox, true, Failed(2_100.0), SILENT)),
            Some(Fault::Link),
            "home",
            Some(Fault::Link),
        ),
        (
            "router off",
            with(
                everywhere(Chromium, false, Failed(12_000.0), SILENT),
                Some(Failed(3_000.0)),
            ),
            Some(Fault::Router),
            "home",
            Some(Fault::Router),
        ),
        (
            "router off",
            everywhere(Firefox, true, Failed(5_000.0), Failed(2_000.0)),
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        // Others are asked over connections of before, the provider's edge over new ones.
        (
            "router off",
            Recorded {
                internet: (SILENT, SILENT),
                ..everywhere(Firefox, true, Failed(5_000.0), Failed(2_000.0))
            },
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        (
            "line silent",
            with(everywhere(Chromium, true, SILENT, SILENT), fast),
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Line),
        ),
        (
            "line silent",
            everywhere(Firefox, true, SILENT, SILENT),
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        (
            "line unreachable",
            with(everywhere(Chromium, true, Failed(80.0), Failed(50.0)), fast),
            Some(Fault::Line),
            "home-or-line",
            Some(Fault::Line),
        ),
        (
            "line unreachable",
            everywhere(Firefox, true, Failed(80.0), Failed(50.0)),
            Some(Fault::Line),
            "home-or-line",
            Some(Fault::Line),
        ),
        // One that hides its addresses cannot tell its own link from the line.
        (
            "line unreachable",
            Recorded {
                addresses: None,
                ..everywhere(Firefox, true, Failed(80.0), Failed(50.0))
            },
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        (
            "resolver silent",
            with(everywhere(Chromium, true, SILENT, Ok(105.0)), fast),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "resolver silent",
            everywhere(Firefox, true, Failed(10_000.0), Ok(105.0)),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "resolver refuses",
            with(everywhere(Chromium, true, Failed(170.0), Ok(105.0)), fast),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "resolver refuses",
            everywhere(Firefox, true, Failed(170.0), Ok(105.0)),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "provider's servers",
            with(servers(Chromium), fast),
            Some(Fault::Servers),
            "network",
            Some(Fault::Servers),
        ),
        (
            "provider's servers",
            servers(Firefox),
            Some(Fault::Servers),
            "network",
            Some(Fault::Servers),
        ),
        (
            "page in between",
            with(
                everywhere(Chromium, true, Failed(120.0), Failed(11_000.0)),
                fast,
            ),
            Some(Fault::SignIn),
            "home-or-line",
            Some(Fault::SignIn),
        ),
        (
            "page in between",
            everywhere(Firefox, true, Failed(120.0), Failed(11_000.0)),
            Some(Fault::SignIn),
            "home-or-line",
            Some(Fault::SignIn),
        ),
    ];
    for (fault, recorded, what, word, with_router) in rows {
        let findings = recorded.findings();
        let name = format!("{fault}: {findings:?}");
        assert_eq!(locate(&findings).map(|found| found.what), what, "{name}");
        assert_eq!(place(&findings), Some(word), "{name}");
        let findings = recorded.findings_with_router();
        assert_eq!(
            locate(&findings).map(|found| found.what),
            with_router,
            "with the router, {name}"
        );
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
