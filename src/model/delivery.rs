//! Sending a ticket, and keeping it until the provider has it.

use firstline_guide::model::ContactField;
use firstline_guide::session::{Body, Millis};

use super::outbox::{Outbox, Pending};
use super::ticket::{Parts, problem};
use super::{Command, Delivery, Model, Page, Settled, Walking};

/// The first pause before another try, in milliseconds; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Millis = 3_000;
/// The longest pause. Short, because the customer is likely to sit and watch; a line that comes
/// back is noticed sooner by the browser's own event.
const LONGEST_PAUSE: Millis = 60_000;

impl Model {
    pub(super) fn parts<'a>(
        &'a self,
        session: &'a firstline_guide::Session,
        ask: &'a [ContactField],
    ) -> Option<Parts<'a>> {
        Some(Parts {
            session,
            draft: &self.outbox.draft,
            ask,
            consent: &self.catalog.as_ref()?.consent,
            user_agent: &self.setup.user_agent,
            language: &self.setup.language,
        })
    }

    /// The customer pressed Send: the body is frozen, stored, and only then tried.
    pub(super) fn send_chosen(&mut self, now: Millis, commands: &mut Vec<Command>) {
        if self.outbox.pending.is_some() {
            return self.send_waiting(commands);
        }
        let Some(walk) = &self.walk else { return };
        let screen = walk.session.screen();
        let Body::Ticket { ask, .. } = &screen.body else {
            return;
        };
        self.checked = true;
        let draft = &self.outbox.draft;
        if !self.consented
            || ask
                .iter()
                .any(|field| problem(*field, draft, ask).is_some())
        {
            return;
        }
        let Some(parts) = self.parts(&walk.session, ask) else {
            return;
        };
        let key = (self.outside.uuid)();
        let pending = Pending {
            // Without a key a retry could make a second ticket: then only the phone is left.
            refused: key.is_none(),
            key: key.unwrap_or_default(),
            body: parts.body(now),
            since: now,
            tries: 0,
            next: screen.text.clone(),
            receipt: self.receipt(&walk.session),
        };
        self.outbox.pending = Some(pending);
        self.store_outbox(now, commands);
        self.send_waiting(commands);
    }

    /// Tries to send what waits, unless that is under way.
    pub(super) fn send_waiting(&mut self, commands: &mut Vec<Command>) {
        let Some(pending) = self
            .outbox
            .pending
            .as_ref()
            .filter(|pending| !pending.refused)
        else {
            return;
        };
        if !self.sending {
            self.sending = true;
            let (key, body) = (pending.key.clone(), pending.body.clone());
            commands.push(Command::Send { key, body });
        }
    }

    pub(super) fn delivered(
        &mut self,
        now: Millis,
        key: &str,
        outcome: Delivery,
        commands: &mut Vec<Command>,
    ) {
        // Of a ticket that was deleted meanwhile nothing is to be told.
        let Some(pending) = self
            .outbox
            .pending
            .as_mut()
            .filter(|pending| pending.key == key)
        else {
            return;
        };
        self.sending = false;
        pending.tries += 1;
        match outcome {
            Delivery::Stored { number } => {
                let (next, receipt) = (pending.next.clone(), pending.receipt.clone());
                let since = pending.since;
                self.settled = Some(Settled {
                    number,
                    next,
                    receipt,
                });
                self.outbox = Outbox::default();
                self.checked = false;
                commands.push(Command::ForgetOutbox);
                commands.push(Command::Emit("ticket", "stored".to_owned()));
                let at_ticket = self.walk.as_ref().is_some_and(Walking::is_at_ticket);
                if self.page == Page::Welcome || (self.page == Page::Walking && at_ticket) {
                    self.page = Page::Sent;
                }
                self.forget_sent(since, commands);
                return;
            }
            Delivery::Refused => {
                pending.refused = true;
                commands.push(Command::Emit("error", "ticket-refused".to_owned()));
            }
            Delivery::Later { after } => {
                let pause = FIRST_PAUSE << pending.tries.min(5).saturating_sub(1);
                let pause = pause
                    .min(LONGEST_PAUSE)
                    .max(u64::from(after.unwrap_or(0)) * 1000);
                commands.push(Command::RetryAt(now + pause + jitter(&pending.key, pause)));
                if pending.tries == 1 {
                    commands.push(Command::Emit("ticket", "waiting".to_owned()));
                }
            }
        }
        self.store_outbox(now, commands);
    }

    /// Forgets the walk whose ticket was written then, wherever the customer is by now: gone on with,
    /// it would make a second ticket. One that was begun since is another.
    fn forget_sent(&mut self, since: Millis, commands: &mut Vec<Command>) {
        let sent = match (&self.walk, &self.stored) {
            (Some(walk), _) => walk.is_at_ticket() && walk.session.trail().began <= since,
            (None, Some(stored)) => stored.trail.began <= since,
            (None, None) => false,
        };
        if sent {
            self.walk = None;
            self.stored = None;
            commands.push(Command::StopEngine);
            commands.push(Command::ForgetSession);
        }
    }

    /// What the customer can copy and keep: what was done, in the guide's words.
    fn receipt(&self, session: &firstline_guide::Session) -> String {
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

impl Walking {
    fn is_at_ticket(&self) -> bool {
        matches!(self.session.screen().body, Body::Ticket { .. })
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
