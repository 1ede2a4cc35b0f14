//! `firstline status`: what the provider's status product gives now.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Subcommand;
use firstline_relay::status::poll::Poller;
use firstline_relay::status::{Area, FeedFile, parse, select};
use firstline_relay::{Config, ConfigProblems};
use firstline_wire::foreign::on_one_line;
use firstline_wire::status::{Item, State};
use jiff::Timestamp;

use super::{Configured, run_async};
use crate::output::{FAILED, WRONG, fail, print};

/// Look at what is known of faults, before customers do
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    configured: Configured,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask what [status] of firstline.toml names, and say what customers would be told
    Test {
        /// For customers in this area alone
        #[arg(long)]
        area: Option<String>,
        /// For readers of this language; the first that is served if left out
        #[arg(long)]
        language: Option<String>,
    },
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let config = match args.configured.read() {
        Ok(config) => config,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let poller = match Poller::of(&config) {
        Ok(poller) => poller,
        Err(problems) => return wrong(&problems),
    };
    if poller.is_none() && config.status.file.is_none() {
        return fail(
            WRONG,
            "no source is named: write `file`, or `kind` and `url`, in [status] of firstline.toml; \
             docs/status.md says which there are",
        );
    }
    let Command::Test { area, language } = args.command;
    let area = match area.as_deref().map(Area::read) {
        Some(None) => return fail(WRONG, "the area has no letter and no digit"),
        area => area.flatten(),
    };
    let tags: Vec<&str> = language
        .iter()
        .chain(&config.languages)
        .map(String::as_str)
        .collect();
    let asked = run_async(async { Ok(asked(&config, poller).await) });
    let mut text = String::new();
    let mut failed = false;
    for (name, told) in asked.unwrap_or_default() {
        match told {
            Ok(feed) => show(&mut text, &name, &feed, &config, &tags, area.as_ref()),
            Err(why) => {
                failed = true;
                let _ = writeln!(text, "{name}: {}", on_one_line(&why));
            }
        }
    }
    print(&text);
    match failed {
        true => fail(FAILED, "not every source says how things are"),
        false => ExitCode::SUCCESS,
    }
}

fn wrong(problems: &ConfigProblems) -> ExitCode {
    fail(WRONG, problems.to_string())
}

/// What each source says.
async fn asked(config: &Config, poller: Option<Poller>) -> Vec<(String, Result<FeedFile, String>)> {
    let mut told = Vec::new();
    if let Some(file) = &config.status.file {
        let read = std::fs::read(file).map_err(|error| error.to_string());
        let read = read.and_then(|bytes| parse(&bytes).map_err(|why| format!("the file{why}")));
        told.push((file.display().to_string(), read));
    }
    if let Some(poller) = poller {
        let name = format!("{} at {}", poller.title(), poller.addresses().join(" and "));
        let read = poller.ask().await.map_err(|failure| failure.said);
        told.push((name, read));
    }
    told
}

fn show(
    text: &mut String,
    name: &str,
    feed: &FeedFile,
    config: &Config,
    tags: &[&str],
    area: Option<&Area>,
) {
    let now = Timestamp::now();
    let (status, _) = select(feed, tags, area, config.status.told, now);
    let state = match status.state {
        State::Ok => "no fault",
        State::Outage => "a fault",
        State::Maintenance => "planned work",
        State::Unknown | State::NotSetUp => "it does not know itself",
    };
    let _ = writeln!(text, "{name}: {state}");
    for item in &status.items {
        one(text, item);
    }
    let later = feed
        .items
        .iter()
        .filter(|item| item.began.is_some_and(|began| began > now));
    for item in later {
        let title = item.title.read_by(tags);
        let _ = writeln!(text, "  later: {}", on_one_line(&title));
    }
}

fn one(text: &mut String, item: &Item) {
    let or = |list: &[String], none: &str| match list.is_empty() {
        true => none.to_owned(),
        false => list.join(" "),
    };
    let _ = writeln!(
        text,
        "  {} ({})",
        on_one_line(&item.title),
        on_one_line(&item.id)
    );
    let _ = writeln!(
        text,
        "    where: {}; what: {}",
        on_one_line(&or(
            &item.areas,
            "everywhere: no component of it is in `status.areas`"
        )),
        on_one_line(&or(&item.services, "all services"))
    );
    for (name, time) in [
        ("since", &item.began),
        ("expected to be over", &item.expected_end),
        ("over since", &item.ended),
        ("last word", &item.updated),
    ] {
        if let Some(time) = time {
            let _ = writeln!(text, "    {name}: {time}");
        }
    }
    for words in [&item.text, &item.afterwards] {
        if !words.is_empty() {
            let _ = writeln!(text, "    “{}”", on_one_line(words));
        }
    }
    for update in &item.updates {
        let _ = writeln!(text, "    {} “{}”", update.at, on_one_line(&update.text));
    }
}
