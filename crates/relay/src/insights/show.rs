//! A page, from what was asked to its figures.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::figure::Figure;
use super::layout::{self, Choices, Document};
use super::pages::{
    Narrow, PAGES, Page, Reading, Span, all_are_counted, date, listed, one_at_a_time,
};
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
    /// Which part of long tables is shown, from 1.
    #[serde(default)]
    pub part: String,
    /// The others, by the names of the filters ([`Narrow::name`]).
    #[serde(flatten)]
    pub only: BTreeMap<String, String>,
}

impl Asked {
    /// What is asked for by a filter; empty if nothing is.
    fn by(&self, narrow: Narrow) -> &str {
        self.only.get(narrow.name()).map_or("", String::as_str)
    }

    /// Those of a page's filters that are asked for and have an effect one at a time: the first one has it.
    fn one_of(&self, page: &Page) -> impl Iterator<Item = Narrow> {
        let filters = page.one_of.iter().copied();
        filters.filter(|narrow| !self.by(*narrow).is_empty())
    }
}

/// A page that was read.
#[derive(Debug)]
pub struct Shown {
    page: &'static Page,
    slice: Slice,
    choices: Choices,
    part: usize,
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

    /// What it says of itself: what it counts besides what was asked for, and what it leaves out.
    pub fn notes(&self) -> &[String] {
        &self.notes
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
    let one_of: Vec<&str> = asked.one_of(page).map(Narrow::name).collect();
    shown.notes.extend(one_at_a_time(&one_of));
    if !asked.part.is_empty() {
        shown.part = asked
            .part
            .parse()
            .map_err(|_| Refusal::with(ProblemKind::Malformed, "`part` is a number from 1 on."))?;
    }
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
    let from = day(&asked.from)?;
    if from.is_some_and(|from| from >= to) {
        let detail = match asked.to.is_empty() {
            true => {
                "`from` is later than the last day that this page shows. Name a later day in `to`."
            }
            false => "`from` is later than `to`.",
        };
        return Err(Refusal::with(ProblemKind::Malformed, detail));
    }
    let mut slice = Slice {
        from: from.unwrap_or(to - days),
        to,
        ..Slice::default()
    };
    for narrow in Narrow::ALL {
        if narrow.stays() || page.narrows.contains(&narrow) {
            asked.by(narrow).clone_into(narrow.of_mut(&mut slice));
        }
    }
    for without_effect in asked.one_of(page).skip(1) {
        without_effect.of_mut(&mut slice).clear();
    }
    Ok(slice)
}

/// Says which filters were asked for that a page does not have: figures that count more than was asked for must say so.
fn without_effect(page: &Page, asked: &Asked) -> Option<String> {
    let filters = Narrow::ALL.into_iter();
    let chosen = filters.filter(|narrow| !asked.by(*narrow).is_empty());
    let mut names: Vec<&str> = chosen
        .filter(|narrow| !page.narrows.contains(narrow))
        .map(Narrow::name)
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
    let is_any = !page.by_week.is_empty() && first < after;
    let differ = is_any && (first, after) != (slice.from, slice.to);
    differ.then(|| {
        format!(
            "{} are counted by whole weeks, from Monday to Sunday (UTC): here those from {} to {}.",
            page.by_week,
            date(first),
            date(after - 1)
        )
    })
}

/// Leaves out the weeks before this one, of which nothing is known by parts, and says so.
fn only_since(week: i64, page: &Page, slice: &mut Slice) -> Option<String> {
    if slice.weeks().0 >= week {
        return None;
    }
    slice.from = week;
    slice.to = slice.to.max(week);
    let names: Vec<&str> = page.one_of.iter().map(|narrow| narrow.name()).collect();
    let names = listed(&names)?;
    Some(format!(
        "{} of one {names} are counted from {} on: here what was before is left out.",
        page.by_week,
        date(week)
    ))
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
    let offered = offered(app, page, &time, &mut slice).await?;
    // A guide stays chosen over pages that are not narrowed by it.
    let mut narrowed = match page.narrows.contains(&Narrow::Guide) {
        true => slice.clone(),
        false => Slice {
            guide: String::new(),
            ..slice.clone()
        },
    };
    let mut notes = Vec::new();
    let mut one_of = page.one_of.iter();
    if one_of.any(|narrow| !narrow.of(&narrowed).is_empty()) {
        let since = app.store.parts_since().await?;
        notes.extend(since.and_then(|since| only_since(since, page, &mut narrowed)));
    }
    notes.extend(whole_weeks(page, &narrowed));
    let reading = Reading {
        app,
        library: library(app, &narrowed).await?,
        slice: narrowed,
        today: today(),
    };
    let choices = offered.into_iter().map(|(narrow, ids)| {
        let named = |id: String| (id.clone(), narrow.named(&reading, id));
        (narrow, ids.into_iter().map(named).collect())
    });
    let choices = choices.collect();
    let figures = (page.read)(&reading).await?;
    Ok(Shown {
        page,
        is_sample: app.store.is_sample().await?,
        notes,
        slice,
        choices,
        part: 1,
        figures,
    })
}

/// What a page offers to choose from at this time. Of a page that is about one guide, the one is chosen that was walked most if
/// none of them is.
async fn offered(
    app: &App,
    page: &Page,
    time: &Slice,
    slice: &mut Slice,
) -> Result<Vec<(Narrow, Vec<String>)>, StoreError> {
    let store = &app.store;
    let walked = match page.narrows.is_empty() {
        true => Groups::default(),
        false => store.walks_in_groups(time).await?,
    };
    let names = |by: By| -> Vec<String> {
        let found = walked.by(by).into_iter().map(|(name, _)| name);
        found.filter(|name| !name.is_empty()).collect()
    };
    let guides = names(By::Guide);
    if page.needs_guide && !guides.contains(&slice.guide) {
        slice.guide = guides.first().cloned().unwrap_or_default();
    }
    let mut offered = Vec::new();
    for narrow in page.narrows {
        let ids = match narrow {
            Narrow::Guide => guides.clone(),
            // Of all guides together they are none of anything.
            Narrow::Version if slice.guide.is_empty() => Vec::new(),
            Narrow::Version => {
                let of_guide = Slice {
                    guide: slice.guide.clone(),
                    ..time.clone()
                };
                let found = store.versions(&of_guide).await?.into_iter();
                found.map(|version| version.version).collect()
            }
            Narrow::Language => names(By::Language),
            Narrow::Technology => names(By::Technology),
            Narrow::Equipment => {
                let found = store.boxes(time).await?.into_iter();
                found.filter(|name| !name.is_empty()).collect()
            }
        };
        offered.push((*narrow, ids));
    }
    Ok(offered)
}

/// The pack of a slice's guide in the first language: of its version, or the newest one.
async fn library(
    app: &App,
    slice: &Slice,
) -> Result<Option<std::sync::Arc<firstline_guide::Library>>, StoreError> {
    let guide = slice.guide.as_str();
    if !slice.version.is_empty() {
        let languages = super::pages::languages_of(app, guide);
        let packs = app.packs.of_version(guide, &slice.version, &languages);
        if let Some(library) = packs.await?.into_iter().next() {
            return Ok(Some(library));
        }
    }
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
        part: shown.part,
        is_sample: shown.is_sample,
        notes: &shown.notes,
        figures: &shown.figures,
    })
}
