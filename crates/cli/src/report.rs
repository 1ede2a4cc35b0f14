//! What lint found, for people and for programs.

use std::io::IsTerminal as _;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use firstline_author::lint::{Found, Report, Role};
use firstline_guide::diagnostic::{BYTE_ORDER_MARK, Diagnostic, Severity, line_column};
use firstline_wire::foreign::on_one_line;
use serde_json::json;

use crate::output::printable;

/// Each problem with its line, as rustc shows them, and a summary.
pub fn for_people(report: &Report<'_>, coloured: bool) -> String {
    let mut out = String::new();
    for Found {
        source, diagnostic, ..
    } in &report.found
    {
        out += &one(&source.path, &source.text, diagnostic, coloured);
    }
    format!("{out}{}\n", summary(report))
}

/// Each of these problems of a file with its line, as rustc shows them.
pub fn each(path: &Path, text: &str, diagnostics: &[Diagnostic], coloured: bool) -> String {
    let each = diagnostics.iter();
    each.map(|diagnostic| one(path, text, diagnostic, coloured))
        .collect()
}

/// Whether what is printed to standard output may be coloured.
pub fn on_a_terminal() -> bool {
    // https://no-color.org: set and not empty means no colour.
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !plain && std::io::stdout().is_terminal()
}

fn one(path: &Path, text: &str, diagnostic: &Diagnostic, coloured: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let path = on_one_line(&path.display().to_string());
    let place = shown(text, range(diagnostic, text));
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.rule.id);
    let group = Group::with_title(title);
    let mut group = match place {
        Some(Shown { lines, first, span }) => group.element(
            Snippet::source(lines)
                .line_start(first)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        None => {
            let (line, column) = line_column(text, diagnostic.span.start);
            let place = Origin::path(path).line(line).char_column(column);
            group.element(place)
        }
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(printable(hint)));
    }
    format!("{}\n\n", renderer.render(&[group]))
}

/// Of a file, what is shown.
struct Shown {
    lines: String,
    /// The number of the first.
    first: usize,
    /// What is marked in them.
    span: std::ops::Range<usize>,
}

/// The most bytes of the lines that are shown: longer ones are of programs, and laid out for minutes.
const MOST_SHOWN: usize = 4_000;

/// The lines in which this stands, without what could steer a terminal; `None` where they are too long.
fn shown(text: &str, marked: std::ops::Range<usize>) -> Option<Shown> {
    let start = text[..marked.start].rfind('\n').map_or(0, |at| at + 1);
    let start = start.max(head(text));
    let marked = marked.start.max(start)..marked.end.max(start);
    let end = text[marked.end..]
        .find('\n')
        .map_or(text.len(), |at| marked.end + at);
    let end = end - usize::from(text[start..end].ends_with('\r') && end > marked.end);
    let lines = &text[start..end];
    if lines.len() > MOST_SHOWN {
        return None;
    }
    // A sign in place of another may have another length.
    let upto = |at: usize| printable(&text[start..at]).len();
    Some(Shown {
        lines: printable(lines),
        first: text[..start].matches('\n').count() + 1,
        span: upto(marked.start)..upto(marked.end),
    })
}

/// Where the text begins that editors show: behind a byte order mark. They count columns from there.
fn head(text: &str) -> usize {
    let mark = text.strip_prefix(BYTE_ORDER_MARK);
    mark.map_or(0, |rest| text.len() - rest.len())
}

