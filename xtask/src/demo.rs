//! `cargo xtask demo`: everything built, the sample provider's page served with a working relay.

use std::env;

use anyhow::Result;

use crate::place;
use crate::report::Report;
use crate::tools;
use crate::widget::{self, Profile};

/// Where `firstline.toml` says.
const USUAL: &str = "127.0.0.1:8080";

/// `cargo xtask demo [--listen ADDRESS:PORT]`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    report.step("Tools");
    tools::ensure_for_widget(report)?;

    report.step("Widget (plain release)");
    let dir = widget::build(report, Profile::Release)?;

    report.step("Server");
    report.stream(&mut tools::cargo(&["build", "--package", "firstline"])?)?;

    report.step("Serving the sample provider's page; Ctrl-C ends it");
    let mut server = tools::command(&place::target().join("debug/firstline").to_string_lossy())?;
    // What a demo has and no provider's configuration should: lines filled from this machine, faults from the repository.
    for (key, value) in [
        (
            "FIRSTLINE_CHECKS_SPEED",
            format!("http://{}/", listens(arguments)),
        ),
        (
            "FIRSTLINE_STATUS_FILE",
            place::root().join("demo/status.json").display().to_string(),
        ),
    ] {
        if env::var_os(key).is_none() {
            server.env(key, value);
        }
    }
    server
        .args(["serve", "--sample", "--widget"])
        .arg(&dir)
        .arg("--guides")
        .arg(place::root().join("guides"))
        .args(arguments);
    report.stream(&mut server)
}

/// Where the relay will listen.
fn listens(arguments: &[String]) -> &str {
    let mut arguments = arguments.iter();
    let listen = arguments.by_ref().find_map(|one| match one.as_str() {
        "--listen" => Some(None),
        other => other.strip_prefix("--listen=").map(Some),
    });
    match listen {
        Some(Some(address)) => address,
        Some(None) => arguments.next().map_or(USUAL, String::as_str),
        None => USUAL,
    }
}
