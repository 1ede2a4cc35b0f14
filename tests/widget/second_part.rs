//! The core alone, while its second part is not here: every screen says what it has to say, and leads on. When it comes, what
//! waited for it is taken up, and nothing is lost.

use std::cell::Cell;

use firstline_guide::model::ContactField;
use firstline_guide::session::{Body, Event};
use firstline_widget::action::Action;
use firstline_widget::model::{Message, Ports, Setup};
use firstline_widget::text::Key;
use firstline_widget::view::{Page, SentState};

use super::examples;
use super::outbox::{one_waits, waiting};
use super::support::{HERE, KEY, MINUTE, Relay, START, Storage, Widget, ports, tickets_made};

#[tokio::test]
async fn a_screen_of_the_second_part_is_stood_in_for_with_every_way_on() {
    let whole: Vec<String> = drawn(false).await;
    let mut stood_in_for = 0;
    for ((example, whole), alone) in examples::all().iter().zip(whole).zip(drawn(true).await) {
        let Page::Step(step) = &example.view.page else {
            let needs_it = match &example.view.page {
                // Faults and what is stored are known to the second part alone.
                Page::Welcome(page) => !page.notices.is_empty() || page.resume.is_some(),
                Page::Ticket(_) | Page::Sent(_) => true,
                _ => false,
            };
            assert!(needs_it || whole == alone, "{}", example.name);
            continue;
        };
        let coming = example.words.get(Key::PartComing);
        let body = &step.screen.body;
        let is_apart = matches!(
            body,
            Body::Lights { .. }
                | Body::Checking { .. }
                | Body::Resolved { .. }
                | Body::KnownIssue { .. }
        );
        assert_eq!(alone.contains(&*coming), is_apart, "{}", example.name);
        if !is_apart {
            assert_eq!(whole, alone, "{}", example.name);
            continue;
        }
        stood_in_for += 1;
        assert!(alone.contains(&step.screen.title), "{}", example.name);
        // Beside the way back in the bar there is one that leads on.
        assert!(alone.matches("<button").count() > 1, "{}", example.name);
        for link in &step.screen.links {
            assert!(alone.contains(&link.1), "{}: {link:?}", example.name);
        }
    }
    assert!(stood_in_for > 20, "{stood_in_for}");
}

#[tokio::test]
async fn where_the_form_of_a_ticket_is_not_here_a_person_can_be_called() {
    let mut stood_in_for = 0;
    for mut example in examples::all() {
        let Page::Ticket(ticket) = example.view.page else {
            continue;
        };
        let title = ticket.screen.title.clone();
        example.view.page = examples::step(ticket.screen);
        let (name, coming) = (example.name, example.words.get(Key::PartComing));
        let alone = examples::render_alone(example).await;
        for said in [&title, &*coming, "tel:08005550199"] {
            assert!(alone.contains(said), "{name}: {said}");
        }
        stood_in_for += 1;
    }
    assert!(stood_in_for > 3, "{stood_in_for}");
}

/// All examples as they are drawn.
async fn drawn(alone: bool) -> Vec<String> {
    let mut drawn = Vec::new();
    for example in examples::all() {
        drawn.push(match alone {
            true => examples::render_alone(example).await,
            false => examples::render(example).await,
        });
    }
    drawn
}

thread_local! {
    /// Whether the second part is here.
    static IS_HERE: Cell<bool> = const { Cell::new(false) };
}

/// A widget without its second part, over what this browser has stored; the index has arrived.
fn alone(storage: Storage, now: u64, setup: Setup) -> Widget {
    alone_at(Relay::shipped(), storage, now, setup)
}

/// The same with this relay.
fn alone_at(relay: Relay, storage: Storage, now: u64, setup: Setup) -> Widget {
    IS_HERE.set(false);
    let ports = Ports {
        later: || IS_HERE.get().then_some(&HERE),
        ..ports()
    };
    let mut widget = Widget::mounted_on(ports, relay, storage, now, setup);
    widget.index_arrives();
    widget
}

fn comes(widget: &mut Widget) -> &mut Widget {
    IS_HERE.set(true);
    widget.tell(Message::SecondPartStands)
}

/// A try to fetch it failed.
fn is_missed(widget: &mut Widget) -> &mut Widget {
    widget.tell(Message::SecondPartStands)
}

