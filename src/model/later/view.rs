//! Completes the view: known faults, boxes, the ticket and what became of it.

use firstline_guide::session::{AskedView, Body, Waiting};

use crate::model::guide_session::GuideSession;
use crate::model::outbox::{Pending, Progress};
use crate::model::state::State;
use crate::model::ticket::{is_missing, most, near_limit, note_limit, problem};
use crate::model::{Model, Turn};
use crate::text::whole;
use crate::view::{Asked, Field, FieldProblem, Page, Sent, SentState, Ticket, View};

/// Puts into the view what the core knows nothing of, and watches the faults that are in it.
pub(super) fn complete(model: &mut Model, view: Option<&mut View>, turn: &mut Turn) {
    model.watch_faults(turn);
    let Some(view) = view else { return };
    view.waiting = model.waiting().map(state);
    match &mut view.page {
        Page::Welcome(welcome) => welcome.notices = model.notices(),
        Page::Step(step) => {
            if let State::Guide(session) = &model.state {
                step.fault = model.fault_of(session);
                // A feed writes times in its own way, and ours are numbers.
                if let Body::Instruction {
                    waiting: Waiting::Later { until, .. },
                    ..
                } = &step.screen.body
                {
                    step.expected_end = model.time_in_words(&whole(*until));
                }
                let typed = step.typed.as_deref().unwrap_or_default();
                step.boxes = model.boxes.ask(&mut step.screen, typed, model.ports.fold);
            }
        }
        _ => {}
    }
    match &model.state {
        State::Guide(session) if session.is_at_ticket() => {
            view.page = model.end_with_ticket(session);
        }
        State::Sent { began } => {
            if let Some(ticket) = model.outbox.of(*began) {
                view.page = Page::Sent(sent(ticket));
            }
        }
        _ => {}
    }
    if let Page::Sent(_) = view.page {
        view.provider = model.provider_with(None);
    }
}

impl Model {
    /// What became of the ticket, or the form. A first try is waited for on the form: editing what is on
    /// its way would make two tickets.
    fn end_with_ticket(&self, session: &GuideSession) -> Page {
        match self.shown() {
            Some(ticket) if !ticket.is_first_try() => Page::Sent(sent(ticket)),
            sending => Page::Ticket(self.form(session, sending.is_some())),
        }
    }

    fn form(&self, session: &GuideSession, sending: bool) -> Ticket {
        let screen = session.engine.screen();
        let (ask, required, facts, danger) = match &screen.body {
            Body::Ticket {
                ask,
                required,
                facts,
                danger,
                ..
            } => (&ask[..], &required[..], &facts[..], *danger),
            _ => Default::default(),
        };
        let draft = &self.outbox.draft;
        let checked = session.at_step.send_pressed;
        let field = |field: &_| Field {
            field: *field,
            value: draft.contact(*field).to_owned(),
            problem: problem(*field, draft, ask, required)
                .filter(|problem| checked || matches!(problem, FieldProblem::TooLong(_))),
            near_limit: near_limit(draft.contact(*field), most(*field)),
        };
        let asked = |asked: &AskedView| Asked {
            label: asked.label.clone(),
            value: draft.fact(&asked.fact).to_owned(),
            missing: checked && is_missing(asked, draft),
        };
        let parts = self.parts(&session.engine, ask, facts);
        let index = self.index.as_ref();
        Ticket {
            fields: ask.iter().map(field).collect(),
            facts: facts.iter().map(asked).collect(),
            danger,
            note: draft.note.clone(),
            note_limit: note_limit(&draft.note),
            entries: session.engine.transcript(),
            boxes: self.boxes.catalogue.clone().unwrap_or_default(),
            diagnostics: parts.map_or_else(Vec::new, |parts| parts.diagnostics()),
            consent: index.map_or_else(String::new, |index| index.consent.text.clone()),
            consented: session.consented,
            consent_missing: checked && !session.consented,
            sending,
            screen,
        }
    }
}

fn sent(ticket: &Pending) -> Sent {
    let receipt = match &ticket.progress {
        Progress::Delivered { number } => [number, "\n", &ticket.receipt].concat(),
        _ => ticket.receipt.clone(),
    };
    Sent {
        state: state(ticket),
        next: ticket.next.clone(),
        receipt,
    }
}

fn state(ticket: &Pending) -> SentState {
    match &ticket.progress {
        Progress::Delivered { number } => SentState::Stored {
            number: number.clone(),
        },
        Progress::Old => SentState::Old,
        Progress::Barred => SentState::Barred,
        Progress::Refused => SentState::Refused,
        Progress::Waiting { trying, kept, .. } => SentState::Waiting {
            since: ticket.since,
            trying: *trying,
            kept: *kept,
        },
    }
}
