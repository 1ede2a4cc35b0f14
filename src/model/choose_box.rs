//! The customer says which box is the own one.

use firstline_guide::session::Body;

use super::own_box::OwnBox;
use super::state::State;
use super::{Model, Turn};

impl Model {
    /// The customer chose the own box, or said that it is none of those that are shown.
    pub(super) fn choose_box(&mut self, id: Option<String>, turn: &mut Turn) {
        if let Some(role) = self.asked_role() {
            self.set_own_box(role, id.map_or(OwnBox::NotHere, OwnBox::Known), turn);
        }
    }

    /// The box that is shown is not the customer's, or is to be chosen after all.
    pub(super) fn ask_box(&mut self, turn: &mut Turn) {
        let Some(role) = self.asked_role() else {
            return;
        };
        // With no other to choose from, the meaning is asked in words, or the only box is shown again.
        let alone = self.boxes.of_role(&role).len() < 2;
        let own = match self.boxes.own(&role) {
            OwnBox::NotHere => OwnBox::Choosing,
            _ if alone => OwnBox::NotHere,
            _ => OwnBox::Choosing,
        };
        self.set_own_box(role, own, turn);
    }

    fn set_own_box(&mut self, role: String, own: OwnBox, turn: &mut Turn) {
        self.boxes.set_own(role, own);
        if let State::Guide(session) = &mut self.state {
            session.at_step.typed = None;
        }
        self.store_session(turn);
    }

    /// The role of the box whose lights are asked for.
    fn asked_role(&self) -> Option<String> {
        match &self.state {
            State::Guide(session) => match session.engine.screen().body {
                Body::Lights { of, .. } => Some(of),
                _ => None,
            },
            _ => None,
        }
    }
}