/// Gives up as soon as it can be, and stands at the end that needs a ticket.
fn reach_end(widget: &mut Widget) -> &mut Widget {
    widget.open().finish_checks().finish_checks();
    while !matches!(widget.step().screen.body, Body::Ticket { .. }) {
        widget.step_does(Event::NothingHelped);
    }
    widget
}

#[test]
fn a_walk_comes_to_its_end_and_the_form_as_soon_as_it_can() {
    tickets_made(0);
    let mut widget = alone(Storage::default(), START, Setup::default());
    reach_end(&mut widget);
    let title = widget.title();
    comes(&mut widget);
    assert_eq!(widget.form().screen.title, title);
    widget.fill().send();
    assert_eq!(widget.sent.len(), 1);
    widget.delivered(KEY, "F-1");
    assert!(matches!(widget.sent_state(), SentState::Stored { .. }));
}

#[test]
fn nobody_waits_who_has_nothing_stored() {
    let mut widget = alone(Storage::default(), START, Setup::default());
    assert!(!widget.welcome().guides.is_empty());
    comes(&mut widget);
    assert_eq!(widget.welcome().resume, None);
}

#[test]
fn what_is_stored_is_there_with_the_first_screen() {
    let mut stored = Widget::fresh();
    stored.reach_ticket();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    assert!(
        widget.model.view().is_none(),
        "a welcome screen would flash up"
    );
    comes(&mut widget);
    assert!(widget.welcome().resume.is_some());
    widget.does(Action::ResumeChosen);
    assert_eq!(widget.form().screen.title, stored.form().screen.title);
}

#[test]
fn a_ticket_that_waits_goes_out_when_it_comes() {
    let stored = one_waits();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    // News that the line is back changes nothing.
    widget.tell(Message::RetryDue);
    assert_eq!(widget.sent, []);
    comes(&mut widget);
    assert_eq!(widget.sent.len(), 1);
    assert!(waiting(&widget).is_some());
}

#[test]
fn a_first_screen_does_not_wait_for_what_cannot_be_fetched() {
    let mut stored = Widget::fresh();
    stored.at_question();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    is_missed(&mut widget);
    assert_eq!(widget.welcome().resume, None);
    assert_eq!(widget.session, stored.session, "it is still stored");
    comes(&mut widget);
    assert!(widget.welcome().resume.is_some());
}

#[test]
fn who_did_not_wait_and_began_anew_goes_on_there() {
    let mut stored = one_waits();
    stored.at_question();
    stored.does(Action::NoteTyped("The dog bit the cable.".to_owned()));
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    is_missed(&mut widget);
    widget.open();
    let (began, title) = (widget.session.clone(), widget.title());
    assert_ne!(began, stored.session);
    comes(&mut widget);
    assert_eq!((widget.title(), &widget.session), (title, &began));
    assert!(waiting(&widget).is_some(), "a ticket is never out of sight");
    widget.does(Action::GuideLeft);
    assert!(widget.welcome().resume.is_some(), "the session of now");
}

#[test]
fn what_was_written_of_another_problem_is_not_said_of_this_one() {
    let mut stored = Widget::fresh();
    stored.reach_ticket().fill();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    is_missed(&mut widget);
    reach_end(&mut widget);
    comes(&mut widget);
    let form = widget.form();
    assert_eq!(form.note, "");
    let name = form
        .fields
        .iter()
        .find(|field| field.field == ContactField::Name);
    assert_eq!(
        name.unwrap().value,
        "Sam Example",
        "how to reach the customer stays"
    );
}

#[test]
fn what_the_page_knows_of_the_customer_is_in_the_form() {
    let mut widget = alone(Storage::default(), START, Setup::default());
    let email = "contact.email".to_owned();
    widget.tell(Message::Identified(vec![(
        email,
        "sam@mail.example".into(),
    )]));
    reach_end(&mut widget);
    comes(&mut widget);
    let mut fields = widget.form().fields.into_iter();
    let email = fields.find(|field| field.field == ContactField::Email);
    assert_eq!(email.unwrap().value, "sam@mail.example");
}

