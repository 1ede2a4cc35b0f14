//! Makes the view: the model's state as the screens draw it. The second part completes it (`later/view.rs`).

use std::rc::Rc;

use firstline_guide::model::Value;
use firstline_guide::session::{Body, Millis};

use super::Model;
use super::guide_session::GuideSession;
use super::index::GuideEntry;
use super::search::search;
use super::state::{FailedState, Goal, Opening, State};
use super::stored::Offer;
use crate::view::{self, Boxes, Failure, Provider, Resume, Standing, Step, Topic, View, Welcome};

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
            State::Guide(session) => view::Page::Step(self.step(session)),
            State::Sent { .. } => self.welcome("", self.paused.offer(), false),
            State::Failed(FailedState::NoIndex(_)) => view::Page::Failure(Failure::NoGuides),
            State::Failed(FailedState::NoGuide { failure, .. }) => {
                view::Page::Failure(failure.clone())
            }
        };
        let contact = match &page {
            view::Page::Step(step) => step.screen.contact.as_deref(),
            _ => None,
        };
        Some(View {
            provider: self.provider_with(contact),
            now,
            inline: self.place.inline,
            pictures: Rc::clone(&self.place.pictures),
            copied: self.copied.clone(),
            waiting: None,
            language: self.foreign_language(),
            page,
        })
    }

    /// The provider, with the number and the hours of this contact; of its support if it does not give
    /// that one's.
    pub(super) fn provider_with(&self, contact: Option<&str>) -> Rc<Provider> {
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
        view::Page::Welcome(Welcome {
            notices: Vec::new(),
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
        let screen = session.engine.screen();
        let at_step = &session.at_step;
        let next = match &screen.body {
            Body::HandOver { guide } => guide.as_deref().and_then(|guide| self.entry(guide)),
            _ => None,
        };
        Step {
            topic: next.map(topic),
            screen,
            boxes: Boxes::None,
            timers: at_step.timers.clone(),
            passed: at_step.passed.clone(),
            fault: Standing::default(),
            expected_end: None,
            typed: at_step.typed.clone(),
            ticked: at_step.ticked.clone(),
            progress: at_step.progress,
        }
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
