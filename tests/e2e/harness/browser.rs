//! Browsers and their drivers, by the WebDriver standard.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs};

use firstline_lab::{Lab, Place};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::paths;

/// Names the browsers to test in, with commas between them. Without it each test runs in all that
/// it is meant for.
const CHOICE: &str = "FIRSTLINE_BROWSERS";

/// How often a browser is tried to be started, and how long each try may take.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser. Another one joins by its name, its driver and its capabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
}

/// A browser that runs, with an empty profile of its own.
pub struct Session {
    pub driver: WebDriver,
    process: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    const ALL: &[(&str, Browser)] = &[
        ("chromium", Browser::Chromium),
        ("firefox", Browser::Firefox),
    ];

    /// Whether `FIRSTLINE_BROWSERS` names it, or names none.
    pub fn is_chosen(self) -> bool {
        let names = env::var(CHOICE).unwrap_or_default();
        let names = names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let named = |name: &str| {
            let known = Browser::ALL.iter().find(|(known, _)| *known == name);
            known
                .unwrap_or_else(|| {
                    panic!("{CHOICE} names {name}, which is none of {:?}", Browser::ALL)
                })
                .1
        };
        let chosen: Vec<Browser> = names.map(named).collect();
        chosen.is_empty() || chosen.contains(&self)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        let known = Browser::ALL.iter().find(|(_, known)| *known == self);
        known.expect("every browser has a name").0
    }

    /// Starts driver and browser; once more, and again, if they do not come up: on a busy machine the first try may run
    /// out of time.
    pub async fn start(self, lab: Option<&Lab>) -> Session {
        let mut failures = Vec::new();
        for _ in 0..TRIES {
            match timeout(PATIENCE, self.try_to_start(lab)).await {
                Ok(Ok(session)) => return session,
                Ok(Err(failure)) => failures.push(failure),
                Err(_) => failures.push(format!("nothing within {PATIENCE:?}")),
            }
        }
        panic!("{self:?} did not start in {TRIES} tries: {failures:?}");
    }

    async fn try_to_start(self, lab: Option<&Lab>) -> Result<Session, String> {
        let profile = tempfile::tempdir().unwrap();
        let place = profile.path().to_string_lossy().into_owned();
        let mut process = self.driver(lab);
        let address = self.address(&mut process).await?;
        let driver = WebDriver::new(address, self.capabilities(&place, lab.is_some())).await;
        let driver = driver.map_err(|error| error.to_string())?;
        let sized = driver.set_window_rect(0, 0, 390, 844).await;
        sized.map_err(|error| error.to_string())?;
        Ok(Session {
            driver,
            process,
            _profile: profile,
        })
    }

    fn driver(self, lab: Option<&Lab>) -> Child {
        let program = match self {
            Browser::Chromium => "chromedriver".into(),
            Browser::Firefox => paths::tool("geckodriver"),
        };
        let mut command = match lab {
            Some(lab) => lab
                .command(Place::Customer, &program.to_string_lossy())
                .into(),
            None => Command::new(program),
        };
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("no driver for {self:?}, `cargo xtask tools` installs it: {error}")
            })
    }

    /// Where the driver listens, as it says when it has started.
    async fn address(self, process: &mut Child) -> Result<String, String> {
        let before = match self {
            Browser::Chromium => "started successfully on port ",
            Browser::Firefox => "Listening on 127.0.0.1:",
        };
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next_line().await.map_err(|error| error.to_string())?;
            let line = line.ok_or("its driver ended before it listened")?;
            if let Some((_, port)) = line.split_once(before) {
                break port.trim_end_matches('.').to_owned();
            }
        };
        // Its other lines go nowhere, but must go.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(format!("http://127.0.0.1:{port}"))
    }

    fn capabilities(self, profile: &str, in_lab: bool) -> Capabilities {
        let mut capabilities = match self {
            Browser::Chromium => chromium(profile, in_lab),
            Browser::Firefox => firefox(profile, in_lab),
        };
        // The laboratory's certificate is signed by itself.
        capabilities
            .set("acceptInsecureCerts", json!(in_lab))
            .unwrap();
        capabilities
    }
}

fn chromium(profile: &str, in_lab: bool) -> Capabilities {
    let mut options = json!({
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--lang=en",
            "--window-size=390,844", "--hide-scrollbars",
            // Nothing beyond this machine is ever asked, whatever a page or the browser wants.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            format!("--user-data-dir={profile}"),
        ],
    });
    if in_lab {
        // There is nothing beyond the laboratory, and its names are its own. Datagrams go over QUIC.
        let arguments = options["args"].as_array_mut().unwrap();
        let not_there = ["--host-resolver-rules", "--disable-quic"];
        arguments.retain(|argument| {
            let argument = argument.to_string();
            not_there.iter().all(|other| !argument.contains(other))
        });
        arguments.push(json!("--ignore-certificate-errors"));
    }
    if let Some(binary) = ["chromium", "chromium-browser"].iter().find_map(in_path) {
        options["binary"] = binary.into();
    }
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", json!("chrome")).unwrap();
    capabilities.set("goog:chromeOptions", options).unwrap();
    capabilities
        .set("goog:loggingPrefs", json!({ "browser": "ALL" }))
        .unwrap();
    capabilities
}

fn firefox(profile: &str, in_lab: bool) -> Capabilities {
    // Its window does not get narrower than its own buttons need, which is wider than a phone.
    let style = Path::new(profile).join("chrome");
    fs::create_dir(&style).unwrap();
    let narrow = ":root, body, #navigator-toolbox { min-width: 0 !important; }";
    fs::write(style.join("userChrome.css"), narrow).unwrap();
    let mut options = json!({
        "args": ["-headless", "-profile", profile],
        "prefs": {
            "toolkit.legacyUserProfileCustomizations.stylesheets": true,
            // Nothing beyond this machine is ever asked: all else goes to a proxy that is not there.
            "network.proxy.type": if in_lab { 0 } else { 1 },
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": 9,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": 9,
            "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
            "intl.accept_languages": "en-US, en",
        },
    });
    if let Some(binary) = ["firefox-esr", "firefox"].iter().find_map(in_path) {
        options["binary"] = binary.into();
    }
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", json!("firefox")).unwrap();
    capabilities.set("moz:firefoxOptions", options).unwrap();
    capabilities
}

fn in_path(name: &&str) -> Option<String> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|dir| dir.join(name))
        .find(|path| path.is_file())
        .map(|path| path.to_string_lossy().into_owned())
}

impl Session {
    /// Ends the browser, then its driver: a driver that is killed first leaves its browser behind.
    pub async fn end(mut self) {
        let _ = timeout(Duration::from_secs(10), self.driver.quit()).await;
        let _ = self.process.kill().await;
    }
}
