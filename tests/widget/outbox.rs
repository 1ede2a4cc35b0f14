//! A ticket until the provider has it: several sessions and one outbox, and nothing that was typed or done is lost.

use firstline_guide::model::ContactField;
use firstline_guide::session::Event;
use firstline_widget::action::Action;
use firstline_widget::model::{
    Delivery, Later, LaterPorts, Message, PageEvent, Ports, Setup, StoredSession,
};
use firstline_widget::view::{Page, SentState};

use super::support::{KEY, KEY_2, LATER, LATER_PORTS, MINUTE, Relay, Storage, Widget, ports};

pub fn stored() -> Delivery {
    Delivery::Stored {
        promises: vec!["Mended by Tuesday.".to_owned()],
        number: "F-1".to_owned(),
    }
}

/// A widget whose first ticket was sent, and answered like this.
fn answered(delivery: Delivery) -> Widget {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(delivery);
    widget
}

/// The same browser and time, opened anew with this stored.
pub fn reopened(widget: &Widget, storage: Storage) -> Widget {
    Widget::with(Relay::shipped(), storage, widget.now, Setup::default())
}

#[test]
fn a_ticket_that_cannot_be_sent_waits_and_goes_out_with_the_same_key_and_body() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send();
    assert!(matches!(widget.page(), Page::Ticket(form) if form.sending));
    widget.answered(LATER);
    assert!(matches!(
        widget.sent_state(),
        SentState::Waiting { trying: false, .. }
    ));
    let retry = widget.retry_at.unwrap();
    assert!(retry > widget.now && retry < widget.now + MINUTE);
    widget.tell(Message::RetryDue);
    widget.tell(Message::RetryDue);
    assert_eq!(widget.sent.len(), 2, "one try at a time");
    assert_eq!(widget.sent[0], widget.sent[1]);
    // The page is closed and opened again on the next day.
    let mut widget = widget.reload(24 * 60 * MINUTE);
    assert_eq!(widget.sent.len(), 1, "it goes out by itself");
    widget.answered(stored());
    assert_eq!(
        widget.sent_state(),
        SentState::Stored {
            number: "F-1".to_owned()
        }
    );
    assert!(widget.keeps_nobody(), "contact details are erased");
}

#[test]
fn once_the_provider_has_it_nothing_is_left_in_the_browser() {
    let mut widget = answered(stored());
    assert_eq!(widget.session, None);
    assert!(widget.keeps_nobody());
    let Page::Sent(sent) = widget.page() else {
        panic!()
    };
    assert!(sent.receipt.starts_with("F-1\n"));
    widget.does(Action::GuideLeft);
    let welcome = widget.welcome();
    assert_eq!(welcome.resume, None);
}

#[test]
fn a_ticket_that_waits_is_deleted_when_the_customer_says_so() {
    let mut widget = answered(LATER);
    widget.does(Action::DeleteChosen);
    assert!(widget.keeps_nobody());
    // The answer that comes after all tells of nothing.
    widget.answered(stored());
    assert!(!matches!(widget.page(), Page::Sent(_)));
}

#[test]
fn a_session_whose_ticket_arrived_is_not_offered_again_wherever_the_customer_is() {
    let mut widget = answered(LATER);
    // Left for the welcome screen, or reloaded: the answer finds it there.
    let mut reloaded = reopened(&widget, widget.storage());
    widget.does(Action::GuideLeft);
    for widget in [&mut widget, &mut reloaded] {
        widget.answered(stored());
        assert_eq!(widget.session, None);
        widget.does(Action::GuideLeft);
        let welcome = widget.welcome();
        assert_eq!(welcome.resume, None, "it would make a second ticket");
    }
}

#[test]
fn a_ticket_that_arrives_leaves_a_session_that_began_after_it() {
    let mut widget = answered(LATER);
    widget.does(Action::GuideLeft);
    widget.reach_ticket();
    widget.answered(stored());
    assert!(matches!(widget.page(), Page::Ticket(_)));
    // Its number is told as soon as the customer leaves this one.
    widget.does(Action::GuideLeft);
    assert!(matches!(widget.sent_state(), SentState::Stored { .. }));
    widget.does(Action::GuideLeft);
    let welcome = widget.welcome();
    assert!(
        welcome.resume.is_some(),
        "nobody has read about this one yet"
    );
    widget.does(Action::ResumeChosen);
    assert!(matches!(widget.page(), Page::Ticket(_)));
}

#[test]
fn a_refused_ticket_is_kept_for_the_customer_and_not_sent_again() {
    let mut widget = answered(Delivery::Refused);
    assert_eq!(widget.sent_state(), SentState::Refused);
    widget.tell(Message::RetryDue);
    assert_eq!(widget.sent.len(), 1);
    assert!(widget.outbox.contains_key(KEY));
}

#[test]
fn the_relay_says_when_to_come_again() {
    let widget = answered(Delivery::Later {
        after: Some(120),
        kept: true,
    });
    assert!(widget.retry_at.unwrap() >= widget.now + 2 * MINUTE);
}

