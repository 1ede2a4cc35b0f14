//! `GET` and `POST /ask`, `/ask/thanks` and `/ask/style.css`: pairs of questions behind a link that a provider sends or
//! puts anywhere. Short and in words, because it stands on bills; no part of the API, whose answers are no pages; and
//! not below `/insights`, which is for the provider's people.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use serde::Deserialize;

use super::files::send;
use super::status_page::spoken_of;
use crate::app::{App, Shared};
use crate::counting::lock;
use crate::http::bodies::{NoBody, Room};
use crate::http::extract::{Form, Query};
use crate::http::headers::PLAIN_PAGE;
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::{forwarded, rate_limit};
use crate::insights::ask::{self, MOST_BYTES, Made, Memory, Page, Sent, Wrong, style};
use crate::insights::questions::{self, Pair};
use crate::site::{Asset, Cache};
use crate::store::insights::monday;

/// How long a form may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);

const DAY: i64 = 24 * 60 * 60;

/// The page that asks, the page that thanks, and their style.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/ask", get(show).post(take))
        .route("/ask/thanks", get(thanks))
        .route("/ask/style.css", get(sheet))
}

/// What is asked for. What is not known is left alone: people arrive by links that others decorated.
#[derive(Debug, Default, Deserialize)]
struct Linked {
    language: Option<String>,
}

type Link = Result<Query<Linked>, Refusal>;

/// Whom a page is for.
struct Reader {
    /// The language that is read.
    language: String,
    /// All languages that can be read here; none where nobody is asked.
    languages: Vec<String>,
}

impl Reader {
    fn of(app: &App, linked: Link, headers: &HeaderMap) -> Reader {
        let Query(linked) = linked.unwrap_or_default();
        let languages = questions::languages(app);
        let choice = match languages.as_slice() {
            [] => &app.config.languages,
            some => some,
        };
        let language = spoken_of(choice, linked.language.as_deref(), headers);
        Reader {
            language,
            languages,
        }
    }

    fn is_asked(&self) -> bool {
        !self.languages.is_empty()
    }

    fn page(&self, app: &App, body: ask::Body<'_>) -> Result<Response, Refusal> {
        let others = self.languages.iter().map(String::as_str);
        let others = others.filter(|other| *other != self.language);
        let status = body.status();
        let provider = app.provider.shown(&self.language);
        let page = Page {
            name: &provider.name,
            help: app.config.follow.page.as_deref(),
            language: &self.language,
            languages: others.collect(),
            words: questions::words(&self.language)?,
            body,
        };
        let html = page.html().map_err(|error| {
            tracing::error!(%error, "cannot write the page that asks");
            Refusal::new(ProblemKind::Internal)
        })?;
        let html_type = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, html_type, html).into_response();
        response.extensions_mut().insert(PLAIN_PAGE);
        if let Ok(language) = HeaderValue::from_str(&self.language) {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        Ok(response)
    }

    fn wrong(&self, app: &App, wrong: Wrong) -> Result<Response, Refusal> {
        self.page(app, ask::Body::Wrong(wrong))
    }

    fn asks(&self, app: &App, pair: &Pair, incomplete: Option<&Sent>) -> Result<Response, Refusal> {
        let asked = ask::Asked {
            pair,
            form: Made::new(&app.seal, &pair.id),
            incomplete,
        };
        self.page(app, ask::Body::Asked(asked))
    }

    /// Leads on to this page, by GET.
    fn leads_to(&self, path: &str) -> Response {
        let to = format!("{path}?language={}", self.language);
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    }
}

/// A pair, or thanks where there is no more to ask.
async fn show(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    linked: Link,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let reader = Reader::of(&app, linked, &headers);
    if !reader.is_asked() {
        return reader.wrong(&app, Wrong::Nothing);
    }
    let before = Memory::read(&app.seal, &headers);
    let mut memory = before.clone().unwrap_or_default();
    let pairs = questions::pairs_in(&app, &reader.language);
    let mut response = match memory.next(&pairs) {
        None => reader.page(&app, ask::Body::Thanks)?,
        Some(pair) => reader.asks(&app, pair, None)?,
    };
    if before.as_ref() != Some(&memory) {
        remember(&app, &memory, peer.ip(), &headers, &mut response);
    }
    Ok(response)
}

/// Thanks, for whose browser keeps no cookie too.
async fn thanks(
    State(app): State<Shared>,
    linked: Link,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let reader = Reader::of(&app, linked, &headers);
    match reader.is_asked() {
        true => reader.page(&app, ask::Body::Thanks),
        false => reader.wrong(&app, Wrong::Nothing),
    }
}

