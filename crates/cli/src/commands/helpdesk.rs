//! `firstline helpdesk`: is it set up right, what waits for it, and what to do about that.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use firstline_relay::number::Number;
use firstline_relay::store::deliveries::{Counts, Delivery, DeliveryState, Redriven, Sent};
use firstline_relay::{Config, Helpdesk, Store, helpdesk};
use firstline_wire::foreign::on_one_line;
use jiff::Timestamp;

use super::{Stored, run_async};
use crate::output::{FAILED, WRONG, fail, print};

/// Try the helpdesk out, see what waits for it, and steer deliveries
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    stored: Stored,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Send a ticket that says that it is a test, and say what the helpdesk answers
    Test,
    /// How many tickets, notes and mails wait, arrived, and were given up; and what was given up, and why
    Status {
        /// How much of what was given up is listed at most
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        most: u32,
    },
    /// Try again what was given up, or a ticket that is older than the helpdesk
    Redrive {
        /// The number of a ticket, such as F-4711-2830: the ticket itself, and what was given up of its notes and mails
        #[arg(required_unless_present_any = ["all", "one", "wishes"])]
        number: Option<String>,
        /// All that was given up
        #[arg(long, conflicts_with_all = ["number", "one"])]
        all: bool,
        /// One alone, by its place as `firstline helpdesk status` lists it
        #[arg(long, value_name = "PLACE", conflicts_with = "number")]
        one: Option<i64>,
        /// All messages that a fault is over that customers asked for and that were given up, in the last three days
        #[arg(long, conflicts_with_all = ["number", "one", "all"])]
        wishes: bool,
    },
    /// Deliver nothing for now, while the helpdesk is being worked on: tickets wait
    Pause {
        /// Why, for whoever sees that nothing is delivered
        #[arg(default_value = "an operator paused it")]
        why: String,
    },
    /// Deliver again
    Resume,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let config = match args.stored.configured.read() {
        Ok(config) => config,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let place = args.stored.place(&config);
    let number = match &args.command {
        Command::Redrive {
            number: Some(number),
            ..
        } => match number.parse::<Number>() {
            Ok(number) => Some(number),
            Err(why) => return fail(WRONG, format!("{number}: {why}")),
        },
        _ => None,
    };
    if let Command::Test = args.command {
        let helpdesk = match Helpdesk::of(&config) {
            Ok(Some(helpdesk)) => helpdesk,
            Ok(None) => {
                return fail(
                    WRONG,
                    "there is no helpdesk: write `kind` in [helpdesk] of firstline.toml; \
                     docs/helpdesk says which there are",
                );
            }
            Err(problems) => return fail(WRONG, problems.to_string()),
        };
        return done(run_async(test(helpdesk, config)));
    }
    done(run_async(async {
        let store = match args.command {
            Command::Status { .. } => Store::open_to_read(&place).await?,
            _ => Store::open_to_erase(&place).await?,
        };
        let text = match args.command {
            Command::Redrive { wishes: true, .. } => match store.redrive_alerts().await? {
                1 => "One customer is told again that a fault is over.\n".to_owned(),
                count => format!("{count} customers are told again that a fault is over.\n"),
            },
            Command::Redrive { one, .. } => match (number, one) {
                (Some(number), _) => redrive(&store, number).await?,
                (None, Some(place)) => match store.redrive_one(place).await? {
                    true => format!("What was given up at {place} is tried again.\n"),
                    false => bail!(
                        "nothing was given up at {place}; `firstline helpdesk status` lists what was"
                    ),
                },
                (None, None) => {
                    format!("{} tried again.\n", deliveries(store.redrive_all().await?))
                }
            },
            Command::Pause { why } => {
                store.pause(&on_one_line(&why)).await?;
                "Nothing is delivered until `firstline helpdesk resume`. Tickets are stored and wait.\n"
                    .to_owned()
            }
            Command::Resume => {
                store.resume().await?;
                "Tickets are delivered again.\n".to_owned()
            }
            Command::Status { most } => {
                // A store of an earlier version may have none.
                let untold = store.count_alerts().await.map_or(0, |[.., dead]| dead);
                status(&store.counts().await?, &store.given_up(most).await?, untold)
            }
            // It was run above.
            Command::Test => String::new(),
        };
        store.close().await;
        Ok(text)
    }))
}

fn done(done: anyhow::Result<String>) -> ExitCode {
    match done {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(error) => fail(FAILED, format!("{error:#}")),
    }
}

