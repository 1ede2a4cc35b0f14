//! The customer's own box, their own device, and coming back later: messages in, views out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says where it stopped"
)]

use std::collections::BTreeMap;

use firstline_guide::model::{Meaning, Reply, Value};
use firstline_guide::session::{AnswerView, Body, Event, LightReading, Waiting};
use firstline_widget::action::Action;
use firstline_widget::model::{Command, Message, Model, Outside, Setup, equipment};
use firstline_widget::view::{Boxes, Page, Step, Welcome};
use firstline_wire::equipment as wire;

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

const INDEX: &str = r#"{
  "format": 1, "language": "en", "languages": [], "provider": { "name": "Brightwater" },
  "guides": [ { "id": "lamps", "title": "Lights", "summary": "Lights.", "searchWords": [],
    "pack": "guides/lamps.en.0.txt", "hash": "0123456789abcdef", "pictures": ["pictures/plug.svg"] } ],
  "equipment": "guides/equipment.0.json",
  "checks": { "isp": [], "internet": [], "latency": null },
  "consent": { "id": "support", "version": "3", "text": "I agree." }, "facts": []
}"#;

const START: u64 = 1_800_000_000_000;
const HOUR: u64 = 3_600_000;

/// Boxes as the relay publishes them: routers by these ids and names, and a fibre box.
fn boxes(routers: &[(&str, &str)]) -> String {
    let one = |id: &str, name: &str, role: &str| wire::Equipment {
        id: id.to_owned(),
        role: role.to_owned(),
        name: name.to_owned(),
        also_known_as: vec!["grey".to_owned()],
        picture: Some(format!("box-{id}.svg")),
        shape: "flat".to_owned(),
        arrangement: "column".to_owned(),
        lights: vec![wire::Light {
            id: "internet".to_owned(),
            label: "Internet".to_owned(),
            states: BTreeMap::from([
                ("green".to_owned(), "ok".to_owned()),
                ("red-flashing".to_owned(), "no-line".to_owned()),
            ]),
        }],
        patterns: vec![wire::Pattern {
            id: "dark".to_owned(),
            lights: BTreeMap::from([("internet".to_owned(), "off".to_owned())]),
            means: "no-power".to_owned(),
        }],
    };
    let mut boxes: Vec<_> = routers
        .iter()
        .map(|(id, name)| one(id, name, "router"))
        .collect();
    boxes.push(one("ont", "Fibre box", "fibre-box"));
    serde_json::to_string(&wire::Boxes { format: 1, boxes }).unwrap()
}

const ROUTERS: [(&str, &str); 6] = [
    ("fritz", "FRITZ!Box 7590"),
    ("hub", "Smart Hub 2"),
    ("archer", "Archer AX50"),
    ("speedport", "Speedport Smart"),
    ("livebox", "Livebox 6"),
    ("gateway", "Gateway"),
];

struct Widget {
    model: Model,
    now: u64,
    session: Option<String>,
    /// What the relay answers when asked for the boxes.
    boxes: Option<String>,
    asked_for_boxes: usize,
    pictures: Vec<String>,
}

impl Widget {
    fn new(boxes: Option<String>, session: Option<String>, now: u64, setup: Setup) -> Widget {
        let outside = Outside {
            uuid: || None,
            time_in_words: |time, _| Some(format!("at {time}")),
            write_value: firstline_widget::text::value,
            fold: str::to_lowercase,
        };
        let (model, commands) = Model::new(outside, setup, session.as_deref(), &[], now);
        let mut widget = Widget {
            model,
            now,
            session,
            boxes,
            asked_for_boxes: 0,
            pictures: Vec::new(),
        };
        widget.carry_out(commands);
        widget
    }

    /// At the lamps, with these routers to choose from.
    fn with(routers: &[(&str, &str)]) -> Widget {
        let mut widget = Widget::new(Some(boxes(routers)), None, START, Setup::default());
        widget.open();
        widget
    }

    fn reload(self, later: u64) -> Widget {
        Widget::new(self.boxes, self.session, self.now + later, Setup::default())
    }

    fn open(&mut self) -> &mut Widget {
        self.does(Action::GuideChosen("lamps".to_owned()))
    }

    fn does(&mut self, action: Action) -> &mut Widget {
        self.tell(Message::Did(action))
    }

