//! `GET /api/v1/opening?language=&area=`: what is good to know when somebody opens the help: planned work that is ahead
//! of this area, and, if the provider says so, what the browser may measure and which topic helps then.

use axum::Json;
use axum::extract::State;
use firstline_diagnosis::checks::{internet, isp};
use firstline_guide::language::is_language;
use firstline_wire::opening::{Ahead, Measured, Opening, Topic};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::http::extract::Query;
use crate::status::Area;

/// Planned work is told so long before.
const AHEAD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    language: String,
    #[serde(default)]
    area: String,
}

/// Answers the planned work; the same for everybody in this area.
pub async fn show(State(app): State<Shared>, Query(asked): Query<Asked>) -> Json<Opening> {
    let first = app.config.languages.first().map(String::as_str);
    let language = Some(&*asked.language).filter(|tag| is_language(tag));
    let tags: Vec<&str> = language.into_iter().chain(first).collect();
    let area = Area::read(&asked.area);
    let items = app.feed.ahead(&tags, area.as_ref(), AHEAD).await;
    let ahead = items.into_iter().filter_map(|item| {
        Some(Ahead {
            id: item.id,
            title: item.title,
            began: item.began?,
            until: item.expected_end,
        })
    });
    Json(Opening {
        ahead: ahead.collect(),
        measure: measured(&app, tags.first().copied().unwrap_or("en")),
    })
}

fn measured(app: &App, language: &str) -> Option<Measured> {
    let opening = app.provider.opening()?;
    let editions = &app.site.editions;
    let known = |tag: &str| {
        editions
            .iter()
            .find(|edition| edition.language.eq_ignore_ascii_case(tag))
    };
    let edition = firstline_guide::language::nearest(language, known).or(editions.first())?;
    let topic = |id: &Option<String>| {
        let id = id.as_ref()?;
        let entry = edition.guides.iter().find(|entry| entry.id == *id)?;
        Some(Topic {
            guide: entry.id.clone(),
            title: entry.title.clone(),
        })
    };
    let (unreachable, slow) = (topic(&opening.unreachable), topic(&opening.slow));
    (unreachable.is_some() || slow.is_some()).then(|| Measured {
        isp: app.config.checks.get(&isp::EDGE).to_vec(),
        internet: app.config.checks.get(&internet::OTHERS).to_vec(),
        unreachable,
        slow,
    })
}
