//! Which steps help, and the order that the numbers propose.

mod order;

use firstline_insights::helpful::Tries;
use firstline_insights::order::is_enough;

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::places;
use crate::insights::plot::bars;
use crate::insights::told::{Parts, Told};

/// The page.
pub const PAGE: Page = Page {
    path: "steps",
    title: "Steps that help",
    question: "Which steps mend the problem for how much effort, and in which order should they come?",
    narrows: &Narrow::ALL,
    one_of: &Narrow::PARTS,
    needs_guide: true,
    span: Span::Quarter,
    by_week: "Steps",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let tries = reading.app.store.tries(&reading.slice).await?;
    let mut figures = vec![helpful(reading, &tries)];
    figures.extend(order::figure(reading).await?);
    figures.push(unclear(reading, &tries));
    Ok(figures)
}

fn helpful(reading: &Reading<'_>, tries: &[(String, Tries)]) -> Figure {
    let mut tried: Vec<(&str, &Tries, Tried)> = tries
        .iter()
        .filter(|(_, tries)| tries.tried > 0)
        .map(|(place, tries)| (place.as_str(), tries, Tried::of(tries)))
        .collect();
    tried.sort_by(|a, b| {
        let by_rate = b.2.rate.rank().total_cmp(&a.2.rate.rank());
        by_rate.then_with(|| a.0.cmp(b.0))
    });
    // Of a guide that is called to mend something the whole is drawn: its steps beside it would say the same twice.
    let is_part = |place: &str| {
        let whole = places::caller(place);
        whole.is_some_and(|whole| tried.iter().any(|(place, ..)| *place == whole))
    };
    let enough: Vec<_> = tried
        .iter()
        .filter(|(place, ..)| !is_part(place))
        .filter(|(_, tries, told)| is_enough(tries) && told.helps.is_told())
        .collect();
    let bars: Vec<bars::Bar> = enough
        .iter()
        .filter_map(|(place, _, told)| {
            let bar = bars::Bar::of(reading.title(place), told.helps, "plain")?;
            let parts = [(told.verified, "good"), (told.claimed, "claimed")];
            let minutes = told.minutes.value().unwrap_or(0.0);
            let value = format!("{} · {minutes:.1} min", told.helps.cell().shown());
            Some(bar.split(&parts).saying(value))
        })
        .take(12)
        .collect();
    let most = enough
        .first()
        .and_then(|(place, _, told)| Some((place, told.helps.of_100()?, told.minutes.value()?)));
    let meaning = most.map_or(
        "Of no step were there tries enough to say anything.".to_owned(),
        |(place, mends, minutes)| {
            format!(
                "“{}” gives the most for its time: it mends {mends} of 100 tries in {minutes:.1} minutes.",
                reading.title(place)
            )
        },
    );
    Figure {
        id: "helpful",
        title: "Steps that help",
        meaning,
        definition: "A try is a step that was done and whose effect something told: a measurement (dark) or the customer \
             (light). A guide that is called to mend something is a try as a whole; its steps stand in the numbers. It is sorted by \
             fixes for each minute that customers spend at the step. A step is drawn from 30 tries on.",
        plot: (!bars.is_empty()).then(|| bars::draw("Share of tries that helped, by step", &bars)),
        columns: vec![
            "step",
            "tries",
            "measured fixes",
            "claimed fixes",
            "helps",
            "95 % interval",
            "minutes",
            "measured fixes a minute",
            "could not",
        ],
        rows: tried
            .iter()
            .map(|(place, tries, told)| {
                vec![
                    Cell::text(reading.title(place)),
                    Told::count(tries.tried).cell(),
                    told.verified.counted(),
                    told.claimed.counted(),
                    told.helps.cell(),
                    told.helps.range(),
                    told.minutes.cell(),
                    told.verified_rate.cell(),
                    Told::count(tries.could_not).cell(),
                ]
            })
            .collect(),
    }
}

/// What came of a step, as far as it may be told.
struct Tried {
    verified: Told,
    claimed: Told,
    helps: Told,
    minutes: Told,
    /// Fixes for each minute.
    rate: Told,
    /// The same of those that a measurement verified.
    verified_rate: Told,
}

impl Tried {
    fn of(tries: &Tries) -> Tried {
        let rest = tries.tried.saturating_sub(tries.verified + tries.claimed);
        let parts = Parts::of(&[tries.verified, tries.claimed, rest]);
        let helps = parts.sum(&[0, 1]);
        let rate = tries.fixes_per_minute().map(|(rate, _)| rate);
        let verified_rate = tries.verified_per_minute();
        Tried {
            verified: parts.share(0),
            claimed: parts.share(1),
            helps,
            minutes: Told::mean(tries.minutes(), tries.left, 1),
            rate: Told::mean(rate, tries.left, 3).only_if(helps.is_told()),
            verified_rate: Told::mean(verified_rate, tries.left, 3).only_if(parts.is_told(0)),
        }
    }
}

fn unclear(reading: &Reading<'_>, tries: &[(String, Tries)]) -> Figure {
    let mut unclear: Vec<(&str, Told)> = tries
        .iter()
        .filter(|(_, tries)| tries.unclear > 0)
        .map(|(place, tries)| (place.as_str(), Told::count(tries.unclear)))
        .collect();
    unclear.sort_by(|a, b| b.1.part().cmp(&a.1.part()).then_with(|| a.0.cmp(b.0)));
    let most = unclear
        .first()
        .and_then(|(place, times)| Some((place, times.part()?)));
    Figure {
        id: "unclear",
        title: "Steps that were called unclear",
        meaning: most.map_or(
            "No step was called unclear by five or more.".to_owned(),
            |(place, times)| {
                format!(
                    "“{}” was called unclear {times} times: write it anew first.",
                    reading.title(place)
                )
            },
        ),
        definition: "Customers tap “This step was unclear” once, without words.",
        plot: None,
        columns: vec!["step", "times"],
        rows: unclear
            .iter()
            .map(|(place, times)| vec![Cell::text(reading.title(place)), times.cell()])
            .collect(),
    }
}
