//! The form of a check's entry in the catalogue. The entries are in `checks/<check>/mod.rs`.

use std::net::IpAddr;

use crate::answers::host;
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

/// Which addresses a [`Need`] takes, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One address.
    Address,
    /// Any number of addresses.
    Addresses,
    /// One, with a fresh label in it.
    FreshName,
    /// Any number, each with a fresh label in it.
    FreshNames,
    /// One that IPv4 alone reaches.
    Ipv4,
    /// One that IPv6 alone reaches.
    Ipv6,
    /// Any number in customers' homes, where plain http is usual.
    AtHome,
    /// One STUN server, by its number.
    Stun,
}

impl Takes {
    /// Why it takes no such address, however that answers; `None` if it may take it. What a name resolves to is not known here.
    pub fn refuses(self, url: &str) -> Option<&'static str> {
        let number = || -> Option<IpAddr> {
            let host = host(url)?.trim_matches(['[', ']']);
            Some(host.parse::<IpAddr>().ok()?.to_canonical())
        };
        match self {
            Takes::FreshName | Takes::FreshNames if !url.contains("://*.") => Some(
                "has no `*.` for a label that nobody asked for before, so what is remembered of it answers for the resolver",
            ),
            Takes::Ipv4 if number().is_some_and(|number| number.is_ipv6()) => {
                Some("is a number of IPv6, which does not tell whether IPv4 works")
            }
            Takes::Ipv6 if number().is_some_and(|number| number.is_ipv4()) => {
                Some("is a number of IPv4, which does not tell whether IPv6 works")
            }
            _ => None,
        }
    }

    /// An address that it takes.
    pub fn example(self) -> &'static str {
        match self {
            Takes::Address | Takes::Addresses => "https://…",
            Takes::FreshName => "https://*.resolver.isp.example/probe/ping",
            Takes::FreshNames => "https://*.dns.isp.example/probe/ping",
            Takes::Ipv4 => "https://v4.isp.example/probe/ping",
            Takes::Ipv6 => "https://v6.isp.example/probe/ping",
            Takes::AtHome => "http://192.168.1.1/",
            Takes::Stun => "stun:192.0.2.1:3478",
        }
    }

    /// Whether it takes any number of them.
    pub fn is_list(self) -> bool {
        matches!(self, Takes::Addresses | Takes::FreshNames | Takes::AtHome)
    }
}

#[cfg(test)]
mod tests {
    use super::Takes;

    #[test]
    fn what_tells_nothing_under_a_key_is_not_taken_there() {
        const FRESH: &str = "https://*.dns.isp.example:8443/probe/ping";
        const NAME: &str = "https://dns.isp.example/probe/ping";
        const FOUR: &str = "https://192.0.2.10:8443/probe/ping";
        const SIX: &str = "https://[2001:db8::1]:8443/probe/ping";
        const MAPPED: &str = "https://[::ffff:192.0.2.10]/probe/ping";
        for (takes, taken, refused) in [
            (Takes::FreshName, &[FRESH][..], &[NAME, FOUR, SIX][..]),
            (Takes::FreshNames, &[FRESH], &[NAME, FOUR, SIX]),
            (Takes::Ipv4, &[NAME, FRESH, FOUR, MAPPED], &[SIX]),
            (Takes::Ipv6, &[NAME, FRESH, SIX], &[FOUR, MAPPED]),
            (Takes::Address, &[NAME, FRESH, FOUR, SIX], &[]),
            (Takes::Addresses, &[NAME, FRESH, FOUR, SIX], &[]),
        ] {
            for url in taken {
                assert_eq!(takes.refuses(url), None, "{takes:?} {url}");
            }
            for url in refused {
                assert!(takes.refuses(url).is_some(), "{takes:?} {url}");
            }
            assert_eq!(takes.refuses(takes.example()), None, "{takes:?}");
        }
    }
}
