//! A guide that waits for hours: coming back later.

use firstline_guide::model::Meaning;
use firstline_guide::session::{Body, Event, Waiting};
use firstline_widget::action::Action;
use firstline_widget::view::Page;

use super::own_box::{ROUTERS, read, with};
use super::support::{HOUR, Widget};

/// Waiting for 48 hours.
fn waiting() -> Widget {
    let mut widget = with(&ROUTERS[..1]);
    read(&mut widget, Meaning::Ok, "", "");
    widget.step_does(Event::InstructionDone);
    widget
}

#[test]
fn who_waits_is_told_until_when() {
    let widget = waiting();
    let step = widget.step();
    let Body::Instruction {
        waiting: Waiting::Later { until, asks },
        ..
    } = step.screen.body
    else {
        panic!("{step:?}")
    };
    assert_eq!(until, widget.now + 48 * HOUR);
    assert!(asks);
    assert_eq!(step.expected_end, Some(format!("at {until}")));
}

#[test]
fn who_comes_back_is_asked_first_and_goes_on_at_the_verification() {
    let mut widget = waiting().reload(49 * HOUR);
    let resume = widget.welcome().resume.expect("it was kept so long");
    assert!(resume.later.expect("it waits") < widget.now);
    widget.does(Action::LookChosen);
    assert!(matches!(widget.step().screen.body, Body::AskHelp { .. }));
    widget.step_does(Event::HelpJudged("yes".to_owned()));
    assert!(matches!(widget.step().screen.body, Body::Resolved { .. }));
}

#[test]
fn who_does_not_want_to_look_yet_can_still_go_on() {
    let mut widget = waiting().reload(3 * HOUR);
    widget.does(Action::LookPutOff);
    let resume = widget.welcome().resume.expect("it is kept");
    assert_eq!(resume.later, None);
    widget.does(Action::ResumeChosen);
    assert!(matches!(
        widget.step().screen.body,
        Body::Instruction { .. }
    ));
}

#[test]
fn who_looks_sooner_or_leaves_and_looks_is_asked_at_once() {
    let mut reloaded = waiting().reload(3 * HOUR);
    reloaded.does(Action::LookChosen);
    assert!(matches!(reloaded.step().screen.body, Body::AskHelp { .. }));
    let mut left = waiting();
    left.does(Action::GuideLeft);
    assert!(left.welcome().resume.unwrap().later.is_some());
    left.does(Action::LookChosen);
    assert!(matches!(left.step().screen.body, Body::AskHelp { .. }));
}

#[test]
fn what_is_better_or_worse_already_can_be_said_at_once() {
    let mut better = waiting();
    better.step_does(Event::HelpJudged("yes".to_owned()));
    assert!(matches!(better.step().screen.body, Body::Resolved { .. }));
    let mut worse = waiting();
    worse.step_does(Event::HelpJudged("no".to_owned()));
    assert!(matches!(worse.page(), Page::Ticket(_)));
}

#[test]
fn a_wait_is_forgotten_a_day_after_it_is_over() {
    let widget = waiting().reload(71 * HOUR);
    assert!(widget.welcome().resume.is_some());
    let widget = waiting().reload(73 * HOUR);
    assert!(widget.welcome().resume.is_none());
    assert_eq!(widget.session, None);
}
