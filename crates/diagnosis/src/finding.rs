//! A judged measurement.

use crate::{CheckId, Verdict};

/// A judged measurement: what one check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check it was.
    pub check: CheckId,
    /// Whether what was checked works.
    pub verdict: Verdict,
    /// How much the verdict can be trusted.
    pub confidence: Confidence,
    /// Why nothing was measured; the verdict is then [`Verdict::Unknown`].
    pub not_measured: Option<NotMeasured>,
    /// The check's own name for its result, such as `maintenance`, from
    /// [`Check::aliases`](crate::Check::aliases).
    pub alias: Option<&'static str>,
    /// Numbers, by the names of [`Check::metrics`](crate::Check::metrics),
    /// in the unit that stands there. A metric that was not measured is absent, never zero.
    pub metrics: Vec<(&'static str, f64)>,
    /// Words, by the names of [`Check::texts`](crate::Check::texts), such
    /// as the title of a known outage. Plain text from a feed; never markup.
    pub texts: Vec<(&'static str, String)>,
}

impl Finding {
    /// A finding of something that was measured, so far without numbers and words.
    pub fn new(check: CheckId, verdict: Verdict, confidence: Confidence) -> Finding {
        Finding {
            check,
            verdict,
            confidence,
            not_measured: None,
            alias: None,
            metrics: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// With this number, rounded to a thousandth; without it where it was not measured or cannot
    /// be a measurement (not finite, negative).
    #[must_use]
    pub fn with(mut self, metric: &'static str, number: Option<f64>) -> Finding {
        if let Some(number) = number.and_then(crate::number::fit) {
            self.metrics.push((metric, number));
        }
        self
    }

    /// The number of that name, where it was measured.
    pub fn metric(&self, name: &str) -> Option<f64> {
        self.metrics
            .iter()
            .find(|(metric, _)| *metric == name)
            .map(|(_, number)| *number)
    }

    /// The words of that name, where there are any.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts
            .iter()
            .find(|(text, _)| *text == name)
            .map(|(_, words)| words.as_str())
    }

    /// Whether something was measured; else it can never be a fault.
    pub fn measured(&self) -> bool {
        self.not_measured.is_none()
    }

    /// Whether customers and agents are spared it: the provider has not set the check up.
    pub fn is_left_out(&self) -> bool {
        self.not_measured == Some(NotMeasured::NotSetUp)
    }

    /// A finding that says that nothing was measured, and why.
    pub fn not_measured(check: CheckId, why: NotMeasured) -> Finding {
        Finding {
            check,
            verdict: Verdict::Unknown,
            confidence: Confidence::Low,
            not_measured: Some(why),
            alias: None,
            metrics: Vec::new(),
            texts: Vec::new(),
        }
    }
}

/// How much a verdict can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// One sign only, or signs that disagree.
    Low,
    /// Several signs agree, but something was not measured.
    Medium,
    /// All signs agree.
    High,
}

impl Confidence {
    /// All, least first.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// The name in tickets and stored trails.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }

    /// The confidence of that name.
    pub fn from_name(name: &str) -> Option<Confidence> {
        Confidence::ALL
            .into_iter()
            .find(|confidence| confidence.name() == name)
    }
}

/// Why a check has no result. None of these may ever be shown as a fault of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMeasured {
    /// The customer chose to go on without it.
    Skipped,
    /// The host page's own policies forbid the request: its content security policy, its embedder
    /// policy, or the rule against mixed content.
    BlockedByPage,
    /// The host page's service worker answered in place of the network.
    AnsweredByPage,
    /// The target is in the home network, which the browser lets no page ask before the customer has
    /// allowed it.
    NeedsPermission,
    /// A page stands in between that wants a sign-in or a payment, so what lies beyond it was not
    /// reached.
    SignInPage,
    /// The provider has not configured what the check needs.
    NotSetUp,
    /// This browser cannot measure it.
    NotSupported,
    /// Another check that it builds on failed, so it would tell nothing.
    Pointless,
    /// Nothing answered in time, so there is no number. Whether that is a fault, the checks of
    /// reachability say.
    NoAnswer,
    /// The answer came but made no sense.
    BadAnswer,
    /// What was asked is taken up by others now; it would answer later.
    Busy,
    /// What measures it is fetched apart, and could not be: the line was down before it was there.
    NotFetched,
    /// The page was in the background, or the device slept or was too busy: it would have measured itself.
    Disturbed,
}

impl NotMeasured {
    /// All reasons.
    pub const ALL: [NotMeasured; 13] = [
        NotMeasured::Skipped,
        NotMeasured::BlockedByPage,
        NotMeasured::AnsweredByPage,
        NotMeasured::NeedsPermission,
        NotMeasured::SignInPage,
        NotMeasured::NotSetUp,
        NotMeasured::NotSupported,
        NotMeasured::Pointless,
        NotMeasured::NoAnswer,
        NotMeasured::BadAnswer,
        NotMeasured::Busy,
        NotMeasured::NotFetched,
        NotMeasured::Disturbed,
    ];

    /// The name in tickets and stored trails.
    pub fn name(self) -> &'static str {
        match self {
            NotMeasured::Skipped => "skipped",
            NotMeasured::BlockedByPage => "blocked-by-page",
            NotMeasured::AnsweredByPage => "answered-by-page",
            NotMeasured::NeedsPermission => "needs-permission",
            NotMeasured::SignInPage => "sign-in-page",
            NotMeasured::NotSetUp => "not-set-up",
            NotMeasured::NotSupported => "not-supported",
            NotMeasured::Pointless => "pointless",
            NotMeasured::NoAnswer => "no-answer",
            NotMeasured::BadAnswer => "bad-answer",
            NotMeasured::Busy => "busy",
            NotMeasured::NotFetched => "not-fetched",
            NotMeasured::Disturbed => "disturbed",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<NotMeasured> {
        NotMeasured::ALL
            .into_iter()
            .find(|reason| reason.name() == name)
    }
}
