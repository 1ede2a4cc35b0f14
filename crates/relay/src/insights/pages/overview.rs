//! How many are helped, guide by guide and week by week.

use std::collections::HashMap;

use firstline_insights::number;
use firstline_insights::walks::{Assumption, Walks, sentence};

use super::{Figures, Narrow, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::{bars, lines};
use crate::store::insights::By;

/// The page.
pub const PAGE: Page = Page {
    path: "overview",
    title: "Overview",
    question: "How many customers are helped, and where is it worth looking?",
    narrows: &Narrow::ALL,
    needs_guide: false,
    span: Span::Quarter,
    by_week: "",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let store = &reading.app.store;
    let unjudged = reading.unjudged(&reading.slice);
    let groups = store.walks_in_groups(&reading.slice).await?;
    let all = groups.all();
    let judged = groups
        .clone()
        .without(&store.walks_in_groups(&unjudged).await?);
    let mut figures = vec![ends(&all), saved(reading, &all, &judged.all())];
    let by_week = store.walks_by_week(&reading.slice).await?;
    figures.push(weeks(reading, &by_week));
    for (by, id, title, name) in [
        (By::Guide, "by-guide", "By guide", "guide"),
        (By::Language, "by-language", "By language", "language"),
        (
            By::Technology,
            "by-technology",
            "By technology of the line",
            "technology",
        ),
        (By::Equipment, "by-box", "By the customer's box", "box"),
    ] {
        let (found, fixed) = match by {
            By::Equipment => {
                let found = store.walks_by(&reading.slice, by).await?;
                let unjudged = store.walks_by(&unjudged, by).await?;
                let fixed = without(&found, unjudged);
                (found, fixed)
            }
            by => (groups.by(by), judged.by(by).into_iter().collect()),
        };
        // A table of one row that says "unknown" says nothing.
        if found.iter().any(|(name, _)| !name.is_empty()) {
            figures.push(table(reading, (id, title, name, by), &found, &fixed));
        }
    }
    Ok(figures)
}

/// Walks without others that are among them.
fn without(all: &[(String, Walks)], others: Vec<(String, Walks)>) -> HashMap<String, Walks> {
    let mut rest: HashMap<String, Walks> = all.iter().cloned().collect();
    for (name, others) in others {
        if let Some(walks) = rest.get_mut(&name) {
            *walks -= others;
        }
    }
    rest
}

fn ends(walks: &Walks) -> Figure {
    let rows = [
        ("Solved, proved by a measurement", walks.verified, "good"),
        ("Solved, the customer says so", walks.claimed, "claimed"),
        ("A known fault was told", walks.known, "plain"),
        ("Handed over", walks.handed_over, "plain"),
        ("Danger: told whom to call", walks.stopped, "plain"),
        ("Not solved: a ticket was offered", walks.unresolved, "warn"),
        ("Left before an end", walks.abandoned(), "bad"),
    ];
    let bars: Vec<bars::Bar> = rows
        .iter()
        .filter(|(_, count, _)| *count >= firstline_insights::LEAST)
        .map(|(name, count, class)| {
            let share = firstline_insights::Share::new(*count, walks.begun);
            bars::Bar {
                interval: share.interval(),
                ..bars::Bar::of_walks(name, share, class)
            }
        })
        .collect();
    Figure {
        id: "ends",
        title: "How walks end",
        meaning: sentence(walks),
        definition: "A walk is one opening of a guide. It is solved if it reaches an end that says so; a measurement \
             proves it if the last step before that end was a check of the connection, or an instruction that \
             is verified by one, and it passed. An end that the customer leaves again (“it still doesn't \
             work”) is taken off. A walk that has reached no end counts as left, also while it still goes on. \
             The whiskers are 95 % intervals (Wilson).",
        plot: Some(bars::draw("How walks end", &bars)),
        columns: vec!["end", "walks", "share", "95 % interval"],
        rows: rows
            .iter()
            .map(|(name, count, _)| {
                let [share, interval] =
                    Cell::share(firstline_insights::Share::new(*count, walks.begun));
                vec![Cell::text(*name), Cell::count(*count), share, interval]
            })
            .collect(),
    }
}

fn saved(reading: &Reading<'_>, walks: &Walks, fixed: &Walks) -> Figure {
    let percent = u32::try_from(reading.app.config.insights.would_have_called_percent).unwrap_or(0);
    let assumption = Assumption {
        would_have_called: f64::from(percent) / 100.0,
        cost: 0.0,
    };
    let avoided = walks.avoided(&assumption);
    let [fix, fix_interval] = Cell::share(fixed.first_time_fix());
    let of_tickets = firstline_insights::Share::new(walks.tickets, walks.begun);
    let [tickets, tickets_interval] = Cell::share(of_tickets);
    Figure {
        id: "saved",
        title: "First-time fix, effort, calls avoided",
        meaning: format!(
            "Between {:.0} and {:.0} calls were avoided, if {percent} of 100 helped customers would have called; \
             a walk takes {} minutes and {} screens on average.",
            avoided.least,
            avoided.most,
            walks
                .minutes()
                .map_or("no".to_owned(), |minutes| format!("{minutes:.1}")),
            walks
                .screens_each()
                .map_or("no".to_owned(), |screens| format!("{screens:.1}")),
        ),
        definition: "First-time fix: solved, and the same device did not open the same guide again within seven days, out \
             of all walks but those of known faults, danger and hand-overs. Only walks that began more than seven days ago count \
             for it: of the others it is not known yet who comes back. Calls avoided: the assumed share (key `insights.would_have_called_percent`) of ends proved \
             by a measurement at the least, less those who came back from such an end, and of all good ends at the most, less \
             all who came back. Minutes \
             leave pauses over half an hour out.",
        plot: None,
        columns: vec!["figure", "value", "95 % interval"],
        rows: vec![
            vec![Cell::text("walks"), Cell::count(walks.begun), Cell::None],
            vec![Cell::text("first-time fix"), fix, fix_interval],
            vec![Cell::text("tickets sent"), tickets, tickets_interval],
            vec![
                Cell::text("came back within 7 days"),
                Cell::count(walks.returned),
                Cell::None,
            ],
            vec![
                Cell::text("minutes a walk"),
                Cell::mean(walks.minutes(), walks.begun, 1),
                Cell::None,
            ],
            vec![
                Cell::text("screens a walk"),
                Cell::mean(walks.screens_each(), walks.begun, 1),
                Cell::None,
            ],
            vec![Cell::text("waits"), Cell::count(walks.waits), Cell::None],
            vec![
                Cell::text("calls avoided, at the least"),
                Cell::Number(avoided.least, 0),
                Cell::None,
            ],
            vec![
                Cell::text("calls avoided, at the most"),
                Cell::Number(avoided.most, 0),
                Cell::None,
            ],
        ],
    }
}

fn weeks(reading: &Reading<'_>, weeks: &[(i64, Walks)]) -> Figure {
    let is_judged = |week: i64| reading.is_judged(week + 7);
    let seen: Vec<&(i64, Walks)> = weeks
        .iter()
        .filter(|(_, walks)| walks.begun >= firstline_insights::LEAST)
        .collect();
    let (first, last) = (
        seen.first().map_or(0, |week| week.0),
        seen.last().map_or(0, |week| week.0),
    );
    let span = number::of(u64::try_from(last - first).unwrap_or(0)).max(1.0);
    let at = |week: i64| number::of(u64::try_from(week - first).unwrap_or(0)) / span;
    let line = |name: &str, class, value: &dyn Fn(i64, &Walks) -> Option<f64>| lines::Line {
        name: name.to_owned(),
        class,
        points: seen
            .iter()
            .filter_map(|(week, walks)| Some((at(*week), value(*week, walks)?)))
            .collect(),
    };
    let drawn = [
        line("solved", "line-1", &|_, walks| walks.helped().value()),
        line("first-time fix", "line-2", &|week, walks| {
            walks.first_time_fix().value().filter(|_| is_judged(week))
        }),
    ];
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, format!("{:.0} %", share * 100.0)));
    let times = match seen.len() {
        0 | 1 => vec![],
        _ => vec![(0.0, date(first)), (1.0, date(last))],
    };
    let plot = crate::insights::markup::el("div")
        .with(lines::draw(
            "Share of walks that are solved, by week",
            1.0,
            &ticks,
            &times,
            &drawn,
        ))
        .with(lines::legend(&drawn));
    let meaning = match (seen.first(), seen.last()) {
        (Some(a), Some(b)) if a.0 != b.0 => {
            let share = |walks: &Walks| walks.helped().value().unwrap_or(0.0) * 100.0;
            format!(
                "In the week of {}, {:.0} of 100 walks were solved; in the week of {}, {:.0}.",
                date(a.0),
                share(&a.1),
                date(b.0),
                share(&b.1)
            )
        }
        _ => "There are not two weeks to compare yet.".to_owned(),
    };
    Figure {
        id: "weeks",
        title: "Week by week",
        meaning,
        definition: "Weeks begin on Monday (UTC); of the first and the last one only the days that are shown count. A week of fewer than five walks is left out. First-time fix ends with the last week \
             that is over for more than seven days: of later ones it is not known yet who comes back.",
        plot: Some(plot),
        columns: vec![
            "week of",
            "walks",
            "solved",
            "95 % interval",
            "first-time fix",
        ],
        rows: weeks
            .iter()
            .map(|(week, walks)| {
                let [helped, interval] = Cell::share(walks.helped());
                let fix = match is_judged(*week) {
                    true => Cell::share(walks.first_time_fix())[0].clone(),
                    false => Cell::None,
                };
                vec![
                    Cell::text(date(*week)),
                    Cell::count(walks.begun),
                    helped,
                    interval,
                    fix,
                ]
            })
            .collect(),
    }
}

