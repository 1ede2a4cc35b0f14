//! The checks that say why something fails: by contrast, and never from what was not measured.

mod simulation;

use std::cell::RefCell;

use firstline_diagnosis::checks::{
    account, captive, dns, internet, ipv6, isp, jitter, latency, loss, router, run, services, wifi,
};
use firstline_diagnosis::net::{Datagrams, Mode, Permission};
use firstline_diagnosis::{
    CheckId, Confidence, Context, Fault, Finding, Need, NotMeasured, Part, Progress, Verdict,
    locate,
};
use simulation::{Line, Reply};

fn with(needs: &[(&Need, &[&str])]) -> Context {
    let mut context = Context {
        base: "https://help.example/".into(),
        ..Context::default()
    };
    for (need, addresses) in needs {
        let addresses = addresses.iter().map(|&address| address.into()).collect();
        context.targets.set(need.key, addresses);
    }
    context
}

fn find(line: &Line, check: CheckId, context: &Context) -> Finding {
    let finding = line.run(run(check, line, context, &|_| {}));
    assert_eq!(line.open(), 0);
    finding
}

/// What it says in short, as in its words.
fn says(finding: &Finding) -> &'static str {
    let check = finding.check.check();
    let saying = check.saying(finding).and_then(|at| check.sayings.get(at));
    saying.map_or("nothing", |saying| saying.name)
}

#[track_caller]
fn is(finding: &Finding, verdict: Verdict, said: &str) {
    assert_eq!(finding.not_measured, None, "{finding:?}");
    assert_eq!(
        (finding.verdict, says(finding)),
        (verdict, said),
        "{finding:?}"
    );
}

#[track_caller]
fn is_not_measured(finding: &Finding, why: NotMeasured) {
    assert_eq!(finding.not_measured, Some(why), "{finding:?}");
    assert!(
        finding.metrics.is_empty(),
        "what was not measured has no numbers"
    );
}

#[test]
fn names_are_contrasted_with_numbers() {
    let context = with(&[
        (&dns::NAMES, &["https://*.dns.example/ping"]),
        (&isp::EDGE, &["https://edge.example/", "https://192.0.2.1/"]),
    ]);
    for (name, number, expected) in [
        (
            Reply::Named(140.0, 35.0),
            Reply::Status(200, 105.0),
            Ok((Verdict::Pass, "resolve")),
        ),
        (
            Reply::Named(900.0, 700.0),
            Reply::Status(200, 105.0),
            Ok((Verdict::Warn, "slow")),
        ),
        (
            Reply::Silent,
            Reply::Status(200, 105.0),
            Ok((Verdict::Fail, "fail")),
        ),
        (
            Reply::Refuse(150.0),
            Reply::Status(200, 105.0),
            Ok((Verdict::Fail, "fail")),
        ),
        (Reply::Silent, Reply::Silent, Err(NotMeasured::Pointless)),
        (
            Reply::Refuse(50.0),
            Reply::Refuse(50.0),
            Err(NotMeasured::Pointless),
        ),
        (
            Reply::Forbidden,
            Reply::Status(200, 105.0),
            Err(NotMeasured::BlockedByPage),
        ),
    ] {
        let line = Line::new()
            .host("dns.example", &[name])
            .host("192.0.2.1", &[number]);
        let finding = find(&line, CheckId::Dns, &context);
        match expected {
            Ok((verdict, said)) => is(&finding, verdict, said),
            Err(why) => is_not_measured(&finding, why),
        }
        let asked = line.asked();
        let mut names: Vec<&String> = asked.iter().filter(|url| url.contains("dns.")).collect();
        names.sort();
        names.dedup();
        assert!(names.len() >= 3, "each name is a fresh one: {asked:?}");
        assert!(
            !asked.iter().any(|url| url.contains("edge.example")),
            "{asked:?}"
        );
    }
    let one_of_three = [
        Reply::Named(100.0, 10.0),
        Reply::Named(100.0, 10.0),
        Reply::Silent,
    ];
    let line = Line::new()
        .host("dns.example", &one_of_three)
        .host("192.0.2.1", &[Reply::Status(200, 50.0)]);
    is(
        &find(&line, CheckId::Dns, &context),
        Verdict::Warn,
        "partly",
    );
}

