//! Finds texts that are missing, old or superfluous in a sidecar.

use std::collections::BTreeSet;

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::diagnostic::pointer;
use firstline_guide::json;
use firstline_guide::rules::{bad_insert, unfilled_insert};

use super::problem::INSERTS;
use super::{Entry, Problem, Sidecar, Text, Words, apply, inserts};

/// Everything that differs between a guide's texts and a sidecar, in the order of the sidecar.
///
/// `source` is the sidecar's own text, for places. `parents` are the sidecars of the tag's
/// parents (`de` for `de-AT`): what they have need not be here.
pub fn compare(
    texts: &[Text],
    sidecar: &Sidecar,
    source: &str,
    parents: &[Sidecar],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add = |span, problem: Problem| found.push(Diagnostic::unplaced(&problem, span));
    let missing = paths(
        texts
            .iter()
            .filter(|text| sidecar.entry(&text.path).is_none() && !inherited(text, parents))
            .map(|text| &text.path),
    );
    if !missing.is_empty() {
        add(sidecar.texts_span, Problem::Missing(missing));
    }
    let of_guide = |entry: &Entry| texts.iter().find(|text| text.path == entry.path);
    let empty: Vec<&Entry> = sidecar
        .texts
        .iter()
        .filter(|entry| {
            entry.words.is_empty() && of_guide(entry).is_some_and(|text| !inherited(text, parents))
        })
        .collect();
    if let Some(first) = empty.first() {
        let paths = paths(empty.iter().map(|entry| &entry.path));
        add(first.words_span, Problem::Empty(paths));
    }
    let written = || {
        sidecar
            .texts
            .iter()
            .filter(|entry| !entry.words.is_empty())
            .map(|entry| (entry, of_guide(entry)))
    };
    let unstamped: Vec<&Entry> = written()
        .filter(|(entry, text)| entry.of.is_none() && text.is_some())
        .map(|(entry, _)| entry)
        .collect();
    if let Some(first) = unstamped.first() {
        let paths = paths(unstamped.iter().map(|entry| &entry.path));
        add(first.path_span, Problem::Unstamped(paths));
    }
    for (entry, text) in written() {
        match text {
            None => add(
                entry.path_span,
                Problem::Superfluous {
                    path: entry.path.clone(),
                    moved: moved(entry, texts, sidecar),
                },
            ),
            Some(text) => of_pair(entry, text, &mut add),
        }
    }
    // A text whose inserts differ was reported already.
    let told: Vec<json::Span> = found
        .iter()
        .filter(|problem| problem.rule == &INSERTS)
        .map(|problem| problem.span)
        .collect();
    let of_guide = sidecar
        .texts
        .iter()
        .filter(|entry| of_guide(entry).is_some());
    let refused =
        of_guide.flat_map(|entry| apply::refused(&entry.path, &entry.words, entry.words_span));
    let of_inserts = [&bad_insert::RULE, &unfilled_insert::RULE];
    found
        .extend(refused.filter(|refused| {
            !of_inserts.contains(&refused.rule) || !told.contains(&refused.span)
        }));
    if let Ok(parsed) = json::parse(source) {
        for problem in &mut found {
            problem.pointer = pointer(&parsed.root, problem.span);
        }
    }
    found.sort_by_key(|problem| problem.span.start);
    found
}

fn of_pair(entry: &Entry, text: &Text, add: &mut impl FnMut(json::Span, Problem)) {
    if !is_fresh(entry, text) {
        let now = text.words.clone();
        add(entry.words_span, Problem::Stale { now });
    }
    let list = matches!(text.words, Words::Many(_));
    if list != matches!(entry.words, Words::Many(_)) {
        add(entry.words_span, Problem::Shape { list });
    } else if !inserts::same(&entry.words, &text.words) {
        let of_text = inserts::of(&text.words).unwrap_or_default();
        let of_entry = inserts::of(&entry.words);
        let difference = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
            one.difference(other).map(ToString::to_string).collect()
        };
        let (missing, foreign) = of_entry.map_or_else(Default::default, |of_entry| {
            (
                difference(&of_text, &of_entry),
                difference(&of_entry, &of_text),
            )
        });
        add(entry.words_span, Problem::Inserts { missing, foreign });
    }
}

/// Whether an entry translates what the guide says now. One without a fingerprint was written
/// just now.
pub(super) fn is_fresh(entry: &Entry, text: &Text) -> bool {
    entry
        .of
        .as_ref()
        .is_none_or(|of| of.eq_ignore_ascii_case(&text.words.fingerprint()))
}

/// Whether an entry of a parent will do.
fn inherited(text: &Text, parents: &[Sidecar]) -> bool {
    parents.iter().any(|parent| {
        parent
            .entry(&text.path)
            .is_some_and(|entry| !entry.words.is_empty())
    })
}

/// Where the text of an entry stands now: a path that no fresh entry has, with the same
/// fingerprint.
fn moved(entry: &Entry, texts: &[Text], sidecar: &Sidecar) -> Option<String> {
    let of = entry.of.as_ref()?;
    texts
        .iter()
        .find(|text| text.words.fingerprint() == *of && !has_fresh(text, sidecar))
        .map(|text| text.path.clone())
}

/// Whether the sidecar has words for a text that are not stale.
pub(super) fn has_fresh(text: &Text, sidecar: &Sidecar) -> bool {
    sidecar
        .entry(&text.path)
        .is_some_and(|entry| !entry.words.is_empty() && is_fresh(entry, text))
}

fn paths<'p>(paths: impl Iterator<Item = &'p String>) -> Vec<String> {
    paths.cloned().collect()
}
