//! A guide in another language.

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::json::{self, Span, Writer};
use firstline_guide::load;

use super::{Sidecar, Text, Words, inserts, texts};

/// A guide with its texts in another language.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The guide's file with the texts put in.
    pub source: String,
    /// How many texts are in the other language.
    pub translated: usize,
    /// How many there are.
    pub all: usize,
}

/// Puts the texts of sidecars into a guide's file. `sidecars` are those of the tag and its
/// parents, the nearest first. A text that none of them has stays as it is. So does one whose
/// inserts or shape differ from the guide's, or that no guide may have: what the engine would stumble
/// over is not shown.
///
/// Where any text is translated, the guide's `language` becomes `tag`.
///
/// # Errors
///
/// Where the guide's file is no JSON.
pub fn apply(source: &str, tag: &str, sidecars: &[Sidecar]) -> Result<Applied, json::Error> {
    let root = json::parse(source)?.root;
    let texts = texts(&root);
    let all = texts.len();
    let mut changes: Vec<(Span, String)> = texts
        .iter()
        .filter_map(|text| Some((text.span, written(translation(text, sidecars)?))))
        .collect();
    let translated = changes.len();
    if translated > 0
        && let Some(language) = root.get("language")
    {
        changes.push((language.span, written(&Words::One(tag.to_owned()))));
    }
    changes.sort_by_key(|(span, _)| span.start);
    let mut applied = String::with_capacity(source.len() * 5 / 4);
    let mut behind = 0;
    for (span, text) in changes {
        applied.push_str(&source[behind..span.start as usize]);
        applied.push_str(&text);
        behind = span.end as usize;
    }
    applied.push_str(&source[behind..]);
    Ok(Applied {
        source: applied,
        translated,
        all,
    })
}

/// The words for a text: the nearest that are there and can be used.
fn translation<'s>(text: &Text, sidecars: &'s [Sidecar]) -> Option<&'s Words> {
    sidecars
        .iter()
        .filter_map(|sidecar| sidecar.entry(&text.path))
        .map(|entry| &entry.words)
        .find(|words| {
            let same_shape = matches!(
                (words, &text.words),
                (Words::One(_), Words::One(_)) | (Words::Many(_), Words::Many(_))
            );
            !words.is_empty()
                && same_shape
                && inserts::same(words, &text.words)
                && refused(&text.path, words, text.span).is_empty()
        })
}

/// What a guide with these words would be refused for. An empty item of a list means "not yet".
pub(super) fn refused(path: &str, words: &Words, span: Span) -> Vec<Diagnostic> {
    let items = words.items().iter();
    let said = items.filter(|text| !text.trim().is_empty());
    said.flat_map(|words| load::text(path, words, span))
        .collect()
}

fn written(words: &Words) -> String {
    let mut writer = Writer::new();
    match words {
        Words::One(text) => {
            writer.string(text);
        }
        Words::Many(items) => {
            writer.begin_array();
            // An empty item means "not yet".
            for item in items.iter().filter(|item| !item.trim().is_empty()) {
                writer.string(item);
            }
            writer.end_array();
        }
    }
    writer.finish()
}
