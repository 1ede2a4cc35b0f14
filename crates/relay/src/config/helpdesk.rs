//! The keys of `[helpdesk]`: where tickets go, and how gently.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::Uri;
use jiff::tz::TimeZone;

use super::setting::Setting;
use super::values::{Given, Network, ValueKind};

/// Where tickets go, and how gently. What a kind of helpdesk needs of it, its adapter checks.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpdeskConfig {
    /// Which adapter; `None` if tickets stay in the store.
    pub kind: Option<String>,
    /// The helpdesk's address.
    pub url: Option<String>,
    /// The user of the helpdesk's interface.
    pub user: Option<String>,
    /// Its passwords, tokens or keys, the one in use first.
    pub secrets: Vec<Secret>,
    /// Where tickets go inside the helpdesk: queue, group or project.
    pub queue: Option<String>,
    /// The same for single categories.
    pub queues: BTreeMap<String, String>,
    /// The helpdesk's names for our severities.
    pub priorities: BTreeMap<String, String>,
    /// The helpdesk's own fields for what we know.
    pub fields: BTreeMap<String, String>,
    /// The sender of mail.
    pub from: Option<String>,
    /// Where mail goes.
    pub to: Option<String>,
    /// The requester of a ticket whose customer gave no address for mail.
    pub requester: Option<String>,
    /// The template of a request.
    pub template: Option<PathBuf>,
    /// Whose notes customers are shown, where the helpdesk itself marks none for them; with `*` at its end, all
    /// whose names begin so.
    pub told_authors: Vec<String>,
    /// The zone of its times that come without one.
    pub zone: TimeZone,
    /// Networks that are not public and that the helpdesk may be in.
    pub networks: Vec<Network>,
    /// The most tries a minute.
    pub per_minute: u64,
    /// The most tries at once.
    pub at_once: u64,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long to wait after a lost answer until the helpdesk is searched for the ticket.
    pub settle: Duration,
    /// The first wait after a failure; each one is up to twice as long as the one before.
    pub retry: Duration,
    /// The longest wait.
    pub longest_retry: Duration,
    /// After which time a ticket is not tried any more.
    pub give_up: Duration,
    /// After how many tries; 0 for any number.
    pub give_up_tries: u32,
    /// How often the helpdesk is asked how far it is; `None` for never.
    pub follow: Option<Duration>,
}

/// Something that is shown to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

