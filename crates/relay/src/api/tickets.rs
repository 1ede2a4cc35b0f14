//! `POST /api/v1/tickets`: a ticket is stored exactly once, however often it is sent.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_guide::Library;
use firstline_guide::session::Trail;
use firstline_wire::ticket::{IDEMPOTENCY_KEY, TicketCreated, TicketRequest};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::validate;
use crate::agent_text::{self, Known};
use crate::languages;
use crate::problem::{Kind, Refusal};
use crate::replay::{Replayed, Unverified, in_words_of, replay};
use crate::store::NewTicket;
use crate::{App, Shared, limits};

/// How long a body may take to arrive. Generous: it comes over a line that is broken.
const BODY_TIME: Duration = Duration::from_secs(25);

/// Creates a ticket, or gives the first answer again.
pub async fn create(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let key = validate::key(headers.get(IDEMPOTENCY_KEY))?;
    json_only(&headers)?;
    let body = read(body).await?;
    let guard = app
        .in_flight
        .begin(&key)
        .ok_or_else(|| Refusal::new(Kind::InFlight).retry_after(1))?;
    let fingerprint = crate::site::hex(&Sha256::digest(&body));
    if let Some(answer) = repeated(&app, &key, &fingerprint).await? {
        tracing::info!("a ticket was sent again and got its first answer");
        return Ok(created(answer));
    }
    // Only what is new counts: a customer's retries are never refused.
    let client = limits::client(peer.ip(), &headers, &app.config.trusted_proxies);
    within_limits(&app, client)?;
    let request = validate::parse(&body)?;
    validate::check(&request)?;
    let ticket = write(&app, key, fingerprint, &request, &body).await?;
    // On a task of its own: a customer whose line drops now still has a ticket.
    let storing = tokio::spawn(async move {
        let _guard = guard;
        store(&app, &ticket).await
    });
    let answer = storing.await.map_err(|error| {
        tracing::error!(%error, "storing a ticket failed");
        Refusal::new(Kind::Internal)
    })??;
    Ok(created(answer))
}

fn created(answer: String) -> Response {
    (
        StatusCode::CREATED,
        [(header::CONTENT_TYPE, "application/json")],
        answer,
    )
        .into_response()
}

fn json_only(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given
        .and_then(|given| given.split(';').next())
        .map(str::trim);
    match essence {
        Some(essence) if essence.eq_ignore_ascii_case("application/json") => Ok(()),
        _ => Err(Refusal::new(Kind::MediaType)),
    }
}

async fn read(body: Body) -> Result<Bytes, Refusal> {
    let limited = Limited::new(body, validate::MOST_BYTES);
    match tokio::time::timeout(BODY_TIME, limited.collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let most = validate::MOST_BYTES;
            Err(Refusal::with(
                Kind::TooLarge,
                format!("A ticket has at most {most} bytes."),
            ))
        }
        Ok(Err(_)) => Err(Refusal::with(Kind::Malformed, "The body broke off.")),
        Err(_) => Err(Refusal::new(Kind::Timeout)),
    }
}

/// The first answer of this key, where it has one.
async fn repeated(app: &App, key: &str, fingerprint: &str) -> Result<Option<String>, Refusal> {
    match app.store.first_answer(key).await {
        Ok(None) => Ok(None),
        Ok(Some(first)) if first.fingerprint == fingerprint => Ok(Some(first.answer)),
        Ok(Some(_)) => Err(Refusal::new(Kind::KeyReused)),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            Err(Refusal::new(Kind::Store).retry_after(5))
        }
    }
}

fn within_limits(app: &App, client: IpAddr) -> Result<(), Refusal> {
    app.limiter.take(client, Instant::now()).map_err(|wait| {
        tracing::warn!("an address sends too many tickets");
        Refusal::new(Kind::TooMany).retry_after(wait.as_secs() + 1)
    })
}

/// The ticket as it is to be stored: replayed, and put into words for the agent.
async fn write(
    app: &App,
    key: String,
    fingerprint: String,
    request: &TicketRequest,
    body: &[u8],
) -> Result<NewTicket, Refusal> {
    let trail = Trail::from_json(request.trail.get());
    let (replayed, unverified) = match &trail {
        Ok(trail) => judge(app, trail, &request.removed).await?,
        Err(error) => (None, Some(Unverified::UnreadableTrail(error.to_string()))),
    };
    if let Some(unverified) = &unverified {
        tracing::warn!(
            reason = unverified.code(),
            "the trail of a ticket is not verified"
        );
    }
    let trail = trail.ok();
    let told = match (&trail, &replayed) {
        (Some(trail), Some(replayed)) => in_first_language(app, trail, replayed).await?,
        _ => None,
    };
    let known = Known {
        request,
        trail: trail.as_ref(),
        replayed: told.as_ref().or(replayed.as_ref()),
        read_in: replayed.as_ref().map(|replayed| &*replayed.guide.language),
        unverified: unverified.as_ref(),
        zone: app.provider.zone(),
        boxes: app.site.boxes.as_ref().map(|(_, boxes)| boxes),
    };
    // What parsed as JSON is UTF-8.
    let request = String::from_utf8_lossy(body).into_owned();
    let plan = replayed
        .as_ref()
        .and_then(Replayed::end)
        .map(|(_, plan)| plan);
    Ok(NewTicket {
        key,
        fingerprint,
        stored: Timestamp::now().as_millisecond(),
        guide: match (&replayed, &trail) {
            (Some(replayed), _) => replayed.guide.id.clone(),
            (None, Some(trail)) => trail.guide.chars().take(80).collect(),
            (None, None) => String::new(),
        },
        category: plan.map(|plan| plan.category.clone()),
        severity: plan.map(|plan| plan.severity.name().to_owned()),
        unverified: unverified.as_ref().map(ToString::to_string),
        summary: agent_text::summary(&known),
        text: agent_text::text(&known, &request),
        request,
    })
}

