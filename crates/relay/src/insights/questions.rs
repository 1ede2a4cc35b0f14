//! The questions to customers, in their language.

use std::collections::BTreeMap;

use firstline_guide::language::nearest;
use firstline_kano::Answer;
use firstline_wire::kano::Feature;
use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::http::problem::{ProblemKind, Refusal};
use crate::store::insights::{Added, KanoKey};

/// Our own words by language, one file each; the first is for all others.
const WORDS: [(&str, &str); 4] = [
    ("en", include_str!("words/en.json")),
    ("de", include_str!("words/de.json")),
    ("ar", include_str!("words/ar.json")),
    ("zh", include_str!("words/zh.json")),
];

/// The questions to customers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Questions {
    /// The words round it.
    words: Value,
    /// Pairs of questions on features of the service, those that there are in this language.
    features: Vec<Pair>,
    /// The thanks to a customer whose problem is gone, as a measurement proves.
    #[serde(skip_serializing_if = "Option::is_none")]
    thanks: Option<Thanked>,
    /// How many letters of the area are kept: the widget sends no more.
    area_letters: u64,
}

/// A thank-you: a sentence and a link.
#[derive(Debug, Serialize)]
struct Thanked {
    text: String,
    label: String,
    href: String,
    /// For so many days the same customer is not thanked again.
    days: u32,
}

/// A pair of questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The feature.
    pub id: String,
    /// How it would be if it were there.
    pub functional: String,
    /// How it would be if it were not.
    pub dysfunctional: String,
}

/// The questions in this language.
///
/// # Errors
///
/// If our own words cannot be read, which tests rule out.
pub fn of(app: &App, language: &str) -> Result<Questions, Refusal> {
    Ok(Questions {
        words: words(language)?,
        features: asked_in(app, language),
        thanks: app.provider.thanks(language).map(|thanks| Thanked {
            text: thanks.text,
            label: thanks.label,
            href: thanks.link,
            days: thanks.days,
        }),
        area_letters: app.config.insights.area_letters,
    })
}

/// Our own words for readers of this language.
///
/// # Errors
///
/// If they cannot be read, which tests rule out.
pub fn words(language: &str) -> Result<Value, Refusal> {
    let (_, text) = spoken(language).unwrap_or(&WORDS[0]);
    serde_json::from_str(text).map_err(|_| Refusal::new(ProblemKind::Internal))
}

/// The served languages in which there are pairs of questions and our own words to go with them; English if there are
/// some in that alone. None where nobody is asked anything.
pub fn languages(app: &App) -> Vec<String> {
    if app.config.insights.sample_percent == 0 {
        return Vec::new();
    }
    let is_asked =
        |language: &str| spoken(language).is_some_and(|(spoken, _)| !pairs(app, spoken).is_empty());
    let served = app.config.languages.iter();
    let mut languages: Vec<String> = served.filter(|tag| is_asked(tag)).cloned().collect();
    let (first, _) = WORDS[0];
    if languages.is_empty() && is_asked(first) {
        languages.push(first.to_owned());
    }
    languages
}

/// The pairs of questions that there are for readers of this language.
pub fn pairs_in(app: &App, language: &str) -> Vec<Pair> {
    let (spoken, _) = spoken(language).unwrap_or(&WORDS[0]);
    pairs(app, spoken)
}

/// The counts of one pair of answers, of a customer of whom nothing is known.
pub fn answered(week: i64, feature: &str, functional: Answer, dysfunctional: Answer) -> Added {
    let key = KanoKey {
        week,
        feature: feature.to_owned(),
        technology: String::new(),
        years: "",
        functional: functional.name(),
        dysfunctional: dysfunctional.name(),
    };
    Added {
        kano: [(key, 1)].into(),
        ..Added::default()
    }
}

/// Our own words that are nearest to this language, and their tag.
fn spoken(language: &str) -> Option<&'static (&'static str, &'static str)> {
    nearest(language, |tag| {
        let mut words = WORDS.iter();
        words.find(|(known, _)| known.eq_ignore_ascii_case(tag))
    })
}

fn pairs(app: &App, spoken: &str) -> Vec<Pair> {
    let features = app.site.features.iter().filter_map(|feature| {
        Some(Pair {
            id: feature.id.clone(),
            functional: feature.functional.get(spoken)?.clone(),
            dysfunctional: feature.dysfunctional.get(spoken)?.clone(),
        })
    });
    features.collect()
}

/// The pairs of questions that the widget asks readers of this language.
fn asked_in(app: &App, language: &str) -> Vec<Pair> {
    let features = app.site.features.iter().filter_map(|feature| {
        let (functional, dysfunctional) = pair(feature, language, &app.config.languages)?;
        Some(Pair {
            id: feature.id.clone(),
            functional,
            dysfunctional,
        })
    });
    features.collect()
}

/// A feature's pair of questions in the language that is nearest to this one, of all that the provider wrote, ours or not;
/// else in the first of these languages in which both are written.
fn pair(feature: &Feature, language: &str, languages: &[String]) -> Option<(String, String)> {
    let written = |tag: &str| {
        let in_it = |texts: &BTreeMap<String, String>| {
            let mut texts = texts.iter();
            let found = texts.find(|(known, _)| known.eq_ignore_ascii_case(tag));
            found.map(|(_, text)| text.clone())
        };
        in_it(&feature.functional).zip(in_it(&feature.dysfunctional))
    };
    nearest(language, written).or_else(|| languages.iter().find_map(|tag| written(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_asked_in_any_language_that_the_provider_wrote() {
        let feature = |functional: &[&str], dysfunctional: &[&str]| {
            let texts = |tags: &[&str], word: &str| -> BTreeMap<String, String> {
                let text = |tag: &&str| ((*tag).to_owned(), format!("{word} {tag}"));
                tags.iter().map(text).collect()
            };
            Feature {
                id: "a".to_owned(),
                name: BTreeMap::new(),
                functional: texts(functional, "there"),
                dysfunctional: texts(dysfunctional, "missing"),
            }
        };
        let served = ["fr".to_owned(), "en".to_owned()];
        let all = ["fr", "de", "pt-BR"];
        for (language, expected) in [
            ("fr", Some("fr")),
            ("fr-CA", Some("fr")),
            ("pt-br", Some("pt-BR")),
            ("de-AT", Some("de")),
            // Of what is not written, the provider's first language.
            ("zh", Some("fr")),
        ] {
            let expected = expected.map(|tag| (format!("there {tag}"), format!("missing {tag}")));
            let found = pair(&feature(&all, &all), language, &served);
            assert_eq!(found, expected, "{language}");
        }
        // Half a pair is none.
        assert_eq!(pair(&feature(&["it", "fr"], &["it"]), "fr", &served), None);
        assert_eq!(pair(&feature(&["it"], &["it"]), "zh", &served), None);
    }

    #[test]
    fn each_language_has_the_same_words() {
        let keys = |text: &str| -> Vec<String> {
            let words: Value = serde_json::from_str(text).unwrap();
            let answers = words["answers"].as_object().unwrap().keys();
            let all = words.as_object().unwrap().keys().chain(answers);
            all.cloned().collect()
        };
        for (tag, text) in WORDS {
            assert_eq!(keys(text), keys(WORDS[0].1), "{tag}");
            for name in Answer::ALL.map(Answer::name) {
                assert!(keys(text).contains(&name.to_owned()), "{tag} {name}");
            }
        }
    }
}
