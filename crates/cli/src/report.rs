//! What lint found, for people and for programs.

use std::io::IsTerminal as _;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use firstline_author::lint::{Found, Report, Role};
use firstline_guide::diagnostic::line_column;
use firstline_guide::diagnostic::{Diagnostic, Severity};
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
    let snippet = Snippet::source(text)
        .path(path.display().to_string())
        .annotation(AnnotationKind::Primary.span(range(diagnostic, text)));
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.rule.id);
    let mut group = Group::with_title(title).element(snippet);
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(printable(hint)));
    }
    format!("{}\n\n", renderer.render(&[group]))
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
            places.push(format!("in {}", path.display()));
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
