//! Going back, changing an earlier answer, and giving kept answers again.

use super::Session;
use super::effect::Effect;
use super::facts::Facts;
use super::time::Millis;
use super::trail::{Answer, Stage, Verification, Visit};
use super::walk::Walk;
use crate::model::StepKind;

impl Session {
    /// Whether there is a step to go back to: an answer of the customer's, or an earlier phase of
    /// the instruction that is shown.
    pub(crate) fn can_go_back(&self) -> bool {
        self.phase_to_undo()
            || self
                .trail
                .visits
                .iter()
                .any(|visit| !visit.answer.is_automatic())
    }

    pub(super) fn phase_to_undo(&self) -> bool {
        matches!(self.walk.step().kind, StepKind::Instruction(_))
            && !matches!(self.trail.stage, Stage::Open | Stage::LineDown)
    }

    /// Gives kept answers again by itself after an earlier one was changed, up to the first step
    /// that has none, that measures, or whose kept answer does not fit any more.
    pub(super) fn catch_up(&mut self, at: Millis) {
        while self.trail.catching_up {
            let kept = self
                .kept_answer()
                .filter(|answer| answer.can_be_given_again());
            let Some(answer) = kept.cloned() else { break };
            let visit = Visit {
                place: self.walk.place(),
                answer,
                at,
                line: None,
            };
            if self.walk.apply(&visit).is_err() {
                self.trail.catching_up = false;
                break;
            }
            self.take_kept(&visit.place);
            self.trail.visits.push(visit);
        }
        // A step that measures again keeps the catching up going; any other one ends it.
        let measures = match &self.walk.step().kind {
            StepKind::Check(_) => true,
            StepKind::Instruction(_) => self.verifies_again(),
            _ => false,
        };
        self.trail.catching_up &= measures && !self.trail.kept.is_empty();
    }

    /// Whether the instruction that is shown was done before and only its checks are missing.
    pub(super) fn verifies_again(&self) -> bool {
        matches!(
            self.kept_answer(),
            Some(Answer::Done(Verification::Checked(_)))
        )
    }

    pub(super) fn take_kept(&mut self, place: &str) {
        if let Some(position) = self.trail.kept.iter().position(|kept| kept.place == place) {
            self.trail.kept.remove(position);
        }
    }

    /// One step back: to the beginning of the instruction that is shown, or to the last answer
    /// that the customer gave. What checks found after it is dropped; answers are kept.
    pub(super) fn go_back(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        self.trail.catching_up = false;
        if self.phase_to_undo() {
            effects.push(Effect::Save);
            self.enter(at, effects);
            return;
        }
        let visits = &self.trail.visits;
        if let Some(position) = visits
            .iter()
            .rposition(|visit| !visit.answer.is_automatic())
        {
            self.rewind(at, position, effects);
        }
    }

    pub(super) fn reopen(&mut self, at: Millis, visit: usize, effects: &mut Vec<Effect>) {
        let known = self.trail.visits.get(visit);
        if known.is_some_and(|known| !known.answer.is_automatic()) {
            self.rewind(at, visit, effects);
            self.trail.catching_up = true;
        }
    }

    /// Goes back to before the visit at `position`.
    pub(super) fn rewind(&mut self, at: Millis, position: usize, effects: &mut Vec<Effect>) {
        let library = std::sync::Arc::clone(&self.walk.library);
        let facts = Facts::frozen(&self.trail.facts);
        // The answers led here before, so they do so again.
        let Ok(mut walk) = Walk::begin(library, &self.trail.guide, facts) else {
            return;
        };
        for visit in &self.trail.visits[..position] {
            if walk.apply(visit).is_err() {
                return;
            }
        }
        self.walk = walk;
        let mut undone = self.trail.visits.split_off(position);
        undone.retain(|visit| !visit.answer.is_automatic());
        undone.append(&mut self.trail.kept);
        self.trail.kept = undone;
        effects.push(Effect::Save);
        self.enter(at, effects);
    }
}
