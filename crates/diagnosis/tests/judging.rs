//! What each check makes of a measurement.

use firstline_diagnosis::checks::latency::{Latency, Ping};
use firstline_diagnosis::checks::outage::{Issue, Outage};
use firstline_diagnosis::checks::{self, device_link};
use firstline_diagnosis::net::Link;
use firstline_diagnosis::{
    Confidence, Finding, NotMeasured, Reach, TargetKind, TargetResult, Verdict, locate,
};

const ANSWERED: Reach = Reach::Answered { elapsed: 20.0 };
const FAILED: Reach = Reach::Failed { elapsed: 30.0 };
const BLOCKED: Reach = Reach::NotMeasured(NotMeasured::BlockedByPage);

fn named(reaches: &[Reach]) -> Vec<TargetResult> {
    reaches
        .iter()
        .map(|reach| TargetResult::new(TargetKind::Name, *reach))
        .collect()
}

fn isp(reaches: &[Reach]) -> Finding {
    checks::isp::judge(&named(reaches))
}

fn internet(reaches: &[Reach]) -> Finding {
    checks::internet::judge(&named(reaches))
}

/// What it says in short.
fn says(finding: &Finding) -> Option<&'static str> {
    let check = finding.check.check();
    let saying = check.sayings.get(check.saying(finding)?)?;
    Some(saying.name)
}

#[track_caller]
fn is(finding: &Finding, verdict: Verdict, confidence: Confidence, said: &str) {
    assert_eq!(
        (finding.verdict, finding.confidence, says(finding)),
        (verdict, confidence, Some(said))
    );
    assert!(finding.measured());
}

#[track_caller]
fn is_not_measured(finding: &Finding, why: NotMeasured) {
    assert_eq!(finding.not_measured, Some(why));
    assert_eq!(finding.verdict, Verdict::Unknown);
    assert_eq!(says(finding), None);
    assert!(
        finding.metrics.is_empty(),
        "what was not measured has no numbers"
    );
}

#[test]
fn the_browsers_word_on_the_link_counts_as_far_as_it_can_know() {
    let of = |online, notices, addresses, had_addresses| {
        device_link::judge(&device_link::DeviceLink {
            link: Link {
                online,
                notices,
                addresses,
                had_addresses,
            },
            answered: false,
        })
    };
    let link = |online, notices| of(online, notices, None, false);
    is(
        &link(Some(false), true),
        Verdict::Fail,
        Confidence::Medium,
        "unlinked",
    );
    is(
        &link(Some(false), false),
        Verdict::Fail,
        Confidence::Medium,
        "unlinked",
    );
    is(
        &link(Some(true), true),
        Verdict::Pass,
        Confidence::Medium,
        "linked",
    );
    is_not_measured(&link(None, true), NotMeasured::NotSupported);
    // That a browser which would not notice says so is worth nothing by itself.
    is_not_measured(&link(Some(true), false), NotMeasured::NotSupported);
    let by_address = |addresses, had| of(Some(true), false, Some(addresses), had);
    is(
        &by_address(true, true),
        Verdict::Pass,
        Confidence::Low,
        "linked",
    );
    is(
        &by_address(false, true),
        Verdict::Fail,
        Confidence::High,
        "unlinked",
    );
    // It may be a browser that hides them.
    is(
        &by_address(false, false),
        Verdict::Fail,
        Confidence::Medium,
        "unlinked",
    );
    let answered = device_link::judge(&device_link::DeviceLink {
        link: Link {
            online: Some(false),
            notices: true,
            addresses: None,
            had_addresses: false,
        },
        answered: true,
    });
    is(&answered, Verdict::Pass, Confidence::High, "linked");
}

#[test]
fn one_answer_of_the_provider_is_enough() {
    is(
        &isp(&[ANSWERED]),
        Verdict::Pass,
        Confidence::High,
        "answers",
    );
    is(
        &isp(&[FAILED, ANSWERED]),
        Verdict::Pass,
        Confidence::Medium,
        "answers",
    );
    is(
        &isp(&[Reach::SignInPage, ANSWERED]),
        Verdict::Pass,
        Confidence::Medium,
        "answers",
    );
    is(
        &isp(&[Reach::TimedOut]),
        Verdict::Fail,
        Confidence::Low,
        "silent",
    );
    is(
        &isp(&[FAILED, Reach::TimedOut]),
        Verdict::Fail,
        Confidence::Medium,
        "silent",
    );
    assert_eq!(
        isp(&[Reach::Answered { elapsed: 40.0 }, ANSWERED]).metric("time"),
        Some(20.0)
    );
}

