//! Going on where the customer was: after a reload, later, in another language, after a defect.

use super::*;

#[test]
fn a_reload_offers_to_go_on_at_the_same_step() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    widget.finish_checks();
    widget.finish_checks();
    let Page::Step(before) = widget.page() else {
        panic!()
    };
    let mut widget = widget.reload(5 * MINUTE);
    let Page::Welcome(welcome) = widget.page() else {
        panic!()
    };
    let resume = welcome.resume.unwrap();
    assert_eq!(resume.step, before.screen.title);
    widget.does(Action::ResumeChosen);
    let Page::Step(after) = widget.page() else {
        panic!()
    };
    assert_eq!(after.screen, before.screen);
}

#[test]
fn what_was_stored_is_forgotten_after_a_day() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    let widget = widget.reload(24 * 60 * MINUTE + 1);
    let Page::Welcome(welcome) = widget.page() else {
        panic!()
    };
    assert_eq!(welcome.resume, None);
    assert_eq!(widget.session, None, "it is erased, not only not shown");
}

#[test]
fn what_was_stored_under_a_clock_that_was_set_back_does_not_stay_for_good() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    let day = 24 * 60 * MINUTE;
    for (back, kept) in [(MINUTE, true), (day + MINUTE, false)] {
        let session = widget.session.clone();
        let reloaded = Widget::new(session, widget.now - back, Setup::default());
        assert_eq!(reloaded.session.is_some(), kept);
    }
}

#[test]
fn another_language_goes_on_with_the_walk_and_stays_on_the_welcome_screen() {
    let mut widget = Widget::fresh();
    let german = || Action::LanguageChosen("de".to_owned());
    widget.does(german());
    widget.reach_ticket().does(german());
    let german = |resume| ("de".to_owned(), resume);
    assert_eq!(widget.spoken, [german(false), german(true)]);
}

#[test]
fn after_a_defect_the_session_goes_on_without_asking() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    widget.finish_checks();
    let setup = Setup {
        resume: true,
        ..Setup::default()
    };
    let widget = Widget::new(widget.session, widget.now, setup);
    assert!(matches!(widget.page(), Page::Step(_)));
}

#[test]
fn leaving_a_guide_keeps_it_for_later() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    widget.finish_checks();
    widget.does(Action::GuideLeft);
    let Page::Welcome(welcome) = widget.page() else {
        panic!()
    };
    assert!(welcome.resume.is_some());
    widget.does(Action::ResumeChosen);
    assert!(matches!(widget.page(), Page::Step(_)));
}
