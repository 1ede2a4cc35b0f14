//! Searches without a result.

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::bars;
use crate::insights::told::Told;

/// The page.
pub const PAGE: Page = Page {
    path: "searches",
    title: "Searches",
    question: "What did customers look for and not find?",
    narrows: &[Narrow::Language],
    one_of: &[],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "Words",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let words = reading.app.store.searches(&reading.slice).await?;
    let words: Vec<(&str, &str, Told)> = words
        .iter()
        .map(|(language, word, times)| (language.as_str(), word.as_str(), Told::count(*times)))
        .collect();
    let most = words.first().map_or(Told::NONE, |(.., times)| *times);
    let bars: Vec<bars::Bar> = words
        .iter()
        .take(15)
        .filter_map(|(language, word, times)| {
            bars::Bar::beside(format!("{word} ({language})"), *times, most, "warn")
        })
        .collect();
    let meaning = match words.first().map(|(_, word, times)| (word, times.part())) {
        Some((word, Some(times))) => format!(
            "“{word}” was searched by {times} and nothing was found: write a guide, or add it to the search \
             words of one."
        ),
        _ => "Nothing was searched in vain by five or more.".to_owned(),
    };
    Ok(vec![Figure {
        id: "not-found",
        title: "Searched and not found",
        meaning,
        definition: "Single words of searches that found no guide. A word is written down once the fifth network has \
             typed it within a week, from Monday to Sunday, and a network counts once a word and week. Numbers, addresses and what looks like them are never \
             counted.",
        plot: (!bars.is_empty()).then(|| bars::draw("Words that nothing was found for", &bars)),
        columns: vec!["language", "word", "times"],
        rows: words
            .iter()
            .map(|(language, word, times)| {
                vec![Cell::text(*language), Cell::text(*word), times.cell()]
            })
            .collect(),
    }])
}