#[test]
fn a_resolver_that_is_gone_is_located_and_not_taken_for_a_broken_line() {
    let context = with(&[
        (&dns::NAMES, &["https://*.dns.example/ping"]),
        (&isp::EDGE, &["https://192.0.2.1/"]),
        (
            &internet::OTHERS,
            &["https://a.example/", "https://b.example/"],
        ),
    ]);
    let line = Line::new()
        .host("example", &[Reply::Refuse(150.0)])
        .host("192.0.2.1", &[Reply::Status(200, 105.0)]);
    let checks = [CheckId::Isp, CheckId::Internet, CheckId::Dns];
    let findings = checks.map(|check| find(&line, check, &context));
    let fault = locate(&findings).expect("a fault");
    assert_eq!((fault.what, fault.first), (Fault::Names, Part::Network));
}

#[test]
fn a_page_in_between_is_told_by_the_network_or_by_an_answer_that_is_not_the_relays() {
    let plain = with(&[(&isp::EDGE, &["https://192.0.2.1/"])]);
    let told = with(&[(&captive::API, &["https://portal.example/api"])]);
    for (relay, number, expected) in [
        (
            Reply::Ping(30.0, 1.0),
            Reply::Silent,
            Ok((Verdict::Pass, "none")),
        ),
        (
            Reply::Redirect(30.0),
            Reply::Silent,
            Ok((Verdict::Fail, "in-between")),
        ),
        (
            Reply::Status(511, 30.0),
            Reply::Silent,
            Ok((Verdict::Fail, "in-between")),
        ),
        (
            Reply::Unreadable(30.0),
            Reply::Silent,
            Ok((Verdict::Fail, "in-between")),
        ),
        (
            Reply::Refuse(120.0),
            Reply::Silent,
            Ok((Verdict::Unknown, "perhaps")),
        ),
        (Reply::Silent, Reply::Silent, Err(NotMeasured::NoAnswer)),
        (
            Reply::Refuse(60.0),
            Reply::Refuse(50.0),
            Err(NotMeasured::NoAnswer),
        ),
    ] {
        let line = Line::new()
            .host("help.example", &[relay])
            .host("192.0.2.1", &[number]);
        let finding = find(&line, CheckId::Captive, &plain);
        match expected {
            Ok((verdict, said)) => is(&finding, verdict, said),
            Err(why) => is_not_measured(&finding, why),
        }
    }
    for (body, verdict, said, page) in [
        (
            r#"{"captive":true,"user-portal-url":"https://login.example/a?b"}"#,
            Verdict::Fail,
            "in-between",
            Some("https://login.example/a?b"),
        ),
        (
            r#"{"captive":true}"#,
            Verdict::Fail,
            "in-between",
            Some("http://help.example/"),
        ),
        // Nothing else becomes a link.
        (
            r#"{"captive":true,"user-portal-url":"javascript:alert(1)"}"#,
            Verdict::Fail,
            "in-between",
            Some("http://help.example/"),
        ),
        (
            r#"{"captive":false,"user-portal-url":"https://login.example/"}"#,
            Verdict::Pass,
            "none",
            None,
        ),
    ] {
        let line = Line::new().host("portal.example", &[Reply::Body(body, 20.0)]);
        let finding = find(&line, CheckId::Captive, &told);
        is(&finding, verdict, said);
        assert_eq!(finding.text("page"), page, "{body}");
    }
    // A connection to the relay is open still, and dead: a fresh name tells what it cannot.
    let fresh = with(&[(
        &isp::EDGE,
        &["https://*.edge.example/", "https://192.0.2.1/"],
    )]);
    for (relay, verdict, said) in [
        (Reply::Silent, Verdict::Unknown, "perhaps"),
        (Reply::Unreadable(30.0), Verdict::Fail, "in-between"),
    ] {
        let line = Line::new()
            .host("help.example", &[relay])
            .host("edge.example", &[Reply::Refuse(120.0)])
            .host("192.0.2.1", &[Reply::Silent]);
        let finding = find(&line, CheckId::Captive, &fresh);
        is(&finding, verdict, said);
        assert_eq!(finding.text("page"), Some("http://help.example/"));
    }
    // Nonsense in its place, and the relay decides.
    let line = Line::new()
        .host("portal.example", &[Reply::Body("<html>", 20.0)])
        .host("help.example", &[Reply::Ping(30.0, 1.0)]);
    is(&find(&line, CheckId::Captive, &told), Verdict::Pass, "none");
}

