//! The configuration: one `firstline.toml`, every key also an environment variable.
//!
//! All problems are found at once, each with its place and what to do. The keys are the lines of
//! [`SETTINGS`]; nothing else knows their names.

mod consent;
mod database;
mod follow;
mod helpdesk;
mod identity;
mod insights;
mod people;
mod probe;
mod setting;
mod settings;
mod status;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use firstline_diagnosis::Targets;
use firstline_guide::rules::words::nearest;
use firstline_wire::index::Consent;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use database::DatabaseConfig;
pub use follow::{FollowConfig, MailConfig, TOLD};
pub use helpdesk::{FIELDS, HelpdeskConfig, Secret};
pub use identity::IdentityConfig;
pub use insights::InsightsConfig;
pub use people::PeopleConfig;
pub use probe::{EchoConfig, ProbeConfig};
pub use setting::Setting;
pub use settings::SETTINGS;
pub use status::StatusConfig;
pub use values::Network;
use values::{Given, ValueKind};

/// The configuration: every key, as the operator set it or by default.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// If it listens.
    pub listen: SocketAddr,
    /// The directory of its store.
    pub data: PathBuf,
    /// The server that keeps the store instead, where there is one.
    pub database: DatabaseConfig,
    /// The folder of the guides.
    pub guides: PathBuf,
    /// The directory of the built widget; `None` for the one inside the binary.
    pub widget: Option<PathBuf>,
    /// The languages that are served, the one to fall back to first.
    pub languages: Vec<String>,
    /// Origins of pages that may use the API, besides the relay's own.
    pub origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How log lines look.
    pub log: LogFormat,
    /// The targets of the connection checks.
    pub checks: Targets,
    /// What the customer agrees to when sending a ticket, unless there is a text for their language in
    /// `consent_texts`.
    pub consent: Consent,
    /// Its text by language tag, in small letters.
    pub consent_texts: BTreeMap<String, String>,
    /// The source of known faults.
    pub status: StatusConfig,
    /// After how many days tickets are erased.
    pub tickets_keep_days: u64,
    /// The size of the store in megabytes from which on no more tickets are stored.
    pub tickets_most_megabytes: u64,
    /// From how many tickets a minute of one address on, on average, each must be worth some work; 0 for any number.
    pub tickets_per_minute: u64,
    /// From how many tickets a minute on, of all addresses, each must be worth some work; 0 for never.
    pub tickets_work_from_per_minute: u64,
    /// After how many days packs and assets that are no longer published are erased.
    pub published_keep_days: u64,
    /// What checks and the speed test may ask of the relay.
    pub probe: ProbeConfig,
    /// Where tickets go.
    pub helpdesk: HelpdeskConfig,
    /// How customers see what becomes of their tickets.
    pub follow: FollowConfig,
    /// The mail that they get.
    pub mail: MailConfig,
    /// The sources of waiting times and appointments.
    pub people: PeopleConfig,
    /// How tokens that say who a customer is are checked.
    pub identity: IdentityConfig,
    /// Which events of walks are counted, and who may see the counts.
    pub insights: InsightsConfig,
    /// Where each key was set that was: file, line and column, or a variable.
    pub places: BTreeMap<&'static str, String>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data: "data".into(),
            database: DatabaseConfig::default(),
            guides: "guides".into(),
            widget: None,
            languages: vec!["en".to_owned()],
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            log: LogFormat::Human,
            checks: Targets::default(),
            consent: consent::built_in(),
            consent_texts: BTreeMap::new(),
            status: StatusConfig::default(),
            tickets_keep_days: 90,
            tickets_most_megabytes: 4000,
            tickets_per_minute: 30,
            tickets_work_from_per_minute: 600,
            published_keep_days: 90,
            probe: ProbeConfig::default(),
            helpdesk: HelpdeskConfig::default(),
            follow: FollowConfig::default(),
            mail: MailConfig::default(),
            people: PeopleConfig::default(),
            identity: IdentityConfig::default(),
            insights: InsightsConfig::default(),
            places: BTreeMap::new(),
        }
    }
}

/// Something that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// File, line and column, or the environment variable.
    pub place: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Everything that is wrong with the configuration; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblems(pub Vec<ConfigProblem>);

