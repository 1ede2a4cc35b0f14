//! Sending a ticket, and keeping it until the provider has it.

use firstline_guide::Session;
use firstline_guide::model::ContactField;
use firstline_guide::session::{AskedView, Body, Millis};

use super::guide_session::GuideSession;
use super::outbox::{Pending, Progress};
use super::state::{Paused, State};
use super::ticket::{Parts, is_missing, note_limit, problem};
use super::{Command, Delivery, Failed, Model, PageEvent, Turn};

/// The first pause before another try, in milliseconds; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Millis = 3_000;
/// The longest pause. Short, because the customer is likely to sit and watch; a line that comes
/// back is noticed sooner by the browser's own event.
const LONGEST_PAUSE: Millis = 60_000;

impl Model {
    /// What a ticket of this session is made from; `None` until the index is there.
    pub(super) fn parts<'a>(
        &'a self,
        session: &'a Session,
        ask: &'a [ContactField],
        facts: &'a [AskedView],
    ) -> Option<Parts<'a>> {
        Some(Parts {
            session,
            draft: &self.outbox.draft,
            ask,
            facts,
            consent: &self.index.as_ref()?.consent,
            user_agent: &self.place.user_agent,
            language: &self.place.language,
        })
    }

    /// The customer pressed Send: the body is frozen, stored, and only then tried.
    pub(super) fn send_chosen(&mut self, turn: &mut Turn) {
        // Another page may have sent the ticket of this session: one is enough.
        self.meet_other_pages(turn);
        if self.shown().is_some() {
            self.outbox.renew(self.shown_began(), turn);
            return self.outbox.send_waiting(turn);
        }
        let State::Guide(session) = &mut self.state else {
            return;
        };
        let screen = session.engine.screen();
        let Body::Ticket {
            ask,
            required,
            facts,
            next,
            ..
        } = &screen.body
        else {
            return;
        };
        session.at_step.send_pressed = true;
        let draft = &self.outbox.draft;
        let in_order = |field: &ContactField| problem(*field, draft, ask, required).is_none();
        let missing = |asked: &AskedView| is_missing(asked, draft);
        let note_fits = note_limit(&draft.note).is_none_or(|(long, most)| long <= most);
        let is_ready = session.consented && note_fits && ask.iter().all(in_order);
        if !is_ready || facts.iter().any(missing) {
            return;
        }
        let State::Guide(session) = &self.state else {
            return;
        };
        let Some(parts) = self.parts(&session.engine, ask, facts) else {
            return;
        };
        let key = self.uuid();
        let ticket = Pending {
            // Without a key a retry could make a second ticket: then only the phone is left.
            progress: match &key {
                None => Progress::Refused,
                Some(_) => Progress::Waiting {
                    tries: 0,
                    trying: false,
                    kept: true,
                },
            },
            key: key.unwrap_or_default(),
            body: parts.body(turn.now),
            since: turn.now,
            began: session.began(),
            next: if next.is_empty() { &screen.text } else { next }.clone(),
            receipt: self.receipt(&session.engine),
            told: None,
        };
        self.outbox.add(ticket, turn);
        self.outbox.send_waiting(turn);
    }

    /// The relay answered to a ticket, or did not.
    pub(super) fn delivered(&mut self, key: &str, outcome: Delivery, turn: &mut Turn) {
        // A ticket that was deleted meanwhile is not found.
        let Some(ticket) = self.outbox.waiting_mut(key) else {
            return;
        };
        match outcome {
            Delivery::Stored { number, promises } => {
                ticket.next.extend(promises);
                self.stored_at_relay(key, number, turn);
            }
            Delivery::Refused => {
                ticket.progress = Progress::Refused;
                turn.run(ticket.store());
                turn.emit(PageEvent::Failed(Failed::TicketRefused));
            }
            Delivery::Barred => {
                ticket.progress = Progress::Barred;
                turn.emit(PageEvent::Failed(Failed::PageNotListed));
            }
            Delivery::Later {
                after,
                kept: is_kept,
            } => {
                let Progress::Waiting {
                    tries,
                    trying,
                    kept,
                } = &mut ticket.progress
                else {
                    return;
                };
                *tries += 1;
                *trying = false;
                *kept = is_kept;
                // The first time, and whenever the relay says how long to wait: it may want some work for the ticket.
                let is_told = *tries == 1 || after.is_some();
                let pause = FIRST_PAUSE << (*tries).min(5).saturating_sub(1);
                let pause = pause
                    .min(LONGEST_PAUSE)
                    .max(u64::from(after.unwrap_or(0)) * 1000);
                turn.run(Command::RetryAt(turn.now + pause + jitter(key, pause)));
                if !is_kept {
                    // The page may have emptied the storage: that it is full, the next try tells.
                    turn.run(ticket.store());
                }
                if is_told {
                    turn.emit(PageEvent::TicketWaiting);
                }
            }
        }
    }

    fn stored_at_relay(&mut self, key: &str, number: String, turn: &mut Turn) {
        let Some(ticket) = self.outbox.waiting_mut(key) else {
            return;
        };
        ticket.progress = Progress::Delivered { number };
        // Other pages are told before the ticket goes: one of them may be about to send it.
        turn.run(ticket.tell(turn.now));
        let Some(ticket) = self.outbox.erase(key, turn) else {
            return;
        };
        turn.emit(PageEvent::TicketStored);
        self.settle(ticket, turn);
    }

    /// Takes in what other pages of this browser have done to tickets, and stores again what somebody
    /// took away.
    pub(super) fn meet_other_pages(&mut self, turn: &mut Turn) {
        let stored = self.stored();
        for arrived in self.outbox.meet(&stored, turn) {
            self.outbox.erase(&arrived.key, turn);
            self.settle(arrived, turn);
        }
    }

    /// The provider has a ticket: its number is shown where that takes nothing away.
    fn settle(&mut self, ticket: Pending, turn: &mut Turn) {
        let began = ticket.began;
        self.erase_draft_of(began, turn);
        self.outbox.keep_until_seen(ticket);
        // A customer who went back into the session meanwhile stays there.
        if self.session().is_none_or(GuideSession::is_at_ticket) {
            self.forget_session(began, turn);
        }
        if let State::Welcome { .. } | State::Sent { .. } = self.state {
            self.state = State::Sent { began };
        }
    }

    /// The customer wants the ticket deleted that the page is about.
    pub(super) fn delete_shown(&mut self, turn: &mut Turn) {
        if let Some((key, began)) = self.shown().map(|shown| (shown.key.clone(), shown.began)) {
            if let Some(deleted) = self.outbox.erase(&key, turn) {
                turn.run(deleted.tell(turn.now));
            }
            self.erase_draft_of(began, turn);
        }
        if let State::Sent { .. } = self.state {
            self.leave(turn);
        }
    }

    /// Erases what was typed into the form for this session; what is typed for another one stays.
    pub(super) fn erase_draft_of(&mut self, began: Millis, turn: &mut Turn) {
        if self.session_began().is_none_or(|known| known == began) {
            self.outbox.erase_draft(turn);
            if let Some(session) = self.session_mut() {
                session.at_step.send_pressed = false;
            }
        }
    }

    /// The ticket that the page is about: that of the session that stands at its end, or the one whose
    /// page it is.
    pub(super) fn shown(&self) -> Option<&Pending> {
        self.outbox.of(self.shown_began()?)
    }

    fn shown_began(&self) -> Option<Millis> {
        match &self.state {
            State::Sent { began } => Some(*began),
            State::Guide(session) if session.is_at_ticket() => Some(session.began()),
            _ => None,
        }
    }

    /// A ticket that the provider does not have and the page is not about.
    pub(super) fn waiting(&self) -> Option<&Pending> {
        self.outbox.waiting_besides(self.shown_began())
    }

    /// Shows what became of the ticket of this session, if there is one.
    pub(super) fn show_ticket(&mut self, began: Option<Millis>) {
        if let Some(began) = began.filter(|began| self.outbox.of(*began).is_some()) {
            self.state = State::Sent { began };
        }
    }

    /// Forgets the ticket that the page is about if the provider has it, and its session: the customer
    /// has seen its number.
    pub(super) fn forget_shown(&mut self, turn: &mut Turn) {
        if let Some(began) = self.shown_began()
            && let Some(seen) = self.outbox.take_delivered(began)
        {
            turn.run(seen.tell_no_more());
            self.forget_session(began, turn);
        }
    }

    /// The customer closes the panel on the number of a ticket: other pages need not tell it any more.
    pub(super) fn close_shown(&mut self, turn: &mut Turn) {
        if let Some(seen) = self.shown().filter(|shown| !shown.waits()) {
            turn.run(seen.tell_no_more());
        }
    }

    /// Forgets the session that began then, and no other: its ticket arrived, and gone on with, it would
    /// make a second one.
    pub(super) fn forget_session(&mut self, began: Millis, turn: &mut Turn) {
        if self.session_began() != Some(began) {
            return;
        }
        self.paused = Paused::Nothing;
        if let State::Guide(_) = self.state {
            self.state = State::Sent { began };
        }
        turn.run(Command::StopEngine);
        turn.run(Command::ForgetSession);
    }

    /// What the customer can copy and keep: what was done, in the guide's words.
    fn receipt(&self, session: &Session) -> String {
        let mut receipt = self.provider.name.clone();
        receipt.push('\n');
        receipt.push_str(&session.screen().guide);
        for entry in session.transcript() {
            if !entry.title.is_empty() {
                receipt.push_str("\n- ");
                receipt.push_str(&entry.title);
            }
        }
        receipt
    }
}

/// Up to a quarter of the pause more, taken from the ticket's random key: when an area comes
/// back, its customers do not all try in the same second.
fn jitter(key: &str, pause: Millis) -> Millis {
    let sum = key
        .bytes()
        .fold(0u64, |sum, byte| sum * 31 % 1021 + u64::from(byte));
    pause * (sum % 256) / 1024
}
