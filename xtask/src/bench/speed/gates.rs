//! What ours must hold, and whether it does.

use std::fmt::Write as _;

use anyhow::Result;
use firstline_lab::Line;

use super::All;
use super::engines::Engine;
use super::page::{CEILING, Figure};
use super::visit::Told;

/// How far a rate may be from what TCP can get, in percent.
const RATE: f64 = 3.0;

/// How far a delay under load may be from the true one, in percent.
const DELAY: f64 = 20.0;

/// How much less than its rate a line that loses packets may seem to have, in percent.
const LOSSY: f64 = 20.0;

/// Seconds and megabytes that a test may take.
const SECONDS: f64 = 15.0;
const MEGABYTES: f64 = 40.0;

/// Megabytes that one with little data may take.
const LIGHT_MEGABYTES: f64 = 10.0;

/// The line on which time and data count.
const USUAL: &str = "50/10";

/// A gate on one line: what was found, and whether that is within it.
struct Gate {
    what: &'static str,
    line: String,
    asked: String,
    found: Figure,
    unit: &'static str,
    holds: bool,
}

/// What one visit found; `None` if it measured nothing.
type Of<'a> = &'a dyn Fn(&Told) -> Option<f64>;

/// The gates as a section of the page. A gate holds if more than half of all visits are within it: one that measured nothing is not.
pub fn section(lines: &[String], all: &All) -> Result<String> {
    let mut gates = Vec::new();
    for (at, name) in lines.iter().enumerate() {
        let line: Line = name.parse().map_err(anyhow::Error::msg)?;
        if let Some(told) = all.get(&(at, Engine::Ours)) {
            gates.extend(of_a_line(name, line, told));
        }
        if let Some(told) = all.get(&(at, Engine::Light)).filter(|_| name == USUAL) {
            let megabytes: Of = &|told| Some(told.megabytes);
            let what = "data, with little";
            gates.push(at_most(what, name, LIGHT_MEGABYTES, told, megabytes, "MB"));
        }
    }
    let failed = gates.iter().filter(|gate| !gate.holds).count();
    let mut text = format!(
        "\n## What ours must hold\n\n{} of {} gates hold: of each, more than half of all visits are within it, and one without a number is not. What was found is the median of \
         those with a number, if they are most. A rate is held against what TCP can get, a delay under load \
         against the true one of the same visit.\n\n| gate | line | asked | found | holds |\n| --- | --- | --- | --- | --- |\n",
        gates.len() - failed,
        gates.len()
    );
    for gate in gates {
        let median = gate.found.median;
        let median = median.map_or("–".to_owned(), |median| {
            format!("{median:.1} {}", gate.unit)
        });
        let found = median + &gate.found.missing();
        let holds = if gate.holds { "yes" } else { "**no**" };
        writeln!(
            text,
            "| {} | {} | {} | {found} | {holds} |",
            gate.what, gate.line, gate.asked
        )?;
    }
    Ok(text)
}

fn of_a_line(name: &str, line: Line, told: &[Told]) -> Vec<Gate> {
    let error = |found: Option<f64>, rate: u64, best: f64| {
        let best = rate as f64 / 1e6 * best;
        Some((found? / best - 1.0) * 100.0)
    };
    let (down, up) = (line.down.rate, line.up.rate);
    if name.contains('%') {
        let download: Of = &|told| error(told.download, down, 1.0);
        let upload: Of = &|told| error(told.upload, up, 1.0);
        return vec![
            at_least("download", name, -LOSSY, told, download),
            at_least("upload", name, -LOSSY, told, upload),
        ];
    }
    let delay = |(told, truth): (Option<f64>, Option<f64>)| Some((told? / truth? - 1.0) * 100.0);
    let download: Of = &|told| error(told.download, down, CEILING);
    let upload: Of = &|told| error(told.upload, up, CEILING);
    let loaded_down: Of = &|told| delay(told.loaded_down);
    let loaded_up: Of = &|told| delay(told.loaded_up);
    let mut gates = vec![
        within("download", name, RATE, told, download),
        within("upload", name, RATE, told, upload),
        within("delay loaded down", name, DELAY, told, loaded_down),
        within("delay loaded up", name, DELAY, told, loaded_up),
    ];
    if name == USUAL {
        let seconds: Of = &|told| Some(told.seconds);
        let megabytes: Of = &|told| Some(told.megabytes);
        gates.push(at_most("time", name, SECONDS, told, seconds, "s"));
        gates.push(at_most("data", name, MEGABYTES, told, megabytes, "MB"));
    }
    gates
}

