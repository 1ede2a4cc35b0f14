//! Searches without a result.

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::bars;

/// The page.
pub const PAGE: Page = Page {
    path: "searches",
    title: "Searches",
    question: "What did customers look for and not find?",
    narrows: &[Narrow::Language],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "Words",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let words = reading.app.store.searches(&reading.slice).await?;
    let most = words.first().map_or(1, |(_, _, times)| (*times).max(1));
    let bars: Vec<bars::Bar> = words
        .iter()
        .take(15)
        .map(|(language, word, times)| bars::Bar {
            name: format!("{word} ({language})"),
            parts: vec![(
                firstline_insights::Share::new(*times, most)
                    .value()
                    .unwrap_or(0.0),
                "warn",
            )],
            interval: None,
            value: times.to_string(),
        })
        .collect();
    let meaning = words.first().map_or(
        "Nothing was searched in vain by five or more.".to_owned(),
        |(_, word, times)| {
            format!(
                "“{word}” was searched {times} times and nothing was found: write a guide, or add it to the search \
                 words of one."
            )
        },
    );
    Ok(vec![Figure {
        id: "not-found",
        title: "Searched and not found",
        meaning,
        definition: "Single words of searches that found no guide. A word is written down only from the fifth network on that \
             typed it within a week, so counts begin there. Numbers, addresses and what looks like them are never \
             counted.",
        plot: Some(bars::draw("Words that nothing was found for", &bars)),
        columns: vec!["language", "word", "times"],
        rows: words
            .iter()
            .map(|(language, word, times)| {
                vec![Cell::text(language), Cell::text(word), Cell::Count(*times)]
            })
            .collect(),
    }])
}
