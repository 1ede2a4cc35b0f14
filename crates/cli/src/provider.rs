//! The provider's file, as the relay reads it and as lint reports on it.

use std::path::Path;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::{self, Misread, Report, Settings};
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
    let Err(bad) = Provider::read(text, Path::new("")) else {
        return Vec::new();
    };
    let problems = bad.problems.into_iter();
    problems
        .map(|problem| Misread {
            pointer: problem.pointer,
            message: problem.message,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_what_the_relay_refuses_is_kept() {
        let hours = r#"{ "format": 1, "name": "A", "timeZone": "Etc/UTC",
          "contacts": { "support": { "hours": { "mon": "8-22" } } } }"#;
        assert_eq!(misread(hours)[0].pointer, "/contacts/support/hours/mon");
        let found = misread("{ \"format\": 2,\n \"name\": 5 }");
        let pointers: Vec<&str> = found.iter().map(|misread| &*misread.pointer).collect();
        assert_eq!(pointers, ["/format", "/name"]);
    }
}
