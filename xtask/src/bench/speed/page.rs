//! The figures as a page of the book.

use std::fmt::Write as _;

use anyhow::Result;
use firstline_lab::Line;

use super::engines::Engine;
use super::visit::Told;
use super::{All, MOST_AGAIN, MOST_STRAIN};

/// What TCP gets of whole packets at best: 1448 bytes of 1500.
pub const CEILING: f64 = 1448.0 / 1500.0;

/// The page.
pub fn page(lines: &[String], all: &All, machine: &str, runs: usize) -> Result<String> {
    let visits: usize = all.values().map(Vec::len).sum();
    let again = all.values().flatten().filter(|told| told.again > 0).count();
    let mut text = format!(
        "# Speed tests beside one another\n\n\
         Written by `cargo xtask bench speed`. Each engine measured each line {runs} times, in a Chromium of its own, in \
         [the laboratory](../lab.md), in turns; [benches/speed](../../benches/speed/README.md) says which versions. Errors are \
         against the rate of the shaper, whole IP packets: TCP can get {:.1} % at best. Each figure is the median, with the least and \
         the most, and of how many visits, where some gave none. The truth of the delay under load is of small UDP packets: beside ours of the time that its figure is of, which it \
         says, because one connection alone and the warm-up are none of it; beside others while the direction carried 80 % of its rate \
         or more.\n\n\
         A visit during which the machine itself held back or dropped more than {MOST_STRAIN} % of the packets was made anew, at most \
         {MOST_AGAIN} times, whoever measured: {again} of {visits} were.\n\n\
         {machine}.\n",
        (CEILING - 1.0) * 100.0
    );
    for (at, name) in lines.iter().enumerate() {
        let line: Line = name.parse().map_err(anyhow::Error::msg)?;
        write!(
            text,
            "\n## {name} Mbit/s\n\n\
             | engine | down, % | up, % | delay loaded down, ms (true) | loaded up, ms (true) | seconds | MB | notes |\n\
             | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        )?;
        for engine in Engine::ALL {
            let Some(told) = all.get(&(at, engine)) else {
                continue;
            };
            let error = |of: fn(&Told) -> Option<f64>, rate: u64| {
                let rate = rate as f64 / 1e6;
                spread(told, |told| Some((of(told)? / rate - 1.0) * 100.0), 1)
            };
            let delay = |of: fn(&Told) -> (Option<f64>, Option<f64>)| {
                format!(
                    "{} ({})",
                    spread(told, |told| of(told).0, 0),
                    spread(told, |told| of(told).1, 0)
                )
            };
            let mut notes: Vec<&str> = told
                .iter()
                .filter_map(|told| told.note.as_deref())
                .collect();
            notes.sort_unstable();
            notes.dedup();
            writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {} | {} |",
                engine.name(),
                error(|told| told.download, line.down.rate),
                error(|told| told.upload, line.up.rate),
                delay(|told| told.loaded_down),
                delay(|told| told.loaded_up),
                spread(told, |told| Some(told.seconds), 0),
                spread(told, |told| Some(told.megabytes), 1),
                notes.join("; ")
            )?;
        }
    }
    Ok(text)
}

/// A figure of several visits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The median of those that told it; `None` if those are not most.
    pub median: Option<f64>,
    /// How many told it, of how many visits.
    pub told: (usize, usize),
}

impl Figure {
    /// Of these visits.
    pub fn of(visits: &[Told], of: impl Fn(&Told) -> Option<f64>) -> Figure {
        let values = sorted(visits, of);
        let are_most = 2 * values.len() > visits.len();
        Figure {
            median: values.get(values.len() / 2).copied().filter(|_| are_most),
            told: (values.len(), visits.len()),
        }
    }

    /// How many told it, where that is not all of them; empty otherwise.
    pub fn missing(self) -> String {
        match self.told {
            (told, all) if told < all => format!(" ({told} of {all})"),
            _ => String::new(),
        }
    }
}

fn sorted(told: &[Told], of: impl Fn(&Told) -> Option<f64>) -> Vec<f64> {
    let mut values: Vec<f64> = told.iter().filter_map(of).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The median, with the least and the most; a dash if nobody told it. Where some did not, how many did.
fn spread(told: &[Told], of: impl Fn(&Told) -> Option<f64>, digits: usize) -> String {
    let values = sorted(told, &of);
    let (Some(least), Some(most)) = (values.first(), values.last()) else {
        return "–".to_owned();
    };
    let median = values[values.len() / 2];
    let missing = Figure::of(told, of).missing();
    format!("{median:.digits$} [{least:.digits$}, {most:.digits$}]{missing}")
}
