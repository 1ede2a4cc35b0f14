//! The checks that say why something fails: by contrast, and never from what was not measured.

mod simulation;

use firstline_diagnosis::checks::{account, captive, dns, internet, ipv6, isp, services};
use firstline_diagnosis::{CheckId, Fault, NotMeasured, Part, Verdict, locate};
use simulation::finding::{find, is, is_not_measured, with};
use simulation::{Line, Reply};

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
    // A browser may know of a name that it is asked with TLS alone, of a number never.
    let numbered = with(&[
        (&captive::API, &["https://portal.example/api"]),
        (&isp::EDGE, &["https://192.0.2.1:8443/ping"]),
    ]);
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
            Some("http://192.0.2.1/"),
        ),
        // Nothing else becomes a link.
        (
            r#"{"captive":true,"user-portal-url":"javascript:alert(1)"}"#,
            Verdict::Fail,
            "in-between",
            Some("http://192.0.2.1/"),
        ),
        (
            r#"{"captive":false,"user-portal-url":"https://login.example/"}"#,
            Verdict::Pass,
            "none",
            None,
        ),
    ] {
        let line = Line::new().host("portal.example", &[Reply::Body(body, 20.0)]);
        let finding = find(&line, CheckId::Captive, &numbered);
        is(&finding, verdict, said);
        assert_eq!(finding.text("page"), page, "{body}");
    }
    // By name alone none is offered: what to do is said in words.
    let line = Line::new().host(
        "portal.example",
        &[Reply::Body(r#"{"captive":true}"#, 20.0)],
    );
    assert_eq!(find(&line, CheckId::Captive, &told).text("page"), None);
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
        assert_eq!(finding.text("page"), Some("http://192.0.2.1/"));
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
