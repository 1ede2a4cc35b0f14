//! How the model stands, as the screens draw it.

use std::rc::Rc;

use firstline_diagnosis::checks::outage::Issue;
use firstline_guide::session::{Body, Millis, Screen, Waiting};

use super::outbox::Pending;
use super::search::search;
use super::ticket::problem;
use super::{Model, Page, Stored, Walking};
use crate::view::{
    self, Field, Notice, Resume, Sent, SentState, Step, Ticket, Topic, View, Welcome,
};

impl Model {
    /// How it stands.
    pub fn view(&self, now: Millis) -> View {
        View {
            provider: Rc::clone(&self.provider),
            now,
            inline: self.setup.inline,
            pictures: Rc::clone(&self.pictures),
            copied: self.copied.clone(),
            waiting: self.waiting().map(|at| state(&self.outbox[at])),
            language: self.language(),
            page: self.page(),
        }
    }

    /// The language of the guide that is walked, where it is not translated.
    fn language(&self) -> Option<String> {
        let walk = self.walk.as_ref().filter(|_| self.page == Page::Walking)?;
        let open = &walk.session.trail().guide;
        let guides = &self.catalog.as_ref()?.guides;
        let entry = guides.iter().find(|entry| entry.id == *open)?;
        entry.language.clone()
    }

    fn page(&self) -> view::Page {
        match (&self.page, &self.walk) {
            (Page::Failed(failure, _), _) => view::Page::Failure(failure.clone()),
            (Page::Sent, _) => match self.sent() {
                Some(sent) => view::Page::Sent(sent),
                None => view::Page::Welcome(self.welcome()),
            },
            (Page::Walking, Some(walk)) => self.walking(walk),
            _ => view::Page::Welcome(self.welcome()),
        }
    }

    fn welcome(&self) -> Welcome {
        let guides = self
            .catalog
            .as_ref()
            .map(|catalog| catalog.guides.as_slice());
        let guides = guides.unwrap_or_default();
        let topic = |position: usize| Topic {
            id: guides[position].id.clone(),
            title: guides[position].title.clone(),
            summary: guides[position].summary.clone(),
            language: guides[position].language.clone(),
        };
        // What may be elsewhere is not said here: the guide's own check asks and tells.
        let notice = |issue: &Issue| Notice {
            planned: issue.planned,
            title: issue.title.clone(),
            text: issue.text.clone(),
            expected_end: (self.outside.time_in_words)(&issue.expected_end, &self.setup.language),
        };
        Welcome {
            notices: self
                .issues
                .iter()
                .filter(|issue| issue.here)
                .map(notice)
                .collect(),
            guides: search(guides, &self.query, self.outside.fold)
                .into_iter()
                .map(topic)
                .collect(),
            query: self.query.clone(),
            resume: self.stored.as_ref().map(|stored| self.offer(stored)),
            languages: match &self.catalog {
                Some(catalog) => catalog.others.clone(),
                None => Vec::new(),
            },
            opening: matches!(self.page, Page::Opening(_)),
        }
    }

    /// The offer to go on. The step is named as it was read: where the guide is called otherwise by
    /// now, in another language, only the guide is named.
    fn offer(&self, stored: &Stored) -> Resume {
        let title = self.entry(&stored.trail.guide).map(|entry| &entry.title);
        let guide = title.unwrap_or(&stored.guide);
        let step = if *guide == stored.guide {
            &stored.step
        } else {
            guide
        };
        Resume {
            guide: guide.clone(),
            step: step.clone(),
            at: stored.at,
            later: stored.later.filter(|_| !self.put_off),
        }
    }

    fn walking(&self, walk: &Walking) -> view::Page {
        let mut screen = walk.session.screen();
        if matches!(screen.body, Body::Ticket { .. }) {
            // A ticket on its way is settled first: editing it then would make two.
            let first_try = self
                .shown()
                .is_some_and(|shown| self.outbox[shown].tries == 0);
            match self.sent() {
                Some(sent) if !first_try => return view::Page::Sent(sent),
                _ => return self.form(walk, screen, first_try),
            }
        }
        // A time of a feed is written as feeds do, one of ours as a number.
        let time = match &screen.body {
            Body::KnownIssue { expected_end, .. } => expected_end.clone(),
            Body::Instruction {
                waiting: Waiting::Later { until, .. },
                ..
            } => Some(crate::text::whole(*until)),
            _ => None,
        };
        let words = |time: String| (self.outside.time_in_words)(&time, &self.setup.language);
        let expected_end = time.and_then(words);
        let boxes = self.boxes(walk, &mut screen);
        view::Page::Step(Step {
            screen,
            boxes,
            timers: walk.timers.clone(),
            passed: walk.passed.clone(),
            expected_end,
            typed: walk.typed.clone(),
            ticked: walk.ticked.clone(),
        })
    }

    fn form(&self, walk: &Walking, screen: Screen, sending: bool) -> view::Page {
        let Body::Ticket { ask, .. } = &screen.body else {
            return view::Page::Welcome(self.welcome());
        };
        let draft = &self.draft;
        let field = |field: &_| Field {
            field: *field,
            value: draft.contact(*field).to_owned(),
            problem: if self.checked {
                problem(*field, draft, ask)
            } else {
                None
            },
        };
        let parts = self.parts(&walk.session, ask);
        view::Page::Ticket(Ticket {
            fields: ask.iter().map(field).collect(),
            note: draft.note.clone(),
            entries: walk.session.transcript(),
            boxes: self.boxes.clone().unwrap_or_default(),
            diagnostics: parts.map(|parts| parts.diagnostics()).unwrap_or_default(),
            consent: self
                .catalog
                .as_ref()
                .map(|known| known.consent.text.clone())
                .unwrap_or_default(),
            consented: self.consented,
            consent_missing: self.checked && !self.consented,
            sending,
            screen,
        })
    }

    fn sent(&self) -> Option<Sent> {
        let pending = &self.outbox[self.shown()?];
        let mut receipt = pending.receipt.clone();
        if let Some(number) = &pending.number {
            receipt = [number, "\n", &receipt].concat();
        }
        Some(Sent {
            state: state(pending),
            next: pending.next.clone(),
            receipt,
        })
    }
}

fn state(pending: &Pending) -> SentState {
    match &pending.number {
        Some(number) => SentState::Stored {
            number: number.clone(),
        },
        None if pending.refused => SentState::Refused,
        None => SentState::Waiting {
            since: pending.since,
            trying: pending.sending,
            kept: pending.kept,
        },
    }
}
