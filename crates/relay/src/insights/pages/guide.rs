//! Where walks of one guide go, and where customers leave.

use std::collections::BTreeSet;

use firstline_insights::traffic::Traffic;
use firstline_insights::walks::Walks;
use firstline_insights::{LEAST, Share, number};

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::{bars, graph};
use crate::store::insights::{By, Slice};

/// The page.
pub const PAGE: Page = Page {
    path: "guide",
    title: "Guide",
    question: "Where do walks go, where do they take long, and where do customers give up?",
    narrows: &[Narrow::Guide, Narrow::Version],
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
    Ok(vec![
        funnel(&walks, &traffic),
        ways(reading, &traffic.outline()),
        losses(reading, &traffic),
        time(&minutes),
    ])
}

fn funnel(walks: &Walks, traffic: &Traffic) -> Figure {
    let begun = walks.begun;
    let solved = walks.resolved();
    let stages = [
        ("Opened the guide", begun),
        ("Went on from its first step", traffic.went_on().min(begun)),
        ("Reached an end", begun - walks.abandoned()),
        ("Solved", solved),
        ("Solved, proved by a measurement", walks.verified),
    ];
    let of_all = |count: u64| Share::new(count, begun);
    let bars: Vec<bars::Bar> = stages
        .iter()
        .filter(|(_, count)| *count >= LEAST)
        .map(|(name, count)| bars::Bar::of_walks(name, of_all(*count), "good"))
        .collect();
    let of_100 = |count: u64| match count {
        1..LEAST => "few".to_owned(),
        _ => format!("{:.0}", of_all(count).value().unwrap_or(0.0) * 100.0),
    };
    let [_, (_, went_on), (_, ended), ..] = stages;
    Figure {
        id: "funnel",
        title: "From opening to solution",
        meaning: match begun >= LEAST {
            true => format!(
                "Of 100 who open the guide, {} go on from its first step, {} reach an end, and {} are helped.",
                of_100(went_on),
                of_100(ended),
                of_100(solved)
            ),
            false => "Too few have walked this guide in this time.".to_owned(),
        },
        definition: "Walks by how far they came. An end is any: solved, a ticket, a known fault, a hand-over. \
             What a measurement proved is among the solved.",
        plot: (!bars.is_empty()).then(|| bars::draw("Walks by how far they came", &bars)),
        columns: vec!["came to", "walks", "of all", "of the row above"],
        rows: stages
            .iter()
            .zip(std::iter::once(begun).chain(stages.iter().map(|(_, count)| *count)))
            .map(|((name, count), above)| {
                let [of_all, _] = Cell::share(of_all(*count));
                let [of_above, _] = Cell::share(Share::new(*count, above));
                vec![Cell::text(*name), Cell::count(*count), of_all, of_above]
            })
            .collect(),
    }
}

fn ways(reading: &Reading<'_>, traffic: &Traffic) -> Figure {
    let busiest = traffic
        .passages
        .iter()
        .filter(|passage| !passage.from.is_empty())
        .max_by_key(|passage| passage.count);
    let meaning = match busiest {
        Some(way) if way.count >= LEAST => format!(
            "Most walks go from “{}” to “{}”. The wider the line, the more; the red part of a box is who left there.",
            reading.title(&way.from),
            reading.title(&way.to)
        ),
        _ => "Too few have walked this guide in this time.".to_owned(),
    };
    let title = |place: &str| reading.title(place);
    let drawn = graph::draw(
        "The guide's steps with the walks between them",
        traffic,
        &title,
    );
    let mut rows: Vec<_> = traffic.passages.iter().collect();
    rows.sort_by_key(|passage| std::cmp::Reverse(passage.count));
    Figure {
        id: "ways",
        title: "The guide with its traffic",
        meaning,
        definition: "Each line is so many walks from one step to the next, going back left out. The steps of a \
             guide that is called stand together in the step that calls it. Steps stand as far down as the shortest way \
             that somebody went. Steps and lines of fewer than five walks are not drawn.",
        plot: Some(
            el("div")
                .class("scrolls")
                .at("tabindex", "0")
                .at("role", "region")
                .at("aria-label", "The guide's graph")
                .with(drawn),
        ),
        columns: vec!["from", "to", "walks", "minutes before"],
        rows: rows
            .into_iter()
            .map(|passage| {
                let from = match passage.from.as_str() {
                    "" => "(begins)".to_owned(),
                    from => reading.title(from),
                };
                let minutes = (passage.count >= LEAST && !passage.from.is_empty())
                    .then(|| number::of(passage.seconds) / 60.0 / number::of(passage.count));
                vec![
                    Cell::text(from),
                    Cell::text(reading.title(&passage.to)),
                    Cell::count(passage.count),
                    Cell::number(minutes, 1),
                ]
            })
            .collect(),
    }
}

