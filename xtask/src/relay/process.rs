//! The relay's process: started, looked at, stopped, killed.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::ground::Ground;

/// How long a relay may take until it says its address.
const START: Duration = Duration::from_secs(120);

/// How long a relay may take to stop when it is told to.
const STOP: Duration = Duration::from_secs(40);

/// A relay to be started.
pub struct Starting<'g> {
    binary: PathBuf,
    ground: &'g Ground,
    under: Vec<String>,
    environment: Vec<(String, String)>,
    log: Option<Stdio>,
    listen: SocketAddr,
}

/// A relay that runs.
pub struct Relay {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl<'g> Starting<'g> {
    /// A relay of this binary on this ground, on any port that is free.
    pub fn new(binary: &Path, ground: &'g Ground) -> Starting<'g> {
        Starting {
            binary: binary.to_owned(),
            ground,
            under: Vec::new(),
            environment: Vec::new(),
            log: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        }
    }

    /// Where it listens.
    pub fn at(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Started by another program that becomes it.
    pub fn under(mut self, words: &[&str]) -> Self {
        self.under = words.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    /// With this variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With its log there, and not in a file of the ground.
    pub fn log(mut self, log: Stdio) -> Self {
        self.log = Some(log);
        self
    }

    /// Starts it and waits until it says its address.
    pub fn start(self) -> Result<Relay> {
        let log_file = self.ground.path().join("relay.log");
        let log = match self.log {
            Some(log) => log,
            None => std::fs::File::options()
                .create(true)
                .append(true)
                .open(&log_file)?
                .into(),
        };
        let mut words = self.under;
        words.push(self.binary.display().to_string());
        words.extend(["serve".to_owned(), "--listen".to_owned()]);
        words.push(self.listen.to_string());
        let mut command = Command::new(&words[0]);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("FIRSTLINE_") {
                command.env_remove(name);
            }
        }
        let mut child = command
            .args(&words[1..])
            .current_dir(self.ground.path())
            .env_remove("RUST_LOG")
            .envs(self.environment)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start {}", words[0]))?;
        let out = child.stdout.take().context("no standard output")?;
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let _ = BufReader::new(out).read_line(&mut line);
            let _ = sender.send(line);
        });
        let line = receiver.recv_timeout(START).unwrap_or_default();
        let address = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix("http://"))
            .and_then(|word| word.trim_end_matches('/').parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            let log = std::fs::read_to_string(&log_file).unwrap_or_default();
            bail!("the relay does not start; it says {line:?} and logs\n{log}");
        };
        Ok(Relay { child, address })
    }
}

impl Relay {
    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it ever had, in megabytes; `None` where the system does not tell.
    pub fn peak(&self) -> Option<u64> {
        self.status_of("VmHWM:")
    }

    /// The memory that it has now, in megabytes.
    pub fn memory(&self) -> Option<u64> {
        self.status_of("VmRSS:")
    }

    fn status_of(&self, key: &str) -> Option<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes.div_ceil(1024))
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends it a signal by its name, such as `HUP`.
    pub fn signal(&self, name: &str) -> Result<()> {
        let id = self.id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status()?;
        if !status.success() {
            bail!("the relay is gone already");
        }
        Ok(())
    }

    /// Ends it as a power cut ends a program: at once.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Tells it to stop and gives its exit code, and how long it took.
    pub fn stop(mut self) -> Result<(Option<i32>, Duration)> {
        let began = Instant::now();
        self.signal("TERM")?;
        while began.elapsed() < STOP {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status.code(), began.elapsed()));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("the relay did not stop within {} s", STOP.as_secs())
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
