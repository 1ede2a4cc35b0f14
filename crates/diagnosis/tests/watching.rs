//! When the line's loss and its return are noticed, and since when they were so.

mod simulation;

use std::cell::RefCell;

use firstline_diagnosis::{Change, Context, watch_line};
use simulation::{Line, Reply};

/// Watches for so long, and gives when that the line had changed was noticed, how, and since when it was so.
fn watched(line: &Line, dropped: bool, end: f64) -> Vec<(f64, Change, f64)> {
    let changes = RefCell::new(Vec::new());
    let changed = |change, ago| {
        let now = line.time();
        changes.borrow_mut().push((now, change, now - ago));
    };
    let context = Context {
        base: "https://help.example/".into(),
        ..Context::default()
    };
    let ended = line.run_until(end, watch_line(line, &context, dropped, changed));
    assert_eq!(ended, None, "it ends only when it is dropped");
    assert_eq!(line.open(), 0);
    changes.into_inner()
}

#[test]
fn a_line_that_drops_and_returns_is_noticed() {
    let answered = Reply::Ping(20.0, 0.0);
    let mut replies = vec![answered.clone(), answered.clone()];
    replies.extend([Reply::Silent, Reply::Silent, Reply::Silent]);
    replies.extend([answered.clone(), answered]);
    let line = Line::new().host("help.example", &replies);
    // Tried at 0, 2, 4 (silent to 7), 7 (to 10), 10 (to 13), 13 and 15 s.
    let changes = watched(&line, false, 20_000.0);
    assert_eq!(
        changes,
        [
            (10_000.0, Change::Dropped, 4_000.0),
            (15_020.0, Change::Returned, 13_000.0)
        ]
    );
    assert_eq!(
        line.times()[..7],
        [0.0, 2_000.0, 4_000.0, 7_000.0, 10_000.0, 13_000.0, 15_000.0]
    );
}

#[test]
fn what_the_browser_notices_is_a_reason_to_try_now() {
    let answered = Reply::Ping(20.0, 0.0);
    let line = Line::new()
        .host(
            "help.example",
            &[
                answered.clone(),
                Reply::Refuse(5.0),
                Reply::Refuse(5.0),
                answered,
            ],
        )
        .changes(&[(500.0, false), (900.0, true)]);
    let changes = watched(&line, false, 4_000.0);
    // A refused question is asked again without CORS.
    assert_eq!(
        changes,
        [
            (510.0, Change::Dropped, 500.0),
            (2_920.0, Change::Returned, 900.0)
        ]
    );
    assert_eq!(line.times(), [0.0, 500.0, 505.0, 900.0, 2_900.0]);
}

#[test]
fn after_a_reload_a_dropped_line_only_returns() {
    let line = Line::new().host("help.example", &[Reply::Ping(20.0, 0.0)]);
    assert_eq!(
        watched(&line, true, 5_000.0),
        [(2_020.0, Change::Returned, 0.0)]
    );
}

#[test]
fn a_line_that_answers_after_long_is_asked_again_soon() {
    let mut replies = vec![Reply::Refuse(5.0); 400];
    replies.push(Reply::Ping(20.0, 0.0));
    let line = Line::new().host("help.example", &replies);
    let [(noticed, Change::Returned, since)] = watched(&line, true, 7_200_000.0)[..] else {
        panic!("it was refused for an hour, and came back once")
    };
    assert_eq!(noticed - since, 2_020.0);
}

#[test]
fn an_offline_page_does_not_bring_the_line_back() {
    let offline = Reply::Body("<h1>You are offline</h1>", 2.0);
    for reply in [offline, Reply::ServiceWorker] {
        let line = Line::new().host("help.example", &[reply]);
        assert_eq!(watched(&line, true, 20_000.0), []);
    }
}