#[test]
fn several_targets_on_the_internet_are_contrasted() {
    let all = internet(&[ANSWERED, ANSWERED, ANSWERED]);
    is(&all, Verdict::Pass, Confidence::High, "answers");
    let most = internet(&[ANSWERED, FAILED, ANSWERED]);
    is(&most, Verdict::Pass, Confidence::Medium, "answers");
    let few = internet(&[ANSWERED, FAILED, FAILED]);
    is(&few, Verdict::Warn, Confidence::Low, "partly");
    let none = internet(&[FAILED, FAILED, Reach::TimedOut]);
    is(&none, Verdict::Fail, Confidence::Medium, "silent");
    let single = internet(&[FAILED]);
    is(&single, Verdict::Fail, Confidence::Low, "silent");
    assert_eq!(
        (few.metric("answered"), few.metric("asked")),
        (Some(1.0), Some(3.0))
    );
    assert_eq!(
        none.metric("time"),
        None,
        "nothing answered, so there is no time"
    );
}

#[test]
fn what_the_page_forbids_is_never_a_fault() {
    let blocked = [BLOCKED, BLOCKED];
    is_not_measured(&isp(&blocked), NotMeasured::BlockedByPage);
    is_not_measured(&internet(&blocked), NotMeasured::BlockedByPage);
    let latency = Latency {
        not_measured: Some(NotMeasured::BlockedByPage),
        ..Latency::default()
    };
    is_not_measured(
        &checks::latency::judge(&latency),
        NotMeasured::BlockedByPage,
    );

    let partly = internet(&[BLOCKED, ANSWERED, ANSWERED]);
    is(&partly, Verdict::Pass, Confidence::Medium, "answers");
    assert_eq!(partly.metric("asked"), Some(2.0));
    assert_eq!(
        internet(&[BLOCKED, FAILED, FAILED]).confidence,
        Confidence::Low
    );
}

#[test]
fn what_is_not_set_up_is_said_so() {
    is_not_measured(&isp(&[]), NotMeasured::NotSetUp);
    is_not_measured(&internet(&[]), NotMeasured::NotSetUp);
}

#[test]
fn a_page_that_wants_a_sign_in_is_a_finding_of_its_own() {
    is_not_measured(&isp(&[Reach::SignInPage]), NotMeasured::SignInPage);
    is_not_measured(
        &internet(&[Reach::SignInPage, Reach::TimedOut]),
        NotMeasured::SignInPage,
    );
}

#[test]
fn an_answer_that_cannot_be_read_is_never_sure() {
    let unreadable = Reach::Unreadable { elapsed: 20.0 };
    is(
        &isp(&[unreadable]),
        Verdict::Pass,
        Confidence::Low,
        "answers",
    );
    is(
        &isp(&[unreadable, ANSWERED]),
        Verdict::Pass,
        Confidence::High,
        "answers",
    );
}

fn latency(elapsed: &[f64], server: Option<f64>, lost: u32) -> Finding {
    let pings = elapsed
        .iter()
        .map(|elapsed| Ping {
            elapsed: *elapsed,
            server,
        })
        .collect();
    checks::latency::judge(&Latency {
        pings,
        lost,
        ..Latency::default()
    })
}

#[test]
fn latency_is_judged_by_its_median() {
    let good = latency(&[20.0; 10], None, 0);
    is(&good, Verdict::Pass, Confidence::High, "short");
    is(
        &latency(&[99.9; 10], None, 0),
        Verdict::Pass,
        Confidence::High,
        "short",
    );
    is(
        &latency(&[100.0; 10], None, 0),
        Verdict::Warn,
        Confidence::High,
        "long",
    );
    is(
        &latency(&[800.0; 10], None, 0),
        Verdict::Fail,
        Confidence::High,
        "too-long",
    );
    let outlier = latency(
        &[20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 90.0],
        None,
        0,
    );
    assert_eq!(outlier.metric("median"), Some(20.0));
    assert_eq!(outlier.metric("samples"), Some(9.0));
}

#[test]
fn a_delay_that_jumps_is_a_warning_of_its_own() {
    let jumping = latency(
        &[20.0, 80.0, 20.0, 80.0, 20.0, 80.0, 20.0, 20.0, 20.0],
        None,
        0,
    );
    assert_eq!(jumping.metric("jitter"), Some(45.0));
    assert_eq!(jumping.verdict, Verdict::Pass);
    let wild = latency(
        &[20.0, 80.0, 20.0, 80.0, 20.0, 80.0, 20.0, 80.0, 20.0],
        None,
        0,
    );
    is(&wild, Verdict::Warn, Confidence::High, "uneven");
}

