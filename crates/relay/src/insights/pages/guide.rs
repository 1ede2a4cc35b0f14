//! Where walks of one guide go, and where customers leave.

use std::collections::BTreeSet;

use firstline_insights::traffic::Traffic;
use firstline_insights::walks::Walks;
use firstline_insights::{LEAST, Share, number};

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::{bars, graph};
use crate::insights::told::{Parts, Told, Walked, Ways};
use crate::store::insights::{By, Slice};

/// The page.
pub const PAGE: Page = Page {
    path: "guide",
    title: "Guide",
    question: "Where do walks go, where do they take long, and where do customers give up?",
    narrows: &Narrow::ALL,
    one_of: &Narrow::PARTS,
    needs_guide: true,
    span: Span::Quarter,
    by_week: "Walks, steps and minutes",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let store = &reading.app.store;
    let ends: BTreeSet<String> = store.ends(&reading.slice).await?.into_keys().collect();
    let traffic = Traffic::of(store.passages(&reading.slice).await?, &ends);
    let minutes = store.minutes(&reading.slice).await?;
    // Of the same weeks as the ways, or more might go on than began.
    let (from, to) = reading.slice.weeks();
    let weeks = Slice {
        from,
        to,
        ..reading.slice.clone()
    };
    let walks = store.walks_by(&weeks, By::Nothing).await?;
    let walks = walks.first().map(|(_, walks)| *walks).unwrap_or_default();
    let outline = traffic.outline();
    let ways = Ways::of(&traffic);
    Ok(vec![
        funnel(&walks, &ways),
        drawn(reading, &Ways::of(&outline)),
        losses(reading, &ways),
        time(&minutes),
    ])
}

fn funnel(walks: &Walks, ways: &Ways<'_>) -> Figure {
    let begun = walks.begun;
    let walked = Walked::of(walks);
    let went_on = ways.traffic().went_on().min(begun);
    let ended = begun - walks.abandoned();
    let counts = [begun, went_on, ended, walks.resolved(), walks.verified];
    // What lies between two stages is told by both: who began and did not go on, and so on.
    let mut between: Vec<u64> = counts
        .iter()
        .zip(counts.iter().skip(1))
        .map(|(above, count)| above.saturating_sub(*count))
        .collect();
    between.push(walks.verified);
    let between = Parts::of(&between);
    let stage = |at: usize| {
        let below: Vec<usize> = (at..counts.len()).collect();
        let told = Told::share(Share::new(counts[at], begun));
        told.only_if(between.sum(&below).is_told())
    };
    let tells_who_went_on = ways.tells_who_went_on();
    let stages = [
        ("Opened the guide", Told::share(Share::new(begun, begun))),
        (
            "Went on from its first step",
            stage(1).only_if(tells_who_went_on),
        ),
        ("Reached an end", stage(2).only_if(walked.ended().is_told())),
        ("Solved", walked.solved()),
        ("Solved, proved by a measurement", walked.verified()),
    ];
    let bars: Vec<bars::Bar> = stages
        .iter()
        .filter(|(_, share)| share.part().is_some_and(|count| count > 0))
        .filter_map(|(name, share)| bars::Bar::counted(*name, *share, "good"))
        .map(bars::Bar::bare)
        .collect();
    let said = [
        (1, "go on from its first step"),
        (2, "reach an end"),
        (3, "are helped"),
    ];
    let said: Vec<String> = said
        .into_iter()
        .filter_map(|(at, does)| Some(format!("{} {does}", stages[at].1.of_100()?)))
        .collect();
    Figure {
        id: "funnel",
        title: "From opening to solution",
        meaning: match (stages[0].1.is_told(), said.split_last()) {
            (true, Some((last, []))) => format!("Of 100 who open the guide, {last}."),
            (true, Some((last, others))) => {
                format!(
                    "Of 100 who open the guide, {}, and {last}.",
                    others.join(", ")
                )
            }
            _ => "Too few have walked this guide in this time.".to_owned(),
        },
        definition: "Walks by how far they came. An end is any: solved, a ticket, a known fault, a hand-over. \
             What a measurement proved is among the solved. A row is not shown if it would tell what fewer than five did.",
        plot: (!bars.is_empty()).then(|| bars::draw("Walks by how far they came", &bars)),
        columns: vec!["came to", "walks", "of all", "of the row above"],
        rows: stages
            .iter()
            .zip(std::iter::once(&stages[0]).chain(&stages))
            .map(|((name, share), (_, above))| {
                let of_above = match (share.part(), above.part()) {
                    (Some(count), Some(above)) => Told::share(Share::new(count, above)),
                    _ => share.only_if(false),
                };
                vec![
                    Cell::text(*name),
                    share.counted(),
                    share.cell(),
                    of_above.cell(),
                ]
            })
            .collect(),
    }
}

