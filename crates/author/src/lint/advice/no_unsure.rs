use firstline_guide::diagnostic::Example;
use firstline_guide::raw::Kind;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// A question without "not sure".
    ///
    /// Whoever does not know guesses, and a guess leads astray. A question with several answers at once is
    /// left out: choosing none says it.
    Warning "no-unsure",
    bad: Example::Steps(r#"    "here": { "kind": "question", "title": "Is the lamp on?", "options": [
      { "id": "yes", "to": "fixed" }, { "id": "no", "to": "ticket" } ] }"#),
    good: Example::Steps(r#"    "here": { "kind": "question", "title": "Is the lamp on?", "options": [
      { "id": "yes", "to": "fixed" }, { "id": "no", "to": "ticket" }, { "id": "unsure", "to": "ticket" } ] }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        let Some(Kind::Question(question)) = &step.kind else {
            continue;
        };
        let unsure = question
            .options
            .iter()
            .any(|option| option.id.as_ref().is_some_and(|id| id.value == "unsure"));
        if !question.many && !unsure {
            found.push(Finding {
                step: Some(step.id.value.clone()),
                span: step.id.span,
                severity: RULE.severity,
                message: "this question cannot be answered with \"not sure\"".to_owned(),
                hint: "add an option with the id `unsure`: who does not know must not have to guess",
            });
        }
    }
    found
}
