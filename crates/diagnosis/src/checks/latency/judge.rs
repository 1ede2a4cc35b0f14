use crate::number::{fit, jitter, median};
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// Pings over one warm connection, in the order in which they were sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latency {
    /// Those that were answered, without the first, which opens the connection.
    pub pings: Vec<Ping>,
    /// How many were not answered in time.
    pub lost: u32,
    /// Why the first told nothing, after which none was sent; or why some were left out: the device slept, or held the page back.
    pub not_measured: Option<NotMeasured>,
    /// What was seen of drops, if the line was watched for minutes.
    pub watched: Option<Watched>,
}

/// The drops of a line that was watched: pings lost in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watched {
    /// How many times the line dropped.
    pub drops: u32,
    /// How long the longest was, in milliseconds.
    pub longest: f64,
}

/// One ping. Times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ping {
    /// From asking to the answer.
    pub elapsed: f64,
    /// What the server says that it spent itself (`Server-Timing: app;dur=`), if it does.
    pub server: Option<f64>,
}

/// A median from here on is a warning: the first class that Cloudflare's AIM scores below zero
/// (latency thresholds 10, 20, 50, 100, 500 ms give 20, 10, 5, 0, −10, −20 points).
pub const LATENCY_WARN_MS: f64 = 100.0;

/// A median from here on does not work for a conversation: ITU-T G.114 (05/2003) calls more than
/// 400 ms one way unacceptable for network planning, which is 800 ms there and back.
pub const LATENCY_FAIL_MS: f64 = 800.0;

/// Jitter from here on is a warning, here and in the check `jitter`: the upper bound of ITU-T Y.1541 (12/2011), table 1, for the
/// classes 0 and 1, which are those for calls.
pub const JITTER_WARN_MS: f64 = 50.0;

/// With fewer answers than this there is no median worth the name. Ours: three is the least that
/// outvotes one outlier.
const FEWEST_PINGS: usize = 3;

/// From this many answers on, with none lost, the median is sure. Ours: a probe sends ten.
const SURE_PINGS: usize = 8;

/// The delay of the line is the median of what remains after the server's own time is taken
/// off. Pings that got lost lower the confidence; from a third on they are a warning by
/// themselves. The numbers say nothing where too few came: then it is "no answer", or what they were left out for.
pub fn judge(measured: &Latency) -> Finding {
    let times: Vec<f64> = measured
        .pings
        .iter()
        .filter_map(|ping| network_time(*ping))
        .collect();
    let dropped = measured.watched.is_some_and(|watched| watched.drops > 0);
    if times.len() < FEWEST_PINGS && dropped {
        // It was down nearly all the time.
        let finding = Finding::new(CheckId::Latency, Verdict::Fail, Confidence::High);
        return with_drops(finding, measured);
    }
    if times.len() < FEWEST_PINGS {
        let why = if measured.pings.len() >= FEWEST_PINGS {
            NotMeasured::BadAnswer
        } else {
            NotMeasured::NoAnswer
        };
        return Finding::not_measured(CheckId::Latency, measured.not_measured.unwrap_or(why));
    }
    let median = median(&times).and_then(fit);
    let jitter = jitter(&times).and_then(fit);
    let above = |number: Option<f64>, limit: f64| number.is_some_and(|number| number >= limit);

    let lost_a_third = u64::from(measured.lost) * 2 >= times.len() as u64;
    let verdict = if above(median, LATENCY_FAIL_MS) {
        Verdict::Fail
    } else if above(median, LATENCY_WARN_MS)
        || above(jitter, JITTER_WARN_MS)
        || lost_a_third
        || dropped
    {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    let confidence = match (times.len(), measured.lost) {
        // Minutes of pings tell by themselves.
        _ if measured.watched.is_some() => Confidence::High,
        (SURE_PINGS.., 0) => Confidence::High,
        _ if lost_a_third => Confidence::Low,
        (5.., _) => Confidence::Medium,
        _ => Confidence::Low,
    };
    let finding = Finding::new(CheckId::Latency, verdict, confidence)
        .with("median", median)
        .with("jitter", jitter)
        .with("samples", Some(times.len() as f64));
    with_drops(finding, measured)
}

/// With what was seen of drops, if the line was watched.
fn with_drops(finding: Finding, measured: &Latency) -> Finding {
    let Some(watched) = measured.watched else {
        return finding;
    };
    let lost = f64::from(measured.lost);
    let all = lost + measured.pings.len() as f64;
    finding
        .with("lost", (all > 0.0).then(|| 100.0 * lost / all))
        .with("drops", Some(f64::from(watched.drops)))
        .with(
            "longest-drop",
            Some(watched.longest / 1000.0).filter(|_| watched.drops > 0),
        )
}

/// What the network took of it: the server's own time is taken off if it makes sense.
fn network_time(ping: Ping) -> Option<f64> {
    let elapsed = fit(ping.elapsed)?;
    let server = ping
        .server
        .and_then(fit)
        .filter(|server| *server <= elapsed);
    Some(elapsed - server.unwrap_or(0.0))
}
