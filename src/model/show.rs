//! How the model stands, as the screens draw it.

use std::rc::Rc;

use firstline_diagnosis::judge::Issue;
use firstline_guide::session::{Body, Millis, Screen, Waiting};

use super::search::search;
use super::ticket::problem;
use super::{Model, Page, Walking};
use crate::view::{
    self, Field, Notice, Resume, Sent, SentState, Step, Ticket, Topic, View, WaitingTicket, Welcome,
};

impl Model {
    /// How it stands.
    pub fn view(&self, now: Millis) -> View {
        let waiting = self.outbox.pending.as_ref();
        let page = self.page();
        View {
            provider: Rc::clone(&self.provider),
            now,
            inline: self.setup.inline,
            pictures: Rc::clone(&self.pictures),
            copied: self.copied.clone(),
            // The page that is about this ticket says more of it.
            waiting: waiting
                .filter(|_| !matches!(page, view::Page::Sent(_)))
                .map(|pending| WaitingTicket {
                    since: pending.since,
                }),
            language: self.language(),
            page,
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
            resume: self.stored.as_ref().map(|stored| Resume {
                guide: stored.guide.clone(),
                step: stored.step.clone(),
                at: stored.at,
                later: stored.later.filter(|_| !self.put_off),
            }),
            languages: match &self.catalog {
                Some(catalog) => catalog.others.clone(),
                None => Vec::new(),
            },
            opening: matches!(self.page, Page::Opening(_)),
        }
    }

    fn walking(&self, walk: &Walking) -> view::Page {
        let mut screen = walk.session.screen();
        if matches!(screen.body, Body::Ticket { .. }) {
            // A ticket on its way is settled first: editing it then would make two.
            let first_try = self
                .outbox
                .pending
                .as_ref()
                .is_some_and(|pending| pending.tries == 0);
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
        let draft = &self.outbox.draft;
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
        if let Some(pending) = &self.outbox.pending {
            let state = if pending.refused {
                SentState::Refused
            } else {
                SentState::Waiting {
                    since: pending.since,
                    trying: self.sending,
                }
            };
            let (next, receipt) = (pending.next.clone(), pending.receipt.clone());
            return Some(Sent {
                state,
                next,
                receipt,
            });
        }
        let settled = self.settled.as_ref()?;
        Some(Sent {
            state: SentState::Stored {
                number: settled.number.clone(),
            },
            next: settled.next.clone(),
            receipt: [&settled.number, "\n", &settled.receipt].concat(),
        })
    }
}
