//! `firstline insights`: an invented year, to see what the pages of insights are like.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use firstline_relay::{Store, world};

use super::{Configured, place, run_async, serve};
use crate::output::{FAILED, WRONG, fail, print};

/// Fill a store with a year of invented walks, to see the pages of insights
///
/// Every page then says that its numbers are invented. The store must have no numbers yet, neither walks nor answers, comments,
/// searches, alarms or remarks of agents: what is invented and what is true are never in one store.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Says that invented walks are wanted
    #[arg(long, required = true)]
    sample: bool,
    /// A number from which all is invented: the same gives the same
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many walks there are on a day, on average
    #[arg(long, default_value_t = world::A_DAY, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    walks_a_day: u32,
    #[command(flatten)]
    configured: Configured,
    /// Folder of the guides
    #[arg(long, value_name = "DIR")]
    guides: Option<PathBuf>,
    /// Directory of the store
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let mut config = match args.configured.read() {
        Ok(config) => config,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    config.guides = args.guides.unwrap_or(config.guides);
    let place = place(args.data.as_deref(), &config);
    let filled = run_async(async {
        let (guides, features) = serve::walkable(&config)?;
        let store = Store::open(&place).await?;
        let today = jiff::Timestamp::now().as_second().div_euclid(24 * 60 * 60);
        let guides: Vec<(String, Arc<_>)> = guides;
        let filled = world::fill(
            &store,
            &guides,
            &features,
            today,
            args.seed,
            args.walks_a_day,
        )
        .await
        .context("the store does not take it")?;
        store.close().await;
        filled.with_context(|| {
            format!(
                "{} has numbers already. Name another folder by --data: invented ones would make true ones false",
                store.place()
            )
        })
    });
    match filled {
        Ok(filled) => {
            print(&format!(
                "{} invented walks of {} days are in {}.\nSet FIRSTLINE_INSIGHTS_TOKEN and run `firstline serve`, \
                 then open /insights.\n",
                filled.walks, filled.days, place
            ));
            ExitCode::SUCCESS
        }
        Err(error) => fail(FAILED, format!("{error:#}")),
    }
}
