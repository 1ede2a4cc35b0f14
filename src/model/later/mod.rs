//! What the model leaves to the second part of the core: all that no first screen needs. What is stored in this browser,
//! known faults, boxes, what is typed, tickets.

mod view;

use firstline_guide::session::{Body, Event};
use firstline_wire::ticket::TRAP;

use super::state::{Paused, State};
use super::{Command, Message, Model, StoredSession, Turn};
use crate::action::{Action, TRAP_AT};
use crate::view::View;

/// What the second part of the model asks of its surroundings and gets at once.
#[derive(Clone, Copy, Debug)]
pub struct LaterPorts {
    /// A fresh random UUID; `None` if the browser has no randomness.
    pub uuid: fn() -> Option<String>,
    /// Reads the stored session.
    pub session: fn() -> Option<String>,
    /// Reads the stored tickets and forms, by their keys.
    pub outbox: fn() -> Vec<(String, String)>,
    /// A time in words for readers of a language (BCP 47 tag). The time is a feed's (RFC 3339), or
    /// milliseconds since 1970 in digits; `None` if it is neither.
    pub time_in_words: fn(&str, &str) -> Option<String>,
}

/// The functions of the second part that the model calls.
#[derive(Debug)]
pub struct Later {
    ports: LaterPorts,
    /// Takes in what this browser has stored.
    pub(super) restore: fn(&mut Model, &mut Turn),
    /// Takes a message that the core leaves to it.
    pub(super) take: fn(&mut Model, Message, &mut Turn),
    /// A session is about to begin: what was said of another problem is not said of this one.
    pub(super) begins: fn(&mut Model, &mut Turn),
    /// A session has begun, or is gone on with after a reload.
    pub(super) begun: fn(&mut Model, &mut Turn),
    /// A session is shown that was left on this page.
    pub(super) shown_again: fn(&mut Model, &mut Turn),
    /// Puts into the view what the core knows nothing of, and watches the faults that are in it.
    pub(super) complete: fn(&mut Model, Option<&mut View>, &mut Turn),
}

impl Later {
    /// The model's functions of the second part, in these surroundings.
    pub const fn new(ports: LaterPorts) -> Later {
        Later {
            ports,
            restore,
            take,
            begins: |model, turn| model.outbox.begin_draft(turn),
            begun: |model, turn| model.draw_speed(turn),
            shown_again: |model, turn| {
                model.test_again(turn);
                model.draw_speed(turn);
            },
            complete: view::complete,
        }
    }
}

impl Model {
    /// A fresh random UUID.
    pub(super) fn uuid(&self) -> Option<String> {
        (self.later()?.ports.uuid)()
    }

    fn stored_session(&self) -> Option<String> {
        (self.later()?.ports.session)()
    }

    /// The stored tickets and forms, by their keys.
    pub(super) fn stored(&self) -> Vec<(String, String)> {
        self.later()
            .map_or_else(Vec::new, |later| (later.ports.outbox)())
    }

    /// A time in words for people.
    pub(super) fn time_in_words(&self, time: &str) -> Option<String> {
        (self.later()?.ports.time_in_words)(time, &self.place.language)
    }
}

fn restore(model: &mut Model, turn: &mut Turn) {
    let stored = model.stored();
    model.outbox.read(&stored, turn);
    if model.session().is_some() {
        // The customer did not wait, and began anew: that is what is stored by now.
        model.outbox.begin_draft(turn);
    } else if let Some(text) = model.stored_session() {
        match StoredSession::from_json(&text, turn.now) {
            Some(session) => {
                model.boxes.said.clone_from(&session.boxes);
                model.paused = Paused::Stored(Box::new(session));
            }
            // An expired session is erased, not only ignored.
            None => turn.run(Command::ForgetSession),
        }
    }
    if let Some(began) = model.outbox.untold() {
        // It arrived while nobody looked: gone on with, its session would make a second one.
        model.erase_draft_of(began, turn);
        model.forget_session(began, turn);
    }
    model.outbox.send_waiting(turn);
}

