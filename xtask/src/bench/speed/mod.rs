//! `cargo xtask bench speed`: known lines, measured by ours and by others, in real Chromium in the laboratory, in turns.

mod engines;
mod gates;
mod ground;
mod kept;
mod ndt7;
mod page;
mod visit;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use firstline_lab::{Lab, Line};

use super::setup;
use crate::lab::relay::Relay;
use crate::machine;
use crate::report::Report;
use crate::tools;
use engines::Engine;
use ground::Ground;
use kept::Kept;
use visit::Told;

/// The lines that are measured, in Mbit/s down and up.
const LINES: [&str; 5] = ["50/10", "10/2", "100/20", "2/0.5", "50/10-0.5%"];

/// With fewer runs no report is written.
const RUNS: usize = 5;

/// Of a hundred packets, how many the machine may hold back or drop, and how often a visit is made anew for that.
const MOST_STRAIN: f64 = 1.0;
const MOST_AGAIN: u32 = 3;

/// All that was told, by line and engine.
type All = BTreeMap<(usize, Engine), Vec<Told>>;

struct Asked {
    runs: usize,
    goes_on: bool,
    lines: Vec<String>,
    engines: Vec<Engine>,
}

/// `cargo xtask bench speed [RUNS] [--go-on] [--line LINE …] [--only ENGINE …]`. All of it takes more than an hour, so that each
/// visit is kept; `--go-on` makes only those that are missing.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let mut asked = asked(arguments)?;
    report.step("The others, and browsers");
    tools::ensure_for_browsers(report)?;
    let files = engines::files(report, &mut asked.engines)?;
    let mut kept = Kept::open(asked.goes_on)?;
    let mut all = All::new();
    for (at, text) in asked.lines.iter().enumerate() {
        let line: Line = text.parse().map_err(anyhow::Error::msg)?;
        report.step(&format!("{text} Mbit/s"));
        let mut missing = false;
        for engine in &asked.engines {
            let mut before = kept.take(text, *engine);
            before.truncate(asked.runs);
            missing |= before.len() < asked.runs;
            all.insert((at, *engine), before);
        }
        if !missing {
            continue;
        }
        let lab = Lab::up(line)?;
        let _relay = Relay::start(&lab)?;
        let ground = Ground::start(&lab, files.clone())?;
        for run in 0..asked.runs {
            for turn in 0..asked.engines.len() {
                // Who is first changes from run to run and from line to line.
                let engine = asked.engines[(turn + run + at) % asked.engines.len()];
                let so_far = all.entry((at, engine)).or_default();
                if so_far.len() > run {
                    continue;
                }
                let told = visit(report, &lab, &ground, line, engine)?;
                kept.keep(text, engine, &told)?;
                so_far.push(told);
            }
        }
    }
    let mut text = page::page(&asked.lines, &all, &machine::described(), asked.runs)?;
    text += &gates::section(&asked.lines, &all)?;
    for line in text.lines().filter(|line| line.starts_with(['|', '#'])) {
        report.note(line);
    }
    let is_whole = asked.runs >= RUNS && asked.lines.len() == LINES.len();
    if is_whole && asked.engines.len() == Engine::ALL.len() {
        setup::write(report, "speed", &text)?;
    } else {
        report.note("no report: that needs five runs of every line by every engine");
    }
    report.finish("measured");
    Ok(())
}

/// A visit, and another while the machine did not keep up: then it played a worse line than it was told to.
fn visit(report: &Report, lab: &Lab, ground: &Ground, line: Line, engine: Engine) -> Result<Told> {
    let mut again = 0;
    loop {
        let mut told = visit::one(lab, ground, line, engine)?;
        report.note(&format!("{:<12} {told}", engine.name()));
        told.again = again;
        if told.strain <= MOST_STRAIN || again == MOST_AGAIN {
            return Ok(told);
        }
        again += 1;
        report.note("the machine did not keep up with the line; once more");
    }
}

fn asked(mut words: &[String]) -> Result<Asked> {
    let (mut runs, mut goes_on, mut lines, mut engines) = (RUNS, false, Vec::new(), Vec::new());
    loop {
        match words {
            [] => break,
            [flag, rest @ ..] if flag == "--go-on" => {
                goes_on = true;
                words = rest;
            }
            [flag, line, rest @ ..] if flag == "--line" => {
                lines.push(line.clone());
                words = rest;
            }
            [flag, name, rest @ ..] if flag == "--only" => {
                engines.push(
                    Engine::named(name).with_context(|| format!("there is no engine `{name}`"))?,
                );
                words = rest;
            }
            [number, rest @ ..] => {
                runs = match number.parse() {
                    Ok(number) => number,
                    Err(_) => {
                        bail!(
                            "`{number}` is neither a number of runs, nor --go-on, --line or --only"
                        )
                    }
                };
                words = rest;
            }
        }
    }
    Ok(Asked {
        runs,
        goes_on,
        lines: if lines.is_empty() {
            LINES.map(str::to_owned).to_vec()
        } else {
            lines
        },
        engines: if engines.is_empty() {
            Engine::ALL.to_vec()
        } else {
            engines
        },
    })
}
