//! Where a speed test fills the line from: the relay itself, or a listener for the probes alone.

use crate::commands::doctor::Patient;
use crate::commands::doctor::client::{Answer, Ask, Client, NoAnswer};

/// A root below which there is `/probe/`.
#[derive(Debug)]
pub struct Probed<'a> {
    pub client: &'a Client,
    /// Without a slash at the end.
    root: &'a str,
    /// What stands before each finding; empty for the relay itself.
    named: String,
}

impl<'a> Probed<'a> {
    /// The relay itself.
    pub fn relay(patient: &'a Patient) -> Probed<'a> {
        Probed {
            client: &patient.client,
            root: &patient.base,
            named: String::new(),
        }
    }

    /// An address that the speed test is told.
    pub fn listener(patient: &'a Patient, key: &str, address: &'a str) -> Probed<'a> {
        Probed {
            client: &patient.client,
            root: address.trim_end_matches('/'),
            named: format!("{key}: {address}: "),
        }
    }

    /// One of which nothing was asked.
    #[cfg(test)]
    pub fn at(client: &'a Client, root: &'a str) -> Probed<'a> {
        Probed {
            client,
            root,
            named: String::new(),
        }
    }

    /// A sentence about it.
    pub fn says(&self, what: &str) -> String {
        format!("{}{what}", self.named)
    }

    /// An address below it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// What it answers a page.
    ///
    /// # Errors
    ///
    /// If nothing.
    pub async fn get(&self, path: &str) -> Result<Answer, NoAnswer> {
        let ask = Ask::get(self.url(path))
            .with("origin", super::ORIGIN)
            .with("accept-encoding", "gzip, deflate, br, zstd");
        self.client.ask(ask).await
    }
}
