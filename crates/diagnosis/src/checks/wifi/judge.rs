use crate::checks::latency::{self, Latency};
use crate::checks::router::Leg;
use crate::number::jitter;
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What was measured of the leg to the router and of the whole line, at the same time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wifi {
    /// To the router.
    pub leg: Leg,
    /// To the provider, through the router.
    pub line: Latency,
}

/// A leg of this median is slow. Ours: a sound Wi-Fi adds 2 to 10 ms, and a router's page a few more.
pub const WIFI_SLOW_MS: f64 = 50.0;

/// A leg that varies so much is uneven: what calls bear at most from end to end (ITU-T Y.1541, table 1) would be used
/// up by it alone.
pub const WIFI_JITTER_MS: f64 = 50.0;

/// A leg that loses so many of a hundred requests is weak: TCP has repeated them for seconds by then.
pub const WIFI_LOST_PERCENT: f64 = 20.0;

/// Twice as bad as weak.
pub(super) const BAD: f64 = 2.0;

/// Everything that goes to the provider crosses the same leg, so no Wi-Fi is slower than the line behind it. Where
/// only the router's page is slow, that is the router; where only the line is slow, that is the line. It is the Wi-Fi
/// where both are.
pub fn judge(measured: &Wifi) -> Finding {
    let not_measured = |why| Finding::not_measured(CheckId::Wifi, why);
    let line = latency::judge(&measured.line);
    let (Some(leg), Some(through)) = (measured.leg.median(), line.metric("median")) else {
        let busy = (measured.leg.untimed > 1).then_some(NotMeasured::Disturbed);
        return not_measured(line.not_measured.or(busy).unwrap_or(NotMeasured::NoAnswer));
    };
    let pings = measured.line.pings.len() as f64;
    let line_lost = 100.0 * f64::from(measured.line.lost) / (pings + f64::from(measured.line.lost));
    // How many times the threshold both reach.
    let both = |leg: Option<f64>, line: Option<f64>, limit: f64| match (leg, line) {
        (Some(leg), Some(line)) => leg.min(line) / limit,
        _ => 0.0,
    };
    let worst = both(Some(leg), Some(through), WIFI_SLOW_MS)
        .max(both(
            jitter(&measured.leg.times),
            line.metric("jitter"),
            WIFI_JITTER_MS,
        ))
        .max(both(
            measured.leg.lost_percent(),
            Some(line_lost),
            WIFI_LOST_PERCENT,
        ));
    let verdict = if worst >= BAD {
        Verdict::Fail
    } else if worst >= 1.0 {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    let confidence = line.confidence.min(Confidence::Medium);
    Finding::new(CheckId::Wifi, verdict, confidence)
        .with("leg", Some(leg))
        .with("line", Some(through))
}