    fn tell(&mut self, message: Message) -> &mut Widget {
        self.now += 1000;
        let commands = self.model.update(self.now, message);
        self.carry_out(commands);
        self
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        let mut told = Vec::new();
        for command in commands {
            match command {
                Command::LoadIndex => told.push(Message::IndexArrived(Some(INDEX.to_owned()))),
                Command::LoadPack { guide, .. } => {
                    let find = |id: &str| (id == "lamps").then_some(GUIDE);
                    let packed = firstline_author::pack::pack("lamps", find);
                    let bytes = Some(packed.unwrap().bytes);
                    told.push(Message::PackArrived { guide, bytes });
                }
                Command::LoadBoxes(path) => {
                    assert_eq!(path, "guides/equipment.0.json");
                    self.asked_for_boxes += 1;
                    told.push(Message::BoxesArrived(self.boxes.clone()));
                }
                Command::LoadPictures(pictures) => self.pictures = pictures,
                Command::StoreSession(text) => self.session = Some(text),
                Command::ForgetSession => self.session = None,
                _ => {}
            }
        }
        for message in told {
            self.tell(message);
        }
    }

    fn step(&self) -> Step {
        match self.model.view(self.now).page {
            Page::Step(step) => step,
            other => panic!("{other:?}"),
        }
    }

    fn welcome(&self) -> Welcome {
        match self.model.view(self.now).page {
            Page::Welcome(welcome) => welcome,
            other => panic!("{other:?}"),
        }
    }

    /// The box whose lamps are shown.
    fn own(&self) -> Option<String> {
        match self.step().boxes {
            Boxes::Own(own) => Some(own.id.clone()),
            _ => None,
        }
    }

