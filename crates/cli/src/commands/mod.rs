//! The commands, one file each.

pub mod backup;
pub mod doctor;
pub mod helpdesk;
pub mod insights;
pub mod lint;
pub mod outage;
pub mod play;
pub mod serve;
pub mod status;
pub mod tickets;
pub mod translate;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use firstline_relay::Config;
use firstline_relay::store::Place;

/// The configuration that a command works with.
#[derive(Clone, Debug, clap::Args)]
struct Configured {
    /// The configuration; without it, firstline.toml of the current folder, if there is one
    #[arg(long, global = true, value_name = "FILE", env = "FIRSTLINE_CONFIG")]
    config: Option<PathBuf>,
}

impl Configured {
    /// The configuration from its file and the environment. Without a file that is asked for,
    /// `firstline.toml` of the current folder is used, if there is one.
    fn read(&self) -> anyhow::Result<Config> {
        let usual = PathBuf::from("firstline.toml");
        let file = match &self.config {
            Some(file) => Some(file.clone()),
            None => usual.exists().then_some(usual),
        };
        let text = file.as_deref().map(read).transpose()?;
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Ok(Config::read(
            file.as_deref().zip(text.as_deref()),
            variables,
        )?)
    }
}

/// The store that a command works on.
#[derive(Debug, clap::Args)]
struct Stored {
    #[command(flatten)]
    configured: Configured,
    /// Directory of the store
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Stored {
    /// Where it is, if the configuration is this.
    fn place(&self, config: &Config) -> Place {
        place(self.data.as_deref(), config)
    }

    /// Where it is; with a folder on the command line, no configuration is needed.
    fn place_of(&self) -> anyhow::Result<Place> {
        match &self.data {
            Some(data) => Ok(Place::from(&**data)),
            None => Ok(Place::of(&self.configured.read()?)),
        }
    }
}

/// The text of a file that somebody wrote.
fn read(file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => anyhow!("it is not written in UTF-8; save it as UTF-8"),
        _ => error.into(),
    });
    text.with_context(|| format!("cannot read {}", file.display()))
}

/// Where the store is: in the folder that the command line names, or where the configuration says.
fn place(data: Option<&Path>, config: &Config) -> Place {
    data.map_or_else(|| Place::of(config), Place::from)
}

/// Runs what the commands that reach the store or the network do.
fn run_async<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")?
        .block_on(work)
}
