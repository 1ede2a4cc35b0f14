//! The verdicts of findings and answers.

use firstline_diagnosis::{CheckId, Finding, NotMeasured, Verdict};

use crate::model::{Ending, OutcomeKind, Reply, StepIndex, VerdictEdges};

/// Several checks together are as bad as the worst; none at all is unknown. What nobody can measure here counts for nothing
/// beside others: the provider has not set it up, the browser has no way, or the customer would have to allow it first.
pub(crate) fn worst(findings: &[Finding]) -> Verdict {
    let is_out_of_reach = |finding: &&Finding| {
        matches!(
            finding.not_measured,
            Some(NotMeasured::NotSetUp | NotMeasured::NotSupported | NotMeasured::NeedsPermission)
        )
    };
    findings
        .iter()
        .filter(|finding| !is_out_of_reach(finding))
        .map(|finding| finding.verdict)
        .max()
        .unwrap_or(Verdict::Unknown)
}

/// Whether the findings are those of these checks, each once.
pub(super) fn same_checks(run: &[CheckId], findings: &[Finding]) -> bool {
    run.len() == findings.len()
        && run
            .iter()
            .all(|check| findings.iter().any(|finding| finding.check == *check))
}

impl VerdictEdges {
    /// Where a verdict leads.
    pub fn edge(&self, verdict: Verdict) -> StepIndex {
        match verdict {
            Verdict::Pass => self.pass,
            Verdict::Warn => self.warn,
            Verdict::Fail => self.fail,
            Verdict::Unknown => self.unknown,
        }
    }
}

impl Reply {
    /// The verdict of the customer's answer.
    pub fn verdict(self) -> Verdict {
        match self {
            Reply::Yes => Verdict::Pass,
            Reply::No => Verdict::Fail,
            Reply::Unsure => Verdict::Unknown,
        }
    }
}

impl OutcomeKind {
    /// How a caller names this end; `None` for ends that no caller can catch.
    pub fn ending(&self) -> Option<Ending> {
        match self {
            OutcomeKind::Resolved => Some(Ending::Resolved),
            OutcomeKind::Unresolved(_) => Some(Ending::Unresolved),
            OutcomeKind::KnownIssue => Some(Ending::KnownIssue),
            OutcomeKind::HandOver | OutcomeKind::Stop | OutcomeKind::StopWithTicket(_) => None,
        }
    }
}
