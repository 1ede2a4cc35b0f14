//! Loader and panel, weighed as they are served.
//!
//! A page pays for the languages that its provider serves, because serving puts in no other. The
//! budgets are of three: English, and those two of the built ones that weigh most.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use firstline_wire::bundle::{self, LOADER, PANEL};
use serde_json::{Map, Value, json};

use super::Part;

/// How many languages the budgets are of.
const LANGUAGES: usize = 3;

/// As long as the name of a build.
const BUILD: &str = "01234567";

/// Weighs both scripts with three languages in them.
pub fn loader_and_panel(dir: &Path) -> Result<(Part, Part)> {
    let read =
        |path: &str| fs::read_to_string(dir.join(path)).with_context(|| format!("no {path}"));
    let words: Value = serde_json::from_str(&read(bundle::WORDS)?)?;
    let with_words = |path: &str| -> Result<String> {
        let by_language = words[path].as_object();
        let by_language = by_language.with_context(|| format!("no words of {path}"))?;
        let filled = bundle::words(by_language, &heaviest(by_language));
        Ok(bundle::fill(&read(path)?, bundle::WORDS_PLACE, &filled)?)
    };
    let loader = bundle::fill(&with_words(LOADER)?, bundle::BUILD_PLACE, &json!(BUILD))?;
    Ok((
        part("loader", &loader)?,
        part("panel", &with_words(PANEL)?)?,
    ))
}

fn part(name: &str, script: &str) -> Result<Part> {
    let bytes = script.as_bytes();
    Ok(Part {
        name: name.to_owned(),
        raw: bytes.len(),
        gzip: firstline_compress::gzip(bytes)?.len(),
        brotli: firstline_compress::brotli(bytes, firstline_compress::BEST)?.len(),
        budget: None,
    })
}

/// English, and the heaviest of the others.
fn heaviest(by_language: &Map<String, Value>) -> Vec<String> {
    let mut tags: Vec<&String> = by_language.keys().collect();
    let weight = |tag: &str| by_language[tag].to_string().len();
    tags.sort_by_key(|tag| (*tag != "en", std::cmp::Reverse(weight(tag))));
    tags.into_iter().take(LANGUAGES).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_the_two_heaviest_others_are_weighed() {
        let all = json!({
            "ar": {"a": "longest"}, "de": {"a": "long"}, "en": {"a": "e"}, "fr": {"a": "longer"},
        });
        assert_eq!(heaviest(all.as_object().unwrap()), ["en", "ar", "fr"]);
    }

    #[test]
    fn a_loader_is_weighed_with_its_words_and_the_name_of_the_build() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("assets")).unwrap();
        let write = |path: &str, text: &str| fs::write(dir.path().join(path), text).unwrap();
        write(LOADER, "w=__FIRSTLINE_WORDS__;b=__FIRSTLINE_BUILD__");
        write(PANEL, "w=__FIRSTLINE_WORDS__");
        write(
            bundle::WORDS,
            r#"{"firstline.js":{"en":{"a":"b"}},"assets/panel.js":{"en":{}}}"#,
        );
        let (loader, panel) = loader_and_panel(dir.path()).unwrap();
        let filled = r#"w={"":"en","en":{"a":"b"}};b="01234567""#;
        assert_eq!(loader.raw, filled.len());
        let filled = r#"w={"":"en","en":{}}"#;
        assert_eq!(panel.raw, filled.len());

        write(LOADER, "w=__FIRSTLINE_WORDS__");
        assert!(loader_and_panel(dir.path()).is_err());
    }
}
