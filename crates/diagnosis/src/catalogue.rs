//! The form of a check's entry in the catalogue. The entries are in `checks/<check>/mod.rs`.

use crate::{CheckId, Finding, Verdict};

/// What the catalogue says of a check. Engine, lint, relay, widget and documentation take it from here
/// and from nowhere else.
#[derive(Debug)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// What it tells, in one sentence, for authors.
    pub tells: &'static str,
    /// Numbers that a finding of it can carry.
    pub metrics: &'static [Metric],
    /// Names of the texts that a finding of it can carry.
    pub texts: &'static [&'static str],
    /// Results with a name of their own, which a guide's `on` may use in place of the verdict.
    pub aliases: &'static [(&'static str, Verdict)],
    /// What it says in short to the customer; the first that fits a finding counts. The words are in its
    /// `words.json`. A finding without one is said by its verdict.
    pub sayings: &'static [Saying],
    /// What the provider sets up for it.
    pub needs: &'static [Need],
    /// Whom it asks, and under which directive of the page's content security policy; for those who embed
    /// the widget.
    pub asks: &'static str,
    /// Whether it tells nothing while the line is down by our own instruction.
    pub needs_line: bool,
}

impl Check {
    /// An entry with nothing in it yet, to be completed.
    pub(crate) const fn new(id: CheckId, tells: &'static str) -> Check {
        Check {
            id,
            tells: for_tools(tells),
            metrics: &[],
            texts: &[],
            aliases: &[],
            sayings: &[],
            needs: &[],
            asks: "",
            needs_line: true,
        }
    }

    /// The metric of that name.
    pub fn metric(&self, name: &str) -> Option<&'static Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }

    /// The check's own name for a verdict.
    pub fn alias(&self, verdict: Verdict) -> Option<&'static str> {
        let mut aliases = self.aliases.iter();
        let (name, _) = aliases.find(|(_, known)| *known == verdict)?;
        Some(name)
    }

    /// What it says of a finding in short, as a place in [`sayings`](Check::sayings). `None` if nothing
    /// was measured, or if only the verdict is said.
    pub fn saying(&self, finding: &Finding) -> Option<usize> {
        let fits = |saying: &Saying| saying.verdict == finding.verdict && (saying.when)(finding);
        self.sayings
            .iter()
            .position(fits)
            .filter(|_| finding.measured())
    }
}

/// A number that a check measures.
#[derive(Debug)]
pub struct Metric {
    /// Its name: `check.latency.median` is the fact of the metric `median`.
    pub name: &'static str,
    /// The unit, as it is written after the number; empty for counts.
    pub unit: &'static str,
}

impl Metric {
    /// A metric.
    pub(crate) const fn new(name: &'static str, unit: &'static str) -> Metric {
        Metric { name, unit }
    }
}

/// Words that only tools say: the widget does not carry them.
pub(crate) const fn for_tools(words: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") {
        ""
    } else {
        words
    }
}

/// Seconds.
pub(crate) const SECONDS: &str = "s";
/// Milliseconds.
pub(crate) const MS: &str = "ms";
/// Megabits per second.
pub(crate) const MBIT: &str = "Mbit/s";
/// Of a hundred.
pub(crate) const PERCENT: &str = "%";

/// Something that a check says in short.
#[derive(Debug)]
pub struct Saying {
    /// Its name in the check's `words.json`.
    pub name: &'static str,
    /// With which verdict it is said.
    pub verdict: Verdict,
    /// What else must be true of the finding.
    pub when: fn(&Finding) -> bool,
}

impl Saying {
    /// One that only depends on the verdict.
    pub(crate) const fn new(name: &'static str, verdict: Verdict) -> Saying {
        Saying {
            name,
            verdict,
            when: |_| true,
        }
    }
}

/// Something that the provider sets up for a check: addresses to ask, under a key of the relay's
/// configuration.
#[derive(Debug, PartialEq, Eq)]
pub struct Need {
    /// Its key there, with its section: `checks.isp`.
    pub key: &'static str,
    /// One line on what it is, and what happens without it.
    pub about: &'static str,
    /// How many addresses it takes.
    pub takes: Takes,
}

/// How many addresses a [`Need`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One.
    Address,
    /// Any number.
    Addresses,
    /// Any number in customers' homes, where plain http is usual.
    AtHome,
    /// One STUN server, by its number.
    Stun,
}
