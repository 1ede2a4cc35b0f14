//! Where answers come from: files that were named, then whoever types.

use std::collections::VecDeque;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;

use anyhow::Context as _;

/// Lines to come.
pub struct Input {
    written: VecDeque<String>,
    /// Whether standard input is read when the written ones are used up. Not where it is no
    /// terminal and answers were given by files: then they are meant to be all.
    typed: bool,
    terminal: bool,
}

/// A line, and whether whoever reads the screen has seen it typed.
pub struct Line {
    /// As it was typed, without its end.
    pub text: String,
    /// Whether it stands on the screen already.
    pub seen: bool,
}

impl Input {
    /// Reads the files; standard input follows.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub fn open(files: &[PathBuf]) -> anyhow::Result<Input> {
        let mut written = VecDeque::new();
        for file in files {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            let answers = text.lines().filter(|line| !line.starts_with('#'));
            written.extend(answers.map(str::to_owned));
        }
        let terminal = std::io::stdin().is_terminal();
        Ok(Input {
            written,
            typed: terminal || files.is_empty(),
            terminal,
        })
    }

    /// Whether a person sits there and sees what is printed.
    pub fn by_hand(&self) -> bool {
        self.terminal && self.written.is_empty()
    }

    /// The next line; `None` where there are no more.
    ///
    /// # Errors
    ///
    /// Standard input cannot be read.
    pub fn next(&mut self) -> anyhow::Result<Option<Line>> {
        if let Some(text) = self.written.pop_front() {
            return Ok(Some(Line { text, seen: false }));
        }
        if !self.typed {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_until(b'\n', &mut bytes)
            .context("cannot read the answers")?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(Line {
            text: text.trim_end_matches(['\n', '\r']).to_owned(),
            seen: self.terminal,
        }))
    }
}
