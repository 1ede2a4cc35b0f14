//! A guide as the readers of a language get it.

use std::borrow::Cow;

use firstline_guide::json::{self, Node};
use firstline_guide::language::{chain, serves};

use super::{Sidecar, apply};

/// A guide as the readers of a language get it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken<'s> {
    /// Its file, with what is translated put in.
    pub source: Cow<'s, str>,
    /// Whether it is in their language; else it is as it was written.
    pub in_language: bool,
    /// How many of its texts are not.
    pub missing: usize,
}

/// Puts the translations for a language into a guide. `sidecar` finds them by language: for
/// `de-AT` it is asked for `de-AT` and `de`, as far as the guide's own language does not come
/// first.
///
/// Where fewer than half of its texts are translated, the guide stays as it is: one language
/// throughout is read more easily than two.
///
/// # Errors
///
/// Where the guide's file is no JSON.
pub fn speak<'s>(
    source: &'s str,
    language: &str,
    sidecar: impl Fn(&str) -> Option<Sidecar>,
) -> Result<Spoken<'s>, json::Error> {
    let root = json::parse(source)?.root;
    let own = root
        .get("language")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let sidecars: Vec<Sidecar> = chain(language)
        .take_while(|tag| !tag.eq_ignore_ascii_case(own))
        .filter_map(sidecar)
        .collect();
    let applied = apply(source, language, &sidecars)?;
    // A region, or a provider's own tag, changes a word here and there.
    let same_language = serves(own, language);
    let in_language = same_language || applied.translated * 2 >= applied.all;
    Ok(Spoken {
        missing: match (same_language, in_language) {
            (true, _) => 0,
            (false, true) => applied.all - applied.translated,
            (false, false) => applied.all,
        },
        source: if in_language {
            applied.source.into()
        } else {
            source.into()
        },
        in_language,
    })
}
