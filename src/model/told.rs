//! What the page told, held to what guides say that they take from it.

use firstline_guide::model::{FactKind, FactSource, Library, Value};

use super::Command;

/// What a session may begin with of what page and device told. The page may know more than these
/// guides ask for, which is left out: it would go with a ticket. So is what cannot be what the
/// guide declares, and the page is told, as only its maker can put it right. Names of ours have a
/// dot: of them a page may tell which box the customer has.
pub(super) fn fitting(
    told: &[(String, Value)],
    library: &Library,
    commands: &mut Vec<Command>,
) -> Vec<(String, Value)> {
    let mut facts = Vec::new();
    for (name, value) in told {
        let takes = match name.split_once('.') {
            Some(("device", _)) => true,
            Some(("equipment", _)) => FactKind::Text.fits(value),
            Some(_) => false,
            None => match declared(library, name) {
                Some(kind) if kind.fits(value) => true,
                Some(kind) => {
                    let refused = [name, ": ", kind.name()].concat();
                    commands.push(Command::Emit("fact", refused));
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

/// What a fact is that a guide takes from the page.
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
