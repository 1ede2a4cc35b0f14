//! A line in a laboratory, with the relay on the provider's side and the browser on the customer's device.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use firstline_lab::{Lab, Line, Place};
use tempfile::TempDir;

use super::browser::Browser;
use super::page::Page;
use super::relay::only_guide;
use super::{paths, run};

/// What the checks ask there.
const CHECKS: [(&str, &str); 5] = [
    (
        "FIRSTLINE_CHECKS_ISP",
        "https://*.isp.example/probe/ping,https://192.0.2.10/probe/ping",
    ),
    (
        "FIRSTLINE_CHECKS_INTERNET",
        "https://*.site-a.example/,https://198.51.100.11/,https://198.51.100.12/",
    ),
    (
        "FIRSTLINE_CHECKS_DNS",
        "https://*.dns.isp.example/probe/ping",
    ),
    ("FIRSTLINE_CHECKS_ROUTER", "http://192.168.1.1/"),
    ("FIRSTLINE_CHECKS_STUN", "stun:198.51.100.10:3478"),
];

/// Runs a test in every browser on the customer's device in a laboratory, whose relay at `https://help.isp.example/` has this one
/// guide, and is set up by these variables too. The test is told which browser it is, by its name. Nothing is broken when it begins.
///
/// It needs Linux and root; where there can be no laboratory, it says so loudly and tests nothing.
pub fn in_laboratory(guide: &str, set_up: &[(&str, &str)], test: impl AsyncFn(&Page, &Lab, &str)) {
    let lab = match Lab::up(Line::default()) {
        Ok(lab) => lab,
        Err(why) => {
            why.not_tested(std::thread::current().name().unwrap_or("a test"));
            return;
        }
    };
    let _relay = Relay::start(&lab, guide, set_up);
    // The thread is there from now on.
    lab.enter(Place::Customer).unwrap();
    let browsers = [Browser::Chromium, Browser::Firefox];
    run(&browsers, Some(&lab), async |page, browser| {
        lab.heal().unwrap();
        test(page, &lab, browser).await;
    });
}

/// The relay on the provider's side; ends when dropped.
struct Relay {
    process: Child,
    _files: TempDir,
}

impl Relay {
    fn start(lab: &Lab, guide: &str, set_up: &[(&str, &str)]) -> Relay {
        let files = tempfile::tempdir().unwrap();
        let guides = only_guide(files.path(), guide);
        let mut command = lab.command(Place::Provider, &paths::binary().to_string_lossy());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("FIRSTLINE_") {
                command.env_remove(name);
            }
        }
        command.envs(CHECKS).envs(set_up.iter().copied());
        let mut process = command
            .args(["serve", "--sample"])
            .current_dir(files.path())
            .env("FIRSTLINE_LISTEN", "[::]:8080")
            .env("FIRSTLINE_WIDGET", paths::widget())
            .env("FIRSTLINE_DATA", files.path().join("data"))
            .env("FIRSTLINE_GUIDES", &guides)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = process.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let relay = Relay {
            process,
            _files: files,
        };
        assert!(line.contains("http://"), "the relay does not start: {line}");
        relay
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
