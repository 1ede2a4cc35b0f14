//! The customer's own box and own device.

use firstline_guide::model::{Meaning, Value};
use firstline_guide::session::{AnswerView, Body, Event, LightReading};
use firstline_widget::action::Action;
use firstline_widget::model::{Message, Setup, equipment};
use firstline_widget::view::{Boxes, Page};
use firstline_wire::equipment as wire;

use super::support::{HOUR, Relay, START, Storage, Widget};

const GUIDE: &str = r#"{
  "format": 1, "id": "lamps", "version": "1", "language": "en", "title": "Lights", "summary": "Lights.",
  "searchWords": ["light"], "owner": "care@isp.example", "reviewBy": "2030-01-01",
  "start": "look", "stuck": "ticket",
  "steps": {
    "look": { "kind": "lights", "of": "router", "title": "What do the lights show?",
      "on": { "no-line": "ticket", "otherwise": "wait" } },
    "wait": { "kind": "instruction", "title": "Leave it on", "actions": ["Leave it on."],
      "by": "device.platform", "variants": { "ios": { "actions": ["Put the phone away."] } },
      "wait": { "hours": 48 },
      "verify": { "ask": "Is it better?", "on": { "pass": "fixed", "otherwise": "ticket" } } },
    "fixed": { "kind": "outcome", "ends": "resolved", "title": "Fixed" },
    "ticket": { "kind": "outcome", "ends": "unresolved", "title": "We take it from here",
      "ticket": { "category": "line", "severity": "major", "ask": ["phone"] } }
  }
}"#;

/// Boxes as the relay publishes them: routers by these ids and names, and a fibre box.
fn boxes(routers: &[(&str, &str)]) -> String {
    let one = |id: &str, name: &str, role: &str| wire::Equipment {
        id: id.to_owned(),
        role: role.to_owned(),
        name: name.to_owned(),
        also_known_as: vec!["grey".to_owned()],
        picture: Some(format!("box-{id}.svg")),
        shape: "flat".to_owned(),
        arrangement: wire::Arrangement::Column,
        lights: vec![wire::Light {
            id: "internet".to_owned(),
            label: "Internet".to_owned(),
            states: vec![
                ("green".to_owned(), Meaning::Ok),
                ("red-flashing".to_owned(), Meaning::NoLine),
            ],
        }],
        patterns: vec![wire::Pattern {
            id: "dark".to_owned(),
            lights: vec![("internet".to_owned(), "off".to_owned())],
            means: Meaning::NoPower,
        }],
        facts: vec![
            ("name".to_owned(), Value::from(name)),
            ("admin".to_owned(), Value::from("http://192.168.1.1")),
        ],
    };
    let mut boxes: Vec<_> = routers
        .iter()
        .map(|(id, name)| one(id, name, "router"))
        .collect();
    boxes.push(one("ont", "Fibre box", "fibre-box"));
    serde_json::to_string(&wire::Boxes { format: 1, boxes }).unwrap()
}

pub(crate) const ROUTERS: [(&str, &str); 6] = [
    ("fritz", "FRITZ!Box 7590"),
    ("hub", "Smart Hub 2"),
    ("archer", "Archer AX50"),
    ("speedport", "Speedport Smart"),
    ("livebox", "Livebox 6"),
    ("gateway", "Gateway"),
];

/// The relay that publishes the guide, and these boxes if it has any.
fn relay(boxes: Option<String>) -> Relay {
    Relay {
        boxes,
        ..Relay::of("lamps", GUIDE)
    }
}

/// At the lights, with these boxes.
fn opened(boxes: Option<String>, setup: Setup) -> Widget {
    let mut widget = Widget::set_up(relay(boxes), setup);
    widget.open();
    widget
}

/// At the lights, with these routers to choose from.
pub(crate) fn with(routers: &[(&str, &str)]) -> Widget {
    opened(Some(boxes(routers)), Setup::default())
}

/// The box whose lights are shown.
fn own(widget: &Widget) -> Option<String> {
    match widget.step().boxes {
        Boxes::Own(own) => Some(own.id.clone()),
        _ => None,
    }
}

/// The boxes to choose from.
fn choosing(widget: &Widget) -> Vec<String> {
    match widget.step().boxes {
        Boxes::Choosing { shown, .. } => shown.iter().map(|known| known.id.clone()).collect(),
        other => panic!("{other:?}"),
    }
}

/// Says what the lights mean, by this light of the own box if one is shown.
pub(crate) fn read(widget: &mut Widget, meaning: Meaning, light: &str, state: &str) {
    let seen = own(widget).map(|equipment| LightReading {
        equipment,
        light: light.to_owned(),
        state: state.to_owned(),
    });
    widget.step_does(Event::LightsRead { meaning, seen });
}

fn chosen(id: &str) -> Action {
    Action::BoxChosen(Some(id.to_owned()))
}

