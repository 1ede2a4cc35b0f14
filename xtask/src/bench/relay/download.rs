//! The download of a speed test, from a server that has one core: the relay beside nginx with the very bytes in a file.

use std::path::Path;

use anyhow::Result;
use hyper::body::Bytes;

use super::others::Nginx;
use super::{Pair, wrk};
use crate::relay::client::Customer;
use crate::relay::ground::Ground;
use crate::relay::process::Starting;
use crate::report::Report;

/// The path, and how many connections ask for it: as in a speed test.
const PATH: &str = "/probe/download?bytes=10000000";
const CONNECTIONS: u32 = 8;

/// The core of the server. What asks takes another.
const CORE: [&str; 3] = ["taskset", "--cpu-list", "0"];

/// Which part of nginx's is aimed at.
const AIM: f64 = 1.0;

/// Both, in turns.
pub fn measure(report: &Report, ours: &Path, runs: usize) -> Result<Pair> {
    let ground = Ground::new()?;
    let relay = Starting::new(ours, &ground)
        .under(&CORE)
        .with("RUST_LOG", "warn")
        .with("FIRSTLINE_PROBE_MOST_MEGABITS", "0")
        .with("FIRSTLINE_PROBE_HOURLY_GIGABYTES", "0")
        .start()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let asking = async {
        let mut customer = Customer::new([127, 0, 0, 1].into(), relay.address);
        customer.get_compressed(PATH).await
    };
    let bytes: Bytes = runtime.block_on(asking)?.body;
    let path = PATH.split('?').next().unwrap_or(PATH);
    let nginx = Nginx::plain(&CORE, &[(path, bytes.clone())])?;
    let (mut by_us, mut by_nginx) = (Vec::new(), Vec::new());
    for run in 0..runs {
        for turn in 0..2 {
            let is_ours = (turn + run) % 2 == 0;
            let (who, address, into) = match is_ours {
                true => ("relay", relay.address, &mut by_us),
                false => ("nginx", nginx.address, &mut by_nginx),
            };
            let figures = wrk::file(address, CONNECTIONS, PATH)?;
            let megabytes = figures.rate * bytes.len() as f64 / 1e6;
            report.note(&format!(
                "download, one core, {who}: {megabytes:.0} MB a second"
            ));
            into.push(figures);
        }
    }
    Ok(Pair {
        what: format!(
            "a download of a speed test, one core, {} bytes",
            bytes.len()
        ),
        connections: CONNECTIONS,
        ours: wrk::median(by_us)?,
        other: wrk::median(by_nginx)?,
        aim: AIM,
    })
}
