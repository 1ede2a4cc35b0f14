//! The names of languages, each in itself. Which language falls back to which is in
//! `firstline_guide::language`.

use std::collections::BTreeMap;

use firstline_guide::language::chain;
pub use firstline_guide::language::nearest;

/// What a language calls itself, as its readers look for it in a menu. A region is added if the
/// tag has one; a language that the table does not have is called by its tag.
pub fn name(tag: &str) -> String {
    let found = chain(tag).find_map(|candidate| {
        let (_, name) = NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(candidate))?;
        Some((&tag[candidate.len()..], *name))
    });
    let Some((rest, name)) = found else {
        return tag.to_owned();
    };
    // What follows a single letter is no region.
    let region = rest
        .split('-')
        .skip(1)
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    match region {
        Some(region) => format!("{name} ({})", region.to_ascii_uppercase()),
        None => name.to_owned(),
    }
}

/// What stands in these texts for readers of this language, by the tags of languages. In another language rather than not at
/// all: what it is said of must be known. `None` if there is none.
pub fn in_language<'t>(texts: &'t BTreeMap<String, String>, language: &str) -> Option<&'t str> {
    let own = nearest(language, |tag| {
        let mut texts = texts.iter();
        texts.find(|(known, _)| known.eq_ignore_ascii_case(tag))
    });
    let text = own.or_else(|| texts.get_key_value("en"));
    let text = text.or_else(|| texts.iter().next());
    text.map(|(_, text)| text.as_str())
}

/// Names of languages in themselves, from the Unicode Common Locale Data Repository, with the
/// capital that menus have. A table, because the library that has them all (ICU4X) calls its part
/// for names experimental, and a relay serves a handful of languages.
const NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lb", "Lëtzebuergesch"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mi", "Māori"),
    ("ms", "Melayu"),
    ("mt", "Malti"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sr-Latn", "Srpski"),
    ("sv", "Svenska"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_call_themselves_by_their_own_name() {
        for (tag, said) in [
            ("en", "English"),
            ("DE", "Deutsch"),
            ("de-AT", "Deutsch (AT)"),
            ("de-x-isp", "Deutsch"),
            ("en-gb-x-is", "English (GB)"),
            ("ar", "العربية"),
            ("zh-Hant-TW", "繁體中文 (TW)"),
            ("tlh", "tlh"),
        ] {
            assert_eq!(name(tag), said, "{tag}");
        }
    }

    #[test]
    fn a_text_is_said_in_the_nearest_language_that_there_is() {
        let texts = |all: &[&str]| -> BTreeMap<String, String> {
            let pair = |tag: &&str| ((*tag).to_owned(), format!("in {tag}"));
            all.iter().map(pair).collect()
        };
        for (all, language, said) in [
            (&["de", "en"][..], "de-AT", Some("in de")),
            (&["DE", "en"], "de", Some("in DE")),
            (&["de", "en"], "fr", Some("in en")),
            (&["de", "pt"], "fr", Some("in de")),
            (&[], "en", None),
        ] {
            assert_eq!(in_language(&texts(all), language), said, "{language}");
        }
    }

    #[test]
    fn no_language_is_named_twice() {
        assert!(NAMES.is_sorted_by(|one, other| one.0 < other.0));
    }
}
