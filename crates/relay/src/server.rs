//! A relay: opened, its routes mounted, run until it is told to stop.

use std::any::Any;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_http::catch_panic::CatchPanicLayer;

use crate::alerts;
use crate::app::{App, Said, Shared};
use crate::config::{Config, ConfigProblems};
use crate::http::places::{Limits, Open};
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::problem_pages;
use crate::http::{connections, forwarded, headers, log};
use crate::insights;
use crate::memory;
use crate::operator::Provider;
use crate::outbox;
use crate::people::queues;
use crate::probe::echo::Echo;
use crate::routes;
use crate::site::Site;
use crate::status::{own, poll};
use crate::store::{Erased, Place, Store, StoreError};

/// How long a request may take in all.
const REQUEST_TIME: Duration = Duration::from_secs(45);

/// How often what is served is marked as served and what is too old is erased.
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// How often the clock is looked at, by which a store that is opened is believed or not; see `store::earlier`.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// How often it is looked whether the store is still there.
const WATCH_EVERY: Duration = Duration::from_secs(2);

/// How many slices are erased at a time at most: no fault can erase more in an hour.
const SLICES: usize = 50;

/// The name of the folder below the store's in which compressed files are kept.
const COMPRESSED: &str = "compressed";

/// A relay that is ready to serve.
#[derive(Debug)]
pub struct Relay {
    current: Current,
    stop: watch::Sender<bool>,
    for_probes: Vec<TcpListener>,
    echo: Option<Echo>,
}

/// Why a relay cannot be opened.
#[derive(Clone, Debug)]
pub enum OpenError {
    /// The store.
    Store(StoreError),
    /// The configuration.
    Configuration(ConfigProblems),
    /// The echo of datagrams.
    Echo(String),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> OpenError {
        OpenError::Store(error)
    }
}

impl From<ConfigProblems> for OpenError {
    fn from(problems: ConfigProblems) -> OpenError {
        OpenError::Configuration(problems)
    }
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::Store(error) => write!(out, "{error}"),
            OpenError::Configuration(problems) => write!(out, "{problems}"),
            OpenError::Echo(why) => write!(
                out,
                "the echo of datagrams, which the key `probe.echo` asks for: {why}"
            ),
        }
    }
}

impl std::error::Error for OpenError {}

/// The relay as it is served now. Reading the operator's files again replaces it.
#[derive(Clone, Debug)]
pub struct Current(Arc<RwLock<Served>>);

#[derive(Clone, Debug)]
struct Served {
    app: Shared,
    all: Router,
    /// The routes of the listeners for probes.
    probes: Router,
}

impl Relay {
    /// Opens the store and keeps in it what is published.
    ///
    /// A store that is damaged or has no room is no error: help is given without it.
    ///
    /// # Errors
    ///
    /// If the configuration names a folder that cannot hold a store, or a helpdesk that lacks
    /// something.
    pub async fn open(config: Config, site: Site, provider: Provider) -> Result<Relay, OpenError> {
        let (stop, stopping) = watch::channel(false);
        let (data, place) = (config.data.clone(), Place::of(&config));
        let mut said = Said::new(config, site, provider)?;
        let store = Store::serve(place).await?;
        said.site.compress(Some(&data.join(COMPRESSED)));
        let echo = match said.config.probe.echo() {
            Some(echo) => Some(
                Echo::open(echo)
                    .await
                    .map_err(|why| OpenError::Echo(why.to_string()))?,
            ),
            None => None,
        };
        let telling = echo.as_ref().map(Echo::telling);
        let app = Arc::new(App::new(said, store, telling, stopping));
        publish(&app).await;
        let current = Current(Arc::new(RwLock::new(Served::of(app))));
        Ok(Relay {
            current,
            stop,
            for_probes: Vec::new(),
            echo,
        })
    }

    /// Answers the probes on these too.
    pub fn probed_on(mut self, listeners: Vec<TcpListener>) -> Relay {
        self.for_probes = listeners;
        self
    }

    /// The relay as it is served now, to be replaced while it runs.
    pub fn current(&self) -> Current {
        self.current.clone()
    }

