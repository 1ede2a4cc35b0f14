//! All routes, one file each.

mod agent;
mod alerts;
mod ask;
mod body;
mod client;
mod events;
mod files;
mod follow;
mod health;
mod identity;
mod insights;
mod metrics;
mod opening;
mod origin;
mod people;
mod photos;
mod probe;
mod proof;
mod questions;
mod status;
mod status_page;
mod tickets;
mod token;

use axum::Router;
use axum::routing::{get, post};

use crate::app::Shared;

pub use files::file;

/// The routes that any page may use.
pub fn open() -> Router<Shared> {
    Router::new()
        .merge(health::routes())
        .merge(agent::routes())
        .route("/metrics", get(metrics::show))
        .route("/api/v1/origin", get(origin::show))
        .route("/status", get(status_page::show))
        .route("/status/feed.xml", get(status_page::feed))
        .route("/status/feed.rss", get(status_page::rss))
        .route("/status/stop", get(alerts::ask).post(alerts::done))
        .route("/status/style.css", get(status_page::sheet))
}

/// The targets of the connection checks and of the speed test, which any page may use.
pub fn probes() -> Router<Shared> {
    probe::routes()
}

/// The routes of pages that only this relay serves: the provider's own people, and questions by a link. No other page may read them.
pub fn own() -> Router<Shared> {
    insights::routes().merge(ask::routes())
}

/// The API, version 1, which only pages of the operator's origins may use.
pub fn api() -> Router<Shared> {
    Router::new()
        .route("/api/v1/events", post(events::take))
        .route("/api/v1/tickets", post(tickets::create))
        .route("/api/v1/ticket", get(follow::show))
        .route("/api/v1/ticket/notes", post(follow::note))
        .route("/api/v1/ticket/feedback", post(follow::feedback))
        .route(
            "/api/v1/ticket/slots",
            get(people::slots).post(people::choose),
        )
        .route("/api/v1/identity", post(identity::claim))
        .route("/api/v1/proof", get(proof::ask).post(proof::done))
        .route("/api/v1/ticket/photos", post(photos::add))
        .route("/api/v1/people", get(people::show))
        .route("/api/v1/questions", get(questions::show))
        .route("/api/v1/opening", get(opening::show))
        .route("/api/v1/status", get(status::show))
        .route("/api/v1/alerts", post(alerts::create))
        .route("/api/v1/alerts/{token}/stop", post(alerts::stop))
}
