//! `long-sentence`: more than 25 words.
//!
//! The limit is that of the Government Digital Service ("Sentence length: why 25 words is our
//! limit", 2014). Descriptions of pictures are read aloud, and are left out.

use super::{Seen, Subject};

/// As many words as a sentence may have.
const MOST: usize = 25;

pub(super) fn look(subject: &Subject<'_>) -> Vec<Seen> {
    let mut seen = Vec::new();
    for text in subject.texts {
        if text.path == "searchWords" || text.path.ends_with(".alt") {
            continue;
        }
        let longest = text
            .words
            .items()
            .iter()
            .flat_map(|text| text.split_inclusive(['.', '?', '!', ':', '؟', '。']))
            .map(|sentence| sentence.split_whitespace().count())
            .max();
        if let Some(words) = longest.filter(|words| *words > MOST) {
            let mut parts = text.path.split('.');
            let step = parts.next().filter(|first| *first == "steps");
            seen.push(Seen {
                step: step.and_then(|_| parts.next()).map(str::to_owned),
                span: text.span,
                message: format!("this text has a sentence of {words} words"),
            });
        }
    }
    seen
}
