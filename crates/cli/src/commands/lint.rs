//! `firstline lint`: what is wrong with guides, for authors and for their editors.

mod advice;
mod boxes;
mod collect;
mod report;
mod translations;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use firstline_author::translate::Problem;

use crate::output::{FAILED, WRONG, fail, print};
use collect::{File, Is};

pub(super) use collect::guides_in;
pub(super) use translations::translation;

/// Say what is wrong with guides
///
/// Reads each guide, the guides that it calls, its pictures, its scenarios and its translations; of a folder also the
/// catalogue of boxes and which of them the provider has. Exit code: 0 where nothing is wrong but
/// what it warns of, 1 where something is, 2 where a file cannot be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Guides, or folders of them
    #[arg(value_name = "PATH", default_value = "guides")]
    paths: Vec<PathBuf>,
    /// For people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// Each problem with its line
    Human,
    /// One JSON document
    Json,
}

/// What is wrong with the guides of a folder, for people; `None` where nothing but warnings is.
///
/// # Errors
///
/// The folder or a file in it cannot be read, or there is no guide.
pub(super) fn explained(folder: &Path, coloured: bool) -> anyhow::Result<Option<String>> {
    let files = collect::files(&[folder.to_owned()])?;
    let mut found = collect::problems(&files);
    found.retain(|found| !found.is_warning);
    Ok(wrong(&found).then(|| report::for_people(&files, &found, coloured)))
}

/// What is wrong with a translation, for people.
pub(super) fn of_translation(path: &Path, text: &str, problems: &[Problem]) -> String {
    let file = File {
        is: Is::Translation,
        path: path.to_owned(),
        text: text.to_owned(),
        asked: true,
    };
    let found: Vec<_> = problems
        .iter()
        .map(|problem| translations::as_found(0, problem))
        .collect();
    report::each(&[file], &found, on_a_terminal())
}

/// Whether what is printed may be coloured.
fn on_a_terminal() -> bool {
    // https://no-color.org: set and not empty means no colour.
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !plain && std::io::stdout().is_terminal()
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let files = match collect::files(&args.paths) {
        Ok(files) => files,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let found = collect::problems(&files);
    match args.format {
        Format::Human => print(&report::for_people(&files, &found, on_a_terminal())),
        Format::Json => print(&report::for_programs(&files, &found)),
    }
    if wrong(&found) || args.deny_warnings && !found.is_empty() {
        ExitCode::from(FAILED)
    } else {
        ExitCode::SUCCESS
    }
}

fn wrong(found: &[collect::Found]) -> bool {
    found.iter().any(|found| !found.is_warning)
}
