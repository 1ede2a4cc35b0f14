//! What the probes do on a line: whom they ask, how long they wait, and what they find.

mod simulation;

use std::cell::RefCell;

use firstline_diagnosis::checks::{internet, isp, latency, run};
use firstline_diagnosis::net::{Link, Mode, Permission};
use firstline_diagnosis::{
    CheckId, Confidence, Context, Finding, Need, NotMeasured, Part, Progress, Verdict, locate,
};
use simulation::finding::{find, is_not_measured};
use simulation::{Line, Reply};

fn context() -> Context {
    Context {
        base: "https://help.example/".into(),
        language: "en".into(),
        ..Context::default()
    }
}

fn with(need: &Need, addresses: &[&str]) -> Context {
    let mut context = context();
    let addresses = addresses.iter().map(|&address| address.into()).collect();
    context.targets.set(need.key, addresses);
    context
}

#[track_caller]
fn is(finding: &Finding, verdict: Verdict, confidence: Confidence) {
    assert_eq!(finding.not_measured, None);
    assert_eq!((finding.verdict, finding.confidence), (verdict, confidence));
}

#[test]
fn what_needs_an_address_that_nobody_set_up_asks_nobody_and_says_so() {
    let line = Line::new();
    for check in [
        "router", "internet", "dns", "ipv6", "loss", "services", "account",
    ] {
        let check = CheckId::from_name(check).expect("a check");
        is_not_measured(&find(&line, check, &context()), NotMeasured::NotSetUp);
    }
    assert!(line.asked().is_empty());
}

#[test]
fn the_link_is_what_the_browser_says_unless_the_relay_answers() {
    let link = |notices, online, addresses| Link {
        online: Some(online),
        notices,
        addresses,
        had_addresses: false,
    };
    for link in [
        link(true, false, None),
        link(false, false, Some(true)),
        // A browser that hides its addresses looks like one without any.
        link(false, true, Some(false)),
    ] {
        let line = Line::new()
            .link(link)
            .host("help.example", &[Reply::Refuse(60.0)]);
        let finding = find(&line, CheckId::DeviceLink, &context());
        is(&finding, Verdict::Fail, Confidence::Medium);
        assert_eq!(line.time(), 120.0, "asked twice, and not waited for");

        let answers = Line::new()
            .link(link)
            .host("help.example", &[Reply::Ping(40.0, 1.0)]);
        let finding = find(&answers, CheckId::DeviceLink, &context());
        is(&finding, Verdict::Pass, Confidence::High);
    }
}

#[test]
fn a_link_that_the_browser_has_not_noticed_yet_is_waited_for_where_nothing_answers() {
    let link = |online| Link {
        online: Some(online),
        notices: true,
        addresses: None,
        had_addresses: false,
    };
    for (reply, noticed, verdict, time) in [
        // It answers, and nobody waits.
        (Reply::Ping(40.0, 1.0), f64::INFINITY, Verdict::Pass, 40.0),
        // Refused at once, and noticed later.
        (Reply::Refuse(60.0), 2_300.0, Verdict::Fail, 2_370.0),
        (Reply::Silent, 3_400.0, Verdict::Fail, 4_500.0),
        // It does have its link.
        (Reply::Silent, f64::INFINITY, Verdict::Pass, 4_500.0),
        (Reply::Refuse(60.0), f64::INFINITY, Verdict::Pass, 4_620.0),
        (Reply::Forbidden, f64::INFINITY, Verdict::Pass, 0.0),
    ] {
        let line = Line::new()
            .link(link(true))
            .link_from(noticed, link(false))
            .host("help.example", std::slice::from_ref(&reply));
        let finding = find(&line, CheckId::DeviceLink, &context());
        let confidence = match reply {
            Reply::Ping(..) => Confidence::High,
            _ => Confidence::Medium,
        };
        is(&finding, verdict, confidence);
        assert_eq!(line.time(), time, "{reply:?}");
    }
}

#[test]
fn without_a_configured_edge_the_relay_answers_for_it() {
    let line = Line::new().host("help.example", &[Reply::Ping(40.0, 1.0)]);
    let finding = find(&line, CheckId::Isp, &context());
    is(&finding, Verdict::Pass, Confidence::High);
    assert_eq!(finding.metric("time"), Some(40.0));
    assert_eq!(
        line.asked(),
        ["https://help.example/probe/ping?once=label0001"]
    );
    assert_eq!(line.modes(), [Mode::Readable]);
}

