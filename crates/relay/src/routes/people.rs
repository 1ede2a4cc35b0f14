//! `GET /api/v1/people`, and `/api/v1/ticket/slots`: who is to be reached, and when somebody comes.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_guide::language::is_language;
use firstline_wire::people::{Choice, People, Slot, Slots};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::body::{json_only, read, within_limits};
use super::client::Client;
use super::token::{bearer, no_store, opened};
use crate::app::{App, Shared};
use crate::helpdesk::{Failure, FailureKind};
use crate::http::extract::Query;
use crate::http::problem::{ProblemKind, Refusal};
use crate::people::appointments::{Appointments, NotBooked};
use crate::status::words::Words;
use crate::store::following::NewMessage;
use crate::tickets::request;

/// The name of the note that says which appointment was chosen: a ticket has one.
const NOTE: &str = "appointment";

/// The largest body, in bytes.
const MOST_BYTES: usize = 1024;

/// The query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    language: Option<String>,
}

/// Answers who can be reached now. Browsers and caches may keep it for half a minute.
pub async fn show(State(app): State<Shared>, Query(asked): Query<Asked>) -> Response {
    let asked = asked.language.filter(|tag| is_language(tag));
    let first = app.config.languages.first().cloned();
    let language = asked.or(first).unwrap_or_else(|| "en".to_owned());
    let now = Timestamp::now();
    let ways = app.provider.people(&language, now).into_iter();
    let ways = ways.map(|reached| {
        let mut way = reached.way;
        // Nobody waits for those who are not there.
        if way.open != Some(false)
            && let Some(queue) = reached.queue
        {
            way.waiting = app.queues.waiting(&queue, now, app.config.people.keep);
        }
        way
    });
    let people = People {
        now: u64::try_from(now.as_millisecond()).unwrap_or(0),
        ways: ways.collect(),
        zone: app.provider.zone().iana_name().unwrap_or("UTC").to_owned(),
        appointments: app.appointments.is_some(),
    };
    let cache = [(header::CACHE_CONTROL, "public, max-age=30")];
    (cache, Json(people)).into_response()
}

/// Answers the appointments that can be chosen, and the chosen one.
pub async fn slots(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Slots>, Refusal> {
    let (appointments, number) = of_ticket(&app, &headers).await?;
    let booked = appointments.of_ticket(&number).await.map_err(busy)?;
    let free = match &booked {
        Some(_) => Vec::new(),
        None => appointments.free().await.map_err(busy)?,
    };
    Ok(Json(Slots { free, booked }))
}

/// Books one. It is told to the agent as a note on the ticket.
pub async fn choose(
    State(app): State<Shared>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Slots>), Refusal> {
    json_only(&headers)?;
    let (body, _room) = read(&app, body, MOST_BYTES).await?;
    let choice: Choice = request::json(&body)?;
    within_limits(&app, client)?;
    let (appointments, number) = of_ticket(&app, &headers).await?;
    let _guard = app
        .in_flight
        .begin(&format!("{NOTE} {number}"))
        .ok_or_else(|| Refusal::new(ProblemKind::InFlight).retry_after(1))?;
    let wanted = Slot {
        from: choice.from,
        until: choice.until,
    };
    let booked = appointments
        .book(&number, &wanted)
        .await
        .map_err(|why| match why {
            NotBooked::Gone => Refusal::new(ProblemKind::SlotGone),
            NotBooked::Failed(failure) => busy(failure),
        })?;
    note(&app, &number, &booked, &choice.language).await?;
    tracing::info!(number, "a customer chose an appointment");
    let slots = Slots {
        free: Vec::new(),
        booked: Some(booked),
    };
    Ok((StatusCode::CREATED, Json(slots)))
}

async fn of_ticket(app: &App, headers: &HeaderMap) -> Result<(Appointments, String), Refusal> {
    let appointments = app
        .appointments
        .clone()
        .ok_or_else(|| Refusal::with(ProblemKind::NotFound, "There are no appointments here."))?;
    let token = bearer(headers).ok_or_else(|| Refusal::new(ProblemKind::Token))?;
    Ok((appointments, opened(app, &token).await?.number))
}

async fn note(app: &App, number: &str, slot: &Slot, language: &str) -> Result<(), Refusal> {
    let zone = app.provider.zone();
    let words = Words::of(language);
    let [from, until] = [slot.from, slot.until].map(|at| {
        let at = Timestamp::from_millisecond(i64::try_from(at).unwrap_or(0));
        words.time(at.unwrap_or_default(), zone)
    });
    let text = words
        .fill("appointment", "from", &from)
        .replace("{until}", &until);
    // The same for each try of this ticket, and another for every other.
    let key = Uuid::from_bytes(named(&format!("{NOTE} {number}"))).to_string();
    let message = NewMessage::now(key, text.clone(), text);
    let deliver = app.helpdesk.is_some();
    // What is known is known already, and one note too many keeps nobody from coming.
    app.store
        .note(number, &message, deliver)
        .await
        .map(drop)
        .map_err(no_store)
}

fn named(text: &str) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(text)[..16]);
    bytes
}

fn busy(failure: Failure) -> Refusal {
    // Its own words may repeat what it was sent, and are in no log.
    let (status, said) = (failure.status, failure.said);
    match failure.kind {
        FailureKind::Later | FailureKind::Unsure => {
            tracing::warn!(status, said, "no appointments can be had now");
        }
        FailureKind::Setup | FailureKind::Refused | FailureKind::Gone => tracing::error!(
            status,
            said,
            "the system of appointments takes nothing from this relay: look at `people.appointments` and its token"
        ),
    }
    Refusal::new(ProblemKind::NoAppointments).retry_after(30)
}
