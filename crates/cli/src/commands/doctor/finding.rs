//! What the doctor found, for people and for programs.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::output::printable;

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As it should be.
    Good,
    /// Not there, and nothing is broken by that: a check is left out.
    NotSetUp,
    /// It may be right or wrong: from this machine it could not be seen.
    NotTested,
    /// Works, and could be better.
    Advice,
    /// Customers meet it.
    Wrong,
}

/// One thing.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Which part of the installation it is about.
    pub about: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub says: String,
    /// What to write, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write: Option<String>,
}

impl Finding {
    fn new(about: &'static str, level: Level, says: impl Into<String>) -> Finding {
        Finding {
            about,
            level,
            says: says.into(),
            write: None,
        }
    }

    /// As it should be.
    pub fn good(about: &'static str, says: impl Into<String>) -> Finding {
        Finding::new(about, Level::Good, says)
    }

    /// Not there.
    pub fn not_set_up(about: &'static str, says: impl Into<String>) -> Finding {
        Finding::new(about, Level::NotSetUp, says)
    }

    /// It could not be seen from here; `why` says what is in the way.
    pub fn not_tested(about: &'static str, why: impl fmt::Display) -> Finding {
        Finding::new(
            about,
            Level::NotTested,
            format!("not tested from here: {why}"),
        )
    }

    /// Could be better.
    pub fn advice(about: &'static str, says: impl Into<String>) -> Finding {
        Finding::new(about, Level::Advice, says)
    }

    /// Customers meet it.
    pub fn wrong(about: &'static str, says: impl Into<String>) -> Finding {
        Finding::new(about, Level::Wrong, says)
    }

    /// With what to write.
    pub fn write(mut self, text: impl Into<String>) -> Finding {
        self.write = Some(text.into());
        self
    }
}

/// A line each, what is good as well, and what to write below.
pub fn for_people(found: &[Finding]) -> String {
    let mut text = String::new();
    let mut about = "";
    for finding in found {
        if finding.about != about {
            about = finding.about;
            let _ = writeln!(text, "\n{about}");
        }
        let mark = match finding.level {
            Level::Good => "ok     ",
            Level::NotSetUp => "not set",
            Level::NotTested => "unseen ",
            Level::Advice => "advice ",
            Level::Wrong => "WRONG  ",
        };
        let _ = writeln!(text, "  {mark}  {}", printable(&finding.says));
        for line in finding.write.iter().flat_map(|write| write.lines()) {
            let _ = writeln!(text, "             {}", printable(line));
        }
    }
    let count = |level| {
        found
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    };
    let _ = writeln!(
        text,
        "\n{} good, {} not set up, {} not tested from here, {} to be better, {} wrong",
        count(Level::Good),
        count(Level::NotSetUp),
        count(Level::NotTested),
        count(Level::Advice),
        count(Level::Wrong)
    );
    text.trim_start_matches('\n').to_owned()
}

/// One JSON document.
pub fn for_programs(found: &[Finding]) -> String {
    let document = serde_json::json!({ "findings": found });
    format!("{document:#}\n")
}
