//! The keys of `[people]`: how long customers wait, and when somebody comes.

use std::time::Duration;

use super::helpdesk::{Secret, address, secrets};
use super::setting::Setting;
use super::values::{Network, ValueKind};

/// The sources of waiting times and appointments.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleConfig {
    /// The address that says how long customers wait; `None` if there is none.
    pub queues: Option<String>,
    /// How long a value is shown after it was read.
    pub keep: Duration,
    /// How often it is asked.
    pub every: Duration,
    /// Where appointments are booked (TMF646); `None` if there are none.
    pub appointments: Option<String>,
    /// The secrets that both sources ask for; empty if they ask for none.
    pub secrets: Vec<Secret>,
    /// Networks that are not public and that they may be in.
    pub networks: Vec<Network>,
}

impl Default for PeopleConfig {
    fn default() -> PeopleConfig {
        PeopleConfig {
            queues: None,
            keep: Duration::from_secs(15 * 60),
            every: Duration::from_secs(30),
            appointments: None,
            secrets: Vec::new(),
            networks: Vec::new(),
        }
    }
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 7] = [
    Setting {
        key: "people.queues",
        about: "address of JSON that says how long customers wait, by queue; nobody is told if left out",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.people.queues = Some(address(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "people.keep_minutes",
        about: "for how long such a value is told",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.people.keep = Duration::from_secs(60 * given.number(1, 24 * 60)?);
            Ok(())
        },
    },
    Setting {
        key: "people.poll_seconds",
        about: "how often it is asked",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.people.every = Duration::from_secs(given.number(5, 3600)?);
            Ok(())
        },
    },
    Setting {
        key: "people.appointments",
        about: "root of the API where appointments are booked (TMF646 version 4); none if left out",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.people.appointments = Some(address(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "people.token",
        about: "what both are asked with, in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.people.secrets = secrets(&given.text()?)?;
            Ok(())
        },
    },
    Setting {
        key: "people.token_file",
        about: "a file with the same",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.people.secrets = secrets(&given.file(base)?)?;
            Ok(())
        },
    },
    Setting {
        key: "people.networks",
        about: "networks that are not public and that they may be in",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.people.networks = given.list(|text| text.parse::<Network>())?;
            Ok(())
        },
    },
];
