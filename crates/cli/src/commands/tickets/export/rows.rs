//! A ticket as a line of JSON and as a row of a table.

use std::collections::BTreeMap;
use std::io::{self, Write};

use firstline_relay::store::{Added, Exported};
use firstline_wire::follow::Speaker;
use firstline_wire::foreign;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::added::is_solved;

/// The columns of the table. Programs know them by name and place: new ones come at the end.
const COLUMNS: &[&str] = &[
    "number",
    "stored",
    "guide",
    "category",
    "severity",
    "verified",
    "unverified",
    "summary",
    "name",
    "email",
    "phone",
    "account",
    "address",
    "times",
    "note",
    "consent",
    "consent_version",
    "consented",
    "guide_version",
    "began",
    "answers",
    "removed",
    "user_agent",
    "language",
    "widget",
    "text",
    "added",
    "photos",
    "solved",
];

/// A ticket on a line of its own. The request stands there as it was sent.
#[derive(Serialize)]
struct Line<'a> {
    number: &'a str,
    stored: String,
    key: &'a str,
    fingerprint: &'a str,
    guide: &'a str,
    category: Option<&'a str>,
    severity: Option<&'a str>,
    verified: bool,
    unverified: Option<&'a str>,
    summary: &'a str,
    text: &'a str,
    request: &'a RawValue,
    solved: bool,
    added: Vec<Said<'a>>,
}

/// Something that was said of a ticket after it was sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    by: Speaker,
    at: String,
    text: &'a str,
    solved: bool,
    /// The size of a photo; the photo itself is in the store.
    photo_bytes: Option<u64>,
}

/// Where rows are written.
pub enum Rows<W: Write> {
    Json(W),
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> Rows<W> {
    /// One JSON document a line.
    pub fn json_lines(out: W) -> Rows<W> {
        Rows::Json(out)
    }

    /// A table (RFC 4180), in UTF-8; its first row names the columns.
    ///
    /// # Errors
    ///
    /// That row cannot be written.
    pub fn csv(out: W) -> io::Result<Rows<W>> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Rows::Csv(Box::new(writer)))
    }

    /// Writes a ticket.
    ///
    /// # Errors
    ///
    /// It cannot be written, or its request is no JSON: then the store is damaged.
    pub fn write(&mut self, exported: &Exported) -> io::Result<()> {
        match self {
            Rows::Json(out) => json_line(out, exported),
            Rows::Csv(writer) => {
                let cells = cells(exported)?;
                Ok(writer.write_record(cells.iter().map(|cell| harmless(cell)))?)
            }
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Rows::Json(mut out) => out.flush(),
            Rows::Csv(mut writer) => writer.flush(),
        }
    }
}

fn json_line(out: &mut impl Write, exported: &Exported) -> io::Result<()> {
    let ticket = &exported.ticket;
    let request = on_one_line(&ticket.request);
    let line = Line {
        number: &ticket.number,
        stored: time(ticket.stored),
        key: &exported.key,
        fingerprint: &exported.fingerprint,
        guide: &ticket.guide,
        category: ticket.category.as_deref(),
        severity: ticket.severity.as_deref(),
        verified: ticket.unverified.is_none(),
        unverified: ticket.unverified.as_deref(),
        summary: &ticket.summary,
        text: &ticket.text,
        request: serde_json::from_str(&request).map_err(|why| damaged(exported, &why))?,
        solved: is_solved(&exported.added),
        added: exported.added.iter().map(said).collect(),
    };
    let line = serde_json::to_string(&line)?;
    out.write_all(foreign::in_json(&line).as_bytes())?;
    out.write_all(b"\n")
}

fn said(added: &Added) -> Said<'_> {
    Said {
        by: added.by,
        at: time(added.at),
        text: &added.text,
        solved: added.solved,
        photo_bytes: added.photo,
    }
}

/// What was said since, in a cell: a paragraph each.
fn said_in_a_cell(added: &[Added]) -> String {
    let paragraph = |one: &Added| {
        let who = match one.by {
            Speaker::Customer => "customer",
            Speaker::Provider => "provider",
        };
        let works = if one.solved { "It works again. " } else { "" };
        format!("{} {who}: {works}{}", time(one.at), one.text)
    };
    let all: Vec<String> = added.iter().map(paragraph).collect();
    all.join("\n")
}

/// JSON without the white space between its tokens, which may be line breaks; all else stays as it
/// was sent, to the last digit.
fn on_one_line(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut in_text = false;
    let mut escaped = false;
    for character in json.chars() {
        if in_text {
            in_text = escaped || character != '"';
            escaped = !escaped && character == '\\';
        } else if matches!(character, ' ' | '\t' | '\n' | '\r') {
            continue;
        } else {
            in_text = character == '"';
        }
        out.push(character);
    }
    out
}

fn damaged(exported: &Exported, why: &serde_json::Error) -> io::Error {
    io::Error::other(format!(
        "the request of ticket {} is no JSON: {why}",
        exported.ticket.number
    ))
}

