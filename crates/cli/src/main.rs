//! `firstline`: one binary for authors and operators.
//!
//! Exit codes: 0 for success, 1 where something was found or failed, 2 where the command line or
//! the configuration is wrong.

#![allow(
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags,
    reason = "a comment on an argument is the help that people read in a terminal"
)]

mod commands;
mod guide;
mod output;
mod provider;
mod report;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// First-line support for Internet providers: guides, connection checks, tickets.
#[derive(Debug, Parser)]
#[command(name = "firstline", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Backup(commands::backup::Args),
    Doctor(commands::doctor::Args),
    Helpdesk(commands::helpdesk::Args),
    Insights(commands::insights::Args),
    Lint(commands::lint::Args),
    Outage(commands::outage::Args),
    Play(commands::play::Args),
    Serve(commands::serve::Args),
    Status(commands::status::Args),
    Tickets(commands::tickets::Args),
    Translate(commands::translate::Args),
}

/// What the command line says. What is wrong with it is said without what could steer a terminal: an argument may come from
/// anywhere.
fn read() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| {
        let plain = error.render().to_string();
        let harmless = output::printable(&plain);
        if harmless == plain {
            error.exit();
        }
        match error.use_stderr() {
            true => output::print_error(&harmless),
            false => output::print(&harmless),
        }
        std::process::exit(error.exit_code());
    })
}

fn main() -> ExitCode {
    match read().command {
        Command::Backup(args) => commands::backup::run(args),
        Command::Doctor(args) => commands::doctor::run(args),
        Command::Helpdesk(args) => commands::helpdesk::run(args),
        Command::Insights(args) => commands::insights::run(args),
        Command::Lint(args) => commands::lint::run(args),
        Command::Outage(args) => commands::outage::run(args),
        Command::Play(args) => commands::play::run(args),
        Command::Serve(args) => commands::serve::run(args),
        Command::Status(args) => commands::status::run(args),
        Command::Tickets(args) => commands::tickets::run(args),
        Command::Translate(args) => commands::translate::run(args),
    }
}
