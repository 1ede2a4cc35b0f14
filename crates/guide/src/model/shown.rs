//! The texts, pictures and links that a step shows, whatever its kind.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// The texts, pictures and links that a step shows, whatever its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The heading: the question or the finding. Empty for steps that show nothing.
    pub title: Text,
    /// Paragraphs below it.
    pub text: Vec<Text>,
    /// A quiet explanation, for those who look for it.
    pub hint: Option<Text>,
    /// A picture of what is meant.
    pub picture: Option<Picture>,
    /// Links, shown as buttons.
    pub links: Vec<Link>,
    /// Values to copy.
    pub values: Vec<Named>,
}

/// A value to copy, such as an address to type elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Its label.
    pub label: Text,
    /// The value. If what it inserts is not known, it is left out.
    pub value: Text,
}

/// A picture, by its file's name below `guides/pictures/`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// The file's name, `router-back.svg`.
    pub file: String,
    /// Its description, for customers who cannot see it.
    pub alt: String,
}

/// A link, shown as a button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The words of the button.
    pub label: Text,
    /// `https:`, `tel:` or `mailto:`, nothing else.
    pub href: String,
}
