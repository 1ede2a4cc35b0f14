//! Several households of an area that measure a failure.

use super::{Figures, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::form::{self, Act};
use crate::store::insights::{MOST_SPIKES, Spike};

/// The page.
pub const PAGE: Page = Page {
    path: "alarms",
    title: "Alarms",
    question: "Where do several households fail at once?",
    narrows: &[],
    one_of: &[],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let (from, to) = (reading.slice.from * DAY, reading.slice.to * DAY);
    let spikes = reading.app.store.spikes(from, to).await?;
    let is_past = to <= jiff::Timestamp::now().as_millisecond();
    let time = |millis: i64| {
        let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
        let zone = reading.app.provider.zone().clone();
        Cell::text(at.to_zoned(zone).strftime("%-d %b %Y, %H:%M").to_string())
    };
    Ok(vec![Figure {
        id: "alarms",
        title: "Several households at once",
        meaning: meaning(&spikes, is_past),
        definition: "An alarm begins when five or more households of an area have measured within 15 minutes that the provider's \
             network, the internet or its names (DNS) do not answer, and that would come up by chance less than once in a million \
             minutes. A household (an address, or a /56 of IPv6) counts once, and so does a walk. It ends when fewer than five \
             still count. What is muted is told to nobody any more, and ends in the same way.",
        plot: None,
        columns: vec!["area", "began", "ended", "households", "muted"],
        rows: spikes
            .iter()
            .map(|spike| {
                vec![
                    Cell::text(&spike.area),
                    time(spike.began),
                    spike.ended.map_or(Cell::text("goes on"), time),
                    Cell::Count(u64::try_from(spike.households).unwrap_or(0)),
                    match (spike.muted, spike.ended) {
                        (Some(at), _) => time(at),
                        (None, Some(_)) => Cell::None,
                        (None, None) => Cell::Form(form::button(
                            &reading.app.seal,
                            Act::Mute,
                            &spike.id,
                            "Mute",
                            format!("Mute the alarm in {}", spike.area),
                        )),
                    },
                ]
            })
            .collect(),
    }])
}

/// What these alarms, of a time that is over or not, mean.
fn meaning(spikes: &[Spike], is_past: bool) -> String {
    // Those that go on are given first, so that of more than are given none of them is missing while others are there.
    let open: Vec<&Spike> = spikes
        .iter()
        .filter(|spike| spike.ended.is_none())
        .collect();
    match open.as_slice() {
        _ if is_past => match spikes.len() {
            0 => "There was no alarm in this time.".to_owned(),
            1 => "There was one alarm in this time.".to_owned(),
            several => format!("There were {} alarms in this time.", count(several)),
        },
        [] => "Nowhere do five or more households fail now.".to_owned(),
        [spike] => format!(
            "In {}, {} households measure a failure now.",
            spike.area, spike.households
        ),
        several => format!(
            "In {} areas several households measure a failure now.",
            count(several.len())
        ),
    }
}

/// How many, as far as that is known.
fn count(several: usize) -> String {
    match several {
        MOST_SPIKES.. => format!("{MOST_SPIKES} or more"),
        _ => several.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_alarms_than_are_read_are_not_said_to_be_all() {
        let spikes = |several: usize, ended: Option<i64>| -> Vec<Spike> {
            let spike = |number: usize| Spike {
                id: number.to_string(),
                area: number.to_string(),
                began: 1,
                ended,
                households: 5,
                muted: None,
            };
            (0..several).map(spike).collect()
        };
        for (several, ended, said) in [
            (199, Some(2), "There were 199 alarms in this time."),
            (200, Some(2), "There were 200 or more alarms in this time."),
            (
                199,
                None,
                "In 199 areas several households measure a failure now.",
            ),
            (
                200,
                None,
                "In 200 or more areas several households measure a failure now.",
            ),
        ] {
            assert_eq!(meaning(&spikes(several, ended), ended.is_some()), said);
        }
    }
}
