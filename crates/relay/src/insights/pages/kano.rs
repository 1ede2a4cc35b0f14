//! The features that customers expect, and those that delight them.

use std::collections::BTreeMap;

use firstline_insights::{LEAST, number};
use firstline_kano::drift::{Drift, Period, drifts};
use firstline_kano::{Answer, Category, Certainty, Counts, judge};

use super::{Figures, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::{lines, map};
use crate::store::insights::Pair;

/// The page.
pub const PAGE: Page = Page {
    path: "kano",
    title: "What customers want",
    question: "What is a must, what delights, what can be saved, and what is changing?",
    narrows: &[],
    needs_guide: false,
    span: Span::Quarter,
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

/// Weeks that are put together for a look at time: a quarter.
const QUARTER: i64 = 13 * 7;

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let pairs = reading.app.store.pairs(&reading.slice).await?;
    let features = features(reading, &pairs);
    Ok(vec![
        on_the_map(&features),
        segments(&features, &pairs),
        over_time(&features),
        savings(&features),
    ])
}

/// A feature with what was said of it.
struct Known {
    id: String,
    name: String,
    counts: Counts,
    periods: Vec<Period>,
    /// How it changes, beside all others.
    drift: Drift,
}

fn counts<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Counts {
    let mut counts = Counts::default();
    for pair in pairs {
        if let (Some(functional), Some(dysfunctional)) = (
            Answer::from_name(&pair.functional),
            Answer::from_name(&pair.dysfunctional),
        ) {
            counts.add(functional, dysfunctional, pair.customers);
        }
    }
    counts
}

fn features(reading: &Reading<'_>, pairs: &[Pair]) -> Vec<Known> {
    let language = reading.app.config.languages.first();
    let mut known: Vec<Known> = reading
        .app
        .site
        .features
        .iter()
        .map(|feature| {
            let named = language.and_then(|language| feature.name.get(language));
            let name = named
                .or_else(|| feature.name.values().next())
                .cloned()
                .unwrap_or_default();
            let of = || pairs.iter().filter(|pair| pair.feature == feature.id);
            let mut quarters: BTreeMap<i64, Vec<&Pair>> = BTreeMap::new();
            for pair in of() {
                quarters
                    .entry(pair.week.div_euclid(QUARTER))
                    .or_default()
                    .push(pair);
            }
            Known {
                id: feature.id.clone(),
                name,
                counts: counts(of()),
                periods: quarters
                    .into_iter()
                    .map(|(at, pairs)| Period {
                        at,
                        counts: counts(pairs.into_iter()),
                    })
                    .collect(),
                drift: Drift::Unknown,
            }
        })
        .collect();
    let periods: Vec<&[Period]> = known.iter().map(|known| known.periods.as_slice()).collect();
    let drifts = drifts(&periods);
    for (known, drift) in known.iter_mut().zip(drifts) {
        known.drift = drift;
    }
    known.sort_by(|a, b| {
        let importance = |known: &Known| known.counts.importance().unwrap_or(0.0);
        importance(b).total_cmp(&importance(a))
    });
    known
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::TooFew => "too few",
        Certainty::Mixed => "of two minds",
        Certainty::Sure => "sure",
    }
}

