//! `GET /guides/equipment.<hash>.json`: the provider's boxes and their lamps, for guides that ask
//! what the lamps show. The index says where it is.

use firstline_guide::model::{Meaning, Value};
use serde::{Deserialize, Serialize};

/// The boxes that customers of this provider have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Boxes {
    /// The number of this form, 1.
    pub format: u32,
    /// The boxes, in the provider's order.
    pub boxes: Vec<Equipment>,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Equipment {
    /// Its id, as trails name it.
    pub id: String,
    /// What it does in a home: `router`, `fibre-box`, `modem`, `mesh`.
    pub role: String,
    /// What is printed on it, or what everybody calls it.
    pub name: String,
    /// Other words that customers find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_known_as: Vec<String>,
    /// Its drawing, a file below `pictures/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Its outline: `flat`, `tower`, `cube`, `wall`.
    pub shape: String,
    /// How its lamps stand.
    pub arrangement: Arrangement,
    /// Its lamps.
    pub lights: Vec<Light>,
    /// What several lamps mean together, which counts before what each of them means.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<Pattern>,
    /// What texts may say of it: of `firstline_guide::model::BOX_PARTS` those that are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(String, Value)>,
}

/// How the lamps of a box stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arrangement {
    /// In a row, counted from the left.
    #[default]
    Row,
    /// In a column, counted from the top.
    Column,
}

/// A lamp.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Light {
    /// Its id, as trails name it.
    pub id: String,
    /// What is printed beside it; empty if nothing is and it is the only one.
    #[serde(default)]
    pub label: String,
    /// What it means: `off`, a colour, or a colour and `-flashing`; and a meaning.
    #[serde(with = "crate::pairs")]
    pub states: Vec<(String, Meaning)>,
}

/// What several lamps mean together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pattern {
    /// Its id, as trails name it.
    pub id: String,
    /// Lamps and their states.
    #[serde(with = "crate::pairs")]
    pub lights: Vec<(String, String)>,
    /// What they mean.
    pub means: Meaning,
}
