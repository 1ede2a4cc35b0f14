//! `cargo xtask bench deliveries`: a thousand tickets through kills, ten thousand that waited, and a region of ten thousand
//! customers, on SQLite with one relay and on PostgreSQL with two. The long form of `crates/cli/tests/crash` and `region.rs`:
//! figures are counts, and the tests fail if a ticket is missing or there twice.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::setup;
use crate::machine;
use crate::place;
use crate::postgres::{Server, TEST_DATABASE};
use crate::report::Report;
use crate::tools;

/// How many tickets are sent while relays and helpdesk are killed.
const TICKETS: &str = "1000";

/// How many wait until deliveries are resumed.
const BACKLOG: &str = "10000";

/// How many customers ask in a minute.
const REGION: &str = "10000";

/// `cargo xtask bench deliveries [--go-on]`: with the word, a half that was measured before is not measured again.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let goes_on = match arguments {
        [] => false,
        [word] if word == "--go-on" => true,
        _ => bail!("expected nothing or --go-on"),
    };
    tools::ensure_for_database(report)?;
    report.step("Deliveries, in the long form: half an hour");
    let server = Server::start()?;
    // Those with kills wait most of the time, and only count: they go side by side. The region's answers are timed.
    let mut figures = Vec::new();
    for (tests, at_once) in [("crash", "8"), ("region", "1")] {
        let kept = place::target().join(format!("bench-deliveries-{tests}.txt"));
        if !(goes_on && kept.is_file()) {
            fs::write(&kept, said(report, &server, tests, at_once)?)?;
        }
        figures.extend(printed(&fs::read_to_string(&kept)?)?);
    }
    setup::write(report, "deliveries", &page(&figures))?;
    report.finish("none is missing, none is there twice");
    Ok(())
}

/// What the tests of this program print, so many at a time.
fn said(report: &Report, server: &Server, tests: &str, at_once: &str) -> Result<String> {
    let mut command = tools::cargo(&[
        "test",
        "--workspace",
        "--test",
        tests,
        "--",
        "--include-ignored",
        "--nocapture",
        "--test-threads",
        at_once,
    ])?;
    command
        .env(TEST_DATABASE, server.url())
        .env("FIRSTLINE_DEV_CRASH_TICKETS", TICKETS)
        .env("FIRSTLINE_DEV_BACKLOG", BACKLOG)
        .env("FIRSTLINE_DEV_REGION", REGION)
        .stderr(Stdio::inherit());
    let output = command.output().context("cannot start the tests")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    report.note(&said);
    if !output.status.success() {
        bail!("a ticket is missing, or there twice: see above");
    }
    Ok(said)
}

/// The figures in what was printed.
fn printed(said: &str) -> Result<Vec<Value>> {
    said.lines()
        .filter_map(|line| Some(line.split_once("figures ")?.1))
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .context("a line of figures is no JSON")
}

fn page(figures: &[Value]) -> String {
    let mut page = format!(
        "# Deliveries through crashes, and after an outage\n\nWritten by `cargo xtask bench deliveries`; the suite runs the same \
         in a short form. One relay keeps its store in SQLite; two share PostgreSQL, each customer asks either. The helpdesk is a \
         stand-in: a webhook's receiver that knows a repeated key, or one that must be searched, by the interface of Request \
         Tracker. It is itself killed now and then, and of a hundred tickets it takes half as it should.\n\n{}\n\n\
         ## Tickets while relays and helpdesk are killed\n\n\
         | relays | helpdesk | tickets | SIGKILL of a relay | of the helpdesk | arrived | missing | twice |\n\
         |--:|---|--:|--:|--:|--:|--:|--:|\n",
        machine::described()
    );
    for run in figures.iter().filter(|run| run["run"] == "crash") {
        row(
            &mut page,
            run,
            &[
                "relays",
                "helpdesk",
                "tickets",
                "relay kills",
                "helpdesk kills",
                "arrived",
                "missing",
                "twice",
            ],
        );
    }
    page += "\nWhat the helpdesk did with what it was sent, how often:\n\n";
    for run in figures.iter().filter(|run| run["run"] == "crash") {
        let did = run["did"].as_object().into_iter().flatten();
        let mut did: Vec<String> = did
            .map(|(what, times)| format!("{what}: {times}"))
            .collect();
        did.sort();
        let (relays, helpdesk) = (&run["relays"], text(&run["helpdesk"]));
        let _ = writeln!(page, "- {relays} × {helpdesk}: {}.", did.join("; "));
    }
    page += "\n## Tickets that waited while deliveries were paused\n\n\
             Fifty customers; each one's tickets must arrive in their order. The rate is configured, for all relays together. \
             Memory is the most that a relay ever had, in megabytes, of a build without optimisation.\n\n\
             | relays | waited | arrived | missing | twice | customers out of order | most in a second | configured | memory before | memory |\n\
             |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    for run in figures.iter().filter(|run| run["run"] == "backlog") {
        row(
            &mut page,
            run,
            &[
                "relays",
                "waited",
                "arrived",
                "missing",
                "twice",
                "customers out of order",
                "most a second",
                "configured a second",
                "memory before",
                "memory",
            ],
        );
    }
    page += "\n## A region at once\n\n\
             Customers of one region come, 10,000 in a minute: each asks for the status and leaves an address to be told when it is \
             over, one in five sends a ticket all the same. Then the fault ends. The source of the status is asked every ten \
             seconds by each relay, however many customers ask. Customers, relays, helpdesk and whoever tells run on the same \
             machine, in a build without optimisation.\n\n\
             | relays | customers | came in, s | source asked | status, median ms | 99 of 100, ms | slowest answer, ms | tickets | arrived | twice | told | told twice |\n\
             |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    for run in figures.iter().filter(|run| run["run"] == "region") {
        row(
            &mut page,
            run,
            &[
                "relays",
                "customers",
                "seconds",
                "source asked",
                "status ms",
                "status ms, slowest of a hundred",
                "answer ms, slowest of all",
                "tickets",
                "arrived",
                "twice",
                "told",
                "told twice",
            ],
        );
    }
    page
}

fn row(page: &mut String, run: &Value, columns: &[&str]) {
    for column in columns {
        let _ = write!(page, "| {} ", text(&run[*column]));
    }
    page.push_str("|\n");
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
