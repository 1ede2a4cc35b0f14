//! Which steps help, and the order that the numbers propose.

use std::collections::BTreeSet;

use firstline_insights::helpful::Tries;
use firstline_insights::order::{Proposal, Remedy, is_enough, propose, sentence};

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::{Element, el};
use crate::insights::places;
use crate::insights::plot::bars;

/// The page.
pub const PAGE: Page = Page {
    path: "steps",
    title: "Steps that help",
    question: "Which steps mend the problem for how much effort, and in which order should they come?",
    narrows: &[Narrow::Guide, Narrow::Version],
    needs_guide: true,
    span: Span::Quarter,
    by_week: "Steps",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let tries = reading.app.store.tries(&reading.slice).await?;
    let mut figures = vec![helpful(reading, &tries)];
    figures.extend(order(reading, &tries));
    figures.push(unclear(reading, &tries));
    Ok(figures)
}

fn helpful(reading: &Reading<'_>, tries: &[(String, Tries)]) -> Figure {
    let mut tried: Vec<_> = tries.iter().filter(|(_, tries)| tries.tried > 0).collect();
    let rate = |tries: &Tries| tries.fixes_per_minute().map_or(0.0, |(rate, _)| rate);
    tried.sort_by(|a, b| rate(&b.1).total_cmp(&rate(&a.1)));
    let enough: Vec<_> = tried.iter().filter(|(_, tries)| is_enough(tries)).collect();
    let bars: Vec<bars::Bar> = enough
        .iter()
        .take(12)
        .map(|(place, tries)| {
            let part = |count: u64| {
                firstline_insights::Share::new(count, tries.tried)
                    .value()
                    .unwrap_or(0.0)
            };
            bars::Bar {
                name: reading.title(place),
                parts: vec![
                    (part(tries.verified), "good"),
                    (part(tries.claimed), "claimed"),
                ],
                interval: tries.fixes().interval(),
                value: format!(
                    "{:.0} % · {:.1} min",
                    part(tries.verified + tries.claimed) * 100.0,
                    tries.minutes().unwrap_or(0.0)
                ),
            }
        })
        .collect();
    let meaning = enough.first().map_or(
        "No step was tried 30 times yet, so nothing can be said.".to_owned(),
        |(place, tries)| {
            format!(
                "“{}” gives the most for its time: it mends {:.0} of 100 tries in {:.1} minutes.",
                reading.title(place),
                tries.fixes().value().unwrap_or(0.0) * 100.0,
                tries.minutes().unwrap_or(0.0)
            )
        },
    );
    Figure {
        id: "helpful",
        title: "Steps that help",
        meaning,
        definition: "A try is a step that was done and whose effect something told: a measurement (dark) or the customer \
             (light). It is sorted by fixes for each minute that customers spend at the step. A step is drawn from 30 \
             tries on.",
        plot: Some(bars::draw("Share of tries that helped, by step", &bars)),
        columns: vec![
            "step",
            "tries",
            "measured fixes",
            "claimed fixes",
            "helps",
            "95 % interval",
            "minutes",
            "measured fixes a minute",
            "could not",
        ],
        rows: tried
            .iter()
            .map(|(place, tries)| {
                let [helps, interval] = Cell::share(tries.fixes());
                vec![
                    Cell::text(reading.title(place)),
                    Cell::count(tries.tried),
                    Cell::count(tries.verified),
                    Cell::count(tries.claimed),
                    helps,
                    interval,
                    Cell::mean(tries.minutes(), tries.tried, 1),
                    Cell::mean(tries.verified_per_minute(), tries.verified, 3),
                    Cell::count(tries.could_not),
                ]
            })
            .collect(),
    }
}

/// The order of remedies that follow each other in the guide; `None` if there are not two that were tried
/// enough.
fn order(reading: &Reading<'_>, tries: &[(String, Tries)]) -> Option<Figure> {
    let chain = places::remedies(reading.library.as_ref()?, &reading.slice.guide);
    let remedies: Vec<Remedy> = chain
        .into_iter()
        .map(|(place, after)| {
            let found = tries.iter().find(|(known, _)| *known == place);
            Remedy {
                place,
                tries: found.map(|(_, tries)| *tries).unwrap_or_default(),
                after: after.into_iter().collect::<BTreeSet<_>>(),
                fixed: false,
            }
        })
        .collect();
    let proposal = propose(&remedies)?;
    Some(Figure {
        id: "order",
        title: "The order that the numbers propose",
        meaning: sentence(&proposal),
        definition: "A remedy comes the earlier, the more of all walks it mends for each minute that it takes (Heckerman, \
             Breese and Rommelse 1995). What a remedy mends of all walks is worked out from its tries and from what \
             those before it left; one that was tried fewer than 30 times has no place in the order yet, but what it mended counts. \
             Only instructions that follow each other where the one before did not help change \
             places, and a reset stays behind all that does without. Take it as it is, or leave it: nothing is changed \
             by itself.",
        plot: (!proposal.is_as_written()).then(|| diff(reading, &remedies, &proposal)),
        columns: vec![
            "proposed",
            "written",
            "step",
            "mends of all walks",
            "95 % interval",
            "minutes",
        ],
        rows: proposal
            .order
            .iter()
            .zip(1_u64..)
            .map(|(placed, at)| {
                vec![
                    Cell::Count(at),
                    Cell::Count(u64::try_from(placed.written).unwrap_or(0) + 1),
                    Cell::text(reading.title(&placed.place)),
                    Cell::Share(placed.probability),
                    Cell::Range(placed.interval.low, placed.interval.high),
                    Cell::Number(placed.minutes, 1),
                ]
            })
            .collect(),
    })
}

/// The written order and the proposed one, as authors read changes.
fn diff(reading: &Reading<'_>, remedies: &[Remedy], proposal: &Proposal) -> Element {
    let line = |sign: &str, class: &str, place: &str| {
        el("span")
            .class(class)
            .text(format!("{sign} {}  ({place})\n", reading.title(place)))
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

fn unclear(reading: &Reading<'_>, tries: &[(String, Tries)]) -> Figure {
    let mut unclear: Vec<_> = tries
        .iter()
        .filter(|(_, tries)| tries.unclear > 0)
        .collect();
    unclear.sort_by_key(|(_, tries)| std::cmp::Reverse(tries.unclear));
    let most = unclear
        .first()
        .filter(|(_, tries)| tries.unclear >= firstline_insights::LEAST);
    Figure {
        id: "unclear",
        title: "Steps that were called unclear",
        meaning: most.map_or(
            "No step was called unclear by five or more.".to_owned(),
            |(place, tries)| {
                format!(
                    "“{}” was called unclear {} times: write it anew first.",
                    reading.title(place),
                    tries.unclear
                )
            },
        ),
        definition: "Customers tap “This step was unclear” once, without words.",
        plot: None,
        columns: vec!["step", "times"],
        rows: unclear
            .iter()
            .map(|(place, tries)| {
                vec![Cell::text(reading.title(place)), Cell::count(tries.unclear)]
            })
            .collect(),
    }
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
