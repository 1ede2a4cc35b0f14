//! `firstline tickets delete`: a ticket, or all of a person's, is erased before its time, because somebody asks for it.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Result, bail};
use firstline_relay::Store;
use firstline_relay::number::Number;
use firstline_relay::store::Trace;
use firstline_wire::foreign::on_one_line;
use serde_json::json;

use super::{lines, short, time};

/// Which ticket is erased.
#[derive(Debug, clap::Args)]
pub struct Delete {
    /// Its number, such as F-4711-2830; F and dashes may be left out
    #[arg(required_unless_present_any = ["email", "account"])]
    pub number: Option<String>,
    /// All tickets whose customer gave this address for mail, and what waits to be told to it
    #[arg(long, value_name = "ADDRESS", conflicts_with = "number")]
    pub email: Option<String>,
    /// All tickets whose customer gave or proved this customer number
    #[arg(long, value_name = "ACCOUNT", conflicts_with = "number")]
    pub account: Option<String>,
    /// Erase without asking
    #[arg(long)]
    yes: bool,
}

impl Delete {
    /// Erases the ticket and gives what is said of it: never whose it was.
    ///
    /// # Errors
    ///
    /// There is no such ticket; nobody agrees; or the store does not answer.
    pub async fn run(&self, store: &Store, number: Number, as_json: bool) -> Result<String> {
        let Some(ticket) = store.ticket(number).await? else {
            bail!("there is no ticket {number}; it may be erased already");
        };
        let stored = time(ticket.stored, "%Y-%m-%d %H:%M");
        // A trail that cannot be read names no guide.
        let of = match &*ticket.guide {
            "" => String::new(),
            guide => format!(", guide {}", on_one_line(guide)),
        };
        let what = format!("ticket {number}, stored {stored}{of}");
        self.ask(&what)?;
        let Some(trace) = store.forget(number).await? else {
            bail!("ticket {number} was erased by somebody else meanwhile");
        };
        warn(trace);
        if as_json {
            let mut erased = short(&ticket.listed());
            erased["erased"] = true.into();
            return Ok(lines(&erased));
        }
        Ok(format!("Erased {what}.\n"))
    }

    /// Erases all that is kept of a person, by address or customer number, and gives what is said of it.
    ///
    /// # Errors
    ///
    /// There is nothing; nobody agrees; or the store does not answer.
    pub async fn run_for_person(&self, store: &Store, as_json: bool) -> Result<String> {
        let names_nobody = |account: &String| !account.chars().any(char::is_alphanumeric);
        if self.account.as_ref().is_some_and(names_nobody) {
            bail!("a customer number has a letter or a digit: this one names nobody");
        }
        let numbers = store
            .tickets_of(self.email.as_deref(), self.account.as_deref())
            .await?;
        let listed: Vec<String> = numbers.iter().map(Number::to_string).collect();
        let what = match listed.as_slice() {
            [] if self.email.is_none() => bail!("there is no ticket of this customer number"),
            [] => "what waits to be told to this address; there is no ticket of it".to_owned(),
            several => format!(
                "{} of this person: {}",
                tickets(several.len()),
                several.join(", ")
            ),
        };
        self.ask(&what)?;
        let mut worst = Trace::None;
        for number in numbers {
            // One may have gone with another that it belongs to.
            if let Some(trace) = store.forget(number).await?
                && trace != Trace::None
            {
                worst = trace;
            }
        }
        let wishes = match &self.email {
            Some(email) => store.forget_address(email).await?,
            None => 0,
        };
        warn(worst);
        if as_json {
            return Ok(lines(&json!({ "erased": listed, "wishes": wishes })));
        }
        Ok(format!("Erased {what}.\n"))
    }

    /// Asks whether this is to be erased, unless that was said.
    fn ask(&self, what: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            bail!("nothing is erased, because nobody can be asked here; --yes erases {what}");
        }
        eprint!("Erase {what}? It cannot be brought back. [y/N] ");
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        if !agrees(&answer) {
            bail!("nothing is erased");
        }
        Ok(())
    }
}

fn tickets(count: usize) -> String {
    match count {
        1 => "1 ticket".to_owned(),
        count => format!("{count} tickets"),
    }
}

/// Says what may still be found of what was erased.
fn warn(trace: Trace) {
    match trace {
        Trace::None => {}
        Trace::InLog => eprintln!(
            "warning: somebody reads the store, so what was erased stays in its write-ahead log \
                 (-wal) until they have finished; a relay empties the log within the hour"
        ),
        Trace::OnServer => eprintln!(
            "note: PostgreSQL gives it to nobody any more, but overwrites it in its files only by and by; it \
                 stays in the server's log, replicas and backups for as long as you keep these"
        ),
    }
}

/// Whether this is a yes; everything else is a no.
fn agrees(answer: &str) -> bool {
    ["y", "yes"].contains(&&*answer.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_yes_is_a_yes() {
        for (answer, agreed) in [
            ("y\n", true),
            (" Yes\r\n", true),
            ("\n", false),
            ("", false),
            ("n\n", false),
            ("F-4711-2830\n", false),
        ] {
            assert_eq!(agrees(answer), agreed, "{answer:?}");
        }
    }
}
