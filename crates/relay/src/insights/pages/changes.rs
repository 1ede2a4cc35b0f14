//! A version of a guide beside the one before.

use firstline_insights::Share;
use firstline_insights::change::Change;

use super::{Figures, Narrow, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::bars;
use crate::store::insights::Versions;

/// The page.
pub const PAGE: Page = Page {
    path: "changes",
    title: "Changes",
    question: "Did the last change of a guide help?",
    narrows: &[
        Narrow::Guide,
        Narrow::Language,
        Narrow::Technology,
        Narrow::Equipment,
    ],
    needs_guide: true,
    span: Span::Quarter,
    by_week: "",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let store = &reading.app.store;
    let versions = store.versions(&reading.slice).await?;
    let judged = store.versions(&reading.judged(&reading.slice)).await?;
    Ok(vec![
        compared(
            &versions,
            "solved",
            "Solved, version beside version",
            "Solved walks out of all walks, by the author's version of the guide.",
            |version| version.walks.helped(),
        ),
        compared(
            &judged,
            "first-time-fix",
            "First-time fix, version beside version",
            "Solved walks that nobody came back from within seven days, out of walks that the guide could solve. \
             Only walks that began more than seven days ago count, so a version that is younger is not there yet.",
            |version| version.walks.first_time_fix(),
        ),
    ])
}

fn compared(
    versions: &[Versions],
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    share: fn(&Versions) -> Share,
) -> Figure {
    let bars: Vec<bars::Bar> = versions
        .iter()
        .filter(|version| share(version).of >= firstline_insights::LEAST)
        .map(|version| {
            let share = share(version);
            let value = share.value().unwrap_or(0.0);
            bars::Bar {
                name: format!("{} (since {})", version.version, date(version.first)),
                parts: vec![(value, "good")],
                interval: share.interval(),
                value: format!("{:.0} % of {}", value * 100.0, share.of),
            }
        })
        .collect();
    let meaning = match versions {
        [.., before, after] => Change::of(share(before), share(after)).map_or(
            "One of the two versions was not walked.".to_owned(),
            |change| change.sentence(),
        ),
        _ => "There is one version only: nothing to compare.".to_owned(),
    };
    Figure {
        id,
        title,
        meaning,
        definition,
        plot: Some(bars::draw(title, &bars)),
        columns: vec!["version", "since", "walks", "share", "95 % interval"],
        rows: versions
            .iter()
            .map(|version| {
                let [value, interval] = Cell::share(share(version));
                vec![
                    Cell::text(&version.version),
                    Cell::text(date(version.first)),
                    Cell::count(version.walks.begun),
                    value,
                    interval,
                ]
            })
            .collect(),
    }
}
