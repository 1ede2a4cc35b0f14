//! The week: what a manager or an author should know, on one page, and the same as the text of a mail.

use firstline_insights::change::{Change, Verdict};
use firstline_insights::walks::Walks;

use super::{
    Figures, Narrow, Page, Reading, Span, alarms, all_are_counted, date, feedback, overview,
    searches,
};
use crate::insights::figure::{Cell, Figure};
use crate::insights::told::Walked;
use crate::store::StoreError;
use crate::store::insights::{By, Slice};

/// The page.
pub const PAGE: Page = Page {
    path: "report",
    title: "Report",
    question: "How was the week?",
    narrows: &[Narrow::Language, Narrow::Technology, Narrow::Equipment],
    one_of: &[],
    needs_guide: false,
    span: Span::LastWeek,
    by_week: "Words that nothing was found for and answers of customers",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

/// Which figures of other pages stand in it, in this order.
const FROM: [(&Page, &[&str]); 4] = [
    (&overview::PAGE, &["ends", "saved", "by-guide"]),
    (&searches::PAGE, &["not-found"]),
    (&feedback::PAGE, &["helped", "easy", "agents"]),
    (&alarms::PAGE, &["alarms"]),
];

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, StoreError> {
    let store = &reading.app.store;
    let slice = &reading.slice;
    let before = Slice {
        from: slice.from - (slice.to - slice.from),
        to: slice.from,
        ..slice.clone()
    };
    let of = async |slice: &Slice| -> Result<Walks, StoreError> {
        let found = store.walks_by(slice, By::Nothing).await?;
        Ok(found.first().map(|(_, walks)| *walks).unwrap_or_default())
    };
    let is_judged = [&before, slice].map(|slice| reading.is_judged(slice.to));
    let mut figures = vec![beside(
        slice,
        &of(&before).await?,
        &of(slice).await?,
        is_judged,
    )];
    for (page, wanted) in FROM {
        let found = (page.read)(reading).await?;
        let note = without_effect(slice, page);
        let wanted = found
            .into_iter()
            .filter(|figure| wanted.contains(&figure.id));
        figures.extend(wanted.map(|figure| figure.noted(note.as_deref())));
    }
    Ok(figures)
}

/// Says by what of the slice the figures of a page are not narrowed.
fn without_effect(slice: &Slice, page: &Page) -> Option<String> {
    let filters = PAGE.narrows.iter();
    let chosen = filters.filter(|narrow| !narrow.of(slice).is_empty());
    let names: Vec<&str> = chosen
        .filter(|narrow| !page.narrows.contains(narrow))
        .map(|narrow| narrow.name())
        .collect();
    all_are_counted("This figure", &names)
}

fn beside(slice: &Slice, before: &Walks, now: &Walks, is_judged: [bool; 2]) -> Figure {
    let time = format!("{} to {}", date(slice.from), date(slice.to - 1));
    let [before, now] = [before, now].map(Walked::of);
    let meaning = match (now.begun().part(), before.begun().part()) {
        (None | Some(0), _) => format!("{time}: fewer than five walks."),
        (Some(walks), None | Some(0)) => {
            format!("{time}: {walks} walks, and nothing before to compare with.")
        }
        (Some(walks), Some(then)) => {
            let shares = (before.solved().as_share()).zip(now.solved().as_share());
            let change = shares.and_then(|(before, now)| Change::of(before, now));
            let solved = change.map_or(String::new(), |change| match change.verdict() {
                Verdict::Open => {
                    " Whether more or fewer of 100 are solved now cannot be told from these numbers."
                        .to_owned()
                }
                _ => format!(" {}", change.said("Your guides help"))
            });
            format!("{time}: {walks} walks, {then} in the same time before.{solved}")
        }
    };
    let row =
        |name: &str, of: &dyn Fn(&Walked) -> Cell| vec![Cell::text(name), of(&before), of(&now)];
    let fixed = |walked: &Walked, is_judged| match is_judged {
        true => walked.first_time_fix().cell(),
        false => Cell::None,
    };
    let [before_is_judged, now_is_judged] = is_judged;
    let fix = vec![
        Cell::text("first-time fix"),
        fixed(&before, before_is_judged),
        fixed(&now, now_is_judged),
    ];
    Figure {
        id: "beside",
        title: "Beside the time before",
        meaning,
        definition: "The time that is shown beside as many days before it. A difference in solved walks is said if chance alone \
             would not bring it about (95 %). First-time fix stands there once all of the time is over for more than seven days.",
        plot: None,
        columns: vec!["figure", "before", "now"],
        rows: vec![
            row("walks", &|walked| walked.begun().cell()),
            row("solved", &|walked| walked.solved().cell()),
            fix,
            row("tickets sent", &|walked| walked.tickets().counted()),
            row("left before an end", &|walked| walked.left().counted()),
            row("minutes a walk", &|walked| walked.minutes().cell()),
        ],
    }
}
