//! `/agent/{number}`: the walk of a ticket as its customer saw it, for the agent who works on it. The ticket's
//! text has the link, which is signed and has an end. No script, no cookie, nothing from elsewhere.

use std::sync::{Arc, LazyLock};

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use firstline_guide::session::Trail;
use firstline_wire::TicketRequest;
use firstline_wire::contact::line;
use firstline_wire::follow::Speaker;
use firstline_wire::foreign::{in_lines, on_one_line};
use firstline_wire::photo::MEDIA_TYPE;
use jiff::Timestamp;
use minijinja::{Environment, context};
use serde::Deserialize;

use super::token::no_store;
use crate::app::{App, Shared};
use crate::http::extract::{Form, Path, Query};
use crate::http::headers::PLAIN_PAGE;
use crate::http::problem::{ProblemKind, Refusal, finished};
use crate::seal::walk_of;
use crate::store::Ticket;
use crate::store::number::Number;
use crate::store::remarks::{KINDS, Remark};
use crate::tickets::walk::{Walk, walk};

/// The largest form, in bytes.
const MOST_BYTES: usize = 8 << 10;

/// The longest word for the authors, in characters.
const LONGEST: usize = 500;

static PAGE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    // The name ends in .html, so that everything is escaped. A page that is no template is empty; a test
    // would tell.
    let added = pages.add_template("agent.html", include_str!("agent.html"));
    debug_assert!(added.is_ok(), "{added:?}");
    pages
});

/// The page, what it is told, and its style.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/agent/{number}", get(show).post(remark))
        .route("/agent/{number}/photo/{name}", get(photo))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .route("/agent.css", get(style))
}

async fn style() -> Response {
    let css = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (css, include_str!("agent.css")).into_response()
}

/// The query of the link.
#[derive(Debug, Deserialize)]
struct Signed {
    until: i64,
    sign: String,
    #[serde(default)]
    thanks: Option<String>,
}

/// An agent's message to the authors.
#[derive(Debug, Deserialize)]
struct Told {
    step: usize,
    kind: String,
    #[serde(default)]
    text: String,
}

async fn show(
    State(app): State<Shared>,
    Path(number): Path<String>,
    Query(signed): Query<Signed>,
) -> Result<Response, Refusal> {
    let ticket = opened(&app, &number, &signed).await?;
    let known = known(&app, &ticket).await?;
    let said = app.store.said(&ticket.number).await.map_err(no_store)?;
    let remarks = app.store.remarks(Some(&ticket.number), 100).await;
    let photos = app.store.photos(&ticket.number).await.map_err(no_store)?;
    let zone = app.provider.zone();
    let time = |at: i64, form: &str| {
        let at = Timestamp::from_millisecond(at).unwrap_or_default();
        at.to_zoned(zone.clone()).strftime(form).to_string()
    };
    let said: Vec<_> = said
        .iter()
        .map(|one| {
            let by = match one.by {
                Speaker::Customer => "The customer",
                Speaker::Provider => "We",
            };
            let at = i64::try_from(one.at).unwrap_or(0);
            context! { by, time => time(at, "%Y-%m-%d %H:%M"), text => in_lines(&one.text) }
        })
        .collect();
    let (walk, why) = match &known {
        Ok(walk) => (Some(walk), ""),
        Err(why) => (None, &**why),
    };
    let words = KINDS;
    let remarks: Vec<_> = remarks
        .map_err(no_store)?
        .into_iter()
        .map(|remark| {
            let kind = words.iter().find(|(name, _)| *name == remark.kind);
            context! { step => remark.step, kind => kind.map(|(_, words)| *words), text => remark.text }
        })
        .collect();
    let page = PAGE
        .get_template("agent.html")
        .and_then(|page| {
            page.render(context! {
                number => ticket.number,
                summary => on_one_line(&ticket.summary),
                unverified => ticket.unverified.as_deref().map(on_one_line),
                until => time(signed.until, "%Y-%m-%d"),
                thanks => signed.thanks.is_some(),
                walk => minijinja::value::Serde(walk),
                why,
                said,
                remarks,
                words => in_lines(&ticket.words),
                photos,
                signed => format!("until={}&sign={}", signed.until, signed.sign),
            })
        })
        .map_err(|error| {
            tracing::error!(%error, "the page of a ticket cannot be drawn");
            Refusal::new(ProblemKind::Internal)
        })?;
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    Ok((Extension(PLAIN_PAGE), html, page).into_response())
}

