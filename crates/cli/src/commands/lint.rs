//! `firstline lint`: what is wrong with guides, for authors and for their editors.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::BadPath;
use firstline_author::{figures, lint};
use firstline_guide::load;

use crate::guide;
use crate::output::{FAILED, WRONG, fail, print};
use crate::{provider, report};

/// The folder that is looked at if none is named.
const USUAL: &str = "guides";

/// Say what is wrong with guides
///
/// Reads each guide, the guides that it calls, its pictures, its scenarios and its translations; of a folder also the
/// catalogue of boxes, the provider's file and the pictures. What `serve` refuses is reported here.
/// Exit code: 0 if nothing is wrong but what it warns of, 1 if something is, 2 if a path is not
/// there.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Guides, or folders of them
    #[arg(value_name = "PATH", default_value = USUAL)]
    paths: Vec<PathBuf>,
    /// For people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Walk each guide this often with chance answers, and say how long the walks were
    #[arg(long, value_name = "WALKS")]
    figures: Option<u32>,
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
        Err(BadPath::Unreadable(path, why)) if path == Path::new(USUAL) => {
            let other = "`firstline lint PATH` names another";
            return fail(WRONG, guide::unreadable(&path, &why, other));
        }
        Err(error) => return fail(WRONG, error),
    };
    let found = provider::lint(&folders);
    match args.format {
        Format::Human => print(&report::for_people(&found, report::on_a_terminal())),
        Format::Json => print(&report::for_programs(&found)),
    }
    if let Some(walks) = args.figures {
        folders.iter().for_each(|folder| walked(folder, walks));
    }
    if found.has_errors() || args.deny_warnings && found.has_warnings() {
        ExitCode::from(FAILED)
    } else {
        ExitCode::SUCCESS
    }
}

/// The walks of one folder are the same each time: only a change of the guides changes the figures.
const SEED: u64 = 1;

/// Prints how long the guides of a folder are that customers choose from.
fn walked(folder: &GuideFolder, walks: u32) {
    let guides: Vec<_> = folder
        .guides
        .iter()
        .filter_map(|file| file.guide.clone())
        .collect();
    let listed: Vec<String> = guides
        .iter()
        .filter(|guide| guide.listed)
        .map(|guide| guide.id.clone())
        .collect();
    let Ok(library) = load::shared(guides) else {
        return;
    };
    let library = Arc::new(library);
    let figures: Vec<_> = listed
        .iter()
        .filter_map(|guide| figures::of(&library, guide, walks, SEED))
        .collect();
    print(&figures::table(&figures));
}
