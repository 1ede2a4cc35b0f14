//! The laboratory that is up is told what to do over a socket, a line a word.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use firstline_lab::{Lab, Place};

use crate::place;
use crate::report::Report;

/// Whether somebody pressed Ctrl-C. The default ends the process at once and would leave namespaces behind.
static STOPPED: AtomicBool = AtomicBool::new(false);

fn path() -> PathBuf {
    place::target().join("lab.sock")
}

/// Where the one that is up listens; gone when dropped.
pub struct Control(UnixListener);

/// Listens.
///
/// # Errors
///
/// If one is up already.
pub fn listen() -> Result<Control> {
    let path = path();
    if UnixStream::connect(&path).is_ok() {
        bail!("a laboratory is up already; `cargo xtask lab down` takes it away");
    }
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path)
        .with_context(|| format!("cannot listen on {}", path.display()))?;
    listener.set_nonblocking(true)?;
    Ok(Control(listener))
}

/// Tells the one that is up, and gives its answer.
///
/// # Errors
///
/// If none is up, or what it cannot do.
pub fn tell(word: &str) -> Result<String> {
    let mut stream = UnixStream::connect(path())
        .context("no laboratory is up; `cargo xtask lab up` makes one, in another terminal")?;
    writeln!(stream, "{word}")?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    match answer.trim_end().split_once(' ') {
        Some(("error", why)) => bail!("{why}"),
        Some(("ok", text)) => Ok(text.to_owned()),
        _ => Ok(String::new()),
    }
}

impl Control {
    /// Does what it is told until that is to end.
    pub fn obey(self, lab: &Lab, report: &Report) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        runtime.spawn(async {
            let _ = tokio::signal::ctrl_c().await;
            STOPPED.store(true, Ordering::Relaxed);
        });
        while !STOPPED.load(Ordering::Relaxed) {
            let Ok((stream, _)) = self.0.accept() else {
                std::thread::sleep(Duration::from_millis(50));
                continue;
            };
            stream.set_nonblocking(false)?;
            stream.set_read_timeout(Some(Duration::from_secs(2)))?;
            let mut word = String::new();
            BufReader::new(&stream).read_line(&mut word)?;
            let word = word.trim();
            report.note(word);
            let answer = match obeyed(lab, word) {
                Ok(text) => format!("ok {text}\n"),
                Err(why) => format!("error {why:#}\n"),
            };
            let _ = (&stream).write_all(answer.as_bytes());
            if word == "down" {
                break;
            }
        }
        Ok(())
    }
}

fn obeyed(lab: &Lab, word: &str) -> Result<String> {
    let wrong = anyhow::Error::msg::<String>;
    match word.split_once(' ') {
        Some(("fault", "none")) => lab.heal()?,
        Some(("fault", name)) => lab.fault(name.parse().map_err(wrong)?)?,
        Some(("line", line)) => lab.set_line(line.parse().map_err(wrong)?),
        Some(("name", name)) => {
            let place: Place = name.parse().map_err(wrong)?;
            return Ok(lab.name(place));
        }
        None if word == "down" => {}
        _ => bail!("“{word}” is not understood"),
    }
    Ok(String::new())
}

impl Drop for Control {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(path());
    }
}