/// What is marked: at least one character, if there is one, so that the eye has something to see.
fn range(diagnostic: &Diagnostic, text: &str) -> std::ops::Range<usize> {
    let within = |offset: u32| {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let (start, end) = (within(diagnostic.span.start), within(diagnostic.span.end));
    if start < end {
        return start..end;
    }
    let start = start.max(head(text));
    let next = text[start..].chars().next();
    start..start + next.filter(|next| *next != '\n').map_or(0, char::len_utf8)
}

fn summary(report: &Report<'_>) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let guides = count(report.guides, "guide", "guides");
    let translations = count(report.translations, "translation", "translations");
    let number = |severity| {
        let of = report.found.iter();
        of.filter(|found| found.diagnostic.severity == severity)
            .count()
    };
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let notes = match number(Severity::Note) {
        0 => String::new(),
        notes => format!(", and {}", count(notes, "note", "notes")),
    };
    if errors + warnings == 0 {
        let read = match (report.guides, report.translations) {
            (_, 0) => guides,
            (0, _) => translations,
            (_, _) => format!("{guides} and {translations}"),
        };
        return format!("{read}, no problems{notes}");
    }
    let mut with: Vec<(Role, &Path)> = report
        .found
        .iter()
        .filter(|found| found.diagnostic.severity != Severity::Note)
        .map(|found| (found.role, found.source.path.as_path()))
        .collect();
    with.dedup();
    let of = |role| with.iter().filter(|(other, _)| *other == role).count();
    let mut places = Vec::new();
    for (role, read) in [(Role::Guide, guides), (Role::Translation, translations)] {
        if of(role) > 0 {
            places.push(format!("in {} of {read}", of(role)));
        }
    }
    for (role, path) in &with {
        if !matches!(role, Role::Guide | Role::Translation) {
            places.push(format!("in {}", on_one_line(&path.display().to_string())));
        }
    }
    let mut numbers = Vec::new();
    if errors > 0 {
        numbers.push(count(errors, "problem", "problems"));
    }
    if warnings > 0 {
        numbers.push(count(warnings, "warning", "warnings"));
    }
    let places = match places.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => places.concat(),
    };
    format!("{} {places}{notes}", numbers.join(" and "))
}

/// One JSON document: places from 1, columns in characters, ends exclusive.
pub fn for_programs(report: &Report<'_>) -> String {
    let problem = |found: &Found<'_>| {
        let Found {
            source, diagnostic, ..
        } = found;
        let (line, column) = line_column(&source.text, diagnostic.span.start);
        let (end_line, end_column) = line_column(&source.text, diagnostic.span.end);
        json!({
            "file": source.path.display().to_string(),
            "line": line,
            "column": column,
            "endLine": end_line,
            "endColumn": end_column,
            "pointer": diagnostic.pointer,
            "rule": diagnostic.rule.id,
            "severity": diagnostic.severity.name(),
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        })
    };
    let problems: Vec<_> = report.found.iter().map(problem).collect();
    let document = json!({
        "guides": report.guides,
        "translations": report.translations,
        "problems": problems,
    });
    format!("{document:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_without_what_steers_and_marked_where_it_was() {
        let text = "{\n  \"a\": \"\u{9b}31m\", \"b\": 5\n}\n";
        let at = text.find("5").unwrap();
        let shown = shown(text, at..at + 1).unwrap();
        assert_eq!(shown.first, 2);
        assert!(!shown.lines.contains('\u{9b}'));
        assert_eq!(&shown.lines[shown.span], "5");
    }

    #[test]
    fn a_line_that_windows_ended_is_one_line() {
        let text = "{\r\n  \"a\": 5\r\n}\r\n";
        let at = text.find('5').unwrap();
        let shown = shown(text, at..at + 1).unwrap();
        assert_eq!(shown.lines, "  \"a\": 5");
        assert_eq!(&shown.lines[shown.span], "5");
    }

    #[test]
    fn a_byte_order_mark_is_not_shown_and_moves_no_column() {
        let text = "\u{feff}{ \"a\": 5 }\n{ \"a\": 6 }\n";
        for digit in ['5', '6'] {
            let at = text.find(digit).unwrap();
            let shown = shown(text, at..at + 1).unwrap();
            assert_eq!(shown.lines, format!("{{ \"a\": {digit} }}"));
            assert_eq!(&shown.lines[shown.span.clone()], digit.to_string());
            let (_, column) = line_column(text, u32::try_from(at).unwrap());
            assert_eq!(column, shown.span.start + 1);
        }
        // A finding about the mark itself is shown where the file seems to begin.
        assert_eq!(line_column(text, 0), (1, 1));
        assert_eq!(line_column(text, 3), (1, 1));
    }

    #[test]
    fn a_line_without_end_is_not_laid_out() {
        let text = format!("{{ \"a\": \"{}\" }}", "x".repeat(1_000_000));
        assert!(shown(&text, 2..5).is_none());
    }
}
