//! The model of a box.

use firstline_guide::json::Span;
use firstline_guide::model::{Meaning, Value};

/// All boxes that guides can be used with, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// The boxes.
    pub boxes: Vec<Equipment>,
}

impl Catalogue {
    /// The box with this id.
    pub fn find(&self, id: &str) -> Option<&Equipment> {
        self.boxes.iter().find(|equipment| equipment.id == id)
    }
}

/// A box.
#[derive(Clone, Debug, PartialEq)]
pub struct Equipment {
    /// Its id, which a trail keeps for ever.
    pub id: String,
    /// Its role in a home.
    pub role: String,
    /// The name that is printed on it, or that everybody knows it by.
    pub name: String,
    /// Its maker. For authors; customers do not see it.
    pub maker: Option<String>,
    /// Other words that customers find it by.
    pub also_known_as: Vec<String>,
    /// The kind of line it is for, such as `dsl`. For authors.
    pub technology: Option<String>,
    /// Its drawing, a file in `pictures/`, and where that is said.
    pub picture: Option<(String, Span)>,
    /// Its outline: one of [`SHAPES`].
    pub shape: String,
    /// How its lamps stand: one of [`ARRANGEMENTS`].
    pub arrangement: String,
    /// The part that must be compared with the maker's table before anybody relies on it.
    pub confirm: Option<String>,
    /// Its lamps, from the left or from the top.
    pub lights: Vec<Light>,
    /// The meanings of several lamps together. A pattern counts before the meanings of its single lamps.
    pub patterns: Vec<Pattern>,
    /// The facts that texts may insert, by [`firstline_guide::model::BOX_PARTS`].
    pub facts: Vec<(String, Value)>,
    /// Where what is said of it is from, by its key. For authors.
    pub sources: Vec<(String, String)>,
}

impl Equipment {
    /// What texts may say of it, by the names of [`firstline_guide::Library::knowing_boxes`].
    pub fn named_facts(&self) -> impl Iterator<Item = (String, Value)> {
        let facts = self.facts.iter();
        facts.map(|(part, value)| (format!("{}.{part}", self.id), value.clone()))
    }
}

/// A lamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Light {
    /// Its id.
    pub id: String,
    /// The label printed beside it; empty if the only lamp of a box has no label.
    pub label: String,
    /// The meaning of each state. A state that means nothing by itself is left out.
    pub states: Vec<(String, Meaning)>,
}

/// The meaning of several lamps together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Its id, another than any lamp's.
    pub id: String,
    /// Lamps and their states, two or more.
    pub lights: Vec<(String, String)>,
    /// Their meaning.
    pub means: Meaning,
}

/// The outlines that the widget draws round the lamps of a box without a picture.
pub const SHAPES: &[&str] = &["flat", "tower", "cube", "wall"];

/// How lamps stand: in a row, counted from the left, or in a column, counted from the top.
pub const ARRANGEMENTS: &[&str] = &["row", "column"];

/// What a lamp can show. White stands for warm white too, blue for cyan, amber for yellow and
/// orange, purple for magenta: whoever sees colours otherwise, or in the dark of a cupboard, does
/// not tell them apart, and no guide may depend on it.
pub const STATES: &[&str] = &[
    "off",
    "green",
    "green-flashing",
    "white",
    "white-flashing",
    "blue",
    "blue-flashing",
    "amber",
    "amber-flashing",
    "red",
    "red-flashing",
    "purple",
    "purple-flashing",
];