#[test]
fn the_servers_own_time_is_not_the_lines() {
    assert_eq!(
        latency(&[20.0; 10], Some(5.0), 0).metric("median"),
        Some(15.0)
    );
    for nonsense in [25.0, -1.0, f64::NAN, f64::INFINITY] {
        let finding = latency(&[20.0; 10], Some(nonsense), 0);
        assert_eq!(finding.metric("median"), Some(20.0), "{nonsense}");
    }
}

#[test]
fn lost_pings_lower_the_confidence_and_many_are_a_warning() {
    is(
        &latency(&[20.0; 9], None, 1),
        Verdict::Pass,
        Confidence::Medium,
        "short",
    );
    is(
        &latency(&[20.0; 6], None, 3),
        Verdict::Warn,
        Confidence::Low,
        "uneven",
    );
    is(
        &latency(&[20.0; 3], None, 0),
        Verdict::Pass,
        Confidence::Low,
        "short",
    );
}

#[test]
fn without_answers_there_is_no_delay_rather_than_none() {
    is_not_measured(&latency(&[], None, 2), NotMeasured::NoAnswer);
    is_not_measured(&latency(&[20.0, 21.0], None, 8), NotMeasured::NoAnswer);
    is_not_measured(
        &latency(&[f64::NAN, -1.0, f64::INFINITY], None, 0),
        NotMeasured::BadAnswer,
    );
}

fn outage(outdated: bool, issues: &[Issue]) -> Finding {
    checks::outage::judge(&Outage {
        outdated,
        issues: issues.to_vec(),
        tells: false,
    })
}

fn issue(planned: bool, here: bool, title: &str) -> Issue {
    Issue {
        planned,
        here,
        title: title.into(),
        ..Issue::default()
    }
}

#[test]
fn the_feeds_word_is_told_with_its_texts() {
    let none = outage(false, &[]);
    is(&none, Verdict::Pass, Confidence::High, "none");
    assert_eq!(
        (none.alias, none.metric("items")),
        (Some("none"), Some(0.0))
    );

    let work = issue(true, true, "Works in Elm Street");
    let fault = Issue {
        id: "F-7".into(),
        expected_end: "2026-01-05T14:00:00Z".into(),
        ..issue(false, true, "Cable cut")
    };
    let both = outage(false, &[work.clone(), fault]);
    is(&both, Verdict::Fail, Confidence::High, "fault");
    assert_eq!(
        (both.alias, both.metric("items")),
        (Some("fault"), Some(2.0))
    );
    assert_eq!(both.text("title"), Some("Cable cut"));
    assert_eq!(both.text("expected-end"), Some("2026-01-05T14:00:00Z"));
    assert_eq!(
        both.text("began"),
        None,
        "what the feed does not say is absent"
    );

    let works = outage(false, &[work]);
    is(&works, Verdict::Warn, Confidence::High, "maintenance");
    assert_eq!(works.alias, Some("maintenance"));
}

#[test]
fn a_fault_that_may_be_elsewhere_is_not_told_as_here() {
    let elsewhere = outage(false, &[issue(false, false, "Cable cut far away")]);
    is(&elsewhere, Verdict::Unknown, Confidence::Low, "elsewhere");
    assert_eq!(elsewhere.alias, Some("elsewhere"));
    assert!(elsewhere.texts.is_empty());
}

#[test]
fn a_feed_that_is_silent_does_not_say_that_all_is_well() {
    is_not_measured(&outage(true, &[]), NotMeasured::NoAnswer);
    let old = outage(true, &[issue(false, true, "Cable cut")]);
    is(&old, Verdict::Fail, Confidence::Low, "fault");
}

#[test]
fn no_fault_is_located_from_one_failure() {
    let link = device_link::judge(&device_link::DeviceLink {
        link: Link {
            online: Some(false),
            notices: true,
            addresses: None,
            had_addresses: false,
        },
        answered: false,
    });
    let silent = isp(&[FAILED, FAILED]);
    let beyond = internet(&[FAILED, FAILED]);
    let blocked = internet(&[BLOCKED]);
    let unset = internet(&[]);
    for findings in [
        vec![],
        vec![link.clone()],
        vec![silent.clone()],
        vec![beyond.clone()],
        vec![link.clone(), silent.clone()],
        vec![link, beyond],
        vec![silent.clone(), blocked],
        vec![silent, unset],
    ] {
        assert_eq!(locate(&findings), None, "{findings:?}");
    }
}

#[test]
fn of_two_findings_of_one_check_the_later_counts() {
    let (down, up) = (isp(&[FAILED, FAILED]), isp(&[ANSWERED]));
    let fine = internet(&[ANSWERED, ANSWERED]);
    assert!(locate(&[up.clone(), fine.clone(), down.clone()]).is_some());
    assert_eq!(locate(&[down, fine, up]), None);
}