async fn sheet(State(app): State<Shared>, headers: HeaderMap) -> Response {
    let css = style(app.config.status.accent.as_deref());
    let asset = Asset::new("style.css", css, Cache::Short).compressed_quickly();
    send(&asset, &headers)
}

/// Takes what was answered, and leads on.
///
/// A browser that asks not to be followed is counted as well: a form is sent by its customer's own hand.
async fn take(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    linked: Link,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let reader = Reader::of(&app, linked, &headers);
    let client = rate_limit::client(peer.ip(), &headers, &app.config.trusted_proxies);
    if let Err(wait) = app.events_limiter.take(client, Instant::now()) {
        let mut response = reader.wrong(&app, Wrong::TooMany)?;
        let seconds = HeaderValue::from(wait.as_secs() + 1);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
        return Ok(response);
    }
    if !reader.is_asked() {
        return reader.wrong(&app, Wrong::Nothing);
    }
    if is_of_another_site(&headers) {
        return reader.wrong(&app, Wrong::NotOurs);
    }
    let (body, _room) = match read(&app, body).await {
        Ok(read) => read,
        Err(wrong) => return reader.wrong(&app, wrong),
    };
    let Some(sent) = parsed(&headers, body).await else {
        return reader.wrong(&app, Wrong::Unreadable);
    };
    let pairs = questions::pairs_in(&app, &reader.language);
    let mut features = app.site.features.iter();
    if !features.any(|known| known.id == sent.feature) {
        // The provider has taken it out since.
        return Ok(reader.leads_to("/ask"));
    }
    let Some(number) = sent.ours(&app.seal) else {
        return reader.wrong(&app, Wrong::NotOurs);
    };
    let before = Memory::read(&app.seal, &headers);
    let mut memory = before.clone().unwrap_or_default();
    if !memory.is_enough() && !memory.is_done(&sent.feature) {
        match sent.answers() {
            _ if sent.is_skipped() => {}
            Some(answers) => count(&app, number, &sent.feature, answers),
            None => match pairs.iter().find(|pair| pair.id == sent.feature) {
                Some(pair) => return reader.asks(&app, pair, Some(&sent)),
                None => return reader.wrong(&app, Wrong::Unreadable),
            },
        }
        memory.close(&sent.feature);
    }
    // Without a cookie nobody knows what was asked, so that one pair is all.
    let mut response = match before.is_none() || memory.is_over(&pairs) {
        true => reader.leads_to("/ask/thanks"),
        false => reader.leads_to("/ask"),
    };
    remember(&app, &memory, peer.ip(), &headers, &mut response);
    Ok(response)
}

/// Adds a pair of answers to the counts; a form that is sent twice counts once.
fn count(
    app: &App,
    number: u128,
    feature: &str,
    (functional, dysfunctional): (firstline_kano::Answer, firstline_kano::Answer),
) {
    if !lock(&app.insights.seen).walk(number).is_new(1) {
        return;
    }
    let week = monday(Timestamp::now().as_second().div_euclid(DAY));
    let added = questions::answered(week, feature, functional, dysfunctional);
    lock(&app.insights.added).put_back(added);
}

/// Whether the browser says that a page of another site sends this. Our own pages send no referrer, so that their
/// `Origin` says nothing.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site == "cross-site" || site == "same-site")
}

async fn read(app: &App, body: Body) -> Result<(Bytes, Room), Wrong> {
    let reading = app.bodies.read(body, MOST_BYTES);
    match tokio::time::timeout(BODY_TIME, reading).await {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(NoBody::TooLarge)) => Err(Wrong::TooLarge),
        Ok(Err(NoBody::NoRoom | NoBody::BrokeOff)) | Err(_) => Err(Wrong::Late),
    }
}

/// The form in this body, if it is one.
async fn parsed(headers: &HeaderMap, body: Bytes) -> Option<Sent> {
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = axum::http::Method::POST;
    let kind = headers.get(header::CONTENT_TYPE)?.clone();
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let form = Form::<Sent>::from_request(request, &()).await.ok()?;
    Some(form.0)
}

/// Gives the browser the cookie.
fn remember(
    app: &App,
    memory: &Memory,
    peer: IpAddr,
    headers: &HeaderMap,
    response: &mut Response,
) {
    let config = &app.config;
    let is_encrypted = forwarded::is_encrypted(peer, headers, &config.trusted_proxies);
    let is_encrypted = is_encrypted.unwrap_or_else(|| {
        let addresses = [&config.status.address, &config.follow.relay];
        let mut addresses = addresses.into_iter().flatten();
        addresses.any(|address| address.starts_with("https://"))
    });
    if let Some(cookie) = memory.cookie(&app.seal, is_encrypted) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
}
