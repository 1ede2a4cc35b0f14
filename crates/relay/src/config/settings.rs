//! The keys of `firstline.toml`, one entry each. Reading, help and tests take them from here.

use std::sync::LazyLock;

use firstline_diagnosis::{Need, Takes, catalogue};

use super::setting::Setting;
use super::values::{Given, ValueKind, asked_by_check, language, origin, proxy};
use super::{LogFormat, database, follow, helpdesk, identity, insights, people, probe, status};

/// All keys: ours, then what the checks need of the provider.
pub static SETTINGS: LazyLock<Vec<Setting>> = LazyLock::new(|| {
    let needs = catalogue().flat_map(|check| check.needs);
    let ours = OURS
        .into_iter()
        .chain(database::KEYS)
        .chain(probe::KEYS)
        .chain(status::KEYS)
        .chain(helpdesk::KEYS)
        .chain(follow::KEYS)
        .chain(people::KEYS)
        .chain(identity::KEYS)
        .chain(insights::KEYS);
    ours.chain(needs.map(of_check)).collect()
});

/// The key of what a check needs.
fn of_check(need: &Need) -> Setting {
    Setting {
        key: need.key,
        about: need.about,
        kind: match need.takes.is_list() {
            true => ValueKind::List,
            false => ValueKind::Text,
        },
        set: |setting, config, given, _| {
            let mut needs = catalogue().flat_map(|check| check.needs);
            let need = needs.find(|need| need.key == setting.key);
            let takes = need.map_or(Takes::Address, |need| need.takes);
            let one = |text: &str| asked_by_check(takes, text);
            let addresses = match takes.is_list() {
                true => given.list(one)?,
                false => vec![one(&given.text()?)?],
            };
            config.checks.set(setting.key, addresses);
            Ok(())
        },
    }
}

/// Keys of the relay itself, in the order of the sample file.
const OURS: [Setting; 16] = [
    Setting {
        key: "listen",
        about: "address and port to listen on",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.listen = given.text()?.parse().map_err(|_| {
                "This is not an address with a port. Write 127.0.0.1:8080, or [::]:8080 for all \
                 addresses."
                    .to_owned()
            })?;
            Ok(())
        },
    },
    Setting {
        key: "data",
        about: "directory of the store: tickets and published packs",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.data = base.join(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "guides",
        about: "folder of the guides",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.guides = base.join(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "widget",
        about: "directory of the built widget, where it is not inside the binary",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.widget = Some(base.join(given.text()?));
            Ok(())
        },
    },
    Setting {
        key: "languages",
        about: "languages to serve, the one to fall back to first",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.languages = given.list(language)?;
            if config.languages.is_empty() {
                return Err("At least one language is needed. Write [\"en\"].".to_owned());
            }
            for (position, tag) in config.languages.iter().enumerate() {
                let mut before = config.languages[..position].iter();
                if before.any(|other| other.eq_ignore_ascii_case(tag)) {
                    return Err(format!("“{tag}” stands here twice."));
                }
            }
            Ok(())
        },
    },
    Setting {
        key: "origins",
        about: "origins of the pages that embed the widget; only they may use the API",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.origins = given.list(origin)?;
            Ok(())
        },
    },
    Setting {
        key: "trusted_proxies",
        about: "networks of proxies whose X-Forwarded-For is believed",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.trusted_proxies = given.list(proxy)?;
            Ok(())
        },
    },
    Setting {
        key: "log",
        about: "how log lines look: human or json",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.log = match &*given.text()? {
                "human" => LogFormat::Human,
                "json" => LogFormat::Json,
                other => return Err(format!("“{other}” is neither human nor json.")),
            };
            Ok(())
        },
    },
    Setting {
        key: "consent.id",
        about: "id of the text that customers agree to",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.consent.id = short(given)?;
            Ok(())
        },
    },
    Setting {
        key: "consent.version",
        about: "its version; change it with the text",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.consent.version = short(given)?;
            Ok(())
        },
    },
    Setting {
        key: "consent.text",
        about: "the text; or by language: consent.text.en, consent.text.de",
        kind: ValueKind::Words,
        set: |_, config, given, _| {
            if let Given::InLanguage(tag, text) = given {
                let text = Given::Text(text).text()?;
                config
                    .consent_texts
                    .insert(language(&tag)?.to_ascii_lowercase(), text);
            } else {
                config.consent.text = given.text()?;
                config.consent_texts.clear();
            }
            Ok(())
        },
    },
    Setting {
        key: "tickets.keep_days",
        about: "after how many days tickets are erased",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            // A widget that waits for its line repeats a ticket for up to three days; until then
            // the relay must know the first answer.
            config.tickets_keep_days = given.number(4, 3650)?;
            Ok(())
        },
    },
    Setting {
        key: "tickets.most_megabytes",
        about: "size of the store from which on no more tickets are stored",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.tickets_most_megabytes = given.number(1, 1_000_000)?;
            Ok(())
        },
    },
    Setting {
        key: "tickets.per_minute",
        about: "tickets a minute from one address, on average, from which on each must be worth a second of work; ten times as \
                many are refused; 0 for any number",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.tickets_per_minute = given.number(0, 1_000_000)?;
            Ok(())
        },
    },
    Setting {
        key: "tickets.work_from_per_minute",
        about: "tickets a minute, of all addresses, from which on each must be worth a second of work; 0 for never",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.tickets_work_from_per_minute = given.number(0, 10_000_000)?;
            Ok(())
        },
    },
    Setting {
        key: "published.keep_days",
        about: "how long packs and assets of earlier versions stay available",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.published_keep_days = given.number(1, 3650)?;
            Ok(())
        },
    },
];

fn short(given: Given) -> Result<String, String> {
    let text = given.text()?;
    if text.chars().count() > 100 {
        return Err("This must have at most 100 characters.".to_owned());
    }
    Ok(text)
}