#[test]
fn every_question_is_a_fresh_one() {
    let context = with(
        &internet::OTHERS,
        &["https://*.a.example/", "https://b.example/?x=1"],
    );
    let line = Line::new().host("example", &[Reply::Status(200, 30.0)]);
    is(
        &find(&line, CheckId::Internet, &context),
        Verdict::Pass,
        Confidence::High,
    );
    assert_eq!(
        line.asked(),
        [
            "https://label0001.a.example/?once=label0001",
            "https://b.example/?x=1&once=label0002"
        ]
    );
    assert_eq!(line.modes(), [Mode::Opaque, Mode::Opaque]);
    assert_eq!(line.times(), [0.0, 0.0], "side by side");
}

#[test]
fn silence_ends_at_the_deadline_and_the_request_with_it() {
    let context = with(&isp::EDGE, &["https://a.example/", "https://192.0.2.1/"]);
    let line = Line::new()
        .host("a.example", &[Reply::Silent])
        .host("192.0.2.1", &[Reply::Silent]);
    is(
        &find(&line, CheckId::Isp, &context),
        Verdict::Fail,
        Confidence::High,
    );
    assert_eq!((line.time(), line.open()), (4_500.0, 0));
}

#[test]
fn a_check_that_is_dropped_asks_no_more() {
    let line = Line::new().host("help.example", &[Reply::Silent]);
    let ended = line.run_until(1_000.0, run(CheckId::Isp, &line, &context(), &|_| {}));
    assert!(ended.is_none());
    assert_eq!(
        (line.time(), line.open(), line.asked().len()),
        (1_000.0, 0, 1)
    );
}

#[test]
fn a_target_without_cors_headers_is_no_dead_line_and_never_sure() {
    let context = with(&isp::EDGE, &["https://edge.example/"]);
    let line = Line::new().host("edge.example", &[Reply::Unreadable(60.0)]);
    is(
        &find(&line, CheckId::Isp, &context),
        Verdict::Pass,
        Confidence::Low,
    );
    assert_eq!(line.modes(), [Mode::Readable, Mode::Opaque]);

    let dead = Line::new().host("edge.example", &[Reply::Refuse(70.0)]);
    is(
        &find(&dead, CheckId::Isp, &context),
        Verdict::Fail,
        Confidence::Low,
    );
    assert_eq!(dead.time(), 140.0, "asked twice");

    // The second question has what the first has left.
    let slow = Line::new().host("edge.example", &[Reply::Refuse(3_000.0), Reply::Silent]);
    is(
        &find(&slow, CheckId::Isp, &context),
        Verdict::Fail,
        Confidence::Low,
    );
    assert_eq!(slow.time(), 4_500.0);
}

#[test]
fn only_the_relays_own_answer_counts_as_the_relay() {
    for (reply, why) in [
        // The offline page of the page's service worker, from its cache.
        (
            Reply::Body("<h1>You are offline</h1>", 2.0),
            NotMeasured::BadAnswer,
        ),
        (Reply::Status(204, 2.0), NotMeasured::BadAnswer),
        (Reply::Status(502, 20.0), NotMeasured::BadAnswer),
        (Reply::ServiceWorker, NotMeasured::AnsweredByPage),
        (Reply::Forbidden, NotMeasured::BlockedByPage),
    ] {
        let line = Line::new().host("help.example", &[reply]);
        is_not_measured(&find(&line, CheckId::Isp, &context()), why);
        is_not_measured(&find(&line, CheckId::Latency, &context()), why);
    }
}

#[test]
fn a_page_that_wants_a_sign_in_or_a_payment_is_named() {
    for reply in [Reply::Redirect(30.0), Reply::Status(511, 30.0)] {
        let line = Line::new().host("help.example", &[reply]);
        for check in [CheckId::Isp, CheckId::Latency, CheckId::Outage] {
            is_not_measured(&find(&line, check, &context()), NotMeasured::SignInPage);
        }
    }
    // A redirect without CORS headers: the relay itself always has them.
    let line = Line::new().host("help.example", &[Reply::Unreadable(30.0)]);
    is_not_measured(
        &find(&line, CheckId::Isp, &context()),
        NotMeasured::SignInPage,
    );
}