fn table(
    reading: &Reading<'_>,
    (id, title, name, by): (&'static str, &'static str, &'static str, By),
    found: &[(String, Walks)],
    fixed: &HashMap<String, Walks>,
) -> Figure {
    let named = |key: &str| match (by, key) {
        (_, "") => "unknown".to_owned(),
        (By::Guide, key) => reading.guide(key),
        (By::Equipment, key) => reading.equipment(key),
        (_, key) => key.to_owned(),
    };
    let shown = found
        .iter()
        .filter(|(_, walks)| walks.begun >= firstline_insights::LEAST);
    let bars: Vec<bars::Bar> = shown
        .take(12)
        .map(|(key, walks)| {
            let value = |count: u64| {
                firstline_insights::Share::new(count, walks.begun)
                    .value()
                    .unwrap_or(0.0)
            };
            bars::Bar {
                name: named(key),
                parts: vec![
                    (value(walks.verified), "good"),
                    (value(walks.claimed), "claimed"),
                ],
                interval: walks.helped().interval(),
                value: format!(
                    "{:.0} % of {}",
                    value(walks.resolved()) * 100.0,
                    walks.begun
                ),
            }
        })
        .collect();
    let solved = |walks: &Walks| walks.helped().value().unwrap_or(0.0);
    let mut enough: Vec<_> = found
        .iter()
        .filter(|(_, walks)| walks.begun >= 30)
        .collect();
    enough.sort_by(|a, b| solved(&a.1).total_cmp(&solved(&b.1)));
    let meaning = match (enough.first(), enough.last()) {
        (Some(worst), Some(best)) if worst.0 != best.0 => {
            let ends = |walks: &Walks| walks.helped().interval();
            // What may be chance is not said.
            let apart = ends(&worst.1)
                .zip(ends(&best.1))
                .is_some_and(|(worst, best)| worst.high < best.low);
            match apart {
                true => format!(
                    "“{}” solves {:.0} of 100 walks, “{}” {:.0}. Dark is proved by a measurement, light is what customers \
                     said.",
                    named(&best.0),
                    solved(&best.1) * 100.0,
                    named(&worst.0),
                    solved(&worst.1) * 100.0
                ),
                false => "None is surely better or worse than another.".to_owned(),
            }
        }
        _ => "There is nothing to compare yet.".to_owned(),
    };
    Figure {
        id,
        title,
        meaning,
        definition: "Solved walks out of all. Rows of fewer than five walks are hidden, because they may be one person. Only walks that \
             began more than seven days ago count for first-time fix.",
        plot: Some(bars::draw(title, &bars)),
        columns: vec![
            name,
            "walks",
            "solved",
            "95 % interval",
            "first-time fix",
            "left",
            "minutes",
        ],
        rows: found
            .iter()
            .map(|(key, walks)| {
                let [helped, interval] = Cell::share(walks.helped());
                let fixed = fixed.get(key).copied().unwrap_or_default();
                let [fix, _] = Cell::share(fixed.first_time_fix());
                let [left, _] = Cell::share(firstline_insights::Share::new(
                    walks.abandoned(),
                    walks.begun,
                ));
                vec![
                    Cell::text(named(key)),
                    Cell::count(walks.begun),
                    helped,
                    interval,
                    fix,
                    left,
                    Cell::mean(walks.minutes(), walks.begun, 1),
                ]
            })
            .collect(),
    }
}
