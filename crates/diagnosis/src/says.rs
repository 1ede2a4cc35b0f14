//! What a finding says, for the words that a customer reads. The words are the widget's.

use crate::{CheckId, Finding, NotMeasured, Verdict};

/// What a finding says: one sentence each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// This device has a connection.
    DeviceLinked,
    /// This device has no connection.
    DeviceUnlinked,
    /// The provider's network answers.
    IspAnswers,
    /// The provider's network does not answer.
    IspSilent,
    /// Places on the internet answer.
    InternetAnswers,
    /// Some places on the internet answer, most do not.
    InternetPartly,
    /// No place on the internet answers.
    InternetSilent,
    /// The delay is fine.
    LatencyGood,
    /// The delay is high.
    LatencyHigh,
    /// The delay is low on the whole but varies a lot, or answers get lost.
    LatencyUneven,
    /// The delay is too high for a conversation.
    LatencyTooHigh,
    /// No fault is known.
    OutageNone,
    /// Planned work is going on.
    OutageMaintenance,
    /// A fault is known.
    OutageFault,
    /// Something is known, but not whether it is here.
    OutageElsewhere,
    /// Nothing was measured, and why.
    NotMeasured(NotMeasured),
    /// Only the verdict: there is no sentence for this check.
    Only(Verdict),
}

impl Finding {
    /// What it says.
    pub fn says(&self) -> Says {
        if let Some(why) = self.not_measured {
            return Says::NotMeasured(why);
        }
        match (self.check, self.verdict) {
            (CheckId::DeviceLink, Verdict::Pass) => Says::DeviceLinked,
            (CheckId::DeviceLink, Verdict::Fail) => Says::DeviceUnlinked,
            (CheckId::Isp, Verdict::Pass) => Says::IspAnswers,
            (CheckId::Isp, Verdict::Fail) => Says::IspSilent,
            (CheckId::Internet, Verdict::Pass) => Says::InternetAnswers,
            (CheckId::Internet, Verdict::Warn) => Says::InternetPartly,
            (CheckId::Internet, Verdict::Fail) => Says::InternetSilent,
            (CheckId::Latency, Verdict::Pass) => Says::LatencyGood,
            (CheckId::Latency, Verdict::Warn) => {
                let high = self
                    .metric("median")
                    .is_some_and(|median| median >= crate::judge::LATENCY_WARN_MS);
                if high {
                    Says::LatencyHigh
                } else {
                    Says::LatencyUneven
                }
            }
            (CheckId::Latency, Verdict::Fail) => Says::LatencyTooHigh,
            (CheckId::Outage, Verdict::Pass) => Says::OutageNone,
            (CheckId::Outage, Verdict::Warn) => Says::OutageMaintenance,
            (CheckId::Outage, Verdict::Fail) => Says::OutageFault,
            (CheckId::Outage, Verdict::Unknown) => Says::OutageElsewhere,
            (_, verdict) => Says::Only(verdict),
        }
    }
}
