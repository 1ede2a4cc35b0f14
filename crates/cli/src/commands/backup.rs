//! `firstline backup`: a copy of the store while a relay runs on it.

use std::path::PathBuf;
use std::process::ExitCode;

use firstline_relay::Store;

use super::{Stored, run_async};
use crate::output::{FAILED, WRONG, fail, print};

/// Copy the store into a file, also while a relay runs
///
/// A copy of firstline.sqlite by other means lacks what is in the files beside it. To restore a copy, stop
/// the relay, remove firstline.sqlite and the files that begin like it, and put the copy in its place. A copy
/// is personal data, as the store is. A store on a PostgreSQL server is copied by pg_dump.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the copy is written; nothing must be there yet
    file: PathBuf,
    #[command(flatten)]
    stored: Stored,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let place = match args.stored.place_of() {
        Ok(place) => place,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let done = run_async(async {
        let store = Store::open_to_erase(&place).await?;
        store.back_up(&args.file).await?;
        store.close().await;
        Ok(())
    });
    match done {
        Ok(()) => {
            print(&format!(
                "The store is copied into {}.\n",
                args.file.display()
            ));
            ExitCode::SUCCESS
        }
        Err(error) => fail(FAILED, format!("{error:#}")),
    }
}
