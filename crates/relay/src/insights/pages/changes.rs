//! A version of a guide beside the one before.

use firstline_insights::change::Change;

use super::{Figures, Narrow, Page, Reading, Span, date};
use crate::insights::figure::{Cell, Figure};
use crate::insights::plot::bars;
use crate::insights::told::{Told, Walked};
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
    one_of: &[],
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
            Walked::solved,
        ),
        compared(
            &judged,
            "first-time-fix",
            "First-time fix, version beside version",
            "Solved walks that nobody came back from within seven days, out of walks that the guide could solve. \
             Only walks that began more than seven days ago count, so a version that is younger is not there yet.",
            Walked::first_time_fix,
        ),
    ])
}

fn compared(
    versions: &[Versions],
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    share: fn(&Walked) -> Told,
) -> Figure {
    let told: Vec<(&Versions, Walked, Told)> = versions
        .iter()
        .map(|version| {
            let walked = Walked::of(&version.walks);
            let share = share(&walked);
            (version, walked, share)
        })
        .collect();
    let bars: Vec<bars::Bar> = told
        .iter()
        .filter_map(|(version, _, share)| {
            let name = format!("{} (since {})", version.version, date(version.first));
            bars::Bar::of(name, *share, "good")
        })
        .collect();
    let meaning = match told.as_slice() {
        [.., (_, _, before), (_, _, after)] => (before.as_share())
            .zip(after.as_share())
            .and_then(|(before, after)| Change::of(before, after))
            .map_or(
                "One of the two versions was walked too little to tell.".to_owned(),
                |change| change.sentence(),
            ),
        _ => "There is one version only: nothing to compare.".to_owned(),
    };
    Figure {
        id,
        title,
        meaning,
        definition,
        plot: (!bars.is_empty()).then(|| bars::draw(title, &bars)),
        columns: vec!["version", "since", "walks", "share", "95 % interval"],
        rows: told
            .iter()
            .map(|(version, walked, share)| {
                vec![
                    Cell::text(&version.version),
                    Cell::text(date(version.first)),
                    walked.begun().cell(),
                    share.cell(),
                    share.range(),
                ]
            })
            .collect(),
    }
}
