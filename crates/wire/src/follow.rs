//! `GET /api/v1/ticket` and `POST /api/v1/ticket/notes`: a customer follows a ticket up, with the token
//! that came with its number and that goes along as `Authorization: Bearer`.

use serde::{Deserialize, Serialize};

/// The longest text that a customer adds to a ticket, in characters.
pub const LONGEST_TEXT: usize = 4000;

/// How far a ticket is, in one word for all helpdesks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The provider has it; nobody has looked at it yet, as far as is known.
    Received,
    /// Somebody works on it.
    Working,
    /// The provider waits for the customer.
    Asks,
    /// It is mended, or the customer said that it works again.
    Solved,
    /// It is over in another way: refused, merged into another one, or deleted.
    Closed,
}

impl Stage {
    /// All of them.
    pub const ALL: [Stage; 5] = [
        Stage::Received,
        Stage::Working,
        Stage::Asks,
        Stage::Solved,
        Stage::Closed,
    ];

    /// Its name, as it is stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Working => "working",
            Stage::Asks => "asks",
            Stage::Solved => "solved",
            Stage::Closed => "closed",
        }
    }

    /// The stage of this name.
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether nothing more is awaited.
    pub fn is_over(self) -> bool {
        matches!(self, Stage::Solved | Stage::Closed)
    }
}

/// How a ticket stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Followed {
    /// The number of the ticket.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: u64,
    /// How far the helpdesk is with it.
    pub stage: Stage,
    /// When the helpdesk was last asked, milliseconds since 1970; none if it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<u64>,
    /// Whether answers may come by another way alone: the helpdesk tells this page neither how far it is nor what its
    /// agents said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
    /// What was received when, and by when what happens, as it was told when it was sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<String>,
    /// What was said of it since, the oldest first.
    pub said: Vec<Said>,
    /// Whether the customer can be asked how it went: it is solved, and nobody has asked yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
}

/// What a customer says of a ticket that was solved. Each can be left out, and counts once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFeedback {
    /// The number of this form, 1.
    pub format: u32,
    /// The customer sees the questions now, and is not asked again: the feature of the service that is among them, or
    /// an empty text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<String>,
    /// Whether the help helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<bool>,
    /// How easy it was, from 1, very hard, to 5, very easy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy: Option<u8>,
    /// How the feature would be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<FeedbackPair>,
}

/// Two answers on a feature of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeedbackPair {
    /// The answer to how it would be with the feature.
    pub functional: String,
    /// The answer to how it would be without the feature.
    pub dysfunctional: String,
}

/// Something that was said of a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// Whether the customer or the provider said it.
    pub by: Speaker,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// The text; empty where the customer said no more than that it works again.
    pub text: String,
}

/// Who says something of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Speaker {
    /// The customer who sent the ticket.
    Customer,
    /// Whoever works on it.
    Provider,
}

/// What a customer adds to a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewNote {
    /// The number of this form, 1.
    pub format: u32,
    /// The text; may be empty if it works again.
    #[serde(default)]
    pub text: String,
    /// Whether it works again, so that nobody need work on it.
    #[serde(default)]
    pub solved: bool,
}
