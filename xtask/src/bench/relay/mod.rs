//! `cargo xtask bench relay`: tickets beside a bare handler with the same durability, and public files
//! beside nginx with the same bytes, in the same run, in turns.

mod download;
pub mod others;
mod page;
pub mod wrk;

use std::path::Path;

use anyhow::Result;
use hyper::body::Bytes;

use super::setup;
use crate::machine;
use crate::relay::client::Customer;
use crate::relay::ground::Ground;
use crate::relay::process::Starting;
use crate::relay::ticket::Tickets;
use crate::report::Report;
use others::{Bare, Nginx};
use wrk::Figures;

/// How many connections send tickets.
const CONNECTIONS: [u32; 3] = [1, 8, 64];

/// How many connections ask for files.
const READERS: u32 = 32;

/// The path, its content, and which part of nginx's answers a second is the aim.
const FILES: [(&str, &str, f64); 4] = [
    ("/guides/index.en.json", "the index of guides", 0.5),
    ("/api/v1/status", "200 known faults", 0.5),
    ("/firstline.js", "the loader", 0.5),
    ("/probe/ping", "the ping", 0.5),
];

/// Which part of a bare handler's tickets a second is aimed at.
const TICKETS: f64 = 0.7;

/// Two beside one another: what was measured, how many connections, ours and the other's, and what
/// is aimed at.
struct Pair {
    what: String,
    connections: u32,
    ours: Figures,
    other: Figures,
    aim: f64,
}

/// `cargo xtask bench relay [RUNS]`. With fewer runs than three no report is written.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let runs = setup::runs(arguments, 3)?;
    let (ours, bare) = setup::relay_and_bare(report)?;
    report.step("Tickets");
    let mut pairs = tickets(report, &ours, &bare, runs)?;
    report.step("Files");
    pairs.extend(files(report, &ours, runs)?);
    report.step("Download");
    pairs.push(download::measure(report, &ours, runs)?);
    let text = page::page(&pairs, &machine::described(), runs);
    for line in page::table(&pairs).lines() {
        report.note(line);
    }
    if runs >= 3 {
        setup::write(report, "relay", &text)?;
    }
    report.finish("measured");
    Ok(())
}

/// Tickets to disk. Each measurement has a store of its own.
fn tickets(report: &Report, ours: &Path, bare: &Path, runs: usize) -> Result<Vec<Pair>> {
    let ground = Ground::new()?;
    let (_, body) = Tickets::new()?.ticket(1);
    let body_file = ground.path().join("ticket.json");
    std::fs::write(&body_file, &body)?;
    let mut measured = [const { (Vec::new(), Vec::new()) }; CONNECTIONS.len()];
    for run in 0..runs {
        for (at, connections) in CONNECTIONS.into_iter().enumerate() {
            for turn in 0..2 {
                // Who is first changes: what the other left behind in caches helps nobody.
                let is_ours = (turn + run + at) % 2 == 0;
                let figures = if is_ours {
                    let ground = Ground::new()?;
                    let relay = Starting::new(ours, &ground)
                        .with("RUST_LOG", "warn")
                        .start()?;
                    wrk::tickets(relay.address, connections, &body_file)?
                } else {
                    let other = Bare::start(bare)?;
                    wrk::tickets(other.address, connections, &body_file)?
                };
                let who = if is_ours { "relay" } else { "bare" };
                report.note(&format!("{connections:>3} connections, {who}: {figures}"));
                match is_ours {
                    true => measured[at].0.push(figures),
                    false => measured[at].1.push(figures),
                }
            }
        }
    }
    let pairs = measured.into_iter().zip(CONNECTIONS);
    pairs
        .map(|((ours, other), connections)| {
            Ok(Pair {
                what: "a ticket to disk".to_owned(),
                connections,
                ours: wrk::median(ours)?,
                other: wrk::median(other)?,
                aim: TICKETS,
            })
        })
        .collect()
}

/// Public files, compressed as browsers ask for them. nginx serves the very bytes that ours answers.
fn files(report: &Report, ours: &Path, runs: usize) -> Result<Vec<Pair>> {
    let ground = Ground::new()?;
    let relay = Starting::new(ours, &ground)
        .with("RUST_LOG", "warn")
        .start()?;
    let mut bytes: Vec<(&str, Bytes)> = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for (path, ..) in FILES {
        let asking = async {
            let mut customer = Customer::new([127, 0, 0, 1].into(), relay.address);
            customer.get_compressed(path).await
        };
        bytes.push((path, runtime.block_on(asking)?.body));
    }
    let nginx = Nginx::start(&bytes)?;
    let mut pairs = Vec::new();
    for (at, (path, what, aim)) in FILES.into_iter().enumerate() {
        let (mut by_us, mut by_nginx) = (Vec::new(), Vec::new());
        for run in 0..runs {
            for turn in 0..2 {
                let is_ours = (turn + run + at) % 2 == 0;
                let address = if is_ours {
                    relay.address
                } else {
                    nginx.address
                };
                let figures = wrk::file(address, READERS, path)?;
                let who = if is_ours { "relay" } else { "nginx" };
                report.note(&format!("{path}, {who}: {figures}"));
                match is_ours {
                    true => by_us.push(figures),
                    false => by_nginx.push(figures),
                }
            }
        }
        pairs.push(Pair {
            what: format!("{what}, {} bytes", bytes[at].1.len()),
            connections: READERS,
            ours: wrk::median(by_us)?,
            other: wrk::median(by_nginx)?,
            aim,
        });
    }
    Ok(pairs)
}
