//! `wrk` as the customer of both.

use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use crate::place;
use crate::tools;

/// How long one measurement takes, after a second that does not count.
const SECONDS: u32 = 5;

/// The measured figures.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Answers a second.
    pub rate: f64,
    /// Half of them came within this time, in milliseconds.
    pub median: f64,
    /// 99 of 100 came within this time, in milliseconds.
    pub p99: f64,
    /// How many answers came while it was measured.
    pub answers: f64,
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:.0} a second, median {:.2} ms, p99 {:.2} ms",
            self.rate, self.median, self.p99
        )
    }
}

/// Tickets, each with a key of its own.
pub fn tickets(to: SocketAddr, connections: u32, body: &Path) -> Result<Figures> {
    bodies(to, connections, body, "tickets.lua", "/api/v1/tickets")
}

/// Batches of events, each of a walk of its own.
pub fn events(to: SocketAddr, connections: u32, body: &Path) -> Result<Figures> {
    bodies(to, connections, body, "events.lua", "/api/v1/events")
}

fn bodies(
    to: SocketAddr,
    connections: u32,
    body: &Path,
    script: &str,
    path: &str,
) -> Result<Figures> {
    let measure = |seconds| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let run = format!("{:08x}", u32::try_from(now.as_millis() & 0xffff_ffff)?);
        let mut wrk = wrk(to, connections, seconds, script, path)?;
        wrk.arg("--").arg(body).arg(run);
        figures(&mut wrk)
    };
    measure(1)?;
    measure(SECONDS)
}

/// A file, asked for as browsers do.
pub fn file(to: SocketAddr, connections: u32, path: &str) -> Result<Figures> {
    let measure = |seconds| figures(&mut wrk(to, connections, seconds, "report.lua", path)?);
    measure(1)?;
    measure(SECONDS)
}

fn wrk(
    to: SocketAddr,
    connections: u32,
    seconds: u32,
    script: &str,
    path: &str,
) -> Result<Command> {
    let mut wrk = tools::command("wrk")?;
    // One thread: what measures must leave the processors to what is measured.
    wrk.args(["--threads", "1", "--connections"])
        .arg(connections.to_string())
        .args(["--duration", &format!("{seconds}s"), "--timeout", "20s"])
        .args(["--header", "Accept-Encoding: gzip, deflate, br, zstd"])
        .arg("--script")
        .arg(place::root().join("benches/relay").join(script))
        .arg(format!("http://{to}{path}"));
    Ok(wrk)
}

fn figures(wrk: &mut Command) -> Result<Figures> {
    let output = wrk.output().context("cannot start wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("figures "));
    let errors = String::from_utf8_lossy(&output.stderr);
    let line = line.with_context(|| format!("wrk says\n{text}{errors}"))?;
    let numbers: Vec<f64> = line
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let [rate, median, p99, failed, answers] = numbers[..] else {
        anyhow::bail!("wrk says {line:?}");
    };
    ensure!(failed == 0.0, "{failed} requests failed: {text}");
    Ok(Figures {
        rate,
        median,
        p99,
        answers,
    })
}

/// The run in the middle, by its rate.
pub fn median(mut figures: Vec<Figures>) -> Result<Figures> {
    figures.sort_by(|one, other| one.rate.total_cmp(&other.rate));
    let middle = figures.len() / 2;
    figures.get(middle).copied().context("nothing was measured")
}
