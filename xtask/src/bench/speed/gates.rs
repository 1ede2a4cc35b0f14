//! What ours must hold, and whether it does.

use std::fmt::Write as _;

use anyhow::Result;
use firstline_lab::Line;

use super::All;
use super::engines::Engine;
use super::page::{CEILING, median};
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
    found: Option<f64>,
    unit: &'static str,
    holds: bool,
}

/// The gates as a section of the page. A gate holds by the median of the visits.
pub fn section(lines: &[String], all: &All) -> Result<String> {
    let mut gates = Vec::new();
    for (at, name) in lines.iter().enumerate() {
        let line: Line = name.parse().map_err(anyhow::Error::msg)?;
        if let Some(told) = all.get(&(at, Engine::Ours)) {
            gates.extend(of_a_line(name, line, told));
        }
        if let Some(told) = all.get(&(at, Engine::Light)).filter(|_| name == USUAL) {
            let found = median(told, |told| Some(told.megabytes));
            gates.push(at_most(
                "data, with little",
                name,
                LIGHT_MEGABYTES,
                found,
                "MB",
            ));
        }
    }
    let failed = gates.iter().filter(|gate| !gate.holds).count();
    let mut text = format!(
        "\n## What ours must hold\n\n{} of {} gates hold, by the median. A rate is held against what TCP can get, a delay under load \
         against the true one of the same visit.\n\n| gate | line | asked | found | holds |\n| --- | --- | --- | --- | --- |\n",
        gates.len() - failed,
        gates.len()
    );
    for gate in gates {
        let found = gate.found.map_or("–".to_owned(), |found| {
            format!("{found:.1} {}", gate.unit)
        });
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
    let error = |of: fn(&Told) -> Option<f64>, rate: u64, best: f64| {
        let best = rate as f64 / 1e6 * best;
        median(told, |told| Some((of(told)? / best - 1.0) * 100.0))
    };
    let down = |told: &Told| told.download;
    let up = |told: &Told| told.upload;
    if name.contains('%') {
        return vec![
            at_least("download", name, -LOSSY, error(down, line.down.rate, 1.0)),
            at_least("upload", name, -LOSSY, error(up, line.up.rate, 1.0)),
        ];
    }
    let delay = |of: fn(&Told) -> (Option<f64>, Option<f64>)| {
        median(told, |told| {
            let (told, truth) = of(told);
            Some((told? / truth? - 1.0) * 100.0)
        })
    };
    let mut gates = vec![
        within("download", name, RATE, error(down, line.down.rate, CEILING)),
        within("upload", name, RATE, error(up, line.up.rate, CEILING)),
        within(
            "delay loaded down",
            name,
            DELAY,
            delay(|told| told.loaded_down),
        ),
        within("delay loaded up", name, DELAY, delay(|told| told.loaded_up)),
    ];
    if name == USUAL {
        let seconds = median(told, |told| Some(told.seconds));
        let megabytes = median(told, |told| Some(told.megabytes));
        gates.push(at_most("time", name, SECONDS, seconds, "s"));
        gates.push(at_most("data", name, MEGABYTES, megabytes, "MB"));
    }
    gates
}

fn within(what: &'static str, line: &str, most: f64, found: Option<f64>) -> Gate {
    Gate {
        what,
        line: line.to_owned(),
        asked: format!("± {most} %"),
        holds: found.is_some_and(|found| found.abs() <= most),
        found,
        unit: "%",
    }
}

fn at_least(what: &'static str, line: &str, least: f64, found: Option<f64>) -> Gate {
    Gate {
        what,
        line: line.to_owned(),
        asked: format!("≥ {least} %"),
        holds: found.is_some_and(|found| found >= least),
        found,
        unit: "%",
    }
}

fn at_most(
    what: &'static str,
    line: &str,
    most: f64,
    found: Option<f64>,
    unit: &'static str,
) -> Gate {
    Gate {
        what,
        line: line.to_owned(),
        asked: format!("≤ {most} {unit}"),
        holds: found.is_some_and(|found| found <= most),
        found,
        unit,
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

    #[test]
    fn gates_are_held_by_the_median_and_what_was_not_measured_holds_none() {
        let visits = vec![
            told(48.0, 119.0, 25.0),
            told(48.3, 110.0, 25.0),
            told(20.0, 300.0, 90.0),
        ];
        let all = All::from([((0, Engine::Ours), visits)]);
        let text = section(&["50/10".to_owned()], &all).unwrap();
        assert!(text.contains("5 of 6 gates hold"), "{text}");
        assert!(
            text.contains("| delay loaded down | 50/10 | ± 20 % | 19.0 % | yes |"),
            "{text}"
        );
        assert!(
            text.contains("| delay loaded up | 50/10 | ± 20 % | – | **no** |"),
            "{text}"
        );
        assert!(
            text.contains("| data | 50/10 | ≤ 40 MB | 25.0 MB | yes |"),
            "{text}"
        );
    }
}
