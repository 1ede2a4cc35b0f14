//! The keys of `[probe]`: what the connection checks and the speed test may ask of the relay.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::setting::Setting;
use super::values::{Given, Network, ValueKind};

/// How the echo is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EchoConfig {
    /// The address and port of UDP.
    pub listen: SocketAddr,
    /// The certificate's file and its key's (PEM), where an authority vouches for it; else the relay makes its own.
    pub certificate: Option<[PathBuf; 2]>,
}

/// What the connection checks and the speed test may ask of the relay.
///
/// A *transfer* is one download, one upload, or one count of uploads that is being read. A speed test has up to
/// eight of them at once.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeConfig {
    /// The provider's own networks; empty if the provider does not say which they are.
    pub networks: Vec<Network>,
    /// Where else the relay listens, for the probes alone: browsers give each host and port connections of its own.
    pub listeners: Vec<SocketAddr>,
    /// The echo of datagrams; none if nobody set it up.
    pub echo: Option<SocketAddr>,
    /// The file of its certificate; empty if the relay makes its own.
    pub echo_certificate: PathBuf,
    /// The file of its key.
    pub echo_key: PathBuf,
    /// The most megabytes of one transfer.
    pub most_megabytes: u64,
    /// The longest time of one transfer.
    pub most_time: Duration,
    /// The most transfers at once.
    pub at_once: u64,
    /// The most transfers at once of one address.
    pub at_once_of_one: u64,
    /// While all transfers together take so many megabits a second, no other test begins; 0 for any number.
    pub most_megabits: u64,
    /// How many gigabytes one address may transfer in an hour; 0 for any number.
    pub hourly_gigabytes: u64,
}

impl Default for ProbeConfig {
    fn default() -> ProbeConfig {
        ProbeConfig {
            networks: Vec::new(),
            listeners: Vec::new(),
            echo: None,
            echo_certificate: PathBuf::new(),
            echo_key: PathBuf::new(),
            most_megabytes: 1000,
            most_time: Duration::from_secs(30),
            at_once: 96,
            at_once_of_one: 32,
            most_megabits: 1000,
            hourly_gigabytes: 10,
        }
    }
}

impl ProbeConfig {
    /// How the echo of datagrams is set up, if it is.
    pub fn echo(&self) -> Option<EchoConfig> {
        let files = [&self.echo_certificate, &self.echo_key].map(PathBuf::clone);
        let has_files = files.iter().all(|file| !file.as_os_str().is_empty());
        Some(EchoConfig {
            listen: self.echo?,
            certificate: has_files.then_some(files),
        })
    }
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 11] = [
    Setting {
        key: "probe.networks",
        about: "your own networks: whether a customer's address is one of yours",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.probe.networks = given.list(str::parse)?;
            Ok(())
        },
    },
    Setting {
        key: "probe.listeners",
        about: "addresses and ports that answer the probes alone, for several connections",
        kind: ValueKind::List,
        set: |_, config, given, _| {
            config.probe.listeners = given.list(listener)?;
            Ok(())
        },
    },
    Setting {
        key: "probe.echo",
        about: "address and port of UDP that sends datagrams back, to count how many get lost; none without it",
        kind: ValueKind::Text,
        set: |_, config, given, _| {
            config.probe.echo = Some(listener(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "probe.echo_certificate",
        about: "its certificate, as an authority gave it (PEM); without it the relay makes its own, and renews it",
        kind: ValueKind::Text,
        set: |_, config, given, folder| {
            config.probe.echo_certificate = folder.join(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "probe.echo_key",
        about: "the key of that certificate (PEM)",
        kind: ValueKind::Text,
        set: |_, config, given, folder| {
            config.probe.echo_key = folder.join(given.text()?);
            Ok(())
        },
    },
    Setting {
        key: "probe.most_megabytes",
        about: "most megabytes of one transfer",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.probe.most_megabytes = given.number(1, 100_000)?;
            Ok(())
        },
    },
    Setting {
        key: "probe.most_seconds",
        about: "longest time of one transfer",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.probe.most_time = Duration::from_secs(given.number(1, 600)?);
            Ok(())
        },
    },
    Setting {
        key: "probe.at_once",
        about: "most transfers at once, of up to eight a speed test; 0 for none",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.probe.at_once = given.number(0, 10_000)?;
            Ok(())
        },
    },
    Setting {
        key: "probe.at_once_of_one",
        about: "most transfers at once of one address",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.probe.at_once_of_one = given.number(1, 10_000)?;
            Ok(())
        },
    },
    Setting {
        key: "probe.most_megabits",
        about: "no speed test begins while all together take so many Mbit/s; 0 for any number",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.probe.most_megabits = given.number(0, 1_000_000)?;
            Ok(())
        },
    },
    Setting {
        key: "probe.hourly_gigabytes",
        about: "gigabytes an hour of one address; 0 for any number",
        kind: ValueKind::Number,
        set: |_, config, given: Given, _| {
            config.probe.hourly_gigabytes = given.number(0, 1_000_000)?;
            Ok(())
        },
    },
];

fn listener(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!("“{text}” is not an address with a port. Write [::]:8081, or 127.0.0.1:8081.")
    })
}