/// Replays a trail, and says why it is not proved, if it is not.
async fn judge(
    app: &App,
    trail: &Trail,
    all_removed: &[String],
) -> Result<(Option<Replayed>, Option<Unverified>), Refusal> {
    let (library, newest) = match library(app, trail).await? {
        Some(found) => found,
        None => return Ok((None, Some(Unverified::UnknownGuide))),
    };
    let replayed = match replay(library, trail.clone()) {
        Ok(replayed) => replayed,
        Err(unverified) => return Ok((None, Some(unverified))),
    };
    let removed: Vec<String> = all_removed
        .iter()
        .filter(|id| *id != "environment")
        .cloned()
        .collect();
    let unverified = if newest {
        Some(Unverified::UnknownPack)
    } else if replayed.misfit.is_some() && !all_removed.is_empty() {
        // What was removed, the device's own facts among it, may have decided the path.
        Some(Unverified::RemovedDiagnostics(all_removed.to_vec()))
    } else if replayed.misfit.is_some() {
        replayed.misfit.clone()
    } else if replayed.end().is_none() {
        Some(Unverified::NotUnresolved)
    } else if !removed.is_empty() {
        Some(Unverified::RemovedDiagnostics(removed))
    } else {
        None
    };
    Ok((Some(replayed), unverified))
}

/// The walk in the words of the first language that is served, which is the agents', where the
/// same guides are or were published in it; `None` where they are not, or it was read in it.
async fn in_first_language(
    app: &App,
    trail: &Trail,
    lived: &Replayed,
) -> Result<Option<Replayed>, Refusal> {
    let Some(first) = app.site.editions.first() else {
        return Ok(None);
    };
    for language in languages::chain(&first.language) {
        if lived.guide.language.eq_ignore_ascii_case(language) {
            return Ok(None);
        }
        let packs = app.store.packs_of(&lived.guide.id, language).await;
        let packs = packs.map_err(|error| {
            tracing::error!(%error, "cannot look for packs");
            Refusal::new(Kind::Store).retry_after(5)
        })?;
        for hash in packs {
            let library = app.library(&hash).await?;
            let told = library.and_then(|library| in_words_of(library, trail, lived));
            if told.is_some() {
                return Ok(told);
            }
        }
    }
    Ok(None)
}

/// The guides that a trail was lived on; else the newest of its id, and `true`.
async fn library(app: &App, trail: &Trail) -> Result<Option<(Arc<Library>, bool)>, Refusal> {
    if let Some(library) = app.library(&trail.hash).await? {
        return Ok(Some((library, false)));
    }
    let newest = app
        .site
        .editions
        .iter()
        .flat_map(|edition| &edition.guides)
        .find(|entry| entry.id == trail.guide);
    match newest {
        None => Ok(None),
        Some(entry) => Ok(app
            .library(&entry.hash)
            .await?
            .map(|library| (library, true))),
    }
}

impl App {
    /// The guides of the pack of this hash.
    async fn library(&self, hash: &str) -> Result<Option<Arc<Library>>, Refusal> {
        let library = self.libraries.of(&self.store, hash).await;
        library.map_err(|error| {
            tracing::error!(%error, "cannot read a pack");
            Refusal::new(Kind::Store).retry_after(5)
        })
    }
}

async fn store(app: &App, ticket: &NewTicket) -> Result<String, Refusal> {
    let stored = u64::try_from(ticket.stored).unwrap_or(0);
    let answer = |number: &str| {
        let created = TicketCreated {
            number: number.to_owned(),
            stored,
        };
        // A string and a number: it always becomes JSON.
        serde_json::to_string(&created).unwrap_or_default()
    };
    match app.store.insert(ticket, answer).await {
        Ok(Some((number, answer))) => {
            tracing::info!(
                number,
                guide = if ticket.unverified.is_none() {
                    &*ticket.guide
                } else {
                    ""
                },
                verified = ticket.unverified.is_none(),
                "stored a ticket"
            );
            Ok(answer)
        }
        // Another process stored it a moment ago.
        Ok(None) => repeated(app, &ticket.key, &ticket.fingerprint)
            .await?
            .ok_or_else(|| Refusal::new(Kind::Internal)),
        Err(error) => {
            tracing::error!(%error, "cannot store a ticket");
            Err(Refusal::new(Kind::Store).retry_after(5))
        }
    }
}

/// The keys that are being worked on.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// Ends the work on a key when dropped.
#[must_use]
#[derive(Debug)]
pub struct Working {
    all: InFlight,
    key: String,
}

impl InFlight {
    /// Begins to work on a key; `None` where somebody does already.
    fn begin(&self, key: &str) -> Option<Working> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key.to_owned()).then(|| Working {
            all: self.clone(),
            key: key.to_owned(),
        })
    }

    /// Whether nothing is being worked on.
    pub fn is_empty(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.all
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}