/// The cells of a ticket, in the order of [`COLUMNS`].
fn cells(exported: &Exported) -> io::Result<Vec<String>> {
    let ticket = &exported.ticket;
    // Part by part: one that cannot be read, such as a trail with the number 1e999, is no reason to
    // give none of the tickets.
    let parts: BTreeMap<String, &RawValue> =
        serde_json::from_str(&ticket.request).map_err(|why| damaged(exported, &why))?;
    let read = |(name, part): (String, &RawValue)| {
        let part = serde_json::from_str(part.get()).unwrap_or(Value::Null);
        (name, part)
    };
    let request = Value::Object(parts.into_iter().map(read).collect());
    let text = |pointer: &str| match request.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let at = |pointer: &str| {
        let at = request.pointer(pointer).and_then(Value::as_i64);
        at.map(time).unwrap_or_default()
    };
    let count = |pointer: &str| {
        let list = request.pointer(pointer).and_then(Value::as_array);
        list.map_or(String::new(), |list| list.len().to_string())
    };
    let removed = request.get("removed").and_then(Value::as_array);
    let removed: Vec<&str> = removed
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let verified = if ticket.unverified.is_none() {
        "yes"
    } else {
        "no"
    };
    Ok(vec![
        ticket.number.clone(),
        time(ticket.stored),
        ticket.guide.clone(),
        optional(&ticket.category),
        optional(&ticket.severity),
        verified.to_owned(),
        optional(&ticket.unverified),
        ticket.summary.clone(),
        text("/contact/name"),
        text("/contact/email"),
        text("/contact/phone"),
        text("/contact/account"),
        text("/contact/address"),
        text("/contact/times"),
        text("/note"),
        text("/consent/id"),
        text("/consent/version"),
        at("/consent/at"),
        text("/trail/version"),
        at("/trail/began"),
        count("/trail/visits"),
        removed.join(" "),
        text("/environment/userAgent"),
        text("/environment/language"),
        text("/environment/widget"),
        ticket.text.clone(),
        said_in_a_cell(&exported.added),
        exported
            .added
            .iter()
            .filter(|one| one.photo.is_some())
            .count()
            .to_string(),
        if is_solved(&exported.added) {
            "yes"
        } else {
            "no"
        }
        .to_owned(),
    ])
}

/// A cell that no spreadsheet takes for a formula, which could send other cells away, and that
/// steers no terminal. What could begin a formula gets an apostrophe before it, so that it is text.
/// Wide forms of the signs count as well. After the list of OWASP, "CSV Injection".
///
/// A program that separates cells by something else than commas, as with German settings, finds
/// beginnings of cells within ours: behind a semicolon, a tab or the end of a line.
fn harmless(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut signs = foreign::in_lines(cell)
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    let mut begins = true;
    let mut is_first = true;
    while let Some(sign) = signs.next() {
        let of_formula = matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
        // Within a cell, a hyphen and a blank are what lists begin with.
        let of_list = !is_first && signs.peek().is_some_and(|next| *next == ' ');
        let breaks = is_first && matches!(sign, '\t' | '\n');
        if begins && (of_formula && !of_list || breaks) {
            out.push('\'');
        }
        out.push(sign);
        // Some programs pass over blanks that come first.
        begins = matches!(sign, ';' | '\t' | '\n') || begins && matches!(sign, ' ' | '\u{a0}');
        is_first = is_first && matches!(sign, ' ' | '\u{a0}');
    }
    out
}

/// A time in UTC (RFC 3339), to the millisecond.
fn time(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds)
        .map(|at| format!("{at:.3}"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_on_one_line_keeps_every_token() {
        for (json, line) in [
            ("{ \"a\" : [ 1.0, 2e3 ] }", "{\"a\":[1.0,2e3]}"),
            (
                "{\"a b\":\n\"c \\\" d\\\\\" }",
                "{\"a b\":\"c \\\" d\\\\\"}",
            ),
            ("[\"\\\\\" , \" \"]", "[\"\\\\\",\" \"]"),
        ] {
            assert_eq!(on_one_line(json), line);
        }
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for (cell, shown) in [
            ("=1+1", "'=1+1"),
            ("+49 30 5550", "'+49 30 5550"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            (" =1", " '=1"),
            ("\r=1", "'\n'=1"),
            (
                "harmless;=cmd|' /C calc'!A0",
                "harmless;'=cmd|' /C calc'!A0",
            ),
            ("a; @SUM(A1)", "a; '@SUM(A1)"),
            ("a\t+1\n=2", "a\t'+1\n'=2"),
            ("Tried\n- Restart", "Tried\n- Restart"),
            ("a;-1", "a;'-1"),
            ("\u{1b}[31m\u{9b}2J\u{202e}", "�[31m�2J�"),
            ("＝1", "'＝1"),
            ("Maria", "Maria"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), shown, "{cell:?}");
        }
    }

    #[test]
    fn times_are_utc_to_the_millisecond() {
        assert_eq!(time(1_795_345_200_000), "2026-11-22T11:00:00.000Z");
        assert_eq!(time(1_795_345_200_007), "2026-11-22T11:00:00.007Z");
    }
}
