//! The keys of `[follow]`, how customers see what becomes of their tickets, and of `[mail]`, what is
//! written to them.

use std::time::Duration;

use super::helpdesk::{address, mail, secrets};
use super::setting::Setting;
use super::values::{Network, ValueKind, target};
use super::{HelpdeskConfig, Secret};
use crate::seal::SHORTEST;

/// How customers see what becomes of their tickets.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowConfig {
    /// For how many days a ticket opens to its customer; 0 for never.
    pub days: u64,
    /// The page with the help in it, for links in mail.
    pub page: Option<String>,
    /// The relay's own address, for links in tickets to their walks.
    pub relay: Option<String>,
    /// The secret from which tokens and signed links are made; `None` for the one in the data directory.
    pub secret: Option<Secret>,
}

impl Default for FollowConfig {
    fn default() -> FollowConfig {
        FollowConfig {
            days: 30,
            page: None,
            relay: None,
            secret: None,
        }
    }
}

/// The mail that customers get.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MailConfig {
    /// The mail server; `None` if nothing is written.
    pub url: Option<String>,
    /// Its user.
    pub user: Option<String>,
    /// The user's password.
    pub secrets: Vec<Secret>,
    /// The sender.
    pub from: Option<String>,
    /// Networks that are not public and that the server may be in.
    pub networks: Vec<Network>,
    /// The kinds of mail that are not sent: `received`, `solved`, `over`.
    pub without: Vec<String>,
}

impl MailConfig {
    /// Whether customers are written to when this happens.
    pub fn tells(&self, what: &str) -> bool {
        self.url.is_some() && !self.without.iter().any(|left_out| left_out == what)
    }

    /// The same as for a helpdesk that is a mail server: mail goes out as gently as tickets do.
    pub fn as_helpdesk(&self) -> HelpdeskConfig {
        HelpdeskConfig {
            url: self.url.clone(),
            user: self.user.clone(),
            secrets: self.secrets.clone(),
            from: self.from.clone(),
            networks: self.networks.clone(),
            per_minute: 600,
            // Later than that it is no news.
            give_up: Duration::from_secs(24 * 60 * 60),
            ..HelpdeskConfig::default()
        }
    }
}

/// The kinds of mail.
pub const TOLD: &[&str] = &["received", "solved", "over"];

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 12] = [
    Setting {
        key: "follow.days",
        about: "for how many days customers can see what becomes of a ticket; 0 for never",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.follow.days = given.number(0, 3650)?;
            Ok(())
        },
    },
    Setting {
        key: "follow.page",
        about: "address of the page with the help in it, for links in mail",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            let page = target(&given.text()?)?;
            if page.contains('#') {
                return Err(
                    "Leave out what stands from the # on: the ticket's own goes there.".to_owned(),
                );
            }
            config.follow.page = Some(page);
            Ok(())
        },
    },
    Setting {
        key: "follow.relay",
        about: "the relay's own address, for links in tickets to what the customer saw step by step",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            let relay = target(&given.text()?)?;
            config.follow.relay = Some(relay.trim_end_matches('/').to_owned());
            Ok(())
        },
    },
    Setting {
        key: "follow.secret",
        about: "what links to tickets are made from, in the environment alone; the same for all relays",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.follow.secret = Some(secret(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "follow.secret_file",
        about: "a file with the same; without both, the relay makes one beside its store",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.follow.secret = Some(secret(&given.file(base)?)?);
            Ok(())
        },
    },
    Setting {
        key: "mail.url",
        about: "the server for mail to customers; nothing is written to them if left out",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.mail.url = Some(address(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "mail.user",
        about: "its user, where it wants one",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.mail.user = Some(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "mail.token",
        about: "the user's password, in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.mail.secrets = secrets(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "mail.token_file",
        about: "a file with the same",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.mail.secrets = secrets(&given.file(base)?)?;
            Ok(())
        },
    },
    Setting {
        key: "mail.from",
        about: "its sender, to which customers may answer",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.mail.from = Some(mail(given)?);
            Ok(())
        },
    },
    Setting {
        key: "mail.networks",
        about: "networks that are not public and that the server may be in",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.mail.networks = given.list(|text| text.parse::<Network>())?;
            Ok(())
        },
    },
    Setting {
        key: "mail.without",
        about: "what of it is not written: received, solved, over",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.mail.without = given.list(|text| match TOLD.contains(&text) {
                true => Ok(text.to_owned()),
                false => Err(format!("“{text}” is none of received, solved and over.")),
            })?;
            Ok(())
        },
    },
];

fn secret(text: &str) -> Result<Secret, String> {
    let text = text.trim();
    if text.len() < SHORTEST {
        return Err(format!(
            "A secret has at least {} letters. `openssl rand -hex 32` makes one.",
            SHORTEST
        ));
    }
    Ok(Secret::from(text))
}