fn on_the_map(features: &[Known]) -> Figure {
    let shown: Vec<(usize, &Known)> = features
        .iter()
        .enumerate()
        .filter(|(_, known)| known.counts.total() >= LEAST)
        .map(|(at, known)| (at + 1, known))
        .collect();
    let points: Vec<map::Point> = shown
        .iter()
        .filter_map(|(number, known)| {
            let (better, worse) = (known.counts.better()?, known.counts.worse()?);
            Some(map::Point {
                number: *number,
                worse: (-worse.value, -worse.interval.high, -worse.interval.low),
                better: (better.value, better.interval.low, better.interval.high),
            })
        })
        .collect();
    let sure = |category: Category| {
        let mut names = shown.iter().filter(|(_, known)| {
            judge(&known.counts).is_some_and(|judged| {
                judged.category == category && judged.certainty == Certainty::Sure
            })
        });
        names.next().map(|(_, known)| known.name.clone())
    };
    let meaning = match (sure(Category::MustBe), sure(Category::Attractive)) {
        (Some(must), Some(delight)) => {
            format!(
                "“{must}” is a must that must never fail; “{delight}” delights because nobody expects it."
            )
        }
        (Some(must), None) => format!("“{must}” is a must: it must never fail."),
        (None, Some(delight)) => format!("“{delight}” delights because nobody expects it."),
        (None, None) => "Too few customers have answered to be sure of anything yet.".to_owned(),
    };
    Figure {
        id: "map",
        title: "What the features are to customers",
        meaning,
        definition: "Kano's method: each customer is asked how it is if a feature is there, and how it is if it is not. “Better” \
             is (A + O) / (A + O + M + I), upwards; “worse” is −(O + M) / (A + O + M + I), to the right (Berger et al. \
             1993); the lines are 95 % intervals. The category is by Blauth's rule; “sure” means that 30 or more have \
             answered, the category stands out in its group (M, O and A, or I, R and Q) by 6 of 100 or more (Lee and \
             Newcomb 1997), and neither that (Fong's test) nor which group is larger is by chance. Sorted by importance, the mean of both.",
        plot: (!points.is_empty()).then(|| {
            let key = shown.iter().map(|(number, known)| {
                let word = judge(&known.counts).map_or("", |judged| judged.category.word());
                el("li")
                    .with(el("b").text(number.to_string()))
                    .text(format!(" {} ", known.name))
                    .with(el("i").text(word))
            });
            el("div")
                .class("beside")
                .with(map::draw(
                    "Features by better and worse; numbers as in the list",
                    &points,
                ))
                .with(el("ul").class("key").all(key))
        }),
        columns: vec![
            "no.",
            "feature",
            "category",
            "how sure",
            "answers",
            "M",
            "O",
            "A",
            "I",
            "R",
            "Q",
            "better",
            "worse",
            "importance",
            "what to do",
        ],
        rows: features
            .iter()
            .zip(1_u64..)
            .map(|(known, at)| row(known, at))
            .collect(),
    }
}

fn row(known: &Known, at: u64) -> Vec<Cell> {
    let judged = judge(&known.counts).filter(|_| known.counts.total() >= LEAST);
    let mut row = vec![
        Cell::Count(at),
        Cell::text(&known.name),
        judged.map_or(Cell::None, |judged| Cell::text(judged.category.word())),
        judged.map_or(Cell::None, |judged| Cell::text(certainty(judged.certainty))),
        Cell::count(known.counts.total()),
    ];
    row.extend(Category::ALL.map(|category| match known.counts.total() {
        0..LEAST => Cell::None,
        _ => Cell::number(known.counts.share(category), 2),
    }));
    let shown = |coefficient: Option<f64>| match known.counts.total() {
        0..LEAST => Cell::None,
        _ => Cell::number(coefficient, 2),
    };
    row.push(shown(known.counts.better().map(|better| better.value)));
    row.push(shown(known.counts.worse().map(|worse| worse.value)));
    row.push(shown(known.counts.importance()));
    row.push(judged.map_or(Cell::text("Ask more customers."), |judged| {
        Cell::text(judged.sentence())
    }));
    row
}

fn segments(features: &[Known], pairs: &[Pair]) -> Figure {
    let mut rows = Vec::new();
    let mut split: Option<(String, String, String)> = None;
    for known in features {
        let of: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| pair.feature == known.id)
            .collect();
        let mut seen: Vec<(String, &str)> = Vec::new();
        for (kind, key) in [
            (
                "technology",
                (|pair: &Pair| pair.technology.clone()) as fn(&Pair) -> String,
            ),
            ("years of contract", |pair: &Pair| pair.years.clone()),
        ] {
            let mut names: Vec<String> = of
                .iter()
                .map(|pair| key(pair))
                .filter(|name| !name.is_empty())
                .collect();
            names.sort();
            names.dedup();
            for name in names {
                let counts = counts(of.iter().copied().filter(|pair| key(pair) == name));
                if counts.total() < 30 {
                    continue;
                }
                let Some(judged) = judge(&counts) else {
                    continue;
                };
                if judged.certainty == Certainty::Sure {
                    seen.push((format!("{kind} {name}"), judged.category.word()));
                }
                rows.push(vec![
                    Cell::text(&known.name),
                    Cell::text(kind),
                    Cell::text(&name),
                    Cell::count(counts.total()),
                    Cell::text(judged.category.word()),
                    Cell::text(certainty(judged.certainty)),
                    Cell::number(counts.better().map(|better| better.value), 2),
                    Cell::number(counts.worse().map(|worse| worse.value), 2),
                ]);
            }
        }
        if split.is_none()
            && let Some((first, category)) = seen.first()
            && let Some((other, another)) = seen.iter().find(|(_, other)| other != category)
        {
            let said = format!("{category} for {first} and {another} for {other}");
            split = Some((known.name.clone(), said, String::new()));
        }
    }
    Figure {
        id: "segments",
        title: "By technology and age of the contract",
        meaning: split.map_or(
            "No feature is surely something else to one group of customers than to another."
                .to_owned(),
            |(name, said, _)| format!("“{name}” is {said}."),
        ),
        definition: "The same method on the customers of one technology of the line, or of one age of the contract, where the page \
             tells it. Groups of fewer than 30 answers are left out.",
        plot: None,
        columns: vec![
            "feature", "by", "group", "answers", "category", "how sure", "better", "worse",
        ],
        rows,
    }
}

