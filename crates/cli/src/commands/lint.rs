//! `firstline lint`: what is wrong with guides, for authors and for their editors.

use std::path::PathBuf;
use std::process::ExitCode;

use firstline_author::lint;

use crate::output::{FAILED, WRONG, fail, print};
use crate::{provider, report};

/// Say what is wrong with guides
///
/// Reads each guide, the guides that it calls, its pictures, its scenarios and its translations; of a folder also the
/// catalogue of boxes, the provider's file and the pictures. What `serve` refuses is reported here.
/// Exit code: 0 if nothing is wrong but what it warns of, 1 if something is, 2 if a path is not
/// there.
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

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let folders = match lint::read(&args.paths) {
        Ok(folders) => folders,
        Err(error) => return fail(WRONG, error),
    };
    let found = provider::lint(&folders);
    match args.format {
        Format::Human => print(&report::for_people(&found, report::on_a_terminal())),
        Format::Json => print(&report::for_programs(&found)),
    }
    if found.has_errors() || args.deny_warnings && !found.found.is_empty() {
        ExitCode::from(FAILED)
    } else {
        ExitCode::SUCCESS
    }
}