#[test]
fn a_ticket_that_waited_for_the_line_hears_of_it_when_the_relay_wants_work() {
    let mut widget = answered(LATER);
    let waiting = |widget: &Widget| {
        let events = widget.emitted.iter();
        events
            .filter(|event| **event == PageEvent::TicketWaiting)
            .count()
    };
    assert_eq!(waiting(&widget), 1);
    // Without a line once more: nothing is new.
    widget.tell(Message::RetryDue);
    widget.answered(LATER);
    assert_eq!(waiting(&widget), 1);
    widget.tell(Message::RetryDue);
    widget.answered(Delivery::Later {
        after: Some(2),
        kept: true,
    });
    assert_eq!(waiting(&widget), 2);
}

/// Sends a ticket that finds no line, and leaves its guide.
pub fn one_waits() -> Widget {
    let mut widget = answered(LATER);
    widget.does(Action::GuideLeft);
    widget
}

pub fn waiting(widget: &Widget) -> Option<SentState> {
    widget.view().waiting.clone()
}

fn note(widget: &Widget) -> String {
    widget.form().note
}

#[test]
fn a_ticket_that_waits_leaves_the_next_session_its_own() {
    let mut widget = one_waits();
    widget.reach_ticket();
    assert!(
        matches!(widget.page(), Page::Ticket(_)),
        "this session was not sent"
    );
    assert!(matches!(
        waiting(&widget),
        Some(SentState::Waiting { kept: true, .. })
    ));
    widget.does(Action::ConsentToggled).send().answered(LATER);
    assert_eq!(widget.waiting_keys().len(), 2, "both wait");
    // The line comes back: each is delivered, and each number is told.
    widget.tell(Message::RetryDue);
    widget.delivered(KEY, "F-1");
    assert!(widget.session.is_some(), "the second is not sent yet");
    widget.delivered(KEY_2, "F-2");
    let number = |number: &str| SentState::Stored {
        number: number.to_owned(),
    };
    assert_eq!(widget.sent_state(), number("F-2"));
    assert_eq!(widget.session, None);
    assert!(widget.keeps_nobody());
    widget.does(Action::GuideLeft);
    assert_eq!(widget.sent_state(), number("F-1"));
    widget.does(Action::GuideLeft);
    assert!(matches!(widget.page(), Page::Welcome(_)));
}

#[test]
fn a_ticket_that_arrives_in_the_midst_of_another_session_takes_no_form_away() {
    let mut widget = one_waits();
    widget.open();
    widget.does(Action::NoteTyped("Of the second.".to_owned()));
    widget.tell(Message::RetryDue).answered(stored());
    assert!(widget.session.is_some());
    assert!(widget.draft.is_some(), "what is typed for this one stays");
    widget.finish_checks();
    widget.finish_checks();
    while matches!(widget.page(), Page::Step(_)) {
        widget.step_does(Event::NothingHelped);
    }
    assert_eq!(note(&widget), "Of the second.");
    assert_eq!(waiting(&widget), None);
}

#[test]
fn a_refused_ticket_blocks_no_form_and_stays_in_sight() {
    let mut widget = one_waits();
    widget.answered(Delivery::Refused);
    widget.reach_ticket();
    assert!(matches!(widget.page(), Page::Ticket(_)));
    assert_eq!(waiting(&widget), Some(SentState::Refused));
    widget.does(Action::WaitingShown);
    assert_eq!(widget.sent_state(), SentState::Refused);
    // After a reload it is still known, and not tried again.
    let mut widget = widget.reload(MINUTE);
    assert_eq!(widget.sent, []);
    assert_eq!(waiting(&widget), Some(SentState::Refused));
    widget.does(Action::WaitingShown);
    widget.does(Action::DeleteChosen);
    assert!(widget.waiting_keys().is_empty());
    let welcome = widget.welcome();
    assert!(
        welcome.resume.is_some(),
        "the second session is still there"
    );
}

#[test]
fn a_ticket_that_the_browser_does_not_keep_says_to_stay() {
    let mut widget = answered(Delivery::Later {
        after: None,
        kept: false,
    });
    assert!(matches!(
        widget.sent_state(),
        SentState::Waiting { kept: false, .. }
    ));
    widget.does(Action::GuideLeft);
    assert!(matches!(
        waiting(&widget),
        Some(SentState::Waiting { kept: false, .. })
    ));
    assert_eq!(widget.tell(Message::RetryDue).sent.len(), 2);
}

#[test]
fn another_problem_gets_a_form_without_the_note_of_the_one_before() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill();
    widget.does(Action::DiagnosticToggled("isp".to_owned()));
    let mut reloaded = reopened(&widget, widget.storage());
    reloaded.does(Action::ResumeChosen);
    assert_eq!(note(&reloaded), "The dog bit the cable.");
    widget.does(Action::GuideLeft);
    widget.reach_ticket();
    let form = widget.form();
    assert_eq!(form.note, "");
    assert!(form.diagnostics.iter().all(|known| !known.removed));
    assert_eq!(form.fields[0].value, "Sam Example");
    assert!(!widget.draft.unwrap().contains("dog"));
}

