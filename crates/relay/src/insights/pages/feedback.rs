//! What customers said at good ends, and what they wrote.

use std::collections::BTreeMap;

use firstline_insights::{LEAST, Share, number};

use super::{Figures, Narrow, Page, Reading, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::bars;
use crate::store::insights::Comment;

/// The page.
pub const PAGE: Page = Page {
    path: "feedback",
    title: "Feedback",
    question: "Did it help, how easy was it, and what do customers write?",
    narrows: &[Narrow::Guide, Narrow::Version],
    needs_guide: false,
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let ratings = reading.app.store.ratings(&reading.slice).await?;
    let comments = reading.app.store.comments(reading.slice.from).await?;
    let of: BTreeMap<(&str, &str), u64> = ratings
        .iter()
        .map(|(question, answer, times)| ((question.as_str(), answer.as_str()), *times))
        .collect();
    let times = |question, answer| of.get(&(question, answer)).copied().unwrap_or(0);
    Ok(vec![
        helped(&times),
        easy(&times),
        written(reading, &comments),
    ])
}

fn helped(times: &dyn Fn(&'static str, &'static str) -> u64) -> Figure {
    let (yes, no) = (times("helped", "yes"), times("helped", "no"));
    let share = Share::new(yes, yes + no);
    let [value, interval] = Cell::share(share);
    Figure {
        id: "helped",
        title: "Did this help?",
        meaning: share.interval().filter(|_| share.of >= LEAST).map_or(
            "Fewer than five have answered.".to_owned(),
            |range| {
                format!(
                    "{:.0} to {:.0} of 100 who answered say that it helped.",
                    range.low * 100.0,
                    range.high * 100.0
                )
            },
        ),
        definition: "Asked at good ends, in the page, once, and can be passed over. Who answers is not everybody: happy and \
             angry customers answer more.",
        plot: None,
        columns: vec!["answer", "customers", "share", "95 % interval"],
        rows: vec![
            vec![Cell::text("yes"), Cell::count(yes), value, interval],
            vec![Cell::text("no"), Cell::count(no), Cell::None, Cell::None],
        ],
    }
}

const EASE: [(&str, &str, u64); 5] = [
    ("1", "1, very hard", 1),
    ("2", "2", 2),
    ("3", "3", 3),
    ("4", "4", 4),
    ("5", "5, very easy", 5),
];

fn easy(times: &dyn Fn(&'static str, &'static str) -> u64) -> Figure {
    let counts: Vec<(&str, u64, u64)> = EASE
        .iter()
        .map(|(answer, name, points)| (*name, *points, times("easy", answer)))
        .collect();
    let all: u64 = counts.iter().map(|(.., count)| count).sum();
    let points: u64 = counts.iter().map(|(_, points, count)| points * count).sum();
    let bars: Vec<bars::Bar> = counts
        .iter()
        .filter(|(.., count)| *count == 0 || *count >= LEAST)
        .map(|(name, points, count)| {
            let share = Share::new(*count, all);
            let value = share.value().unwrap_or(0.0);
            bars::Bar {
                name: (*name).to_owned(),
                parts: vec![(
                    value,
                    if *points > 3 {
                        "good"
                    } else if *points < 3 {
                        "bad"
                    } else {
                        "plain"
                    },
                )],
                interval: share.interval(),
                value: format!("{:.0} % · {count}", value * 100.0),
            }
        })
        .collect();
    Figure {
        id: "easy",
        title: "How easy was it?",
        meaning: match all {
            0..LEAST => "Fewer than five have answered.".to_owned(),
            all => format!(
                "{:.1} of 5 on average; 5 is very easy.",
                number::of(points) / number::of(all)
            ),
        },
        definition: "The effort scale: 1 is very hard, 5 is very easy.",
        plot: (all >= LEAST).then(|| bars::draw("How easy customers say it was", &bars)),
        columns: vec!["answer", "customers", "share"],
        rows: counts
            .iter()
            .map(|(name, _, count)| {
                let [share, _] = Cell::share(Share::new(*count, all));
                vec![Cell::text(*name), Cell::count(*count), share]
            })
            .collect(),
    }
}

fn written(reading: &Reading<'_>, comments: &[Comment]) -> Figure {
    let days = reading.app.config.insights.comments_keep_days;
    Figure {
        id: "comments",
        title: "What customers wrote",
        meaning: match comments.len() {
            0 => "Nobody has written anything in this time.".to_owned(),
            count => format!("{count} comments. They are erased after {days} days."),
        },
        definition: "Comments that customers chose to send. They are kept apart from all counts, so that nothing tells which \
             walk one belongs to, and are the first to be erased (key `insights.comments_keep_days`).",
        plot: None,
        columns: vec!["day", "guide", "comment"],
        rows: comments
            .iter()
            .map(|comment| {
                vec![
                    Cell::text(date(comment.day)),
                    Cell::text(reading.guide(&comment.guide)),
                    Cell::text(&comment.words),
                ]
            })
            .collect(),
    }
}