impl fmt::Display for ConfigProblems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, ConfigProblem { place, message }) in self.0.iter().enumerate() {
            let newline = if position == 0 { "" } else { "\n" };
            write!(out, "{newline}{place}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigProblems {}

/// What every environment variable of ours begins with.
pub const PREFIX: &str = "FIRSTLINE_";

/// Variables with our prefix that are not keys: the file itself, and those of the build and its tests.
const OTHERS: &[&str] = &[
    "FIRSTLINE_CONFIG",
    "FIRSTLINE_CACHE",
    "FIRSTLINE_BIN",
    "FIRSTLINE_AXE",
    "FIRSTLINE_BROWSERS",
    "FIRSTLINE_TEST_DATABASE",
    "FIRSTLINE_WIDGET_PROFILE",
];

/// What variables of our tests and benchmarks begin with: relays that they start inherit them.
const OF_TESTS: &str = "FIRSTLINE_DEV_";

impl Config {
    /// A problem with the value of this key, or with its absence.
    pub fn problem(&self, key: &str, message: impl Into<String>) -> ConfigProblem {
        let message = message.into();
        match self.places.get(key) {
            Some(place) if place.starts_with(PREFIX) => ConfigProblem {
                place: place.clone(),
                message,
            },
            Some(place) => ConfigProblem {
                place: place.clone(),
                message: format!("{key}: {message}"),
            },
            None => ConfigProblem {
                place: "the configuration".to_owned(),
                message: format!("{key}: {message}"),
            },
        }
    }

    /// From a file's text, if there is a file, and the environment, which wins. Paths in the file
    /// are relative to its folder, paths in the environment to the current one.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in the order of the file, then of the environment.
    pub fn read(
        file: Option<(&Path, &str)>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, ConfigProblems> {
        let mut config = Config::default();
        let mut problems = Vec::new();
        if let Some((path, text)) = file {
            read_file(&mut config, path, text, &mut problems);
        }
        let mut variables: Vec<_> = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        variables.sort();
        let mut set = Vec::new();
        for (name, value) in variables {
            if OTHERS.contains(&&*name) || name.starts_with(OF_TESTS) {
                continue;
            }
            if let Err(message) = read_variable(&mut config, &name, &value) {
                problems.push(ConfigProblem {
                    place: name.clone(),
                    message,
                });
            }
            if !value.is_empty() {
                set.push(name);
            }
        }
        // An invalid text was reported above.
        if problems.is_empty() {
            problems.extend(consent::without_text(&config, file, &set));
            problems.extend(erased_too_soon(&config));
        }
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigProblems(problems))
        }
    }
}

/// Tickets that would be erased while they still wait for the helpdesk.
fn erased_too_soon(config: &Config) -> Option<ConfigProblem> {
    let kept = Duration::from_secs(config.tickets_keep_days.saturating_mul(24 * 60 * 60));
    if config.helpdesk.kind.is_none() || config.helpdesk.give_up < kept {
        return None;
    }
    let message = format!(
        "Tickets would be erased while they wait for the helpdesk: `tickets.keep_days` is {}. Write fewer \
         hours than that.",
        config.tickets_keep_days
    );
    Some(config.problem("helpdesk.give_up_hours", message))
}

fn read_variable(config: &mut Config, name: &str, value: &str) -> Result<(), String> {
    // An empty variable is how container tools say "not set"; an unknown name is an error even then.
    let unset = value.is_empty();
    if let Some((setting, tag)) = in_language(name) {
        if unset {
            return Ok(());
        }
        let given = Given::InLanguage(tag, value.to_owned());
        return (setting.set)(setting, config, given, Path::new(""));
    }
    let setting = SETTINGS
        .iter()
        .find(|setting| setting.variable() == name)
        .ok_or_else(|| {
            let names: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
            // What all of them begin with says nothing of how near they are.
            let key = |name: &'_ str| name.trim_start_matches("FIRSTLINE_").to_owned();
            let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
            let near = nearest(
                &key(name),
                &keys.iter().map(String::as_str).collect::<Vec<&str>>(),
            );
            let name = near.map(|near| format!("FIRSTLINE_{near}"));
            format!("There is no such key.{}", did_you_mean(name.as_deref()))
        })?;
    if unset {
        return Ok(());
    }
    config.places.insert(setting.key, name.to_owned());
    let given = match setting.kind {
        ValueKind::Pairs => Given::Pairs(pairs(value)?),
        ValueKind::List => Given::List(
            value
                .split(',')
                .map(|item| item.trim().to_owned())
                .filter(|item| !item.is_empty())
                .collect(),
        ),
        ValueKind::Text | ValueKind::Words | ValueKind::Secret => Given::Text(value.to_owned()),
        ValueKind::Number => Given::Number(
            value
                .trim()
                .parse()
                .map_err(|_| "This must be a number.".to_owned())?,
        ),
    };
    (setting.set)(setting, config, given, Path::new(""))
}

/// `critical=90, major=60`, as the environment has it.
fn pairs(value: &str) -> Result<Vec<(String, String)>, String> {
    let entries = value.split(',').filter(|entry| !entry.trim().is_empty());
    entries
        .map(|entry| {
            let (name, value) = entry
                .split_once('=')
                .ok_or_else(|| format!("“{entry}” has no “=”. Write critical=90,major=60."))?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        })
        .collect()
}

/// The key and the language tag of a variable for one language: `FIRSTLINE_CONSENT_TEXT_DE`.
fn in_language(name: &str) -> Option<(&'static Setting, String)> {
    SETTINGS.iter().find_map(|setting| {
        let tag = name.strip_prefix(&setting.variable())?.strip_prefix('_')?;
        (setting.kind == ValueKind::Words).then(|| (setting, tag.replace('_', "-")))
    })
}

fn read_file(config: &mut Config, path: &Path, text: &str, problems: &mut Vec<ConfigProblem>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let message = format!("{}.", error.message().trim_end_matches('.'));
            problems.push(ConfigProblem {
                place: place(path, text, offset),
                message,
            });
            return;
        }
    };
    let base = path.parent().unwrap_or(Path::new(""));
    let mut wrong = Vec::new();
    let mut set = Vec::new();
    read_table(config, base, "", table.get_ref(), &mut wrong, &mut set);
    for (key, offset) in set {
        config.places.insert(key, place(path, text, offset));
    }
    wrong.sort_by_key(|(offset, _)| *offset);
    problems.extend(wrong.into_iter().map(|(offset, message)| ConfigProblem {
        place: place(path, text, offset),
        message,
    }));
}

