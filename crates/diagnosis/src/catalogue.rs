//! The checks there are: ids, metrics, units, aliases. Engine, lint, schema and widget take them
//! from here and from nowhere else.

use crate::Verdict;

macro_rules! checks {
    ($($(#[$doc:meta])* $variant:ident = $id:literal),* $(,)?) => {
        /// A check that a guide can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CheckId { $($(#[$doc])* $variant),* }

        impl CheckId {
            /// All checks, in the order in which screens and tickets list them.
            pub const ALL: &[CheckId] = &[$(CheckId::$variant),*];

            /// The name in guides, tickets and stored trails.
            pub fn name(self) -> &'static str {
                match self { $(CheckId::$variant => $id),* }
            }
        }
    };
}

checks! {
    /// The device thinks that it has a link.
    DeviceLink = "device-link",
    /// The home router answers.
    Router = "router",
    /// The provider's own edge answers.
    Isp = "isp",
    /// The world beyond the provider answers.
    Internet = "internet",
    /// Names resolve.
    Dns = "dns",
    /// A login page stands in between.
    Captive = "captive",
    /// IPv4 and IPv6 each work.
    Ipv6 = "ipv6",
    /// Delay on an idle line.
    Latency = "latency",
    /// How much the delay varies.
    Jitter = "jitter",
    /// Packets that get lost.
    Loss = "loss",
    /// Throughput, and delay under load.
    Speed = "speed",
    /// What the customer wants to reach.
    Services = "services",
    /// This device is on the provider's own line.
    OwnLine = "own-line",
    /// Wi-Fi or line.
    Wifi = "wifi",
    /// Known faults and maintenance in the area.
    Outage = "outage",
    /// Suspended, walled garden, plan.
    Account = "account",
}

impl CheckId {
    /// The check of that name.
    pub fn from_name(name: &str) -> Option<CheckId> {
        CheckId::ALL
            .iter()
            .copied()
            .find(|check| check.name() == name)
    }

    /// What the catalogue says of this check.
    pub fn check(self) -> &'static Check {
        // One entry a variant, in the same order: a test holds it.
        &CATALOGUE[self as usize]
    }
}

/// What the catalogue says of a check.
#[derive(Debug)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// Numbers that a finding of it can carry.
    pub metrics: &'static [Metric],
    /// Names of the words that a finding of it can carry.
    pub texts: &'static [&'static str],
    /// Results with a name of their own, which a guide's `on` may use in place of the verdict.
    pub aliases: &'static [(&'static str, Verdict)],
    /// Whether it can tell anything while the line is down by our own instruction.
    pub needs_line: bool,
}

/// A number that a check measures.
#[derive(Debug)]
pub struct Metric {
    /// Its name: `check.latency.median` is the fact of the metric `median`.
    pub name: &'static str,
    /// The unit, as it is written after the number; empty for counts.
    pub unit: &'static str,
}

const fn check(id: CheckId) -> Check {
    Check {
        id,
        metrics: &[],
        texts: &[],
        aliases: &[],
        needs_line: true,
    }
}

const MS: &str = "ms";
const MBIT: &str = "Mbit/s";

/// One entry a check, in the order of [`CheckId::ALL`].
static CATALOGUE: &[Check] = &[
    Check {
        needs_line: false,
        ..check(CheckId::DeviceLink)
    },
    Check {
        needs_line: false,
        ..check(CheckId::Router)
    },
    Check {
        metrics: &[Metric {
            name: "time",
            unit: MS,
        }],
        ..check(CheckId::Isp)
    },
    Check {
        metrics: &[
            Metric {
                name: "answered",
                unit: "",
            },
            Metric {
                name: "asked",
                unit: "",
            },
            Metric {
                name: "time",
                unit: MS,
            },
        ],
        ..check(CheckId::Internet)
    },
    check(CheckId::Dns),
    check(CheckId::Captive),
    check(CheckId::Ipv6),
    Check {
        metrics: &[
            Metric {
                name: "median",
                unit: MS,
            },
            Metric {
                name: "jitter",
                unit: MS,
            },
            Metric {
                name: "samples",
                unit: "",
            },
        ],
        ..check(CheckId::Latency)
    },
    Check {
        metrics: &[Metric {
            name: "mean",
            unit: MS,
        }],
        ..check(CheckId::Jitter)
    },
    Check {
        metrics: &[Metric {
            name: "share",
            unit: "%",
        }],
        ..check(CheckId::Loss)
    },
    Check {
        metrics: &[
            Metric {
                name: "download",
                unit: MBIT,
            },
            Metric {
                name: "upload",
                unit: MBIT,
            },
            Metric {
                name: "loaded-latency",
                unit: MS,
            },
        ],
        ..check(CheckId::Speed)
    },
    check(CheckId::Services),
    check(CheckId::OwnLine),
    check(CheckId::Wifi),
    Check {
        metrics: &[Metric {
            name: "items",
            unit: "",
        }],
        texts: &["id", "title", "text", "began", "expected-end"],
        aliases: &[
            ("none", Verdict::Pass),
            ("maintenance", Verdict::Warn),
            ("fault", Verdict::Fail),
        ],
        ..check(CheckId::Outage)
    },
    check(CheckId::Account),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_entry_in_order() {
        assert_eq!(CATALOGUE.len(), CheckId::ALL.len());
        for id in CheckId::ALL {
            assert_eq!(id.check().id, *id);
            assert_eq!(CheckId::from_name(id.name()), Some(*id));
        }
    }
}
