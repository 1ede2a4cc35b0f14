//! The probes: one file a check, each gives a measurement, none judges.
//!
//! A probe has a deadline of its own and stops when its future is dropped. Which origins it asks,
//! and under which directive of the page's content security policy:
//!
//! | check | asks | directive |
//! |---|---|---|
//! | `device-link` | nobody | none |
//! | `isp` | the configured targets, else the relay | `connect-src` |
//! | `internet` | the configured targets | `connect-src` |
//! | `latency` | the configured target, else the relay | `connect-src` |
//! | `outage` | the relay | `connect-src` |
//!
//! What the directive leaves out is "not measured", never "down".

mod device_link;
mod internet;
mod isp;
mod latency;
mod line;
mod outage;
mod target;

use std::rc::Rc;

use firstline_diagnosis::{CheckId, Finding, Measurement, NotMeasured, judge};

pub use line::{LineWatching, watch_line};
pub use outage::known_issues;

/// How long the answer of a reachability probe is waited for, in milliseconds. Ours: by then the
/// faults that can be told apart look different (a dead line is silent, a refused one fails in
/// less than 200 ms), and a customer still waits.
const DEADLINE: u32 = 4_500;

/// What the probes need to know. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// The relay's root, with a trailing slash.
    pub base: Rc<str>,
    /// The customer's area, such as a postcode, where it is known.
    pub area: Option<Rc<str>>,
    /// What the provider configured.
    pub targets: Rc<Targets>,
}

/// What the provider configured. A `*` as the first label of a host name stands for a fresh label,
/// so that neither a cached name nor an open connection can answer for the line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// Addresses on the provider's own network, CORS-enabled; the relay's own when empty.
    pub isp: Vec<String>,
    /// Addresses of others, asked without CORS; not set up when empty.
    pub internet: Vec<String>,
    /// What to ping; the relay's own when absent.
    pub latency: Option<String>,
}

impl Context {
    /// An address of the relay.
    fn relay(&self, path: &str) -> String {
        [&self.base, path].concat()
    }

    /// What answers for the provider's edge.
    fn isp(&self) -> Vec<String> {
        if self.targets.isp.is_empty() {
            vec![self.relay("probe/ping")]
        } else {
            self.targets.isp.clone()
        }
    }
}

/// Runs a check and judges it. A check that has no probe here says "not set up".
pub async fn run(check: CheckId, context: &Context) -> Finding {
    judge(&measure(check, context).await)
}

/// Check to probe: one line each.
async fn measure(check: CheckId, context: &Context) -> Measurement {
    match check {
        CheckId::DeviceLink => device_link::measure(),
        CheckId::Isp => isp::measure(context).await,
        CheckId::Internet => internet::measure(context).await,
        CheckId::Latency => latency::measure(context).await,
        CheckId::Outage => outage::measure(context).await,
        CheckId::Router
        | CheckId::Dns
        | CheckId::Captive
        | CheckId::Ipv6
        | CheckId::Jitter
        | CheckId::Loss
        | CheckId::Speed
        | CheckId::Services
        | CheckId::OwnLine
        | CheckId::Wifi
        | CheckId::Account => Measurement::Nothing(check, NotMeasured::NotSetUp),
    }
}
