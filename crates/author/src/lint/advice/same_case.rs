use std::collections::BTreeSet;

use firstline_guide::diagnostic::Example;
use firstline_guide::raw::Condition;

use super::conditions::{together, written};
use super::{Finding, Subject};

firstline_guide::rule! {
    /// A case of a branch, or a variant, has the same condition as one before it.
    ///
    /// The first that holds decides, so that this one never counts.
    Warning "same-case",
    bad: Example::Steps(r#"    "here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.mobile", "is": true }, "to": "fixed" },
      { "if": { "fact": "device.mobile", "is": true }, "to": "ticket" } ] }"#),
    good: Example::Steps(r#"    "here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.mobile", "is": true }, "to": "fixed" } ] }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        let mut seen = BTreeSet::new();
        for condition in step.conditions() {
            let first = first_fact(condition);
            if let (false, Some(span)) = (seen.insert(written(condition)), first) {
                found.push(Finding {
                    step: Some(step.id.value.clone()),
                    span,
                    severity: RULE.severity,
                    message: "this condition stands here twice, and the first decides".to_owned(),
                    hint: "delete one of them, or ask for what was meant",
                });
            }
        }
    }
    found
}

/// Where a condition can be shown.
fn first_fact(condition: &Condition) -> Option<firstline_guide::json::Span> {
    if let Some(comparison) = together(condition).first() {
        return Some(comparison.fact.span);
    }
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().find_map(first_fact),
        Condition::Not(part) => first_fact(part),
        Condition::Fact(comparison) => Some(comparison.fact.span),
    }
}
