//! A page, from what was asked to its figures.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::figure::Figure;
use super::layout::{self, Choices, Document};
use super::pages::{Narrow, PAGES, Page, Reading, Span, all_are_counted, date};
use crate::app::App;
use crate::http::problem::{ProblemKind, Refusal};
use crate::store::StoreError;
use crate::store::insights::{By, Groups, Slice, monday};

/// How many days are shown if none are asked for.
const DAYS: i64 = 91;

/// The query of a page. An empty value means that it was not given.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// The first day, `2026-11-29`.
    #[serde(default)]
    pub from: String,
    /// The last day.
    #[serde(default)]
    pub to: String,
    /// A guide.
    #[serde(default)]
    pub guide: String,
    /// A version of it.
    #[serde(default)]
    pub version: String,
    /// A language.
    #[serde(default)]
    pub language: String,
    /// A technology of the line.
    #[serde(default)]
    pub technology: String,
}

/// A page that was read.
#[derive(Debug)]
pub struct Shown {
    page: &'static Page,
    slice: Slice,
    choices: Choices,
    notes: Vec<String>,
    figures: Vec<Figure>,
    /// Whether what is stored is invented.
    pub is_sample: bool,
}

impl Shown {
    /// All figures.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The figure of this name.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == id)
    }
}

/// Reads the page at this path.
///
/// # Errors
///
/// If there is no such page, what is asked is no day, or the store does not answer.
pub async fn read(app: &App, path: &str, asked: &Asked) -> Result<Shown, Refusal> {
    let page = PAGES
        .iter()
        .find(|page| page.path == path)
        .ok_or_else(|| Refusal::new(ProblemKind::NotFound))?;
    let slice = slice(page, asked)?;
    let mut shown = read_slice(app, page, slice).await.map_err(|error| {
        tracing::error!(%error, "cannot read insights");
        Refusal::new(ProblemKind::Store).retry_after(5)
    })?;
    shown.notes.extend(without_effect(page, asked));
    Ok(shown)
}

/// Reads a page for these days, from the first one to before the other.
///
/// # Errors
///
/// If the store does not answer.
pub async fn read_days(
    app: &App,
    page: &'static Page,
    from: i64,
    to: i64,
) -> Result<Shown, StoreError> {
    let slice = Slice {
        from,
        to,
        ..Slice::default()
    };
    read_slice(app, page, slice).await
}

fn today() -> i64 {
    Timestamp::now().as_second().div_euclid(86_400)
}

fn slice(page: &Page, asked: &Asked) -> Result<Slice, Refusal> {
    let today = today();
    let (last, days) = match page.span {
        Span::Quarter | Span::Now => (today, DAYS),
        Span::LastWeek => (monday(today) - 1, 7),
    };
    let to = day(&asked.to)?.unwrap_or(last) + 1;
    let from = day(&asked.from)?.unwrap_or(to - days);
    let if_offered = |narrow: Narrow, value: &String| match page.narrows.contains(&narrow) {
        true => value.clone(),
        false => String::new(),
    };
    Ok(Slice {
        from: from.min(to - 1),
        to,
        // It stays chosen from page to page.
        guide: asked.guide.clone(),
        version: if_offered(Narrow::Version, &asked.version),
        language: if_offered(Narrow::Language, &asked.language),
        technology: if_offered(Narrow::Technology, &asked.technology),
    })
}

/// The name of a filter, and what was asked for by it.
fn filters(asked: &Asked) -> [(Narrow, &String); 4] {
    [
        (Narrow::Guide, &asked.guide),
        (Narrow::Version, &asked.version),
        (Narrow::Language, &asked.language),
        (Narrow::Technology, &asked.technology),
    ]
}

/// Says which filters were asked for that a page does not have: figures that count more than was asked for must say so.
fn without_effect(page: &Page, asked: &Asked) -> Option<String> {
    let filters = filters(asked).into_iter();
    let chosen = filters.filter(|(_, value)| !value.is_empty());
    let mut names: Vec<&str> = chosen
        .filter(|(narrow, _)| !page.narrows.contains(narrow))
        .map(|(narrow, _)| narrow.name())
        .collect();
    let has_days = !asked.from.is_empty() || !asked.to.is_empty();
    if page.span == Span::Now && has_days {
        names.insert(0, "days");
    }
    all_are_counted("This page", &names)
}