fn losses(reading: &Reading<'_>, traffic: &Traffic) -> Figure {
    let losses = traffic.losses();
    let shown: Vec<_> = losses
        .iter()
        .filter(|(_, place)| place.lost() >= LEAST)
        .collect();
    let bars: Vec<bars::Bar> = shown
        .iter()
        .take(10)
        .map(|(name, place)| {
            let share = Share::new(place.lost(), place.reached);
            bars::Bar {
                name: reading.title(name),
                parts: vec![(share.value().unwrap_or(0.0), "bad")],
                interval: share.interval(),
                value: format!("{} of {}", place.lost(), place.reached),
            }
        })
        .collect();
    let meaning = shown.first().map_or(
        "Nowhere have five or more customers left.".to_owned(),
        |(name, place)| {
            format!(
                "Most are lost at “{}”: {} of {} who saw it went no further. Begin there.",
                reading.title(name),
                place.lost(),
                place.reached
            )
        },
    );
    Figure {
        id: "losses",
        title: "Where customers leave",
        meaning,
        definition: "Walks that reached a step and neither went on from it nor ended there. Who still stands at a step today \
             is among them.",
        plot: Some(bars::draw("Share of walks that were left, by step", &bars)),
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
                let [share, interval] = Cell::share(Share::new(place.lost(), place.reached));
                vec![
                    Cell::text(reading.title(name)),
                    Cell::count(place.reached),
                    Cell::count(place.lost()),
                    share,
                    interval,
                    Cell::mean(place.minutes(), place.reached, 1),
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
    let all: u64 = counts.iter().sum();
    let rows: Vec<(&str, u64)> = CLASSES.iter().map(|(_, name)| *name).zip(counts).collect();
    let quick = Share::new(counts.iter().take(2).sum(), all);
    let bars: Vec<bars::Bar> = rows
        .iter()
        .filter(|(_, count)| *count == 0 || *count >= LEAST)
        .map(|(name, count)| bars::Bar::of_walks(name, Share::new(*count, all), "good"))
        .collect();
    Figure {
        id: "time",
        title: "How long a solution takes",
        meaning: quick.value().filter(|_| all >= LEAST).map_or(
            "Too few walks were solved to tell.".to_owned(),
            |share| {
                format!(
                    "{:.0} of 100 solved walks take less than five minutes.",
                    share * 100.0
                )
            },
        ),
        definition: "Minutes from the opening of the guide to a good end, pauses over half an hour left out.",
        plot: (all >= LEAST)
            .then(|| bars::draw("Solved walks by the minutes that they took", &bars)),
        columns: vec!["minutes", "solved walks", "share"],
        rows: rows
            .iter()
            .map(|(name, count)| {
                let [share, _] = Cell::share(Share::new(*count, all));
                vec![Cell::text(*name), Cell::count(*count), share]
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
        let figure = funnel(&walks, &Traffic::default());
        let said = figure.meaning;
        assert!(
            said.ends_with("63 reach an end, and few are helped."),
            "{said}"
        );
        assert_eq!(figure.rows[3][1], Cell::Few);
        assert!(
            !format!("{:?}", figure.rows[3]).contains('3'),
            "{:?}",
            figure.rows[3]
        );
    }
}
