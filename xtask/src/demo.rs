//! `cargo xtask demo`: everything built, the sample provider's page served with a working relay.

use anyhow::Result;

use crate::place;
use crate::report::Report;
use crate::tools;
use crate::widget::{self, Profile};

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
    server
        .args(["serve", "--sample", "--widget"])
        .arg(&dir)
        .arg("--guides")
        .arg(place::root().join("guides"))
        .args(arguments);
    report.stream(&mut server)
}