fn read_table(
    config: &mut Config,
    base: &Path,
    prefix: &str,
    table: &DeTable<'_>,
    wrong: &mut Vec<(usize, String)>,
    set: &mut Vec<(&'static str, usize)>,
) {
    for (name, value) in table {
        let key = format!("{prefix}{}", name.get_ref());
        let section = format!("{key}.");
        let setting = SETTINGS.iter().find(|setting| setting.key == key);
        if let Some(setting) = setting
            && setting.kind == ValueKind::Words
            && let DeValue::Table(texts) = value.get_ref()
        {
            for (tag, text) in texts {
                let given = given(ValueKind::Text, text).and_then(Given::text);
                let given = given.map(|text| Given::InLanguage(tag.get_ref().to_string(), text));
                if let Err(message) =
                    given.and_then(|given| (setting.set)(setting, config, given, base))
                {
                    let key = format!("{key}.{}", tag.get_ref());
                    wrong.push((tag.span().start, format!("{key}: {message}")));
                }
            }
        } else if let Some(setting) = setting {
            set.push((setting.key, value.span().start));
            let given = given(setting.kind, value);
            if let Err(message) =
                given.and_then(|given| (setting.set)(setting, config, given, base))
            {
                wrong.push((value.span().start, format!("{key}: {message}")));
            }
        } else if !SETTINGS
            .iter()
            .any(|setting| setting.key.starts_with(&section))
        {
            let known = SETTINGS.iter().map(|setting| match value.get_ref() {
                DeValue::Table(_) => setting.key.split('.').next().unwrap_or(setting.key),
                _ => setting.key,
            });
            let near = nearest(&key, &known.collect::<Vec<&str>>());
            let message = format!("There is no key `{key}`.{}", did_you_mean(near));
            wrong.push((name.span().start, message));
        } else if let DeValue::Table(table) = value.get_ref() {
            read_table(config, base, &section, table, wrong, set);
        } else {
            let message = format!("{key}: This is a section. Write [{key}], and its keys below.");
            wrong.push((value.span().start, message));
        }
    }
}

fn given(kind: ValueKind, value: &Spanned<DeValue<'_>>) -> Result<Given, String> {
    match (kind, value.get_ref()) {
        (ValueKind::Text | ValueKind::Words, DeValue::String(text)) => {
            Ok(Given::Text(text.to_string()))
        }
        (ValueKind::Number, DeValue::Integer(number)) => {
            u64::from_str_radix(number.as_str(), number.radix())
                .map(Given::Number)
                .map_err(|_| "This must be a number that is not negative.".to_owned())
        }
        (ValueKind::List, DeValue::Array(items)) => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                _ => Err("Each entry of the list must be text in quotes.".to_owned()),
            })
            .collect::<Result<_, _>>()
            .map(Given::List),
        (ValueKind::Pairs, DeValue::Table(table)) => table
            .iter()
            .map(|(name, value)| match value.get_ref() {
                DeValue::String(text) => Ok((name.get_ref().to_string(), text.to_string())),
                DeValue::Integer(number) => {
                    Ok((name.get_ref().to_string(), number.as_str().to_owned()))
                }
                _ => Err(format!("{}: This must be text in quotes.", name.get_ref())),
            })
            .collect::<Result<_, _>>()
            .map(Given::Pairs),
        (ValueKind::Secret, _) => Err(
            "A secret does not belong in this file. Set it in the environment, or name a file that holds \
             it by the key of the same name with `_file`."
                .to_owned(),
        ),
        (ValueKind::Pairs, _) => Err("This must be a table: { name = \"value\" }.".to_owned()),
        (ValueKind::Text, _) => Err("This must be text in quotes.".to_owned()),
        (ValueKind::Words, _) => {
            Err("This must be text in quotes, or one a language: text.en = \"…\".".to_owned())
        }
        (ValueKind::Number, _) => Err("This must be a whole number, without quotes.".to_owned()),
        (ValueKind::List, _) => Err("This must be a list: [\"…\", \"…\"].".to_owned()),
    }
}

/// File, line and column, as compilers write them; the column counts characters.
fn place(path: &Path, text: &str, offset: usize) -> String {
    let before = &text[..text.floor_char_boundary(offset)];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count())
        + 1;
    format!("{}:{line}:{column}", path.display())
}

fn did_you_mean(near: Option<&str>) -> String {
    match near {
        Some(name) => format!(" Did you mean `{name}`?"),
        None => " `firstline serve --help` lists the keys.".to_owned(),
    }
}

#[cfg(test)]
mod tests;
