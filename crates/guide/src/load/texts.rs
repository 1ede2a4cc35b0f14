//! Looks at what is written in strings: texts, names, words of closed lists.

use firstline_diagnosis::CheckId;

use crate::diagnostic::{Diagnostic, Report};
use crate::format::Value;
use crate::json::Span;
use crate::language::is_language;
use crate::model::time_of_day;
use crate::rules::unknown_check::UnknownCheck;
use crate::rules::unknown_value::UnknownValue;
use crate::rules::wrong_type::{Expected, WrongType, is_date};
use crate::rules::{
    bad_insert, bad_link, bad_name, bad_picture_file, control_character, empty_text,
    invisible_character, markup, overlong_text, picture_without_alt, unfilled_insert,
};

/// What is written in a string.
pub(super) fn of_value(text: &str, span: Span, key: &str, value: &Value, report: &mut Report) {
    if matches!(value, Value::Text) && SHORT.contains(&key) {
        overlong_text::look(text, overlong_text::LINE, span, report);
    }
    match value {
        Value::Line => {
            empty_text::look(text, span, report);
            markup::look(text, span, report);
            unfilled_insert::look(text, span, report);
            overlong_text::look(text, overlong_text::LINE, span, report);
        }
        Value::Text => of_customers(text, span, report),
        Value::Alt => {
            picture_without_alt::look(text, span, report);
            unfilled_insert::look(text, span, report);
            overlong_text::look(text, overlong_text::LINE, span, report);
        }
        Value::Link => bad_link::look(text, span, report),
        Value::Name => bad_name::look(text, span, report),
        Value::PictureFile => bad_picture_file::look(text, span, report),
        Value::Date if !is_date(text) => report.add(span, &WrongType::from(Expected::Date)),
        Value::TimeOfDay if time_of_day(text).is_none() => {
            report.add(span, &WrongType::from(Expected::TimeOfDay));
        }
        Value::Language if !is_language(text) => {
            report.add(span, &WrongType::from(Expected::Language));
        }
        Value::Word(words) => one_of(text, &words(), span, report),
        Value::Check if CheckId::from_name(text).is_none() => {
            let known: Vec<&str> = CheckId::ALL.iter().map(|check| check.name()).collect();
            let (name, known) = (text, &known);
            report.add(span, &UnknownCheck { name, known });
        }
        // Steps, facts and results are looked up later.
        _ => {}
    }
}

/// A word of a closed list.
pub(super) fn one_of(name: &str, known: &[&str], span: Span, report: &mut Report) {
    if !known.contains(&name) {
        report.add(span, &UnknownValue { name, known });
    }
}

/// What a guide with this text at a path, such as `steps.plug.title`, would be refused for, at this place: for texts that
/// are put into a guide later, as translations are.
pub fn text(path: &str, text: &str, span: Span) -> Vec<Diagnostic> {
    let key = path.rsplit('.').next().unwrap_or_default();
    let value = match key {
        "alt" => Value::Alt,
        "summary" | "searchWords" | "copy" => Value::Line,
        // The guide's own.
        "title" if path == key => Value::Line,
        _ => Value::Text,
    };
    let mut report = Report::default();
    control_character::look(text, span, &mut report);
    invisible_character::look(text, span, &mut report);
    of_value(text, span, key, &value, &mut report);
    report.unplaced()
}

/// Keys of texts that are headings, labels and questions.
const SHORT: &[&str] = &["title", "label", "done", "cannot", "ask"];

/// A text that customers read.
pub(super) fn of_customers(text: &str, span: Span, report: &mut Report) {
    empty_text::look(text, span, report);
    bad_insert::look(text, span, report);
    markup::look(text, span, report);
    overlong_text::look(text, overlong_text::PARAGRAPH, span, report);
}
