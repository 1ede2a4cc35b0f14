//! The pages below `/insights`, one file each: what is read, and the figures that come of it.

mod alarms;
mod changes;
mod checks;
mod deliveries;
mod feedback;
mod guide;
mod kano;
mod narrow;
mod overview;
pub mod report;
mod searches;
mod steps;

use std::pin::Pin;
use std::sync::Arc;

use firstline_guide::Library;

pub use narrow::{Narrow, all_are_counted, listed, one_at_a_time};

use super::figure::Figure;
use super::places;
use crate::app::App;
use crate::store::StoreError;
use crate::store::insights::Slice;

/// A page.
#[derive(Debug)]
pub struct Page {
    /// The last part of its address.
    pub path: &'static str,
    /// Its name.
    pub title: &'static str,
    /// The question that it answers.
    pub question: &'static str,
    /// The filters that it offers, besides the time.
    pub narrows: &'static [Narrow],
    /// Those of them by which what it shows is counted apart from the whole, and by each alone: one of them at a time has an effect,
    /// on what was counted since there are such counts.
    pub one_of: &'static [Narrow],
    /// Whether it is about one guide, so that one must be chosen.
    pub needs_guide: bool,
    /// Which time it shows if none is asked for.
    pub span: Span,
    /// What of it is counted by whole weeks, as the subject of a sentence; empty if nothing is.
    pub by_week: &'static str,
    /// Its figures.
    pub read: for<'a> fn(&'a Reading<'a>) -> Figures<'a>,
}

/// Which time a page shows if none is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The last 91 days.
    Quarter,
    /// The last whole week, from Monday to Sunday.
    LastWeek,
    /// The moment itself: the page offers no days.
    Now,
}

/// Figures that are being read.
pub type Figures<'a> = Pin<Box<dyn Future<Output = Result<Vec<Figure>, StoreError>> + Send + 'a>>;

/// The source of a page's figures.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The relay.
    pub app: &'a App,
    /// The part of the counts that it shows.
    pub slice: Slice,
    /// Today, since 1970.
    pub today: i64,
    /// The guides of the pack of its guide's version, or of the newest one if none is asked for: for the titles of steps.
    pub library: Option<Arc<Library>>,
}

/// All pages, in the order of the menu.
pub const PAGES: [Page; 11] = [
    overview::PAGE,
    guide::PAGE,
    steps::PAGE,
    changes::PAGE,
    searches::PAGE,
    checks::PAGE,
    feedback::PAGE,
    kano::PAGE,
    alarms::PAGE,
    deliveries::PAGE,
    report::PAGE,
];

/// For so many days after an end, whoever comes back has come back from it.
pub const BACK_WITHIN: i64 = 7;

impl Reading<'_> {
    /// The days of a slice of which first-time fix can be told: after the others' ends somebody may still come back.
    pub fn judged(&self, slice: &Slice) -> Slice {
        let to = slice.to.min(self.today - BACK_WITHIN);
        Slice {
            to,
            from: slice.from.min(to),
            ..slice.clone()
        }
    }

    /// The days of a slice of which it cannot be told yet. They are few, so that what is judged is read as all but these.
    pub fn unjudged(&self, slice: &Slice) -> Slice {
        let first = self.today - BACK_WITHIN;
        Slice {
            from: slice.from.max(first).min(slice.to),
            ..slice.clone()
        }
    }

    /// Whether first-time fix is known for all days before this one.
    pub fn is_judged(&self, to: i64) -> bool {
        to <= self.today - BACK_WITHIN
    }

    /// The words of a step; its id where the guide no longer has it.
    pub fn title(&self, place: &str) -> String {
        let found = self
            .library
            .as_ref()
            .and_then(|library| places::name(library, &self.slice.guide, place));
        found
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| place.to_owned())
    }

    /// The name of a box; its id if the catalogue no longer has it.
    pub fn equipment(&self, id: &str) -> String {
        let catalogue = self.app.site.boxes.as_ref();
        let known = catalogue.and_then(|(_, boxes)| boxes.boxes.iter().find(|one| one.id == id));
        known.map_or_else(|| id.to_owned(), |one| one.name.clone())
    }

    /// The title of a guide; its id if it is no longer published.
    pub fn guide(&self, id: &str) -> String {
        let editions = self.app.site.editions.first();
        let entry = editions.and_then(|edition| edition.guides.iter().find(|entry| entry.id == id));
        entry.map_or_else(|| id.to_owned(), |entry| entry.title.clone())
    }
}

/// The languages in which packs of a guide were published, as their paths have them: those of today first, then the others
/// that are served.
pub fn languages_of(app: &App, guide: &str) -> Vec<String> {
    let entries = app.site.editions.iter().flat_map(|edition| &edition.guides);
    let own = entries.filter(|entry| entry.id == guide);
    let mut languages: Vec<String> = Vec::new();
    let today = own.filter_map(|entry| entry.pack.split('.').nth(1).map(str::to_owned));
    for language in today.chain(app.config.languages.iter().cloned()) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

/// A date in words for people, from days since 1970.
pub fn date(day: i64) -> String {
    let second = day.saturating_mul(24 * 60 * 60);
    jiff::Timestamp::from_second(second).map_or_else(
        |_| day.to_string(),
        |at| {
            at.to_zoned(jiff::tz::TimeZone::UTC)
                .strftime("%-d %b %Y")
                .to_string()
        },
    )
}
