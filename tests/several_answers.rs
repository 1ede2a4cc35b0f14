//! Questions that take several answers, from the press to the view.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says where it stopped"
)]

use firstline_guide::session::Event;
use firstline_widget::action::Action;
use firstline_widget::model::{Message, Model, Outside, Setup};
use firstline_widget::view::{Page, Step};

const GUIDE: &str = r#"{
  "format": 1, "id": "running", "version": "1", "language": "en", "title": "Running", "summary": "Running.",
  "start": "what", "stuck": "end",
  "steps": {
    "what": { "kind": "question", "title": "What is running?", "many": true, "to": "end",
      "options": [ { "id": "films", "label": "Films" }, { "id": "games", "label": "Games" },
        { "id": "nothing", "label": "Nothing" }, { "id": "unsure" } ] },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  }
}"#;

const INDEX: &str = r#"{
  "format": 1, "language": "en", "languages": [], "provider": { "name": "Brightwater", "phone": "1", "hours": null },
  "guides": [ { "id": "running", "title": "Running", "summary": "Running.", "searchWords": [],
    "pack": "guides/running.en.0.txt", "hash": "0123456789abcdef", "pictures": [] } ],
  "checks": { "isp": [], "internet": [], "latency": null },
  "consent": { "id": "support", "version": "3", "text": "I agree." }, "facts": []
}"#;

fn model() -> Model {
    let outside = Outside {
        uuid: || None,
        time_in_words: |time, _| Some(time.to_owned()),
        write_value: firstline_widget::text::value,
        fold: str::to_lowercase,
    };
    Model::new(outside, Setup::default(), None, &[], 1_000).0
}

/// The question, after these options were pressed one after the other.
fn asked(pressed: &[&str]) -> Model {
    let mut model = model();
    let pack = firstline_author::pack::pack("running", |_| Some(GUIDE)).unwrap();
    for message in [
        Message::IndexArrived(Some(INDEX.to_owned())),
        Message::Did(Action::GuideChosen("running".to_owned())),
        Message::PackArrived {
            guide: "running".to_owned(),
            bytes: Some(pack.bytes),
        },
    ] {
        model.update(2_000, message);
    }
    for id in pressed {
        model.update(2_000, Message::Did(Action::OptionToggled((*id).to_owned())));
    }
    model
}

fn step(model: &Model) -> Step {
    let Page::Step(step) = model.view(2_000).page else {
        panic!("no step is shown")
    };
    step
}

#[test]
fn what_says_that_none_fits_stands_alone() {
    for (pressed, ticked) in [
        (&["films", "games"][..], &["films", "games"][..]),
        (&["films", "games", "films"], &["games"]),
        (&["films", "nothing"], &["nothing"]),
        (&["nothing", "unsure"], &["unsure"]),
        (&["unsure", "games", "films"], &["games", "films"]),
        (&["unsure", "unsure"], &[]),
    ] {
        assert_eq!(step(&asked(pressed)).ticked.unwrap(), ticked, "{pressed:?}");
    }
}

#[test]
fn handing_in_nothing_is_answered() {
    let mut model = asked(&[]);
    assert_eq!(step(&model).ticked, None);
    let nothing = Event::OptionsChosen(Vec::new());
    model.update(3_000, Message::Did(Action::Step(nothing)));
    let still = step(&model);
    assert_eq!(still.screen.title, "What is running?");
    assert_eq!(
        still.ticked,
        Some(Vec::new()),
        "the screen says what is missing by this"
    );
}
