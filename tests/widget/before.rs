//! What was pressed and typed before the core was there counts.

use firstline_guide::model::{ContactField, Meaning};
use firstline_guide::session::{Event, LightReading};
use firstline_widget::action::{Action, TRAP_AT};
use firstline_widget::model::{Command, Message, PageEvent, Setup};
use firstline_widget::view::{Failure, Page, Target};

use super::support::{Relay, START, Storage, Widget};

/// A guide that asks from its first step on.
const GUIDE: &str = r#"{
  "format": 1, "id": "slow", "version": "1", "language": "en", "title": "Slow", "summary": "Slow.",
  "facts": { "ordered": { "type": "number", "unit": "Mbit/s", "from": "answer" } },
  "start": "where", "stuck": "end",
  "steps": {
    "where": { "kind": "question", "title": "Where is it slow?", "options": [
      { "id": "all", "label": "Everywhere", "to": "what" }, { "id": "one", "label": "In one room", "to": "end" } ] },
    "what": { "kind": "question", "title": "What is slow?", "many": true, "to": "ordered", "options": [
      { "id": "films", "label": "Films" }, { "id": "games", "label": "Games" } ] },
    "ordered": { "kind": "input", "title": "What did you order?", "as": "number", "unit": "Mbit/s", "fact": "ordered", "to": "end" },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  }
}"#;

fn chosen(guide: &str) -> Action {
    Action::GuideChosen(guide.to_owned())
}

fn answered(ids: &[&str]) -> Action {
    let ids = ids.iter().map(|id| (*id).to_owned());
    Action::Step(Event::OptionsChosen(ids.collect()))
}

fn typed(text: &str) -> Action {
    Action::InputTyped(text.to_owned())
}

/// A widget that mounts after this was done; nothing has arrived yet.
fn mounted(before: &[Action]) -> Widget {
    let setup = Setup {
        before: before.to_vec(),
        ..Setup::default()
    };
    Widget::mounted(Relay::of("slow", GUIDE), Storage::default(), START, setup)
}

/// The same, when everything that it asks for has arrived.
fn after(before: &[Action]) -> Widget {
    let mut widget = mounted(before);
    widget.index_arrives();
    widget
}

#[test]
fn what_was_typed_into_the_search_is_searched_for_and_keeps_the_focus() {
    let widget = after(&[
        Action::SearchTyped("sl".to_owned()),
        Action::SearchTyped("slow".to_owned()),
    ]);
    assert_eq!(widget.welcome().query, "slow");
    assert_eq!(widget.welcome().guides.len(), 1);
    assert_eq!(widget.focused, [Target::Search]);
}

#[test]
fn no_other_screen_comes_before_the_guide_that_the_page_names() {
    let setup = Setup {
        guide: Some("slow".to_owned()),
        ..Setup::default()
    };
    let relay = Relay::of("slow", GUIDE);
    let mut widget = Widget::mounted(relay, Storage::default(), START, setup);
    widget.silent = true;
    widget.index_arrives();
    assert!(widget.model.view().is_none(), "its pack is on its way");
    assert!(!widget.emitted.contains(&PageEvent::Ready));
    widget.pack_arrives("slow");
    assert_eq!(widget.title(), "Where is it slow?");
    assert!(widget.emitted.contains(&PageEvent::Ready));
}

