//! Failed checks by place, and the speed of lines against their plans.

use std::collections::BTreeMap;

use firstline_insights::number;

use super::{Figures, Narrow, Page, Reading, Span, all_are_counted};
use crate::insights::figure::{Cell, Figure};
use crate::insights::line;
use crate::insights::markup::el;
use crate::insights::plot::{bars, lines};
use crate::insights::told::{Parts, Told};
use crate::store::insights::{Checked, SpeedBy, Speeds, Verdicts};

/// The page.
pub const PAGE: Page = Page {
    path: "checks",
    title: "Checks",
    question: "What fails where, how fast are lines against their plans, and is it the Wi-Fi or the line?",
    narrows: &[Narrow::Technology, Narrow::Equipment],
    one_of: &[Narrow::Equipment],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "Checks and speeds",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let (store, slice) = (&reading.app.store, &reading.slice);
    let found = store.checked(slice).await?;
    // Boxes are counted without the area: figures of areas are of all boxes.
    let by_box = Narrow::Equipment;
    let mut of_all = slice.clone();
    by_box.of_mut(&mut of_all).clear();
    let (everywhere, note) = match by_box.of(slice) {
        "" => (None, None),
        _ => {
            let note = all_are_counted("This figure", &[by_box.name()]);
            (Some(store.checked(&of_all).await?), note)
        }
    };
    let by_hour = store.speeds(slice, SpeedBy::Hour).await?;
    let by_link = store.speeds(slice, SpeedBy::Link).await?;
    let speeds_by_area = store.speeds(slice, SpeedBy::Area).await?;
    Ok(vec![
        failing(&found),
        areas(everywhere.as_ref().unwrap_or(&found)).noted(note.as_deref()),
        hours(&by_hour),
        links("by-link", "Wi-Fi against cable", &by_link, "link"),
        links(
            "speeds-by-area",
            "Speed against the plan, by area",
            &speeds_by_area,
            "area",
        )
        .noted(note.as_deref()),
    ])
}

fn failing(found: &[Checked]) -> Figure {
    let mut by_check: BTreeMap<&str, Verdicts> = BTreeMap::new();
    let mut by_technology: BTreeMap<(&str, &str), Verdicts> = BTreeMap::new();
    for one in found {
        *by_check.entry(&one.check).or_default() += one.verdicts;
        *by_technology
            .entry((&one.check, &one.technology))
            .or_default() += one.verdicts;
    }
    let mut checks: Vec<(&str, Measured)> = by_check
        .into_iter()
        .map(|(check, verdicts)| (check, Measured::of(&verdicts)))
        .collect();
    checks.sort_by(|a, b| b.1.failed.rank().total_cmp(&a.1.failed.rank()));
    let bars: Vec<bars::Bar> = checks
        .iter()
        .filter_map(|(check, measured)| {
            Some(bars::Bar::of(*check, measured.failed, "bad")?.and(measured.warned, "warn"))
        })
        .collect();
    let worst = checks
        .first()
        .and_then(|(check, measured)| Some((check, measured.failed.value()?)));
    let meaning = worst.map_or(
        "Too little was measured in this time to tell.".to_owned(),
        |(check, share)| {
            format!(
                "“{check}” fails the most: {:.0} of 100 times.",
                share * 100.0
            )
        },
    );
    Figure {
        id: "failing",
        title: "What fails",
        meaning,
        definition: "Failed measurements out of those that could be made. These are customers who asked for help: lines that \
             work are not among them.",
        plot: (!bars.is_empty())
            .then(|| bars::draw("Share of measurements that fail, by check", &bars)),
        columns: vec![
            "check",
            "technology",
            "measured",
            "fails",
            "95 % interval",
            "not measurable",
        ],
        rows: by_technology
            .iter()
            .map(|((check, technology), verdicts)| {
                let measured = Measured::of(verdicts);
                let technology = match *technology {
                    "" => "unknown",
                    technology => technology,
                };
                vec![
                    Cell::text(*check),
                    Cell::text(technology),
                    measured.all.cell(),
                    measured.failed.cell(),
                    measured.failed.range(),
                    Told::count(verdicts.unknown).cell(),
                ]
            })
            .collect(),
    }
}

/// What a check found, as far as it may be told.
#[derive(Clone, Copy)]
struct Measured {
    /// Times that it could be measured.
    all: Told,
    failed: Told,
    warned: Told,
}

impl Measured {
    fn of(verdicts: &Verdicts) -> Measured {
        let parts = Parts::of(&[verdicts.failed, verdicts.warned, verdicts.passed]);
        Measured {
            all: Told::count(parts.all()),
            failed: parts.share(0),
            warned: parts.share(1),
        }
    }
}

