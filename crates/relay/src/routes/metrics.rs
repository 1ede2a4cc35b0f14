//! `/metrics`, as Prometheus reads it (OpenMetrics 1.0). Only addresses that are not public may ask:
//! how many tickets a provider has is nobody else's business.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::registry::{Registry, Unit};

use super::client::Client;
use crate::app::{App, Shared};
use crate::helpdesk::is_public;
use crate::http::problem::{ProblemKind, Refusal};
use crate::outbox::Outcome;
use crate::store::deliveries::Counts;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The route.
pub async fn show(
    State(app): State<Shared>,
    Client(client): Client,
) -> Result<impl IntoResponse, Refusal> {
    if is_public(client.to_canonical()) {
        return Err(Refusal::new(ProblemKind::NotFound));
    }
    // What is counted here is told even if the store is not there.
    let counts = match app.store.counts().await {
        Ok(counts) => Some(counts),
        Err(error) => {
            tracing::debug!(%error, "cannot count deliveries");
            None
        }
    };
    let due = due(&app).await;
    let wishes = app.store.count_alerts().await.ok();
    let mut text = String::new();
    encode(&mut text, &registry(&app, counts.as_ref(), due, wishes))
        .map_err(|_| Refusal::new(ProblemKind::Internal))?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text))
}

/// How much is owed to customers and is late, and how much falls due within a day.
async fn due(app: &App) -> Option<(i64, i64)> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let now = Timestamp::now().as_millisecond();
    let late = app.store.count_due(now).await.ok()?;
    let soon = app.store.count_due(now + DAY).await.ok()?;
    Some((late, soon - late))
}

fn registry(
    app: &App,
    counts: Option<&Counts>,
    due: Option<(i64, i64)>,
    wishes: Option<[u64; 4]>,
) -> Registry {
    let mut registry = Registry::with_prefix("firstline");
    registry.register(
        "tickets_accepted",
        "Tickets that were stored since the relay started",
        ConstCounter::new(app.tally.all_accepted()),
    );
    let tries = Family::<
        [(&'static str, &'static str); 1],
        prometheus_client::metrics::counter::Counter,
    >::default();
    for outcome in Outcome::ALL {
        let count = app.tally.tries(outcome);
        tries
            .get_or_create(&[("outcome", outcome.name())])
            .inc_by(count);
    }
    registry.register(
        "delivery_tries",
        "Tries to deliver a ticket since the relay started, by how they ended",
        tries,
    );
    registry.register(
        "helpdesk_failing",
        "1 if the helpdesk did not take the ticket that was tried last",
        gauge(u64::from(app.tally.failing().is_some())),
    );
    let (under_way, bytes, refused) = app.traffic.counts();
    registry.register(
        "probe_transfers",
        "Downloads and uploads of speed tests that are under way",
        gauge(under_way),
    );
    registry.register_with_unit(
        "probe_moved",
        "What speed tests moved since the relay started",
        Unit::Bytes,
        ConstCounter::new(bytes),
    );
    registry.register(
        "probe_refused",
        "Downloads and uploads that were refused since the relay started, because others took all",
        ConstCounter::new(refused),
    );
    if let Some((late, soon)) = due {
        let states = Family::<[(&'static str, &'static str); 1], Gauge>::default();
        states.get_or_create(&[("state", "late")]).set(late);
        states.get_or_create(&[("state", "within_a_day")]).set(soon);
        registry.register(
            "duties_due",
            "What is owed on open tickets, as their customers were told, by when",
            states,
        );
    }
    if let Some([waiting, due, _, dead]) = wishes {
        let states = Family::<[(&'static str, &'static str); 1], Gauge>::default();
        for (state, count) in [("waiting", waiting), ("due", due), ("dead", dead)] {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            states.get_or_create(&[("state", state)]).set(count);
        }
        registry.register(
            "wishes",
            "Customers who want to be told when a fault is over: it goes on, it is over and they are being told, or that was given up",
            states,
        );
    }
    if let Some(counts) = counts {
        let states = Family::<[(&'static str, &'static str); 1], Gauge>::default();
        for (state, count) in [
            ("waiting", counts.waiting),
            ("delivered", counts.delivered),
            ("dead", counts.dead),
        ] {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            states.get_or_create(&[("state", state)]).set(count);
        }
        registry.register(
            "deliveries",
            "Tickets in the outbox, by where they are",
            states,
        );
        let mails = Family::<[(&'static str, &'static str); 1], Gauge>::default();
        for (state, count) in [("waiting", counts.mails.0), ("dead", counts.mails.1)] {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            mails.get_or_create(&[("state", state)]).set(count);
        }
        registry.register("mails", "Mails to customers, by where they are", mails);
        let notes = Family::<[(&'static str, &'static str); 1], Gauge>::default();
        for (state, count) in [("waiting", counts.notes.0), ("dead", counts.notes.1)] {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            notes.get_or_create(&[("state", state)]).set(count);
        }
        registry.register(
            "notes",
            "What customers added to tickets, by where it is on its way to the helpdesk",
            notes,
        );
        registry.register(
            "delivery_paused",
            "1 if nothing is delivered because somebody paused it",
            gauge(u64::from(counts.paused.is_some())),
        );
        let now = Timestamp::now().as_millisecond();
        let age = counts
            .oldest
            .map_or(0, |oldest| now.saturating_sub(oldest).max(0) / 1000);
        registry.register_with_unit(
            "delivery_oldest",
            "How long ago the oldest ticket that still waits was stored",
            Unit::Seconds,
            ConstGauge::new(age),
        );
    }
    registry
}

fn gauge(value: u64) -> ConstGauge<i64> {
    ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX))
}