#[test]
fn what_was_pressed_and_what_the_page_opens_waits_with_the_first_screen() {
    let stored = one_waits();
    let guide = "no-internet".to_owned();
    let pressed = Setup {
        before: vec![Action::GuideChosen(guide.clone())],
        ..Setup::default()
    };
    let mut widget = alone(stored.storage(), stored.now + MINUTE, pressed);
    comes(&mut widget);
    assert_eq!(widget.step().screen.guide, "No internet at all");

    let mut stored = Widget::fresh();
    let title = stored.at_question().title();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    widget.tell(Message::Opened(Some(guide)));
    assert!(widget.model.view().is_none());
    comes(&mut widget);
    assert_eq!(
        widget.title(),
        title,
        "a page does not throw away what a reload interrupted"
    );
}

#[test]
fn a_session_that_has_expired_is_erased() {
    let mut stored = Widget::fresh();
    stored.at_question();
    let in_two_days = stored.now + 2 * 24 * 60 * MINUTE;
    let mut widget = alone(stored.storage(), in_two_days, Setup::default());
    comes(&mut widget);
    assert_eq!((widget.welcome().resume, &widget.session), (None, &None));
}

#[test]
fn what_the_page_opens_does_not_replace_a_walk_that_is_not_read_yet() {
    let mut stored = Widget::fresh();
    let title = stored.at_question().title();
    for setup in [
        Setup {
            guide: Some("no-internet".to_owned()),
            ..Setup::default()
        },
        // After a trap, or in another language.
        Setup {
            resume: true,
            ..Setup::default()
        },
    ] {
        let mut widget = alone(stored.storage(), stored.now + MINUTE, setup);
        is_missed(&mut widget);
        assert_eq!(widget.session, stored.session, "{:?}", widget.welcome());
        widget.tell(Message::Opened(Some("no-internet".to_owned())));
        assert_eq!(widget.session, stored.session, "{:?}", widget.welcome());
        comes(&mut widget);
        assert_eq!(widget.title(), title);
    }
    // A customer who chooses it begins anew.
    let setup = Setup {
        resume: true,
        ..Setup::default()
    };
    let mut widget = alone(stored.storage(), stored.now + MINUTE, setup);
    is_missed(&mut widget).open();
    let first = widget.title();
    assert_ne!(first, title);
    comes(&mut widget);
    assert_eq!(widget.title(), first);
}

#[test]
fn the_number_of_a_ticket_that_arrived_is_shown_when_it_comes() {
    let mut stored = Widget::fresh();
    stored.reach_ticket().fill().send().delivered(KEY, "F-1");
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    is_missed(&mut widget);
    widget.welcome();
    comes(&mut widget);
    let number = "F-1".to_owned();
    assert_eq!(widget.sent_state(), SentState::Stored { number });
}

#[test]
fn what_other_pages_do_meanwhile_counts() {
    // Another page has sent the ticket, and its customer has read the number.
    let stored = one_waits();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    widget.outbox.clear();
    widget.session = None;
    comes(&mut widget);
    assert_eq!((&*widget.sent, widget.outbox.len()), (&[][..], 0));
    assert_eq!(widget.welcome().resume, None);

    // Another page has left a ticket.
    let mut widget = alone(Storage::default(), START, Setup::default());
    widget.outbox = stored.outbox;
    widget.tell(Message::OutboxChanged);
    comes(&mut widget);
    assert_eq!(widget.sent.len(), 1);
    assert!(waiting(&widget).is_some());
}

#[test]
fn what_is_stored_is_read_before_any_news_and_once() {
    let stored = one_waits();
    let mut widget = alone(stored.storage(), stored.now + MINUTE, Setup::default());
    // It came while this was under way.
    IS_HERE.set(true);
    widget.tell(Message::RetryDue);
    comes(&mut widget);
    assert_eq!(widget.sent.len(), 1);
    widget.delivered(KEY, "F-1");
    assert_eq!(waiting(&widget), None);
}

#[test]
fn who_tries_again_after_a_failure_waits_for_nothing_else() {
    let mut stored = Widget::fresh();
    stored.at_question();
    let mut relay = Relay::shipped();
    let index = relay.index.take();
    let mut widget = alone_at(relay, stored.storage(), stored.now, Setup::default());
    assert!(matches!(widget.page(), Page::Failure(_)));
    widget.relay.index = index;
    widget.does(Action::RetryChosen);
    assert!(!widget.welcome().guides.is_empty());
    comes(&mut widget);
    assert!(widget.welcome().resume.is_some());
}
