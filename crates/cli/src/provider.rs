//! The provider's file, as the relay reads it and as lint reports on it.

use std::path::Path;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::{self, Misread, Place, Report, Settings};
use firstline_relay::Provider;
use jiff::Zoned;

/// Looks at folders of guides today, with the relay's eyes on the provider's file.
pub fn lint(folders: &[GuideFolder]) -> Report<'_> {
    let today = Zoned::now().date().to_string();
    let settings = Settings {
        today: &today,
        provider: &misread,
    };
    lint::lint(folders, &settings)
}

/// Why the relay cannot use a provider's file.
fn misread(text: &str) -> Vec<Misread> {
    let Err(error) = Provider::read(text, Path::new("")) else {
        return Vec::new();
    };
    let place = error.place();
    let numbers = place.split_once(':').and_then(|(line, column)| {
        let line = line.parse().ok()?;
        Some(Place::LineColumn(line, column.parse().ok()?))
    });
    let pointer = || Place::Pointer(place.trim_start().to_owned());
    vec![Misread {
        place: numbers.unwrap_or_else(pointer),
        message: error.message().to_owned(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_what_the_relay_refuses_is_kept() {
        let hours = r#"{ "format": 1, "name": "A", "timeZone": "Etc/UTC",
          "contacts": { "support": { "hours": { "mon": "8-22" } } } }"#;
        let found = misread(hours);
        let pointer = Place::Pointer("/contacts/support/hours/mon".to_owned());
        assert_eq!(found[0].place, pointer);
        let found = misread("{ \"format\": 1,\n \"name\": 5 }");
        assert_eq!(found[0].place, Place::LineColumn(2, 10));
    }
}