/// A photo of the ticket: what the relay made of it is JPEG, and a browser may take it for nothing else.
async fn photo(
    State(app): State<Shared>,
    Path((number, name)): Path<(String, String)>,
    Query(signed): Query<Signed>,
) -> Result<Response, Refusal> {
    let ticket = opened(&app, &number, &signed).await?;
    let photo = app
        .store
        .photo(&ticket.number, &name)
        .await
        .map_err(no_store)?;
    let photo = photo.ok_or_else(|| Refusal::new(ProblemKind::NotFound))?;
    let head = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((head, photo).into_response())
}

async fn remark(
    State(app): State<Shared>,
    Path(number): Path<String>,
    Query(signed): Query<Signed>,
    Form(told): Form<Told>,
) -> Result<Response, Refusal> {
    let ticket = opened(&app, &number, &signed).await?;
    if !KINDS.iter().any(|(name, _)| *name == told.kind) {
        return Err(Refusal::at("/kind", "There is no such remark."));
    }
    let trail = trail(&ticket);
    let place = match told.step.checked_sub(1) {
        None => String::new(),
        Some(step) => match known(&app, &ticket).await? {
            Ok(walk) if step < walk.steps.len() => walk.steps[step].place.clone(),
            _ => return Err(Refusal::at("/step", "The walk has no such step.")),
        },
    };
    let text: String = line(&told.text).chars().take(LONGEST).collect();
    let remark = Remark {
        ticket: ticket.number.clone(),
        guide: ticket.guide.clone(),
        hash: trail.map(|trail| trail.hash).unwrap_or_default(),
        place,
        step: i64::try_from(told.step).unwrap_or(0),
        kind: told.kind,
        text,
        at: Timestamp::now().as_millisecond(),
    };
    if app.store.remark(&remark).await.map_err(no_store)? {
        tracing::info!(
            guide = remark.guide,
            kind = remark.kind,
            "an agent told the authors"
        );
    }
    let back = format!(
        "/agent/{}?until={}&sign={}&thanks=1#step-{}",
        ticket.number, signed.until, signed.sign, remark.step
    );
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response())
}

/// The ticket that the link opens.
async fn opened(app: &App, number: &str, signed: &Signed) -> Result<Ticket, Refusal> {
    let closed = || {
        let detail =
            "This link opens nothing: it is not whole, its time is over, or the ticket was erased.";
        Refusal::with(ProblemKind::NotFound, detail)
    };
    let in_time = Timestamp::now().as_millisecond() < signed.until;
    if !in_time
        || !app
            .seal
            .is_signed(&walk_of(number), signed.until, &signed.sign)
    {
        return Err(closed());
    }
    let number: Number = number.parse().map_err(|_| closed())?;
    let ticket = app.store.ticket(number).await.map_err(no_store)?;
    ticket.ok_or_else(closed)
}

fn trail(ticket: &Ticket) -> Option<Trail> {
    let request: TicketRequest = serde_json::from_str(&ticket.request).ok()?;
    Trail::from_json(request.trail.get()).ok()
}

/// The walk of a ticket, or why it cannot be shown.
async fn known(app: &App, ticket: &Ticket) -> Result<Result<Walk, String>, Refusal> {
    let Some(trail) = trail(ticket) else {
        return Ok(Err("its trail cannot be read".to_owned()));
    };
    let library = app.packs.library(&trail.hash).await.map_err(no_store)?;
    let Some(library) = library else {
        return Ok(Err(
            "the version of the guide is not kept any more".to_owned()
        ));
    };
    let (zone, site) = (app.provider.zone().clone(), Arc::clone(&app.site));
    // Each step is reached by a walk of its own: on threads that answer no requests.
    let walking = tokio::task::spawn_blocking(move || {
        let boxes = site.boxes.as_ref().map(|(_, boxes)| boxes);
        walk(&library, &trail, &zone, boxes)
    });
    Ok(finished(walking).await?.map_err(|why| why.to_string()))
}
