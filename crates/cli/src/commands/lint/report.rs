//! What was found, for people and for programs.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use firstline_guide::problem::line_column;
use serde_json::json;

use super::collect::{File, Found, Is};
use crate::output::printable;

/// Each problem with its line, as rustc shows them, and a summary.
pub fn for_people(files: &[File], found: &[Found], coloured: bool) -> String {
    let problems = each(files, found, coloured);
    format!("{problems}{}\n", summary(files, found))
}

/// Each problem with its line, as rustc shows them.
pub fn each(files: &[File], found: &[Found], coloured: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for found in found {
        let file = &files[found.file];
        let path = file.path.display().to_string();
        let snippet = Snippet::source(file.text.as_str())
            .path(path)
            .annotation(AnnotationKind::Primary.span(range(found, &file.text)));
        let level = if found.is_warning {
            Level::WARNING
        } else {
            Level::ERROR
        };
        let title = level
            .primary_title(printable(&found.message))
            .id(found.rule);
        let mut group = Group::with_title(title).element(snippet);
        if let Some(hint) = &found.hint {
            group = group.element(Level::HELP.message(printable(hint)));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// What is marked: at least one character, where there is one, that the eye has something to see.
fn range(found: &Found, text: &str) -> std::ops::Range<usize> {
    let start = (found.span.start as usize).min(text.len());
    let end = (found.span.end as usize).min(text.len());
    if start < end {
        return start..end;
    }
    let next = text[start..].chars().next();
    start..start + next.filter(|next| *next != '\n').map_or(0, char::len_utf8)
}

fn summary(files: &[File], found: &[Found]) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let asked = |is| {
        let asked = files.iter().filter(|file| file.asked && file.is == is);
        asked.count()
    };
    let guides = count(asked(Is::Guide), "guide", "guides");
    let translations = asked(Is::Translation);
    let translations_read = count(translations, "translation", "translations");
    if found.is_empty() {
        return match (asked(Is::Guide), translations) {
            (_, 0) => format!("{guides}, no problems"),
            (0, _) => format!("{translations_read}, no problems"),
            (_, _) => format!("{guides} and {translations_read}, no problems"),
        };
    }
    let mut with: Vec<usize> = found.iter().map(|found| found.file).collect();
    with.dedup();
    let of = |is| with.iter().filter(|file| files[**file].is == is).count();
    let mut places = Vec::new();
    for (is, read) in [(Is::Guide, guides), (Is::Translation, translations_read)] {
        if of(is) > 0 {
            places.push(format!("in {} of {read}", of(is)));
        }
    }
    for file in &with {
        if matches!(files[*file].is, Is::Catalogue | Is::Provider) {
            places.push(format!("in {}", files[*file].path.display()));
        }
    }
    let warnings = found.iter().filter(|found| found.is_warning).count();
    let mut numbers = Vec::new();
    if found.len() > warnings {
        numbers.push(count(found.len() - warnings, "problem", "problems"));
    }
    if warnings > 0 {
        numbers.push(count(warnings, "warning", "warnings"));
    }
    let places = match places.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => places.concat(),
    };
    format!("{} {places}", numbers.join(" and "))
}

/// One JSON document: places from 1, columns in characters, ends exclusive.
pub fn for_programs(files: &[File], found: &[Found]) -> String {
    let problem = |found: &Found| {
        let file = &files[found.file];
        let (line, column) = line_column(&file.text, found.span.start);
        let (end_line, end_column) = line_column(&file.text, found.span.end);
        json!({
            "file": file.path.display().to_string(),
            "line": line,
            "column": column,
            "endLine": end_line,
            "endColumn": end_column,
            "pointer": found.pointer,
            "rule": found.rule,
            "severity": if found.is_warning { "warning" } else { "error" },
            "message": found.message,
            "hint": found.hint,
        })
    };
    let problems: Vec<_> = found.iter().map(problem).collect();
    let asked = |is| {
        let asked = files.iter().filter(|file| file.asked && file.is == is);
        asked.count()
    };
    let document = json!({
        "guides": asked(Is::Guide),
        "translations": asked(Is::Translation),
        "problems": problems,
    });
    format!("{document:#}\n")
}
