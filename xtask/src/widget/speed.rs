//! The words of the speed test, `embed/speed/<language>.json`: they go with its script and not with the core's words, because
//! few customers come to one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, ensure};

use crate::place;

/// The language whose keys and places count.
const FIRST: &str = "en";

type Words = BTreeMap<String, String>;

/// The words of a language as they are served.
///
/// # Errors
/// If a key is missing, superfluous or empty, or has other places than in English; all of them are named.
pub fn words(language: &str) -> Result<String> {
    let words = read(language)?;
    let problems = compare(&read(FIRST)?, &words);
    ensure!(
        problems.is_empty(),
        "embed/speed/{language}.json\n  {}",
        problems.join("\n  ")
    );
    Ok(serde_json::to_string(&words)?)
}

fn read(language: &str) -> Result<Words> {
    let file = place::root().join(format!("embed/speed/{language}.json"));
    let text = fs::read_to_string(&file).with_context(|| {
        format!(
            "{} has the words of the speed test; copy en.json beside it and translate the values",
            file.display()
        )
    })?;
    serde_json::from_str(&text).with_context(|| file.display().to_string())
}

fn compare(first: &Words, words: &Words) -> Vec<String> {
    let mut problems = Vec::new();
    for (key, text) in first {
        match words.get(key) {
            None => problems.push(format!("{key}: it is missing")),
            Some(found) if found.trim().is_empty() => {
                problems.push(format!("{key}: it needs a text"));
            }
            Some(found) if places(found) != places(text) => {
                problems.push(format!("{key}: its places are not those of “{text}”"));
            }
            Some(_) => {}
        }
    }
    let superfluous = words.keys().filter(|key| !first.contains_key(*key));
    problems.extend(superfluous.map(|key| format!("{key}: the speed test has no such key")));
    problems
}

/// What is filled in: `{mb}`.
fn places(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| part.split('}').next()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Words, compare};

    fn of(words: &[(&str, &str)]) -> Words {
        let own = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
        words.iter().map(own).collect()
    }

    #[test]
    fn each_mistake_of_a_translation_is_named() {
        let first = of(&[
            ("data", "{mb} of data"),
            ("start", "Start"),
            ("stop", "Stop"),
        ]);
        let words = of(&[("data", "{megabytes}"), ("start", " "), ("strat", "Start")]);
        assert_eq!(
            compare(&first, &words),
            [
                "data: its places are not those of “{mb} of data”",
                "start: it needs a text",
                "stop: it is missing",
                "strat: the speed test has no such key",
            ]
        );
        assert!(compare(&first, &first).is_empty());
    }
}
