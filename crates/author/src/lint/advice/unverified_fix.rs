use firstline_guide::diagnostic::Example;
use firstline_guide::raw::{Kind, Name};

use super::{Finding, Subject};

firstline_guide::rule! {
    /// An instruction that leads straight to an end that says "it works".
    ///
    /// A fix counts when it is verified: otherwise the customer is told that all is well, and it is not.
    Warning "unverified-fix",
    bad: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Plug it in", "actions": ["Press the plug in."], "to": "fixed" }"#),
    good: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Plug it in", "actions": ["Press the plug in."],
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let is_resolved = |to: &Name| {
        subject.guide.steps.iter().any(|step| {
            let ends = match &step.kind {
                Some(Kind::Outcome(outcome)) => outcome.ends.as_ref(),
                _ => None,
            };
            step.id.value == to.value && ends.is_some_and(|ends| ends.value == "resolved")
        })
    };
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        if let Some(Kind::Instruction(instruction)) = &step.kind
            && let Some(to) = instruction.to.as_ref().filter(|to| is_resolved(to))
        {
            found.push(Finding {
                step: Some(step.id.value.clone()),
                span: to.span,
                severity: RULE.severity,
                message: "this counts as a fix without anybody having looked whether it helped"
                    .to_owned(),
                hint: "give it a `verify`, by checks or by asking; or lead to a check",
            });
        }
    }
    found
}
