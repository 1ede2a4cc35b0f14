//! Which screen is shown, with what belongs to it and to no other; and the session that waits behind
//! it.

use firstline_guide::Library;
use firstline_guide::model::Value;
use firstline_guide::session::Millis;

use super::guide_session::GuideSession;
use super::stored::{Offer, StoredSession};
use crate::view::Failure;

/// Which screen is shown.
#[derive(Debug)]
pub(super) enum State {
    /// None yet, until the index arrives: the loader shows that it loads.
    Loading(Begin),
    /// Guides, search, the offer to go on.
    Welcome {
        /// What is typed into the search.
        query: String,
    },
    /// The welcome screen while a guide is on its way.
    Opening(Opening),
    /// A step of a guide; at an end with a ticket the form, or what became of the ticket.
    Guide(Box<GuideSession>),
    /// What became of the ticket of the session that began then.
    Sent {
        /// When the session began.
        began: Millis,
    },
    /// Something failed.
    Failed(FailedState),
}

/// What is to be shown first, once the index is there.
#[derive(Clone, Debug, Default)]
pub(super) struct Begin {
    /// The id of the guide to begin with; `None` for the welcome screen.
    pub guide: Option<String>,
    /// The stored session, without asking.
    pub resume: bool,
}

/// A guide that is on its way.
#[derive(Debug)]
pub(super) struct Opening {
    pub guide: String,
    pub goal: Goal,
    /// What is typed into the search.
    pub query: String,
    /// What is known from the guide before, if that led here.
    pub told: Vec<(String, Value)>,
    /// What arrived of it; its boxes are awaited.
    pub library: Option<Library>,
}

/// What a guide is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// A new session.
    Start,
    /// The session that was stored.
    GoOn,
    /// The stored session, which waits for the customer to come back: to look at once whether it got
    /// better.
    Look,
}

/// What failed, and what is needed to try it again.
#[derive(Debug)]
pub(super) enum FailedState {
    /// The index did not arrive.
    NoIndex(Begin),
    /// A guide cannot be opened.
    NoGuide {
        failure: Failure,
        guide: String,
        goal: Goal,
    },
}

/// The session that the customer can go on with, while no session is shown.
#[derive(Debug)]
pub(super) enum Paused {
    /// No session can be gone on with.
    Nothing,
    /// It was stored before this page was loaded: its guide must be opened again.
    Stored(Box<StoredSession>),
    /// It was left on this page and is still in memory.
    Left {
        session: Box<GuideSession>,
        /// What the welcome screen says of it; `None` if it is over and need not be offered.
        offer: Option<Offer>,
    },
}

impl State {
    /// The welcome screen with nothing typed.
    pub fn welcome() -> State {
        State::Welcome {
            query: String::new(),
        }
    }

    /// What is typed into the search, if that is shown.
    pub fn query(&self) -> Option<&str> {
        match self {
            State::Welcome { query } | State::Opening(Opening { query, .. }) => Some(query),
            _ => None,
        }
    }

    pub fn query_mut(&mut self) -> Option<&mut String> {
        match self {
            State::Welcome { query } | State::Opening(Opening { query, .. }) => Some(query),
            _ => None,
        }
    }

    /// The guide whose session is shown, by its id.
    pub fn guide(&self) -> Option<&str> {
        match self {
            State::Guide(session) => Some(session.guide()),
            _ => None,
        }
    }

    /// Shows this once the index is there; until then what is shown stays, unless it is a ticket.
    pub fn wait_for_index(&mut self, begin: Begin) {
        *self = match self {
            State::Loading(_) => State::Loading(begin),
            _ => State::Failed(FailedState::NoIndex(begin)),
        };
    }

    /// Takes out what is to be shown once the index is there.
    pub fn take_begin(&mut self) -> Begin {
        match self {
            State::Loading(begin) | State::Failed(FailedState::NoIndex(begin)) => {
                std::mem::take(begin)
            }
            _ => Begin::default(),
        }
    }
}

impl Paused {
    /// The session's guide, by its id.
    pub fn guide(&self) -> Option<&str> {
        match self {
            Paused::Nothing => None,
            Paused::Stored(stored) => Some(&stored.trail.guide),
            Paused::Left { session, .. } => Some(session.guide()),
        }
    }

    /// When the session began.
    pub fn began(&self) -> Option<Millis> {
        match self {
            Paused::Nothing => None,
            Paused::Stored(stored) => Some(stored.trail.began),
            Paused::Left { session, .. } => Some(session.began()),
        }
    }

    /// What the welcome screen says of it.
    pub fn offer(&self) -> Option<&Offer> {
        match self {
            Paused::Nothing => None,
            Paused::Stored(stored) => Some(&stored.offer),
            Paused::Left { offer, .. } => offer.as_ref(),
        }
    }

    /// The customer does not want to look yet: the offer is like any other from now on.
    pub fn put_off(&mut self) {
        let offer = match self {
            Paused::Nothing => None,
            Paused::Stored(stored) => Some(&mut stored.offer),
            Paused::Left { offer, .. } => offer.as_mut(),
        };
        if let Some(offer) = offer {
            offer.later = None;
        }
    }
}
