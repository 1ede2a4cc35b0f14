//! How far a helpdesk is with a ticket, and what its agents said to the customer.

use firstline_wire::follow::{LONGEST_TEXT, Stage};
use firstline_wire::foreign::in_lines;
use jiff::Timestamp;
use serde_json::Value;

use super::Failure;
use super::answer::text_at;
use super::note::is_ours;
use crate::store::following::Heard;

/// The words of a helpdesk for each stage that customers see.
pub type Stages = &'static [(Stage, &'static [&'static str])];

/// How far the helpdesk is with a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// In its own word.
    pub word: String,
    /// The stage, the same words for all helpdesks.
    pub stage: Stage,
    /// Whether nothing comes after that, so that it need not be asked again.
    pub closed: bool,
    /// What the agents wrote to the customer, as far as the helpdesk shows it.
    pub heard: Vec<Heard>,
}

impl Progress {
    /// By its own word, as these say it; a word that an operator made up is one of somebody's who works
    /// on it.
    pub fn by(word: Option<String>, stages: Stages, closed: &[&str]) -> Progress {
        let word = word.unwrap_or_else(|| "unknown".to_owned());
        let known = stages.iter().find(|(_, words)| words.contains(&&*word));
        Progress {
            stage: known.map_or(Stage::Working, |(stage, _)| *stage),
            closed: closed.contains(&&*word),
            word,
            heard: Vec::new(),
        }
    }

    /// Adds what an agent said in this entry of the helpdesk's, which has its name at `id`; see [`heard`].
    pub fn hear(&mut self, entry: &Value, when: &Value, text: &str) {
        let name = text_at(entry, "/id").unwrap_or_default();
        self.heard.extend(heard(&name, when, text));
    }
}

/// What a helpdesk lists of a ticket, or nothing: that it shows no answers to us is no reason not to know how
/// far it is.
pub fn as_far_as_told<T: Default>(listed: Result<T, Failure>) -> T {
    listed.unwrap_or_else(|failure| {
        tracing::debug!(
            said = failure.said,
            "the helpdesk does not show what agents said"
        );
        T::default()
    })
}

/// Something that an agent said: what the helpdesk calls it, when, and the text. `None` if it is a note of
/// ours, or says nothing.
pub fn heard(name: &str, when: &Value, text: &str) -> Option<Heard> {
    let text = in_lines(text.trim());
    if text.is_empty() || is_ours(&text) {
        return None;
    }
    let cut = text.char_indices().nth(LONGEST_TEXT);
    let text = match cut {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    };
    let said = match when {
        Value::Number(millis) => millis.as_i64(),
        other => other.as_str().and_then(|when| {
            let at: Timestamp = when.parse().ok()?;
            Some(at.as_millisecond())
        }),
    };
    Some(Heard {
        name: name.to_owned(),
        said: said.unwrap_or_else(|| Timestamp::now().as_millisecond()),
        text,
    })
}
