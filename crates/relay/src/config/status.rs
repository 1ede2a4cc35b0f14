//! The keys of `[status]`: where it is known what is wrong, and how that is told.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::helpdesk::{Secret, secrets};
use super::setting::Setting;
use super::values::{Network, ValueKind, asked, hook, target};

/// The source of known faults.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusConfig {
    /// The file that monitoring writes.
    pub file: Option<PathBuf>,
    /// Which product is polled; `None` for none.
    pub kind: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The secrets that the source asks for; empty if it asks for none.
    pub secrets: Vec<Secret>,
    /// Networks that are not public and that it may be in.
    pub networks: Vec<Network>,
    /// Where its components are.
    pub areas: BTreeMap<String, String>,
    /// Which services they carry.
    pub services: BTreeMap<String, String>,
    /// The zone of times that come without one.
    pub zone: TimeZone,
    /// How often it is asked.
    pub every: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// For how long the last good answer is kept.
    pub keep: Duration,
    /// How long a fault is shown as over.
    pub told: SignedDuration,
    /// For how long a fault must be missing until it is over.
    pub settle: Duration,
    /// Where customers reach this relay, without a slash at its end: for links.
    pub address: Option<String>,
    /// The webhook that gets the end of a fault, instead of mail to each customer who asked.
    pub tell_url: Option<String>,
    /// The secrets that sign it.
    pub tell_secrets: Vec<Secret>,
    /// The colour of the public pages, `#rrggbb`.
    pub accent: Option<String>,
}

impl Default for StatusConfig {
    fn default() -> StatusConfig {
        StatusConfig {
            file: None,
            kind: None,
            url: None,
            secrets: Vec::new(),
            networks: Vec::new(),
            areas: BTreeMap::new(),
            services: BTreeMap::new(),
            zone: TimeZone::UTC,
            every: Duration::from_secs(60),
            timeout: Duration::from_secs(20),
            keep: Duration::from_secs(60 * 60),
            told: SignedDuration::from_hours(3),
            settle: Duration::from_secs(120),
            address: None,
            tell_url: None,
            tell_secrets: Vec::new(),
            accent: None,
        }
    }
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 18] = [
    Setting {
        key: "status.file",
        about: "JSON file of known faults and maintenance, read anew when it changes",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.status.file = Some(base.join(given.text()?));
            Ok(())
        },
    },
    Setting {
        key: "status.keep_minutes",
        about: "how long a source's last good answer is kept while it cannot be read",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.status.keep = Duration::from_secs(60 * given.number(0, 7 * 24 * 60)?);
            Ok(())
        },
    },
    Setting {
        key: "status.kind",
        about: "the status product that is polled; none if left out",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.status.kind = Some(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "status.url",
        about: "its address",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.status.url = Some(address(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "status.token",
        about: "its token, where it wants one, in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.status.secrets = secrets(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "status.networks",
        about: "networks that are not public and that it may be in; other such addresses are refused",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.status.networks = given.list(|text| text.parse::<Network>())?;
            Ok(())
        },
    },
    Setting {
        key: "status.areas",
        about: "where its components are: \"North ring\" = \"22767 2277*\"; \"-\" tells nobody of one",
        kind: ValueKind::Pairs,
        set: |_, config, given, _| {
            config.status.areas = given.pairs(None)?;
            Ok(())
        },
    },
    Setting {
        key: "status.services",
        about: "which services its components carry: Telephony = \"phone\"",
        kind: ValueKind::Pairs,
        set: |_, config, given, _| {
            config.status.services = given.pairs(None)?;
            Ok(())
        },
    },
    Setting {
        key: "status.zone",
        about: "the time zone of its times that come without one",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.status.zone = given.zone()?;
            Ok(())
        },
    },
    Setting {
        key: "status.poll_seconds",
        about: "how often it is asked",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.status.every = Duration::from_secs(given.number(10, 3600)?);
            Ok(())
        },
    },
    Setting {
        key: "status.timeout_seconds",
        about: "how long its answer may take",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.status.timeout = Duration::from_secs(given.number(1, 120)?);
            Ok(())
        },
    },
    Setting {
        key: "status.told_hours",
        about: "for how many hours customers are told that a fault is over",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            let hours = i64::try_from(given.number(0, 72)?).unwrap_or(0);
            config.status.told = SignedDuration::from_hours(hours);
            Ok(())
        },
    },
    Setting {
        key: "status.settle_seconds",
        about: "how long a fault must be missing from its source until it is over",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.status.settle = Duration::from_secs(given.number(0, 3600)?);
            Ok(())
        },
    },
    Setting {
        key: "status.address",
        about: "where customers reach this relay: for links in its feed and in messages",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            let address = target(&given.text()?)?;
            config.status.address = Some(address.trim_end_matches('/').to_owned());
            Ok(())
        },
    },
    Setting {
        key: "status.tell_url",
        about: "webhook that tells customers that a fault is over, in place of mail",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.status.tell_url = Some(hook(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "status.tell_secret",
        about: "what it is signed with (whsec_…), in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.status.tell_secrets = secrets(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "status.tell_secret_file",
        about: "a file with the same",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.status.tell_secrets = secrets(&given.file(base)?)?;
            Ok(())
        },
    },
    Setting {
        key: "status.accent",
        about: "the colour of your brand on the public pages, #rrggbb",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            let text = given.text()?;
            let hex = text.strip_prefix('#').unwrap_or_default();
            if hex.len() != 6 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(format!("“{text}” is not a colour. Write #0a6e5a."));
            }
            config.status.accent = Some(text);
            Ok(())
        },
    },
];

fn address(text: &str) -> Result<String, String> {
    let instead = "A token goes into FIRSTLINE_STATUS_TOKEN.";
    asked(text, "https://status.isp.example", instead)
}
