//! Failed checks by place, and the speed of lines against their plans.

use std::collections::BTreeMap;

use firstline_insights::{LEAST, Share, number};

use super::{Figures, Narrow, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::{bars, lines};
use crate::store::insights::{Checked, SpeedBy, Speeds, Verdicts};

/// The page.
pub const PAGE: Page = Page {
    path: "checks",
    title: "Checks",
    question: "What fails where, how fast are lines against their plans, and is it the Wi-Fi or the line?",
    narrows: &[Narrow::Technology],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "Checks and speeds",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let (store, slice) = (&reading.app.store, &reading.slice);
    let found = store.checked(slice).await?;
    let by_hour = store.speeds(slice, SpeedBy::Hour).await?;
    let by_link = store.speeds(slice, SpeedBy::Link).await?;
    let speeds_by_area = store.speeds(slice, SpeedBy::Area).await?;
    Ok(vec![
        failing(&found),
        areas(&found),
        hours(&by_hour),
        links("by-link", "Wi-Fi against cable", &by_link, "link"),
        links(
            "speeds-by-area",
            "Speed against the plan, by area",
            &speeds_by_area,
            "area",
        ),
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
    let mut checks: Vec<_> = by_check.into_iter().collect();
    let share =
        |verdicts: &Verdicts| Share::new(verdicts.failed, verdicts.all() - verdicts.unknown);
    checks.sort_by(|a, b| {
        share(&b.1)
            .value()
            .unwrap_or(0.0)
            .total_cmp(&share(&a.1).value().unwrap_or(0.0))
    });
    let bars: Vec<bars::Bar> = checks
        .iter()
        .filter(|(_, verdicts)| share(verdicts).of >= LEAST)
        .map(|(check, verdicts)| {
            let of = share(verdicts);
            let value = of.value().unwrap_or(0.0);
            let warned = Share::new(verdicts.warned, of.of).value().unwrap_or(0.0);
            bars::Bar {
                name: (*check).to_owned(),
                parts: vec![(value, "bad"), (warned, "warn")],
                interval: of.interval(),
                value: format!("{:.0} % of {}", value * 100.0, of.of),
            }
        })
        .collect();
    let meaning = checks
        .first()
        .filter(|(_, verdicts)| share(verdicts).of >= LEAST)
        .map_or(
            "Nothing was measured in this time.".to_owned(),
            |(check, verdicts)| {
                format!(
                    "“{check}” fails the most: {:.0} of 100 times.",
                    share(verdicts).value().unwrap_or(0.0) * 100.0
                )
            },
        );
    Figure {
        id: "failing",
        title: "What fails",
        meaning,
        definition: "Failed measurements out of those that could be made. These are customers who asked for help: lines that \
             work are not among them.",
        plot: Some(bars::draw(
            "Share of measurements that fail, by check",
            &bars,
        )),
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
                let [fails, interval] = Cell::share(share(verdicts));
                let technology = match *technology {
                    "" => "unknown",
                    technology => technology,
                };
                vec![
                    Cell::text(*check),
                    Cell::text(technology),
                    Cell::count(share(verdicts).of),
                    fails,
                    interval,
                    Cell::count(verdicts.unknown),
                ]
            })
            .collect(),
    }
}

/// The checks that tell whether a line works.
const LINE: [&str; 2] = ["isp", "internet"];

fn areas(found: &[Checked]) -> Figure {
    let mut by_area: BTreeMap<&str, Verdicts> = BTreeMap::new();
    for one in found {
        if LINE.contains(&one.check.as_str()) && !one.area.is_empty() {
            *by_area.entry(&one.area).or_default() += one.verdicts;
        }
    }
    let share =
        |verdicts: &Verdicts| Share::new(verdicts.failed, verdicts.all() - verdicts.unknown);
    let mut areas: Vec<_> = by_area
        .into_iter()
        .filter(|(_, verdicts)| share(verdicts).of >= LEAST)
        .collect();
    areas.sort_by(|a, b| {
        share(&b.1)
            .value()
            .unwrap_or(0.0)
            .total_cmp(&share(&a.1).value().unwrap_or(0.0))
    });
    let bars: Vec<bars::Bar> = areas
        .iter()
        .take(12)
        .map(|(area, verdicts)| {
            let of = share(verdicts);
            let value = of.value().unwrap_or(0.0);
            bars::Bar {
                name: (*area).to_owned(),
                parts: vec![(value, "bad")],
                interval: of.interval(),
                value: format!("{:.0} % of {}", value * 100.0, of.of),
            }
        })
        .collect();
    Figure {
        id: "areas",
        title: "Where the line fails",
        meaning: areas.first().map_or("No page has told an area.".to_owned(), |(area, verdicts)| {
            format!(
                "In {area}, the line fails in {:.0} of 100 measurements, the most of all areas.",
                share(verdicts).value().unwrap_or(0.0) * 100.0
            )
        }),
        definition: "Failed measurements of the provider's network and of the internet together. Of a postcode only the first \
             letters are kept (key `insights.area_letters`); areas of fewer than five measurements are hidden.",
        plot: Some(bars::draw("Share of measurements of the line that fail, by area", &bars)),
        columns: vec!["area", "measured", "fails", "95 % interval"],
        rows: areas
            .iter()
            .map(|(area, verdicts)| {
                let [fails, interval] = Cell::share(share(verdicts));
                vec![Cell::text(*area), Cell::count(share(verdicts).of), fails, interval]
            })
            .collect(),
    }
}

/// The mean share of plans, by something; what is of fewer than five is left out.
fn means(found: &[(String, Speeds)]) -> BTreeMap<&str, (f64, u64)> {
    let enough = found.iter().filter(|(_, speeds)| speeds.times >= LEAST);
    enough
        .map(|(name, speeds)| {
            // Each is in the middle of its tenth.
            let mean = (number::of(speeds.tenths) / number::of(speeds.times) + 0.5) / 10.0;
            (name.as_str(), (mean, speeds.times))
        })
        .collect()
}

fn hours(found: &[(String, Speeds)]) -> Figure {
    let means = means(found);
    let mut points: Vec<(f64, f64, u64)> = means
        .iter()
        .filter_map(|(hour, (mean, all))| Some((hour.parse::<f64>().ok()?, *mean, *all)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let line = lines::Line {
        name: "download, as a share of the plan".to_owned(),
        class: "line-1",
        points: points
            .iter()
            .map(|(hour, mean, _)| (hour / 23.0, *mean))
            .collect(),
    };
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, format!("{:.0} %", share * 100.0)));
    let times = [0.0, 6.0, 12.0, 18.0, 23.0].map(|hour| (hour / 23.0, format!("{hour:.0}:00")));
    let slowest = points.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    Figure {
        id: "hours",
        title: "Speed against the plan, by hour",
        meaning: slowest.map_or(
            "No speed was measured against a plan.".to_owned(),
            |(hour, mean, _)| {
                format!(
                    "At {hour:.0}:00 customers have the least: {:.0} % of what their plan says.",
                    mean * 100.0
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
            .map(|(hour, mean, all)| {
                vec![
                    Cell::Number(*hour, 0),
                    Cell::count(*all),
                    Cell::Share(*mean),
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
    let means = means(found);
    let known: Vec<(&str, f64, u64)> = means
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, (mean, all))| (*name, *mean, *all))
        .collect();
    let bars: Vec<bars::Bar> = known
        .iter()
        .map(|(name, mean, all)| bars::Bar {
            name: (*name).to_owned(),
            parts: vec![(*mean, "good")],
            interval: None,
            value: format!("{:.0} % of {all}", mean * 100.0),
        })
        .collect();
    let worst = known.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    Figure {
        id,
        title,
        meaning: worst.map_or(
            "Nothing was measured that tells.".to_owned(),
            |(name, mean, _)| {
                format!(
                    "“{name}” has the least: {:.0} % of what plans say.",
                    mean * 100.0
                )
            },
        ),
        definition: "Download measured in the customer's browser as a share of the plan that the page told.",
        plot: Some(el("div").with(bars::draw(title, &bars))),
        columns: vec![name, "measured", "share of the plan"],
        rows: known
            .iter()
            .map(|(name, mean, all)| vec![Cell::text(*name), Cell::count(*all), Cell::Share(*mean)])
            .collect(),
    }
}
