//! Single words: names, days, files; and what must stand beside what.

use crate::language::is_language;
use crate::model::ROLES;
use crate::problem::{Expected, ProblemKind, Report, What};
use crate::raw::{self, Field, Guide, Kind, Name, Picture, Shown, Step};

pub(super) fn check(guide: &Guide, report: &mut Report) {
    for name in [&guide.id, &guide.version, &guide.title, &guide.summary]
        .into_iter()
        .flatten()
    {
        refuse_empty(name, report);
    }
    for name in guide.search_words.iter().chain(&guide.owner) {
        refuse_empty(name, report);
    }
    refuse_bad_name(guide.id.as_ref(), report);
    refuse_no_date(guide.review_by.as_ref(), report);
    if let Some(language) = &guide.language
        && !is_language(&language.value)
    {
        report.add(language.span, || ProblemKind::WrongType(Expected::Language));
    }
    if guide.listed && guide.stuck.is_none() {
        report.add(guide.span, || ProblemKind::MissingStuck);
    }
    for fact in &guide.facts {
        // What the device and the provider tell goes by names of its own, which a guide may
        // declare for its type.
        let from = fact.from.as_ref().map_or("", Name::as_str);
        let family = fact
            .name
            .value
            .split_once('.')
            .filter(|(family, _)| *family == from);
        let parts = match family {
            Some(("device" | "provider", rest)) => rest,
            _ => &fact.name.value,
        };
        if !parts.split('.').all(is_kebab_case) || (parts.contains('.') && family.is_none()) {
            report.add(fact.name.span, || {
                ProblemKind::BadName(fact.name.value.clone())
            });
        }
        for (position, value) in fact.values.iter().enumerate() {
            refuse_bad_name(Some(value), report);
            if fact.values[..position]
                .iter()
                .any(|other| other.value == value.value)
            {
                report.add(value.span, || ProblemKind::DuplicateId(value.value.clone()));
            }
        }
    }
    for step in &guide.steps {
        self::step(step, guide, report);
    }
    for scenario in &guide.scenarios {
        self::scenario(scenario, guide, report);
    }
}

fn step(step: &Step, guide: &Guide, report: &mut Report) {
    refuse_bad_name(Some(&step.id), report);
    shown(&step.shown, report);
    for (_, variant) in &step.variants {
        shown(&variant.shown, report);
        for action in variant.actions.iter().flatten() {
            picture(action.picture.as_ref(), report);
        }
    }
    match &step.kind {
        Some(Kind::Question(question)) => {
            refuse_bad_name(question.fact.as_ref(), report);
            for option in &question.options {
                refuse_bad_name(option.id.as_ref(), report);
                picture(option.picture.as_ref(), report);
                for (fact, _) in &option.set {
                    // An answer may correct what the device told, because another device is meant.
                    if !is_of_device(fact, guide) {
                        refuse_bad_name(Some(fact), report);
                    }
                }
            }
        }
        Some(Kind::Input(input)) => {
            refuse_bad_name(input.fact.as_ref(), report);
            match &input.field {
                Field::Choice(options) => {
                    for (id, _) in options {
                        refuse_bad_name(Some(id), report);
                    }
                }
                Field::Date { min, max } => {
                    refuse_no_date(min.as_ref(), report);
                    refuse_no_date(max.as_ref(), report);
                }
                _ => {}
            }
        }
        Some(Kind::Lights(lights)) => {
            if let Some(of) = &lights.of
                && !ROLES.contains(&of.as_str())
            {
                report.unknown(of.span, What::Word, &of.value, || ROLES.iter().copied());
            }
        }
        Some(Kind::Instruction(instruction)) => {
            let reset = instruction.does.iter().find(|does| does.value == "reset");
            if let Some(reset) = reset
                && instruction.warning.is_none()
            {
                report.add(reset.span, || ProblemKind::ResetWithoutWarning);
            }
            for action in &instruction.actions {
                picture(action.picture.as_ref(), report);
            }
        }
        Some(Kind::Call(call)) => refuse_bad_name(call.guide.as_ref(), report),
        Some(Kind::Outcome(outcome)) => {
            let ticket = outcome.ticket.as_ref();
            refuse_bad_name(ticket.and_then(|ticket| ticket.category.as_ref()), report);
        }
        Some(Kind::Check(_) | Kind::Branch(_)) | None => {}
    }
}

