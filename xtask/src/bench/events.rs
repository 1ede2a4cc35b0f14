//! `cargo xtask bench events`: what happens on walks, taken by the relay and by a bare handler that adds the same events to
//! a table, in the same run, in turns. Each has one core alone.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

use super::relay::others::Bare;
use super::relay::wrk::{self, Figures};
use super::setup;
use crate::machine;
use crate::relay::ground::Ground;
use crate::relay::process::Starting;
use crate::relay::ticket::pack_hash;
use crate::report::Report;

/// How many browsers send at once.
const CONNECTIONS: [u32; 2] = [8, 64];

/// The core of the server. What sends takes another.
const CORE: [&str; 3] = ["taskset", "--cpu-list", "0"];

/// Which part of the bare handler's events is aimed at.
const AIM: f64 = 0.7;

/// The aim, in walks a minute.
const WALKS: f64 = 10_000.0;

/// Both beside one another.
struct Pair {
    connections: u32,
    ours: Figures,
    bare: Figures,
}

/// `cargo xtask bench events [RUNS]`. With fewer runs than three no report is written.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let runs = setup::runs(arguments, 3)?;
    let (ours, bare) = setup::relay_and_bare(report)?;
    report.step("Events");
    let batch = batch()?;
    let pairs = measure(report, &ours, &bare, &batch, runs)?;
    let table = table(&pairs, events(&batch));
    for line in table.lines() {
        report.note(line);
    }
    if runs >= 3 {
        let text = page(&table, &batch, &machine::described(), runs);
        setup::write(report, "events", &text)?;
    }
    report.finish("measured");
    Ok(())
}

/// The events that a browser sends of one walk to its end.
fn batch() -> Result<Value> {
    Ok(json!({ "format": 1, "walks": [{
        "walk": "WALK", "guide": "no-internet", "hash": pack_hash()?, "language": "en", "ago": 300,
        "technology": "fibre", "area": "SW1",
        "events": [
            { "n": 1, "is": "began", "at": "line" },
            { "n": 2, "is": "checked", "found": [
                { "check": "isp", "verdict": "pass" }, { "check": "internet", "verdict": "pass" } ] },
            { "n": 3, "is": "left", "from": "line", "to": "restart", "how": "fail", "s": 20, "total": 20 },
            { "n": 4, "is": "left", "from": "restart", "to": "fixed", "how": "yes", "s": 240, "total": 260 },
            { "n": 5, "is": "rated", "at": "fixed", "helped": true, "easy": 4 },
        ],
    }] }))
}

/// How many events are in it.
fn events(batch: &Value) -> f64 {
    let events = batch["walks"][0]["events"].as_array().map_or(0, Vec::len);
    f64::from(u32::try_from(events).unwrap_or(0))
}

fn measure(
    report: &Report,
    ours: &Path,
    bare: &Path,
    batch: &Value,
    runs: usize,
) -> Result<Vec<Pair>> {
    let folder = tempfile::tempdir()?;
    let body = folder.path().join("events.json");
    std::fs::write(&body, batch.to_string())?;
    let mut pairs = Vec::new();
    for (at, connections) in CONNECTIONS.into_iter().enumerate() {
        let (mut by_us, mut by_bare) = (Vec::new(), Vec::new());
        for run in 0..runs {
            for turn in 0..2 {
                // Who is first changes: what the other left behind in caches helps nobody.
                let is_ours = (turn + run + at) % 2 == 0;
                let figures = match is_ours {
                    true => by_the_relay(ours, connections, &body)?,
                    false => {
                        let other = Bare::under(&CORE, bare)?;
                        wrk::events(other.address, connections, &body)?
                    }
                };
                let who = if is_ours { "relay" } else { "bare" };
                report.note(&format!("{connections:>3} connections, {who}: {figures}"));
                match is_ours {
                    true => by_us.push(figures),
                    false => by_bare.push(figures),
                }
            }
        }
        pairs.push(Pair {
            connections,
            ours: wrk::median(by_us)?,
            bare: wrk::median(by_bare)?,
        });
    }
    Ok(pairs)
}

/// The relay, and whether it counted what it took: an answer alone would prove nothing.
fn by_the_relay(binary: &Path, connections: u32, body: &Path) -> Result<Figures> {
    let ground = Ground::new()?;
    let relay = Starting::new(binary, &ground)
        .under(&CORE)
        .with("RUST_LOG", "warn")
        .with("FIRSTLINE_INSIGHTS_PER_MINUTE", "0")
        .start()?;
    let figures = wrk::events(relay.address, connections, body)?;
    relay.stop()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let counted = runtime.block_on(counted(&ground))?;
    ensure!(
        counted >= figures.answers,
        "{:.0} batches were answered, and {counted:.0} walks counted",
        figures.answers
    );
    Ok(figures)
}

/// How many walks are written down.
async fn counted(ground: &Ground) -> Result<f64> {
    let file = ground.data().join("firstline.sqlite");
    let options = SqliteConnectOptions::new().filename(file);
    let mut store: SqliteConnection = options.connect().await?;
    let row = sqlx::query("SELECT CAST(COALESCE(SUM(begun), 0) AS REAL) FROM insight_walks")
        .fetch_one(&mut store)
        .await?;
    let counted = row.try_get(0)?;
    store.close().await?;
    Ok(counted)
}

fn table(pairs: &[Pair], events: f64) -> String {
    let mut text = "| connections | relay, events a second | bare, events a second | of it | aim | relay, walks a minute | \
                    relay, median, p99, ms | bare, median, p99, ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for Pair {
        connections,
        ours,
        bare,
    } in pairs
    {
        let part = ours.rate / bare.rate;
        let walks = ours.rate * 60.0;
        let met = if part >= AIM && walks >= WALKS {
            ""
        } else {
            ", missed"
        };
        text += &format!(
            "| {connections} | {:.0} | {:.0} | {part:.2} | {AIM:.1}{met} | {walks:.0} | {:.2}, {:.2} | {:.2}, {:.2} |\n",
            ours.rate * events,
            bare.rate * events,
            ours.median,
            ours.p99,
            bare.median,
            bare.p99,
        );
    }
    text
}

fn page(table: &str, batch: &Value, machine: &str, runs: usize) -> String {
    format!(
        "# Events of walks\n\n\
         Written by `cargo xtask bench events`. What happens on walks is sent to the relay, and to a bare handler \
         ([benches/relay](../../benches/relay/src/main.rs)) that reads the same JSON and adds each event to a row of a table, \
         one transaction a batch, with a write-ahead log and `synchronous = NORMAL`. The relay holds each event \
         against the guide's pack, knows what came already, adds it up in memory and writes that down once a second; a \
         measurement counts only if all walks that were answered are in its store afterwards.\n\n\
         A batch is one walk to its end, {:.0} events, {} bytes. The server has one core alone, the client (`wrk`, one \
         thread) the other, over the loopback network. Who is measured first changes from run to run; each figure is of \
         the run in the middle of {runs}, by its rate. Aimed at are {AIM} of the bare handler and {WALKS:.0} walks a \
         minute.\n\n\
         {machine}.\n\n{table}",
        events(batch),
        batch.to_string().len(),
    )
}
