//! The words for a finding, where checks are shown and where they are sent.

use firstline_diagnosis::{CheckId, Finding, NotMeasured, Says, Verdict};
use yew::AttrValue;

use crate::parts::Cx;
use crate::text::Key;

/// The word for what a finding says, and why nothing was measured.
pub fn says(finding: &Finding) -> (Key, Option<Key>) {
    let word = match finding.says() {
        Says::DeviceLinked => Key::SaysDeviceLinked,
        Says::DeviceUnlinked => Key::SaysDeviceUnlinked,
        Says::IspAnswers | Says::InternetAnswers => Key::SaysAnswers,
        Says::InternetPartly => Key::SaysPartly,
        Says::IspSilent | Says::InternetSilent => Key::SaysSilent,
        Says::LatencyGood => Key::SaysLatencyGood,
        Says::LatencyHigh => Key::SaysLatencyHigh,
        Says::LatencyUneven => Key::SaysLatencyUneven,
        Says::LatencyTooHigh => Key::SaysLatencyTooHigh,
        Says::OutageNone => Key::SaysOutageNone,
        Says::OutageMaintenance => Key::SaysOutageMaintenance,
        Says::OutageFault => Key::SaysOutageFault,
        Says::OutageElsewhere => Key::SaysOutageElsewhere,
        Says::Only(Verdict::Pass) => Key::VerdictPass,
        Says::Only(Verdict::Warn) => Key::VerdictWarn,
        Says::Only(Verdict::Fail) => Key::VerdictFail,
        Says::Only(Verdict::Unknown) => Key::VerdictUnknown,
        Says::NotMeasured(why) => return (Key::VerdictNotMeasured, Some(reason(why))),
    };
    (word, None)
}

fn reason(why: NotMeasured) -> Key {
    match why {
        NotMeasured::Skipped => Key::WhySkipped,
        NotMeasured::BlockedByPage => Key::WhyBlocked,
        NotMeasured::NotSetUp => Key::WhyNotSetUp,
        NotMeasured::NotSupported => Key::WhyNotSupported,
        NotMeasured::Pointless => Key::WhyPointless,
        NotMeasured::NoAnswer => Key::WhyNoAnswer,
        NotMeasured::BadAnswer => Key::WhyBadAnswer,
    }
}

/// The first number of a finding that has a unit, which is what people ask for. Ten or more is
/// whole: nobody acts on a fraction of it.
pub fn value(cx: &Cx, finding: &Finding) -> Option<AttrValue> {
    let metrics = finding.check.check().metrics;
    let metric = metrics.iter().find(|metric| !metric.unit.is_empty())?;
    let value = finding.metric(metric.name)?;
    let value = if value < 10.0 { value } else { value.round() };
    Some(cx.words.number(value, metric.unit).into())
}

/// Everything that a finding carries: the word for it and each number.
pub fn everything(cx: &Cx, finding: &Finding) -> String {
    let (word, why) = says(finding);
    let mut text = String::from(&*cx.t(word));
    if let Some(why) = why {
        text.push_str(": ");
        text.push_str(&cx.t(why));
    }
    for (name, measured) in &finding.metrics {
        let known = finding
            .check
            .check()
            .metrics
            .iter()
            .find(|metric| metric.name == *name);
        let unit = known.map_or("", |metric| metric.unit);
        let value = cx.words.number(*measured, unit);
        text.push_str(&cx.t(Key::Comma));
        match metric(name) {
            Some(key) => text.push_str(&cx.words.fill(key, &[("value", &value)])),
            None => text.push_str(&value),
        }
    }
    if let Some(title) = finding.text("title") {
        text.push_str(&cx.t(Key::Comma));
        text.push_str(title);
    }
    text
}

/// How a number is said, where the number alone does not tell.
fn metric(name: &str) -> Option<Key> {
    Some(match name {
        "time" => Key::MetricTime,
        "answered" => Key::MetricAnswered,
        "asked" => Key::MetricAsked,
        "median" => Key::MetricMedian,
        "jitter" => Key::MetricJitter,
        "samples" => Key::MetricSamples,
        "items" => Key::MetricItems,
        _ => return None,
    })
}

/// What a check is called.
pub fn name(check: CheckId) -> Key {
    match check {
        CheckId::DeviceLink => Key::CheckDeviceLink,
        CheckId::Router => Key::CheckRouter,
        CheckId::Isp => Key::CheckIsp,
        CheckId::Internet => Key::CheckInternet,
        CheckId::Dns => Key::CheckDns,
        CheckId::Captive => Key::CheckCaptive,
        CheckId::Ipv6 => Key::CheckIpv6,
        CheckId::Latency => Key::CheckLatency,
        CheckId::Jitter => Key::CheckJitter,
        CheckId::Loss => Key::CheckLoss,
        CheckId::Speed => Key::CheckSpeed,
        CheckId::Services => Key::CheckServices,
        CheckId::OwnLine => Key::CheckOwnLine,
        CheckId::Wifi => Key::CheckWifi,
        CheckId::Outage => Key::CheckOutage,
        CheckId::Account => Key::CheckAccount,
    }
}
