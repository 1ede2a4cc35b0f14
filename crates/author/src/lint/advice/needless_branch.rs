use firstline_guide::diagnostic::Example;
use firstline_guide::raw::Kind;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// All ways of a branch lead to one step.
    ///
    /// It decides nothing: a way was forgotten, or the branch is left over.
    Warning "needless-branch",
    bad: Example::Steps(r#"    "here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.mobile", "is": true }, "to": "ticket" } ] }"#),
    good: Example::Steps(r#"    "here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.mobile", "is": true }, "to": "fixed" } ] }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        let Some(Kind::Branch(branch)) = &step.kind else {
            continue;
        };
        let Some(otherwise) = &branch.otherwise else {
            continue;
        };
        let elsewhere = |to: &firstline_guide::raw::Name| to.value != otherwise.value;
        let mut ways = branch.cases.iter().filter_map(|case| case.to.as_ref());
        if !ways.any(elsewhere) {
            found.push(Finding {
                step: Some(step.id.value.clone()),
                span: step.id.span,
                severity: RULE.severity,
                message: format!("all ways of this branch lead to `{}`", otherwise.value),
                hint: "lead one of them elsewhere; or lead to that step at once, and delete the branch",
            });
        }
    }
    found
}
