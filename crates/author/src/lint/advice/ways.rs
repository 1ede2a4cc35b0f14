//! The ways through a guide, as several lints look at them. "Nothing helps" is none of them: it is there at every step.

use std::collections::{BTreeSet, VecDeque};

use firstline_guide::Guide;
use firstline_guide::model::{StepIndex, StepKind};
use firstline_guide::routes::routes;

/// All steps that can come after this one.
pub(super) fn after(guide: &Guide, from: StepIndex) -> BTreeSet<StepIndex> {
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([from]);
    while let Some(step) = waiting.pop_front() {
        for route in routes(guide.step(step)) {
            if seen.insert(route.to) {
                waiting.push_back(route.to);
            }
        }
    }
    seen
}

/// The steps that a customer sees next if the way goes on here: branches decide by themselves.
pub(super) fn shown_from(guide: &Guide, from: StepIndex) -> BTreeSet<StepIndex> {
    let (mut seen, mut shown) = (BTreeSet::from([from]), BTreeSet::new());
    let mut waiting = VecDeque::from([from]);
    while let Some(step) = waiting.pop_front() {
        if !matches!(guide.step(step).kind, StepKind::Branch(_)) {
            shown.insert(step);
            continue;
        }
        for route in routes(guide.step(step)) {
            if seen.insert(route.to) {
                waiting.push_back(route.to);
            }
        }
    }
    shown
}
