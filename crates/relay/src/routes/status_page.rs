//! `GET /status`, `/status/feed.xml`, `/status/feed.rss` and `/status/style.css`: what is known of faults, for everybody.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::files::send;
use crate::app::Shared;
use crate::http::extract::Query;
use crate::http::headers::PLAIN_PAGE;
use crate::http::problem::{ProblemKind, Refusal};
use crate::site::{Asset, Cache};
use crate::status::Area;
use crate::status::page::{Page, style};

/// The longest area that is looked for, in characters.
const LONGEST_AREA: usize = 40;

/// The query. Unknown keys are ignored: people arrive by links that others decorated.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    language: Option<String>,
    area: Option<String>,
}

/// The page.
pub async fn show(
    State(app): State<Shared>,
    asked: Result<Query<Asked>, Refusal>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    answer(&app, asked.ok(), &headers, "status.html", |page| {
        page.html()
    })
    .await
}

/// The feed, as Atom.
pub async fn feed(
    State(app): State<Shared>,
    asked: Result<Query<Asked>, Refusal>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let feed = answer(&app, asked.ok(), &headers, "feed.xml", |page| page.feed()).await?;
    Ok(of_type(feed, "application/atom+xml; charset=utf-8"))
}

/// The same as RSS.
pub async fn rss(
    State(app): State<Shared>,
    asked: Result<Query<Asked>, Refusal>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let feed = answer(&app, asked.ok(), &headers, "rss.xml", |page| page.rss()).await?;
    Ok(of_type(feed, "application/rss+xml; charset=utf-8"))
}

/// The answer with this type; one that says that nothing has changed has none.
fn of_type(mut response: Response, name: &'static str) -> Response {
    if response.headers().contains_key(header::CONTENT_TYPE) {
        let name = HeaderValue::from_static(name);
        response.headers_mut().insert(header::CONTENT_TYPE, name);
    }
    response
}

/// The style sheet.
pub async fn sheet(State(app): State<Shared>, headers: HeaderMap) -> Response {
    let css = style(app.config.status.accent.as_deref());
    let asset = Asset::new("style.css", css, Cache::Short).compressed_quickly();
    send(&asset, &headers)
}

async fn answer(
    app: &Shared,
    asked: Option<Query<Asked>>,
    headers: &HeaderMap,
    name: &str,
    made: impl Fn(&Page) -> Result<String, minijinja::Error>,
) -> Result<Response, Refusal> {
    let Query(asked) = asked.unwrap_or_default();
    let language = spoken(app, asked.language.as_deref(), headers);
    let typed: Option<String> = asked
        .area
        .map(|area| area.trim().chars().take(LONGEST_AREA).collect());
    let area = typed.as_deref().and_then(Area::read);
    let first = app.config.languages.first().map(String::as_str);
    let tags: Vec<&str> = [Some(&*language), first].into_iter().flatten().collect();
    let (status, age) = app.feed.status(&tags, area.as_ref()).await;
    let age = SignedDuration::try_from(age).unwrap_or_default();
    let provider = app.provider.shown(&language);
    let languages = app.site.languages().into_iter();
    let page = Page {
        status: &status,
        as_of: Timestamp::now()
            .checked_sub(age)
            .unwrap_or(Timestamp::UNIX_EPOCH),
        name: &provider.name,
        phone: provider.phone.as_deref(),
        hours: provider.hours.as_deref(),
        help: app.config.follow.page.as_deref(),
        root: app.config.status.address.as_deref().unwrap_or_default(),
        language: &language,
        languages: languages
            .filter(|other| other.tag != language)
            .map(|other| (other.tag, other.name))
            .collect(),
        zone: app.provider.zone(),
        area: typed.as_deref().filter(|_| area.is_some()),
    };
    let text = made(&page).map_err(|error| {
        tracing::error!(%error, "cannot write the status page");
        Refusal::new(ProblemKind::Internal)
    })?;
    let asset = Asset::new(name, text, Cache::Brief).compressed_quickly();
    let mut response = send(&asset, headers);
    response.extensions_mut().insert(PLAIN_PAGE);
    let vary = HeaderValue::from_static("Accept-Encoding, Accept-Language");
    response.headers_mut().insert(header::VARY, vary);
    Ok(response)
}

/// The language that is asked for, or the first that the browser wants and that is served.
pub(super) fn spoken(app: &Shared, asked: Option<&str>, headers: &HeaderMap) -> String {
    spoken_of(&app.config.languages, asked, headers)
}

/// The same, of these languages.
pub(super) fn spoken_of(languages: &[String], asked: Option<&str>, headers: &HeaderMap) -> String {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|wanted| wanted.to_str().ok())
        .unwrap_or_default();
    let wanted = wanted
        .split(',')
        .map(|tag| tag.split(';').next().unwrap_or_default().trim());
    let served = |tag: &str| {
        let served = languages.iter();
        let parent = |tag: &str, of: &str| {
            let rest = tag.get(of.len()..);
            tag.len() > of.len()
                && tag
                    .get(..of.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(of))
                && rest.is_some_and(|rest| rest.starts_with('-'))
        };
        served
            .clone()
            .find(|known| known.eq_ignore_ascii_case(tag))
            .or_else(|| served.clone().find(|known| parent(tag, known)))
            .cloned()
    };
    asked
        .into_iter()
        .chain(wanted)
        .find_map(served)
        .or_else(|| languages.first().cloned())
        .unwrap_or_else(|| "en".to_owned())
}
