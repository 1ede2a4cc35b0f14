//! The questions to customers, in their language.

use firstline_guide::language::nearest;
use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::http::problem::{ProblemKind, Refusal};

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
#[derive(Debug, Serialize)]
struct Pair {
    id: String,
    functional: String,
    dysfunctional: String,
}

/// The questions in this language.
///
/// # Errors
///
/// If our own words cannot be read, which tests rule out.
pub fn of(app: &App, language: &str) -> Result<Questions, Refusal> {
    let found = nearest(language, |tag| {
        WORDS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(tag))
    });
    let (spoken, text) = found.unwrap_or(&WORDS[0]);
    let words = serde_json::from_str(text).map_err(|_| Refusal::new(ProblemKind::Internal))?;
    let features = app.site.features.iter().filter_map(|feature| {
        Some(Pair {
            id: feature.id.clone(),
            functional: feature.functional.get(*spoken)?.clone(),
            dysfunctional: feature.dysfunctional.get(*spoken)?.clone(),
        })
    });
    Ok(Questions {
        words,
        features: features.collect(),
        thanks: app.provider.thanks(language).map(|thanks| Thanked {
            text: thanks.text,
            label: thanks.label,
            href: thanks.link,
            days: thanks.days,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            for name in firstline_kano::Answer::ALL.map(firstline_kano::Answer::name) {
                assert!(keys(text).contains(&name.to_owned()), "{tag} {name}");
            }
        }
    }
}
