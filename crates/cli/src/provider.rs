//! The provider's file, as the relay reads it and as lint reports on it.

use std::path::Path;

use firstline_author::folder::GuideFolder;
use firstline_author::lint::{self, Misread, Report, Settings};
use firstline_guide::country::is_country;
use firstline_guide::json::{self, Node};
use firstline_guide::rules::words::nearest;
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
    let root = json::parse(text).ok().map(|parsed| parsed.root);
    let problems = bad.problems.into_iter();
    problems
        .map(|problem| {
            let key = problem.pointer.rsplit('/').next().unwrap_or_default();
            // The relay names the keys that it knows where it does not know one.
            let known = problem
                .message
                .strip_prefix(&format!("There is no key `{key}` here, but "));
            let value = root
                .as_ref()
                .and_then(|root| value_at(root, &problem.pointer));
            let hint = match known {
                Some(known) => {
                    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
                    nearest(key, &known).map(|near| format!("did you mean `{near}`?"))
                }
                None => value.and_then(|value| of_value(key, value)),
            };
            Misread {
                is_of_key: known.is_some(),
                hint,
                pointer: problem.pointer,
                message: problem.message,
            }
        })
        .collect()
}

/// The text that a pointer names.
fn value_at<'n>(root: &'n Node, pointer: &str) -> Option<&'n str> {
    let mut node = root;
    for token in pointer.split('/').skip(1) {
        node = match node.as_array() {
            Some(items) => items.get(token.parse::<usize>().ok()?)?,
            None => node.get(&token.replace("~1", "/").replace("~0", "~"))?,
        };
    }
    node.as_str()
}

/// What was meant by a value that the relay refuses.
fn of_value(key: &str, value: &str) -> Option<String> {
    match key {
        "timeZone" => {
            let zones: Vec<String> = jiff::tz::db()
                .available()
                .map(|zone| zone.to_string())
                .collect();
            let known: Vec<&str> = zones.iter().map(String::as_str).collect();
            Some(match nearest(value, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write one of its names, such as `Europe/Berlin`".to_owned(),
            })
        }
        "country" => {
            let upper = value.to_uppercase();
            let meant = match upper.as_str() {
                // Not a code of its own: the United Kingdom is GB.
                "UK" => "GB",
                other => other,
            };
            (is_country(meant) && meant != value).then(|| format!("write `{meant}`"))
        }
        "phone" => Some("write it as it is dialled, in two digits or more from 0 to 9".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_told_at_the_key_or_value() {
        let good = r#"{ "format": 1, "name": "A", "timeZone": "Etc/UTC", "contacts": { "support": { "phone": "0800 1" } } }"#;
        for (from, to, of_key, hint) in [
            ("timeZone", "timezone", true, "did you mean `timeZone`?"),
            (
                "Etc/UTC",
                "Europe/Londno",
                false,
                "did you mean `Europe/London`?",
            ),
            (
                "Etc/UTC",
                "our own",
                false,
                "write one of its names, such as `Europe/Berlin`",
            ),
            (
                "\"name\"",
                "\"country\": \"UK\", \"name\"",
                false,
                "write `GB`",
            ),
            (
                "\"name\"",
                "\"country\": \"de\", \"name\"",
                false,
                "write `DE`",
            ),
            ("0800 1", "1", false, "write it as it is dialled"),
            ("0800 1", "٠٨٠٠", false, "write it as it is dialled"),
        ] {
            let found = misread(&good.replacen(from, to, 1));
            let told = found.iter().find(|misread| misread.hint.is_some());
            let told = told.map(|misread| {
                (
                    misread.is_of_key,
                    misread.hint.as_deref().unwrap_or_default(),
                )
            });
            assert!(
                told.is_some_and(|(key, said)| key == of_key && said.starts_with(hint)),
                "{to}: {found:?}"
            );
        }
    }

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
