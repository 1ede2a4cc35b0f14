//! One outbox of several pages: whatever one of them sends, shows or deletes, the others know.

use firstline_widget::action::Action;
use firstline_widget::model::{Delivery, Message};
use firstline_widget::view::SentState;

use super::outbox::{one_waits, reopened, stored, waiting};
use super::support::{KEY, KEY_2, LATER, MINUTE, Widget, tickets_made};

#[test]
fn what_is_typed_in_one_page_leaves_alone_what_another_one_sent() {
    let mut first = one_waits();
    // A page that was opened before knows nothing of it.
    let mut second = Widget::fresh();
    tickets_made(1);
    second.outbox = first.outbox.clone();
    second.now += MINUTE;
    second.reach_ticket().fill();
    assert!(second.outbox.contains_key(KEY));
    second.send().answered(LATER);
    assert_eq!(second.waiting_keys().len(), 2);
    second.delivered(KEY_2, "F-2");
    assert_eq!(second.waiting_keys(), [KEY]);
    first.outbox = second.outbox;
    let first = first.reload(MINUTE);
    assert_eq!(first.sent[0].0, KEY, "it goes out when help is opened next");
}

#[test]
fn two_pages_with_the_same_session_send_one_ticket() {
    for is_told_by_the_browser in [true, false] {
        let mut first = Widget::fresh();
        first.reach_ticket();
        // The other page goes on with the session that this one stored.
        let mut second = reopened(&first, first.storage());
        second.does(Action::ResumeChosen).fill();
        first.fill().send().delivered(KEY, "F-1");
        if is_told_by_the_browser {
            second.shares(&first);
        } else {
            // The browser has not said so yet when the customer presses.
            second.outbox.clone_from(&first.outbox);
            second.send();
        }
        assert_eq!(second.sent, [], "one ticket");
        let number = SentState::Stored {
            number: "F-1".to_owned(),
        };
        assert_eq!(second.sent_state(), number);
        assert_eq!(second.session, None, "it would make a second ticket");
    }
}

#[test]
fn a_page_shows_what_another_one_waits_with_instead_of_sending_its_own() {
    let mut first = Widget::fresh();
    first.reach_ticket();
    let mut second = reopened(&first, first.storage());
    second.does(Action::ResumeChosen).fill();
    first.fill().send().answered(LATER);
    second.outbox.clone_from(&first.outbox);
    second.send();
    assert_eq!(second.sent, first.sent, "the same key and body");
    assert!(matches!(second.sent_state(), SentState::Waiting { .. }));
}

#[test]
fn a_number_is_told_to_other_pages_until_the_customer_has_seen_it() {
    let mut widget = Widget::fresh();
    widget.reach_ticket().fill().send().answered(stored());
    // Whoever closed the page on it is told once more.
    let again = reopened(&widget, widget.storage());
    assert!(matches!(again.sent_state(), SentState::Stored { .. }));
    assert!(again.keeps_nobody());
    for seen in [Action::GuideLeft, Action::CloseChosen] {
        let mut widget = reopened(&widget, widget.storage());
        widget.does(seen);
        assert!(widget.outbox.is_empty());
    }
}

#[test]
fn what_the_customer_deleted_is_sent_by_no_other_page() {
    let mut first = one_waits();
    let mut second = reopened(&first, first.storage());
    assert_eq!(second.sent.len(), 1);
    second.answered(LATER);
    first.does(Action::WaitingShown).does(Action::DeleteChosen);
    second.shares(&first).tell(Message::RetryDue);
    assert_eq!(second.sent.len(), 1);
    assert!(second.waiting_keys().is_empty());
    assert_eq!(waiting(&second), None);
}

#[test]
fn a_ticket_whose_storage_was_emptied_is_stored_again() {
    let mut widget = one_waits();
    let ticket = widget.outbox[KEY].clone();
    for told in [Message::OutboxChanged, Message::RetryDue] {
        widget.outbox.clear();
        widget.tell(told);
        assert_eq!(widget.outbox[KEY], ticket);
    }
    // Where nobody has said so, the next try finds it.
    widget.outbox.clear();
    widget.answered(Delivery::Later {
        after: None,
        kept: false,
    });
    assert_eq!(widget.outbox[KEY], ticket);
}
