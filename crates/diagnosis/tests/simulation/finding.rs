//! What checks find on a simulated line, and what is expected of it.

use firstline_diagnosis::checks::run;
use firstline_diagnosis::{CheckId, Context, Finding, Need, NotMeasured, Verdict};

use super::Line;

/// A page with these targets.
pub fn with(needs: &[(&Need, &[&str])]) -> Context {
    let mut context = Context {
        base: "https://help.example/".into(),
        ..Context::default()
    };
    for (need, addresses) in needs {
        let addresses = addresses.iter().map(|&address| address.into()).collect();
        context.targets.set(need.key, addresses);
    }
    context
}

/// What a check finds on this line. Nothing may stay open.
pub fn find(line: &Line, check: CheckId, context: &Context) -> Finding {
    let finding = line.run(run(check, line, context, &|_| {}));
    assert_eq!(line.open(), 0);
    finding
}

/// What it says in short, as in its words.
pub fn says(finding: &Finding) -> &'static str {
    let check = finding.check.check();
    let saying = check.saying(finding).and_then(|at| check.sayings.get(at));
    saying.map_or("nothing", |saying| saying.name)
}

/// Holds what was found to a verdict and to what it says in short.
#[track_caller]
pub fn is(finding: &Finding, verdict: Verdict, said: &str) {
    assert_eq!(finding.not_measured, None, "{finding:?}");
    assert_eq!(
        (finding.verdict, says(finding)),
        (verdict, said),
        "{finding:?}"
    );
}

/// Holds it to have not been measured, for this reason.
#[track_caller]
pub fn is_not_measured(finding: &Finding, why: NotMeasured) {
    assert_eq!(finding.not_measured, Some(why), "{finding:?}");
    assert!(
        finding.metrics.is_empty(),
        "what was not measured has no numbers"
    );
}
