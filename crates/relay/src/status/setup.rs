//! What a feed needs to know of the configuration.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

use crate::config::Config;

/// Where a feed comes from and how long it is believed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedSetup {
    /// The file that monitoring writes.
    pub file: Option<PathBuf>,
    /// Whether a source is polled.
    pub polled: bool,
    /// For how long the last good answer is kept.
    pub keep: Duration,
    /// For how long it is told that something is over.
    pub told: SignedDuration,
    /// For how long a fault must be missing from its source until it is over.
    pub settle: Duration,
    /// Whether customers can leave an address for a message when a fault is over.
    pub tells: bool,
}

impl FeedSetup {
    /// As the configuration says it.
    pub fn of(config: &Config) -> FeedSetup {
        let tells = config.mail.tells("over") || config.status.tell_url.is_some();
        let config = &config.status;
        FeedSetup {
            file: config.file.clone(),
            polled: config.kind.is_some(),
            keep: config.keep,
            told: config.told,
            settle: config.settle,
            tells,
        }
    }
}
