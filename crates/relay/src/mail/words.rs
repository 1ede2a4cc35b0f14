//! The words of mail, one file for each language.

use std::sync::LazyLock;

use serde::Deserialize;

use super::chosen;

/// A language's file. The build has each in it; another language is one line here.
const FILES: &[(&str, &str)] = &[
    ("en", include_str!("words/en.json")),
    ("de", include_str!("words/de.json")),
    ("ar", include_str!("words/ar.json")),
    ("zh", include_str!("words/zh.json")),
];

static ALL: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let read = |(_, text): &(&str, &str)| serde_json::from_str(text).unwrap_or_default();
    FILES.iter().map(read).collect()
});

/// The words of a language. `{number}`, `{until}` and `{phone}` are places to fill.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    received_subject: String,
    received: String,
    received_link: String,
    solved_subject: String,
    solved: String,
    solved_link: String,
    phone: String,
}

/// The languages that mail can be in, by their tags.
pub fn languages() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(tag, _)| *tag)
}

impl Words {
    /// Those for readers of this language; else of the other one, else English.
    pub fn of(language: &str, otherwise: &str) -> &'static Words {
        let known: Vec<(&str, usize)> = languages().zip(0..).collect();
        let place = chosen(language, &known).or_else(|| chosen(otherwise, &known));
        &ALL[place.unwrap_or(0)]
    }

    /// The mail's subject.
    pub fn subject(&self, solved: bool, number: &str) -> String {
        let text = match solved {
            true => &self.solved_subject,
            false => &self.received_subject,
        };
        text.replace("{number}", number)
    }

    /// Its first paragraph.
    pub fn first(&self, solved: bool, number: &str) -> String {
        let text = if solved { &self.solved } else { &self.received };
        text.replace("{number}", number)
    }

    /// The sentence above the link.
    pub fn link(&self, solved: bool, until: &str) -> String {
        let text = match solved {
            true => &self.solved_link,
            false => &self.received_link,
        };
        text.replace("{until}", until)
    }

    /// How to call.
    pub fn phone(&self, phone: &str) -> String {
        self.phone.replace("{phone}", phone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_words_and_their_places() {
        for (tag, text) in FILES {
            let words: Words = serde_json::from_str(text).unwrap();
            assert!(words.subject(false, "F-1").contains("F-1"), "{tag}");
            assert!(words.subject(true, "F-1").contains("F-1"), "{tag}");
            assert!(words.first(false, "F-1").contains("F-1"), "{tag}");
            assert!(words.first(true, "F-1").contains("F-1"), "{tag}");
            assert!(words.link(false, "2026").contains("2026"), "{tag}");
            assert!(words.link(true, "2026").contains("2026"), "{tag}");
            assert!(words.phone("0800").contains("0800"), "{tag}");
            assert!(!text.contains('!'), "{tag}: no exclamation marks");
        }
    }

    #[test]
    fn who_reads_none_of_them_gets_the_providers_own() {
        let subject =
            |language: &str, otherwise: &str| Words::of(language, otherwise).subject(false, "F-1");
        assert_eq!(subject("de-AT", "en"), subject("de", "en"));
        assert_eq!(subject("tr", "de"), subject("de", "en"));
        assert_eq!(subject("tr", "fr"), subject("en", "de"));
    }
}
