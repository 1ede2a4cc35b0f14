//! Several walks, several pages and one outbox: nothing that was typed or done is lost.

use super::*;

/// Sends a ticket that finds no line, and leaves its guide.
fn one_waits() -> Widget {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(LATER);
    widget.does(Action::GuideLeft);
    widget
}

fn waiting(widget: &Widget) -> Option<SentState> {
    widget.model.view(widget.now).waiting
}

fn answered(widget: &mut Widget, key: &str, number: &str) {
    widget.tell(Message::Delivered {
        key: key.to_owned(),
        outcome: Delivery::Stored {
            number: number.to_owned(),
        },
    });
}

fn note(widget: &Widget) -> String {
    match widget.page() {
        Page::Ticket(form) => form.note,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_ticket_that_waits_leaves_the_next_walk_its_own() {
    let mut widget = one_waits();
    widget.reach_ticket();
    assert!(
        matches!(widget.page(), Page::Ticket(_)),
        "this walk was not sent"
    );
    assert!(matches!(
        waiting(&widget),
        Some(SentState::Waiting { kept: true, .. })
    ));
    widget.does(Action::ConsentToggled).send().answered(LATER);
    assert_eq!(widget.outbox.len(), 2, "both wait");
    // The line comes back: each is delivered, and each number is told.
    widget.tell(Message::RetryDue);
    answered(&mut widget, KEY, "F-1");
    assert!(widget.session.is_some(), "the second is not sent yet");
    answered(&mut widget, KEY_2, "F-2");
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
fn a_ticket_that_arrives_in_the_midst_of_another_walk_takes_no_form_away() {
    let mut widget = one_waits();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    widget.does(Action::NoteTyped("Of the second.".to_owned()));
    widget.tell(Message::RetryDue).answered(stored());
    assert!(widget.session.is_some());
    assert!(widget.draft.is_some(), "what is typed for this one stays");
    widget.finish_checks();
    widget.finish_checks();
    while matches!(widget.page(), Page::Step(_)) {
        widget.does(Action::Step(Event::NothingHelped));
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
    assert!(widget.outbox.is_empty());
    let Page::Welcome(welcome) = widget.page() else {
        panic!()
    };
    assert!(welcome.resume.is_some(), "the second walk is still there");
}

#[test]
fn what_is_typed_in_one_page_leaves_alone_what_another_one_sent() {
    let mut first = one_waits();
    // A page that was opened before knows nothing of it.
    let mut second = Widget::fresh();
    TICKETS.set(1);
    second.outbox = first.outbox.clone();
    second.reach_ticket().fill();
    assert!(second.outbox.contains_key(KEY));
    second.send().answered(LATER);
    assert_eq!(second.outbox.len(), 2);
    answered(&mut second, KEY_2, "F-2");
    assert_eq!(second.outbox.keys().collect::<Vec<_>>(), [KEY]);
    first.outbox = second.outbox;
    let first = first.reload(MINUTE);
    assert_eq!(first.sent[0].0, KEY, "it goes out when help is opened next");
}

#[test]
fn a_ticket_that_the_browser_does_not_keep_says_to_stay() {
    let mut widget = Widget::fresh();
    widget
        .reach_ticket()
        .fill()
        .send()
        .answered(Delivery::Later {
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
    let mut reloaded = Widget::with(
        widget.session.clone(),
        widget.draft.clone(),
        BTreeMap::new(),
        widget.now,
        Setup::default(),
    );
    reloaded.does(Action::ResumeChosen);
    assert_eq!(note(&reloaded), "The dog bit the cable.");
    widget.does(Action::GuideLeft);
    widget.reach_ticket();
    let Page::Ticket(form) = widget.page() else {
        panic!()
    };
    assert_eq!(form.note, "");
    assert!(form.diagnostics.iter().all(|known| !known.removed));
    assert_eq!(form.fields[0].value, "Sam Example");
    assert!(!widget.draft.unwrap().contains("dog"));
}

#[test]
fn the_offer_to_go_on_quotes_no_title_of_another_language() {
    let mut widget = Widget::fresh();
    widget.does(Action::GuideChosen("no-internet".to_owned()));
    let resume = |widget: Widget| {
        let widget = widget.reload(MINUTE);
        let Page::Welcome(welcome) = widget.page() else {
            panic!()
        };
        let resume = welcome.resume.unwrap();
        (resume.guide, resume.step)
    };
    let text = widget.session.clone().unwrap();
    let title = firstline_widget::model::Stored::from_json(&text, widget.now)
        .unwrap()
        .guide;
    assert!(text.contains(&title));
    widget.session = Some(text.replace(&title, "Kein Internet"));
    let (guide, step) = resume(widget);
    assert_eq!(
        (guide.as_str(), step.as_str()),
        ("No internet", "No internet")
    );
}
