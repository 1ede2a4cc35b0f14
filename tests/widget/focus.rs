//! Where the focus goes: decided in the model, carried out once the view is drawn.

use firstline_guide::model::ContactField;
use firstline_guide::session::Event;
use firstline_widget::action::Action;
use firstline_widget::model::{Message, PageEvent, Setup};
use firstline_widget::view::Target;

use super::support::{MINUTE, Relay, START, Storage, Widget};

/// A number to enter, and then something to choose.
const GUIDE: &str = r#"{
  "format": 1, "id": "speed", "version": "1", "language": "en", "title": "Speed", "summary": "Speed.",
  "facts": { "ordered": { "type": "number", "unit": "Mbit/s", "from": "answer" } },
  "start": "ordered", "stuck": "end",
  "steps": {
    "ordered": { "kind": "input", "title": "What did you order?", "as": "number", "unit": "Mbit/s", "fact": "ordered", "to": "old" },
    "old": { "kind": "question", "title": "Is the box old?", "options": [
      { "id": "yes", "to": "end" }, { "id": "no", "to": "end" } ] },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  }
}"#;

fn inline() -> Setup {
    Setup {
        inline: true,
        ..Setup::default()
    }
}

/// Where the focus went by what is done in it.
fn focused(widget: &mut Widget, does: impl FnOnce(&mut Widget)) -> Vec<Target> {
    widget.focused.clear();
    does(widget);
    std::mem::take(&mut widget.focused)
}

fn chosen(id: &str) -> Action {
    Action::GuideChosen(id.to_owned())
}

#[test]
fn in_a_panel_the_first_screen_is_read_from_its_heading() {
    let widget = Widget::fresh();
    assert_eq!(widget.focused, [Target::Heading]);
    assert_eq!(widget.emitted, [PageEvent::Ready]);
}

#[test]
fn while_nothing_is_shown_there_is_nothing_to_focus() {
    let relay = Relay::shipped();
    let widget = Widget::mounted(relay, Storage::default(), START, Setup::default());
    assert_eq!(widget.focused, []);
    assert_eq!(widget.emitted, []);
}

#[test]
fn in_the_page_the_focus_stays_where_it_is_until_the_customer_uses_the_widget() {
    let mut widget = Widget::set_up(Relay::of("speed", GUIDE), inline());
    assert_eq!(widget.focused, []);
    assert_eq!(
        focused(&mut widget, |widget| {
            widget.open();
        }),
        [Target::Heading]
    );
}

#[test]
fn in_the_page_a_guide_that_the_page_opens_gets_the_focus() {
    let mut widget = Widget::set_up(Relay::of("speed", GUIDE), inline());
    widget.tell(Message::Opened(Some("speed".to_owned())));
    assert_eq!(widget.focused, [Target::Heading]);
}

#[test]
fn in_the_page_the_guide_that_its_tag_names_takes_no_focus() {
    let setup = Setup {
        guide: Some("speed".to_owned()),
        ..inline()
    };
    let widget = Widget::set_up(Relay::of("speed", GUIDE), setup);
    assert_eq!(widget.title(), "What did you order?");
    assert_eq!(widget.focused, []);
}

#[test]
fn in_the_page_who_comes_back_after_a_defect_gets_the_focus_back() {
    let setup = Setup {
        resume: true,
        ..inline()
    };
    let widget = Widget::set_up(Relay::of("speed", GUIDE), setup);
    assert_eq!(widget.focused, [Target::Heading]);
}

#[test]
fn every_other_screen_is_read_from_its_heading() {
    let mut widget = Widget::fresh();
    for action in [
        chosen("no-internet"),
        Action::GuideLeft,
        Action::ResumeChosen,
    ] {
        let heading = focused(&mut widget, |widget| {
            widget.does(action.clone());
        });
        assert_eq!(heading, [Target::Heading], "{action:?}");
    }
}

#[test]
fn a_screen_that_only_changes_leaves_the_focus_where_it_is() {
    let mut widget = Widget::fresh();
    let left_alone = focused(&mut widget, |widget| {
        widget
            .does(Action::SearchTyped("slow".to_owned()))
            .tell(Message::Ticked)
            .tell(Message::IssuesArrived(Default::default()));
    });
    assert_eq!(left_alone, []);
}

#[test]
fn checks_that_go_on_by_themselves_lead_to_the_next_heading() {
    let mut widget = Widget::fresh();
    widget.open();
    let heading = focused(&mut widget, |widget| {
        widget.finish_checks();
    });
    assert_eq!(heading, [Target::Heading]);
}

#[test]
fn what_was_handed_in_and_is_refused_gets_the_focus_each_time() {
    let mut widget = Widget::set_up(Relay::of("speed", GUIDE), Setup::default());
    widget.open();
    for _ in 0..2 {
        let refused = focused(&mut widget, |widget| {
            widget.step_does(Event::InputEntered("fast".to_owned()));
        });
        assert_eq!(refused, [Target::Input]);
    }
    // Typing on, after it was refused, takes nobody away from where they type.
    let typing = focused(&mut widget, |widget| {
        widget.does(Action::InputTyped("10".to_owned()));
    });
    assert_eq!(typing, []);
    let accepted = focused(&mut widget, |widget| {
        widget.step_does(Event::InputEntered("100".to_owned()));
    });
    assert_eq!(accepted, [Target::Heading]);
}

#[test]
fn a_form_that_is_not_in_order_focuses_its_first_problem() {
    let mut widget = Widget::fresh();
    widget.reach_ticket();
    let send = |widget: &mut Widget| {
        widget.send();
    };
    let first = widget.form().fields[0].field;
    assert_eq!(focused(&mut widget, send), [Target::Field(first)]);
    widget.fill().does(Action::ConsentToggled);
    assert_eq!(focused(&mut widget, send), [Target::Consent]);
    widget.does(Action::ContactTyped(ContactField::Email, "sam".to_owned()));
    assert_eq!(
        focused(&mut widget, send),
        [Target::Field(ContactField::Email)]
    );
    widget
        .does(Action::ContactTyped(
            ContactField::Email,
            "sam@mail.example".to_owned(),
        ))
        .does(Action::ConsentToggled);
    assert_eq!(focused(&mut widget, send), [], "it is on its way");
    let arrived = focused(&mut widget, |widget| {
        widget.delivered(super::support::KEY, "F-1");
    });
    assert_eq!(arrived, [Target::Heading]);
}

#[test]
fn another_way_to_ask_for_a_box_is_another_screen() {
    let mut widget = super::own_box::with(&super::own_box::ROUTERS);
    let chosen = Action::BoxChosen(Some("hub".to_owned()));
    let heading = focused(&mut widget, |widget| {
        widget.does(chosen);
    });
    assert_eq!(heading, [Target::Heading]);
}

#[test]
fn a_reload_begins_at_the_heading() {
    let mut widget = Widget::fresh();
    widget.at_question();
    assert_eq!(widget.reload(MINUTE).focused, [Target::Heading]);
}
