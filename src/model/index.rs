//! The index that the relay publishes: everything that the welcome screen needs.

use firstline_guide::json;
pub use firstline_wire::Index;
pub use firstline_wire::index::{Consent, GuideEntry};

/// The number of the form that is read.
const FORMAT: u32 = 1;

/// Reads an index, with the languages besides its own; `None` if it is not one: the customer then
/// gets the way to a person.
pub fn read(text: &str) -> Option<Index> {
    let mut index: Index = json::from_str(text)?;
    let Index {
        language,
        languages,
        ..
    } = &mut index;
    languages.retain(|other| other.tag != *language);
    (index.format == FORMAT).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_besides_its_own_are_offered() {
        let index = r#"{ "format": 1, "language": "en", "provider": { "name": "Brightwater" },
            "languages": [{ "tag": "en", "name": "English" }, { "tag": "cy", "name": "Cymraeg" }],
            "guides": [], "checks": [], "facts": [["provider.support.open", true]],
            "consent": { "id": "support", "version": "1", "text": "I agree." } }"#;
        let read = super::read(index).unwrap();
        let tags: Vec<&str> = read
            .languages
            .iter()
            .map(|other| other.tag.as_str())
            .collect();
        assert_eq!(tags, ["cy"]);
        assert_eq!(read.provider.phone, None);
        assert_eq!(
            read.facts,
            [("provider.support.open".to_owned(), true.into())]
        );
        assert_eq!(
            super::read(&index.replace("\"format\": 1", "\"format\": 2")),
            None
        );
    }

    #[test]
    fn what_is_no_index_is_refused() {
        for text in ["", "[]", "{}", r#"{"format":2}"#, "<!doctype html>"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