/// Says on the page which whole weeks are counted, where they are more than the days that were asked for.
fn whole_weeks(page: &Page, slice: &Slice) -> Option<String> {
    let (first, after) = slice.weeks();
    let differ = !page.by_week.is_empty() && (first, after) != (slice.from, slice.to);
    differ.then(|| {
        format!(
            "{} are counted by whole weeks, from Monday to Sunday (UTC): here those from {} to {}.",
            page.by_week,
            date(first),
            date(after - 1)
        )
    })
}

fn day(text: &str) -> Result<Option<i64>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let date: Date = text.parse().map_err(|_| {
        Refusal::with(
            ProblemKind::Malformed,
            "`from` and `to` are days, such as 2026-11-29.",
        )
    })?;
    let at = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| {
        Refusal::with(
            ProblemKind::Malformed,
            "`from` and `to` are days of this age.",
        )
    })?;
    Ok(Some(at.timestamp().as_second().div_euclid(86_400)))
}

async fn read_slice(app: &App, page: &'static Page, mut slice: Slice) -> Result<Shown, StoreError> {
    let time = Slice {
        from: slice.from,
        to: slice.to,
        ..Slice::default()
    };
    let mut choices = Choices::default();
    let wants = |narrow: Narrow| page.narrows.contains(&narrow);
    let walked = match page.narrows.is_empty() {
        true => Groups::default(),
        false => app.store.walks_in_groups(&time).await?,
    };
    if wants(Narrow::Guide) {
        choices.guides = walked
            .by(By::Guide)
            .into_iter()
            .map(|(guide, _)| (guide.clone(), guide))
            .collect();
    }
    let is_known = choices
        .guides
        .iter()
        .any(|(guide, _)| *guide == slice.guide);
    if page.needs_guide && !is_known {
        slice.guide = choices
            .guides
            .first()
            .map(|(guide, _)| guide.clone())
            .unwrap_or_default();
    }
    let of_guide = Slice {
        guide: slice.guide.clone(),
        ..time.clone()
    };
    if wants(Narrow::Version) && !slice.guide.is_empty() {
        choices.versions = app
            .store
            .versions(&of_guide)
            .await?
            .into_iter()
            .map(|version| version.version)
            .collect();
    }
    let names = |found: Vec<(String, _)>| -> Vec<String> {
        found
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| !name.is_empty())
            .collect()
    };
    if wants(Narrow::Language) {
        choices.languages = names(walked.by(By::Language));
    }
    if wants(Narrow::Technology) {
        choices.technologies = names(walked.by(By::Technology));
    }
    // A guide stays chosen over pages that are not narrowed by it.
    let narrowed = match wants(Narrow::Guide) {
        true => slice.clone(),
        false => Slice {
            guide: String::new(),
            ..slice.clone()
        },
    };
    let reading = Reading {
        app,
        library: library(app, &narrowed.guide).await?,
        slice: narrowed,
        today: today(),
    };
    for (id, title) in &mut choices.guides {
        *title = reading.guide(id);
    }
    let figures = (page.read)(&reading).await?;
    Ok(Shown {
        page,
        is_sample: app.store.is_sample().await?,
        notes: whole_weeks(page, &slice).into_iter().collect(),
        slice,
        choices,
        figures,
    })
}

/// The newest pack of a guide, in the first language.
async fn library(
    app: &App,
    guide: &str,
) -> Result<Option<std::sync::Arc<firstline_guide::Library>>, StoreError> {
    let edition = app.site.editions.first();
    let entry = edition.and_then(|edition| edition.guides.iter().find(|entry| entry.id == guide));
    match entry {
        Some(entry) => app.packs.library(&entry.hash).await,
        None => Ok(None),
    }
}

/// The page as a document.
pub fn html(app: &App, shown: &Shown) -> String {
    let language = app.config.languages.first().map_or("en", String::as_str);
    layout::write(&Document {
        page: shown.page,
        provider: &app.provider.name(language),
        slice: &shown.slice,
        choices: &shown.choices,
        is_sample: shown.is_sample,
        notes: &shown.notes,
        figures: &shown.figures,
    })
}
