//! Opening a guide, walking through it, and going on with it: after a reload, later, in another
//! language, after a defect.

use firstline_diagnosis::{CheckId, Confidence, Finding, NotMeasured, Verdict};
use firstline_guide::session::{Body, Event, Recheck};
use firstline_widget::action::Action;
use firstline_widget::model::{Message, Setup};
use firstline_widget::view::{Failure, Page, Welcome};

use super::support::{LATER, MINUTE, Relay, START, Storage, Widget};

#[test]
fn a_guide_that_is_on_its_way_is_said_to_come() {
    let mut widget = Widget::fresh();
    let opening =
        |widget: &Widget| matches!(widget.page(), Page::Welcome(Welcome { opening: true, .. }));
    assert!(!opening(&widget));
    widget.silent = true;
    widget.open();
    assert!(opening(&widget), "its pack is asked for, and not here yet");
    let guide = "no-internet".to_owned();
    widget.tell(Message::PackArrived { guide, bytes: None });
    assert!(!opening(&widget));
}

#[test]
fn what_passed_goes_on_by_itself_and_what_did_not_waits_for_the_customer() {
    let mut widget = Widget::fresh();
    widget.open();
    let (run, checks) = widget.checks.take().unwrap();
    assert_eq!(checks, [CheckId::Outage]);
    let finding = |verdict| {
        let alias = if verdict == Verdict::Pass {
            "none"
        } else {
            "fault"
        };
        Finding {
            verdict,
            alias: Some(alias),
            ..Finding::new(CheckId::Outage, verdict, Confidence::High)
        }
    };
    widget.happens(Event::CheckFinished {
        run,
        finding: finding(Verdict::Pass),
    });
    let key = widget.reading.take().unwrap();
    widget.tell(Message::ResultsSeen { key: key.clone() });
    assert!(widget.checks.is_some(), "the next checks run");
    let before = widget.step();
    assert_eq!(
        before.passed,
        [finding(Verdict::Pass)],
        "it is said once more"
    );
    widget.tell(Message::ResultsSeen { key });
    let after = widget.step();
    assert_eq!(
        after.screen.key, before.screen.key,
        "a late timer moves nothing"
    );
    widget.finish_checks();
    assert_eq!(widget.reading, None, "a fault is read, not passed over");
}

#[test]
fn a_check_that_nobody_set_up_holds_up_none_that_passed() {
    for (why, goes_on) in [
        (NotMeasured::NotSetUp, true),
        (NotMeasured::BlockedByPage, false),
    ] {
        let mut widget = Widget::fresh();
        widget.open();
        widget.finish_checks();
        widget.reading = None;
        let (run, checks) = widget.checks.take().unwrap();
        let last = checks.last().copied().unwrap();
        for check in checks {
            let finding = match check == last {
                true => Finding::not_measured(check, why),
                false => Finding::new(check, Verdict::Pass, Confidence::High),
            };
            widget.happens(Event::CheckFinished { run, finding });
        }
        assert_eq!(widget.reading.take().is_some(), goes_on, "{why:?}");
    }
}

#[test]
fn the_time_until_the_second_look_counts_down() {
    let mut widget = Widget::fresh();
    widget.verdict = Verdict::Pass;
    widget.open();
    widget.finish_checks();
    widget.finish_checks();
    assert!(!widget.ticks, "a question stands still");
    for answer in ["home", "back"] {
        let chosen = Event::OptionsChosen(vec![answer.to_owned()]);
        widget.step_does(chosen);
    }
    let step = widget.step();
    assert!(matches!(
        step.screen.body,
        Body::Resolved {
            recheck: Recheck::Planned { .. }
        }
    ));
    assert!(widget.ticks);
}

#[test]
fn a_reload_offers_to_go_on_at_the_same_step() {
    let mut widget = Widget::fresh();
    widget.open();
    widget.finish_checks();
    widget.finish_checks();
    let before = widget.step();
    let mut widget = widget.reload(5 * MINUTE);
    let welcome = widget.welcome();
    let resume = welcome.resume.unwrap();
    assert_eq!(resume.step, before.screen.title);
    widget.does(Action::ResumeChosen);
    let after = widget.step();
    assert_eq!(after.screen, before.screen);
}

#[test]
fn what_was_stored_is_forgotten_after_a_day() {
    let mut widget = Widget::fresh();
    widget.open();
    let widget = widget.reload(24 * 60 * MINUTE + 1);
    let welcome = widget.welcome();
    assert_eq!(welcome.resume, None);
    assert_eq!(widget.session, None, "it is erased, not only not shown");
}

#[test]
fn what_was_stored_under_a_clock_that_was_set_back_does_not_stay_for_good() {
    let mut widget = Widget::fresh();
    widget.open();
    let day = 24 * 60 * MINUTE;
    for (back, kept) in [(MINUTE, true), (day + MINUTE, false)] {
        let now = widget.now - back;
        let storage = widget.storage();
        let reloaded = Widget::with(Relay::shipped(), storage, now, Setup::default());
        assert_eq!(reloaded.session.is_some(), kept);
    }
}

#[test]
fn another_language_goes_on_with_the_session_and_stays_on_the_welcome_screen() {
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
    widget.open();
    widget.finish_checks();
    let setup = Setup {
        resume: true,
        ..Setup::default()
    };
    let storage = widget.storage();
    let widget = Widget::with(Relay::shipped(), storage, widget.now, setup);
    assert!(matches!(widget.page(), Page::Step(_)));
}

#[test]
fn leaving_a_guide_keeps_it_for_later() {
    let mut widget = Widget::fresh();
    widget.open();
    widget.finish_checks();
    widget.does(Action::GuideLeft);
    let welcome = widget.welcome();
    assert!(welcome.resume.is_some());
    widget.does(Action::ResumeChosen);
    assert!(matches!(widget.page(), Page::Step(_)));
}