#[test]
fn a_broken_ipv6_is_told_from_none() {
    let context = with(&[
        (&ipv6::V6, &["https://v6.example/ping"]),
        (&ipv6::V4, &["https://v4.example/ping"]),
    ]);
    let ok = Reply::Status(204, 40.0);
    for (six, four, expected) in [
        (ok.clone(), ok.clone(), Ok((Verdict::Pass, "both"))),
        (
            Reply::Refuse(40.0),
            ok.clone(),
            Ok((Verdict::Pass, "v4-alone")),
        ),
        (Reply::Silent, ok.clone(), Ok((Verdict::Warn, "v6-broken"))),
        (
            Reply::Refuse(3_000.0),
            ok.clone(),
            Ok((Verdict::Warn, "v6-broken")),
        ),
        (ok.clone(), Reply::Silent, Ok((Verdict::Warn, "v4-broken"))),
        (Reply::Silent, Reply::Silent, Err(NotMeasured::Pointless)),
    ] {
        let line = Line::new()
            .host("v6.example", &[six])
            .host("v4.example", &[four]);
        let finding = find(&line, CheckId::Ipv6, &context);
        match expected {
            Ok((verdict, said)) => is(&finding, verdict, said),
            Err(why) => is_not_measured(&finding, why),
        }
    }
    let half = with(&[(&ipv6::V6, &["https://v6.example/ping"])]);
    let line = Line::new().host("v6.example", &[ok]);
    is_not_measured(&find(&line, CheckId::Ipv6, &half), NotMeasured::NotSetUp);
}

#[test]
fn a_silent_service_is_its_own_fault_only_while_others_answer() {
    let context = with(&[
        (
            &services::SERVICES,
            &["https://video.example/", "https://game.example/"],
        ),
        (&internet::OTHERS, &["https://a.test/", "https://b.test/"]),
    ]);
    let ok = Reply::Status(200, 40.0);
    for (video, game, others, expected) in [
        (
            ok.clone(),
            ok.clone(),
            ok.clone(),
            Ok((Verdict::Pass, "answer", None)),
        ),
        (
            Reply::Silent,
            ok.clone(),
            ok.clone(),
            Ok((Verdict::Warn, "partly", Some("video.example"))),
        ),
        // That the page forbids it is no silence.
        (
            Reply::Forbidden,
            Reply::Refuse(9.0),
            ok.clone(),
            Ok((Verdict::Fail, "silent", Some("game.example"))),
        ),
        (
            Reply::Silent,
            Reply::Refuse(9.0),
            ok.clone(),
            Ok((Verdict::Fail, "silent", Some("video.example, game.example"))),
        ),
        (
            Reply::Silent,
            Reply::Silent,
            Reply::Silent,
            Err(NotMeasured::Pointless),
        ),
    ] {
        let line = Line::new()
            .host("video.example", &[video])
            .host("game.example", &[game])
            .host(".test", &[others]);
        let finding = find(&line, CheckId::Services, &context);
        match expected {
            Ok((verdict, said, silent)) => {
                is(&finding, verdict, said);
                assert_eq!(finding.text("silent"), silent);
                let findings = [find(&line, CheckId::Internet, &context), finding];
                let what = locate(&findings).map(|fault| fault.what);
                assert_eq!(what, (verdict > Verdict::Pass).then_some(Fault::Service));
            }
            Err(why) => {
                is_not_measured(&finding, why);
                assert!(finding.texts.is_empty());
            }
        }
    }
}