#[test]
fn the_offer_to_go_on_quotes_no_title_of_another_language() {
    let mut widget = Widget::fresh();
    widget.open();
    let resume = |widget: Widget| {
        let widget = widget.reload(MINUTE);
        let welcome = widget.welcome();
        let resume = welcome.resume.unwrap();
        (resume.guide, resume.step)
    };
    let text = widget.session.clone().unwrap();
    let stored = StoredSession::from_json(&text, widget.now).unwrap();
    let title = stored.offer.guide;
    assert!(text.contains(&title));
    widget.session = Some(text.replace(&title, "Kein Internet"));
    let (guide, step) = resume(widget);
    assert_eq!(
        (guide.as_str(), step.as_str()),
        ("No internet at all", "No internet at all")
    );
}

#[test]
fn a_ticket_that_can_get_no_key_leaves_the_telephone() {
    static KEYLESS: Later = Later::new(LaterPorts {
        uuid: || None,
        ..LATER_PORTS
    });
    let ports = Ports {
        later: || Some(&KEYLESS),
        ..ports()
    };
    let mut widget = Widget::on(ports, Relay::shipped());
    widget.reach_ticket().fill().send();
    assert_eq!(widget.sent, [], "a retry could make a second ticket");
    assert_eq!(widget.sent_state(), SentState::Refused);
}

#[test]
fn a_ticket_that_is_too_old_is_told_and_goes_out_if_the_customer_says_so() {
    let widget = one_waits().reload(4 * 24 * 60 * MINUTE);
    assert_eq!(widget.sent, [], "not by itself");
    assert_eq!(waiting(&widget), Some(SentState::Old));
    // Told, it is still there after a reload.
    let mut widget = widget.reload(MINUTE);
    assert_eq!(waiting(&widget), Some(SentState::Old));
    widget.does(Action::WaitingShown).send();
    assert_eq!(widget.sent.len(), 1);
    assert!(matches!(widget.sent_state(), SentState::Waiting { .. }));
    widget.delivered(KEY, "F-1");
    assert!(widget.keeps_nobody());
    // Or it is erased, a day after.
    let widget = one_waits().reload(4 * 24 * 60 * MINUTE);
    let widget = widget.reload(25 * 60 * MINUTE);
    assert!(widget.outbox.is_empty());
    assert_eq!(waiting(&widget), None);
}

#[test]
fn a_page_that_may_not_send_leads_to_the_telephone_and_tries_again_when_it_is_loaded() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send();
    widget.answered(Delivery::Barred);
    assert_eq!(widget.sent_state(), SentState::Barred);
    assert!(
        widget
            .emitted
            .iter()
            .any(|event| event.detail() == Some(("reason", "origins")))
    );
    widget.tell(Message::RetryDue);
    assert_eq!(widget.sent.len(), 1);
    let widget = widget.reload(MINUTE);
    assert_eq!(widget.sent.len(), 1, "the operator may have listed it");
}

#[test]
fn what_is_too_long_is_said_and_nothing_is_frozen() {
    let log = "2026-11-29 04:00 DSL: no sync\n".repeat(2_500);
    for (long, short) in [
        (
            Action::ContactTyped(ContactField::Name, "x".repeat(201)),
            Action::ContactTyped(ContactField::Name, "Sam".to_owned()),
        ),
        (
            Action::NoteTyped(log.clone()),
            Action::NoteTyped(log[..64_000].to_owned()),
        ),
    ] {
        let mut widget = Widget::fresh();
        widget.reach_ticket().fill().does(long).send();
        assert_eq!(widget.sent, []);
        assert!(widget.view().first_problem().is_some());
        widget.does(short).send();
        assert_eq!(widget.sent.len(), 1);
    }
}

#[test]
fn what_could_steer_a_screen_is_left_out_before_it_is_sent() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill();
    for action in [
        Action::ContactTyped(ContactField::Name, "Sam\t\u{0}Example\u{1b}".to_owned()),
        Action::ContactTyped(
            ContactField::Phone,
            "\u{202d}٠١٦٣٢٩٦٠٠٠١\u{202c}".to_owned(),
        ),
        Action::ContactTyped(ContactField::Email, "sam@mail.example,".to_owned()),
        Action::NoteTyped("one\u{b}\u{c}\n\ttwo\u{1b}[0m".to_owned()),
    ] {
        widget.does(action);
    }
    widget.send();
    let body: serde_json::Value = serde_json::from_str(&widget.sent[0].1).unwrap();
    let contact = serde_json::json!({
        "name": "Sam Example", "email": "sam@mail.example", "phone": "01632960001"
    });
    assert_eq!(body["contact"], contact);
    assert_eq!(body["note"], "one\n\ttwo[0m");
}
