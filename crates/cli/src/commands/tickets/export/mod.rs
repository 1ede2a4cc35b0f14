//! `firstline tickets export`: every ticket with everything in it, for other programs.

mod rows;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use firstline_relay::store::Period;
use firstline_relay::{Store, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use rows::Rows;

/// What is exported, and to where.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// From this day on, such as 2026-11-01, or from this moment on, 2026-11-01T08:00Z
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// To the end of this day, or before this moment
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// One JSON document a line with all there is, or a table for people
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// A new file that this user alone can read; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    force: bool,
}

/// In which form.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values, with the agent's text in place of the request
    Csv,
}

/// An export whose command line makes sense.
pub struct Plan {
    period: Period,
    export: Export,
}

impl Export {
    /// Reads the dates.
    ///
    /// # Errors
    ///
    /// One is no date, or there is no time between them.
    pub fn plan(self) -> anyhow::Result<Plan> {
        let zone = TimeZone::system();
        let since = self.since.as_deref().map(|date| moment(date, false, &zone));
        let until = self.until.as_deref().map(|date| moment(date, true, &zone));
        let period = Period {
            since: since.transpose().context("--since")?,
            until: until.transpose().context("--until")?,
        };
        if let (Some(since), Some(until)) = (period.since, period.until)
            && since >= until
        {
            return Err(anyhow!("--until is before --since, so there is nothing"));
        }
        Ok(Plan {
            period,
            export: self,
        })
    }
}

/// When a day begins, or ends, or a moment, in milliseconds since 1970.
fn moment(written: &str, end: bool, zone: &TimeZone) -> anyhow::Result<i64> {
    if let Ok(day) = written.parse::<Date>()
        && !written.contains(['T', 't', ' '])
    {
        let day = if end { day.tomorrow()? } else { day };
        return Ok(day.to_zoned(zone.clone())?.timestamp().as_millisecond());
    }
    let moment: Timestamp = written.parse().map_err(|_| {
        anyhow!("“{written}” is no date; write 2026-11-01, or 2026-11-01T08:00Z for a moment")
    })?;
    Ok(moment.as_millisecond())
}

/// Why an export stops.
#[derive(Debug)]
enum Stop {
    Store(StoreError),
    Writing(io::Error),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Writing(error)
    }
}

impl Plan {
    /// Writes the tickets.
    ///
    /// # Errors
    ///
    /// The store does not answer, or the file cannot be written. A file that was begun is removed.
    pub async fn run(&self, store: &Store) -> anyhow::Result<()> {
        let Some(out) = &self.export.out else {
            return match self.write(store, io::stdout().lock()).await {
                // Whoever reads may stop reading, as `head` does: that is no error.
                Err(Stop::Writing(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                done => done.map(drop).map_err(|stop| anyhow!("{}", stop.words())),
            };
        };
        let place = Place::open(out, self.export.force)?;
        match self.write(store, &place.file).await {
            Ok(count) => {
                place.finish(out)?;
                eprintln!("{count} tickets in {}", out.display());
                Ok(())
            }
            Err(stop) => {
                place.remove();
                Err(anyhow!("{}: {}", out.display(), stop.words()))
            }
        }
    }

    async fn write(&self, store: &Store, out: impl Write) -> Result<u64, Stop> {
        let mut rows = match self.export.format {
            Format::Jsonl => Rows::json_lines(BufWriter::new(out)),
            Format::Csv => Rows::csv(BufWriter::new(out))?,
        };
        let count = store
            .each(self.period, |ticket| rows.write(ticket).map_err(Stop::from))
            .await?;
        rows.finish()?;
        Ok(count)
    }
}

impl Stop {
    fn words(&self) -> String {
        match self {
            Stop::Store(error) => error.to_string(),
            Stop::Writing(error) => error.to_string(),
        }
    }
}

/// A file that is being written.
struct Place {
    file: File,
    /// What is written.
    path: PathBuf,
    /// What it becomes, where it replaces another one: that one is whole until the new one is.
    becomes: Option<PathBuf>,
}

impl Place {
    fn open(out: &Path, force: bool) -> anyhow::Result<Place> {
        let cannot = || format!("cannot write {}", out.display());
        let mut options = OpenOptions::new();
        options.write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        if !force {
            let file = options.create_new(true).open(out);
            let file = file.map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => {
                    anyhow!("{} is there already; --force replaces it", out.display())
                }
                _ => anyhow::Error::from(error).context(cannot()),
            })?;
            return Ok(Place {
                file,
                path: out.to_owned(),
                becomes: None,
            });
        }
        let name = out
            .file_name()
            .with_context(|| format!("{} is no file", out.display()))?;
        let mut beside = name.to_owned();
        beside.push(format!(".{}.part", std::process::id()));
        let path = out.with_file_name(beside);
        Ok(Place {
            file: options.create_new(true).open(&path).with_context(cannot)?,
            path,
            becomes: Some(out.to_owned()),
        })
    }

    /// What is written is on disk, and has its name; or it is gone.
    fn finish(self, out: &Path) -> anyhow::Result<()> {
        let done = self.file.sync_all().and_then(|()| match &self.becomes {
            Some(becomes) => fs::rename(&self.path, becomes),
            None => Ok(()),
        });
        if done.is_err() {
            self.remove();
        }
        done.with_context(|| format!("cannot write {}", out.display()))
    }

    fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_whole_and_a_moment_as_it_is() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        for (written, end, at) in [
            ("2026-11-01", false, "2026-11-01T00:00+01:00"),
            ("2026-11-01", true, "2026-11-02T00:00+01:00"),
            // The day on which the clocks go back has 25 hours.
            ("2026-10-25", false, "2026-10-25T00:00+02:00"),
            ("2026-10-25", true, "2026-10-26T00:00+01:00"),
            ("2026-11-01T08:00Z", false, "2026-11-01T08:00Z"),
            ("2026-11-01T08:00:00+02:00", true, "2026-11-01T06:00Z"),
        ] {
            let at: Timestamp = at.parse().unwrap();
            let read = moment(written, end, &zone).unwrap();
            assert_eq!(read, at.as_millisecond(), "{written}");
        }
        for bad in [
            "yesterday",
            "2026-13-01",
            "01.11.2026",
            "2026-11-01T08:00",
            "",
        ] {
            let why = moment(bad, false, &zone).unwrap_err().to_string();
            assert!(why.contains("is no date"), "{bad}: {why}");
        }
    }
}
