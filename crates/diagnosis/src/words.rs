//! The words of the checks: what is in each `words.json`, read and put in order. Tools only; the widget
//! gets these words with its others.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Check, catalogue};

/// One text of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it is: `latency/words.json: en/metrics/median`.
    pub place: String,
    /// The text.
    pub text: String,
}

/// What a `words.json` has in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    /// What the check is called.
    name: String,
    /// The words round each metric's `{value}`.
    #[serde(default)]
    metrics: BTreeMap<String, String>,
    /// What it says in short.
    #[serde(default)]
    says: BTreeMap<String, String>,
}

/// All words of the checks in a language, in the order of the catalogue: of each check its name, its
/// metrics, its sayings. A translator reads at once everything that is missing.
///
/// # Errors
/// What is missing, superfluous or empty, each with its file.
pub fn words(language: &str) -> Result<Vec<Word>, Vec<String>> {
    let mut words = Vec::new();
    let mut problems = Vec::new();
    for check in catalogue() {
        let file = file(check);
        match read(check.id.words(), language) {
            Ok(found) => collect(check, &file, language, found, &mut words, &mut problems),
            Err(problem) => problems.push(format!("{file}: {problem}")),
        }
    }
    for word in &words {
        if word.text.trim().is_empty() {
            problems.push(format!("{}: it needs a text", word.place));
        }
    }
    if problems.is_empty() {
        Ok(words)
    } else {
        Err(problems)
    }
}

fn file(check: &Check) -> String {
    let folder = check.id.name().replace('-', "_");
    format!("crates/diagnosis/src/checks/{folder}/words.json")
}

fn read(source: &str, language: &str) -> Result<Language, String> {
    let mut languages: BTreeMap<String, Language> =
        serde_json::from_str(source).map_err(|error| error.to_string())?;
    let found = languages.remove(language);
    found.ok_or_else(|| format!("`{language}` is missing"))
}

fn collect(
    check: &Check,
    file: &str,
    language: &str,
    found: Language,
    words: &mut Vec<Word>,
    problems: &mut Vec<String>,
) {
    words.push(Word {
        place: format!("{file}: {language}/name"),
        text: found.name,
    });
    let metrics = check.metrics.iter().map(|metric| metric.name);
    let sayings = check.sayings.iter().map(|saying| saying.name);
    let groups: [(&str, Vec<&str>, BTreeMap<String, String>); 2] = [
        ("metrics", metrics.collect(), found.metrics),
        ("says", sayings.collect(), found.says),
    ];
    for (group, names, mut texts) in groups {
        for name in names {
            let place = format!("{file}: {language}/{group}/{name}");
            match texts.remove(name) {
                Some(text) => words.push(Word { place, text }),
                None => problems.push(format!("{place}: it is missing")),
            }
        }
        for name in texts.keys() {
            problems.push(format!(
                "{file}: {language}/{group}/{name}: it is superfluous, mod.rs beside it has no such name"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CheckId;

    #[test]
    fn the_words_of_the_sources_are_whole_and_in_the_order_of_the_catalogue() {
        let english = words("en").expect("whole");
        let expected: usize = catalogue()
            .map(|check| 1 + check.metrics.len() + check.sayings.len())
            .sum();
        assert_eq!(english.len(), expected);
        assert_eq!(english[0].text, "Your device");
        assert_eq!(
            english[1].place,
            "crates/diagnosis/src/checks/device_link/words.json: en/says/linked"
        );
        for language in ["de", "ar", "zh"] {
            assert_eq!(words(language).map(|words| words.len()), Ok(expected));
        }
    }

    #[test]
    fn a_language_that_was_not_begun_is_missing_in_each_check() {
        let problems = words("tlh").expect_err("nobody wrote it");
        assert_eq!(problems.len(), CheckId::ALL.len());
        assert!(problems[0].ends_with("device_link/words.json: `tlh` is missing"));
    }

    #[test]
    fn each_mistake_is_named_with_its_place() {
        let check = CheckId::Jitter.check();
        for (source, expected) in [
            (
                r#"{"name":"Evenness","metrics":{"mean":"{value}"},"says":{"even":"x","uneven":"x","too-uneven":"x"}}"#,
                &[][..],
            ),
            (
                r#"{"name":"Evenness","metrics":{"median":"x"},"says":{"even":"x","uneven":"x","good":"x"}}"#,
                &[
                    "f: en/metrics/mean: it is missing",
                    "f: en/metrics/median: it is superfluous, mod.rs beside it has no such name",
                    "f: en/says/too-uneven: it is missing",
                    "f: en/says/good: it is superfluous, mod.rs beside it has no such name",
                ],
            ),
        ] {
            let language = serde_json::from_str(source).expect("a language");
            let mut problems = Vec::new();
            collect(check, "f", "en", language, &mut Vec::new(), &mut problems);
            assert_eq!(problems, expected);
        }
        let unknown = read(r#"{"en":{"nmae":"x"}}"#, "en").err();
        assert!(unknown.is_some_and(|problem| problem.contains("nmae")));
    }
}