#[test]
fn the_relay_knows_whether_this_is_our_line() {
    let mut context = with(&[]);
    for (body, mobile, expected) in [
        (
            r#"{"family":"ipv4","on_net":true}"#,
            false,
            Ok((Verdict::Pass, "ours")),
        ),
        (
            r#"{"family":"ipv6","on_net":false}"#,
            false,
            Ok((Verdict::Warn, "elsewhere")),
        ),
        (
            r#"{"family":"ipv4","on_net":false}"#,
            true,
            Ok((Verdict::Warn, "mobile")),
        ),
        (r#"{"family":"ipv4"}"#, false, Err(NotMeasured::NotSetUp)),
        ("<html>", false, Err(NotMeasured::BadAnswer)),
    ] {
        context.mobile_data = mobile;
        let line = Line::new().host("help.example", &[Reply::Body(body, 20.0)]);
        let finding = find(&line, CheckId::OwnLine, &context);
        match expected {
            Ok((verdict, said)) => is(&finding, verdict, said),
            Err(why) => is_not_measured(&finding, why),
        }
    }
}

#[test]
fn the_account_is_what_page_or_provider_says() {
    let context = with(&[(&account::ENDPOINT, &["https://account.example/me"])]);
    for (body, expected) in [
        (
            r#"{"state":"active","plan":"Fibre 100"}"#,
            Ok((Verdict::Pass, "active")),
        ),
        (r#"{"state":"limited"}"#, Ok((Verdict::Warn, "limited"))),
        (r#"{"state":"suspended"}"#, Ok((Verdict::Fail, "suspended"))),
        (r#"{"state":"gone fishing"}"#, Err(NotMeasured::BadAnswer)),
        ("[]", Err(NotMeasured::BadAnswer)),
    ] {
        let line = Line::new().host("account.example", &[Reply::Body(body, 20.0)]);
        let finding = find(&line, CheckId::Account, &context);
        match expected {
            Ok((verdict, said)) => {
                is(&finding, verdict, said);
                assert_eq!(finding.alias, Some(said));
            }
            Err(why) => is_not_measured(&finding, why),
        }
    }
    let mut told = with(&[]);
    told.account = "suspended".into();
    let line = Line::new();
    let finding = find(&line, CheckId::Account, &told);
    is(&finding, Verdict::Fail, "suspended");
    assert!(line.asked().is_empty(), "the page has said it");
    assert_eq!(
        locate(&[finding]).map(|fault| fault.what),
        Some(Fault::Account)
    );
}

const BOXES: &[&str] = &["http://192.168.1.1/", "http://192.168.178.1/"];

#[test]
fn the_router_is_asked_only_after_the_customer_agreed() {
    let mut context = with(&[(&router::BOXES, BOXES)]);
    let line = Line::new().permission(Permission::Prompt);
    is_not_measured(
        &find(&line, CheckId::Router, &context),
        NotMeasured::NeedsPermission,
    );
    assert!(line.asked().is_empty());

    context.may_ask = true;
    let boxes = |line: Line| {
        line.host("192.168.1.1", &[Reply::Refuse(3_000.0)])
            .host("192.168.178.1", &[Reply::Status(200, 8.0)])
    };
    let refused = boxes(Line::new().permission(Permission::Prompt))
        .answers_question(Permission::Denied, 5_000.0);
    is_not_measured(
        &find(&refused, CheckId::Router, &context),
        NotMeasured::NeedsPermission,
    );

    let agreed = boxes(Line::new().permission(Permission::Prompt))
        .answers_question(Permission::Granted, 20_000.0);
    let finding = find(&agreed, CheckId::Router, &context);
    is(&finding, Verdict::Pass, "answers");
    assert_eq!(
        finding.metric("time"),
        Some(8.0),
        "the customer's thinking is not in it"
    );
    assert!(agreed.modes().iter().all(|mode| *mode == Mode::Home));
}

#[test]
fn a_router_that_refuses_does_not_tell_and_one_that_is_silent_fails() {
    let context = with(&[(&router::BOXES, &["http://192.168.1.1/"])]);
    for (reply, verdict, said) in [
        (Reply::Refuse(30.0), Verdict::Unknown, "refuses"),
        (Reply::Refuse(3_000.0), Verdict::Fail, "silent"),
        (Reply::Silent, Verdict::Fail, "silent"),
    ] {
        let line = Line::new()
            .permission(Permission::Granted)
            .host("192.168", &[reply]);
        is(&find(&line, CheckId::Router, &context), verdict, said);
    }
}

fn times(leg: &[f64], lost: u32) -> router::Leg {
    router::Leg {
        times: leg.to_vec(),
        lost,
        failed: None,
    }
}

fn pings(times: &[f64], lost: u32) -> latency::Latency {
    let ping = |elapsed: &f64| latency::Ping {
        elapsed: *elapsed,
        server: None,
    };
    latency::Latency {
        pings: times.iter().map(ping).collect(),
        lost,
        ..latency::Latency::default()
    }
}

#[test]
fn it_is_the_wifi_only_if_the_leg_and_the_line_suffer_alike() {
    let (quick, slow) = ([4.0; 7], [120.0; 7]);
    let uneven = [5.0, 160.0, 5.0, 160.0, 5.0, 160.0, 5.0];
    let very_uneven = [5.0, 260.0, 5.0, 260.0, 5.0, 260.0, 5.0];
    for (leg, line, verdict, said) in [
        (
            times(&quick, 0),
            pings(&[20.0; 10], 0),
            Verdict::Pass,
            "good",
        ),
        // The line alone is slow.
        (
            times(&quick, 0),
            pings(&[300.0; 10], 0),
            Verdict::Pass,
            "good",
        ),
        // The router's page alone is slow.
        (
            times(&slow, 0),
            pings(&[20.0; 10], 0),
            Verdict::Pass,
            "good",
        ),
        (
            times(&[60.0; 7], 0),
            pings(&[80.0; 10], 0),
            Verdict::Warn,
            "weak",
        ),
        (
            times(&slow, 0),
            pings(&[140.0; 10], 0),
            Verdict::Fail,
            "bad",
        ),
        (
            times(&uneven, 0),
            pings(&[20.0, 100.0, 20.0, 100.0, 20.0, 100.0], 0),
            Verdict::Warn,
            "weak",
        ),
        (
            times(&very_uneven, 0),
            pings(&very_uneven, 0),
            Verdict::Fail,
            "bad",
        ),
        (
            times(&[5.0; 4], 3),
            pings(&[20.0; 6], 4),
            Verdict::Fail,
            "bad",
        ),
    ] {
        let measured = wifi::Wifi { leg, line };
        is(&wifi::judge(&measured), verdict, said);
    }
    let nothing = wifi::Wifi {
        leg: times(&[], 3),
        line: pings(&[20.0; 10], 0),
    };
    is_not_measured(&wifi::judge(&nothing), NotMeasured::NoAnswer);
}

#[test]
fn a_weak_wifi_is_located() {
    let measured = wifi::Wifi {
        leg: times(&[90.0; 7], 0),
        line: pings(&[110.0; 10], 0),
    };
    let context = with(&[]);
    let line = Line::new().host("help.example", &[Reply::Ping(110.0, 0.0)]);
    let findings = [find(&line, CheckId::Isp, &context), wifi::judge(&measured)];
    let fault = locate(&findings).expect("a fault");
    assert_eq!(
        (fault.what, fault.first, fault.last),
        (Fault::Wifi, Part::Wifi, Part::Wifi)
    );
}

#[test]
fn unmeasured_loss_is_never_no_loss() {
    let context = with(&[(&loss::ECHO, &["https://edge.example/echo"])]);
    let sent = |sent, back| Datagrams::Sent { sent, back };
    let none = |witness| Datagrams::NoSession { witness };
    let up = Reply::Ping(30.0, 0.0);
    for (datagrams, relay, expected) in [
        (sent(200, 200), up.clone(), Ok((Verdict::Pass, "none"))),
        (sent(200, 199), up.clone(), Ok((Verdict::Pass, "none"))),
        (sent(200, 198), up.clone(), Ok((Verdict::Warn, "some"))),
        (sent(200, 194), up.clone(), Ok((Verdict::Fail, "much"))),
        (sent(200, 0), up.clone(), Ok((Verdict::Fail, "much"))),
        (sent(3, 3), up.clone(), Err(NotMeasured::BadAnswer)),
        (sent(200, 300), up.clone(), Err(NotMeasured::BadAnswer)),
        // Two servers are silent over UDP while TCP passes: UDP does not, and calls fail by it.
        (
            none(Some(false)),
            up.clone(),
            Ok((Verdict::Fail, "blocked")),
        ),
        (none(Some(false)), Reply::Silent, Err(NotMeasured::NoAnswer)),
        // Another server answers over UDP, or nobody else was asked: the echo may be down.
        (none(Some(true)), up.clone(), Err(NotMeasured::NoAnswer)),
        (none(None), up.clone(), Err(NotMeasured::NoAnswer)),
        // A script that did not come, or a session that broke, says nothing of UDP.
        (Datagrams::Untried, up.clone(), Err(NotMeasured::NoAnswer)),
        (
            Datagrams::NotSupported,
            up.clone(),
            Err(NotMeasured::NotSupported),
        ),
        (
            Datagrams::BlockedByPage,
            up,
            Err(NotMeasured::BlockedByPage),
        ),
    ] {
        let line = Line::new()
            .datagrams(datagrams)
            .host("help.example", &[relay]);
        let finding = find(&line, CheckId::Loss, &context);
        match expected {
            Ok((verdict, said)) => is(&finding, verdict, said),
            Err(why) => is_not_measured(&finding, why),
        }
    }
}

#[test]
fn jitter_is_judged_by_what_calls_bear() {
    for (pings, verdict, said) in [
        (pings(&[20.0; 10], 0), Verdict::Pass, "even"),
        (
            pings(&[20.0, 80.0, 20.0, 80.0, 20.0, 80.0, 20.0, 80.0], 0),
            Verdict::Warn,
            "uneven",
        ),
        (
            pings(&[20.0, 900.0, 20.0, 900.0, 20.0, 900.0], 0),
            Verdict::Fail,
            "too-uneven",
        ),
    ] {
        is(&jitter::judge(&pings), verdict, said);
    }
    is_not_measured(&jitter::judge(&pings(&[], 2)), NotMeasured::NoAnswer);
    let line = Line::new().host("help.example", &[Reply::Ping(30.0, 0.0)]);
    is(
        &find(&line, CheckId::Jitter, &with(&[])),
        Verdict::Pass,
        "even",
    );
}

#[test]
fn a_line_that_is_watched_for_minutes_tells_its_drops() {
    let mut context = with(&[]);
    context.minutes = 2;
    let answered = Reply::Ping(30.0, 0.0);
    let mut replies = vec![answered.clone(); 20];
    replies.extend(vec![Reply::Refuse(20.0); 10]);
    replies.extend(vec![answered.clone(); 20]);
    replies.push(Reply::Silent);
    replies.push(answered);
    let line = Line::new().host("help.example", &replies);
    let reports = RefCell::new(Vec::new());
    let report = |progress: Progress| reports.borrow_mut().push(progress);
    let finding = line.run(run(CheckId::Latency, &line, &context, &report));
    is(&finding, Verdict::Warn, "dropped");
    assert_eq!(finding.confidence, Confidence::High);
    // A single lost ping is no drop.
    assert_eq!(finding.metric("drops"), Some(1.0));
    let longest = finding.metric("longest-drop").expect("a drop");
    assert!((8.0..12.0).contains(&longest), "{longest} s");
    assert!(
        finding
            .metric("lost")
            .is_some_and(|lost| (5.0..15.0).contains(&lost))
    );
    assert!(
        (119_000.0..123_000.0).contains(&line.time()),
        "{}",
        line.time()
    );
    let reports = reports.into_inner();
    assert!(reports.windows(2).all(|pair| pair[0].done <= pair[1].done));
    assert!(
        reports
            .last()
            .is_some_and(|last| last.done <= 1.0 && last.done > 0.98)
    );

    let dead = Line::new().host("help.example", &[Reply::Silent]);
    let finding = find(&dead, CheckId::Latency, &context);
    is(&finding, Verdict::Fail, "too-long");
    let short = with(&[]);
    let finding = find(
        &Line::new().host("help.example", &[Reply::Ping(30.0, 0.0)]),
        CheckId::Latency,
        &short,
    );
    assert_eq!(finding.metric("drops"), None, "a few pings are no watch");
}
