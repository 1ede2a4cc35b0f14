//! `firstline tickets answer` and `solve`: what an operator says to a customer by hand, because the helpdesk is one that nobody
//! can ask, or because there is none.

use anyhow::{Result, bail};
use firstline_relay::Store;
use firstline_relay::number::Number;
use firstline_wire::follow::LONGEST_TEXT;
use firstline_wire::foreign::in_lines;
use jiff::Timestamp;
use serde_json::json;

use super::lines;

/// What is said.
pub struct Answer {
    text: String,
    solved: bool,
}

impl Answer {
    /// This text.
    ///
    /// # Errors
    ///
    /// If there is nothing in it, or more than a customer is shown.
    pub fn of(text: &str) -> Result<Answer, String> {
        match text.trim().is_empty() {
            true => Err("--text is empty: what is the customer to read?".to_owned()),
            false => Answer::made(text, false),
        }
    }

    /// That the ticket is solved, and perhaps this text.
    ///
    /// # Errors
    ///
    /// If the text is longer than a customer is shown.
    pub fn solved(text: Option<&str>) -> Result<Answer, String> {
        Answer::made(text.unwrap_or_default(), true)
    }

    fn made(text: &str, solved: bool) -> Result<Answer, String> {
        let text = in_lines(text.trim()).into_owned();
        let long = text.chars().count();
        if long > LONGEST_TEXT {
            return Err(format!(
                "--text has {long} characters; a customer is shown {LONGEST_TEXT} of one answer"
            ));
        }
        Ok(Answer { text, solved })
    }

    /// Stores it, and gives what is said of that.
    ///
    /// # Errors
    ///
    /// There is no such ticket, or the store does not take it.
    pub async fn run(&self, store: &Store, number: Number, as_json: bool) -> Result<String> {
        let now = Timestamp::now().as_millisecond();
        let answered = store.answer(number, &self.text, self.solved, now).await?;
        let Some(is_open) = answered else {
            bail!("there is no ticket {number}");
        };
        if as_json {
            return Ok(lines(&json!({
                "number": number.to_string(),
                "text": self.text,
                "solved": self.solved,
                "customerCanRead": is_open,
            })));
        }
        let what = match self.solved {
            true => "is solved",
            false => "is answered",
        };
        let who = match is_open {
            true => "The customer reads it on the ticket's page.",
            false => {
                "The customer cannot open this ticket, because it was sent while `follow.days` was 0: tell them by \
                 another way."
            }
        };
        Ok(format!("Ticket {number} {what}. {who}\n"))
    }
}