    /// Serves on this listener until `stop` is ready; then what was accepted is stored.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let current = self.current.clone();
        let upkeep = tokio::spawn(async move {
            let mut tidied: Option<Instant> = None;
            let mut looked = Instant::now();
            loop {
                let app = current.app();
                app.store.watch().await;
                if memory::TIDE.is_out() {
                    tokio::task::spawn_blocking(memory::give_back);
                }
                if tidied.is_none_or(|at| at.elapsed() >= TIDY_EVERY) {
                    match tidy(&app).await {
                        Ok(()) => tidied = Some(Instant::now()),
                        Err(error) => tracing::debug!(%error, "cannot erase what is too old"),
                    }
                    looked = Instant::now();
                }
                if looked.elapsed() >= LOOK_EVERY {
                    // A store that is opened is believed if somebody has looked at its clock lately.
                    if let Err(error) = look_at_clock(&app).await {
                        tracing::debug!(%error, "cannot look at the clock");
                    }
                    looked = Instant::now();
                }
                drop(app);
                tokio::time::sleep(WATCH_EVERY).await;
            }
        });
        let source = |current: Current| move || current.app().delivering();
        let mails = |current: Current| move || current.app().mailing();
        let stopping = self.stop.subscribe();
        let delivering = tokio::spawn(outbox::run(source(self.current.clone()), stopping.clone()));
        let mailing = tokio::spawn(outbox::run(mails(self.current.clone()), stopping.clone()));
        let following = tokio::spawn(outbox::follow(
            source(self.current.clone()),
            stopping.clone(),
        ));
        let source = |current: Current| move || current.app().polling();
        let polling = tokio::spawn(poll::run(source(self.current.clone()), stopping.clone()));
        let source = |current: Current| {
            move || {
                let app = current.app();
                (app.store.clone(), Arc::clone(&app.feed))
            }
        };
        let opening = tokio::spawn(own::run(source(self.current.clone()), stopping.clone()));
        let source = |current: Current| {
            move || {
                let app = current.app();
                Some((app.queues_asked.clone()?, Arc::clone(&app.queues)))
            }
        };
        let waiting = tokio::spawn(queues::run(source(self.current.clone()), stopping.clone()));
        let source = |current: Current| move || current.app().alerting();
        let telling = tokio::spawn(alerts::run(source(self.current.clone()), stopping));
        let counting = {
            let current = self.current.clone();
            tokio::spawn(insights::run(move || current.app(), self.stop.subscribe()))
        };
        let open = Arc::new(Open::new(Limits::of_this_process()));
        let trusted = self.current.app().config.trusted_proxies.clone();
        let mut probed = JoinSet::new();
        if let Some(echo) = self.echo {
            probed.spawn(echo.run(self.stop.subscribe()));
        }
        for listener in self.for_probes {
            let (current, mut stopping) = (self.current.clone(), self.stop.subscribe());
            let told = async move {
                let _ = stopping.wait_for(|stop| *stop).await;
            };
            let router = move || current.served().probes.clone();
            let (open, trusted) = (Arc::clone(&open), trusted.clone());
            probed.spawn(connections::run(listener, router, open, trusted, told));
        }
        let current = self.current.clone();
        let told = async {
            stop.await;
            let _ = self.stop.send(true);
        };
        connections::run(
            listener,
            move || current.served().all.clone(),
            open,
            trusted,
            told,
        )
        .await;
        while probed.join_next().await.is_some() {}
        upkeep.abort();
        let app = self.current.app();
        // Tickets whose customers are gone already are stored by tasks of their own.
        while !app.in_flight.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        following.abort();
        polling.abort();
        opening.abort();
        waiting.abort();
        let _ = tokio::join!(delivering, mailing, telling, counting);
        let _ = app.store.look_at_clock(now()).await;
        app.store.close().await;
        tracing::info!("stopped");
    }
}

impl Current {
    fn app(&self) -> Shared {
        Arc::clone(&self.served().app)
    }

    fn served(&self) -> RwLockReadGuard<'_, Served> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves this from now on. Requests that are under way end as they began.
    pub async fn replace(&self, config: Config, site: Site, provider: Provider) {
        let old = self.app();
        let mut said = match Said::new(config, site, provider) {
            Ok(said) => said,
            Err(problems) => {
                tracing::error!(%problems, "the new configuration is wrong, so the old one stays");
                return;
            }
        };
        let folder = old.config.data.join(COMPRESSED);
        let compressing = tokio::task::spawn_blocking(move || {
            said.site.compress(Some(&folder));
            said
        });
        let Ok(said) = compressing.await else {
            tracing::error!("the new files cannot be compressed, so the old ones stay");
            return;
        };
        let app = Arc::new(old.reloaded(said));
        publish(&app).await;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Served::of(app);
        tracing::info!("serving what the operator's files say now");
    }
}

impl Served {
    fn of(app: Shared) -> Served {
        Served {
            all: router(&app),
            probes: router_of_probes(&app),
            app,
        }
    }
}

/// All routes.
fn router(app: &Shared) -> Router {
    let open = Router::new()
        .merge(routes::open())
        .merge(problem_pages::pages())
        .fallback(routes::file)
        .method_not_allowed_fallback(wrong_method)
        .layer(headers::open_to_all());
    // Before the layer: what is set after it would bypass it, preflights included.
    let api = routes::api()
        .method_not_allowed_fallback(wrong_method)
        .layer(headers::open_to(&app.config.origins));
    let own = routes::own().method_not_allowed_fallback(wrong_method);
    in_common(open.merge(api).merge(own).merge(probes()), app)
}

