//! The answers of customers at good ends, and their comments.

use std::collections::BTreeMap;

use firstline_insights::{LEAST, Share, number};

use super::{Figures, Narrow, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::form::{self, Act};
use crate::insights::places;
use crate::insights::plot::bars;
use crate::store::insights::Comment;
use crate::store::remarks::{KINDS, Mark};

/// The page.
pub const PAGE: Page = Page {
    path: "feedback",
    title: "Feedback",
    question: "Did it help, how easy was it, and what do customers and agents say?",
    narrows: &[Narrow::Guide, Narrow::Version],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "Answers of customers",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let ratings = reading.app.store.ratings(&reading.slice).await?;
    let comments = reading.app.store.comments(&reading.slice).await?;
    let of: BTreeMap<(&str, &str), u64> = ratings
        .iter()
        .map(|(question, answer, times)| ((question.as_str(), answer.as_str()), *times))
        .collect();
    let times = |question, answer| of.get(&(question, answer)).copied().unwrap_or(0);
    let marks = reading.app.store.marks(&reading.slice).await?;
    let mut figures = Vec::new();
    for asked in [AT_ENDS, SOLVED] {
        figures.push(helped(&times, asked));
        figures.push(easy(&times, asked));
    }
    figures.push(agents(reading, &marks).await?);
    let all = reading.app.store.count_comments().await?;
    let is_full = all >= reading.app.config.insights.comments_most;
    figures.push(written(reading, &comments, is_full));
    Ok(figures)
}

/// When customers are asked.
#[derive(Clone, Copy)]
struct Asked {
    helped: [&'static str; 3],
    easy: [&'static str; 3],
    when: &'static str,
}

/// With the names of questions in the store, of figures, and their titles.
const AT_ENDS: Asked = Asked {
    helped: ["helped", "helped", "Did this help?"],
    easy: ["easy", "easy", "How easy was it?"],
    when: "Asked at ends, in the page, once, and can be passed over. Who answers is not everybody: happy and angry customers \
           answer more.",
};
const SOLVED: Asked = Asked {
    helped: [
        "solved-helped",
        "solved-helped",
        "Did this help? Asked when the ticket was solved",
    ],
    easy: [
        "solved-easy",
        "solved-easy",
        "How easy was it? Asked when the ticket was solved",
    ],
    when: "Asked where customers look after their ticket, once it is solved, once for each ticket. It counts for the guide that \
           the ticket came from.",
};

fn helped(times: &dyn Fn(&'static str, &'static str) -> u64, asked: Asked) -> Figure {
    let [question, id, title] = asked.helped;
    let (yes, no) = (times(question, "yes"), times(question, "no"));
    let share = Share::new(yes, yes + no);
    let [value, interval] = Cell::share(share);
    Figure {
        id,
        title,
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
        definition: asked.when,
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

fn easy(times: &dyn Fn(&'static str, &'static str) -> u64, asked: Asked) -> Figure {
    let [question, id, title] = asked.easy;
    let counts: Vec<(&str, u64, u64)> = EASE
        .iter()
        .map(|(answer, name, points)| (*name, *points, times(question, answer)))
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
        id,
        title,
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

/// The remarks of agents about guides, by version and step.
async fn agents(reading: &Reading<'_>, marks: &[Mark]) -> Result<Figure, crate::store::StoreError> {
    let mut counts: BTreeMap<(String, String, String), [u64; 3]> = BTreeMap::new();
    for mark in marks {
        let library = reading.app.packs.library(&mark.hash).await?;
        let found = library
            .as_ref()
            .and_then(|library| library.guide(&mark.guide));
        let version = found.map_or_else(
            || "not kept any more".to_owned(),
            |guide| guide.version.clone(),
        );
        if !reading.slice.version.is_empty() && version != reading.slice.version {
            continue;
        }
        // A transcript names the guide first, and places within it do not.
        let within = mark.place.strip_prefix(&*mark.guide);
        let place = within.map_or(&*mark.place, |within| within.trim_start_matches('/'));
        let title = library.and_then(|library| places::title(&library, &mark.guide, place));
        let step = match (place.is_empty(), title) {
            (true, _) => "the guide as a whole".to_owned(),
            (false, Some(title)) if !title.is_empty() => title,
            (false, _) => place.to_owned(),
        };
        let of = counts
            .entry((reading.guide(&mark.guide), version, step))
            .or_default();
        if let Some(at) = KINDS.iter().position(|(kind, _)| *kind == mark.kind) {
            of[at] += mark.times;
        }
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, of)| std::cmp::Reverse(of.iter().sum::<u64>()));
    let meaning = rows.first().map_or_else(
        || "No agent has said anything of a guide in this time.".to_owned(),
        |((guide, _, step), of)| {
            let most = (0..3).max_by_key(|at| of[*at]).unwrap_or(0);
            format!(
                "Most of all agents say of “{guide}”, {step}: {} ({} times).",
                KINDS[most].1, of[most]
            )
        },
    );
    Ok(Figure {
        id: "agents",
        title: "What agents say of guides",
        meaning,
        definition: "Agents mark a step, or the guide as a whole, on the page of a ticket. Their words are in `firstline tickets \
             remarks`. Marks are erased with their tickets.",
        plot: None,
        columns: vec![
            "guide",
            "version",
            "step",
            "the guide was wrong",
            "the answer was there",
            "the customer had to repeat",
        ],
        rows: rows
            .into_iter()
            .map(|((guide, version, step), of)| {
                let words = [guide, version, step].map(Cell::text);
                words.into_iter().chain(of.map(Cell::Count)).collect()
            })
            .collect(),
    })
}

fn written(reading: &Reading<'_>, comments: &[Comment], is_full: bool) -> Figure {
    let days = reading.app.config.insights.comments_keep_days;
    Figure {
        id: "comments",
        title: "What customers wrote",
        meaning: match comments.len() {
            0 => format!("Nobody has written anything in this time.{full}"),
            count => format!("Comments: {count}. They are erased after {days} days.{full}"),
        },
        definition: "Comments that customers chose to send, of all versions of a guide. They are kept apart from all counts, so that nothing tells which \
             walk one belongs to, and are the first to be erased (key `insights.comments_keep_days`).",
        plot: None,
        columns: vec!["day", "guide", "comment", "erase"],
        rows: comments
            .iter()
            .map(|comment| {
                vec![
    let full = match is_full {
        true => {
            " No more are taken now: there are as many as may be kept (key `insights.comments_most`). Erase some."
        }
        false => "",
    };
                    Cell::text(date(comment.day)),
                    Cell::text(reading.guide(&comment.guide)),
                    Cell::text(&comment.words),
                    Cell::Form(form::button(
                        &reading.app.seal,
                        Act::Erase,
                        &comment.id,
                        "Erase",
                        format!("Erase the comment of {}", date(comment.day)),
                    )),
                ]
            })
            .collect(),
    }
}
