//! Packs: what a customer's browser loads.
//!
//! A pack holds a guide and every guide that it calls, checked and resolved, in the compact form of
//! [`firstline_guide::pack`]. Its hash names it, so it can be cached for ever, and a ticket can be
//! replayed against the very guides that were walked.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use firstline_compress::hash;
use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::load::{self, LibraryProblem, Loaded};
use firstline_guide::model::Guide;
use firstline_guide::pack;

use crate::pictures;
use crate::provider::Offer;

/// A pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// The bytes that a browser loads; [`firstline_guide::pack`] reads them.
    pub bytes: Vec<u8>,
    /// The first 16 hexadecimal digits of the SHA-256 of `bytes`.
    pub hash: String,
    /// The guide that it begins with, for the index.
    pub entry: Arc<Guide>,
    /// The ids of the guides in it, the entry first, then in the order in which they are called.
    pub guides: Vec<String>,
    /// The file names of the pictures that its guides show.
    pub pictures: Vec<String>,
}

/// Why no pack is made.
#[derive(Clone, Debug, PartialEq)]
pub enum PackError {
    /// There is no source of the guide with this id; `caller` names the guide that calls it.
    NoGuide {
        /// The guide that is missing.
        id: String,
        /// The guide that calls it, unless it is the entry.
        caller: Option<String>,
    },
    /// A source has problems.
    Problems {
        /// The guide.
        id: String,
        /// Its problems.
        problems: Vec<Diagnostic>,
    },
    /// The guides do not fit each other.
    Library(Vec<LibraryProblem>),
    /// The guides cannot be written down.
    Write(firstline_guide::pack::PackError),
}

impl std::fmt::Display for PackError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PackError::NoGuide {
                id,
                caller: Some(caller),
            } => {
                write!(out, "`{caller}` calls the guide `{id}`, which is not there")
            }
            PackError::NoGuide { id, caller: None } => write!(out, "there is no guide `{id}`"),
            PackError::Problems { id, problems } => {
                write!(out, "the guide `{id}` has {} problems", problems.len())
            }
            PackError::Write(_) => out.write_str("the guides cannot be written as a pack"),
            PackError::Library(problems) => {
                write!(
                    out,
                    "the guides do not fit each other ({} problems)",
                    problems.len()
                )
            }
        }
    }
}

impl std::error::Error for PackError {}

/// Makes the pack of the guide `entry`. `source` finds what an author wrote by a guide's id.
///
/// # Errors
/// Where a guide is missing, has problems, or does not fit the others.
pub fn pack<'s>(entry: &str, source: impl Fn(&str) -> Option<&'s str>) -> Result<Pack, PackError> {
    pack_for(&Offer::default(), entry, source)
}

/// The same for customers of a provider: see [`Offer::fit`].
///
/// # Errors
/// As [`pack()`].
pub fn pack_for<'s>(
    offer: &Offer,
    entry: &str,
    source: impl Fn(&str) -> Option<&'s str>,
) -> Result<Pack, PackError> {
    let mut waiting = VecDeque::from([(entry.to_owned(), None)]);
    let mut guides: BTreeMap<String, Guide> = BTreeMap::new();
    while let Some((id, caller)) = waiting.pop_front() {
        if guides.contains_key(&id) {
            continue;
        }
        let Some(text) = source(&id) else {
            return Err(PackError::NoGuide { id, caller });
        };
        let Loaded {
            guide, problems, ..
        } = load::load(text);
        let (Some(guide), true) = (guide, problems.is_empty()) else {
            return Err(PackError::Problems { id, problems });
        };
        for (_, callee) in guide.calls() {
            waiting.push_back((callee.to_owned(), Some(id.clone())));
        }
        guides.insert(id, guide);
    }
    pack_guides(offer, entry, |id| guides.get(id))
}

/// The same of guides that are loaded; `guide` finds them by their ids.
///
/// # Errors
/// If a guide is missing, or does not fit the others.
pub fn pack_guides<'g>(
    offer: &Offer,
    entry: &str,
    guide: impl Fn(&str) -> Option<&'g Guide>,
) -> Result<Pack, PackError> {
    let mut waiting = VecDeque::from([(entry.to_owned(), None)]);
    let mut guides: Vec<Guide> = Vec::new();
    while let Some((id, caller)) = waiting.pop_front() {
        if guides.iter().any(|known| known.id == id) {
            continue;
        }
        let Some(guide) = guide(&id) else {
            return Err(PackError::NoGuide { id, caller });
        };
        let mut guide = guide.clone();
        offer.fit(&mut guide);
        for (_, callee) in guide.calls() {
            waiting.push_back((callee.to_owned(), Some(id.clone())));
        }
        guides.push(guide);
    }
    let mut pictures: Vec<String> = guides.iter().flat_map(pictures::used).collect();
    pictures.sort();
    pictures.dedup();
    let ids = guides.iter().map(|guide| guide.id.clone()).collect();
    let library = load::library(guides).map_err(PackError::Library)?;
    let guide = library.guide(entry).map(Arc::clone);
    let guide = guide.ok_or_else(|| PackError::NoGuide {
        id: entry.to_owned(),
        caller: None,
    })?;
    let bytes = pack::write(entry, &library).map_err(PackError::Write)?;
    Ok(Pack {
        hash: hash(&bytes),
        bytes,
        entry: guide,
        guides: ids,
        pictures,
    })
}