    /// The boxes to choose from.
    fn choosing(&self) -> Vec<String> {
        match self.step().boxes {
            Boxes::Choosing { shown, .. } => shown.iter().map(|known| known.id.clone()).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn reads(&mut self, meaning: Meaning, light: &str, state: &str) -> &mut Widget {
        let seen = self.own().map(|equipment| LightReading {
            equipment,
            light: light.to_owned(),
            state: state.to_owned(),
        });
        self.does(Action::Step(Event::LightsRead { meaning, seen }))
    }

    /// Waiting for 48 hours.
    fn waiting() -> Widget {
        let mut widget = Widget::with(&ROUTERS[..1]);
        widget
            .reads(Meaning::Ok, "", "")
            .does(Action::Step(Event::InstructionDone));
        widget
    }
}

fn chosen(id: &str) -> Action {
    Action::BoxChosen(Some(id.to_owned()))
}

#[test]
fn boxes_that_could_not_be_loaded_again_leave_those_that_are_there() {
    let mut widget = Widget::with(&ROUTERS);
    let before = widget.choosing();
    widget.tell(Message::BoxesArrived(None));
    assert_eq!(widget.choosing(), before);
}

#[test]
fn the_only_box_of_its_role_is_shown_without_asking() {
    let widget = Widget::with(&ROUTERS[..1]);
    assert_eq!(widget.own().as_deref(), Some("fritz"));
    assert_eq!(
        widget.pictures,
        ["pictures/plug.svg", "pictures/box-fritz.svg"]
    );
}

#[test]
fn what_the_relay_publishes_is_read() {
    let known = equipment::read(&boxes(&ROUTERS[..1])).unwrap();
    assert_eq!(known[0].name, "FRITZ!Box 7590");
    assert!(known[0].column);
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
        let mut widget = Widget::new(answer, None, START, Setup::default());
        widget.open();
        assert_eq!(widget.step().boxes, Boxes::None);
        widget.reads(Meaning::NoLine, "", "");
        assert!(matches!(widget.model.view(START).page, Page::Ticket(_)));
    }
}

#[test]
fn the_boxes_are_loaded_once_and_again_where_they_did_not_come() {
    let mut widget = Widget::with(&ROUTERS);
    widget.does(Action::GuideLeft).open();
    assert_eq!(widget.asked_for_boxes, 1);
    let mut widget = Widget::new(None, None, START, Setup::default());
    widget.open().does(Action::GuideLeft);
    widget.boxes = Some(boxes(&ROUTERS));
    widget.open();
    assert_eq!(widget.asked_for_boxes, 2);
    assert_eq!(widget.choosing().len(), 6);
}

#[test]
fn a_box_is_chosen_once_and_stays_chosen_after_a_reload() {
    let mut widget = Widget::with(&ROUTERS);
    assert_eq!(widget.choosing().len(), 6);
    let asking = widget.step().screen.key;
    widget.does(chosen("hub"));
    assert_eq!(widget.own().as_deref(), Some("hub"));
    assert_ne!(widget.step().screen.key, asking, "it is another screen");
    let mut widget = widget.reload(HOUR);
    widget.does(Action::ResumeChosen);
    assert_eq!(widget.own().as_deref(), Some("hub"));
}

#[test]
fn a_box_is_found_by_its_name_among_many() {
    let mut widget = Widget::with(&ROUTERS);
    widget.does(Action::InputTyped("fritz".to_owned()));
    assert_eq!(widget.choosing(), ["fritz"]);
    widget.does(Action::InputTyped("hamster".to_owned()));
    assert_eq!(widget.choosing(), [""; 0]);
    widget.does(Action::InputTyped("speedprt".to_owned()));
    assert_eq!(widget.choosing(), ["speedport"]);
    widget.does(chosen("speedport")).does(Action::BoxAsked);
    assert_eq!(widget.choosing().len(), 6, "what was typed is forgotten");
    let few = Widget::with(&ROUTERS[..3]);
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
    let mut widget = Widget::new(Some(boxes(&ROUTERS)), None, START, setup);
    widget.open();
    assert_eq!(widget.own().as_deref(), Some("archer"));
    widget.does(Action::BoxAsked);
    assert_eq!(widget.choosing().len(), 6);
    widget.does(Action::BoxChosen(None));
    assert_eq!(widget.step().boxes, Boxes::Other);
    widget.does(Action::BoxAsked);
    assert_eq!(widget.choosing().len(), 6, "and choose after all");
    widget.does(chosen("hub"));
    widget.reads(Meaning::NoLine, "internet", "red-flashing");
    let Page::Ticket(form) = widget.model.view(START).page else {
        panic!()
    };
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
    let mut widget = Widget::new(Some(boxes(&ROUTERS)), None, START, setup);
    widget.open();
    assert_eq!(widget.choosing().len(), 6, "a fibre box is no router");
}

#[test]
fn who_does_not_have_the_only_box_tells_the_meaning_in_words() {
    let mut widget = Widget::with(&ROUTERS[..1]);
    widget.does(Action::BoxAsked);
    assert_eq!(widget.step().boxes, Boxes::Other);
    widget.does(Action::BoxAsked);
    assert_eq!(widget.own().as_deref(), Some("fritz"), "and back");
}

#[test]
fn a_step_is_shown_for_another_device_and_that_is_stored() {
    let setup = Setup {
        facts: vec![("device.platform".to_owned(), Value::Text("ios".to_owned()))],
        ..Setup::default()
    };
    let mut widget = Widget::new(None, None, START, setup);
    widget.open().reads(Meaning::Ok, "", "");
    let text = |widget: &Widget| match widget.step().screen.body {
        Body::Instruction { actions, .. } => actions[0].text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(&widget), "Put the phone away.");
    widget.does(Action::Step(Event::VariantChosen(String::new())));
    assert_eq!(text(&widget), "Leave it on.");
    let mut widget = widget.reload(HOUR);
    widget.does(Action::ResumeChosen);
    assert_eq!(text(&widget), "Leave it on.");
}

#[test]
fn who_waits_is_told_until_when() {
    let widget = Widget::waiting();
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
    let mut widget = Widget::waiting().reload(49 * HOUR);
    let resume = widget.welcome().resume.expect("it was kept so long");
    assert!(resume.later.expect("it waits") < widget.now);
    widget.does(Action::LookChosen);
    assert_eq!(widget.step().screen.body, Body::AskHelp);
    widget.does(Action::Step(Event::HelpJudged(Reply::Yes)));
    assert!(matches!(widget.step().screen.body, Body::Resolved { .. }));
}

#[test]
fn who_does_not_want_to_look_yet_can_still_go_on() {
    let mut widget = Widget::waiting().reload(3 * HOUR);
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
    let mut reloaded = Widget::waiting().reload(3 * HOUR);
    reloaded.does(Action::LookChosen);
    assert_eq!(reloaded.step().screen.body, Body::AskHelp);
    let mut left = Widget::waiting();
    left.does(Action::GuideLeft);
    assert!(left.welcome().resume.unwrap().later.is_some());
    left.does(Action::LookChosen);
    assert_eq!(left.step().screen.body, Body::AskHelp);
}

#[test]
fn what_is_better_or_worse_already_can_be_said_at_once() {
    let mut better = Widget::waiting();
    better.does(Action::Step(Event::HelpJudged(Reply::Yes)));
    assert!(matches!(better.step().screen.body, Body::Resolved { .. }));
    let mut worse = Widget::waiting();
    worse.does(Action::Step(Event::HelpJudged(Reply::No)));
    assert!(matches!(worse.model.view(START).page, Page::Ticket(_)));
}

#[test]
fn a_wait_is_forgotten_a_day_after_it_is_over() {
    let widget = Widget::waiting().reload(71 * HOUR);
    assert!(widget.welcome().resume.is_some());
    let widget = Widget::waiting().reload(73 * HOUR);
    assert!(widget.welcome().resume.is_none());
    assert_eq!(widget.session, None);
}