#[test]
fn boxes_that_could_not_be_loaded_again_leave_those_that_are_there() {
    let mut widget = with(&ROUTERS);
    let before = choosing(&widget);
    widget.tell(Message::BoxesArrived(None));
    assert_eq!(choosing(&widget), before);
}

#[test]
fn the_only_box_of_its_role_is_shown_without_asking() {
    let widget = with(&ROUTERS[..1]);
    assert_eq!(own(&widget).as_deref(), Some("fritz"));
    assert_eq!(
        widget.pictures,
        ["pictures/plug.svg", "pictures/box-fritz.svg"]
    );
}

#[test]
fn what_the_relay_publishes_is_read() {
    let known = equipment::read(&boxes(&ROUTERS[..1])).unwrap();
    assert_eq!(known[0].name, "FRITZ!Box 7590");
    assert_eq!(known[0].arrangement, wire::Arrangement::Column);
    assert_eq!(known[0].lights[0].label, "Internet");
    let states = &known[0].lights[0].states;
    assert!(states.contains(&("red-flashing".to_owned(), Meaning::NoLine)));
    assert_eq!(known[0].patterns[0].means, Meaning::NoPower);
    for bad in [
        "",
        "{}",
        r#"{"format":2,"boxes":[]}"#,
        r#"{"format":1,"boxes":[{}]}"#,
    ] {
        assert_eq!(equipment::read(bad), None, "{bad}");
    }
}

#[test]
fn without_the_boxes_the_meanings_are_chosen_in_words() {
    for answer in [None, Some("<!doctype html>".to_owned())] {
        let mut widget = opened(answer, Setup::default());
        assert_eq!(widget.step().boxes, Boxes::None);
        read(&mut widget, Meaning::NoLine, "", "");
        assert!(matches!(widget.page(), Page::Ticket(_)));
    }
}

#[test]
fn the_boxes_are_loaded_once_and_again_where_they_did_not_come() {
    let mut widget = with(&ROUTERS);
    widget.does(Action::GuideLeft).open();
    assert_eq!(widget.asked_for_boxes, 1);
    let mut widget = opened(None, Setup::default());
    widget.does(Action::GuideLeft);
    widget.relay.boxes = Some(boxes(&ROUTERS));
    widget.open();
    assert_eq!(widget.asked_for_boxes, 2);
    assert_eq!(choosing(&widget).len(), 6);
}

#[test]
fn a_box_is_chosen_once_and_stays_chosen_after_a_reload() {
    let mut widget = with(&ROUTERS);
    assert_eq!(choosing(&widget).len(), 6);
    let asking = widget.step().screen.key;
    widget.does(chosen("hub"));
    assert_eq!(own(&widget).as_deref(), Some("hub"));
    assert_ne!(widget.step().screen.key, asking, "it is another screen");
    let mut widget = widget.reload(HOUR);
    widget.does(Action::ResumeChosen);
    assert_eq!(own(&widget).as_deref(), Some("hub"));
}

#[test]
fn a_box_is_found_by_its_name_among_many() {
    let mut widget = with(&ROUTERS);
    widget.does(Action::InputTyped("fritz".to_owned()));
    assert_eq!(choosing(&widget), ["fritz"]);
    widget.does(Action::InputTyped("hamster".to_owned()));
    assert_eq!(choosing(&widget), [""; 0]);
    widget.does(Action::InputTyped("speedprt".to_owned()));
    assert_eq!(choosing(&widget), ["speedport"]);
    widget.does(chosen("speedport")).does(Action::BoxAsked);
    assert_eq!(choosing(&widget).len(), 6, "what was typed is forgotten");
    let few = with(&ROUTERS[..3]);
    assert!(matches!(
        few.step().boxes,
        Boxes::Choosing { many: false, .. }
    ));
}

#[test]
fn the_host_page_tells_the_box_and_the_customer_can_say_it_is_another() {
    let setup = Setup {
        facts: vec![(
            "equipment.router".to_owned(),
            Value::Text("archer".to_owned()),
        )],
        ..Setup::default()
    };
    let mut widget = opened(Some(boxes(&ROUTERS)), setup);
    assert_eq!(own(&widget).as_deref(), Some("archer"));
    widget.does(Action::BoxAsked);
    assert_eq!(choosing(&widget).len(), 6);
    widget.does(Action::BoxChosen(None));
    assert_eq!(widget.step().boxes, Boxes::Other);
    widget.does(Action::BoxAsked);
    assert_eq!(choosing(&widget).len(), 6, "and choose after all");
    widget.does(chosen("hub"));
    read(&mut widget, Meaning::NoLine, "internet", "red-flashing");
    let form = widget.form();
    let Some(AnswerView::Lights(seen)) = form.entries[0].answer.last() else {
        panic!("{:?}", form.entries)
    };
    assert_eq!(seen.equipment, "hub");
    assert_eq!(form.boxes.len(), 7);
}