#[test]
fn a_service_worker_does_not_answer_for_the_world() {
    let context = with(
        &internet::OTHERS,
        &["https://a.example/", "https://b.example/"],
    );
    for reply in [Reply::ServiceWorker, Reply::OfflinePage] {
        let line = Line::new().host("example", &[reply]);
        is_not_measured(
            &find(&line, CheckId::Internet, &context),
            NotMeasured::AnsweredByPage,
        );
    }
}

#[test]
fn what_the_page_forbids_is_not_measured() {
    let context = with(
        &internet::OTHERS,
        &["https://a.example/", "https://b.example/"],
    );
    let line = Line::new().host("example", &[Reply::Forbidden]);
    is_not_measured(
        &find(&line, CheckId::Internet, &context),
        NotMeasured::BlockedByPage,
    );
    is_not_measured(
        &find(&line, CheckId::Outage, &context),
        NotMeasured::BlockedByPage,
    );

    let one = Line::new()
        .host("a.example", &[Reply::Forbidden])
        .host("b.example", &[Reply::Status(200, 20.0)]);
    is(
        &find(&one, CheckId::Internet, &context),
        Verdict::Pass,
        Confidence::Medium,
    );
}

#[test]
fn the_home_network_is_not_asked_without_permission() {
    let context = with(&isp::EDGE, &["https://100.64.0.1/"]);
    for permission in [Permission::Prompt, Permission::Denied] {
        let line = Line::new().permission(permission);
        is_not_measured(
            &find(&line, CheckId::Isp, &context),
            NotMeasured::NeedsPermission,
        );
        assert!(
            line.asked().is_empty(),
            "so the browser has nothing to ask the customer"
        );
    }
    let line = Line::new()
        .permission(Permission::Granted)
        .host("100.64.0.1", &[Reply::Status(200, 5.0)]);
    is(
        &find(&line, CheckId::Isp, &context),
        Verdict::Pass,
        Confidence::High,
    );
}

#[test]
fn an_edge_that_could_not_be_asked_is_not_the_providers_fault() {
    let mut context = with(&isp::EDGE, &["https://100.64.0.1/"]);
    let others = ["https://a.example/", "https://b.example/"].map(String::from);
    context.targets.set(internet::OTHERS.key, others.into());
    let line = Line::new().host("example", &[Reply::Status(200, 20.0)]);
    let findings = [CheckId::Isp, CheckId::Internet].map(|check| find(&line, check, &context));
    assert_eq!(locate(&findings), None);
}

#[test]
fn a_line_that_is_silent_is_located() {
    let mut context = with(&isp::EDGE, &["https://edge.example/", "https://192.0.2.1/"]);
    let others = ["https://a.example/", "https://198.51.100.1/"].map(String::from);
    context.targets.set(internet::OTHERS.key, others.into());
    let line = Line::new().host("https://", &[Reply::Silent]);
    let checks = [CheckId::DeviceLink, CheckId::Isp, CheckId::Internet];
    let findings = checks.map(|check| find(&line, check, &context));
    let place = locate(&findings).expect("a place");
    assert_eq!((place.first, place.last), (Part::Router, Part::Line));
}

#[test]
fn the_first_ping_opens_the_connection_and_is_not_counted() {
    let line = Line::new().host(
        "help.example",
        &[Reply::Ping(400.0, 0.0), Reply::Ping(30.0, 5.0)],
    );
    let reports = RefCell::new(Vec::new());
    let report = |progress: Progress| reports.borrow_mut().push(progress);
    let finding = line.run(run(CheckId::Latency, &line, &context(), &report));
    is(&finding, Verdict::Pass, Confidence::High);
    assert_eq!(
        finding.metric("median"),
        Some(25.0),
        "without the server's own time"
    );
    assert_eq!(finding.metric("samples"), Some(10.0));
    let asked = line.asked();
    assert_eq!(asked.len(), 11);
    assert!(
        asked.iter().all(|url| *url == asked[0]),
        "another host is another connection"
    );
    let reports = reports.into_inner();
    assert_eq!(reports.len(), 10);
    let last = Progress {
        done: 1.0,
        reading: Some(("median", 30.0)),
    };
    assert_eq!(reports.last(), Some(&last));
}