/// The routes of the listeners for probes.
fn router_of_probes(app: &Shared) -> Router {
    let nothing = || async { Refusal::new(ProblemKind::NotFound) };
    let probes = Router::new()
        .fallback(nothing)
        .layer(headers::open_to_probes())
        .merge(probes());
    in_common(probes, app)
}

fn probes() -> Router<Shared> {
    routes::probes()
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(headers::add_to_probes))
        .layer(headers::open_to_probes())
}

/// Adds the layers that all answers share.
fn in_common(router: Router<Shared>, app: &Shared) -> Router {
    let policy: Arc<str> = {
        let echo = app.echo.as_ref().map(|telling| telling.told().port);
        headers::page_policy(&app.config.checks, echo).into()
    };
    let trusted: Arc<[_]> = app.config.trusted_proxies.clone().into();
    router
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(policy, headers::add))
        .layer(middleware::from_fn_with_state(trusted, forwarded::warn))
        .layer(middleware::from_fn(log::request))
        .with_state(Arc::clone(app))
}

fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Looks at the clock and keeps in the store what is served.
async fn publish(app: &App) {
    match keep_published(app).await {
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "cannot keep in the store what is published"),
    }
}

/// What is served is too old only from the day on which it no longer is, so a relay that runs for
/// months says again and again that it still is.
async fn keep_published(app: &App) -> Result<i64, StoreError> {
    let age = look_at_clock(app).await?;
    app.store.publish(&app.site, age).await?;
    Ok(age)
}

async fn look_at_clock(app: &App) -> Result<i64, StoreError> {
    let (age, notice) = app.store.look_at_clock(now()).await?;
    if let Some(notice) = notice {
        tracing::error!("{notice}");
    }
    Ok(age)
}

/// Keeps what is served and erases what is too old.
async fn tidy(app: &App) -> Result<(), StoreError> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let age = keep_published(app).await?;
    let before = |days: u64| age - i64::try_from(days).unwrap_or(i64::MAX / DAY) * DAY;
    let (tickets, published) = (
        before(app.config.tickets_keep_days),
        before(app.config.published_keep_days),
    );
    let mut erased = Erased::default();
    for slice in 1.. {
        let began = Instant::now();
        let more = app.store.erase_slice(tickets, published).await?;
        erased.tickets += more.tickets;
        erased.published += more.published;
        if more == Erased::default() {
            break;
        }
        if slice == SLICES {
            tracing::warn!("much is too old: the rest is erased in an hour");
            break;
        }
        // Tickets that came meanwhile go first.
        tokio::time::sleep(began.elapsed()).await;
    }
    if erased.tickets + erased.published > 0 {
        tracing::info!(erased.tickets, erased.published, "erased what was too old");
    }
    app.store.erase_proofs(before(4)).await?;
    app.store
        .erase_alerts(before(1), before(3), before(30))
        .await?;
    let day = |days: u64| before(days).div_euclid(DAY);
    let (counts, comments) = (
        day(app.config.insights.keep_days),
        day(app.config.insights.comments_keep_days),
    );
    app.store.erase_insights(counts, comments).await?;
    app.store.sum_late_weeks().await?;
    if !app.store.shrink().await? {
        tracing::info!(
            "the store's file is of an earlier version and cannot shrink; a backup that is put in its place can"
        );
    }
    Ok(())
}

async fn wrong_method(method: Method) -> Refusal {
    Refusal::with(
        ProblemKind::Method,
        format!("This address does not take {method}."),
    )
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::new(ProblemKind::Timeout).into_response(),
    }
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    // Only our own words: a panic's message may hold what a customer wrote.
    drop(panic);
    tracing::error!("a request panicked");
    Refusal::new(ProblemKind::Internal).into_response()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::site::{Asset, Cache};

    #[tokio::test]
    async fn what_is_served_is_kept_however_long_the_relay_runs() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data: folder.path().to_owned(),
            ..Config::default()
        };
        let mut site = Site::default();
        let pack = Asset::new(".pack", "a pack", Cache::Immutable);
        let hash = pack.hash.clone();
        site.files.insert("guides/a.en.1.pack".to_owned(), pack);
        let provider = r#"{ "format": 1, "name": "Example Fibre" }"#;
        let provider = Provider::read(provider, Path::new("provider.json")).unwrap();
        let relay = Relay::open(config, site.clone(), provider).await.unwrap();
        let app = relay.current.app();
        let store = &app.store;
        let before = Asset::new(".pack", "of the version before", Cache::Immutable);
        let gone = before.hash.clone();
        site.files.insert("guides/a.en.0.pack".to_owned(), before);
        // As if it had been started in 1970.
        store.publish(&site, 0).await.unwrap();

        tidy(&app).await.unwrap();
        assert_eq!(
            store.pack(&hash).await.unwrap().as_deref(),
            Some(b"a pack".as_slice())
        );
        assert_eq!(store.pack(&gone).await.unwrap(), None);
    }
}
