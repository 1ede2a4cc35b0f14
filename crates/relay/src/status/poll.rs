//! Asks the provider's status product, again and again: gently, within bounds, and over the guarded
//! way that helpdesks are reached by.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{ETAG, IF_NONE_MATCH};
use firstline_wire::foreign::on_one_line;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::watch;

use super::feed::Feed;
use super::file::FeedFile;
use super::sources::{Page, Places, Reading, Source};
use super::watched::MOST;
use crate::config::{Config, ConfigProblems};
use crate::helpdesk::http::{Call, Http};

/// The longest wait after failures, in times of the usual one.
const MOST_TIMES: u32 = 8;

/// How many pages of an answer are read at the most.
const MOST_PAGES: usize = 50;

/// What is polled, and where that goes.
#[derive(Clone, Debug)]
pub struct Polling {
    /// Where it goes.
    pub feed: Arc<Feed>,
    /// What is polled.
    pub poller: Arc<Poller>,
}

/// The provider's status product.
#[derive(Debug)]
pub struct Poller {
    source: &'static Source,
    addresses: Vec<String>,
    http: Http,
    token: Option<String>,
    places: Places,
    zone: TimeZone,
    every: Duration,
}

/// What an address answered last, to ask whether it has changed.
type Known = HashMap<String, (String, String)>;

/// Why a product does not say how things are.
#[derive(Clone, Debug)]
pub struct NoAnswer {
    /// In words for an operator.
    pub said: String,
    /// When it wants to be asked again.
    after: Option<Duration>,
}

impl Poller {
    /// What the configuration names; `None` if it names nothing.
    ///
    /// # Errors
    ///
    /// What is wrong or missing in it.
    pub fn of(config: &Config) -> Result<Option<Poller>, ConfigProblems> {
        let status = &config.status;
        let problem =
            |key: &str, message: String| ConfigProblems(vec![config.problem(key, message)]);
        let (Some(kind), Some(url)) = (&status.kind, &status.url) else {
            return match (&status.kind, &status.url) {
                (None, None) => Ok(None),
                (Some(_), None) => Err(problem(
                    "status.kind",
                    "Its address is missing: write `url`.".to_owned(),
                )),
                _ => Err(problem(
                    "status.url",
                    "What is there? Write `kind`: json, statuspage, …".to_owned(),
                )),
            };
        };
        let source = Source::named(kind).ok_or_else(|| {
            let names: Vec<&str> = super::sources::SOURCES
                .iter()
                .map(|source| source.name)
                .collect();
            let message = format!(
                "There is no kind “{kind}”. Write one of {}.",
                names.join(", ")
            );
            problem("status.kind", message)
        })?;
        if url.starts_with("http://") && status.networks.is_empty() {
            let message = "Anybody on the way could tell your customers of faults that are none. Write \
                           https://; or, if it is a machine of your own, name its network in \
                           `status.networks`.";
            return Err(problem("status.url", message.to_owned()));
        }
        let http = Http::to("status.url", url, &status.networks, status.timeout)
            .map_err(|wrong| problem(wrong.key, wrong.message))?
            .reading(most_bytes());
        let token = status.secrets.first();
        Ok(Some(Poller {
            source,
            addresses: (source.asks)(url),
            http,
            token: token.map(|token| token.reveal().to_owned()),
            places: Places {
                areas: status.areas.clone(),
                services: status.services.clone(),
            },
            zone: status.zone.clone(),
            every: status.every,
        }))
    }

