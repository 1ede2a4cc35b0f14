//! What customers agree to, in which language.

use std::path::Path;

use firstline_wire::index::Consent;
use toml::de::{DeTable, DeValue};

use super::{Config, ConfigProblem, PREFIX, place};
use firstline_guide::language::nearest;

/// The text that customers agree to if the provider has none of its own. Its text is English.
pub(super) fn built_in() -> Consent {
    Consent {
        id: "support-ticket".to_owned(),
        version: "1".to_owned(),
        text: "You may use what is shown above to help me with this problem.".to_owned(),
    }
}

impl Config {
    /// What readers of this language agree to: in their language or the nearest of its parents,
    /// else in the first language that is served, else the text that is for all.
    pub fn consent_in(&self, language: &str) -> Consent {
        let own = self.consent_text(language);
        let first = || self.consent_text(self.languages.first()?);
        Consent {
            text: own.or_else(first).unwrap_or(&self.consent.text).clone(),
            ..self.consent.clone()
        }
    }

    /// Whether readers of this language agree to a text that was written for others: there are texts
    /// by language, and none for them; or there is nothing but the built-in text, and they do not read
    /// English.
    pub fn consent_is_foreign_to(&self, language: &str) -> bool {
        let by_language = !self.consent_texts.is_empty();
        let english = language.split('-').next() == Some("en");
        let foreign = by_language || self.consent.text == built_in().text && !english;
        foreign && self.consent_text(language).is_none()
    }

    fn consent_text(&self, language: &str) -> Option<&String> {
        nearest(language, |tag| {
            self.consent_texts.get(&tag.to_ascii_lowercase())
        })
    }
}

/// An id or a version of the provider's own, for a text that is ours: tickets would name a text that
/// nobody wrote. `set` are the variables that are set.
pub(super) fn without_text(
    config: &Config,
    file: Option<(&Path, &str)>,
    set: &[String],
) -> Option<ConfigProblem> {
    let built_in = built_in();
    let own_text = !config.consent_texts.is_empty() || config.consent.text != built_in.text;
    let key = if config.consent.id != built_in.id {
        "id"
    } else if config.consent.version != built_in.version {
        "version"
    } else {
        return None;
    };
    if own_text {
        return None;
    }
    let variable = format!("{PREFIX}CONSENT_{}", key.to_uppercase());
    let place = if set.contains(&variable) {
        variable
    } else {
        let (path, text) = file?;
        place(path, text, offset(text, key).unwrap_or_default())
    };
    let message = format!(
        "consent.{key}: This names a text of your own, and there is none. Write it in [consent], text.{} = \
         \"…\", once for each language; or leave id and version out.",
        config.languages.first().map_or("en", String::as_str)
    );
    Some(ConfigProblem { place, message })
}

/// If the value of this key of `[consent]` stands.
fn offset(text: &str, key: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let DeValue::Table(consent) = table.get_ref().get("consent")?.get_ref() else {
        return None;
    };
    Some(consent.get(key)?.span().start)
}
