//! `alias-with-several-checks`

use crate::diagnostic::{Example, Rule, Violation};
use std::collections::BTreeSet;

use firstline_diagnosis::{CheckId, Verdict};

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::raw::Kind;

crate::rule! {
    /// `on` names a result by a check's own word, although several checks run.
    ///
    /// Several checks are judged together: the worst of them counts, as `pass`, `warn`, `fail` or `unknown`. A word
    /// such as `fault` belongs to one check alone.
    Error "alias-with-several-checks",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["outage", "isp"],
      "on": { "fault": "ticket", "otherwise": "fixed" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["outage"],
      "on": { "fault": "ticket", "otherwise": "fixed" } }"#,
    ),
}

/// A check's own word where several run.
pub struct AliasWithSeveralChecks<'a> {
    /// The word.
    pub alias: &'a str,
}

impl Violation for AliasWithSeveralChecks<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!(
            "`{}` is a result of one check, but several run here",
            self.alias
        )
    }

    fn hint(&self) -> Option<String> {
        Some("run that check in a step of its own, or use pass, warn, fail and unknown".to_owned())
    }
}

/// Looks at steps that run several checks.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for step in &analysis.guide.steps {
        let Some(Kind::Check(check)) = &step.kind else {
            continue;
        };
        let run: BTreeSet<CheckId> = check
            .run
            .iter()
            .filter_map(|name| CheckId::from_name(&name.value))
            .collect();
        if run.len() < 2 {
            continue;
        }
        for (result, _) in check.on.iter().flat_map(|on| &on.value) {
            let alias = result.as_str();
            let of_check = |check: &CheckId| {
                check
                    .check()
                    .aliases
                    .iter()
                    .any(|(known, _)| *known == alias)
            };
            if Verdict::from_name(alias).is_none() && run.iter().any(of_check) {
                report.add(result.span, &AliasWithSeveralChecks { alias });
            }
        }
    }
}
