//! The answers of customers at good ends, and their comments.

use std::collections::BTreeMap;

use firstline_insights::number;

use super::{Figures, Narrow, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::form::{self, Act};
use crate::insights::places;
use crate::insights::plot::bars;
use crate::insights::told::{Parts, Told};
use crate::store::insights::Comment;
use crate::store::remarks::{KINDS, Mark};

/// The page.
pub const PAGE: Page = Page {
    path: "feedback",
    title: "Feedback",
    question: "Did it help, how easy was it, and what do customers and agents say?",
    narrows: &[Narrow::Guide, Narrow::Version],
    one_of: &[],
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
    let parts = Parts::of(&[yes, no]);
    let share = parts.share(0);
    Figure {
        id,
        title,
        meaning: share
            .interval()
            .map_or("Too few have answered to tell.".to_owned(), |range| {
                format!(
                    "{:.0} to {:.0} of 100 who answered say that it helped.",
                    range.low * 100.0,
                    range.high * 100.0
                )
            }),
        definition: asked.when,
        plot: None,
        columns: vec!["answer", "customers", "share", "95 % interval"],
        rows: vec![
            vec![
                Cell::text("yes"),
                parts.count(0).cell(),
                share.cell(),
                share.range(),
            ],
            vec![
                Cell::text("no"),
                parts.count(1).cell(),
                Cell::None,
                Cell::None,
            ],
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
    let counts: Vec<u64> = EASE
        .iter()
        .map(|(answer, ..)| times(question, answer))
        .collect();
    let parts = Parts::of(&counts);
    let all = parts.all();
    let points = EASE.iter().zip(&counts);
    let points: u64 = points.map(|((.., points), count)| points * count).sum();
    let mean = (all > 0).then(|| number::of(points) / number::of(all));
    // With the mean, the last of few answers could be worked out.
    let mean = Told::mean(mean, all, 1).only_if(parts.are_told());
    let bars: Vec<bars::Bar> = EASE
        .iter()
        .enumerate()
        .filter_map(|(at, (_, name, points))| {
            let class = match points {
                1..=2 => "bad",
                3 => "plain",
                _ => "good",
            };
            bars::Bar::counted(*name, parts.share(at), class)
        })
        .collect();
    let easy = parts.sum(&[3, 4]);
    Figure {
        id,
        title,
        meaning: match (mean.value(), easy.of_100().filter(|_| easy.is_told())) {
            (Some(mean), _) => format!("{mean:.1} of 5 on average; 5 is very easy."),
            (None, Some(easy)) => format!("{easy} of 100 who answered say 4 or 5; 5 is very easy."),
            (None, None) => "Too few have answered to tell.".to_owned(),
        },
        definition: "The effort scale: 1 is very hard, 5 is very easy. The mean is not told beside answers that are not shown, or it \
             would tell them.",
        plot: (!bars.is_empty()).then(|| bars::draw("How easy customers say it was", &bars)),
        columns: vec!["answer", "customers", "share"],
        rows: EASE
            .iter()
            .enumerate()
            .map(|(at, (_, name, _))| {
                vec![
                    Cell::text(*name),
                    parts.count(at).cell(),
                    parts.share(at).cell(),
                ]
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
    let mut rows: Vec<_> = counts
        .into_iter()
        .map(|(of, times)| (of, times.map(Told::count)))
        .collect();
    let all = |told: &[Told; 3]| told.iter().filter_map(|one| one.part()).sum::<u64>();
    rows.sort_by_key(|(_, told)| std::cmp::Reverse(all(told)));
    let meaning = match rows.first() {
        None => "No agent has said anything of a guide in this time.".to_owned(),
        Some(((guide, _, step), told)) => {
            let most = (0..3).max_by_key(|at| told[*at].part()).unwrap_or(0);
            match told[most].part() {
                Some(times @ 1..) => format!(
                    "Most of all agents say of “{guide}”, {step}: {} ({times} times).",
                    KINDS[most].1
                ),
                _ => "Agents have said nothing five times or more of the same step.".to_owned(),
            }
        }
    };
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
                words.into_iter().chain(of.map(Told::cell)).collect()
            })
            .collect(),
    })
}

fn written(reading: &Reading<'_>, comments: &[Comment], is_full: bool) -> Figure {
    let days = reading.app.config.insights.comments_keep_days;
    let full = match is_full {
        true => {
            " No more are taken now: there are as many as may be kept (key `insights.comments_most`). Erase some."
        }
        false => "",
    };
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
