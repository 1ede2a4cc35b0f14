//! What every request can use.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::Config;
use crate::http::rate_limit::Limiter;
use crate::operator::Provider;
use crate::site::{Asset, Cache, Edition, Site};
use crate::status::Feed;
use crate::store::packs::Packs;
use crate::store::{Store, StoreError};
use crate::tickets::in_flight::InFlight;

/// What every request can use.
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
    pub packs: Packs,
    /// Known faults.
    pub feed: Feed,
    /// How many tickets an address may send.
    pub limiter: Limiter,
    /// The tickets that are being worked on.
    pub in_flight: InFlight,
    /// The index of each language as it was last made.
    indexes: Mutex<HashMap<String, Asset>>,
}

/// The one [`App`] of a relay.
pub type Shared = Arc<App>;

impl App {
    /// Opens the store in the folder that the configuration names.
    ///
    /// # Errors
    ///
    /// If the store cannot be opened.
    pub async fn open(config: Config, site: Site, provider: Provider) -> Result<App, StoreError> {
        let store = Store::open(&config.data).await?;
        Ok(App {
            feed: Feed::new(config.status_file.clone(), config.status_keep()),
            limiter: Limiter::new(config.tickets_per_minute),
            in_flight: InFlight::default(),
            packs: Packs::new(store.clone()),
            indexes: Mutex::default(),
            config,
            site: Arc::new(site),
            provider,
            store,
        })
    }

    /// The index as a compressed asset; made again only if its text has changed.
    pub fn index_asset(&self, edition: &Edition, text: Vec<u8>) -> Asset {
        let mut made = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asset) = made
            .get(&edition.language)
            .filter(|asset| asset.bytes == text)
        {
            return asset.clone();
        }
        let asset = Asset::new("index.json", text, Cache::Revalidate).compressed();
        made.insert(edition.language.clone(), asset.clone());
        asset
    }
}
