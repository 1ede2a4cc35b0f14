//! What status products answer, and how that reads: one file a product, and one line in [`SOURCES`].
//!
//! A source says what is asked and makes of the answers what all sources give. It asks nobody and
//! keeps nothing: when and how often is `poll`'s to say. None of the products has a geography that can
//! be relied on, so each item comes with the components that it touches, and the operator's
//! configuration says where those are ([`Places`]).

mod cachet;
mod clean;
mod instatus;
mod lenient;
mod ours;
mod places;
mod statuspage;
mod times;
mod tmf656;
mod uptime_kuma;

use axum::http::HeaderMap;
use firstline_wire::status::{Kind, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

use super::file::{FeedFile, FileItem};

pub use places::Places;

/// All products.
pub const SOURCES: &[&Source] = &[
    &ours::SOURCE,
    &statuspage::SOURCE,
    &instatus::SOURCE,
    &cachet::SOURCE,
    &uptime_kuma::SOURCE,
    &tmf656::SOURCE,
];

/// A product.
#[derive(Debug)]
pub struct Source {
    /// As `status.kind` names it.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What `status.url` is, by an example.
    pub example: &'static str,
    /// The addresses that are asked, for what `status.url` says.
    pub asks: fn(&str) -> Vec<String>,
    /// The address of the page behind this one, where an answer comes in pages; `None` where it never does.
    pub next: Option<fn(&Page<'_>) -> Option<String>>,
    /// What the answers say, in the order of the addresses.
    read: fn(&[&str], &Reading) -> Result<Answer, String>,
}

/// A page of an answer.
#[derive(Debug)]
pub struct Page<'a> {
    /// What was asked.
    pub address: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its body.
    pub body: &'a str,
}

/// What is needed to read an answer besides the answer.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The zone of times that come without one.
    pub zone: TimeZone,
    /// The time.
    pub now: Timestamp,
}

/// What a product says.
#[derive(Debug)]
struct Answer {
    /// [`State::Unknown`] if the product says that it does not know.
    state: State,
    /// Each fault and maintenance.
    seen: Vec<Seen>,
    /// Whether there is more than could be read: nobody knows what that is, so nothing is over because it is missing.
    left_out: bool,
}

impl Answer {
    fn of(seen: Vec<Seen>, left_out: bool) -> Answer {
        Answer {
            state: State::Ok,
            seen,
            left_out,
        }
    }
}

/// An item, and what it touches by the product's own names.
#[derive(Debug)]
struct Seen {
    item: FileItem,
    components: Vec<String>,
    /// Those of them that say where it is and which services it touches, where the product tells them apart.
    apart: Option<Apart>,
}

/// Places and services.
#[derive(Debug)]
struct Apart {
    places: Vec<String>,
    services: Vec<String>,
}

/// The component of an item that touches more than can be read: no map has it, so it may be anywhere.
const ANYTHING: &str = "";

impl Seen {
    fn of(item: FileItem, components: Vec<String>) -> Seen {
        Seen {
            item,
            components,
            apart: None,
        }
    }

    /// Whether customers are told by this that a component is out now. Work that is planned, or a fault that is over, says
    /// nothing of one that is out at this moment.
    fn tells_of(&self, component: &str, now: Timestamp) -> bool {
        let same = |name: &String| name == component;
        self.item.kind == Kind::Outage
            && self.item.is_going_on(now)
            && self.components.iter().any(same)
    }
}

impl Source {
    /// The product of this name.
    pub fn named(name: &str) -> Option<&'static Source> {
        SOURCES.iter().find(|source| source.name == name).copied()
    }

    /// What the answers say, with the places that the operator's map gives to components.
    ///
    /// # Errors
    ///
    /// What is wrong with the answers, in words for an operator.
    pub fn read(
        &self,
        bodies: &[&str],
        reading: &Reading,
        places: &Places,
    ) -> Result<FeedFile, String> {
        let answer = (self.read)(bodies, reading)?;
        let mut items = Vec::new();
        for seen in answer.seen {
            items.extend(places.settle(seen));
        }
        let mut feed = FeedFile::of(answer.state, items);
        feed.left_out = answer.left_out;
        Ok(feed)
    }
}

/// An answer as JSON of this form.
fn json<T: DeserializeOwned>(body: &str, what: &str) -> Result<T, String> {
    serde_json::from_str(body).map_err(|error| {
        let is_page = body.trim_start().starts_with('<');
        let hint = if is_page {
            "; it is a web page: is `status.url` right?"
        } else {
            ""
        };
        format!("this is not what {what} answers: {error}{hint}")
    })
}

/// The address below a root that an operator wrote with or without a slash at its end.
fn below(root: &str, path: &str) -> String {
    format!("{}/{path}", root.trim_end_matches('/'))
}

#[cfg(test)]
mod odd_tests;
#[cfg(test)]
mod tests;
