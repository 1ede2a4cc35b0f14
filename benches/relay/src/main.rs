//! What the relay is measured beside: a handler that stores what it is sent, and nothing else. Tickets, one
//! insert a transaction, with the relay's durability: a write-ahead log and `synchronous = FULL`. Events of walks, each
//! added to a row of counts, one transaction a batch, with `synchronous = NORMAL`: a second of them may be lost.
//!
//! `firstline-bench-relay FOLDER` says its address and serves until it is killed.

use std::error::Error;
use std::path::Path;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let options = SqliteConnectOptions::new()
        .filename(Path::new(&folder).join("bare.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    // SQLite has one writer at a time.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    sqlx::query(
        "CREATE TABLE tickets (key TEXT PRIMARY KEY NOT NULL, request TEXT NOT NULL) STRICT",
    )
    .execute(&pool)
    .await?;
    let options = SqliteConnectOptions::new()
        .filename(Path::new(&folder).join("counts.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let counts = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    sqlx::query(
        "CREATE TABLE counts (guide TEXT NOT NULL, is_what TEXT NOT NULL, from_step TEXT NOT NULL, to_step TEXT NOT NULL, \
         times INTEGER NOT NULL, PRIMARY KEY (guide, is_what, from_step, to_step)) STRICT",
    )
    .execute(&counts)
    .await?;
    let routes = Router::new()
        .route("/api/v1/tickets", post(store))
        .with_state(pool)
        .merge(
            Router::new()
                .route("/api/v1/events", post(count))
                .with_state(counts),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("serves http://{}/", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}

async fn store(State(pool): State<SqlitePool>, headers: HeaderMap, body: Bytes) -> Response {
    let key = headers.get("idempotency-key");
    let key = key.and_then(|key| key.to_str().ok());
    let (Some(key), Ok(request)) = (key, std::str::from_utf8(&body)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let stored = sqlx::query("INSERT INTO tickets (key, request) VALUES (?, ?)")
        .bind(key)
        .bind(request)
        .execute(&pool)
        .await;
    match stored {
        Ok(_) => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::CREATED, json, r#"{"number":"F-0000-0000"}"#).into_response()
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// What is read of a batch.
#[derive(Deserialize)]
struct Batch {
    walks: Vec<Walk>,
}

#[derive(Deserialize)]
struct Walk {
    guide: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    is: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

async fn count(State(pool): State<SqlitePool>, body: Bytes) -> Response {
    let Ok(batch) = serde_json::from_slice::<Batch>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match add(&pool, &batch).await {
        Ok(()) => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::OK, json, r#"{"good":true,"verified":false}"#).into_response()
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn add(pool: &SqlitePool, batch: &Batch) -> Result<(), sqlx::Error> {
    let mut work = pool.begin().await?;
    for walk in &batch.walks {
        for event in &walk.events {
            sqlx::query(
                "INSERT INTO counts (guide, is_what, from_step, to_step, times) VALUES (?, ?, ?, ?, 1) \
                 ON CONFLICT DO UPDATE SET times = times + 1",
            )
            .bind(&walk.guide)
            .bind(&event.is)
            .bind(&event.from)
            .bind(&event.to)
            .execute(&mut *work)
            .await?;
        }
    }
    work.commit().await
}
