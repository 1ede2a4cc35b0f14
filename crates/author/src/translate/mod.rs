//! Translations of guides.
//!
//! A guide is written in one language. Beside it lies a sidecar for each other one,
//! `guides/<language>/<id>.json`, that holds nothing but texts, each under the path at which it
//! stands in the guide, with a fingerprint of what it translates. The guide in the other language
//! is the guide's own file with those texts put in, loaded as any other: the engine knows nothing
//! of translations, and a translation can change no way through a guide.
//!
//! - [`texts`]: what of a guide can be translated.
//! - [`Sidecar`]: what a translator wrote, with places.
//! - [`compare`]: what is missing, stale or too much in it.
//! - [`apply`], [`speak`]: the guide in the other language.
//! - [`update`]: the sidecar as it should lie there, for translators to go on with.

mod apply;
mod compare;
mod inserts;
mod paths;
mod problem;
mod sidecar;
mod speak;
mod update;

pub use apply::{Applied, apply};
pub use compare::compare;
pub use paths::{Text, Words, texts};
pub use problem::{Problem, ProblemKind, Severity};
pub use sidecar::{Entry, Sidecar};
pub use speak::{Spoken, speak};
pub use update::update;

/// A language tag, then its parents: `de-AT`, `de`. A tag for private use (`en-x-isp`) loses its
/// single letter together with what follows it.
pub fn chain(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| parent(tag))
}

/// The tag without its last part (RFC 4647 §3.4, lookup).
fn parent(tag: &str) -> Option<&str> {
    let (parent, _) = tag.rsplit_once('-')?;
    match parent.rsplit_once('-') {
        Some((shorter, single)) if single.len() == 1 => Some(shorter),
        _ => Some(parent),
    }
}

/// Whether a text of this language serves readers of that tag: the tag itself, or a parent of it.
pub fn serves(language: &str, tag: &str) -> bool {
    chain(tag).any(|candidate| candidate.eq_ignore_ascii_case(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lose_their_last_part_and_a_single_letter_with_it() {
        let all = |tag| chain(tag).collect::<Vec<_>>();
        assert_eq!(all("de"), ["de"]);
        assert_eq!(all("zh-Hant-TW"), ["zh-Hant-TW", "zh-Hant", "zh"]);
        assert_eq!(all("en-x-isp"), ["en-x-isp", "en"]);
    }

    #[test]
    fn a_language_serves_its_own_regions_and_no_other() {
        assert!(serves("de", "de-AT"));
        assert!(serves("de-at", "de-AT"));
        assert!(!serves("de-AT", "de"));
        assert!(!serves("de", "den"));
    }
}
