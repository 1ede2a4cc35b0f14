//! Going back, and changing an answer that was given.

use firstline_diagnosis::Verdict;
use firstline_guide::model::Value;
use firstline_guide::session::{Body, Event};

use super::{at_clean, at_lights, start};

#[test]
fn going_back_keeps_later_answers() {
    let mut walker = at_lights();
    walker.happens(Event::WentBack).happens(Event::WentBack);
    assert_eq!(walker.place(), "devices");
    let Body::Question { options, .. } = walker.session.screen().body else {
        panic!()
    };
    assert!(
        options
            .iter()
            .any(|option| option.id == "tv" && option.chosen)
    );
    walker.choose("phone");
    let Body::Input { value, .. } = walker.session.screen().body else {
        panic!()
    };
    assert_eq!(value, "4");
}

#[test]
fn going_back_passes_over_checks_and_they_run_again() {
    let mut walker = start();
    walker.checked(Verdict::Pass);
    assert!(!walker.session.screen().can_go_back);
    let mut walker = at_clean();
    walker.happens(Event::WentBack);
    assert_eq!(walker.place(), "block/restart");
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued);
    assert!(matches!(
        walker.session.screen().body,
        Body::Checking { done: false, .. }
    ));
}

#[test]
fn changing_an_answer_gives_the_later_ones_again_up_to_what_must_be_measured() {
    let mut walker = at_clean();
    let devices = walker
        .session
        .trail()
        .visits
        .iter()
        .position(|visit| visit.place == "devices");
    walker.happens(Event::AnswerReopened {
        visit: devices.unwrap(),
    });
    assert_eq!(walker.place(), "devices");
    walker.choose("phone");
    // Input, lights and question are given again; the restart was done, but is measured anew.
    assert_eq!(walker.place(), "block/restart");
    assert!(matches!(
        walker.session.screen().body,
        Body::Checking { done: false, .. }
    ));
    walker.checked(Verdict::Fail);
    assert_eq!(walker.place(), "clean");
    assert_eq!(
        walker.session.fact("devices"),
        Some(&Value::List(vec!["phone".to_owned()]))
    );
    assert_eq!(walker.session.fact("age"), Some(&Value::Number(4.0)));
}

#[test]
fn an_answer_that_no_longer_fits_is_asked_again() {
    let mut walker = at_clean();
    let age = walker
        .session
        .trail()
        .visits
        .iter()
        .position(|visit| visit.place == "age");
    walker
        .happens(Event::AnswerReopened {
            visit: age.unwrap(),
        })
        .enter("30");
    // The lights are given again, and an old box leads to a ticket at once.
    assert_eq!(walker.place(), "ticket");
}