fn drawn(reading: &Reading<'_>, ways: &Ways<'_>) -> Figure {
    let passages = ways.passages();
    let mut busiest = passages.iter().filter(|(way, _)| !way.from.is_empty());
    let meaning = match busiest.next() {
        Some((way, told)) if told.part().is_some_and(|count| count > 0) => format!(
            "Most walks go from “{}” to “{}”. The wider the line, the more; the red part of a box is who left there.",
            reading.title(&way.from),
            reading.title(&way.to)
        ),
        _ => "Too few have walked this guide in this time.".to_owned(),
    };
    let title = |place: &str| reading.title(place);
    let drawn = graph::draw(
        "The guide's steps with the walks between them",
        ways,
        &title,
    );
    Figure {
        id: "ways",
        title: "The guide with its traffic",
        meaning,
        definition: "Each line is so many walks from one step to the next, going back left out. The steps of a \
             guide that is called stand together in the step that calls it. Steps stand as far down as the shortest way \
             that somebody went. Steps and lines of fewer than five walks are not drawn, and neither are those that would tell \
             how many these are.",
        plot: Some(
            el("div")
                .class("scrolls")
                .at("tabindex", "0")
                .at("role", "region")
                .at("aria-label", "The guide's graph")
                .with(drawn),
        ),
        columns: vec!["from", "to", "walks", "minutes before"],
        rows: passages
            .iter()
            .map(|(passage, told)| {
                let from = match passage.from.as_str() {
                    "" => "(begins)".to_owned(),
                    from => reading.title(from),
                };
                let each = number::of(passage.seconds) / 60.0 / number::of(passage.count.max(1));
                let minutes = match passage.from.is_empty() || !told.is_told() {
                    true => Told::NONE,
                    false => Told::mean(Some(each), passage.count, 1),
                };
                vec![
                    Cell::text(from),
                    Cell::text(reading.title(&passage.to)),
                    told.cell(),
                    minutes.cell(),
                ]
            })
            .collect(),
    }
}

fn losses(reading: &Reading<'_>, ways: &Ways<'_>) -> Figure {
    let losses = ways.losses();
    let bars: Vec<bars::Bar> = losses
        .iter()
        .take(10)
        .filter_map(|(name, place)| {
            let bar = bars::Bar::of(reading.title(name), place.lost, "bad")?;
            let (lost, of) = (place.lost.part()?, place.lost.of()?);
            Some(bar.saying(format!("{lost} of {of}")))
        })
        .collect();
    let most = losses
        .first()
        .and_then(|(name, place)| Some((name, place.lost.as_share()?)));
    let meaning = most.map_or(
        "Nowhere have five or more customers left, as far as it may be told.".to_owned(),
        |(name, lost)| {
            format!(
                "Most are lost at “{}”: {} of {} who saw it went no further. Begin there.",
                reading.title(name),
                lost.part,
                lost.of
            )
        },
    );
    Figure {
        id: "losses",
        title: "Where customers leave",
        meaning,
        definition: "Walks that reached a step and neither went on from it nor ended there. Who still stands at a step today \
             is among them.",
        plot: (!bars.is_empty())
            .then(|| bars::draw("Share of walks that were left, by step", &bars)),
        columns: vec![
            "step",
            "reached",
            "left there",
            "share",
            "95 % interval",
            "minutes",
        ],
        rows: losses
            .iter()
            .map(|(name, place)| {
                vec![
                    Cell::text(reading.title(name)),
                    place.reached.cell(),
                    place.lost.counted(),
                    place.lost.cell(),
                    place.lost.range(),
                    place.minutes.cell(),
                ]
            })
            .collect(),
    }
}

/// Minutes up to which walks are put together.
const CLASSES: [(i64, &str); 6] = [
    (2, "up to 2 minutes"),
    (5, "2 to 5"),
    (10, "5 to 10"),
    (20, "10 to 20"),
    (40, "20 to 40"),
    (i64::MAX, "longer"),
];

fn time(minutes: &[(i64, u64)]) -> Figure {
    let mut counts = [0_u64; CLASSES.len()];
    for (took, walks) in minutes {
        let class = CLASSES.iter().position(|(most, _)| took < most);
        if let Some(count) = class.and_then(|class| counts.get_mut(class)) {
            *count += walks;
        }
    }
    let parts = Parts::of(&counts);
    let bars: Vec<bars::Bar> = CLASSES
        .iter()
        .enumerate()
        .filter_map(|(at, (_, name))| bars::Bar::counted(*name, parts.share(at), "good"))
        .map(bars::Bar::bare)
        .collect();
    let quick = parts.sum(&[0, 1]);
    Figure {
        id: "time",
        title: "How long a solution takes",
        meaning: match (quick.of_100(), parts.all()) {
            (Some(quick), LEAST..) => {
                format!("{quick} of 100 solved walks take less than five minutes.")
            }
            _ => "Too few walks were solved to tell.".to_owned(),
        },
        definition: "Minutes from the opening of the guide to a good end; of a longer stay at a step, half an hour counts.",
        plot: (!bars.is_empty())
            .then(|| bars::draw("Solved walks by the minutes that they took", &bars)),
        columns: vec!["minutes", "solved walks", "share"],
        rows: CLASSES
            .iter()
            .enumerate()
            .map(|(at, (_, name))| {
                vec![
                    Cell::text(*name),
                    parts.count(at).cell(),
                    parts.share(at).cell(),
                ]
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_funnel_tells_nothing_of_fewer_than_five() {
        let walks = Walks {
            begun: 100,
            claimed: 3,
            unresolved: 60,
            ..Walks::default()
        };
        let traffic = Traffic::default();
        let figure = funnel(&walks, &Ways::of(&traffic));
        let said = figure.meaning;
        // 60 went to a ticket, as another page says: so it is not told how many came to an end.
        assert!(!said.contains("reach an end"), "{said}");
        assert!(said.ends_with("and few are helped."), "{said}");
        assert_eq!(
            [&figure.rows[2][1], &figure.rows[3][1]],
            [&Cell::Hidden, &Cell::Few]
        );
        assert!(
            !format!("{:?}", figure.rows[3]).contains('3'),
            "{:?}",
            figure.rows[3]
        );
    }
}