fn areas(found: &[Checked]) -> Figure {
    let mut by_area: BTreeMap<&str, Verdicts> = BTreeMap::new();
    for one in found {
        if line::CHECKS.contains(&one.check.as_str()) && !one.area.is_empty() {
            *by_area.entry(&one.area).or_default() += one.verdicts;
        }
    }
    let mut areas: Vec<(&str, Measured)> = by_area
        .into_iter()
        .map(|(area, verdicts)| (area, Measured::of(&verdicts)))
        .filter(|(_, measured)| measured.all.part().is_some_and(|all| all > 0))
        .collect();
    areas.sort_by(|a, b| b.1.failed.rank().total_cmp(&a.1.failed.rank()));
    let bars: Vec<bars::Bar> = areas
        .iter()
        .filter_map(|(area, measured)| bars::Bar::of(*area, measured.failed, "bad"))
        .take(12)
        .collect();
    let worst = areas
        .first()
        .and_then(|(area, measured)| Some((area, measured.failed.value()?)));
    Figure {
        id: "areas",
        title: "Where the line fails",
        meaning: worst.map_or(
            "Of no area it may be told how often the line fails there.".to_owned(),
            |(area, share)| {
                format!(
                    "In {area}, the line fails in {:.0} of 100 measurements, the most of all areas.",
                    share * 100.0
                )
            },
        ),
        definition: "Failed measurements of the provider's network, of the internet and of its names (DNS) together, as alarms count them. Of a postcode only the first \
             letters are kept (key `insights.area_letters`); areas of fewer than five measurements are hidden.",
        plot: (!bars.is_empty())
            .then(|| bars::draw("Share of measurements of the line that fail, by area", &bars)),
        columns: vec!["area", "measured", "fails", "95 % interval"],
        rows: areas
            .iter()
            .map(|(area, measured)| {
                let failed = measured.failed;
                vec![
                    Cell::text(*area),
                    measured.all.cell(),
                    failed.cell(),
                    failed.range(),
                ]
            })
            .collect(),
    }
}

/// The mean share of plans, by something, of five or more.
fn means(found: &[(String, Speeds)]) -> Vec<(&str, u64, Told)> {
    let told = found.iter().map(|(name, speeds)| {
        // Each is in the middle of its tenth.
        let mean = (number::of(speeds.tenths) / number::of(speeds.times.max(1)) + 0.5) / 10.0;
        (
            name.as_str(),
            speeds.times,
            Told::mean_share(mean, speeds.times),
        )
    });
    told.filter(|(.., mean)| mean.is_told()).collect()
}

fn hours(found: &[(String, Speeds)]) -> Figure {
    let mut points: Vec<(f64, u64, Told)> = means(found)
        .into_iter()
        .filter_map(|(hour, all, mean)| Some((hour.parse::<f64>().ok()?, all, mean)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let line = lines::Line {
        name: "download, as a share of the plan".to_owned(),
        class: "line-1",
        points: points
            .iter()
            .filter_map(|(hour, _, mean)| Some((hour / 23.0, mean.value()?)))
            .collect(),
    };
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, format!("{:.0} %", share * 100.0)));
    let times = [0.0, 6.0, 12.0, 18.0, 23.0].map(|hour| (hour / 23.0, format!("{hour:.0}:00")));
    let slowest = points
        .iter()
        .min_by(|a, b| a.2.rank().total_cmp(&b.2.rank()));
    Figure {
        id: "hours",
        title: "Speed against the plan, by hour",
        meaning: slowest.map_or(
            "No speed was measured against a plan.".to_owned(),
            |(hour, _, mean)| {
                format!(
                    "At {hour:.0}:00 customers have the least: {} of what their plan says.",
                    mean.cell().shown()
                )
            },
        ),
        definition: "Download measured in the customer's browser as a share of the plan that the page told, by the provider's \
             clock. It includes the customer's own Wi-Fi.",
        plot: Some(lines::draw(
            "Download as a share of the plan, by hour",
            1.0,
            &ticks,
            &times,
            &[line],
        )),
        columns: vec!["hour", "measured", "share of the plan"],
        rows: points
            .iter()
            .map(|(hour, all, mean)| {
                vec![
                    Cell::Number(*hour, 0),
                    Told::count(*all).cell(),
                    mean.cell(),
                ]
            })
            .collect(),
    }
}

fn links(
    id: &'static str,
    title: &'static str,
    found: &[(String, Speeds)],
    name: &'static str,
) -> Figure {
    let mut known = means(found);
    known.retain(|(name, ..)| !name.is_empty());
    let bars: Vec<bars::Bar> = known
        .iter()
        .filter_map(|(name, _, mean)| bars::Bar::of(*name, *mean, "good"))
        .collect();
    let worst = known
        .iter()
        .min_by(|a, b| a.2.rank().total_cmp(&b.2.rank()));
    Figure {
        id,
        title,
        meaning: worst.map_or(
            "Nothing was measured that tells.".to_owned(),
            |(name, _, mean)| {
                format!(
                    "“{name}” has the least: {} of what plans say.",
                    mean.cell().shown()
                )
            },
        ),
        definition: "Download measured in the customer's browser as a share of the plan that the page told.",
        plot: (!bars.is_empty()).then(|| el("div").with(bars::draw(title, &bars))),
        columns: vec![name, "measured", "share of the plan"],
        rows: known
            .iter()
            .map(|(name, all, mean)| vec![Cell::text(*name), Told::count(*all).cell(), mean.cell()])
            .collect(),
    }
}
