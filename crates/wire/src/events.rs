//! `POST /api/v1/events`: what happened on a walk, for insights.
//!
//! Anonymous by what is not in it: no address, no name, no cookie, no text but a comment and the words of a
//! search. `walk` is drawn at random when a walk begins and forgotten when it ends; only what waits for an
//! answer is kept with it for longer, a week at the most. Which step led to which is told, as that is what the
//! guide's author wrote, and which answer a customer chose is not, but for the [link](Found::link).
//! `docs/insights/privacy.md` says the same to a privacy officer, field by field.
//!
//! The body is JSON with the content type `text/plain`, so that no browser asks for permission first when a
//! page is closed. Unknown members and unknown events are passed over: the API takes next year's widgets.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

/// The number of this form.
pub const FORMAT: u32 = 1;

/// The most bytes of a body.
pub const MOST_BYTES: usize = 16 * 1024;

/// The most walks in a batch, and the most events of one.
pub const MOST_WALKS: usize = 20;
/// The most events of a walk in a batch.
pub const MOST_EVENTS: usize = 200;

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Batch {
    /// [`FORMAT`].
    pub format: u32,
    /// One or more walks. Our widget sends each in a batch of its own.
    pub walks: Vec<Walk>,
}

/// What happened on one walk through a guide since it was last told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Walk {
    /// Drawn at random for this walk alone: 16 to 32 hexadecimal digits.
    pub walk: String,
    /// The guide that was opened; empty for a search that found none.
    pub guide: String,
    /// The hash of its pack: which version that is.
    pub hash: String,
    /// The language it was read in.
    pub language: String,
    /// How many seconds ago the walk began. No clock of the customer's is trusted.
    pub ago: u64,
    /// The technology of the line, if the page tells it: its fact `technology`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technology: Option<String>,
    /// The first letters of the area, as many as the relay keeps, if the page tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The customer's box, by its id in the catalogue, if it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment: Option<String>,
    /// What happened, in order. One that cannot be read, because a newer widget says more, is passed over alone.
    #[serde(deserialize_with = "readable")]
    pub events: Vec<Numbered>,
}

/// An event and its number in the walk, by which one that is sent twice counts once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Numbered {
    /// The number: 1 for the first event of a walk, and one more for each.
    pub n: u32,
    /// The event, whose fields stand beside the number.
    #[serde(flatten)]
    pub event: Event,
}

/// The events that this version can read.
fn readable<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Numbered>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Read {
        Known(Numbered),
        Other(IgnoredAny),
    }
    let known = |read| match read {
        Read::Known(event) => Some(event),
        Read::Other(_) => None,
    };
    let read = Vec::<Read>::deserialize(from)?;
    Ok(read.into_iter().filter_map(known).collect())
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Event {
    /// The walk began.
    Began {
        /// The first step, if it is known already; else it is that of who tells nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<String>,
    },
    /// The same device had a good end of the same guide so many days ago (0 to 7), and is back.
    Returned {
        /// Days of 24 hours since then.
        days: u8,
        /// Days (UTC) from the one on which that walk began to the one on which this one did: it is counted on that day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<i32>,
        /// The version that it ended well on.
        hash: String,
        /// Whether a measurement had verified that end.
        verified: bool,
    },
    /// A step was left for another, or for an end.
    #[serde(rename_all = "camelCase")]
    Left {
        /// The step left, by its place.
        from: String,
        /// The step reached, by its place.
        to: String,
        /// What came of the step left.
        how: How,
        /// Seconds spent at it.
        s: u32,
        /// Whether it waited for something there.
        #[serde(default)]
        waited: bool,
        /// The last step before that was done without anything telling what came of it, if this one does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// At an end: seconds of the walk so far; of a longer stay at a step, half an hour.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<u32>,
        /// Where an end is left again: how it had been reached.
        #[serde(default)]
        reached: How,
    },
    /// A ticket was sent, or waits in the browser.
    Ticket,
    /// Checks were made at a step.
    Checked {
        /// The checks, each with its verdict.
        found: Vec<Found>,
    },
    /// "This step was unclear."
    Unclear {
        /// The step, by its place.
        at: String,
    },
    /// "Did this help? How easy was it?" at a good end.
    Rated {
        /// Whether it helped; `None` if the customer answered the other question alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        helped: Option<bool>,
        /// How easy it was, from 1 (very hard) to 5 (very easy).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        easy: Option<u8>,
        /// The end, by its place.
        at: String,
    },
    /// A comment, which the customer wrote for the provider and sent by a button of its own. It is kept apart
    /// from everything else and erased first.
    Comment {
        /// What was written.
        text: String,
    },
    /// Nothing was found for what was typed into the search. The relay keeps words alone, and those only when
    /// five networks have typed them.
    NotFound {
        /// What was typed, or its words: our widget leaves out what is no word.
        text: String,
    },
    /// Two answers on a feature of the service.
    Kano {
        /// Its id in `kano.json`.
        feature: String,
        /// The answer to how it would be with the feature.
        functional: String,
        /// The answer to how it would be without the feature.
        dysfunctional: String,
        /// Since how many years there is a contract, if the page tells it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        years: Option<u8>,
    },
    /// One that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What came of a step.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// An answer was given; which one is not sent.
    #[default]
    Answered,
    /// A measurement said that it works.
    Pass,
    /// A measurement said that it does not.
    Fail,
    /// The customer said that it works now.
    Yes,
    /// The customer said that it does not.
    No,
    /// It was done, and nothing told what came of it.
    Done,
    /// The customer could not do it.
    Cannot,
    /// "Nothing helps."
    Stuck,
    /// "It still doesn't work", at an end that said it does.
    StillBroken,
    /// The customer went back.
    Back,
    /// A way that this version does not know. It is passed over.
    #[serde(other)]
    Unknown,
}

/// A check and what it found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// The check's id.
    pub check: String,
    /// `pass`, `warn`, `fail` or `unknown`.
    pub verdict: String,
    /// Download measured, as a share of what the plan has, if both are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_plan: Option<f64>,
    /// `wifi` or `cable`, if it is known what the device is connected by: the browser says so, or the customer
    /// did at a step that is called `link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What the relay answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// Whether the last walk of the batch stands at a good end: only then anything is asked.
    pub good: bool,
    /// Whether a measurement verified it.
    pub verified: bool,
}
