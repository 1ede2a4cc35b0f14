//! Questions that take several answers, from the press to the view.

use firstline_guide::session::Event;
use firstline_widget::action::Action;
use firstline_widget::model::Setup;

use super::support::{Relay, Widget};

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

/// The question, after these options were pressed one after the other.
fn asked(pressed: &[&str]) -> Widget {
    let mut widget = Widget::set_up(Relay::of("running", GUIDE), Setup::default());
    widget.open();
    for id in pressed {
        widget.does(Action::OptionToggled((*id).to_owned()));
    }
    widget
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
        assert_eq!(asked(pressed).step().ticked.unwrap(), ticked, "{pressed:?}");
    }
}

#[test]
fn handing_in_nothing_is_answered() {
    let mut widget = asked(&[]);
    assert_eq!(widget.step().ticked, None);
    widget.step_does(Event::OptionsChosen(Vec::new()));
    let still = widget.step();
    assert_eq!(still.screen.title, "What is running?");
    assert_eq!(
        still.ticked,
        Some(Vec::new()),
        "the screen says what is missing by this"
    );
}
