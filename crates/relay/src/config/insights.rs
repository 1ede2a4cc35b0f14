//! Section `[insights]`: what is counted, for how long, and who may look.

use super::helpdesk::{Secret, secrets};
use super::setting::Setting;
use super::values::{Given, ValueKind};

/// What is counted, for how long, and who may look.
#[derive(Clone, Debug, PartialEq)]
pub struct InsightsConfig {
    /// Of how many walks in a hundred events are counted; 0 for none.
    pub sample_percent: u64,
    /// After how many days counts are erased.
    pub keep_days: u64,
    /// After how many days comments are erased.
    pub comments_keep_days: u64,
    /// How many batches a minute one address may send, on average; 0 for any number.
    pub per_minute: u64,
    /// How many letters of an area are kept.
    pub area_letters: u64,
    /// Of a hundred customers who were helped, how many would have called: an assumption, which the pages say.
    pub would_have_called_percent: u64,
    /// What opens the pages; none for nobody.
    pub secrets: Vec<Secret>,
    /// The header in which a trusted proxy says who signed in.
    pub user_header: Option<String>,
}

impl Default for InsightsConfig {
    fn default() -> InsightsConfig {
        InsightsConfig {
            sample_percent: 100,
            keep_days: 800,
            comments_keep_days: 30,
            per_minute: 600,
            area_letters: 3,
            would_have_called_percent: 30,
            secrets: Vec::new(),
            user_header: None,
        }
    }
}

/// A key that takes a number.
macro_rules! number {
    ($key:literal, $about:literal, $field:ident, $least:literal, $most:literal) => {
        Setting {
            key: $key,
            about: $about,
            kind: ValueKind::Number,
            set: |_, config, given, _| {
                config.insights.$field = given.number($least, $most)?;
                Ok(())
            },
        }
    };
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 9] = [
    number!(
        "insights.sample_percent",
        "of how many walks in a hundred events are counted; 0 for none",
        sample_percent,
        0,
        100
    ),
    number!(
        "insights.keep_days",
        "after how many days counts are erased",
        keep_days,
        30,
        3650
    ),
    number!(
        "insights.comments_keep_days",
        "after how many days customers' comments are erased",
        comments_keep_days,
        1,
        365
    ),
    number!(
        "insights.per_minute",
        "batches of events a minute from one address, on average; 0 for any number",
        per_minute,
        0,
        1_000_000
    ),
    number!(
        "insights.area_letters",
        "how many letters of a postcode are kept; 0 for none",
        area_letters,
        0,
        10
    ),
    number!(
        "insights.would_have_called_percent",
        "of a hundred helped customers, how many would have called; an assumption, shown with each figure",
        would_have_called_percent,
        0,
        100
    ),
    Setting {
        key: "insights.token",
        about: "what opens /insights, in the environment alone; several with blanks between them",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.insights.secrets = tokens(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "insights.token_file",
        about: "a file with the same, one a line",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.insights.secrets = tokens(&given.file(base)?)?;
            Ok(())
        },
    },
    Setting {
        key: "insights.user_header",
        about: "the header in which a proxy of trusted_proxies says who signed in; that opens /insights too",
        kind: ValueKind::Text,
        set: |_, config, given: Given, _| {
            let name = given.text()?;
            axum::http::HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| "This is no name of a header. Write X-Forwarded-User.".to_owned())?;
            config.insights.user_header = Some(name);
            Ok(())
        },
    },
];

/// Secrets that are long enough not to be guessed.
fn tokens(text: &str) -> Result<Vec<Secret>, String> {
    let found = secrets(text)?;
    if found.iter().any(|secret| secret.reveal().len() < 16) {
        return Err(
            "A token must have 16 characters or more. `openssl rand -hex 16` makes one.".to_owned(),
        );
    }
    Ok(found)
}
