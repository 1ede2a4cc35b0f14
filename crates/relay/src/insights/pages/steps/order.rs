//! The order that the numbers of one version propose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use firstline_guide::Library;
use firstline_insights::helpful::Tries;
use firstline_insights::order::{Proposal, Remedy, propose, sentence};

use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::{Element, el};
use crate::insights::pages::{Reading, languages_of};
use crate::insights::places;
use crate::insights::told::{Told, is_few};
use crate::store::StoreError;
use crate::store::insights::Slice;

/// The remedies of a version in the order in which its customers met them, and what came of them.
struct Met {
    version: String,
    library: Arc<Library>,
    remedies: Vec<Remedy>,
    /// What must not be said about a remedy, by its place.
    untold: BTreeMap<String, Told>,
}

impl Met {
    /// The words of a step, as this version has them.
    fn title(&self, guide: &str, place: &str) -> String {
        let found = places::title(&self.library, guide, place);
        found
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| place.to_owned())
    }
}

/// What a version says of the order of its remedies.
enum Says {
    /// What it proposes.
    Proposed(Met, Proposal),
    /// There are not two remedies that may change places.
    Nothing,
    /// Its remedies were not tried enough yet.
    TooFew,
    /// Its pack is not known here, so neither is its order.
    Unknown,
    /// Its name was published with several orders, so nobody knows which one a customer met.
    SeveralOrders,
}

/// The order of remedies that follow each other in the guide: of the version that is asked for, or of the newest one that was
/// walked enough. `None` if none has two remedies that were tried enough.
///
/// # Errors
///
/// If the store does not answer.
pub async fn figure(reading: &Reading<'_>) -> Result<Option<Figure>, StoreError> {
    let slice = &reading.slice;
    let (from, to) = slice.weeks();
    // What came of steps is kept by week.
    let weeks = Slice {
        from,
        to,
        ..slice.clone()
    };
    let versions = reading.app.store.versions(&weeks).await?;
    let mut newer: Option<String> = None;
    for version in versions.into_iter().rev().map(|one| one.version) {
        match told(reading, &version).await? {
            Says::Proposed(met, proposal) => {
                return Ok(Some(proposed(reading, &met, &proposal, newer.as_deref())));
            }
            // What an older version had to order, this one no longer has.
            Says::Nothing => return Ok(None),
            Says::SeveralOrders => return Ok(Some(several_orders(&version))),
            Says::TooFew => newer = newer.or(Some(version)),
            Says::Unknown => {}
        }
    }
    Ok(None)
}

async fn told(reading: &Reading<'_>, version: &str) -> Result<Says, StoreError> {
    let (app, slice) = (reading.app, &reading.slice);
    let languages = languages_of(app, &slice.guide);
    let packs = app
        .packs
        .of_version(&slice.guide, version, &languages)
        .await?;
    let mut chains = packs
        .iter()
        .map(|pack| places::remedies(pack, &slice.guide));
    let (Some(library), Some(chain)) = (packs.first(), chains.next()) else {
        return Ok(Says::Unknown);
    };
    if chains.any(|other| other != chain) {
        return Ok(Says::SeveralOrders);
    }
    if chain.len() < 2 {
        return Ok(Says::Nothing);
    }
    let of_version = Slice {
        version: version.to_owned(),
        ..slice.clone()
    };
    let tries = app.store.tries(&of_version).await?;
    let mut untold = BTreeMap::new();
    let remedies: Vec<Remedy> = chain
        .into_iter()
        .map(|written| {
            let place = written.place;
            let found = tries.iter().find(|(known, _)| *known == place);
            let tries = found.map(|(_, tries)| *tries).unwrap_or_default();
            let helps = Told::share(tries.fixes());
            if !helps.is_told() {
                untold.insert(place.clone(), helps);
            }
            Remedy {
                place,
                tries: in_round_numbers(tries),
                after: written.after.into_iter().collect::<BTreeSet<_>>(),
                fixed: false,
                follows: written.follows,
            }
        })
        .collect();
    let proposal = propose(&remedies);
    let met = Met {
        version: version.to_owned(),
        library: Arc::clone(library),
        remedies,
        untold,
    };
    Ok(proposal.map_or(Says::TooFew, |proposal| Says::Proposed(met, proposal)))
}

/// The same tries, where fewer than five were helped or were not counted as two: neither the order nor what is said of the
/// remedies after it tells then how many they were.
fn in_round_numbers(tries: Tries) -> Tries {
    const FEW: u64 = 2;
    let fixes = tries.fixes();
    let others = fixes.of - fixes.part;
    let counted = match (fixes.of, fixes.part) {
        (of, _) if is_few(of) => return Tries::default(),
        (_, part) if is_few(part) => FEW,
        (of, _) if is_few(others) => of - FEW,
        (_, part) => part,
    };
    Tries {
        verified: counted,
        claimed: 0,
        ..tries
    }
}

/// The columns of the table.
const COLUMNS: [&str; 6] = [
    "proposed",
    "written",
    "step",
    "mends of all walks",
    "95 % interval",
    "minutes",
];

