//! The document that a page stands in.

use super::figure::{Cell, Figure};
use super::markup::{Element, el};
use super::pages::{Narrow, PAGES, Page, Span};
use crate::store::insights::Slice;

/// The style sheet, and where it is.
pub const STYLE: &str = include_str!("style.css");
/// The address of the style sheet.
pub const STYLE_AT: &str = "/insights/style.css";

/// A table has so many rows on a page at most; the others are on the next parts of the page, and its files have them all.
const ROWS: usize = 200;

/// What a page offers to choose from, by filter: ids, and their names for people.
pub type Choices = Vec<(Narrow, Vec<(String, String)>)>;

/// All that a document is made of.
#[derive(Debug)]
pub struct Document<'a> {
    /// The page.
    pub page: &'a Page,
    /// The provider's name.
    pub provider: &'a str,
    /// The part of the counts that it shows.
    pub slice: &'a Slice,
    /// The choices.
    pub choices: &'a Choices,
    /// Whether what is stored is invented.
    pub is_sample: bool,
    /// Which part of long tables is shown, from 1.
    pub part: usize,
    /// What has to be said of all figures.
    pub notes: &'a [String],
    /// The figures.
    pub figures: &'a [Figure],
}

/// Writes it.
pub fn write(document: &Document<'_>) -> String {
    let title = format!(
        "{} – insights of {}",
        document.page.title, document.provider
    );
    let head = el("head")
        .with(el("meta").at("charset", "utf-8"))
        .with(
            el("meta")
                .at("name", "viewport")
                .at("content", "width=device-width, initial-scale=1"),
        )
        .with(
            el("meta")
                .at("name", "color-scheme")
                .at("content", "light dark"),
        )
        .with(el("title").text(title))
        .with(el("link").at("rel", "stylesheet").at("href", STYLE_AT));
    let contents = document.figures.iter().map(|figure| {
        el("li").with(
            el("a")
                .at("href", format!("#{}", figure.id))
                .text(figure.title),
        )
    });
    let main = el("main")
        .at("id", "main")
        .with(el("h1").text(document.page.title))
        .with(el("p").class("question").text(document.page.question))
        .maybe((document.page.span != Span::Now).then(|| narrowing(document)))
        .all(
            document
                .notes
                .iter()
                .map(|note| el("p").class("note").text(note)),
        )
        .maybe((document.figures.len() > 1).then(|| {
            el("nav")
                .class("contents")
                .at("aria-label", "On this page")
                .with(el("ul").all(contents))
        }))
        .all(
            document
                .figures
                .iter()
                .map(|figure| section(document, figure)),
        );
    let body = el("body")
        .with(el("a").class("skip").at("href", "#main").text("To the figures"))
        .with(header(document))
        .maybe(document.is_sample.then(|| {
            el("aside").class("sample").text(
                "Sample: every number on these pages is invented. No customer has walked these guides.",
            )
        }))
        .with(main)
        .with(el("footer").text(
            "Counts of walks, without addresses, names or devices. What fewer than five have done is not shown, and neither is \
             what would tell it.",
        ));
    let mut out = "<!doctype html>".to_owned();
    el("html")
        .at("lang", "en")
        .with(head)
        .with(body)
        .write(&mut out);
    out
}

fn header(document: &Document<'_>) -> Element {
    let pages = PAGES.iter().map(|page| {
        let here = (page.path == document.page.path).then_some("page");
        // The report has a time of its own.
        let query = match page.span == document.page.span {
            true => query(document.slice, true),
            false => String::new(),
        };
        let address = format!("/insights/{}{query}", page.path);
        el("li").with(
            el("a")
                .at("href", address)
                .at_if("aria-current", here)
                .text(page.title),
        )
    });
    el("header")
        .with(
            el("p")
                .class("brand")
                .text(document.provider)
                .with(el("span").text(" insights")),
        )
        .with(
            el("nav")
                .at("aria-label", "Pages")
                .with(el("ul").all(pages)),
        )
}

