//! `fact-before-set`

use crate::diagnostic::{Example, Rule, Violation};
use std::collections::BTreeMap;

use super::analysis::{Analysis, readable};
use crate::diagnostic::Report;

crate::rule! {
    /// A fact is read where no path has set it yet.
    ///
    /// The text would have a gap, the condition could never hold. That a fact is missing on some paths is ordinary; it
    /// is missing on all of them here.
    Error "fact-before-set",
    bad: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "check.isp", "is": "pass" }, "to": "fixed" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"], "on": { "otherwise": "decide" } },
    "decide": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "check.isp", "is": "pass" }, "to": "fixed" } ] }"#,
    ),
}

/// A fact that cannot be known yet.
pub struct FactBeforeSet<'a> {
    /// The fact.
    pub fact: &'a str,
}

impl Violation for FactBeforeSet<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is read here, but no path to here sets it", self.fact)
    }

    fn hint(&self) -> Option<String> {
        Some(if self.fact.starts_with("check.") {
            "run the check before, or move this step behind it".to_owned()
        } else {
            "ask for it before; or declare in `facts` where it comes `from`".to_owned()
        })
    }
}

/// Looks where facts are read.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let (facts, graph) = (&analysis.facts, &analysis.graph);
    if !graph.whole {
        return;
    }
    let mut known: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for read in &analysis.reads {
        let fact = read.fact.as_str();
        if facts.shape(fact).is_none() || facts.is_given(fact, analysis.guide) {
            continue;
        }
        let steps = known.entry(fact).or_insert_with(|| readable(fact, graph));
        if !steps[read.step] && graph.is_reached(read.step) {
            report.add(read.span, &FactBeforeSet { fact });
        }
    }
}
