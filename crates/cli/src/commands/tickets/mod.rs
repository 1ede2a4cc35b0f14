//! `firstline tickets`: what is stored, for operators without a helpdesk.

mod delete;
mod delivery;
mod due;
mod export;
mod remarks;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use firstline_relay::Store;
use firstline_relay::number::Number;
use firstline_relay::store::deliveries::Delivery;
use firstline_relay::store::{Listed, Ticket};
use firstline_wire::foreign;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{place_of, run_async};
use crate::output::{FAILED, WRONG, fail, print, printable};

/// List, show, export and erase stored tickets, which hold personal data
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    /// The configuration; without it, firstline.toml of the current folder, if there is one
    #[arg(long, global = true, value_name = "FILE", env = "FIRSTLINE_CONFIG")]
    config: Option<PathBuf>,
    /// Directory of the store
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The newest tickets, newest first
    List {
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 50)]
        most: u32,
    },
    /// One ticket, as the agent reads it
    Show {
        /// Its number, such as F-4711-2830; F and dashes may be left out
        number: String,
    },
    /// What agents told the authors of guides, newest first
    Remarks {
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 200)]
        most: u32,
    },
    /// What you owe customers on open tickets, as they were told, and by when: what is late first
    Due {
        /// What falls due within so many hours from now, besides what is late
        #[arg(long, value_name = "HOURS", default_value_t = 48)]
        within: u32,
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 200)]
        most: u32,
    },
    /// Everything of every ticket, for other programs: names, addresses and telephone numbers too
    ///
    /// What comes out is personal data: keep it as safe as the store, and no longer than you need.
    /// In a table, a cell that a spreadsheet could take for a formula begins with an apostrophe.
    Export(export::Export),
    /// Erase one ticket before its time, for good
    ///
    /// All that is kept of it goes: what was sent, the text for agents, and the key by which a browser may
    /// repeat it. A relay may run on the same store. Exports and backups are not known here, nor what your
    /// helpdesk has.
    Delete(delete::Delete),
}

/// What is asked for, as far as the command line makes sense.
enum What {
    List(u32),
    Remarks(u32),
    Due { within: u32, most: u32 },
    Show(Number),
    Export(export::Plan),
    Delete(Number, delete::Delete),
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let place = match place_of(args.data.as_deref(), args.config.as_deref()) {
        Ok(place) => place,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let what = match args.command {
        Command::List { most } => What::List(most),
        Command::Remarks { most } => What::Remarks(most),
        Command::Due { within, most } => What::Due { within, most },
        Command::Show { number } => match read(&number) {
            Ok(number) => What::Show(number),
            Err(why) => return fail(WRONG, why),
        },
        Command::Delete(delete) => match read(&delete.number) {
            Ok(number) => What::Delete(number, delete),
            Err(why) => return fail(WRONG, why),
        },
        Command::Export(export) => match export.plan() {
            Ok(plan) => What::Export(plan),
            Err(error) => return fail(WRONG, format!("{error:#}")),
        },
    };
    let done = run_async(async {
        let store = match &what {
            What::Delete(..) => Store::open_to_erase(&place).await?,
            _ => Store::open_to_read(&place).await?,
        };
        let text = match what {
            What::List(most) => {
                let listed = store.list(most).await?;
                let numbers: Vec<&str> = listed.iter().map(|ticket| &*ticket.number).collect();
                list(&listed, &store.deliveries(&numbers).await?, args.json)
            }
            What::Remarks(most) => remarks::list(&store.remarks(None, most).await?, args.json),
            What::Due { within, most } => {
                let now = Timestamp::now().as_millisecond();
                let before = now + i64::from(within) * 60 * 60 * 1000;
                due::list(&store.due(before, most).await?, now, args.json)
            }
            What::Show(number) => match store.ticket(number).await? {
                Some(ticket) => {
                    let deliveries = store.deliveries(&[&ticket.number]).await?;
                    show(&ticket, deliveries.get(&ticket.number), args.json)
                }
                None => anyhow::bail!("there is no ticket {number}"),
            },
            What::Delete(number, delete) => delete.run(&store, number, args.json).await?,
            What::Export(plan) => {
                plan.run(&store).await?;
                String::new()
            }
        };
        store.close().await;
        Ok(text)
    });
    match done {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(error) => fail(FAILED, format!("{error:#}")),
    }
}

fn read(number: &str) -> Result<Number, String> {
    number.parse().map_err(|why| format!("{number}: {why}"))
}

fn list(tickets: &[Listed], deliveries: &HashMap<String, Delivery>, as_json: bool) -> String {
    if as_json {
        let listed = tickets.iter().map(|ticket| {
            let mut value = short(ticket);
            value["delivery"] = delivery::json(deliveries.get(&ticket.number));
            value
        });
        return lines(&Value::from_iter(listed));
    }
    if tickets.is_empty() {
        return "There are no tickets.\n".to_owned();
    }
    tickets.iter().fold(String::new(), |mut text, ticket| {
        let mark = if ticket.unverified.is_some() {
            "  (unverified)"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{}  {}  {}{mark}",
            ticket.number,
            time(ticket.stored, "%Y-%m-%d %H:%M"),
            foreign::on_one_line(&ticket.summary),
        );
        if let Some(delivery) = deliveries.get(&ticket.number) {
            let _ = writeln!(text, "             {}", delivery::words(delivery));
        }
        text
    })
}

fn show(ticket: &Ticket, delivery: Option<&Delivery>, as_json: bool) -> String {
    if !as_json {
        let helpdesk =
            delivery.map(|delivery| format!("Helpdesk: {}\n", delivery::words(delivery)));
        return format!(
            "Stored {}\n{}{}",
            time(ticket.stored, "%Y-%m-%d %H:%M:%S %Z"),
            helpdesk.unwrap_or_default(),
            printable(&ticket.text)
        );
    }
    let mut value = short(&ticket.listed());
    value["delivery"] = delivery::json(delivery);
    value["text"] = Value::from(ticket.text.clone());
    value["request"] = serde_json::from_str(&ticket.request).unwrap_or(Value::Null);
    lines(&value)
}

fn short(ticket: &Listed) -> Value {
    json!({
        "number": ticket.number,
        "stored": time(ticket.stored, "%Y-%m-%dT%H:%M:%S%:z"),
        "guide": ticket.guide,
        "category": ticket.category,
        "severity": ticket.severity,
        "unverified": ticket.unverified,
        "summary": ticket.summary,
    })
}

fn lines(value: &Value) -> String {
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    foreign::in_json(&json).into_owned() + "\n"
}

fn time(milliseconds: i64, form: &str) -> String {
    Timestamp::from_millisecond(milliseconds)
        .map(|at| at.to_zoned(TimeZone::system()).strftime(form).to_string())
        .unwrap_or_default()
}
