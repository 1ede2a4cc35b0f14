//! A relay on the provider's side of the laboratory, set up for every check that it can be set up for.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};
use firstline_lab::{Lab, Place, plan};
use tempfile::TempDir;

use crate::place;

/// A relay; ends when dropped.
pub struct Relay {
    child: Child,
    _data: TempDir,
}

impl Relay {
    /// Starts the newest that was built, and waits until it listens.
    pub fn start(lab: &Lab) -> Result<Relay> {
        let target = place::target();
        let found = ["release", "debug"].map(|profile| target.join(profile).join("firstline"));
        let changed = |file: &std::path::PathBuf| file.metadata().and_then(|it| it.modified()).ok();
        let binary = found.into_iter().filter(|file| file.is_file());
        let binary = binary
            .max_by_key(changed)
            .context("there is no relay to start; `cargo build --package firstline` builds one")?;
        let widgets = ["small", "release"].map(place::widget);
        let widget = widgets
            .into_iter()
            .find(|folder| folder.is_dir())
            .context("there is no widget to serve; `cargo xtask widget` builds one")?;
        let data = tempfile::tempdir()?;
        let [first, others @ ..] = plan::RELAY_PORTS;
        let listeners: Vec<String> = others
            .iter()
            .map(|(port, _)| format!("[::]:{port}"))
            .collect();
        let log = std::fs::File::create(target.join("lab-relay.log"))?;
        let mut child = lab
            .command(Place::Provider, &binary.display().to_string())
            .args(["serve", "--sample"])
            .current_dir(place::root())
            .env("FIRSTLINE_LISTEN", format!("[::]:{}", first.0))
            .env("FIRSTLINE_WIDGET", widget)
            .env("FIRSTLINE_DATA", data.path())
            .env("FIRSTLINE_PROBE_LISTENERS", listeners.join(","))
            .env("FIRSTLINE_PROBE_NETWORKS", "192.168.1.0/24,2001:db8:1::/64")
            .env("FIRSTLINE_PROBE_MOST_MEGABITS", "0")
            .env("FIRSTLINE_PROBE_HOURLY_GIGABYTES", "0")
            .env(
                "FIRSTLINE_CHECKS_ISP",
                "https://*.isp.example/probe/ping,https://192.0.2.10/probe/ping",
            )
            .env(
                "FIRSTLINE_CHECKS_INTERNET",
                "https://*.site-a.example/,https://198.51.100.11/,https://198.51.100.12/",
            )
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context("cannot start the relay")?;
        let out = child.stdout.take().context("no standard output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        if !line.contains("http://") {
            let _ = child.kill();
            let _ = child.wait();
            bail!("the relay does not start; target/lab-relay.log says why");
        }
        Ok(Relay { child, _data: data })
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
