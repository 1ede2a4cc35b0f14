//! `watch-without-latency`

use crate::diagnostic::{Example, Report, Rule, Violation};

use firstline_diagnosis::CheckId;

use super::analysis::Analysis;
use crate::raw::Kind;

crate::rule! {
    /// A step watches the line, and runs nothing that can watch.
    ///
    /// `latency` is what is measured over minutes: the delay, what gets lost, and how often and for how long the line
    /// drops. The other checks look once.
    Error "watch-without-latency",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Watching", "run": ["isp"], "watch": { "minutes": 3 },
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Watching", "run": ["latency"], "watch": { "minutes": 3 },
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// Nothing that can watch.
pub struct WatchWithoutLatency;

impl Violation for WatchWithoutLatency {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "nothing that runs here can watch the line".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("add `latency` to `run`, or take `watch` out".to_owned())
    }
}

/// Looks at steps that watch.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for step in &analysis.guide.steps {
        let Some(Kind::Check(check)) = &step.kind else {
            continue;
        };
        let latency = CheckId::Latency.name();
        if let Some(watch) = &check.watch
            && !check.run.iter().any(|run| run.value == latency)
        {
            report.add(watch.span, &WatchWithoutLatency);
        }
    }
}
