//! Known faults: what customers read about them, whether one is over, and the wish for a message when it is.

use firstline_diagnosis::checks::outage::{Issue, Outage};
use firstline_guide::model::Value;
use firstline_guide::session::Body;
use firstline_wire::contact::email;

use super::guide_session::GuideSession;
use super::message::Watch;
use super::state::State;
use super::{Command, Model, Turn};
use crate::view::{Notice, Standing, Tell, TellState};

/// How many of a feed's latest words are shown.
const UPDATES: usize = 3;

/// The last answer of the feed, and the customer's wish.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub issues: Vec<Issue>,
    /// Whether the relay can tell by mail.
    tells: bool,
    watch: Watch,
    wish: Wish,
}

/// The wish to be told when a fault is over.
#[derive(Debug, Default)]
struct Wish {
    /// The id of the fault; the text that was typed for another fault is kept.
    id: String,
    typed: String,
    state: TellState,
    /// The token that takes it back.
    token: String,
}

impl Model {
    /// The feed answered.
    pub(super) fn issues_arrived(&mut self, known: Outage) {
        self.faults.issues = known.issues;
        self.faults.tells = known.tells;
    }

    /// The faults that the welcome screen tells of.
    pub(super) fn notices(&self) -> Vec<Notice> {
        // What may be elsewhere is not said here: the guide's own check asks and tells.
        let here = || self.faults.issues.iter().filter(|issue| issue.here);
        let fault = here().find(|issue| !issue.planned && issue.ended.is_empty());
        let fault = fault.map(|fault| &fault.id);
        here()
            .map(|issue| Notice {
                planned: issue.planned,
                title: issue.title.clone(),
                text: issue.text.clone(),
                standing: self.standing(issue, fault == Some(&issue.id)),
            })
            .collect()
    }

    /// Takes the address that was typed.
    pub(super) fn tell_typed(&mut self, typed: String) {
        self.faults.wish.typed = typed;
        self.faults.wish.state = TellState::Asked;
    }

    /// The customer wants a message when this fault is over.
    pub(super) fn tell_chosen(&mut self, id: String, turn: &mut Turn) {
        let area = self.told_area();
        let key = self.uuid();
        let wish = &mut self.faults.wish;
        if wish.state == TellState::Sending {
            return;
        }
        wish.id = id;
        let (Some(email), Some(key)) = (email(&wish.typed), key) else {
            wish.state = TellState::Wrong;
            return;
        };
        wish.state = TellState::Sending;
        let item = wish.id.clone();
        turn.run(Command::Tell {
            key,
            item,
            area,
            email,
        });
    }

    /// The relay has the wish and said what takes it back, or has not.
    pub(super) fn tell_answered(&mut self, token: Option<String>) {
        let wish = &mut self.faults.wish;
        wish.state = match token {
            Some(token) => {
                wish.token = token;
                TellState::Told
            }
            None => TellState::Failed,
        };
    }

    /// The customer takes the wish back.
    pub(super) fn tell_stopped(&mut self, turn: &mut Turn) {
        let wish = std::mem::take(&mut self.faults.wish);
        turn.run(Command::TellNot(wish.token));
    }

    /// Looks at the feed again and again while a fault is on the screen, so that its end is seen.
    pub(super) fn watch_faults(&mut self, turn: &mut Turn) {
        let going_on = |issue: &Issue| issue.here && issue.ended.is_empty();
        let watch = match &self.state {
            State::Guide(session) if is_at_fault(session) => match self.told_area() {
                Some(area) => Watch::Area(area),
                None => Watch::Page,
            },
            State::Welcome { .. } if self.faults.issues.iter().any(going_on) => Watch::Page,
            _ => Watch::Nothing,
        };
        if watch != self.faults.watch {
            self.faults.watch = watch.clone();
            turn.run(Command::WatchFaults(watch));
        }
    }

    /// The area that the customer told in the guide.
    fn told_area(&self) -> Option<String> {
        match &self.state {
            State::Guide(session) => text(session, "area"),
            _ => None,
        }
    }

    /// How the fault stands that ended this session.
    pub(super) fn fault_of(&self, session: &GuideSession) -> Standing {
        if !is_at_fault(session) {
            return Standing::default();
        }
        let said =
            |name: &str| text(session, &["check.outage.", name].concat()).unwrap_or_default();
        let id = said("id");
        let known = self.faults.issues.iter().find(|issue| issue.id == id);
        match known.filter(|_| !id.is_empty()) {
            Some(issue) => self.standing(issue, true),
            None => {
                let issue = Issue {
                    id,
                    began: said("began"),
                    expected_end: said("expected-end"),
                    ..Issue::default()
                };
                self.standing(&issue, true)
            }
        }
    }

    /// How a fault stands; `tells` says whether an address can be left for it here.
    pub(super) fn standing(&self, issue: &Issue, tells: bool) -> Standing {
        let is_over = !issue.ended.is_empty();
        let Faults {
            tells: can, wish, ..
        } = &self.faults;
        let tells = tells && *can && !is_over && !issue.planned && !issue.id.is_empty();
        Standing {
            id: issue.id.clone(),
            since: self.time_in_words(&issue.began).filter(|_| !is_over),
            expected_end: self.time_in_words(&issue.expected_end),
            is_over,
            ended: self.time_in_words(&issue.ended),
            afterwards: issue.afterwards.clone(),
            updates: issue
                .updates
                .iter()
                .filter_map(|update| Some((self.time_in_words(&update.at)?, update.text.clone())))
                .take(UPDATES)
                .collect(),
            tell: tells.then(|| Tell {
                email: wish.typed.clone(),
                state: if wish.id == issue.id {
                    wish.state
                } else {
                    TellState::Asked
                },
            }),
        }
    }
}

fn is_at_fault(session: &GuideSession) -> bool {
    matches!(session.engine.screen().body, Body::KnownIssue { .. })
}

fn text(session: &GuideSession, name: &str) -> Option<String> {
    match session.engine.fact(name) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}
