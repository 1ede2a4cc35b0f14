//! Section `[insights]`: what is counted, for how long, and who may look.

use super::helpdesk::{Secret, mail, secrets};
use super::setting::Setting;
use super::values::{Given, Network, ValueKind, hook};

/// Which events are counted, for how long counts are kept, and who may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct InsightsConfig {
    /// Of how many walks in a hundred events are counted; 0 for none.
    pub sample_percent: u64,
    /// After how many days counts are erased.
    pub keep_days: u64,
    /// After how many days comments are erased.
    pub comments_keep_days: u64,
    /// How many comments a day one address may send; 0 for any number.
    pub comments_per_day: u64,
    /// How many comments are kept; beyond them none is taken.
    pub comments_most: u64,
    /// How many batches a minute one address may send, on average; 0 for any number.
    pub per_minute: u64,
    /// How many letters of an area are kept.
    pub area_letters: u64,
    /// Of a hundred customers who were helped, how many would have called: an assumption, which the pages say.
    pub would_have_called_percent: u64,
    /// The secrets that open the pages; empty if nobody may see them.
    pub secrets: Vec<Secret>,
    /// The header in which a trusted proxy says who signed in.
    pub user_header: Option<String>,
    /// The addresses that get mail when several households of an area fail.
    pub alarm_mail: Vec<String>,
    /// The webhook that gets the same message.
    pub alarm_url: Option<String>,
    /// The secrets that sign it.
    pub alarm_secrets: Vec<Secret>,
    /// Networks that are not public and that the webhook may be in.
    pub networks: Vec<Network>,
    /// From how many households on customers are told that others near them report the same; 0 for never.
    pub tell_customers_from: u64,
    /// The addresses that get the report of each week.
    pub report_mail: Vec<String>,
}

impl Default for InsightsConfig {
    fn default() -> InsightsConfig {
        InsightsConfig {
            sample_percent: 100,
            keep_days: 800,
            comments_keep_days: 30,
            comments_per_day: 20,
            comments_most: 10_000,
            per_minute: 600,
            area_letters: 3,
            would_have_called_percent: 30,
            secrets: Vec::new(),
            user_header: None,
            alarm_mail: Vec::new(),
            alarm_url: None,
            alarm_secrets: Vec::new(),
            networks: Vec::new(),
            tell_customers_from: 0,
            report_mail: Vec::new(),
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
pub(super) const KEYS: [Setting; 18] = [
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
        "insights.comments_per_day",
        "comments a day from one address; 0 for any number",
        comments_per_day,
        0,
        1_000_000
    ),
    number!(
        "insights.comments_most",
        "how many comments are kept; beyond them none is taken",
        comments_most,
        0,
        100_000
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
    Setting {
        key: "insights.alarm_mail",
        about: "who is written to when several households of an area fail at once",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.insights.alarm_mail = addresses(given)?;
            Ok(())
        },
    },
    Setting {
        key: "insights.alarm_url",
        about: "webhook that is told the same, signed",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.insights.alarm_url = Some(hook(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "insights.alarm_secret",
        about: "what it is signed with (whsec_…), in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.insights.alarm_secrets = secrets(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "insights.alarm_secret_file",
        about: "a file with the same",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.insights.alarm_secrets = secrets(&given.file(base)?)?;
            Ok(())
        },
    },
    Setting {
        key: "insights.networks",
        about: "networks that are not public and that the webhook may be in",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.insights.networks = given.list(|text| text.parse::<Network>())?;
            Ok(())
        },
    },
    Setting {
        key: "insights.tell_customers_from",
        about: "from how many failing households on others near them are told; 0 for never",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            let from = given.number(0, 10_000)?;
            if from > 0 && from < firstline_insights::LEAST {
                return Err(format!(
                    "This must be 0, or {} or more: fewer would be recognised by it.",
                    firstline_insights::LEAST
                ));
            }
            config.insights.tell_customers_from = from;
            Ok(())
        },
    },
    Setting {
        key: "insights.report_mail",
        about: "who gets the report of each week, on Monday morning",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.insights.report_mail = addresses(given)?;
            Ok(())
        },
    },
];

/// Addresses of mail, each once.
fn addresses(given: Given) -> Result<Vec<String>, String> {
    let mut found: Vec<String> = Vec::new();
    for address in given.list(|text| mail(Given::Text(text.to_owned())))? {
        if !found
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&address))
        {
            found.push(address);
        }
    }
    Ok(found)
}

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
