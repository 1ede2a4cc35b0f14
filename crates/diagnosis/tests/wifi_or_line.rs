//! Whether it is the Wi-Fi or the line: the router, delay, loss and its swings, and minutes of watching.

mod simulation;

use std::cell::RefCell;

use firstline_diagnosis::checks::{jitter, latency, loss, router, run, wifi};
use firstline_diagnosis::net::{Datagrams, Mode, Permission};
use firstline_diagnosis::{
    CheckId, Confidence, Fault, NotMeasured, Part, Progress, Verdict, locate,
};
use simulation::finding::{find, is, is_not_measured, with};
use simulation::{Line, Reply};

/// Where boxes at home are often found.
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

#[test]
fn a_busy_page_makes_no_leg_slow() {
    let context = with(&[(&router::BOXES, &["http://192.168.1.1/"])]);
    let found = |reply: Reply, tasks: f64| {
        let line = Line::new()
            .permission(Permission::Granted)
            .host("192.168", &[reply])
            .busy(tasks);
        find(&line, CheckId::Router, &context)
    };
    // Short tasks hold up little.
    for tasks in [0.0, 4.0, 15.0] {
        let quick = found(Reply::Status(200, 6.0), tasks);
        assert!(quick.metric("time") <= Some(15.0), "{tasks}: {quick:?}");
        is(&quick, Verdict::Pass, "answers");
    }
    // Longer ones leave no time, and the router answers all the same.
    for tasks in [50.0, 120.0, 900.0] {
        let busy = found(Reply::Status(200, 6.0), tasks);
        is(&busy, Verdict::Pass, "answers");
        for metric in ["time", "jitter"] {
            assert_eq!(busy.metric(metric), None, "{tasks}: {busy:?}");
        }
        assert_eq!(busy.metric("lost"), Some(0.0));
    }
    // A refusal that is noticed late stays one.
    is(
        &found(Reply::Refuse(30.0), 1_200.0),
        Verdict::Unknown,
        "refuses",
    );
}

#[test]
fn what_a_busy_page_may_have_delayed_is_not_said_of_the_wifi() {
    let context = with(&[(&router::BOXES, &["http://192.168.1.1/"])]);
    let line = Line::new()
        .permission(Permission::Granted)
        .host("192.168", &[Reply::Status(200, 6.0)])
        .host("help.example", &[Reply::Ping(20.0, 0.0)]);
    is(&find(&line, CheckId::Wifi, &context), Verdict::Pass, "good");
    let busy = line.busy(150.0);
    for check in [CheckId::Wifi, CheckId::Latency] {
        is_not_measured(&find(&busy, check, &context), NotMeasured::Disturbed);
    }
    // Where the browser's network notes the time, the delay is known all the same.
    let noted = find(&busy.notes(), CheckId::Latency, &context);
    assert_eq!(noted.metric("median"), Some(20.0), "{noted:?}");
}

fn times(leg: &[f64], lost: u32) -> router::Leg {
    router::Leg {
        times: leg.to_vec(),
        untimed: 0,
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
        // A page in the background sends and hears late.
        (
            Datagrams::Disturbed,
            up.clone(),
            Err(NotMeasured::Disturbed),
        ),
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
