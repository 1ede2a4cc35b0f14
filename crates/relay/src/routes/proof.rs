//! `GET /api/v1/proof?key=` and `POST /api/v1/proof`: the work that a ticket must be worth in a burst.
//!
//! What is asked is bound to the ticket's key and signed, so that nothing is kept for it; what was done is kept in the
//! store, so that any relay on it takes the ticket.

use std::collections::BTreeMap;
use std::time::Instant;

use altcha::{
    Challenge, CreateChallengeOptions, Solution, VerifySolutionOptions, create_challenge,
    verify_solution,
};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_wire::proof::Proof;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::body::json_only;
use super::client::Client;
use super::token::no_store;
use crate::app::{App, Shared};
use crate::http::extract::Query;
use crate::http::problem::{ProblemKind, Refusal};
use crate::tickets::request;

/// How often SHA-256 is iterated in each try (PBKDF2), and between how many and how many tries it takes: 75,000 to
/// 150,000 iterations in all. docs/relay.md says what that is: measured on a desktop machine, computed for a slow telephone.
const COST: u32 = 500;
const TRIES: std::ops::Range<u32> = 150..300;

/// For how long a challenge holds, in seconds: a telephone may sleep meanwhile.
const HOLDS: i64 = 900;

/// The largest body, in bytes.
const MOST_BYTES: usize = 8192;

/// The name under which the ticket's key stands in a challenge.
const KEY: &str = "key";

/// The query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    key: String,
}

/// Answers the work for the ticket of this key; `204 No Content` if none is needed.
pub async fn ask(
    State(app): State<Shared>,
    Client(client): Client,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let key = uuid(&asked.key)?;
    let now = Instant::now();
    let is_wanted = app.burst.is_on(now) || app.limiter.is_low(client, now);
    if !is_wanted || app.store.is_proved(&key).await.map_err(no_store)? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let challenge = create_challenge(CreateChallengeOptions {
        counter: Some(fastrand::u32(TRIES)),
        cost: COST,
        data: Some(BTreeMap::from([(KEY.to_owned(), key.into())])),
        expires_at: Some(Timestamp::now().as_second() + HOLDS),
        hmac_signature_secret: Some(secret(&app, "challenge")),
        // So that a solution is known without doing the work anew.
        hmac_key_signature_secret: Some(secret(&app, "solution")),
        ..CreateChallengeOptions::default()
    });
    let challenge = challenge.map_err(|error| {
        tracing::error!(%error, "cannot make a challenge");
        Refusal::new(ProblemKind::Internal)
    })?;
    let cache = [(header::CACHE_CONTROL, "no-store")];
    Ok((cache, Json(challenge)).into_response())
}

/// Takes what was done.
pub async fn done(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    json_only(&headers)?;
    let body = to_bytes(body, MOST_BYTES)
        .await
        .map_err(|_| Refusal::with(ProblemKind::TooLarge, "It has at most 8192 bytes."))?;
    let proof: Proof = request::json(&body)?;
    let key = uuid(&proof.key)?;
    let wrong = || {
        Refusal::with(
            ProblemKind::Malformed,
            "This is no solution for this ticket.",
        )
    };
    let challenge: Challenge = serde_json::from_value(proof.challenge).map_err(|_| wrong())?;
    let solution: Solution = serde_json::from_value(proof.solution).map_err(|_| wrong())?;
    let data = challenge.parameters.data.as_ref();
    let is_its = data.and_then(|data| data.get(KEY)?.as_str()) == Some(&*key);
    let mut options = VerifySolutionOptions::new(&challenge, &solution, secret(&app, "challenge"));
    options.hmac_key_signature_secret = Some(secret(&app, "solution"));
    // Without its signature the work would have to be done anew here, as often as somebody writes into the challenge.
    let is_signed = challenge.parameters.key_signature.is_some();
    let is_sound =
        is_its && is_signed && verify_solution(options).is_ok_and(|verified| verified.verified);
    if !is_sound {
        return Err(wrong());
    }
    let now = app.store.age().unwrap_or(0);
    app.store.prove(&key, now).await.map_err(no_store)?;
    Ok(StatusCode::NO_CONTENT)
}

fn uuid(text: &str) -> Result<String, Refusal> {
    let uuid: Uuid = text
        .parse()
        .map_err(|_| Refusal::new(ProblemKind::KeyMalformed))?;
    Ok(uuid.to_string())
}

/// What challenges are signed with: the same for all relays that have the same secret.
fn secret(app: &App, of: &str) -> String {
    app.seal.sign(&format!("proof of work, {of}"), 0)
}
