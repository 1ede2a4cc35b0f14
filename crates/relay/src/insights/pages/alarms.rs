//! Several households of an area that measure a failure.

use super::{Figures, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::form::{self, Act};
use crate::store::insights::Spike;

/// The page.
pub const PAGE: Page = Page {
    path: "alarms",
    title: "Alarms",
    question: "Where do several households fail at once?",
    narrows: &[],
    needs_guide: false,
    span: Span::Quarter,
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let (from, to) = (reading.slice.from * DAY, reading.slice.to * DAY);
    let spikes = reading.app.store.spikes(from, to).await?;
    let open: Vec<&Spike> = spikes
        .iter()
        .filter(|spike| spike.ended.is_none())
        .collect();
    let is_past = to <= jiff::Timestamp::now().as_millisecond();
    let meaning = match open.as_slice() {
        _ if is_past => match spikes.len() {
            0 => "There was no alarm in this time.".to_owned(),
            1 => "There was one alarm in this time.".to_owned(),
            several => format!("There were {several} alarms in this time."),
        },
        [] => "Nowhere do five or more households fail now.".to_owned(),
        [spike] => format!(
            "In {}, {} households measure a failure now.",
            spike.area, spike.households
        ),
        several => format!(
            "In {} areas several households measure a failure now.",
            several.len()
        ),
    };
    let time = |millis: i64| {
        let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
        let zone = reading.app.provider.zone().clone();
        Cell::text(at.to_zoned(zone).strftime("%-d %b %Y, %H:%M").to_string())
    };
    Ok(vec![Figure {
        id: "alarms",
        title: "Several households at once",
        meaning,
        definition: "An alarm begins when five or more households of an area have measured within 15 minutes that the provider's \
             network or the internet does not answer, and that would come up by chance less than once in a million \
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
