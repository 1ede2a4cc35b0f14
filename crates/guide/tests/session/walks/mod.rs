//! Walks through the guide with every kind of step, one claim a test.

mod corrections;
mod records;
mod waiting;

use firstline_diagnosis::{CheckId, NotMeasured, Verdict};
use firstline_guide::Session;
use firstline_guide::model::{Meaning, Value};
use firstline_guide::session::{Answer, Awaited, Body, Event, Recheck, Refusal};

use super::{Walker, every_kind, finding, library};

fn start() -> Walker {
    Walker::start(every_kind(), "every-kind")
}

/// Before the question whether to clean, with everything before it answered.
fn at_clean() -> Walker {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued)
        .checked(Verdict::Fail);
    assert_eq!(walker.place(), "clean");
    walker
}

/// At the lamps, with everything before them answered.
fn at_lights() -> Walker {
    let mut walker = start();
    walker
        .checked(Verdict::Pass)
        .choose("no")
        .choose("tv")
        .enter("4");
    walker
}

/// At the instruction to restart, inside the called block.
fn at_restart() -> Walker {
    let mut walker = at_lights();
    walker
        .happens(Event::LightsRead {
            meaning: Meaning::NoLine,
            seen: None,
        })
        .choose("no");
    assert_eq!(walker.place(), "block/restart");
    walker
}

#[test]
fn an_alias_of_a_check_leads_on() {
    let mut walker = start();
    assert_eq!(
        walker
            .awaited
            .checks
            .as_ref()
            .map(|(_, checks)| checks.clone()),
        Some(vec![CheckId::Outage])
    );
    walker.checked(Verdict::Fail);
    assert!(matches!(
        walker.session.screen().body,
        Body::KnownIssue { .. }
    ));
}

#[test]
fn a_called_guide_leads_back_by_how_it_ended() {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued)
        .checked(Verdict::Pass);
    assert_eq!(walker.place(), "fixed");
}

#[test]
fn a_fact_is_shown_with_its_unit() {
    assert_eq!(
        at_clean().session.screen().title,
        "Clean the contacts of your 50\u{a0}Mbit/s line"
    );
}

#[test]
fn a_question_whose_fact_is_known_from_elsewhere_is_passed_over() {
    let (session, _) = Session::start(
        every_kind(),
        "every-kind",
        firstline_guide::session::Start {
            facts: vec![("tone".to_owned(), Value::Text("yes".to_owned()))],
            ..Default::default()
        },
    )
    .unwrap();
    let mut walker = Walker {
        session,
        now: 0,
        awaited: Awaited::default(),
        saves: 0,
    };
    walker.awaited.checks = Some((1, vec![CheckId::Outage]));
    walker.checked(Verdict::Pass);
    assert_eq!(walker.place(), "devices");
}

#[test]
fn the_same_step_can_be_visited_again() {
    let mut walker = at_clean();
    for _ in 0..3 {
        walker
            .happens(Event::InstructionDone)
            .happens(Event::HelpJudged("no".to_owned()));
        assert_eq!(walker.place(), "again");
        walker.choose("yes");
        assert_eq!(walker.place(), "clean");
    }
}

#[test]
fn what_is_refused_is_said_in_place_and_nothing_else_changes() {
    let mut walker = start();
    walker.checked(Verdict::Pass).choose("yes").choose("tv");
    let before = walker.session.trail().clone();
    walker.enter("41");
    let Body::Input { value, refused, .. } = walker.session.screen().body else {
        panic!()
    };
    assert_eq!(
        (value.as_str(), refused),
        ("41", Some(Refusal::Above(Value::Number(40.0))))
    );
    assert_eq!(*walker.session.trail(), before);
    walker.enter("40");
    assert_eq!(walker.place(), "lamps");
}

#[test]
fn skipped_checks_are_unknown_and_say_so() {
    let mut walker = start();
    walker.happens(Event::ChecksSkipped);
    assert_eq!(walker.place(), "tone");
    let Answer::Checked(findings) = &walker.session.trail().visits[0].answer else {
        panic!()
    };
    assert_eq!(findings[0].not_measured, Some(NotMeasured::Skipped));
    assert_eq!(walker.awaited.checks, None, "what was skipped is cancelled");
}

#[test]
fn nothing_helps_leads_out_of_a_called_guide() {
    let mut walker = at_restart();
    walker.happens(Event::NothingHelped);
    assert_eq!(walker.place(), "ticket");
    assert!(!walker.session.screen().can_give_up);
    let last = walker.session.trail().visits.last().unwrap();
    assert_eq!(last.place, "block/restart");
    walker.happens(Event::WentBack);
    assert_eq!(walker.place(), "block/restart");
}

#[test]
fn a_resolved_end_checks_again_and_is_no_trap() {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued)
        .checked(Verdict::Pass);
    let (run, at) = walker.awaited.timer.unwrap();
    assert_eq!(
        walker.session.screen().body,
        Body::Resolved {
            recheck: Recheck::Planned { at }
        }
    );
    walker.happens(Event::TimerElapsed { run });
    let (run, checks) = walker.awaited.checks.clone().unwrap();
    for check in checks {
        walker.happens(Event::CheckFinished {
            run,
            finding: finding(check, Verdict::Fail),
        });
    }
    assert_eq!(
        walker.session.screen().body,
        Body::Resolved {
            recheck: Recheck::Failed
        }
    );
    assert_eq!(
        walker.place(),
        "fixed",
        "the customer decides, not the check"
    );
    walker.happens(Event::StillBroken);
    assert_eq!(walker.place(), "ticket");
    let last = walker.session.trail().visits.last().unwrap();
    assert_eq!(last.answer.findings().len(), 2);
}

#[test]
fn known_facts_that_close_a_circle_are_asked_the_next_time_round() {
    let circle = r#"{ "format": 1, "id": "circle", "version": "1", "language": "en",
        "title": "Circle", "summary": "Known facts lead round.", "start": "first", "stuck": "ticket",
        "steps": {
            "first": { "kind": "question", "title": "First", "fact": "known", "options": [
                { "id": "yes", "to": "between" }, { "id": "unsure", "to": "between" } ] },
            "between": { "kind": "question", "title": "Between", "options": [
                { "id": "yes", "to": "again" }, { "id": "no", "to": "again" } ] },
            "again": { "kind": "question", "title": "Again", "fact": "known", "options": [
                { "id": "yes", "to": "end" }, { "id": "unsure", "to": "between" } ] },
            "end": { "kind": "outcome", "ends": "resolved", "title": "End" },
            "ticket": { "kind": "outcome", "ends": "unresolved", "title": "Ticket",
                "ticket": { "category": "line", "severity": "major", "ask": ["phone"] } } } }"#;
    let mut walker = Walker::start(library(&[circle]), "circle");
    walker.choose("unsure").choose("yes");
    assert_eq!(walker.place(), "between", "passed over, and round");
    walker.choose("yes");
    assert_eq!(walker.place(), "again");
    walker.choose("yes");
    assert_eq!(walker.place(), "end");
}