fn over_time(features: &[Known]) -> Figure {
    let enough = |period: &&Period| period.counts.total() >= 30;
    let first = features
        .iter()
        .flat_map(|known| known.periods.iter().filter(enough))
        .map(|period| period.at)
        .min();
    let last = features
        .iter()
        .flat_map(|known| known.periods.iter().filter(enough))
        .map(|period| period.at)
        .max();
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
    let span = number::of(u64::try_from(last - first).unwrap_or(0)).max(1.0);
    let moving: Vec<&Known> = features
        .iter()
        .filter(|known| !matches!(known.drift, Drift::Steady | Drift::Unknown))
        .collect();
    const CLASSES: [&str; 4] = ["line-1", "line-2", "line-3", "line-4"];
    let drawn: Vec<lines::Line> = moving
        .iter()
        .zip(CLASSES)
        .map(|(known, class)| lines::Line {
            name: known.name.clone(),
            class,
            points: known
                .periods
                .iter()
                .filter(enough)
                .filter_map(|period| {
                    let at = number::of(u64::try_from(period.at - first).unwrap_or(0)) / span;
                    Some((at, -period.counts.worse()?.value))
                })
                .collect(),
        })
        .collect();
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, format!("{share:.2}")));
    let times = [(0.0, date(first * QUARTER)), (1.0, date(last * QUARTER))];
    let plot = (!drawn.is_empty() && first != last).then(|| {
        el("div")
            .with(lines::draw(
                "How much features are missed, by quarter",
                1.0,
                &ticks,
                &times,
                &drawn,
            ))
            .with(lines::legend(&drawn))
    });
    Figure {
        id: "drift",
        title: "What is changing",
        meaning: moving
            .first()
            .map_or("No feature has surely changed.".to_owned(), |known| {
                format!("“{}”: {}", known.name, lower(known.drift.sentence()))
            }),
        definition: "How much each feature is missed when it is not there (“worse”, upwards), by quarters of 30 answers or more. \
             Only features that have changed are drawn: the first and the last quarter differ by more than chance \
             explains. All features are tested together, by Holm's method (1979): that chance alone is called a change happens \
             on one page in twenty. Yesterday's delight is today's must (Kano 2001).",
        plot,
        columns: vec![
            "feature",
            "first quarter",
            "worse",
            "last quarter",
            "worse then",
            "what happens",
        ],
        rows: features
            .iter()
            .filter_map(|known| {
                let first = known.periods.iter().find(enough)?;
                let last = known.periods.iter().rev().find(enough)?;
                let worse = |period: &Period| {
                    Cell::number(period.counts.worse().map(|worse| worse.value), 2)
                };
                Some(vec![
                    Cell::text(&known.name),
                    Cell::text(date(first.at * QUARTER)),
                    worse(first),
                    Cell::text(date(last.at * QUARTER)),
                    worse(last),
                    Cell::text(known.drift.sentence()),
                ])
            })
            .collect(),
    }
}

fn lower(sentence: &str) -> String {
    let mut signs = sentence.chars();
    signs.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(signs).collect()
    })
}

fn savings(features: &[Known]) -> Figure {
    let found: Vec<(&Known, firstline_kano::Judgement)> = features
        .iter()
        .filter_map(|known| Some((known, judge(&known.counts)?)))
        .filter(|(_, judged)| judged.is_saving() && judged.certainty == Certainty::Sure)
        .collect();
    Figure {
        id: "savings",
        title: "What can be saved",
        meaning: match found.as_slice() {
            [] => "No feature is surely indifferent or unwanted.".to_owned(),
            [(one, _)] => format!("“{}” can be saved.", one.name),
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|(known, _)| format!("“{}”", known.name))
                    .collect();
                format!("{} can be saved.", names.join(", "))
            }
        },
        definition: "Features that are surely indifferent (nobody would miss them) or unwanted (customers would rather not have them).",
        plot: None,
        columns: vec!["feature", "category", "answers", "what to do"],
        rows: found
            .iter()
            .map(|(known, judged)| {
                vec![
                    Cell::text(&known.name),
                    Cell::text(judged.category.word()),
                    Cell::count(known.counts.total()),
                    Cell::text(judged.sentence()),
                ]
            })
            .collect(),
    }
}
