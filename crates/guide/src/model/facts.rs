//! What is known while a guide is walked: facts, their kinds and their values.

use serde::{Deserialize, Serialize};

use super::finite::finite;

/// A fact that a guide declares: what it can be and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactDeclaration {
    /// Its name, in kebab-case.
    pub name: String,
    /// What it can be.
    pub kind: FactKind,
    /// Who sets it.
    pub from: FactSource,
}

/// What a fact can be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FactKind {
    /// A number, with the unit that is written after it.
    Number {
        /// The unit, empty for a plain count.
        unit: String,
    },
    /// Free text.
    Text,
    /// A calendar day, `2026-12-25`.
    Date,
    /// True or false.
    Flag,
    /// One of these.
    Choice(Vec<String>),
    /// Any of these.
    Choices(Vec<String>),
}

/// What the fact `device.platform` can be; it is not set on a device that is none of these.
pub const PLATFORMS: &[&str] = &["ios", "android", "windows", "mac", "linux"];

/// The roles of the boxes that a home can have. The fact `equipment.` and a role is the id of the
/// customer's own box in the equipment catalogue; a `lights` step sets it, and the host page may.
pub const ROLES: &[&str] = &["router", "fibre-box", "modem", "mesh"];

/// Who sets a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactSource {
    /// The customer, by an answer in a guide.
    Answer,
    /// The page that embeds the widget.
    Website,
    /// The customer's device, as the browser reports it.
    Device,
    /// The provider's own file.
    Provider,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number; kept to six decimals, so that writing and reading it again changes nothing.
    Number(#[serde(deserialize_with = "finite")] f64),
    /// Text, a date, the id of an option.
    Text(String),
    /// True or false.
    Flag(bool),
    /// The ids of several options.
    List(Vec<String>),
}
