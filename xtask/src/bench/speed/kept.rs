//! What was measured so far, a line a visit: a measurement that takes an hour must not be lost with its last minute.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::engines::Engine;
use super::visit::Told;
use crate::place;

#[derive(Serialize, Deserialize)]
struct Visit {
    line: String,
    engine: String,
    told: Told,
}

/// The visits of before, and the file that this one's are added to.
pub struct Kept {
    visits: Vec<Visit>,
    file: File,
}

impl Kept {
    /// Opens the file. What is in it counts only if one goes on; else it is begun anew.
    pub fn open(goes_on: bool) -> Result<Kept> {
        let path = place::target().join("bench-speed.jsonl");
        let mut visits = Vec::new();
        if goes_on && path.is_file() {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            for (at, line) in text.lines().enumerate() {
                visits.push(serde_json::from_str(line).with_context(|| {
                    format!("{}:{}: no visit; delete the file", path.display(), at + 1)
                })?);
            }
        }
        let mut options = OpenOptions::new();
        options.create(true).write(true);
        let options = if goes_on {
            options.append(true)
        } else {
            options.truncate(true)
        };
        let file = options
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Kept { visits, file })
    }

    /// Takes out what an engine said about a line.
    pub fn take(&mut self, line: &str, engine: Engine) -> Vec<Told> {
        self.visits
            .extract_if(.., |visit| {
                visit.line == line && visit.engine == engine.name()
            })
            .map(|visit| visit.told)
            .collect()
    }

    /// Keeps one more.
    pub fn keep(&mut self, line: &str, engine: Engine, told: &Told) -> Result<()> {
        let visit = Visit {
            line: line.to_owned(),
            engine: engine.name().to_owned(),
            told: told.clone(),
        };
        writeln!(self.file, "{}", serde_json::to_string(&visit)?).context("cannot keep a visit")
    }
}
