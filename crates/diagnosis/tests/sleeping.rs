//! A device that sleeps, or that holds the page back: what it loses itself is not the line's.

mod simulation;

use std::cell::RefCell;

use firstline_diagnosis::{CheckId, Context, NotMeasured, Verdict, watch_line};
use simulation::finding::{find, is_not_measured, with};
use simulation::{Line, Reply};

const ANSWER: Reply = Reply::Ping(20.0, 0.0);

/// Answers for so many seconds, then loses some, as while a device joins its network again, and answers on.
fn loses(after: usize, lost: usize) -> Line {
    let mut replies = vec![ANSWER; after];
    replies.extend(vec![Reply::Refuse(5.0); lost]);
    replies.push(ANSWER);
    Line::new().host("help.example", &replies)
}

fn watching(minutes: u16) -> Context {
    let mut context = with(&[]);
    context.minutes = minutes;
    context
}

#[test]
fn what_is_lost_after_a_sleep_is_no_drop_and_the_rest_counts() {
    let awake = find(&loses(60, 4), CheckId::Latency, &watching(3));
    assert_eq!(awake.metric("drops"), Some(1.0), "{awake:?}");
    let slept = loses(60, 4).sleeps(58_500.0, 120_000.0);
    let slept = find(&slept, CheckId::Latency, &watching(3));
    assert_eq!(slept.verdict, Verdict::Pass, "{slept:?}");
    assert_eq!(slept.metric("drops"), Some(0.0));
    assert_eq!(slept.metric("lost"), Some(0.0));
    assert!(slept.metric("samples") > Some(80.0));
}

#[test]
fn what_is_lost_after_the_first_answer_counts_again() {
    let mut replies = vec![ANSWER; 30];
    replies.extend([Reply::Refuse(5.0), ANSWER]);
    replies.extend(vec![Reply::Refuse(5.0); 3]);
    replies.push(ANSWER);
    let line = Line::new()
        .host("help.example", &replies)
        .sleeps(28_500.0, 60_000.0);
    let found = find(&line, CheckId::Latency, &watching(3));
    assert_eq!(found.metric("drops"), Some(1.0), "{found:?}");
}

#[test]
fn where_too_few_are_left_it_is_said_why() {
    // It sleeps in the third ping.
    let line = Line::new()
        .host("help.example", &[ANSWER])
        .sleeps(130.0, 90_000.0);
    is_not_measured(
        &find(&line, CheckId::Latency, &with(&[])),
        NotMeasured::Disturbed,
    );
}

#[test]
fn a_deadline_that_ends_much_too_late_is_no_silence() {
    let silent = || Line::new().host("help.example", &[Reply::Silent]);
    let isp = |line: &Line| find(line, CheckId::Isp, &with(&[]));
    assert_eq!(isp(&silent()).not_measured, None);
    is_not_measured(
        &isp(&silent().sleeps(2_000.0, 60_000.0)),
        NotMeasured::Disturbed,
    );
    // A timer of a page in the background is a second late, and what was asked was silent for as long.
    assert_eq!(isp(&silent().sleeps(4_000.0, 5_400.0)).not_measured, None);
}

#[test]
fn the_watch_of_the_line_takes_no_sleep_for_a_drop() {
    let changes = |line: Line| {
        let changes = RefCell::new(Vec::new());
        let changed = |change, _| changes.borrow_mut().push(change);
        let context = with(&[]);
        line.run_until(150_000.0, watch_line(&line, &context, false, changed));
        changes.into_inner().len()
    };
    // A miss, a try that the device slept through, and an answer.
    let replies = [
        ANSWER,
        Reply::Refuse(5.0),
        Reply::Refuse(5.0),
        Reply::Silent,
        ANSWER,
    ];
    let line = || Line::new().host("help.example", &replies);
    assert_eq!(changes(line()), 2);
    assert_eq!(changes(line().sleeps(4_500.0, 90_000.0)), 0);
    // It sleeps between two tries, and what comes after is lost.
    assert_eq!(changes(loses(5, 4)), 2);
    assert_eq!(changes(loses(5, 4).sleeps(8_500.0, 90_000.0)), 0);
    // What is lost after the first answer, or for longer, is the line's.
    let mut replies = vec![ANSWER; 5];
    replies.extend([Reply::Refuse(5.0), Reply::Refuse(5.0), ANSWER]);
    replies.extend(vec![Reply::Refuse(5.0); 4]);
    replies.push(ANSWER);
    let twice = Line::new().host("help.example", &replies);
    assert_eq!(changes(twice.sleeps(8_500.0, 90_000.0)), 2);
    assert_eq!(changes(loses(5, 20).sleeps(8_500.0, 90_000.0)), 2);
}
