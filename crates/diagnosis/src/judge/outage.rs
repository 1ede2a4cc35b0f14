//! `outage`: known faults and maintenance in the area.

use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What the status feed says.
#[derive(Clone, Debug, PartialEq)]
pub enum Outage {
    /// It answered.
    Told {
        /// What it says of the whole.
        status: Status,
        /// What is going on, as the feed orders it.
        issues: Vec<Issue>,
    },
    /// It did not answer, or something else stood in its place: nothing is known, which is not
    /// the same as "no fault".
    Silent(NotMeasured),
}

/// The state of the network by the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Known: what is going on is among the issues, or nothing is.
    Known,
    /// The feed behind the relay does not answer, and its last answer is too old.
    Unknown,
}

/// A fault or maintenance that is going on. Words are plain text from the feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issue {
    /// Whether it is planned work rather than a fault.
    pub planned: bool,
    /// Whether it touches this customer for sure: it is everywhere, or the area is known and
    /// among those that it touches.
    pub here: bool,
    /// The feed's id of it.
    pub id: String,
    /// One line.
    pub title: String,
    /// What customers should know.
    pub text: String,
    /// When it began, as the feed writes it (RFC 3339); empty where it does not say.
    pub began: String,
    /// When it is expected to end, as the feed writes it (RFC 3339); empty where it does not say.
    pub expected_end: String,
}

/// A fault comes before maintenance, and the feed's first before its second. Something that may
/// be elsewhere is not told as being here: then the check does not tell.
pub(super) fn judge(measured: &Outage) -> Finding {
    let (status, issues) = match measured {
        Outage::Told { status, issues } => (*status, issues),
        Outage::Silent(why) => return Finding::not_measured(CheckId::Outage, *why),
    };
    let here = |planned| {
        issues
            .iter()
            .find(move |issue| issue.here && issue.planned == planned)
    };
    let (issue, verdict) = match (here(false), here(true)) {
        (Some(fault), _) => (fault, Verdict::Fail),
        (None, Some(work)) => (work, Verdict::Warn),
        (None, None) if status == Status::Unknown => {
            return Finding::not_measured(CheckId::Outage, NotMeasured::NoAnswer);
        }
        (None, None) if !issues.is_empty() => {
            return Finding::new(CheckId::Outage, Verdict::Unknown, Confidence::Low);
        }
        (None, None) => {
            return named(Finding::new(
                CheckId::Outage,
                Verdict::Pass,
                Confidence::High,
            ))
            .with("items", Some(0.0));
        }
    };
    // The provider's own word; a feed that is too old may be about yesterday.
    let confidence = match status {
        Status::Known => Confidence::High,
        Status::Unknown => Confidence::Low,
    };
    let count = issues.iter().filter(|issue| issue.here).count();
    let mut finding =
        named(Finding::new(CheckId::Outage, verdict, confidence)).with("items", Some(count as f64));
    let words = [
        ("id", &issue.id),
        ("title", &issue.title),
        ("text", &issue.text),
        ("began", &issue.began),
        ("expected-end", &issue.expected_end),
    ];
    finding.texts = words
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, text.clone()))
        .collect();
    finding
}

/// Adds the catalogue's own name for the verdict.
fn named(mut finding: Finding) -> Finding {
    let aliases = finding.check.check().aliases;
    finding.alias = aliases
        .iter()
        .find(|(_, verdict)| *verdict == finding.verdict)
        .map(|(name, _)| *name);
    finding
}
