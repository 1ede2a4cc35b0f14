//! The built widget: its files, and the placeholders that whoever serves it fills.
//!
//! The build knows every language, the operator decides which of them are served. So the build
//! leaves a placeholder where loader and panel have words, and serving puts in the languages that
//! are served: a page pays for no other. A placeholder is a bare name at the place of a JavaScript
//! expression, and is filled with JSON.

use std::fmt;

use serde_json::{Map, Value};

/// The one script that a provider's page names. It has [`BUILD_PLACE`] and [`WORDS_PLACE`].
pub const LOADER: &str = "firstline.js";

/// The folder of all other files: as built, and when served with a folder of the build's name below it.
pub const ASSETS: &str = "assets/";

/// The panel. It has [`WORDS_PLACE`].
pub const PANEL: &str = "assets/panel.js";

/// What is fetched for itself where it is needed: what sends a ticket that waits, without the panel, what
/// finds out why nothing starts, the speed test, the walk through the home, datagrams, how a ticket stands, what
/// tells of walks through guides, what asks how they went, who is to be reached, what meets who comes back,
/// who the customer is, the work for a ticket in a burst,
/// and photos.
pub const APART: [&str; 13] = [
    "assets/follow.js",
    "assets/send.js",
    "assets/why.js",
    SPEED,
    "assets/walk.js",
    "assets/datagrams.js",
    "assets/after.js",
    "assets/ask.js",
    "assets/people.js",
    "assets/loyal.js",
    "assets/identity.js",
    "assets/work.js",
    "assets/photos.js",
];

/// The speed test.
pub const SPEED: &str = "assets/speed.js";

/// The words of the speed test in a language.
#[must_use]
pub fn speed_words_of(language: &str) -> String {
    format!("assets/speed-{}.json", language.to_ascii_lowercase())
}

/// The core, compiled to WebAssembly.
pub const CORE: &str = "assets/core.wasm";

/// The second part of the core: checks, tickets, and the screens that no walk begins with. It is in the small build; in others all
/// is in the core, and this is a module with nothing in it.
pub const SECOND: &str = "assets/second.wasm";

/// The script between the core and the browser.
pub const GLUE: &str = "assets/glue.js";

/// The style sheet, for browsers that cannot construct one.
pub const SHEET: &str = "assets/widget.css";

/// The widget's words in a language.
#[must_use]
pub fn words_of(language: &str) -> String {
    format!("assets/words-{}.json", language.to_ascii_lowercase())
}

/// Names the newest build, for loaders that are older because a browser kept them. Serving writes it.
pub const MANIFEST: &str = "assets/manifest.json";

/// The words of [`WORDS_PLACE`]: by script, by language, by key. It is not served.
pub const WORDS: &str = "words.json";

/// Stands for the name of the build: the loader asks for everything at once, so it knows where everything is.
pub const BUILD_PLACE: &str = "__FIRSTLINE_BUILD__";

/// Stands for a script's words by language; see [`words`].
pub const WORDS_PLACE: &str = "__FIRSTLINE_WORDS__";

/// A script has a placeholder not exactly once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchPlace {
    place: &'static str,
    times: usize,
}

impl fmt::Display for NoSuchPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} must stand there once, as an expression; it stands there {} times",
            self.place, self.times
        )
    }
}

impl std::error::Error for NoSuchPlace {}

/// Puts a value at a placeholder of a script.
///
/// # Errors
///
/// If the script does not have the placeholder exactly once.
pub fn fill(script: &str, place: &'static str, value: &Value) -> Result<String, NoSuchPlace> {
    match script.matches(place).count() {
        1 => Ok(script.replace(place, &value.to_string())),
        times => Err(NoSuchPlace { place, times }),
    }
}

/// The entries of these languages. Tags are compared regardless of case (RFC 5646 §2.1.1).
#[must_use]
pub fn only(by_language: &Map<String, Value>, languages: &[String]) -> Map<String, Value> {
    let is_kept = |tag: &str| languages.iter().any(|kept| kept.eq_ignore_ascii_case(tag));
    by_language
        .iter()
        .filter(|(tag, _)| is_kept(tag))
        .map(|(tag, entry)| (tag.clone(), entry.clone()))
        .collect()
}

/// What fills [`WORDS_PLACE`]: the words of these languages by their tags in small letters. The
/// entry under "" is the tag to fall back to, the first of them.
#[must_use]
pub fn words(by_language: &Map<String, Value>, languages: &[String]) -> Value {
    let mut words = only(by_language, languages);
    if let Some(first) = languages.first() {
        words.insert(String::new(), first.to_ascii_lowercase().into());
    }
    words.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn built() -> Map<String, Value> {
        let built =
            json!({ "ar": {"help": "مساعدة"}, "de": {"help": "Hilfe"}, "en": {"help": "Help"} });
        built.as_object().unwrap().clone()
    }

    fn tags(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn a_placeholder_is_filled_where_it_stands_once() {
        let filled = fill(
            "const P=__FIRSTLINE_BUILD__;",
            BUILD_PLACE,
            &json!("a\"b.js"),
        );
        assert_eq!(filled.unwrap(), r#"const P="a\"b.js";"#);
        for script in ["const P={};", "__FIRSTLINE_BUILD__,__FIRSTLINE_BUILD__"] {
            let error = fill(script, BUILD_PLACE, &json!(1)).unwrap_err();
            assert!(error.to_string().contains(BUILD_PLACE), "{error}");
        }
    }

    #[test]
    fn only_languages_that_are_served_are_said_and_the_first_is_fallen_back_to() {
        assert_eq!(
            words(&built(), &tags(&["de", "AR"])),
            json!({ "": "de", "ar": {"help": "مساعدة"}, "de": {"help": "Hilfe"} })
        );
    }
}
