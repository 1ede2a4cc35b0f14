//! Sending a ticket, and keeping it until the provider has it.

use firstline_guide::model::ContactField;
use firstline_guide::session::{Body, Millis};

use super::outbox::{self, DRAFT, Draft, Pending};
use super::ticket::{Parts, problem};
use super::{Command, Delivery, Model, Page, Walking};

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
            draft: &self.draft,
            ask,
            consent: &self.catalog.as_ref()?.consent,
            user_agent: &self.setup.user_agent,
            language: &self.setup.language,
        })
    }

    /// The customer pressed Send: the body is frozen, stored, and only then tried.
    pub(super) fn send_chosen(&mut self, now: Millis, commands: &mut Vec<Command>) {
        if self.shown().is_some() {
            return self.send_waiting(commands);
        }
        let Some(walk) = &self.walk else { return };
        let screen = walk.session.screen();
        let Body::Ticket { ask, .. } = &screen.body else {
            return;
        };
        self.checked = true;
        let draft = &self.draft;
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
            began: walk.began(),
            tries: 0,
            sending: false,
            kept: true,
            next: screen.text.clone(),
            receipt: self.receipt(&walk.session),
            number: None,
        };
        commands.push(store(&pending));
        self.outbox.insert(0, pending);
        self.send_waiting(commands);
    }

    /// Tries to send all that waits, unless that is under way.
    pub(super) fn send_waiting(&mut self, commands: &mut Vec<Command>) {
        for pending in &mut self.outbox {
            if pending.waits() && !pending.refused && !pending.sending {
                pending.sending = true;
                let (key, body) = (pending.key.clone(), pending.body.clone());
                commands.push(Command::Send { key, body });
            }
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
        let mut all = self.outbox.iter_mut().enumerate();
        let Some((at, pending)) = all.find(|(_, pending)| pending.waits() && pending.key == key)
        else {
            return;
        };
        pending.sending = false;
        pending.tries += 1;
        match outcome {
            Delivery::Stored { number } => {
                let mut pending = self.take_out(at, commands);
                pending.number = Some(number);
                // Who went back into the walk meanwhile is not thrown out of it.
                if self.walk.as_ref().is_none_or(Walking::is_at_ticket) {
                    self.forget_walk(pending.began, commands);
                }
                self.outbox.push(pending);
                commands.push(Command::Emit("ticket", "stored".to_owned()));
                let over = self.page == Page::Walking && self.walk.is_none();
                if self.page == Page::Welcome || over {
                    self.page = Page::Sent;
                }
            }
            Delivery::Refused => {
                pending.refused = true;
                commands.push(store(pending));
                commands.push(Command::Emit("error", "ticket-refused".to_owned()));
            }
            Delivery::Later { after, kept } => {
                pending.kept = kept;
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
    }

    /// Which ticket the page is about: the last one, or that of the walk that stands at its end.
    pub(super) fn shown(&self) -> Option<usize> {
        match (&self.page, &self.walk) {
            (Page::Sent, _) => self.outbox.len().checked_sub(1),
            (Page::Walking, Some(walk)) if walk.is_at_ticket() => {
                let began = walk.began();
                self.outbox
                    .iter()
                    .position(|pending| pending.began == began)
            }
            _ => None,
        }
    }

    /// A ticket that the provider does not have and the page is not about.
    pub(super) fn waiting(&self) -> Option<usize> {
        let shown = self.shown();
        let mut all = self.outbox.iter().enumerate();
        all.find(|(at, pending)| pending.waits() && Some(*at) != shown)
            .map(|(at, _)| at)
    }

    /// Shows what became of this ticket, or the welcome screen where there is none.
    pub(super) fn tell_of(&mut self, at: Option<usize>) {
        self.page = match at.filter(|at| *at < self.outbox.len()) {
            Some(at) => {
                let told = self.outbox.remove(at);
                self.outbox.push(told);
                Page::Sent
            }
            None => Page::Welcome,
        };
    }

    /// Takes a ticket out of the outbox, and out of the form what was typed for it; what is typed for
    /// another walk stays.
    pub(super) fn take_out(&mut self, at: usize, commands: &mut Vec<Command>) -> Pending {
        let pending = self.outbox.remove(at);
        commands.push(Command::ForgetOutbox(pending.key.clone()));
        if self.began().is_none_or(|began| began == pending.began) {
            self.draft = Draft::default();
            self.checked = false;
            commands.push(Command::ForgetOutbox(DRAFT.to_owned()));
        }
        pending
    }

    /// Forgets the walk that began then, and no other: its ticket arrived, and gone on with, it would
    /// make a second one.
    pub(super) fn forget_walk(&mut self, began: Millis, commands: &mut Vec<Command>) {
        if self.began() == Some(began) {
            self.walk = None;
            self.stored = None;
            commands.push(Command::StopEngine);
            commands.push(Command::ForgetSession);
        }
    }

    /// When the walk began that is open, or was left.
    fn began(&self) -> Option<Millis> {
        let walk = self.walk.as_ref().map(Walking::began);
        walk.or(self.stored.as_ref().map(|stored| stored.trail.began))
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

fn store(pending: &Pending) -> Command {
    Command::StoreOutbox {
        key: pending.key.clone(),
        text: outbox::to_json(pending.since, &Draft::default(), Some(pending)),
    }
}

impl Pending {
    /// Whether the provider does not have it.
    pub(super) fn waits(&self) -> bool {
        self.number.is_none()
    }
}

impl Walking {
    fn began(&self) -> Millis {
        self.session.trail().began
    }

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
