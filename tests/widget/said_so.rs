//! What a guide says of its ends: which guide goes on, whom to call, what the form must hold.

use std::collections::BTreeMap;

use firstline_guide::model::ContactField;
use firstline_guide::session::Event;
use firstline_widget::action::Action;
use firstline_widget::model::Setup;
use firstline_wire::TicketRequest;

use super::support::{Relay, Widget, tickets_made};

const FIRST: &str = r#"{
  "format": 1, "id": "first", "version": "1", "language": "en",
  "title": "It is slow", "summary": "Pages take long.", "start": "device", "stuck": "ticket",
  "steps": {
    "device": { "kind": "question", "title": "Which device is it?", "fact": "device",
      "options": [ { "id": "phone", "label": "A phone", "set": { "odd": true }, "to": "on" },
                   { "id": "alarm", "label": "An alarm", "to": "stop" },
                   { "id": "unsure", "to": "ticket" } ] },
    "on": { "kind": "outcome", "ends": "hand-over", "title": "It is this device", "guide": "second" },
    "stop": { "kind": "outcome", "ends": "stop", "title": "Call us first", "contact": "priority-care" },
    "ticket": { "kind": "outcome", "ends": "unresolved", "title": "We take it from here", "text": "We look at it.",
      "ticket": { "category": "line", "severity": "major", "next": "We call you tomorrow.",
        "ask": ["name", "phone", { "field": "address", "required": true },
                { "fact": "site", "label": "Which website?", "required": true },
                { "fact": "since", "label": "Since when?" }] } }
  }
}"#;

const SECOND: &str = r#"{
  "format": 1, "id": "second", "version": "1", "language": "en",
  "title": "One device", "summary": "The others work.", "start": "device", "stuck": "end",
  "steps": {
    "device": { "kind": "question", "title": "Which device is it?", "fact": "device",
      "options": [ { "id": "phone", "label": "A phone", "to": "wifi" },
                   { "id": "tv", "label": "A TV", "to": "end" } ] },
    "wifi": { "kind": "question", "title": "Is its Wi-Fi on?",
      "options": [ { "id": "yes", "to": "end" }, { "id": "no", "to": "end" }, { "id": "unsure", "to": "end" } ] },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Its maker helps you" }
  }
}"#;

/// A relay with both guides, and a contact of its own for those who depend on their line.
fn widget() -> Widget {
    let mut relay = Relay::of("first", FIRST);
    let other = Relay::of("second", SECOND);
    relay.packs.extend(other.packs);
    let parse = |index: Option<String>| -> serde_json::Value {
        serde_json::from_str(&index.unwrap()).unwrap()
    };
    let (mut index, other) = (parse(relay.index), parse(other.index));
    let guides = index["guides"].as_array_mut().unwrap();
    guides.push(other["guides"][0].clone());
    index["facts"] = serde_json::json!([
        ["provider.support.open", true],
        ["provider.priority-care.phone", "0808 157 0199"],
        ["provider.priority-care.hours", "day and night"],
        ["provider.priority-care.open", false]
    ]);
    relay.index = Some(index.to_string());
    tickets_made(0);
    let mut widget = Widget::set_up(relay, Setup::default());
    widget.does(Action::GuideChosen("first".to_owned()));
    widget
}

fn choose(widget: &mut Widget, id: &str) {
    widget.step_does(Event::OptionsChosen(vec![id.to_owned()]));
}

#[test]
fn a_hand_over_offers_its_guide_which_begins_with_what_was_told() {
    let mut widget = widget();
    choose(&mut widget, "phone");
    let topic = widget.step().topic.unwrap();
    assert_eq!(
        (topic.id.as_str(), topic.title.as_str()),
        ("second", "One device")
    );
    widget.does(Action::GuideChosen(topic.id));
    assert_eq!(widget.title(), "Is its Wi-Fi on?");
    // What the other guide does not ask for does not go along.
    let stored = widget.session.clone().unwrap();
    assert!(stored.contains(r#""device":"phone""#), "{stored}");
    assert!(!stored.contains(r#""odd""#), "{stored}");
}

#[test]
fn a_guide_that_is_chosen_from_the_topics_knows_nothing_of_another() {
    let mut widget = widget();
    choose(&mut widget, "phone");
    widget
        .does(Action::GuideLeft)
        .does(Action::GuideChosen("second".to_owned()));
    assert_eq!(widget.title(), "Which device is it?");
}

#[test]
fn an_end_says_whom_to_call_and_whether_they_are_there() {
    let mut widget = widget();
    let shown = |widget: &Widget| {
        let provider = &widget.view().provider;
        (
            provider.phone.clone().unwrap(),
            provider.hours.clone(),
            provider.open,
        )
    };
    let support = shown(&widget);
    assert_eq!(support.0, "0808 157 0123");
    assert_eq!(support.2, Some(true));
    choose(&mut widget, "alarm");
    let hours = Some("day and night".to_owned());
    assert_eq!(
        shown(&widget),
        ("0808 157 0199".to_owned(), hours, Some(false))
    );
    // Everywhere else it is the support.
    widget.step_does(Event::WentBack);
    assert_eq!(shown(&widget), support);
}

#[test]
fn what_the_form_must_hold_is_asked_for_and_sent() {
    let mut widget = widget();
    choose(&mut widget, "unsure");
    widget.fill().send();
    let missing = |widget: &Widget| -> Vec<bool> {
        widget
            .form()
            .facts
            .iter()
            .map(|asked| asked.missing)
            .collect()
    };
    assert_eq!(
        (missing(&widget), widget.sent.len()),
        (vec![true, false], 0)
    );
    let address = |widget: &Widget| {
        let fields = widget.form().fields;
        let field = fields
            .into_iter()
            .find(|field| field.field == ContactField::Address);
        field.unwrap().problem
    };
    assert!(address(&widget).is_some());
    widget
        .does(Action::AskedTyped(0, "example.com".to_owned()))
        .does(Action::ContactTyped(
            ContactField::Address,
            "Elm Street".to_owned(),
        ));
    assert_eq!(
        (missing(&widget), address(&widget)),
        (vec![false, false], None)
    );
    // What was typed is there after a reload.
    let stored = widget.draft.clone().unwrap();
    assert!(stored.contains(r#""site":"example.com""#), "{stored}");
    widget.send();
    let read: TicketRequest = serde_json::from_str(&widget.sent[0].1).unwrap();
    let facts = BTreeMap::from([("site".to_owned(), "example.com".to_owned())]);
    assert_eq!(read.facts, facts);
    let pending = widget.outbox.values().next().unwrap();
    assert!(pending.contains("We call you tomorrow."), "{pending}");
    assert!(!pending.contains("We look at it."), "{pending}");
}
