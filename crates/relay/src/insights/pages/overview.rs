//! How many are helped, guide by guide and week by week.

use std::collections::HashMap;

use firstline_insights::walks::{Assumption, Walks, sentence};
use firstline_insights::{Share, number};

use super::{Figures, Narrow, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::{bars, lines};
use crate::insights::told::{Told, Walked};
use crate::store::insights::By;

/// The page.
pub const PAGE: Page = Page {
    path: "overview",
    title: "Overview",
    question: "How many customers are helped, and where is it worth looking?",
    narrows: &Narrow::ALL,
    one_of: &[],
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
    let walked = Walked::of(walks);
    let rows = [
        ("Solved, proved by a measurement", walked.verified(), "good"),
        ("Solved, the customer says so", walked.claimed(), "claimed"),
        ("A known fault was told", walked.known(), "plain"),
        ("Handed over", walked.handed_over(), "plain"),
        ("Danger: told whom to call", walked.stopped(), "plain"),
        (
            "Not solved: a ticket was offered",
            walked.unresolved(),
            "warn",
        ),
        ("Left before an end", walked.left(), "bad"),
    ];
    let bars: Vec<bars::Bar> = rows
        .iter()
        .filter(|(_, share, _)| share.part().is_some_and(|count| count > 0))
        .filter_map(|(name, share, class)| bars::Bar::counted(*name, *share, class))
        .collect();
    Figure {
        id: "ends",
        title: "How walks end",
        meaning: match walks.begun {
            0 => "No walk has begun in this time.".to_owned(),
            _ => walked.solved().as_share().map_or(
                "Too few walks have ended to tell how.".to_owned(),
                |solved| sentence(solved, walked.verified_of_solved().as_share()),
            ),
        },
        definition: "A walk is one opening of a guide. It is solved if it reaches an end that says so; a measurement \
             proves it if the last step before that end was a check of the connection, or an instruction that \
             is verified by one, and it passed. An end that the customer leaves again (“it still doesn't \
             work”) is taken off. A walk that has reached no end counts as left, also while it still goes on. \
             The whiskers are 95 % intervals (Wilson). Where fewer than five ended in a way, another is not shown either, or it \
             could be worked out.",
        plot: (!bars.is_empty()).then(|| bars::draw("How walks end", &bars)),
        columns: vec!["end", "walks", "share", "95 % interval"],
        rows: rows
            .iter()
            .map(|(name, share, _)| {
                vec![
                    Cell::text(*name),
                    share.counted(),
                    share.cell(),
                    share.range(),
                ]
            })
            .collect(),
    }
}

/// How many calls were avoided, in a sentence.
fn calls([least, most]: [Told; 2], percent: u32) -> String {
    let number = |told: Told| told.value().map(|calls| format!("{calls:.0}"));
    let found = match (number(least), number(most)) {
        (Some(least), Some(most)) => format!("Between {least} and {most} calls were avoided"),
        (None, Some(most)) => format!("Up to {most} calls were avoided"),
        (Some(least), None) => format!("{least} calls or more were avoided"),
        (None, None) => {
            return "Too few were helped to tell how many calls were avoided".to_owned();
        }
    };
    format!("{found}, if {percent} of 100 helped customers would have called")
}

fn saved(reading: &Reading<'_>, walks: &Walks, fixed: &Walks) -> Figure {
    let percent = u32::try_from(reading.app.config.insights.would_have_called_percent).unwrap_or(0);
    let assumption = Assumption {
        would_have_called: f64::from(percent) / 100.0,
        cost: 0.0,
    };
    let walked = Walked::of(walks);
    let avoided = walked.avoided(&assumption);
    let fix = Walked::of(fixed).first_time_fix();
    let (minutes, screens) = (walked.minutes(), walked.screens());
    let effort = match (minutes.value(), screens.value()) {
        (Some(minutes), Some(screens)) => {
            format!("; a walk takes {minutes:.1} minutes and {screens:.1} screens on average")
        }
        _ => String::new(),
    };
    let row = |name: &str, told: Told| vec![Cell::text(name), told.cell(), told.range()];
    Figure {
        id: "saved",
        title: "First-time fix, effort, calls avoided",
        meaning: format!("{}{effort}.", calls(avoided, percent)),
        definition: "First-time fix: solved, and the same device did not open the same guide again within seven days, out \
             of all walks but those of known faults, danger and hand-overs. Only walks that began more than seven days ago count \
             for it: of the others it is not known yet who comes back. Calls avoided: the assumed share (key `insights.would_have_called_percent`) of ends proved \
             by a measurement at the least, less those who came back from such an end, and of all good ends at the most, less \
             all who came back. Of a longer stay at a step, half an hour counts.",
        plot: None,
        columns: vec!["figure", "value", "95 % interval"],
        rows: vec![
            row("walks", walked.begun()),
            row("first-time fix", fix),
            row("tickets sent", walked.tickets()),
            row("came back within 7 days", walked.returned()),
            row("minutes a walk", minutes),
            row("screens a walk", screens),
            row("waits", walked.waits()),
            row("calls avoided, at the least", avoided[0]),
            row("calls avoided, at the most", avoided[1]),
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
    let line = |name: &str, class, told: &dyn Fn(i64, &Walked) -> Told| lines::Line {
        name: name.to_owned(),
        class,
        points: seen
            .iter()
            .filter_map(|(week, walks)| Some((at(*week), told(*week, &Walked::of(walks)).value()?)))
            .collect(),
    };
    let fix = |week: i64, walked: &Walked| match is_judged(week) {
        true => walked.first_time_fix(),
        false => Told::NONE,
    };
    let drawn = [
        line("solved", "line-1", &|_, walked| walked.solved()),
        line("first-time fix", "line-2", &fix),
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
    let solved: Vec<(i64, String)> = seen
        .iter()
        .filter_map(|(week, walks)| {
            let solved = Walked::of(walks).solved();
            Some((*week, solved.of_100().filter(|_| solved.is_told())?))
        })
        .collect();
    let meaning = match (solved.first(), solved.last()) {
        (Some((first, then)), Some((last, now))) if first != last => format!(
            "In the week of {}, {then} of 100 walks were solved; in the week of {}, {now}.",
            date(*first),
            date(*last),
        ),
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
                let walked = Walked::of(walks);
                let solved = walked.solved();
                vec![
                    Cell::text(date(*week)),
                    walked.begun().cell(),
                    solved.cell(),
                    solved.range(),
                    fix(*week, &walked).cell(),
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
    let walked: Vec<(&str, Walked)> = found
        .iter()
        .map(|(key, walks)| (key.as_str(), Walked::of(walks)))
        .collect();
    let bars: Vec<bars::Bar> = walked
        .iter()
        .filter_map(|(key, walked)| {
            let parts = [(walked.verified(), "good"), (walked.claimed(), "claimed")];
            Some(bars::Bar::of(named(key), walked.solved(), "plain")?.split(&parts))
        })
        .take(12)
        .collect();
    let mut enough: Vec<(&str, Share)> = walked
        .iter()
        .filter_map(|(key, walked)| Some((*key, walked.solved().as_share()?)))
        .filter(|(_, solved)| solved.of >= 30)
        .collect();
    let value = |solved: &Share| solved.value().unwrap_or(0.0);
    enough.sort_by(|a, b| value(&a.1).total_cmp(&value(&b.1)));
    let meaning = match (enough.first(), enough.last()) {
        (Some(worst), Some(best)) if worst.0 != best.0 => {
            // What may be chance is not said.
            let apart = (worst.1.interval())
                .zip(best.1.interval())
                .is_some_and(|(worst, best)| worst.high < best.low);
            match apart {
                true => format!(
                    "“{}” solves {:.0} of 100 walks, “{}” {:.0}. Dark is proved by a measurement, light is what customers \
                     said.",
                    named(best.0),
                    value(&best.1) * 100.0,
                    named(worst.0),
                    value(&worst.1) * 100.0
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
        plot: (!bars.is_empty()).then(|| bars::draw(title, &bars)),
        columns: vec![
            name,
            "walks",
            "solved",
            "95 % interval",
            "first-time fix",
            "left",
            "minutes",
        ],
        rows: walked
            .iter()
            .map(|(key, walked)| {
                let solved = walked.solved();
                let fixed = fixed.get(*key).copied().unwrap_or_default();
                vec![
                    Cell::text(named(key)),
                    walked.begun().cell(),
                    solved.cell(),
                    solved.range(),
                    Walked::of(&fixed).first_time_fix().cell(),
                    walked.left().cell(),
                    walked.minutes().cell(),
                ]
            })
            .collect(),
    }
}
