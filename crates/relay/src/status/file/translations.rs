//! Texts of a source, in one language or in several.

use std::collections::BTreeMap;

use firstline_guide::language::nearest;
use serde::{Deserialize, Serialize};

/// One text for all, or one for each language tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a text, or texts by language")]
pub enum Translations {
    /// For readers of all languages.
    ForAll(String),
    /// By the language's tag.
    ByLanguage(BTreeMap<String, String>),
}

impl Default for Translations {
    fn default() -> Translations {
        Translations::ForAll(String::new())
    }
}

impl From<&str> for Translations {
    fn from(text: &str) -> Translations {
        Translations::ForAll(text.to_owned())
    }
}

impl Translations {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        match self {
            Translations::ForAll(text) => text.is_empty(),
            Translations::ByLanguage(texts) => texts.is_empty(),
        }
    }

    /// The text for the first of these tags that it has one for, or for a parent of it; else any.
    pub fn read_by(&self, tags: &[&str]) -> String {
        let texts = match self {
            Translations::ForAll(text) => return text.clone(),
            Translations::ByLanguage(texts) => texts,
        };
        let of = |tag: &str| {
            let mut all = texts.iter();
            let (_, text) = all.find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
            Some(text.clone())
        };
        let found = tags.iter().find_map(|tag| nearest(tag, of));
        found
            .or_else(|| texts.values().next().cloned())
            .unwrap_or_default()
    }
}
