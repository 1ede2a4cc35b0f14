//! By what walks are told apart where what happens at their steps is counted.

/// A property of walks whose values are parts of all walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The language that a guide was read in.
    Language,
    /// The technology of the line.
    Technology,
    /// The customer's box.
    Equipment,
}

impl Dimension {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Dimension; 3] = [
        Dimension::Language,
        Dimension::Technology,
        Dimension::Equipment,
    ];

    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Language => "language",
            Dimension::Technology => "technology",
            Dimension::Equipment => "box",
        }
    }
}

/// What is known of the walks whose steps are counted together. Empty fields are unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Segment {
    /// The language they were read in.
    pub language: String,
    /// The technology of the line.
    pub technology: String,
    /// The customer's box.
    pub equipment: String,
}

impl Segment {
    /// Its value in a dimension; empty if that is unknown.
    pub fn value(&self, dimension: Dimension) -> &str {
        match dimension {
            Dimension::Language => &self.language,
            Dimension::Technology => &self.technology,
            Dimension::Equipment => &self.equipment,
        }
    }
}

/// A dimension, and a value of it.
pub type Part<'a> = (Dimension, &'a str);
