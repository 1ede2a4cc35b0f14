//! Waits until a time of day, by the customer's own clock.

use std::sync::Arc;

use firstline_guide::Session;
use firstline_guide::session::{Body, Event, Start, Waiting};

use super::library;

const GUIDE: &str = r#"{
  "format": 1, "id": "evening", "version": "1", "language": "en", "title": "Evening", "summary": "Evening.",
  "searchWords": ["evening"], "owner": "care@isp.example", "reviewBy": "2030-01-01",
  "start": "wait", "stuck": "ticket",
  "steps": {
    "wait": { "kind": "instruction", "title": "Come back in the evening", "actions": ["Come back."],
      "wait": { "at": "19:30" },
      "verify": { "ask": "Is it slow?", "on": { "pass": "fixed", "otherwise": "ticket" } } },
    "fixed": { "kind": "outcome", "ends": "resolved", "title": "Fixed" },
    "ticket": { "kind": "outcome", "ends": "unresolved", "title": "We take it from here",
      "ticket": { "category": "line", "severity": "major", "ask": ["phone"] } }
  }
}"#;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// For how many hours is waited, begun at so many hours after midnight in Greenwich.
fn hours(east: i32, began: f64) -> f64 {
    let guides = Arc::unwrap_or_clone(library(&[GUIDE]));
    let began = 20_000 * DAY + (began * HOUR as f64) as u64;
    let start = Start {
        hash: String::new(),
        began,
        facts: Vec::new(),
    };
    let guides = Arc::new(guides.east_by(east));
    let (mut session, _) = Session::start(guides, "evening", start).unwrap();
    session.update(began, Event::InstructionDone);
    let Body::Instruction { waiting, .. } = session.screen().body else {
        panic!("{:?}", session.screen().body);
    };
    let Waiting::Later { until, asks } = waiting else {
        panic!("{waiting:?}");
    };
    assert!(asks, "what is better already need not wait");
    (until - began) as f64 / HOUR as f64
}

#[test]
fn it_is_waited_until_the_customers_clock_next_shows_the_time() {
    for (east, began, waited) in [
        (0, 12.0, 7.5),
        (0, 19.25, 0.25),
        // Now is now, and a minute ago is tomorrow.
        (0, 19.5, 0.0),
        (0, 20.0, 23.5),
        // In Berlin it is later, in New York earlier; in Kathmandu by three quarters of an hour.
        (60, 12.0, 6.5),
        (-300, 12.0, 12.5),
        (345, 12.0, 1.75),
        // Beyond midnight there or here.
        (600, 20.0, 13.5),
        (-600, 2.0, 3.5),
        (840, 23.0, 6.5),
    ] {
        assert_eq!(hours(east, began), waited, "{east} {began}");
    }
}
