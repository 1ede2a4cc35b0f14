use super::CHECK;
use super::good_for::rate;
use crate::number::fit;
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What the speed test measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Speed {
    /// Numbers by the names of the check's metrics, in their units. What was not measured is absent.
    pub numbers: Vec<(&'static str, f64)>,
    /// How much the numbers can be trusted: less if the rate was not stable.
    pub confidence: Confidence,
    /// What was sold down and up, in Mbit/s, where it is known.
    pub plan: [Option<f64>; 2],
    /// The share of lost packets, from zero to one, where it was measured.
    pub loss: Option<f64>,
}

/// Below so many percent of what was sold a line is slower than it should be. Ours, as in the guides that come along:
/// headers take 4 %, Wi-Fi a part, and both are within what is sold as "up to".
pub const PLAN_WARN_PERCENT: f64 = 80.0;

/// Below so many percent of what was sold something is broken. Ours.
pub const PLAN_FAIL_PERCENT: f64 = 50.0;

/// Where nobody knows the plan, a download below this is slow: the first class to which Cloudflare's AIM gives 10 points
/// begins at 10 Mbit/s.
pub const SLOW_MBIT: f64 = 10.0;

/// And below this nothing works: AIM gives no point below 1 Mbit/s.
pub const USELESS_MBIT: f64 = 1.0;

/// With fewer round trips a minute under load, everything stalls while somebody downloads: the class below
/// "fair" as browsers and systems show it (poor < 300, fair < 1000, good < 6000; draft-ietf-ippm-responsiveness).
pub const LIVELY_RPM: f64 = 300.0;

/// If one connection alone gets less than so many percent of what several get, packets are lost on the way, or somebody slows
/// single connections. Ours: on a clean line both are within a tenth.
pub const ONE_CONNECTION_PERCENT: f64 = 50.0;

/// Above what a window of so many megabits allows at the line's delay, it may be that window which holds a single connection
/// back: 4 MB, the most that Linux as it comes keeps of what one has sent and nobody has acknowledged (`net.ipv4.tcp_wmem`).
pub const WINDOW_MBIT: f64 = 32.0;

/// What the numbers mean: against the plan where it is known, else by what the line is good for. A direction that was not
/// measured makes nothing better: what needs it is not rated, and the confidence is low. What is not sure is never a failure.
pub fn judge(measured: &Speed) -> Finding {
    let number = |name: &str| {
        let mut numbers = measured.numbers.iter();
        let found = numbers.find(|(known, _)| *known == name);
        found.and_then(|(_, number)| fit(*number))
    };
    let (Some(down), up) = (
        number("download").filter(|down| *down > 0.0),
        number("upload"),
    ) else {
        return Finding::not_measured(CheckId::Speed, NotMeasured::NoAnswer);
    };
    let of = |got: Option<f64>, plan: Option<f64>| {
        let plan = plan.filter(|plan| *plan > 0.0)?;
        Some(got? / plan * 100.0)
    };
    let loaded = match (number("loaded-down"), number("loaded-up")) {
        (Some(down), Some(up)) => Some(down.max(up)),
        _ => None,
    };
    let [plan_down, plan_up] = measured.plan;
    let value = |name: &str| match name {
        "loaded-latency" => loaded,
        "of-plan" => of(Some(down), plan_down),
        "upload-of-plan" => of(up, plan_up),
        // Of one way alone it would be too good: the other may be the one that delays.
        "rpm" => loaded.and(number("rpm")),
        "loss" => measured.loss.and_then(fit).map(|share| share * 100.0),
        _ => number(name),
    };
    let confidence = match up {
        Some(_) => measured.confidence,
        None => Confidence::Low,
    };
    let mut finding = Finding::new(CheckId::Speed, Verdict::Pass, confidence);
    for metric in CHECK.metrics {
        finding = finding.with(metric.name, value(metric.name));
    }
    rate(&mut finding, measured.loss.and_then(fit));
    finding.verdict = verdict(&finding);
    finding
}

fn verdict(finding: &Finding) -> Verdict {
    let down = finding.metric("download").unwrap_or_default();
    let (fails, is_slow) = match share(finding) {
        Some(share) => (share < PLAN_FAIL_PERCENT, is_below_plan(finding)),
        None => (down < USELESS_MBIT, down < SLOW_MBIT),
    };
    if fails && !is_rough(finding) {
        Verdict::Fail
    } else if fails || is_slow || stalls(finding) || one_is_slow(finding) {
        Verdict::Warn
    } else {
        Verdict::Pass
    }
}

/// The smaller share of what was sold, in percent; `None` if nobody knows the plan.
fn share(finding: &Finding) -> Option<f64> {
    let down = finding.metric("of-plan")?;
    let up = finding.metric("upload-of-plan");
    Some(up.map_or(down, |up| up.min(down)))
}

pub(super) fn is_below_plan(finding: &Finding) -> bool {
    share(finding).is_some_and(|share| share < PLAN_WARN_PERCENT)
}

/// Whether the numbers are not sure.
pub(super) fn is_rough(finding: &Finding) -> bool {
    finding.confidence == Confidence::Low
}

/// Whether both ways were measured.
pub(super) fn is_whole(finding: &Finding) -> bool {
    finding.metric("upload").is_some()
}

pub(super) fn stalls(finding: &Finding) -> bool {
    let rpm = finding.metric("rpm");
    rpm.is_some_and(|rpm| rpm < LIVELY_RPM)
}

pub(super) fn one_is_slow(finding: &Finding) -> bool {
    match (finding.metric("single"), finding.metric("download")) {
        (Some(single), Some(all)) => {
            let delay = finding.metric("latency").filter(|delay| *delay > 0.0);
            let window = delay.map_or(all, |delay| WINDOW_MBIT * 1000.0 / delay);
            single * 100.0 < all.min(window) * ONE_CONNECTION_PERCENT
        }
        _ => false,
    }
}
