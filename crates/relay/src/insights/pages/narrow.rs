//! The filters of pages, besides the time.

use super::Reading;
use crate::store::insights::Slice;

/// A filter of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    /// A guide.
    Guide,
    /// A version of it.
    Version,
    /// A language.
    Language,
    /// A technology of the line.
    Technology,
    /// The customer's box.
    Equipment,
}

impl Narrow {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Narrow; 5] = [
        Narrow::Guide,
        Narrow::Version,
        Narrow::Language,
        Narrow::Technology,
        Narrow::Equipment,
    ];

    /// Those by which what happens at steps is counted, each by itself.
    pub const PARTS: [Narrow; 3] = [Narrow::Language, Narrow::Technology, Narrow::Equipment];

    /// Its name, in an address and in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Narrow::Guide => "guide",
            Narrow::Version => "version",
            Narrow::Language => "language",
            Narrow::Technology => "technology",
            Narrow::Equipment => "box",
        }
    }

    /// Its name over a list of choices.
    pub fn label(self) -> &'static str {
        match self {
            Narrow::Guide => "Guide",
            Narrow::Version => "Version",
            Narrow::Language => "Language",
            Narrow::Technology => "Technology",
            Narrow::Equipment => "Box",
        }
    }

    /// What of a slice it narrows; empty means all.
    pub fn of(self, slice: &Slice) -> &str {
        match self {
            Narrow::Guide => &slice.guide,
            Narrow::Version => &slice.version,
            Narrow::Language => &slice.language,
            Narrow::Technology => &slice.technology,
            Narrow::Equipment => &slice.equipment,
        }
    }

    /// The same, to be changed.
    pub fn of_mut(self, slice: &mut Slice) -> &mut String {
        match self {
            Narrow::Guide => &mut slice.guide,
            Narrow::Version => &mut slice.version,
            Narrow::Language => &mut slice.language,
            Narrow::Technology => &mut slice.technology,
            Narrow::Equipment => &mut slice.equipment,
        }
    }

    /// The name for people of something to choose.
    pub fn named(self, reading: &Reading<'_>, id: String) -> String {
        match self {
            Narrow::Guide => reading.guide(&id),
            Narrow::Equipment => reading.equipment(&id),
            Narrow::Version | Narrow::Language | Narrow::Technology => id,
        }
    }

    /// Whether it stays chosen from page to page.
    pub fn stays(self) -> bool {
        self == Narrow::Guide
    }
}

/// Says that something is not narrowed by these; `None` if there are none.
pub fn all_are_counted(what: &str, names: &[&str]) -> Option<String> {
    let names = listed(names)?;
    Some(format!(
        "{what} cannot be narrowed by {names}: all are counted."
    ))
}

/// Says that a page is narrowed by the first of these and not by the others; `None` if there are no others.
pub fn one_at_a_time(chosen: &[&str]) -> Option<String> {
    let (used, others) = chosen.split_first()?;
    let others = listed(others)?;
    Some(format!(
        "Language, technology and box narrow this page one at a time: it is narrowed by {used}, and not by {others}."
    ))
}

/// "a, b or c"; `None` if there are none.
pub fn listed(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(match others.is_empty() {
        true => (*last).to_owned(),
        false => format!("{} or {last}", others.join(", ")),
    })
}