async fn test(helpdesk: Helpdesk, config: Config) -> anyhow::Result<String> {
    let title = helpdesk.kind().title;
    let delivery = helpdesk::Delivery::test(Timestamp::now().as_millisecond());
    let address = config.helpdesk.url.unwrap_or_default();
    eprintln!("Sending a test ticket to {title} at {address}");
    let receipt = match helpdesk.deliver(&delivery, false).await {
        Ok(receipt) => receipt,
        Err(failure) => bail!(
            "{title} did not take the test ticket. {}\n{}",
            on_one_line(&failure.to_string()),
            failure.hint()
        ),
    };
    let mut text = format!("{title} has the test ticket");
    if let Some(number) = &receipt.number {
        let _ = write!(text, " as {}", on_one_line(number));
    }
    text += ".\n";
    if let Some(link) = &receipt.link {
        let _ = writeln!(text, "Agents read it at {}", on_one_line(link));
    }
    if let Some(note) = &receipt.note {
        let _ = writeln!(text, "But: {}", on_one_line(note));
    }
    match helpdesk.progress(&receipt).await {
        Ok(Some(progress)) => {
            let _ = writeln!(text, "Read back, it is “{}”.", on_one_line(&progress.word));
        }
        Ok(None) => {}
        Err(failure) => {
            let _ = writeln!(
                text,
                "It cannot be read back, so `firstline tickets` will not say how far it is. {}",
                on_one_line(&failure.to_string())
            );
        }
    }
    text += "Look at it there, with its attachment, then close it.\n";
    Ok(text)
}

async fn redrive(store: &Store, number: Number) -> anyhow::Result<String> {
    Ok(match store.redrive(number).await? {
        Redriven::Again => format!("Ticket {number} is tried again.\n"),
        Redriven::Waits => format!("Ticket {number} waits anyway; it is tried now.\n"),
        Redriven::NoTicket => bail!("there is no ticket {number}"),
        Redriven::HasIt(delivery) => match delivery.state {
            DeliveryState::Delivered { receipt, .. } => bail!(
                "the helpdesk has ticket {number} already{}",
                receipt.number.map_or_else(String::new, |theirs| format!(
                    ", as {}",
                    on_one_line(&theirs)
                ))
            ),
            _ => return Err(anyhow::anyhow!("ticket {number} changed meanwhile")),
        },
    })
}

fn status(counts: &Counts, given_up: &[Delivery], untold: u64) -> String {
    let mut text = String::new();
    if let Some(why) = &counts.paused {
        let _ = writeln!(
            text,
            "Paused: {}. `firstline helpdesk resume` goes on.",
            on_one_line(why)
        );
    }
    let _ = writeln!(text, "{:>6} wait", counts.waiting);
    let _ = writeln!(text, "{:>6} arrived", counts.delivered);
    let _ = writeln!(text, "{:>6} were given up", counts.dead);
    for (what, (waiting, dead)) in [
        ("notes", counts.notes),
        ("mails to customers", counts.mails),
    ] {
        if waiting + dead > 0 {
            let _ = writeln!(text, "Of {what}, {waiting} wait and {dead} were given up");
        }
    }
    if untold > 0 {
        let _ = writeln!(
            text,
            "Of messages that a fault is over, {untold} were given up; `firstline helpdesk redrive --wishes` tries them again"
        );
    }
    if !given_up.is_empty() {
        text += "\nGiven up, the newest first: place, ticket, what, why\n";
        for delivery in given_up {
            let why = match &delivery.state {
                DeliveryState::Dead(said) => on_one_line(said),
                _ => "it is tried again meanwhile".to_owned(),
            };
            let what = match delivery.kind {
                Sent::Ticket => "ticket",
                Sent::Note => "note",
                Sent::Received => "mail: received",
                Sent::Solved => "mail: solved",
            };
            let _ = writeln!(
                text,
                "{:>6}  {}  {what}  {why}",
                delivery.seq, delivery.ticket
            );
        }
        text += "`firstline helpdesk redrive --one PLACE` tries one again, `--all` all of them.\n";
    }
    if let Some(oldest) = counts.oldest {
        let minutes = (Timestamp::now().as_millisecond() - oldest).max(0) / 60_000;
        let _ = writeln!(
            text,
            "The oldest that waits was stored {minutes} minutes ago."
        );
    }
    text
}

fn deliveries(count: u64) -> String {
    match count {
        1 => "1 delivery is".to_owned(),
        count => format!("{count} deliveries are"),
    }
}
