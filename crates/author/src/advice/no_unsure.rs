//! `no-unsure`: a question without "not sure".
//!
//! Whoever does not know guesses, and a guess leads astray. Where there are several answers to
//! choose at once, choosing none says it.

use firstline_guide::raw::Kind;

use super::{Seen, Subject};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Seen> {
    let mut seen = Vec::new();
    for step in &subject.guide.steps {
        let Some(Kind::Question(question)) = &step.kind else {
            continue;
        };
        let unsure = question
            .options
            .iter()
            .any(|option| option.id.as_ref().is_some_and(|id| id.value == "unsure"));
        if !question.many && !unsure {
            seen.push(Seen {
                step: Some(step.id.value.clone()),
                span: step.id.span,
                message: "this question cannot be answered with \"not sure\"".to_owned(),
            });
        }
    }
    seen
}
