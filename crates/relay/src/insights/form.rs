//! Forms that change something. Whoever sends one must have been given it by this relay: browsers add a password or
//! a proxy's cookie to requests that other pages make, too.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use super::markup::{Element, el};
use crate::seal::Seal;

/// How long a page may have been open.
const OPEN_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// The fields that a form sends.
#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    /// The id of the row.
    pub id: String,
    /// Until when the form can be sent, milliseconds since 1970.
    pub until: i64,
    /// The signature that proves that this relay made the form.
    pub sign: String,
}

impl Sent {
    /// Whether this relay has made this form, for this, not too long ago.
    pub fn is_ours(&self, seal: &Seal, act: Act) -> bool {
        let now = Timestamp::now().as_millisecond();
        now < self.until && seal.is_signed(&signed(act, &self.id), self.until, &self.sign)
    }
}

/// The act of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Mutes an alarm.
    Mute,
    /// Erases a comment.
    Erase,
}

impl Act {
    fn name(self) -> &'static str {
        match self {
            Act::Mute => "mute",
            Act::Erase => "erase",
        }
    }

    /// Where it is sent.
    pub fn address(self) -> &'static str {
        match self {
            Act::Mute => "/insights/alarms/mute",
            Act::Erase => "/insights/feedback/erase",
        }
    }

    /// The page that has it.
    pub fn page(self) -> &'static str {
        match self {
            Act::Mute => "/insights/alarms",
            Act::Erase => "/insights/feedback",
        }
    }
}

/// A button that does this to what has that id; its words, and what it is called where it stands alone.
pub fn button(seal: &Seal, act: Act, id: &str, words: &str, name: String) -> Element {
    let hidden = |name: &'static str, value: String| {
        let field = el("input").at("type", "hidden");
        field.at("name", name).at("value", value)
    };
    let open_for = i64::try_from(OPEN_FOR.as_millis()).unwrap_or(0);
    let until = Timestamp::now().as_millisecond() + open_for;
    el("form")
        .class("act")
        .at("method", "post")
        .at("action", act.address())
        .with(hidden("id", id.to_owned()))
        .with(hidden("until", until.to_string()))
        .with(hidden("sign", seal.sign(&signed(act, id), until)))
        .with(
            el("button")
                .at("type", "submit")
                .at("aria-label", name)
                .text(words),
        )
}

fn signed(act: Act, id: &str) -> String {
    format!("insights {} {id}", act.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_good_for_what_it_was_made_for_alone() {
        let seal = Seal::of(b"a secret of thirty-two letters..");
        let until = Timestamp::now().as_millisecond() + 1000;
        let sent = |id: &str, until: i64| Sent {
            id: id.to_owned(),
            until,
            sign: seal.sign("insights mute 1", until),
        };
        assert!(sent("1", until).is_ours(&seal, Act::Mute));
        assert!(!sent("2", until).is_ours(&seal, Act::Mute));
        assert!(!sent("1", until).is_ours(&seal, Act::Erase));
        assert!(!sent("1", until - 2000).is_ours(&seal, Act::Mute));
        let mut longer = sent("1", until);
        longer.until += 1;
        assert!(!longer.is_ours(&seal, Act::Mute));
    }
}
