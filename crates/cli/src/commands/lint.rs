//! `firstline lint`: what is wrong with guides, for authors and for their editors.

mod collect;
mod report;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::output::{FAILED, WRONG, fail, print};

/// Say what is wrong with guides
///
/// Reads each guide, the guides that it calls, its pictures and its scenarios. Exit code: 0 where
/// nothing is wrong, 1 where something is, 2 where a file cannot be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Guides, or folders of them
    #[arg(value_name = "PATH", default_value = "guides")]
    paths: Vec<PathBuf>,
    /// For people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// Each problem with its line
    Human,
    /// One JSON document
    Json,
}

/// What is wrong with the guides of a folder, for people; `None` where nothing is.
///
/// # Errors
///
/// The folder or a file in it cannot be read, or there is no guide.
pub(super) fn explained(folder: &Path, coloured: bool) -> anyhow::Result<Option<String>> {
    let files = collect::files(&[folder.to_owned()])?;
    let found = collect::problems(&files);
    Ok((!found.is_empty()).then(|| report::for_people(&files, &found, coloured)))
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let files = match collect::files(&args.paths) {
        Ok(files) => files,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let found = collect::problems(&files);
    match args.format {
        Format::Human => {
            // https://no-color.org: set and not empty means no colour.
            let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let coloured = !plain && std::io::stdout().is_terminal();
            print(&report::for_people(&files, &found, coloured));
        }
        Format::Json => print(&report::for_programs(&files, &found)),
    }
    if found.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    }
}
