//! `firstline tickets`: what is stored, for operators without a helpdesk.

mod added;
mod answer;
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
use firstline_relay::store::{Added, Listed, Ticket};
use firstline_wire::follow::Speaker;
use firstline_wire::foreign;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Stored, run_async};
use crate::output::{FAILED, WRONG, fail, print, printable};

/// List, show, export and erase stored tickets, which hold personal data
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    stored: Stored,
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
    /// One ticket, as the agent reads it, with what its customer added later
    Show {
        /// Its number, such as F-4711-2830; F and dashes may be left out
        number: String,
        /// Write the photos that its customer added into this folder
        #[arg(long, value_name = "FOLDER")]
        photos: Option<PathBuf>,
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
    /// Tell the customer of a ticket something, where your helpdesk does not
    ///
    /// The customer reads it on the ticket's page, and that somebody works on it. Nothing is sent to the helpdesk.
    Answer {
        /// Its number, such as F-4711-2830; F and dashes may be left out
        number: String,
        /// What the customer reads
        #[arg(long)]
        text: String,
    },
    /// Say that a ticket is solved, where your helpdesk does not
    ///
    /// The customer reads it on the ticket's page, and by mail if mail is set up. If they write again that it does not work, the
    /// ticket is open again. Nothing is sent to the helpdesk.
    Solve {
        /// Its number, such as F-4711-2830; F and dashes may be left out
        number: String,
        /// What the customer reads besides
        #[arg(long)]
        text: Option<String>,
    },
    /// Everything of every ticket, for other programs: names, addresses, telephone numbers and what was added later
    ///
    /// What comes out is personal data: keep it as safe as the store, and no longer than you need.
    /// In a table, a cell that a spreadsheet could take for a formula begins with an apostrophe.
    Export(export::Export),
    /// Erase one ticket before its time, or all of a person's, for good
    ///
    /// All that is kept of it goes: what was sent, the text for agents, what was added, photos, and the key by which a
    /// browser may repeat it; and with it later tickets of the same problem that became notes on it, and what waits to be
    /// told to its address. `--email` and `--account` erase what is kept of a person (GDPR, Article 17). A relay may
    /// run on the same store. Exports and backups are not known here, nor what your helpdesk has.
    Delete(delete::Delete),
}

/// What is asked for, as far as the command line makes sense.
enum What {
    List(u32),
    Remarks(u32),
    Due { within: u32, most: u32 },
    Show(Number, Option<PathBuf>),
    Export(export::Plan),
    Delete(Option<Number>, delete::Delete),
    Answer(Number, answer::Answer),
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let place = match args.stored.place_of() {
        Ok(place) => place,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    let what = match args.command {
        Command::List { most } => What::List(most),
        Command::Remarks { most } => What::Remarks(most),
        Command::Due { within, most } => What::Due { within, most },
        Command::Show { number, photos } => match read(&number) {
            Ok(number) => What::Show(number, photos),
            Err(why) => return fail(WRONG, why),
        },
        Command::Answer { number, text } => {
            match read(&number).and_then(|number| Ok((number, answer::Answer::of(&text)?))) {
                Ok((number, answer)) => What::Answer(number, answer),
                Err(why) => return fail(WRONG, why),
            }
        }
        Command::Solve { number, text } => match read(&number)
            .and_then(|number| Ok((number, answer::Answer::solved(text.as_deref())?)))
        {
            Ok((number, answer)) => What::Answer(number, answer),
            Err(why) => return fail(WRONG, why),
        },
        Command::Delete(delete) => match delete.number.as_deref().map(read).transpose() {
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
            What::Delete(..) | What::Answer(..) => Store::open_to_erase(&place).await?,
            _ => Store::open_to_read(&place).await?,
        };
        let text = match what {
            What::List(most) => {
                let listed = store.list(most).await?;
                let numbers: Vec<&str> = listed.iter().map(|ticket| &*ticket.number).collect();
                let added = store.added(&numbers).await?;
                list(
                    &listed,
                    &store.deliveries(&numbers).await?,
                    &added,
                    args.json,
                )
            }
            What::Remarks(most) => remarks::list(&store.remarks(None, most).await?, args.json),
            What::Due { within, most } => {
                let now = Timestamp::now().as_millisecond();
                let before = now + i64::from(within) * 60 * 60 * 1000;
                due::list(&store.due(before, most).await?, now, args.json)
            }
            What::Show(number, photos) => match store.ticket(number).await? {
                Some(ticket) => {
                    let numbers = [&*ticket.number];
                    let deliveries = store.deliveries(&numbers).await?;
                    let added = store.added(&numbers).await?.remove(&ticket.number);
                    let delivery = deliveries.get(&ticket.number);
                    let written = match &photos {
                        Some(folder) => added::write_photos(&store, &ticket.number, folder).await?,
                        None => String::new(),
                    };
                    if args.json {
                        eprint!("{written}");
                    }
                    let mut text = show(&ticket, delivery, &added.unwrap_or_default(), args.json);
                    if !args.json {
                        text += &written;
                    }
                    text
                }
                None => anyhow::bail!("there is no ticket {number}"),
            },
            What::Delete(Some(number), delete) => delete.run(&store, number, args.json).await?,
            What::Delete(None, delete) => delete.run_for_person(&store, args.json).await?,
            What::Answer(number, answer) => {
                let mail = &args.stored.configured.read()?.mail;
                store.tell(mail.tells("received"), mail.tells("solved"));
                answer.run(&store, number, args.json).await?
            }
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

fn list(
    tickets: &[Listed],
    deliveries: &HashMap<String, Delivery>,
    added: &HashMap<String, Vec<Added>>,
    as_json: bool,
) -> String {
    if as_json {
        let listed = tickets.iter().map(|ticket| {
            let mut value = short(ticket);
            value["delivery"] = delivery::json(deliveries.get(&ticket.number));
            let added = added.get(&ticket.number);
            value["added"] = added.map_or(0, Vec::len).into();
            value["solved"] = added.is_some_and(|added| added::is_solved(added)).into();
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
        let added = added.get(&ticket.number);
        if let Some(added) = added.and_then(|added| added::in_a_list(added)) {
            let _ = writeln!(text, "             {added}");
        }
        text
    })
}

fn show(ticket: &Ticket, delivery: Option<&Delivery>, added: &[Added], as_json: bool) -> String {
    if !as_json {
        let helpdesk =
            delivery.map(|delivery| format!("Helpdesk: {}\n", delivery::words(delivery)));
        return format!(
            "Stored {}\n{}{}{}{}",
            time(ticket.stored, "%Y-%m-%d %H:%M:%S %Z"),
            helpdesk.unwrap_or_default(),
            match added::solved_by(added) {
                Some(Speaker::Customer) => "Solved: the customer says that it works again\n",
                Some(Speaker::Provider) => "Solved: your people say so\n",
                None => "",
            },
            printable(&ticket.text),
            printable(&added::words(&ticket.number, added))
        );
    }
    let mut value = short(&ticket.listed());
    value["delivery"] = delivery::json(delivery);
    value["solved"] = added::is_solved(added).into();
    value["added"] = added::json(added);
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