fn shown(shown: &Shown, report: &mut Report) {
    picture(shown.picture.as_ref(), report);
}

fn picture(raw: Option<&Picture>, report: &mut Report) {
    if let Some(file) = raw.and_then(|picture| picture.file.as_ref())
        && !is_picture_file(&file.value)
    {
        report.add(file.span, || {
            ProblemKind::BadPictureFile(file.value.clone())
        });
    }
}

/// The steps that a scenario names are steps. What lies in called guides (`cables/sockets`) is
/// looked at where those are known.
fn scenario(scenario: &raw::Scenario, guide: &Guide, report: &mut Report) {
    let checks = scenario.checks.iter().map(|(step, _)| step);
    let answers = scenario.answers.iter().map(|(step, _)| step);
    let guides = scenario.guides.iter().map(|(step, _)| step);
    let named = checks.chain(answers).chain(guides).chain(&scenario.expect);
    for name in named {
        let own = name.value.split('/').next().unwrap_or_default();
        if !guide.steps.iter().any(|step| step.id.value == own) {
            let known = guide.steps.iter().map(|step| step.id.as_str());
            report.unknown(name.span, What::Step, own, || known);
        }
    }
}

fn refuse_empty(name: &Name, report: &mut Report) {
    if name.value.trim().is_empty() {
        report.add(name.span, || ProblemKind::EmptyText);
    }
}

/// A fact that the guide declares to come from the device; its name is looked at there.
fn is_of_device(fact: &Name, guide: &Guide) -> bool {
    fact.value.starts_with("device.")
        && guide
            .facts
            .iter()
            .any(|declared| declared.name.value == fact.value)
}

fn refuse_bad_name(name: Option<&Name>, report: &mut Report) {
    if let Some(name) = name
        && !is_kebab_case(&name.value)
    {
        report.add(name.span, || ProblemKind::BadName(name.value.clone()));
    }
}

fn refuse_no_date(name: Option<&Name>, report: &mut Report) {
    if let Some(name) = name
        && !is_date(&name.value)
    {
        report.add(name.span, || ProblemKind::WrongType(Expected::Date));
    }
}

/// Small letters, digits and single hyphens between them.
fn is_kebab_case(name: &str) -> bool {
    let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(small))
}

/// A name that is a file beside the other pictures and nothing else.
fn is_picture_file(file: &str) -> bool {
    const ENDINGS: &[&str] = &["svg", "png", "webp", "avif", "jpg"];
    let parts = file.rsplit_once('.');
    parts.is_some_and(|(stem, ending)| is_kebab_case(stem) && ENDINGS.contains(&ending))
}

/// A day of the Gregorian calendar, `YYYY-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(check: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(check(text), "{text:?} should be accepted");
        }
        for text in no {
            assert!(!check(text), "{text:?} should be refused");
        }
    }

    #[test]
    fn names_are_kebab_case() {
        let no = [
            "", "-", "a-", "-a", "a--b", "A", "a_b", "a.b", "a b", "ä", "a/b",
        ];
        claims(is_kebab_case, &["a", "a-b", "fritz-7590", "2nd", "1"], &no);
    }

    #[test]
    fn days_are_days_of_the_calendar() {
        let yes = ["2026-12-25", "2024-02-29", "2000-02-29", "0001-01-31"];
        let no = [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-04-31",
            "2026-1-1",
        ];
        claims(is_date, &yes, &no);
        claims(
            is_date,
            &[],
            &[
                "",
                "2026/12/25",
                "2026-12-00",
                "20261225",
                "2026-12-2x",
                "+026-1-01",
            ],
        );
    }

    #[test]
    fn pictures_are_files_beside_the_others() {
        let no = [
            "router",
            "../router.svg",
            "a/b.svg",
            "https://x.svg",
            "Router.svg",
            ".svg",
            "a.gif",
        ];
        claims(
            is_picture_file,
            &["router-back.svg", "a.png", "a.webp"],
            &no,
        );
    }
}
