//! `reset-without-warning`

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::raw::Kind;

crate::rule! {
    /// An instruction erases the customer's settings and does not warn of it.
    ///
    /// Who has lost their Wi-Fi name and password, or the telephone, is worse off than before.
    Error "reset-without-warning",
    bad: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Reset the router", "to": "ticket", "does": ["reset"],
      "actions": ["Hold the button for ten seconds"] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Reset the router", "to": "ticket", "does": ["reset"], "warning": "This erases the name and password of your Wi-Fi.",
      "actions": ["Hold the button for ten seconds"] }"#,
    ),
}

/// A reset without a warning.
pub struct ResetWithoutWarning;

impl Violation for ResetWithoutWarning {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this erases the customer's settings without a `warning`".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("say in `warning` what is lost, and how to get it back".to_owned())
    }
}

/// Looks at instructions.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for step in &analysis.guide.steps {
        if let Some(Kind::Instruction(instruction)) = &step.kind
            && instruction.warning.is_none()
            && let Some(reset) = instruction.does.iter().find(|does| does.value == "reset")
        {
            report.add(reset.span, &ResetWithoutWarning);
        }
    }
}