#[test]
fn a_box_that_nobody_knows_is_asked_for() {
    let setup = Setup {
        facts: vec![("equipment.router".to_owned(), Value::Text("ont".to_owned()))],
        ..Setup::default()
    };
    let widget = opened(Some(boxes(&ROUTERS)), setup);
    assert_eq!(choosing(&widget).len(), 6, "a fibre box is no router");
}

#[test]
fn who_does_not_have_the_only_box_tells_the_meaning_in_words() {
    let mut widget = with(&ROUTERS[..1]);
    widget.does(Action::BoxAsked);
    assert_eq!(widget.step().boxes, Boxes::Other);
    widget.does(Action::BoxAsked);
    assert_eq!(own(&widget).as_deref(), Some("fritz"), "and back");
}

#[test]
fn a_step_is_shown_for_another_device_and_that_is_stored() {
    let setup = Setup {
        facts: vec![("device.platform".to_owned(), Value::Text("ios".to_owned()))],
        ..Setup::default()
    };
    let mut widget = opened(None, setup);
    read(&mut widget, Meaning::Ok, "", "");
    let text = |widget: &Widget| match widget.step().screen.body {
        Body::Instruction { actions, .. } => actions[0].text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(&widget), "Put the phone away.");
    widget.step_does(Event::VariantChosen(String::new()));
    assert_eq!(text(&widget), "Leave it on.");
    let mut widget = widget.reload(HOUR);
    widget.does(Action::ResumeChosen);
    assert_eq!(text(&widget), "Leave it on.");
}

/// A session as the widget stored it when its box was still a string.
const STORED: &str = r#"{"guide":"Lights","step":"Leave it on","at":1800000007000,"later":1800172807000,
  "boxes":{"router":"BOX"},"trail":{"format":1,"guide":"lamps","version":"1","hash":"0123456789abcdef",
  "began":1800000004000,"facts":{},"visits":[{"place":"look","at":1800000006000,"lights":"ok"}],
  "kept":[],"catchingUp":false,"stage":{"since":1800000007000,"dropped":false}}}"#;

#[test]
fn a_box_that_was_stored_as_a_string_is_read() {
    let stored = |said: &str| {
        let session = STORED.replace(r#"{"router":"BOX"}"#, said);
        let storage = Storage {
            session: Some(session),
            ..Storage::default()
        };
        let relay = relay(Some(boxes(&ROUTERS)));
        let mut widget = Widget::with(relay, storage, START + HOUR, Setup::default());
        // Out of the wait, and then out of the step.
        widget
            .does(Action::ResumeChosen)
            .step_does(Event::WentBack)
            .step_does(Event::WentBack);
        widget
    };
    let hub = stored(r#"{"router":"hub"}"#);
    assert_eq!(own(&hub).as_deref(), Some("hub"));
    assert_eq!(stored(r#"{"router":""}"#).step().boxes, Boxes::Other);
    for asked in [r#"{"router":"?"}"#, r#"{"router":"gone"}"#, "{}"] {
        assert_eq!(choosing(&stored(asked)).len(), 6, "{asked}");
    }
}

/// A guide that asks for no lamps, and says what is on the customer's box.
const TELLS: &str = r#"{
  "format": 1, "id": "lamps", "version": "1", "language": "en", "title": "Lights", "summary": "Lights.",
  "searchWords": ["light"], "owner": "care@isp.example", "reviewBy": "2030-01-01",
  "start": "look", "stuck": "ticket",
  "steps": {
    "look": { "kind": "instruction", "title": "Look it up",
      "text": ["The page of your {equipment.router.name} is {equipment.router.admin}.", "It is quick."],
      "actions": ["Open it.", "Press {equipment.router.wifi-button}."], "to": "ticket", "allow": ["no-verify"] },
    "ticket": { "kind": "outcome", "ends": "unresolved", "title": "We take it from here",
      "ticket": { "category": "line", "severity": "major", "ask": ["phone"] } }
  }
}"#;

#[test]
fn a_guide_says_what_is_on_the_box_that_the_page_named_and_nothing_of_one_that_it_does_not_know() {
    for (named, text) in [
        (
            Some("hub"),
            &[
                "The page of your Smart Hub 2 is http://192.168.1.1.",
                "It is quick.",
            ][..],
        ),
        (Some("unheard-of"), &["It is quick."]),
        (None, &["It is quick."]),
    ] {
        let told = named.map(|id| ("equipment.router".to_owned(), Value::from(id)));
        let setup = Setup {
            facts: told.into_iter().collect(),
            ..Setup::default()
        };
        let relay = Relay {
            boxes: Some(boxes(&ROUTERS)),
            ..Relay::of("lamps", TELLS)
        };
        let mut widget = Widget::set_up(relay, setup);
        widget.open();
        let step = widget.step();
        assert_eq!(step.screen.text, text, "{named:?}");
        let Body::Instruction { actions, .. } = &step.screen.body else {
            panic!("{:?}", step.screen.body);
        };
        // What this box lacks is not said.
        assert_eq!(actions.len(), 1, "{actions:?}");
    }
}
