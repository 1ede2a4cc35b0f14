//! What a person sees while a command works: headings with the time so far, the output of what
//! runs, or, where that is long and dull, a line now and then and the log when it fails.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::place;

/// How often a long quiet command says that it is still at work.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How much of a log is shown when its command fails.
const LOG_TAIL: usize = 80;

/// The voice of one run of a command.
pub struct Report {
    began: Instant,
    step: Option<(String, Instant)>,
    finished: Vec<(String, Duration)>,
}

impl Report {
    /// Begins, and starts the clock.
    pub fn start() -> Report {
        Report {
            began: Instant::now(),
            step: None,
            finished: Vec::new(),
        }
    }

    /// Begins a step: a heading with the time that has passed since the start.
    pub fn step(&mut self, title: &str) {
        self.end_step();
        say(&format!("\n==> [{}] {title}", clock(self.began.elapsed())));
        self.step = Some((title.to_owned(), Instant::now()));
    }

    /// Says one line below the heading.
    pub fn note(&self, line: &str) {
        say(&format!("    {line}"));
    }

    /// Runs a command whose output people want to see as it comes.
    pub fn stream(&self, command: &mut Command) -> Result<()> {
        self.note(&format!("$ {}", shown(command)));
        let status = command.status().with_context(|| cannot_start(command))?;
        if !status.success() {
            bail!("`{}` failed ({status})", shown(command));
        }
        Ok(())
    }

    /// Starts a command whose output somebody reads on its way to people.
    pub fn spawned(&self, command: &mut Command) -> Result<Child> {
        self.note(&format!("$ {}", shown(command)));
        command.spawn().with_context(|| cannot_start(command))
    }

    /// Says a line that a command printed.
    pub fn said(&self, line: &str) {
        say(line);
    }

    /// Runs a command whose output is long and dull. It goes to a log; a line now and then says how
    /// far it is; the end of the log is shown when the command fails.
    pub fn logged(&self, name: &str, command: &mut Command) -> Result<()> {
        let path = log_path(name)?;
        self.note(&format!("$ {}", shown(command)));
        self.note(&format!("output goes to {}", path.display()));
        let log = File::create(&path)?;
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut child = command.spawn().with_context(|| cannot_start(command))?;
        let status = self.watch(&mut child, &path)?;
        if !status.success() {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let tail = &lines[lines.len().saturating_sub(LOG_TAIL)..];
            eprintln!("{}", tail.join("\n"));
            bail!(
                "`{}` failed ({status}); the whole log is {}",
                shown(command),
                path.display()
            );
        }
        Ok(())
    }

    /// The output of the command that [`Report::logged`] last ran under this name.
    pub fn log(&self, name: &str) -> Result<String> {
        let path = log_path(name)?;
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    fn watch(&self, child: &mut Child, log: &Path) -> Result<std::process::ExitStatus> {
        let began = Instant::now();
        let mut spoke = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if spoke.elapsed() >= HEARTBEAT {
                spoke = Instant::now();
                let line = last_line(log);
                self.note(&format!("... {}  {line}", clock(began.elapsed())));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Ends the last step and prints what each step took.
    pub fn finish(&mut self, verdict: &str) {
        self.end_step();
        say("");
        for (title, took) in &self.finished {
            say(&format!("    {}  {title}", clock(*took)));
        }
        say(&format!("==> [{}] {verdict}", clock(self.began.elapsed())));
    }

    fn end_step(&mut self) {
        if let Some((title, began)) = self.step.take() {
            self.finished.push((title, began.elapsed()));
        }
    }
}

/// Prints a line to standard output at once, so that it stands in order with what children print.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    let line = if line.starts_with("\n==>") && out.is_terminal() {
        format!("\n\x1b[1m{}\x1b[0m", line.trim_start())
    } else {
        line.to_owned()
    };
    // A closed pipe is no reason to stop the work.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{:>2}:{:02}", seconds / 60, seconds % 60)
}

fn log_path(name: &str) -> Result<PathBuf> {
    let dir = place::target().join("xtask-logs");
    fs::create_dir_all(&dir)?;
    Ok(dir.join(format!("{name}.log")))
}

fn last_line(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let line = text.lines().rev().find(|line| !line.trim().is_empty());
    line.unwrap_or("").trim().chars().take(90).collect()
}

/// The most words of a command that are shown.
const SHOWN_WORDS: usize = 24;

/// A command as one would type it, with long paths cut to their last part, and a long list of files cut short.
fn shown(command: &Command) -> String {
    let mut words = vec![short(&command.get_program().to_string_lossy())];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    if words.len() > SHOWN_WORDS {
        let more = words.len() - SHOWN_WORDS / 2;
        words.truncate(SHOWN_WORDS / 2);
        words.push(format!("… and {more} more"));
    }
    words.join(" ")
}

fn short(program: &str) -> String {
    let name = Path::new(program).file_name();
    name.map_or_else(
        || program.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", command.get_program().to_string_lossy())
}
