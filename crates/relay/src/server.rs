//! A relay: opened, its routes mounted, run until it is told to stop.

use std::any::Any;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::{App, Shared};
use crate::config::Config;
use crate::http::problem::{self, ProblemKind, Refusal};
use crate::http::{connections, headers, log};
use crate::operator::Provider;
use crate::routes;
use crate::site::Site;
use crate::store::StoreError;

/// How long a request may take in all.
const REQUEST_TIME: Duration = Duration::from_secs(45);

/// How often what is served is marked as served and what is too old is erased.
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// A relay that is ready to serve.
#[derive(Debug)]
pub struct Relay {
    app: Shared,
}

impl Relay {
    /// Opens the store, keeps what is published in it and erases what is too old.
    ///
    /// # Errors
    ///
    /// If the store cannot be opened or written.
    pub async fn open(config: Config, site: Site, provider: Provider) -> Result<Relay, StoreError> {
        let app = Arc::new(App::open(config, site, provider).await?);
        tidy(&app).await?;
        Ok(Relay { app })
    }

    /// All routes.
    pub fn router(&self) -> Router {
        let policy: Arc<str> = headers::page_policy(&self.app.config.checks).into();
        let open = Router::new()
            .merge(routes::open())
            .merge(problem::pages())
            .fallback(routes::file)
            .method_not_allowed_fallback(wrong_method)
            .layer(headers::open_to_all());
        // Before the layer: what is set after it would bypass it, preflights included.
        let api = routes::api()
            .method_not_allowed_fallback(wrong_method)
            .layer(headers::open_to(&self.app.config.origins));
        open.merge(api)
            .layer(middleware::from_fn(in_time))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(middleware::from_fn_with_state(policy, headers::add))
            .layer(middleware::from_fn(log::request))
            .with_state(Arc::clone(&self.app))
    }

    /// Serves on this listener until `stop` is ready; then what was accepted is stored.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let app = Arc::clone(&self.app);
        let tidying = tokio::spawn(async move {
            loop {
                tokio::time::sleep(TIDY_EVERY).await;
                if let Err(error) = tidy(&app).await {
                    tracing::error!(%error, "cannot erase what is too old");
                }
            }
        });
        connections::run(listener, self.router(), stop).await;
        tidying.abort();
        // Tickets whose customers are gone already are stored by tasks of their own.
        while !self.app.in_flight.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.app.store.close().await;
        tracing::info!("stopped");
    }
}

/// Keeps what is served and erases what is too old. What is served is too old only from the day on
/// which it no longer is, so a relay that runs for months says again and again that it still is.
async fn tidy(app: &App) -> Result<(), StoreError> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let now = Timestamp::now().as_millisecond();
    app.store.publish(&app.site, now).await?;
    let before = |days: u64| now - i64::try_from(days).unwrap_or(i64::MAX / DAY) * DAY;
    let (tickets, published) = app
        .store
        .erase(
            before(app.config.tickets_keep_days),
            before(app.config.published_keep_days),
        )
        .await?;
    if tickets + published > 0 {
        tracing::info!(tickets, published, "erased what was too old");
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
        let store = &relay.app.store;
        let before = Asset::new(".pack", "of the version before", Cache::Immutable);
        let gone = before.hash.clone();
        site.files.insert("guides/a.en.0.pack".to_owned(), before);
        // As if it had been started in 1970.
        store.publish(&site, 0).await.unwrap();

        tidy(&relay.app).await.unwrap();
        assert_eq!(
            store.pack(&hash).await.unwrap().as_deref(),
            Some(b"a pack".as_slice())
        );
        assert_eq!(store.pack(&gone).await.unwrap(), None);
    }
}
