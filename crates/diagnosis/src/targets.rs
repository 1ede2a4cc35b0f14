//! What the provider set up for the checks.

use serde::{Deserialize, Serialize};

use crate::Need;

/// The addresses that the provider set up, by the keys of the checks' [`Need`]s. The relay reads them
/// from its configuration and publishes them; the probes ask them.
///
/// A `*` as the first label of a host name stands for a fresh label, so that neither a cached name nor an
/// open connection can answer for the line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Targets(Vec<Target>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Target {
    key: String,
    addresses: Vec<String>,
}

impl Targets {
    /// What is set up under that key; empty if nothing is.
    pub fn get(&self, need: &Need) -> &[String] {
        let found = self.0.iter().find(|target| target.key == need.key);
        found.map_or(&[], |target| &target.addresses)
    }

    /// Sets up these addresses under that key, in place of those before.
    pub fn set(&mut self, key: &str, addresses: Vec<String>) {
        self.0.retain(|target| target.key != key);
        if !addresses.is_empty() {
            let key = key.to_owned();
            self.0.push(Target { key, addresses });
        }
    }

    /// All addresses, for a page's content security policy.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|target| target.addresses.iter().map(String::as_str))
    }
}
