//! Showing a step for another device than the one that the customer holds.

use std::sync::Arc;

use super::Session;
use super::effect::Effect;
use super::facts::Facts;
use super::screen::VariantView;
use super::show::variant;
use super::time::Millis;
use super::trail::Stage;
use super::walk::Walk;
use crate::model::{FactSource, StepKind, Value};

impl Session {
    /// What the step that is shown can be shown for instead; `None` if it says the same on all
    /// devices, or if the device does not decide it.
    pub(super) fn variant_view(&self) -> Option<VariantView> {
        let step = self.walk.step();
        let by = step.by.as_deref()?;
        let steps_own = match step.kind {
            StepKind::Outcome(_) => true,
            _ => matches!(
                self.trail.stage,
                Stage::Open | Stage::LineDown | Stage::Waiting { .. }
            ),
        };
        let guide = self.walk.guide();
        let declared = guide.facts.iter().find(|fact| fact.name == by);
        let by_device = declared.map_or(by == "device.platform", |fact| {
            fact.from == FactSource::Device
        });
        // A fact that an answer has set changes with that answer.
        let answered = self.walk.facts.known_elsewhere(by, "").is_some();
        if !steps_own || !by_device || answered {
            return None;
        }
        let shown = variant(&self.walk, step).and(self.walk.facts.get(by));
        Some(VariantView {
            value: match shown {
                Some(Value::Text(value)) => Some(value.clone()),
                _ => None,
            },
            choices: step
                .variants
                .iter()
                .map(|(value, _)| value.clone())
                .collect(),
        })
    }

    /// The customer wants what is shown for another device. What the device reported stands in the
    /// trail's header, so it is changed there and the answers are replayed: if one does not fit
    /// any more, it and those after it are asked again.
    pub(super) fn choose_variant(&mut self, at: Millis, value: String, effects: &mut Vec<Effect>) {
        let offered = self.variant_view().is_some_and(|view| {
            view.value.as_ref() != Some(&value)
                && (value.is_empty() || view.choices.contains(&value))
        });
        let Some(by) = self.walk.step().by.clone().filter(|_| offered) else {
            return;
        };
        let mut facts = self.trail.facts.clone();
        facts.retain(|(name, _)| *name != by);
        if !value.is_empty() {
            facts.push((by, Value::Text(value)));
        }
        let library = Arc::clone(&self.walk.library);
        let Ok(mut walk) = Walk::begin(library, &self.trail.guide, Facts::frozen(&facts)) else {
            return;
        };
        let visits = &mut self.trail.visits;
        let misfit = visits.iter().position(|visit| walk.apply(visit).is_err());
        if let Some(position) = misfit {
            let mut asked_again = visits.split_off(position);
            asked_again.retain(|visit| !visit.answer.is_automatic());
            asked_again.append(&mut self.trail.kept);
            self.trail.kept = asked_again;
        }
        let stays = misfit.is_none() && walk.place() == self.walk.place();
        self.trail.facts = facts;
        self.walk = walk;
        effects.push(Effect::Save);
        // Checks of a step that stays go on running.
        if !stays || !self.stage_fits() {
            self.trail.catching_up = false;
            self.enter(at, effects);
        }
    }
}
