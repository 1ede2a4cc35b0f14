//! `cargo xtask chaos`: what goes wrong round a relay, done to a real one, on this machine alone.
//!
//! Each attack is one file in `attacks` and one line in [`ATTACKS`]. It starts the real binary as a
//! child, does its harm, and returns figures with the claims that did not hold. The short form is part
//! of the suite; the full one kills a thousand times and writes docs/benchmarks/chaos.md.

mod attacks;
mod figures;
mod meanwhile;
mod mounts;
mod table;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::machine;
use crate::place;
use crate::report::Report;
use crate::tools;
use attacks::ATTACKS;
use figures::Figures;

/// How many attacks of the short form run at a time: most of them wait.
const AT_A_TIME: usize = 4;

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In about a minute, several attacks at once.
    Short,
    /// A thousand kills, long waits, one attack at a time.
    Full,
}

/// The setting of an attack.
pub struct Setting {
    /// The binary `firstline`.
    pub binary: PathBuf,
    /// How much is done.
    pub form: Form,
}

impl Setting {
    /// How long another customer may wait for an answer. In the short form several attacks and, in
    /// the suite, other work share the processors, so that it says less.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(match self.form {
            Form::Short => 8,
            Form::Full => 2,
        })
    }
}

/// The result of an attack.
pub enum Outcome {
    /// It was made, and showed this.
    Made(Figures),
    /// It cannot be made here, and why.
    NotMade(String),
}

/// An attack.
pub struct Attack {
    /// Its name.
    name: &'static str,
    /// The harm that it does to the relay, in one line.
    about: &'static str,
    run: fn(&Setting) -> Result<Outcome>,
}

/// An attack that was made, or not, and how long it took.
struct Row {
    attack: &'static Attack,
    outcome: Result<Outcome>,
    took: Duration,
}

/// `cargo xtask chaos [--full] [ATTACK …]`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let full = arguments.iter().any(|word| word == "--full");
    let names: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "--full")
        .collect();
    for name in &names {
        if !ATTACKS.iter().any(|attack| attack.name == *name) {
            let known: Vec<&str> = ATTACKS.iter().map(|attack| attack.name).collect();
            bail!(
                "there is no attack `{name}`; the attacks are {}",
                known.join(", ")
            );
        }
    }
    report.step("Relay");
    let (profile, mut build) = match full {
        true => (
            "release",
            tools::cargo(&["build", "--release", "--package", "firstline"])?,
        ),
        // As the suite builds it, so that nothing is built twice.
        false => (
            "debug",
            tools::cargo(&["build", "--workspace", "--bin", "firstline"])?,
        ),
    };
    report.stream(&mut build)?;
    tools::ensure_for_chaos(report);
    let form = if full { Form::Full } else { Form::Short };
    let binary = place::target().join(profile).join("firstline");
    report.step("Attacks");
    let rows = attack(report, &Setting { binary, form }, &names);
    if full && names.is_empty() {
        let out = place::root().join("docs/benchmarks/chaos.md");
        std::fs::create_dir_all(out.parent().context("no folder")?)?;
        std::fs::write(&out, table::page(&rows, &machine::described(), profile))?;
        report.note(&format!("written: {}", out.display()));
    }
    verdict(report, &rows)?;
    report.finish("what is claimed holds");
    Ok(())
}

/// The short form with the binary that the suite has built.
pub fn short(report: &Report, binary: PathBuf) -> Result<()> {
    tools::ensure_for_chaos(report);
    let form = Form::Short;
    let rows = attack(report, &Setting { binary, form }, &[]);
    verdict(report, &rows)
}

/// Makes the attacks of these names, or all.
fn attack(report: &Report, setting: &Setting, names: &[&str]) -> Vec<Row> {
    let wanted = |attack: &&'static Attack| names.is_empty() || names.contains(&attack.name);
    let waiting: VecDeque<(usize, &'static Attack)> =
        ATTACKS.iter().filter(wanted).enumerate().collect();
    let at_a_time = match setting.form {
        Form::Short => AT_A_TIME,
        Form::Full => 1,
    };
    let waiting = Mutex::new(waiting);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..at_a_time {
            scope.spawn(|| {
                loop {
                    let next = waiting
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .pop_front();
                    let Some((position, attack)) = next else {
                        return;
                    };
                    let began = Instant::now();
                    let outcome = (attack.run)(setting);
                    let took = began.elapsed();
                    let row = Row {
                        attack,
                        outcome,
                        took,
                    };
                    for line in table::lines(&row) {
                        report.note(&line);
                    }
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((position, row));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(position, _)| *position);
    done.into_iter().map(|(_, row)| row).collect()
}

/// Prints the table; fails with all claims that do not hold.
fn verdict(report: &Report, rows: &[Row]) -> Result<()> {
    for line in table::table(rows).lines() {
        report.note(line);
    }
    let mut broken = Vec::new();
    for row in rows {
        match &row.outcome {
            Ok(Outcome::Made(figures)) => {
                let claims = figures.broken.iter();
                broken.extend(claims.map(|claim| format!("{}: {claim}", row.attack.name)));
            }
            Ok(Outcome::NotMade(why)) => {
                report.note(&format!("NOT MADE: {}: {why}", row.attack.name));
            }
            Err(error) => broken.push(format!("{}: {error:#}", row.attack.name)),
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    bail!("what is claimed does not hold\n{}", broken.join("\n"))
}

/// Runs an attack's own customers.
fn block_on<T>(attack: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the customers")?
        .block_on(attack)
}
