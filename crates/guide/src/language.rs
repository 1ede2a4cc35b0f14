//! Language tags (BCP 47): what one is, and what serves whom.
//!
//! One tag falls back to another by dropping its last part (RFC 4647, section 3.4, "lookup"): readers
//! of `de-AT` are served by `de`, and readers of `de` never by `de-AT`.

/// The shape of a tag (RFC 5646, section 2.1), which is all that can be known without the registry:
/// a language of two or three letters, then parts of up to eight letters and digits. As long as
/// every reader of tags must take (section 4.4.1), and no longer.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    tag.len() <= 35
        && (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// A tag, then its parents: `de-AT`, `de`. A single letter says what kind of part follows it, and
/// goes together with that: the parent of `de-x-isp` is `de`.
pub fn chain(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| parent(tag))
}

fn parent(tag: &str) -> Option<&str> {
    let (parent, _) = tag.rsplit_once('-')?;
    match parent.rsplit_once('-') {
        Some((shorter, single)) if single.len() == 1 => Some(shorter),
        _ => Some(parent),
    }
}

/// Whether what is in this language serves readers of that tag: the tag itself, or a parent of it.
pub fn serves(language: &str, tag: &str) -> bool {
    chain(tag).any(|candidate| candidate.eq_ignore_ascii_case(language))
}

/// What the first of the tag and its parents has that has any.
pub fn nearest<T>(tag: &str, of: impl Fn(&str) -> Option<T>) -> Option<T> {
    chain(tag).find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags() {
        for tag in ["en", "de-AT", "en-x-isp", "zh-Hant-TW", "gsw"] {
            assert!(is_language(tag), "{tag:?} should be accepted");
        }
        let long = "de-abcdefgh-abcdefgh-abcdefgh-abcdefgh";
        for tag in [
            "",
            "english",
            "e",
            "en_GB",
            "en-",
            "de-österreich",
            "-en",
            "1a",
            "de-abcdefghi",
            long,
        ] {
            assert!(!is_language(tag), "{tag:?} should be refused");
        }
    }

    #[test]
    fn tags_lose_their_last_part_and_a_single_letter_with_it() {
        for (tag, all) in [
            ("de", &["de"][..]),
            ("zh-Hant-TW", &["zh-Hant-TW", "zh-Hant", "zh"]),
            ("de-x-isp", &["de-x-isp", "de"]),
            (
                "de-AT-u-co-phonebk",
                &["de-AT-u-co-phonebk", "de-AT-u-co", "de-AT", "de"],
            ),
        ] {
            assert_eq!(chain(tag).collect::<Vec<_>>(), all);
        }
    }

    #[test]
    fn a_language_serves_its_own_regions_and_no_other() {
        assert!(serves("de", "de-AT"));
        assert!(serves("de-at", "de-AT"));
        assert!(serves("de", "de-x-isp"));
        assert!(!serves("de-x", "de-x-isp"));
        assert!(!serves("de-AT", "de"));
        assert!(!serves("de", "den"));
    }

    #[test]
    fn the_nearest_is_what_is_said_for_the_longest_tag() {
        let said = |tag: &str| ["de", "de-AT"].into_iter().find(|known| *known == tag);
        assert_eq!(nearest("de-AT-x-isp", said), Some("de-AT"));
        assert_eq!(nearest("de-CH", said), Some("de"));
        assert_eq!(nearest("fr", said), None);
    }
}