/// The slice as a query. From page to page, time and guide go along.
pub fn query(slice: &Slice, between_pages: bool) -> String {
    let mut parts = vec![
        format!("from={}", iso(slice.from)),
        format!("to={}", iso(slice.to - 1)),
    ];
    for narrow in Narrow::ALL {
        let value = narrow.of(slice);
        if (narrow.stays() || !between_pages) && !value.is_empty() {
            parts.push(format!("{}={}", narrow.name(), encoded(value)));
        }
    }
    format!("?{}", parts.join("&"))
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A day as a form writes it.
pub fn iso(day: i64) -> String {
    let at = jiff::Timestamp::from_second(day.saturating_mul(86_400)).unwrap_or_default();
    at.to_zoned(jiff::tz::TimeZone::UTC)
        .strftime("%Y-%m-%d")
        .to_string()
}

fn narrowing(document: &Document<'_>) -> Element {
    let slice = document.slice;
    let date = |name: &'static str, label: &'static str, day: i64| {
        el("label").text(label).with(
            el("input")
                .at("type", "date")
                .at("name", name)
                .at("value", iso(day)),
        )
    };
    let mut form = el("form")
        .at("method", "get")
        .with(date("from", "From", slice.from))
        .with(date("to", "To", slice.to - 1));
    for (narrow, values) in document.choices {
        let (mut values, chosen) = (values.clone(), narrow.of(slice));
        // What narrows the page is shown also where nothing was counted of it.
        if !chosen.is_empty() && values.iter().all(|(value, _)| value != chosen) {
            values.push((chosen.to_owned(), chosen.to_owned()));
        }
        if values.is_empty() {
            continue;
        }
        let all = (!(document.page.needs_guide && *narrow == Narrow::Guide))
            .then(|| el("option").at("value", "").text("All"));
        let options = values.into_iter().map(|(value, label)| {
            let selected = (value == chosen).then_some("selected");
            el("option")
                .at("value", value)
                .at_if("selected", selected)
                .text(label)
        });
        form = form.with(
            el("label").text(narrow.label()).with(
                el("select")
                    .at("name", narrow.name())
                    .maybe(all)
                    .all(options),
            ),
        );
    }
    form.with(el("button").at("type", "submit").text("Show"))
}

fn section(document: &Document<'_>, figure: &Figure) -> Element {
    let file = |end: &str| {
        format!(
            "/insights/{}/{}.{end}{}",
            document.page.path,
            figure.id,
            query(document.slice, false)
        )
    };
    let heading = format!("{}-title", figure.id);
    let has_plot = figure.plot.is_some();
    let table = table(document, figure, &heading);
    // Without a plot, the table is the figure.
    let table = match has_plot {
        true => el("details")
            .with(el("summary").text("The numbers"))
            .with(table),
        false => table,
    };
    el("section")
        .at("id", figure.id)
        .at("aria-labelledby", heading.clone())
        .with(el("h2").at("id", heading).text(figure.title))
        .with(el("p").class("meaning").text(&figure.meaning))
        .maybe(figure.plot.clone())
        .with(table)
        .with(
            el("div")
                .class("below")
                .with(
                    el("details")
                        .with(el("summary").text("How it is worked out"))
                        .with(el("p").text(figure.definition)),
                )
                .with(
                    el("p")
                        .class("files")
                        .with(
                            el("a")
                                .at("href", file("csv"))
                                .at("aria-label", format!("{} as CSV", figure.title))
                                .text("CSV"),
                        )
                        .text(" ")
                        .with(
                            el("a")
                                .at("href", file("json"))
                                .at("aria-label", format!("{} as JSON", figure.title))
                                .text("JSON"),
                        ),
                ),
        )
}

fn table(document: &Document<'_>, figure: &Figure, heading: &str) -> Element {
    let parts = figure.rows.len().div_ceil(ROWS).max(1);
    let part = document.part.clamp(1, parts);
    let is_number = |at: usize| {
        let mut cells = figure.rows.iter().filter_map(|row| row.get(at));
        !figure.rows.is_empty() && cells.all(Cell::is_number)
    };
    let class = |at: usize| is_number(at).then_some("number");
    let head = figure.columns.iter().enumerate().map(|(at, column)| {
        el("th")
            .at("scope", "col")
            .at_if("class", class(at))
            .text(*column)
    });
    let shown = figure.rows.iter().skip((part - 1) * ROWS).take(ROWS);
    let rows = shown.map(|row| {
        el("tr").all(row.iter().enumerate().map(|(at, cell)| {
            let shown = el("td").at_if("class", class(at));
            match cell {
                Cell::Form(form) => shown.with(form.clone()),
                cell => shown.text(cell.shown()),
            }
        }))
    });
    let inside = match figure.rows.is_empty() {
        true => el("p").class("nothing").text("Nothing yet."),
        false => el("table")
            .at("aria-labelledby", heading)
            .with(el("thead").with(el("tr").all(head)))
            .with(el("tbody").all(rows)),
    };
    el("div")
        .class("scrolls")
        .at("tabindex", "0")
        .at("role", "region")
        .at("aria-label", format!("{}, the numbers", figure.title))
        .with(inside)
        .maybe((parts > 1).then(|| others(document, figure, part, parts)))
}

/// Which rows of a long table are shown, and where the others are.
fn others(document: &Document<'_>, figure: &Figure, part: usize, parts: usize) -> Element {
    let all = figure.rows.len();
    let (first, last) = ((part - 1) * ROWS + 1, (part * ROWS).min(all));
    let to = |part: usize, words: &'static str| {
        let query = query(document.slice, false);
        let path = document.page.path;
        let address = format!("/insights/{path}{query}&part={part}#{}", figure.id);
        el("a").at("href", address).text(words)
    };
    el("p")
        .class("parts")
        .text(format!("Rows {first} to {last} of {all}. "))
        .maybe((part > 1).then(|| to(part - 1, "Those before")))
        .text(" ")
        .maybe((part < parts).then(|| to(part + 1, "Those after")))
}
