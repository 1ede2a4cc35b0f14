//! `cargo xtask bench`: what is measured beside others. Each writes its report into `docs/benchmarks`.

mod deliveries;
mod events;
mod guides;
mod insights;
mod relay;
mod setup;
#[cfg(target_os = "linux")]
mod speed;
mod startup;

use anyhow::{Result, bail};

use crate::report::Report;

/// A benchmark: its name, and what runs it.
type Bench = (&'static str, fn(&mut Report, &[String]) -> Result<()>);

const BENCHES: &[Bench] = &[
    ("deliveries", deliveries::run),
    ("events", events::run),
    ("guides", guides::run),
    ("insights", insights::run),
    ("relay", relay::run),
    #[cfg(target_os = "linux")]
    ("speed", speed::run),
    ("startup", startup::run),
];

/// `cargo xtask bench NAME …`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let known = |name: &String| BENCHES.iter().find(|(known, _)| known == name);
    match arguments {
        [name, rest @ ..] if let Some((_, run)) = known(name) => run(report, rest),
        _ => {
            let names: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
            bail!("name a benchmark: {}", names.join(", "))
        }
    }
}
