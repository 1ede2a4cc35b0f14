use firstline_guide::diagnostic::Example;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// A sentence of more than 25 words.
    ///
    /// The limit is that of the Government Digital Service ("Sentence length: why 25 words is our limit", 2014).
    /// Descriptions of pictures are read aloud, and are left out.
    Warning "long-sentence",
    bad: Example::Members(r#"  "summary": "If nothing works at all and you have restarted the router and looked at all of its cables and it is not the evening on which we work on the line""#),
    good: Example::Members(r#"  "summary": "Nothing works at all, and a restart of the router did not help""#),
}

/// As many words as a sentence may have.
const MOST: usize = 25;

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
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
            found.push(Finding {
                step: step.and_then(|_| parts.next()).map(str::to_owned),
                span: text.span,
                severity: RULE.severity,
                message: format!("this text has a sentence of {words} words"),
                hint: "make two sentences of it: at most 25 words",
            });
        }
    }
    found
}