impl Default for HelpdeskConfig {
    fn default() -> HelpdeskConfig {
        HelpdeskConfig {
            kind: None,
            url: None,
            user: None,
            secrets: Vec::new(),
            queue: None,
            queues: BTreeMap::new(),
            priorities: BTreeMap::new(),
            fields: BTreeMap::new(),
            from: None,
            to: None,
            requester: None,
            template: None,
            told_authors: Vec::new(),
            zone: TimeZone::UTC,
            networks: Vec::new(),
            per_minute: 60,
            at_once: 2,
            timeout: Duration::from_secs(30),
            settle: Duration::from_secs(120),
            retry: Duration::from_secs(5),
            longest_retry: Duration::from_secs(15 * 60),
            give_up: Duration::from_secs(5 * 24 * 60 * 60),
            give_up_tries: 0,
            follow: Some(Duration::from_secs(30 * 60)),
        }
    }
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 25] = [
    Setting {
        key: "helpdesk.kind",
        about: "which helpdesk tickets go to; none if left out",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.kind = Some(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.url",
        about: "its address",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.url = Some(address(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.user",
        about: "the user of its interface, where it wants one",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.user = Some(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.token",
        about: "its password, token or key, in the environment alone; several with blanks between them",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.helpdesk.secrets = secrets(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.token_file",
        about: "a file with the same, one a line",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.helpdesk.secrets = secrets(&given.file(base)?)?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.queue",
        about: "where tickets go inside it: queue, group, project or service desk",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.queue = Some(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.queues",
        about: "the same for single categories of guides: line = \"Field service\"",
        kind: ValueKind::Pairs,
        set: |_, config, given, _| {
            config.helpdesk.queues = given.pairs(None)?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.priorities",
        about: "its words for minor, major and critical",
        kind: ValueKind::Pairs,
        set: |_, config, given, _| {
            config.helpdesk.priorities = given.pairs(Some(SEVERITIES))?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.fields",
        about: "its own fields for what a ticket holds: number = \"Firstline number\"",
        kind: ValueKind::Pairs,
        set: |_, config, given, _| {
            config.helpdesk.fields = given.pairs(Some(FIELDS))?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.from",
        about: "the sender of mail",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.from = Some(mail(given)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.to",
        about: "where mail goes",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.to = Some(mail(given)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.requester",
        about: "the address for mail that stands for customers who gave none",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.requester = Some(mail(given)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.template",
        about: "the file that says what a request looks like, for kind = \"template\"",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.helpdesk.template = Some(base.join(given.text()?));
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.told_authors",
        about: "whose notes customers are shown, for TMF621: \"Service desk\", \"Public*\"; nobody's if left out",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.helpdesk.told_authors = given.list(|text| Ok::<_, String>(text.to_owned()))?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.zone",
        about: "the time zone of its times that come without one, as GLPI's do",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.helpdesk.zone = given.zone()?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.networks",
        about: "networks that are not public and that it may be in; other such addresses are refused",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.helpdesk.networks = given.list(|text| text.parse::<Network>())?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.per_minute",
        about: "the most tries a minute, after an outage too",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.per_minute = given.number(1, 60_000)?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.at_once",
        about: "the most tries at the same time",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.at_once = given.number(1, 32)?;
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.timeout_seconds",
        about: "how long an answer may take",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.timeout = Duration::from_secs(given.number(1, 600)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.settle_seconds",
        about: "how long to wait after a lost answer until the ticket is looked for and sent again",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.settle = Duration::from_secs(given.number(0, 3600)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.retry_seconds",
        about: "the longest first wait after a failure; each next one can be twice as long",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.retry = Duration::from_secs(given.number(1, 3600)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.most_retry_minutes",
        about: "the longest wait between two tries",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.longest_retry = Duration::from_secs(60 * given.number(1, 24 * 60)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.give_up_hours",
        about: "after which time a ticket is not tried any more and waits for an operator",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.helpdesk.give_up = Duration::from_secs(3600 * given.number(1, 24 * 365)?);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.give_up_tries",
        about: "after how many tries the same; 0 for any number",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            let tries = given.number(0, 1_000_000)?;
            config.helpdesk.give_up_tries = u32::try_from(tries).unwrap_or(0);
            Ok(())
        },
    },
    Setting {
        key: "helpdesk.follow_minutes",
        about: "how often it is asked how far a ticket is; 0 for never",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            let minutes = given.number(0, 7 * 24 * 60)?;
            config.helpdesk.follow = (minutes > 0).then(|| Duration::from_secs(60 * minutes));
            Ok(())
        },
    },
];

/// How bad a problem is, as guides say it.
const SEVERITIES: &[&str] = &["minor", "major", "critical"];

/// The parts of a ticket that can be written into a field of the helpdesk.
pub const FIELDS: &[&str] = &[
    "number", "key", "guide", "category", "severity", "account", "phone", "address", "verified",
];

/// The address of a helpdesk or of a mail server, without a slash at its end.
pub(super) fn address(text: &str) -> Result<String, String> {
    let bad = || {
        format!(
            "“{text}” is not an address. Write https://help.isp.example, or smtps://mail.isp.example for mail."
        )
    };
    let uri: Uri = text.parse().map_err(|_| bad())?;
    let known = ["https", "http", "smtp", "smtps"];
    if !uri
        .scheme_str()
        .is_some_and(|scheme| known.contains(&scheme))
        || uri.host().is_none()
    {
        return Err(bad());
    }
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(
            "A password does not belong here. Write the user in the key `user` of this section, and the \
             password in the environment (`token`) or in a file (`token_file`)."
                .to_owned(),
        );
    }
    Ok(text.trim_end_matches('/').to_owned())
}

pub(super) fn mail(given: Given) -> Result<String, String> {
    let text = given.text()?;
    firstline_wire::contact::email(&text)
        .map(|_| text.trim().to_owned())
        .ok_or_else(|| format!("“{text}” is not an e-mail address."))
}

pub(super) fn secrets(text: &str) -> Result<Vec<Secret>, String> {
    let found: Vec<Secret> = text.split_whitespace().map(Secret::from).collect();
    if found.is_empty() {
        return Err("There is no secret in it.".to_owned());
    }
    Ok(found)
}
