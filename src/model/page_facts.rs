//! The facts that the host page gives, held to what guides declare.

use firstline_guide::model::{FactKind, FactSource, Library, Step, StepKind, Value};

use super::{PageEvent, Turn};

/// The facts of page and device that a session begins with. Leaves out what these guides do not ask
/// for, because it would go with a ticket. Leaves out and reports what cannot be what the guide
/// declares, because only the page's maker can put it right. Names with a dot are ours: of them a page
/// may give the customer's box alone.
pub(super) fn fitting(
    given: &[(String, Value)],
    library: &Library,
    turn: &mut Turn,
) -> Vec<(String, Value)> {
    let mut facts = Vec::new();
    for (name, value) in given {
        let takes = match name.split_once('.') {
            Some(("device", _)) => true,
            Some(("equipment", _)) => FactKind::Text.fits(value),
            Some(_) => false,
            None => match declared(library, name) {
                Some(kind) if kind.fits(value) => true,
                Some(kind) => {
                    let refused = [name, ": ", kind.name()].concat();
                    turn.emit(PageEvent::FactRefused(refused));
                    false
                }
                None => false,
            },
        };
        if takes {
            facts.push((name.clone(), value.clone()));
        }
    }
    facts
}

/// What was told in the guide before, as far as these guides ask for it: nothing else goes along with a
/// ticket.
pub(super) fn asked(told: &[(String, Value)], library: &Library) -> Vec<(String, Value)> {
    let mut facts = told.to_vec();
    facts.retain(|(name, value)| {
        let mut guides = library.guides().iter();
        name.contains('.')
            || guides.any(|guide| {
                let declared = guide.facts.iter().find(|fact| fact.name == *name);
                let asks = |step: &Step| match &step.kind {
                    StepKind::Question(question) => question.fact.as_ref() == Some(name),
                    StepKind::Input(input) => input.sets(name),
                    _ => false,
                };
                match declared {
                    Some(fact) => fact.kind.fits(value),
                    None => guide.steps.iter().any(asks),
                }
            })
    });
    facts
}

/// The kind of a fact that a guide takes from the page.
fn declared<'l>(library: &'l Library, name: &str) -> Option<&'l FactKind> {
    for guide in library.guides() {
        for fact in &guide.facts {
            if fact.name == name && fact.from == FactSource::Website {
                return Some(&fact.kind);
            }
        }
    }
    None
}