fn within(what: &'static str, line: &str, most: f64, told: &[Told], of: Of) -> Gate {
    let asked = format!("± {most} %");
    gate(what, line, asked, told, of, "%", |found| {
        found.abs() <= most
    })
}

fn at_least(what: &'static str, line: &str, least: f64, told: &[Told], of: Of) -> Gate {
    let asked = format!("≥ {least} %");
    gate(what, line, asked, told, of, "%", |found| found >= least)
}

fn at_most(
    what: &'static str,
    line: &str,
    most: f64,
    told: &[Told],
    of: Of,
    unit: &'static str,
) -> Gate {
    let asked = format!("≤ {most} {unit}");
    gate(what, line, asked, told, of, unit, |found| found <= most)
}

fn gate(
    what: &'static str,
    line: &str,
    asked: String,
    told: &[Told],
    of: Of,
    unit: &'static str,
    is_within: impl Fn(f64) -> bool,
) -> Gate {
    let within = told.iter().filter_map(of).filter(|&found| is_within(found));
    Gate {
        what,
        line: line.to_owned(),
        asked,
        found: Figure::of(told, of),
        unit,
        holds: 2 * within.count() > told.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(download: f64, loaded: f64, megabytes: f64) -> Told {
        Told {
            download: Some(download),
            upload: Some(9.65),
            loaded_down: (Some(loaded), Some(100.0)),
            loaded_up: (None, Some(100.0)),
            latency: Some(20.0),
            seconds: 7.0,
            megabytes,
            note: None,
            strain: 0.0,
            again: 0,
            course: None,
        }
    }

    /// The gates of ours on the usual line, with their number.
    fn gates(visits: Vec<Told>) -> String {
        let all = All::from([((0, Engine::Ours), visits)]);
        section(&["50/10".to_owned()], &all).unwrap()
    }

    #[test]
    fn gates_are_held_by_most_visits_and_what_was_not_measured_holds_none() {
        let text = gates(vec![
            told(48.0, 119.0, 25.0),
            told(48.3, 110.0, 25.0),
            told(20.0, 300.0, 90.0),
        ]);
        for line in [
            "5 of 6 gates hold",
            "| delay loaded down | 50/10 | ± 20 % | 19.0 % | yes |",
            "| delay loaded up | 50/10 | ± 20 % | – (0 of 3) | **no** |",
            "| data | 50/10 | ≤ 40 MB | 25.0 MB | yes |",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
    }

    #[test]
    fn a_visit_without_a_number_is_the_worst_there_is() {
        let good = || told(48.5, 110.0, 25.0);
        let none = || Told {
            download: None,
            ..good()
        };
        for (visits, line) in [
            (
                vec![good(), none(), none(), good(), good()],
                "| download | 50/10 | ± 3 % | 0.5 % (3 of 5) | yes |",
            ),
            (
                vec![good(), none(), none(), none(), good()],
                "| download | 50/10 | ± 3 % | – (2 of 5) | **no** |",
            ),
            // Half is not more than half.
            (
                vec![good(), none(), none(), good()],
                "| download | 50/10 | ± 3 % | – (2 of 4) | **no** |",
            ),
            (
                vec![told(20.0, 110.0, 25.0), none(), good(), good(), good()],
                "| download | 50/10 | ± 3 % | 0.5 % (4 of 5) | yes |",
            ),
            (
                vec![told(20.0, 110.0, 25.0), none(), none(), good(), good()],
                "| download | 50/10 | ± 3 % | 0.5 % (3 of 5) | **no** |",
            ),
            // Too much on one side and on the other is not within, though the median would be.
            (
                vec![told(20.0, 110.0, 25.0), good(), told(70.0, 110.0, 25.0)],
                "| download | 50/10 | ± 3 % | 0.5 % | **no** |",
            ),
        ] {
            let text = gates(visits);
            assert!(text.contains(line), "{line}: {text}");
        }
    }
}