#[test]
fn what_a_press_means_is_data() {
    let lights = Event::LightsRead {
        meaning: Meaning::NoLine,
        seen: Some(LightReading {
            equipment: "fritz-7590".to_owned(),
            light: "power-dsl".to_owned(),
            state: "green-flashing".to_owned(),
        }),
    };
    for (action, data) in [
        (Action::LookPutOff, r#""look-put-off""#),
        (chosen("slow"), r#"{"guide-chosen":"slow"}"#),
        (Action::BoxChosen(None), r#"{"box-chosen":null}"#),
        (
            Action::ContactTyped(ContactField::Email, "s".to_owned()),
            r#"{"contact-typed":["email","s"]}"#,
        ),
        (answered(&["all"]), r#"{"step":{"options-chosen":["all"]}}"#),
        (Action::Step(Event::WentBack), r#"{"step":"went-back"}"#),
        (
            Action::Step(Event::HelpJudged("no".to_owned())),
            r#"{"step":{"help-judged":"no"}}"#,
        ),
        (
            Action::Step(lights),
            r#"{"step":{"lights-read":{"meaning":"no-line","seen":{"equipment":"fritz-7590","light":"power-dsl","state":"green-flashing"}}}}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&action).unwrap(), data);
        assert_eq!(serde_json::from_str::<Action>(data).unwrap(), action);
    }
}

#[test]
fn what_only_the_engines_host_reports_cannot_be_forged_by_a_press() {
    for data in [
        r#"{"step":{"timer-elapsed":{"run":1}}}"#,
        r#"{"step":{"line-returned":{"run":1}}}"#,
        r#"{"delivered":"F-1"}"#,
    ] {
        assert!(serde_json::from_str::<Action>(data).is_err(), "{data}");
    }
    let elapsed = Action::Step(Event::TimerElapsed { run: 1 });
    assert!(serde_json::to_string(&elapsed).is_err());
}

#[test]
fn a_guide_that_was_chosen_is_opened() {
    let widget = after(&[chosen("slow")]);
    assert_eq!(widget.title(), "Where is it slow?");
    assert_eq!(widget.focused, [Target::Heading]);
    assert!(widget.session.is_some(), "it is stored like any other");
}

#[test]
fn first_answers_are_given_in_order() {
    let widget = after(&[
        chosen("slow"),
        answered(&["all"]),
        answered(&["films", "games"]),
    ]);
    assert_eq!(widget.title(), "What did you order?");
    let stored = widget.session.unwrap();
    assert!(stored.contains(r#"["films","games"]"#), "{stored}");
}

#[test]
fn what_was_ticked_and_typed_and_not_handed_in_is_still_there() {
    let toggled = Action::OptionToggled("games".to_owned());
    let widget = after(&[chosen("slow"), answered(&["all"]), toggled]);
    assert_eq!(widget.step().ticked, Some(vec!["games".to_owned()]));
    let widget = after(&[
        chosen("slow"),
        answered(&["all"]),
        answered(&["films"]),
        typed("10"),
        typed("100"),
    ]);
    assert_eq!(widget.step().typed.as_deref(), Some("100"));
    assert_eq!(widget.focused, [Target::Input], "who types types on");
}

#[test]
fn the_field_that_nobody_sees_is_none_of_a_step() {
    let mut widget = after(&[chosen("slow"), answered(&["all"]), answered(&["films"])]);
    widget.does(Action::AskedTyped(TRAP_AT, "https://x".to_owned()));
    assert_eq!(widget.step().typed, None);
}

#[test]
fn checks_that_nobody_waits_for_are_skipped() {
    let setup = Setup {
        before: vec![chosen("no-internet"), Action::Step(Event::ChecksSkipped)],
        ..Setup::default()
    };
    let relay = Relay::shipped();
    let widget = Widget::with(relay, Storage::default(), START, setup);
    let (_, second) = widget.checks.clone().unwrap();
    assert!(second.len() > 1, "the next checks run: {second:?}");
}

#[test]
fn going_back_counts_too() {
    let back = Action::Step(Event::WentBack);
    let widget = after(&[chosen("slow"), answered(&["one"]), back]);
    assert_eq!(widget.title(), "Where is it slow?");
    let widget = after(&[chosen("slow"), Action::GuideLeft]);
    assert!(widget.welcome().resume.is_some());
}

#[test]
fn the_guide_that_the_page_names_is_answered_without_being_chosen() {
    let setup = Setup {
        guide: Some("slow".to_owned()),
        before: vec![answered(&["all"])],
        ..Setup::default()
    };
    let relay = Relay::of("slow", GUIDE);
    let widget = Widget::with(relay, Storage::default(), START, setup);
    assert_eq!(widget.title(), "What is slow?");
}

#[test]
fn what_fits_no_longer_is_dropped_and_what_follows_is_tried() {
    let ticket = Action::NoteTyped("x".to_owned());
    for (before, title) in [
        // The guide has changed since the first screens were drawn.
        (
            vec![chosen("slow"), answered(&["attic"])],
            "Where is it slow?",
        ),
        (
            vec![chosen("slow"), answered(&["attic"]), answered(&["all"])],
            "What is slow?",
        ),
        (vec![chosen("gone"), chosen("slow")], "Where is it slow?"),
        // Two options of a question that takes one.
        (
            vec![chosen("slow"), answered(&["all", "one"])],
            "Where is it slow?",
        ),
        (
            vec![chosen("slow"), Action::Step(Event::InstructionDone)],
            "Where is it slow?",
        ),
        (
            vec![answered(&["all"]), chosen("slow")],
            "Where is it slow?",
        ),
        (
            vec![chosen("slow"), ticket, typed("x"), chosen("slow")],
            "Where is it slow?",
        ),
    ] {
        let widget = after(&before);
        assert_eq!(widget.title(), title, "{before:?}");
        assert_eq!(widget.step().typed, None, "{before:?}");
        assert_eq!(widget.draft, None, "{before:?}");
    }
    assert_eq!(after(&[chosen("gone")]).welcome().guides.len(), 1);
}

#[test]
fn what_the_panel_did_itself_is_not_done_again() {
    let mut widget = mounted(&[
        Action::CopyChosen("192.168.0.1".to_owned()),
        Action::CloseChosen,
        Action::RetryChosen,
    ]);
    let index = widget.relay.index.clone();
    let commands = widget.model.update(START, Message::IndexArrived(index));
    for command in commands {
        let harmless = matches!(
            command,
            Command::SetTargets(_) | Command::Focus(_) | Command::Emit(PageEvent::Ready)
        );
        assert!(harmless, "{command:?}");
    }
}

#[test]
fn what_was_drawn_stays_until_the_core_has_caught_up() {
    let mut widget = mounted(&[chosen("slow"), answered(&["all"])]);
    widget.silent = true;
    widget.index_arrives();
    assert_eq!(widget.model.view(), None, "the pack is not here yet");
    assert_eq!(widget.emitted, []);
    widget.pack_arrives("slow");
    assert_eq!(widget.title(), "What is slow?");
    assert!(widget.emitted.contains(&PageEvent::Ready));
    assert_eq!(widget.focused, [Target::Heading]);
}

#[test]
fn a_guide_that_cannot_be_opened_is_said_and_its_answers_are_dropped() {
    let mut widget = mounted(&[chosen("slow"), answered(&["all"])]);
    widget.relay.packs.insert("slow".to_owned(), None);
    widget.index_arrives();
    assert_eq!(widget.page(), Page::Failure(Failure::NoGuide));
    widget.relay = Relay::of("slow", GUIDE);
    widget.does(Action::RetryChosen);
    assert_eq!(widget.title(), "Where is it slow?");
}

#[test]
fn without_the_index_it_waits_for_the_next_try() {
    let mut widget = mounted(&[chosen("slow"), answered(&["all"])]);
    let index = widget.relay.index.take();
    widget.index_arrives();
    assert_eq!(widget.page(), Page::Failure(Failure::NoGuides));
    widget.relay.index = index;
    widget.does(Action::RetryChosen);
    assert_eq!(widget.title(), "What is slow?");
}

#[test]
fn what_the_page_opens_meanwhile_counts_more() {
    let mut widget = mounted(&[Action::SearchTyped("slow".to_owned())]);
    widget
        .tell(Message::Opened(Some("slow".to_owned())))
        .index_arrives();
    assert_eq!(widget.title(), "Where is it slow?");
}