fn take(model: &mut Model, message: Message, turn: &mut Turn) {
    match message {
        Message::Action(action) => act(model, action, turn),
        Message::IssuesArrived(known) => model.issues_arrived(known),
        Message::TellAnswered(token) => model.tell_answered(token),
        Message::Delivered { key, outcome } => model.delivered(&key, outcome, turn),
        Message::OutboxChanged => model.meet_other_pages(turn),
        Message::RetryDue => {
            model.meet_other_pages(turn);
            model.outbox.send_waiting(turn);
        }
        Message::ResultsSeen { key } => model.results_seen(&key, turn),
        Message::Progressed(check, progress) => {
            if let State::Guide(session) = &mut model.state {
                session.at_step.progress = Some((check, progress));
            }
        }
        // The core's own.
        Message::Opened(_)
        | Message::Identified(_)
        | Message::IndexArrived(_)
        | Message::PackArrived { .. }
        | Message::BoxesArrived(_)
        | Message::SecondPartStands
        | Message::Event(_)
        | Message::Copied(_)
        | Message::Ticked => {}
    }
}

fn act(model: &mut Model, action: Action, turn: &mut Turn) {
    match action {
        Action::BoxChosen(id) => model.choose_box(id, turn),
        Action::BoxAsked => model.ask_box(turn),
        Action::HomeAllowed => {
            turn.run(Command::AllowHome);
            model.session_event(Event::ChecksRepeated, turn);
        }
        // A text that is stored already is not stored again.
        Action::ContactTyped(field, typed) if model.outbox.draft.contact(field) == typed => {}
        Action::NoteTyped(note) if model.outbox.draft.note == note => {}
        Action::ContactTyped(field, typed) => {
            model
                .outbox
                .edit_draft(turn, |draft| draft.set_contact(field, typed));
        }
        Action::AskedTyped(TRAP_AT, typed) => {
            model
                .outbox
                .edit_draft(turn, |draft| draft.set_fact(TRAP.to_owned(), typed));
        }
        Action::AskedTyped(at, typed) => {
            let asked = match &model.state {
                State::Guide(session) => match session.engine.screen().body {
                    Body::Ticket { facts, .. } => facts.into_iter().nth(at),
                    _ => None,
                },
                _ => None,
            };
            if let Some(asked) = asked {
                model
                    .outbox
                    .edit_draft(turn, |draft| draft.set_fact(asked.fact, typed));
            }
        }
        Action::NoteTyped(note) => model.outbox.edit_draft(turn, |draft| draft.note = note),
        Action::DiagnosticToggled(id) => {
            model
                .outbox
                .edit_draft(turn, |draft| draft.toggle_diagnostic(id));
        }
        Action::TellTyped(typed) => model.tell_typed(typed),
        Action::TellChosen(id) => model.tell_chosen(id, turn),
        Action::TellStopped => model.tell_stopped(turn),
        Action::ConsentToggled => {
            if let State::Guide(session) = &mut model.state {
                session.consented = !session.consented;
            }
        }
        Action::SendChosen => model.send_chosen(turn),
        Action::DeleteChosen => model.delete_shown(turn),
        Action::WaitingShown => {
            let waiting = model.waiting().map(|ticket| ticket.began);
            model.leave(turn);
            model.show_ticket(waiting);
        }
        // The core's own.
        Action::SearchTyped(_)
        | Action::GuideChosen(_)
        | Action::ResumeChosen
        | Action::LookChosen
        | Action::LookPutOff
        | Action::ResumeDeclined
        | Action::Step(_)
        | Action::InputTyped(_)
        | Action::OptionToggled(_)
        | Action::TimerStarted(_)
        | Action::GuideLeft
        | Action::CopyChosen(_)
        | Action::RetryChosen
        | Action::LanguageChosen(_)
        | Action::CloseChosen => {}
    }
}