    /// What people call the product.
    pub fn title(&self) -> &'static str {
        self.source.title
    }

    /// Where it is asked.
    pub fn addresses(&self) -> &[String] {
        &self.addresses
    }

    /// What it says now.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub async fn ask(&self) -> Result<FeedFile, NoAnswer> {
        let asked = self.look(&mut Known::new()).await?;
        asked.ok_or_else(|| NoAnswer {
            said: "it says that nothing has changed, and was never asked before".to_owned(),
            after: None,
        })
    }

    /// What it says now; `None` if that has not changed.
    async fn look(&self, known: &mut Known) -> Result<Option<FeedFile>, NoAnswer> {
        let mut fresh = false;
        let mut bodies = Vec::new();
        let mut pages = 0;
        let mut bytes = 0;
        let mut addresses: VecDeque<String> = self.addresses.iter().cloned().collect();
        while let Some(address) = addresses.pop_front() {
            let mut call = Call::get(&address);
            if let Some(token) = &self.token {
                call = call.header("authorization", format!("Bearer {token}"));
            }
            if let Some((tag, _)) = known.get(&address) {
                call = call.header(IF_NONE_MATCH.as_str(), tag);
            }
            let reply = self.http.send(call).await.map_err(|failure| NoAnswer {
                said: failure.to_string(),
                after: failure.after,
            })?;
            if reply.status.as_u16() == 304
                && let Some((_, body)) = known.get(&address)
            {
                bodies.push(body.clone());
                continue;
            }
            if !reply.status.is_success() {
                let after = reply.failure().and_then(|failure| failure.after);
                return Err(NoAnswer {
                    said: format!("{address} answered {}.", reply.status),
                    after,
                });
            }
            fresh = true;
            let tag = reply.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
            match (self.source.next, tag) {
                // A page that has not changed says nothing of whether there is one behind it now.
                (Some(next), _) => {
                    let page = Page {
                        address: &address,
                        status: reply.status.as_u16(),
                        headers: &reply.headers,
                        body: &reply.body,
                    };
                    (pages, bytes) = (pages + 1, bytes + reply.body.len());
                    if let Some(next) = next(&page) {
                        if pages >= MOST_PAGES || bytes >= most_bytes() {
                            let said = format!(
                                "{address} is followed by more pages than are read: {MOST_PAGES}, or {MOST} bytes."
                            );
                            return Err(NoAnswer { said, after: None });
                        }
                        addresses.push_front(next);
                    }
                }
                (None, Some(tag)) => {
                    known.insert(address, (tag.to_owned(), reply.body.clone()));
                }
                (None, None) => {
                    known.remove(&address);
                }
            }
            bodies.push(reply.body);
        }
        if !fresh {
            return Ok(None);
        }
        let reading = Reading {
            zone: self.zone.clone(),
            now: Timestamp::now(),
        };
        let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
        match self.source.read(&bodies, &reading, &self.places) {
            Ok(feed) => Ok(Some(feed)),
            Err(said) => {
                // What could not be read must not count as known.
                known.clear();
                Err(NoAnswer { said, after: None })
            }
        }
    }
}

/// Polls what `current` says until the relay stops.
pub async fn run(
    current: impl Fn() -> Option<Polling> + Send,
    mut stopping: watch::Receiver<bool>,
) {
    let mut known = Known::new();
    let mut polled: Option<Arc<Poller>> = None;
    let mut failures = 0_u32;
    let mut said = String::new();
    while !*stopping.borrow() {
        let mut wait = Duration::from_secs(1);
        if let Some(Polling { feed, poller }) = current() {
            if polled
                .as_ref()
                .is_none_or(|known| !Arc::ptr_eq(known, &poller))
            {
                known.clear();
                failures = 0;
                polled = Some(Arc::clone(&poller));
            }
            let looked = tokio::select! {
                looked = poller.look(&mut known) => looked,
                _ = stopping.changed() => continue,
            };
            wait = poller.every;
            match looked {
                Ok(answer) => {
                    if failures > 0 {
                        tracing::info!("{} answers again", poller.source.title);
                    }
                    failures = 0;
                    said.clear();
                    match answer {
                        Some(read) => feed.polled(Some(read)).await,
                        None => feed.polled_again().await,
                    }
                }
                Err(failure) => {
                    feed.polled(None).await;
                    failures = failures.saturating_add(1);
                    wait = later(poller.every, failures).max(failure.after.unwrap_or_default());
                    if failure.said != said {
                        tracing::warn!(
                            "{} does not say what is wrong: {} Its last good answer is kept for \
                             `status.keep_minutes`",
                            poller.source.title,
                            on_one_line(&failure.said)
                        );
                        said = failure.said;
                    }
                }
            }
            wait = jittered(wait);
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// How large an answer may be, in bytes, all its pages together.
fn most_bytes() -> usize {
    usize::try_from(MOST).unwrap_or(usize::MAX)
}

/// How long to wait after so many failures in a row.
fn later(every: Duration, failures: u32) -> Duration {
    every
        * 2_u32
            .saturating_pow(failures.saturating_sub(1))
            .min(MOST_TIMES)
}

/// A tenth more or less, so that several relays do not ask at once.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(0.9 + fastrand::f64() / 5.0)
}
