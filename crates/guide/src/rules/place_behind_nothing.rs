//! `place-behind-nothing`

use crate::diagnostic::{Example, Report, Rule, Violation};

use super::analysis::Analysis;
use crate::raw::{Instruction, Kind};

crate::rule! {
    /// A step keeps its place behind the instruction that leads to it, and none does.
    ///
    /// `keepsPlace` says that an instruction belongs right behind the one whose `verify` leads to it when that did not help. Where no
    /// instruction leads to it in this way, there is no place to keep.
    Error "place-behind-nothing",
    bad: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Wait a little longer", "minutes": 5, "actions": ["Wait."], "keepsPlace": true,
      "verify": { "run": ["isp"], "on": { "pass": "fixed", "otherwise": "ticket" } } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Restart the router", "minutes": 5, "actions": ["Pull the plug."],
      "verify": { "run": ["isp"], "on": { "pass": "fixed", "otherwise": "longer" } } },
    "longer": { "kind": "instruction", "title": "Wait a little longer", "minutes": 5, "actions": ["Wait."], "keepsPlace": true,
      "verify": { "run": ["isp"], "on": { "pass": "fixed", "otherwise": "ticket" } } }"#,
    ),
}

/// No instruction leads here when it did not help.
pub struct PlaceBehindNothing;

impl Violation for PlaceBehindNothing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "no instruction leads here when it did not help".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("take `keepsPlace` out, or let the `verify` of an instruction lead here".to_owned())
    }
}

/// Looks at instructions that keep their place.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let instructions = || {
        let steps = analysis.guide.steps.iter();
        steps.filter_map(|step| match &step.kind {
            Some(Kind::Instruction(instruction)) => Some((step, instruction)),
            _ => None,
        })
    };
    for (step, instruction) in instructions() {
        let Some(span) = instruction.keeps_place else {
            continue;
        };
        let leads_here = |other: &Instruction| {
            let on = other.verify.as_ref().and_then(|verify| verify.on.as_ref());
            let mut ways = on.iter().flat_map(|on| &on.value);
            ways.any(|(when, to)| when.value != "pass" && to.value == step.id.value)
        };
        if !instructions().any(|(other, verified)| other.id != step.id && leads_here(verified)) {
            report.add(span, &PlaceBehindNothing);
        }
    }
}