const TITLE: &str = "The order that the numbers propose";

const DEFINITION: &str = "A remedy comes the earlier, the more of all walks it mends for each minute that it takes (Heckerman, \
     Breese and Rommelse 1995). What a remedy mends of all walks is worked out from its tries and from what \
     those before it left; one that was tried fewer than 30 times has no place in the order yet, but what it mended counts. \
     All of it is of one version, in the order that this one has: the version that is asked for, or else the newest that was walked \
     enough. Only instructions, and guides that are called and whose good end is one here, change places, and only where each follows \
     because the one before did not help; a reset stays behind all that does without, and a step with `keepsPlace` right behind the \
     one that leads to it. Take it as it is, or leave it: nothing is changed by itself.";

/// The figure of a version of which nobody knows what its customers met.
fn several_orders(version: &str) -> Figure {
    Figure {
        id: "order",
        title: TITLE,
        meaning: format!(
            "Version {version} was published with several orders of its steps, so its numbers tell of none. Give each order a \
             version of its own."
        ),
        definition: DEFINITION,
        plot: None,
        columns: COLUMNS.to_vec(),
        rows: Vec::new(),
    }
}

fn proposed(reading: &Reading<'_>, met: &Met, proposal: &Proposal, newer: Option<&str>) -> Figure {
    let newer = newer.map_or(String::new(), |newer| {
        format!(" Version {newer} was not walked enough yet.")
    });
    let title = |place: &str| met.title(&reading.slice.guide, place);
    Figure {
        id: "order",
        title: TITLE,
        meaning: format!("Version {}: {}{newer}", met.version, sentence(proposal)),
        definition: DEFINITION,
        plot: (!proposal.is_as_written()).then(|| diff(&title, &met.remedies, proposal)),
        columns: COLUMNS.to_vec(),
        rows: proposal
            .order
            .iter()
            .zip(1_u64..)
            .map(|(placed, at)| {
                let told = Told::estimate(placed.probability, placed.interval);
                let mends = match met.untold.get(&placed.place) {
                    Some(untold) => *untold,
                    None => told,
                };
                vec![
                    Cell::Count(at),
                    Cell::Count(u64::try_from(placed.written).unwrap_or(0) + 1),
                    Cell::text(title(&placed.place)),
                    mends.cell(),
                    mends.range(),
                    Cell::Number(placed.minutes, 1),
                ]
            })
            .collect(),
    }
}

/// The written order and the proposed one, as authors read changes.
fn diff(title: &dyn Fn(&str) -> String, remedies: &[Remedy], proposal: &Proposal) -> Element {
    let line = |sign: &str, class: &str, place: &str| {
        el("span")
            .class(class)
            .text(format!("{sign} {}  ({place})\n", title(place)))
    };
    let mut lines = Vec::new();
    let proposed: Vec<&str> = proposal
        .order
        .iter()
        .map(|placed| placed.place.as_str())
        .collect();
    // What has no place in the order stays where it is.
    let written: Vec<&str> = remedies
        .iter()
        .map(|remedy| remedy.place.as_str())
        .filter(|place| proposed.contains(place))
        .collect();
    let kept = kept(&written, &proposed);
    let (mut old, mut new) = (written.iter().peekable(), proposed.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some(place), _) if !kept.contains(*place) => {
                lines.push(line("-", "gone", place));
                old.next();
            }
            (_, Some(place)) if !kept.contains(*place) => {
                lines.push(line("+", "come", place));
                new.next();
            }
            (Some(place), Some(_)) => {
                lines.push(line(" ", "same", place));
                old.next();
                new.next();
            }
            _ => break,
        }
    }
    el("pre")
        .class("diff")
        .at("aria-label", "The change of the order")
        .all(lines)
}

/// The longest row of steps that keeps its order.
fn kept<'a>(written: &[&'a str], proposed: &[&'a str]) -> BTreeSet<&'a str> {
    let place = |step: &str| written.iter().position(|known| *known == step);
    let positions: Vec<usize> = proposed.iter().filter_map(|step| place(step)).collect();
    let mut best: Vec<Vec<usize>> = Vec::new();
    for at in 0..positions.len() {
        let before = best
            .iter()
            .filter(|row| row.last() < positions.get(at))
            .max_by_key(|row| row.len())
            .cloned()
            .unwrap_or_default();
        best.push(
            before
                .into_iter()
                .chain(positions.get(at).copied())
                .collect(),
        );
    }
    let longest = best.into_iter().max_by_key(Vec::len).unwrap_or_default();
    longest
        .into_iter()
        .filter_map(|at| written.get(at).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_is_told_and_the_rest_stays() {
        let found = |written: &[&'static str], proposed: &[&'static str]| -> Vec<&'static str> {
            kept(written, proposed).into_iter().collect()
        };
        assert_eq!(found(&["a", "b", "c"], &["b", "c", "a"]), ["b", "c"]);
        assert_eq!(found(&["a", "b", "c"], &["a", "b", "c"]), ["a", "b", "c"]);
        assert_eq!(found(&["a", "b"], &["b", "a"]).len(), 1);
    }
}
