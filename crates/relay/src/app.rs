//! What every request can use.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::config::Config;
use crate::helpdesk::Helpdesk;
use crate::http::bodies::Bodies;
use crate::http::rate_limit::Limiter;
use crate::operator::Provider;
use crate::outbox::{Delivering, Tally};
use crate::site::{Asset, Cache, Site};
use crate::status::Feed;
use crate::store::packs::Packs;
use crate::store::{Earlier, Store};
use crate::tickets::in_flight::InFlight;

/// What every request can use. Reading the operator's files again makes another one, which shares
/// all that must go on.
#[derive(Debug)]
pub struct App {
    /// What the operator says.
    pub config: Config,
    /// What is published.
    pub site: Arc<Site>,
    /// Whose help this is.
    pub provider: Provider,
    /// What stays.
    pub store: Store,
    /// The guides of packs that were ever published.
    pub packs: Arc<Packs>,
    /// Assets of earlier versions.
    pub earlier: Arc<Earlier>,
    /// Known faults.
    pub feed: Arc<Feed>,
    /// How many tickets an address may send.
    pub limiter: Arc<Limiter>,
    /// The bodies that are being sent.
    pub bodies: Arc<Bodies>,
    /// Where tickets go; `None` if they stay in the store.
    pub helpdesk: Option<Helpdesk>,
    /// What is counted of them.
    pub tally: Arc<Tally>,
    /// The tickets that are being worked on.
    pub in_flight: InFlight,
    /// Whether the relay was told to stop.
    pub stopping: watch::Receiver<bool>,
    /// The index of each language as it was last made, and the minute of that.
    indexes: Mutex<HashMap<String, (i64, Asset)>>,
}

/// The one [`App`] of a request.
pub type Shared = Arc<App>;

impl App {
    /// A relay with this store.
    pub fn new(
        config: Config,
        site: Site,
        provider: Provider,
        helpdesk: Option<Helpdesk>,
        store: Store,
        stopping: watch::Receiver<bool>,
    ) -> App {
        store.limit(config.tickets_most_megabytes.saturating_mul(1_000_000));
        store.deliver(helpdesk.is_some());
        let feed = Feed::new(config.status_file.clone(), config.status_keep());
        App {
            feed: Arc::new(feed),
            limiter: Arc::new(Limiter::new(config.tickets_per_minute)),
            bodies: Arc::default(),
            helpdesk,
            tally: Arc::default(),
            in_flight: InFlight::default(),
            packs: Arc::new(Packs::new(store.clone())),
            earlier: Arc::default(),
            indexes: Mutex::default(),
            stopping,
            config,
            site: Arc::new(site),
            provider,
            store,
        }
    }

    /// The same relay with what the operator's files say now. Where it listens, its store and its
    /// log stay as they are.
    pub fn reloaded(
        &self,
        config: Config,
        site: Site,
        provider: Provider,
        helpdesk: Option<Helpdesk>,
    ) -> App {
        self.store.deliver(helpdesk.is_some());
        let same_feed = config.status_file == self.config.status_file
            && config.status_keep_minutes == self.config.status_keep_minutes;
        let same_limit = config.tickets_per_minute == self.config.tickets_per_minute;
        let feed = || Arc::new(Feed::new(config.status_file.clone(), config.status_keep()));
        App {
            feed: if same_feed {
                Arc::clone(&self.feed)
            } else {
                feed()
            },
            limiter: if same_limit {
                Arc::clone(&self.limiter)
            } else {
                Arc::new(Limiter::new(config.tickets_per_minute))
            },
            bodies: Arc::clone(&self.bodies),
            helpdesk,
            tally: Arc::clone(&self.tally),
            in_flight: self.in_flight.clone(),
            packs: Arc::clone(&self.packs),
            earlier: Arc::clone(&self.earlier),
            indexes: Mutex::default(),
            stopping: self.stopping.clone(),
            config,
            site: Arc::new(site),
            provider,
            store: self.store.clone(),
        }
    }

    /// What delivering needs; `None` if tickets stay in the store.
    pub fn delivering(&self) -> Option<Delivering> {
        Some(Delivering {
            store: self.store.clone(),
            helpdesk: self.helpdesk.clone()?,
            config: Arc::new(self.config.helpdesk.clone()),
            tally: Arc::clone(&self.tally),
        })
    }

    /// The index of a language, made once a minute at most: opening hours are told to the minute.
    /// It is compressed only if its text has changed.
    ///
    /// # Errors
    ///
    /// As `write` fails.
    pub fn index<E>(
        &self,
        language: &str,
        minute: i64,
        write: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Asset, E> {
        let mut made = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        let known = made.get(language);
        if let Some((_, asset)) = known.filter(|(of, _)| *of == minute) {
            return Ok(asset.clone());
        }
        let text = write()?;
        let asset = match known {
            Some((_, asset)) if asset.bytes == text => asset.clone(),
            _ => Asset::new("index.json", text, Cache::Revalidate).compressed_now(),
        };
        made.insert(language.to_owned(), (minute, asset.clone()));
        Ok(asset)
    }
}
