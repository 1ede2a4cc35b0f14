//! Makes the view: the model's state as the screens draw it.

use std::rc::Rc;

use firstline_guide::model::Value;
use firstline_guide::session::{AskedView, Body, Millis, Waiting};

use super::Model;
use super::guide_session::GuideSession;
use super::index::GuideEntry;
use super::outbox::{Pending, Progress};
use super::search::search;
use super::state::{FailedState, Goal, Opening, State};
use super::stored::Offer;
use super::ticket::{is_missing, most, near_limit, note_limit, problem};
use crate::view::{
    self, Asked, Failure, Field, FieldProblem, Notice, Provider, Resume, Sent, SentState, Step,
    Ticket, Topic, View, Welcome,
};

impl Model {
    /// The state as it is drawn; `None` while there is nothing to show. While the first guide opens, what the panel drew
    /// already stays: the welcome screen would flash up, and take the press that was meant for the guide.
    pub(super) fn make_view(&self, now: Millis) -> Option<View> {
        let page = match &self.state {
            State::Loading(_) => return None,
            State::Opening(_) if self.screen.view().is_none() => return None,
            State::Welcome { query } => self.welcome(query, self.paused.offer(), false),
            State::Opening(Opening { goal, query, .. }) => {
                // A new session takes the place of the one that could be gone on with.
                let offer = self.paused.offer().filter(|_| *goal != Goal::Start);
                self.welcome(query, offer, true)
            }
            State::Guide(session) if session.is_at_ticket() => self.end_with_ticket(session),
            State::Guide(session) => view::Page::Step(self.step(session)),
            State::Sent { began } => match self.outbox.of(*began) {
                Some(ticket) => view::Page::Sent(sent(ticket)),
                None => self.welcome("", self.paused.offer(), false),
            },
            State::Failed(FailedState::NoIndex(_)) => view::Page::Failure(Failure::NoGuides),
            State::Failed(FailedState::NoGuide { failure, .. }) => {
                view::Page::Failure(failure.clone())
            }
        };
        let contact = match &page {
            view::Page::Step(step) => step.screen.contact.as_deref(),
            view::Page::Ticket(ticket) => ticket.screen.contact.as_deref(),
            _ => None,
        };
        Some(View {
            provider: self.provider_with(contact),
            now,
            inline: self.place.inline,
            pictures: Rc::clone(&self.place.pictures),
            copied: self.copied.clone(),
            waiting: self.waiting().map(state),
            language: self.foreign_language(),
            page,
        })
    }

    /// The provider, with the number and the hours of this contact; of its support if it does not give
    /// that one's.
    fn provider_with(&self, contact: Option<&str>) -> Rc<Provider> {
        let fact = |contact: &str, part: &str| {
            let name = ["provider.", contact, ".", part].concat();
            let mut facts = self.index.iter().flat_map(|index| &index.facts);
            facts
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value)
        };
        let text = |contact, part| match fact(contact, part) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let mut provider = Provider::clone(&self.provider);
        let mut of = "support";
        if let Some(contact) = contact
            && let Some(phone) = text(contact, "phone")
        {
            of = contact;
            provider.phone = Some(phone);
            provider.hours = text(contact, "hours");
        }
        provider.open = match fact(of, "open") {
            Some(Value::Flag(open)) => Some(*open),
            _ => None,
        };
        Rc::new(provider)
    }

    /// The language of the guide that is shown, if it is not the one that is spoken.
    fn foreign_language(&self) -> Option<String> {
        self.entry(self.state.guide()?)?.language.clone()
    }

    fn welcome(&self, query: &str, offer: Option<&Offer>, opening: bool) -> view::Page {
        let index = self.index.as_ref();
        let guides = index.map_or(&[][..], |index| &index.guides);
        // What may be elsewhere is not said here: the guide's own check asks and tells.
        let here = || self.faults.issues.iter().filter(|issue| issue.here);
        let fault = here().find(|issue| !issue.planned && issue.ended.is_empty());
        let fault = fault.map(|fault| &fault.id);
        let notices = here().map(|issue| Notice {
            planned: issue.planned,
            title: issue.title.clone(),
            text: issue.text.clone(),
            standing: self.standing(issue, fault == Some(&issue.id)),
        });
        view::Page::Welcome(Welcome {
            notices: notices.collect(),
            guides: search(guides, query, self.ports.fold)
                .into_iter()
                .map(|position| topic(&guides[position]))
                .collect(),
            query: query.to_owned(),
            resume: offer.map(|offer| self.resume_offer(offer)),
            languages: index.map_or_else(Vec::new, |index| index.languages.clone()),
            opening,
        })
    }

    /// The offer to go on. The step is named as it was read, unless the guide has another title by
    /// now, in another language: then only the guide is named.
    fn resume_offer(&self, offer: &Offer) -> Resume {
        let session = self.paused.guide();
        let entry = session.and_then(|guide| self.entry(guide));
        let guide = entry.map_or(&offer.guide, |entry| &entry.title);
        let step = if *guide == offer.guide {
            &offer.step
        } else {
            guide
        };
        Resume {
            guide: guide.clone(),
            step: step.clone(),
            at: offer.at,
            later: offer.later,
        }
    }

    fn step(&self, session: &GuideSession) -> Step {
        let mut screen = session.engine.screen();
        // A feed writes times in its own way, and ours are numbers.
        let time = match &screen.body {
            Body::Instruction {
                waiting: Waiting::Later { until, .. },
                ..
            } => Some(crate::text::whole(*until)),
            _ => None,
        };
        let at_step = &session.at_step;
        let typed = at_step.typed.as_deref().unwrap_or_default();
        let boxes = self.boxes.ask(&mut screen, typed, self.ports.fold);
        let next = match &screen.body {
            Body::HandOver { guide } => guide.as_deref().and_then(|guide| self.entry(guide)),
            _ => None,
        };
        Step {
            topic: next.map(topic),
            screen,
            boxes,
            timers: at_step.timers.clone(),
            passed: at_step.passed.clone(),
            fault: self.fault_of(session),
            expected_end: time.and_then(|time| self.time_in_words(&time)),
            typed: at_step.typed.clone(),
            ticked: at_step.ticked.clone(),
            progress: at_step.progress,
        }
    }

    /// What became of the ticket, or the form. A first try is waited for on the form: editing what is on
    /// its way would make two tickets.
    fn end_with_ticket(&self, session: &GuideSession) -> view::Page {
        match self.shown() {
            Some(ticket) if !ticket.is_first_try() => view::Page::Sent(sent(ticket)),
            sending => view::Page::Ticket(self.form(session, sending.is_some())),
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

    pub(super) fn time_in_words(&self, time: &str) -> Option<String> {
        (self.ports.time_in_words)(time, &self.place.language)
    }
}

fn topic(entry: &GuideEntry) -> Topic {
    Topic {
        id: entry.id.clone(),
        title: entry.title.clone(),
        summary: entry.summary.clone(),
        group: entry.group.clone(),
        language: entry.language.clone(),
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