/// At an end that says that the problem is gone.
fn at_resolved_end() -> Widget {
    let mut widget = Widget::fresh();
    widget.verdict = Verdict::Pass;
    widget.at_question();
    for answer in ["home", "back"] {
        widget.step_does(Event::OptionsChosen(vec![answer.to_owned()]));
    }
    widget
}

#[test]
fn an_end_that_helped_is_stored_no_more_once_it_is_closed() {
    let mut widget = at_resolved_end();
    assert!(widget.session.is_some());
    widget.does(Action::CloseChosen);
    assert_eq!(widget.session, None);
    // What the automatic check finds is stored no more either.
    let (run, at) = widget.timer.unwrap();
    widget.now = at;
    widget.happens(Event::TimerElapsed { run }).finish_checks();
    assert_eq!(widget.session, None);
}

#[test]
fn a_session_that_goes_on_after_it_was_closed_at_an_end_is_stored_again() {
    let mut widget = at_resolved_end();
    widget.does(Action::CloseChosen);
    widget.step_does(Event::StillBroken);
    assert!(widget.session.is_some());
}

#[test]
fn a_session_that_the_customer_declines_is_gone_for_good() {
    let mut widget = Widget::fresh();
    widget
        .open()
        .does(Action::GuideLeft)
        .does(Action::ResumeDeclined);
    assert_eq!(widget.welcome().resume, None);
    // Its checks were stopped; what comes of them all the same brings nothing back.
    widget.finish_checks();
    assert_eq!(widget.session, None);
}

#[test]
fn a_guide_that_cannot_be_opened_takes_no_session_away() {
    let mut widget = Widget::fresh();
    widget.at_question().does(Action::GuideLeft);
    widget.relay.packs.insert("no-internet".to_owned(), None);
    widget.open();
    assert_eq!(widget.page(), Page::Failure(Failure::NoGuide));
    widget.does(Action::GuideLeft);
    assert!(widget.welcome().resume.is_some());
}

#[test]
fn a_page_that_opens_the_guide_of_the_stored_session_goes_on_with_it() {
    let mut widget = Widget::fresh();
    widget.at_question();
    let before = widget.step();
    let mut widget = widget.reload(MINUTE);
    widget.tell(Message::Opened(Some("no-internet".to_owned())));
    assert_eq!(widget.step().screen, before.screen);
}

#[test]
fn a_guide_that_the_page_opens_before_the_index_is_there_is_opened_then() {
    let mut widget = Widget::mounted(
        Relay::shipped(),
        Storage::default(),
        START,
        Setup::default(),
    );
    widget.tell(Message::Opened(Some("no-internet".to_owned())));
    assert_eq!(widget.model.view(), None);
    widget.index_arrives();
    assert!(matches!(widget.page(), Page::Step(_)));
}

#[test]
fn without_the_index_no_way_leads_to_a_welcome_screen_without_guides() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(LATER);
    let relay = Relay {
        index: None,
        ..Relay::shipped()
    };
    let mut widget = Widget::with(relay, widget.storage(), widget.now, Setup::default());
    assert_eq!(widget.page(), Page::Failure(Failure::NoGuides));
    widget.does(Action::WaitingShown);
    assert!(matches!(widget.page(), Page::Sent(_)));
    widget.does(Action::GuideLeft);
    assert_eq!(widget.page(), Page::Failure(Failure::NoGuides));
    widget.relay = Relay::shipped();
    widget.does(Action::RetryChosen);
    assert_eq!(widget.welcome().guides.len(), 1);
}

const SPEED: &str = r#"{
  "format": 1, "id": "speed", "version": "1", "language": "en", "title": "Speed", "summary": "Speed.",
  "start": "loss", "stuck": "end",
  "steps": {
    "loss": { "kind": "check", "title": "Counting", "run": ["loss"], "on": { "otherwise": "speed" } },
    "speed": { "kind": "check", "title": "How fast is it?", "run": ["speed"], "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  }
}"#;

#[test]
fn a_speed_test_knows_what_got_lost_and_its_result_is_drawn_again_after_a_reload_and_from_elsewhere()
 {
    let mut widget = Widget::set_up(Relay::of("speed", SPEED), Setup::default());
    widget.does(Action::GuideChosen("speed".to_owned()));
    let (run, _) = widget.checks.take().unwrap();
    let lost =
        Finding::new(CheckId::Loss, Verdict::Fail, Confidence::High).with("share", Some(4.5));
    widget.happens(Event::CheckFinished { run, finding: lost });
    widget.step_does(Event::Continued);
    assert_eq!(widget.loss, Some(4.5));
    let (left, _) = widget.checks.take().unwrap();
    widget.does(Action::GuideLeft);
    widget.does(Action::ResumeChosen);
    let (run, _) = widget.checks.take().unwrap();
    assert_ne!(run, left, "it begins anew: its node was gone");
    let finding = Finding::new(CheckId::Speed, Verdict::Warn, Confidence::Medium);
    let finding = finding.with("download", Some(48.5));
    widget.happens(Event::CheckFinished {
        run,
        finding: finding.clone(),
    });
    assert_eq!(widget.drawn, [], "the test has drawn it itself");

    widget.does(Action::GuideLeft);
    widget.does(Action::ResumeChosen);
    assert_eq!(
        widget.drawn,
        std::slice::from_ref(&finding),
        "its node was gone"
    );

    let mut widget = widget.reload(MINUTE);
    widget.does(Action::ResumeChosen);
    assert_eq!(widget.drawn, [finding]);
    widget.step_does(Event::Continued);
    assert_eq!(widget.drawn.len(), 1);
}