#[test]
fn a_slow_line_gives_fewer_pings_rather_than_a_long_wait() {
    let line = Line::new().host("help.example", &[Reply::Ping(1_500.0, 0.0)]);
    let finding = find(&line, CheckId::Latency, &context());
    is(&finding, Verdict::Fail, Confidence::Low);
    assert_eq!(finding.metric("samples"), Some(3.0));
    assert!(line.time() < 8_000.0, "{}", line.time());
}

#[test]
fn after_two_lost_pings_in_a_row_no_more_are_sent() {
    let answered = Reply::Ping(20.0, 0.0);
    let mut replies = vec![answered.clone(); 5];
    replies.extend([Reply::Silent, answered, Reply::Silent, Reply::Silent]);
    let line = Line::new().host("help.example", &replies);
    let finding = find(&line, CheckId::Latency, &context());
    assert_eq!(line.asked().len(), 9);
    is(&finding, Verdict::Warn, Confidence::Low);
    assert_eq!(finding.metric("samples"), Some(5.0));

    let dead = Line::new().host("help.example", &[Reply::Silent]);
    is_not_measured(
        &find(&dead, CheckId::Latency, &context()),
        NotMeasured::NoAnswer,
    );
    assert_eq!((dead.time(), dead.asked().len()), (4_500.0, 1));
}

#[test]
fn another_target_is_pinged_if_one_is_configured() {
    let context = with(&latency::PINGED, &["https://ping.example/"]);
    let line = Line::new().host("ping.example", &[Reply::Status(200, 20.0)]);
    is(
        &find(&line, CheckId::Latency, &context),
        Verdict::Pass,
        Confidence::High,
    );
}

const FAULT: &str = r#"{"state":"outage","items":[{"id":"F-7","kind":"outage","title":"Cable cut","areas":["SW1A 1AA"]}]}"#;

#[test]
fn the_feed_is_asked_for_the_customers_area() {
    let line = Line::new().host("help.example", &[Reply::Body(FAULT, 20.0)]);
    let mut context = context();
    is(
        &find(&line, CheckId::Outage, &context),
        Verdict::Unknown,
        Confidence::Low,
    );
    context.area = " SW1A 1AA ".into();
    context.language = "de-AT".into();
    let finding = find(&line, CheckId::Outage, &context);
    is(&finding, Verdict::Fail, Confidence::High);
    assert_eq!(finding.text("title"), Some("Cable cut"));
    assert_eq!(
        line.asked(),
        [
            "https://help.example/api/v1/status?over=1&language=en",
            "https://help.example/api/v1/status?over=1&language=de-AT&area=SW1A%201AA"
        ]
    );
}

#[test]
fn a_feed_that_is_not_there_is_told_from_one_that_is_silent() {
    let not_set_up = r#"{"state":"not-set-up"}"#;
    for (reply, why) in [
        (Reply::Body(not_set_up, 20.0), NotMeasured::NotSetUp),
        (
            Reply::Body(r#"{"state":"unknown"}"#, 20.0),
            NotMeasured::NoAnswer,
        ),
        (Reply::Silent, NotMeasured::NoAnswer),
        (Reply::Refuse(20.0), NotMeasured::NoAnswer),
        (Reply::Status(503, 20.0), NotMeasured::BadAnswer),
        (
            Reply::Body("<!doctype html><title>Log in</title>", 20.0),
            NotMeasured::BadAnswer,
        ),
        (
            Reply::Body(r#"{"state":"fine"}"#, 20.0),
            NotMeasured::BadAnswer,
        ),
        (
            Reply::Body(r#"{"state":"ok","items":{}}"#, 20.0),
            NotMeasured::BadAnswer,
        ),
        (Reply::ServiceWorker, NotMeasured::AnsweredByPage),
    ] {
        let line = Line::new().host("help.example", std::slice::from_ref(&reply));
        let finding = find(&line, CheckId::Outage, &context());
        assert_eq!(finding.not_measured, Some(why), "{reply:?}");
    }
}
