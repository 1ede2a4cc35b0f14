use std::collections::BTreeSet;

use firstline_guide::diagnostic::Example;
use firstline_guide::raw::{Field, Kind, Name};

use super::{Finding, Subject};

firstline_guide::rule! {
    /// Two options of a question, or two fields of a form, have one label.
    ///
    /// Customers cannot tell them apart.
    Warning "same-answer",
    bad: Example::Steps(r#"    "here": { "kind": "question", "title": "Which lamp is on?", "options": [
      { "id": "left", "label": "The lamp", "to": "fixed" }, { "id": "right", "label": "The lamp", "to": "ticket" },
      { "id": "unsure", "to": "ticket" } ] }"#),
    good: Example::Steps(r#"    "here": { "kind": "question", "title": "Which lamp is on?", "options": [
      { "id": "left", "label": "The left lamp", "to": "fixed" },
      { "id": "right", "label": "The right lamp", "to": "ticket" }, { "id": "unsure", "to": "ticket" } ] }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        for labels in lists(step.kind.as_ref()) {
            let mut seen = BTreeSet::new();
            for label in labels {
                if !seen.insert(label.value.trim().to_lowercase()) {
                    found.push(Finding {
                        step: Some(step.id.value.clone()),
                        span: label.span,
                        severity: RULE.severity,
                        message: format!("“{}” stands here twice", label.value.trim()),
                        hint: "write what tells them apart",
                    });
                }
            }
        }
    }
    found
}

/// The labels of each list that a step shows.
fn lists(kind: Option<&Kind>) -> Vec<Vec<&Name>> {
    match kind {
        Some(Kind::Question(question)) => {
            let options = question.options.iter();
            vec![options.filter_map(|option| option.label.as_ref()).collect()]
        }
        Some(Kind::Instruction(instruction)) => {
            let options = instruction.verify.iter().flat_map(|verify| &verify.options);
            vec![options.filter_map(|option| option.label.as_ref()).collect()]
        }
        Some(Kind::Input(input)) => {
            let mut lists: Vec<Vec<&Name>> = Vec::new();
            if let Field::Form(parts) = &input.field {
                lists.push(
                    parts
                        .iter()
                        .filter_map(|part| part.label.as_ref())
                        .collect(),
                );
            }
            for (field, _) in input.parts() {
                if let Field::Choice(options) = field {
                    lists.push(options.iter().map(|(_, label)| label).collect());
                }
            }
            lists
        }
        _ => Vec::new(),
    }
}
