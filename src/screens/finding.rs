//! The words for findings, on the screens that show checks and on those that send them.

use firstline_diagnosis::{CheckId, FaultLocation, Finding, NotMeasured, Part, Verdict};
use yew::AttrValue;

use crate::parts::Ui;
use crate::text::Key;

/// The word for what a finding says, and why nothing was measured.
pub fn says(finding: &Finding) -> (Key, Option<Key>) {
    if let Some(why) = finding.not_measured {
        return (Key::VerdictNotMeasured, Some(reason(why)));
    }
    let check = finding.check.check();
    let saying = check.saying(finding).and_then(|at| check.sayings.get(at));
    let word = match (finding.check, saying.map(|saying| saying.name)) {
        (CheckId::DeviceLink, Some("linked")) => Key::SaysDeviceLinked,
        (CheckId::DeviceLink, Some("unlinked")) => Key::SaysDeviceUnlinked,
        (_, Some("answers")) => Key::SaysAnswers,
        (_, Some("partly")) => Key::SaysPartly,
        (_, Some("silent")) => Key::SaysSilent,
        (CheckId::Latency, Some("short")) => Key::SaysLatencyGood,
        (CheckId::Latency, Some("long")) => Key::SaysLatencyHigh,
        (CheckId::Latency, Some("uneven")) => Key::SaysLatencyUneven,
        (CheckId::Latency, Some("too-long")) => Key::SaysLatencyTooHigh,
        (CheckId::Outage, Some("none")) => Key::SaysOutageNone,
        (CheckId::Outage, Some("maintenance")) => Key::SaysOutageMaintenance,
        (CheckId::Outage, Some("fault")) => Key::SaysOutageFault,
        (CheckId::Outage, Some("elsewhere")) => Key::SaysOutageElsewhere,
        _ => match finding.verdict {
            Verdict::Pass => Key::VerdictPass,
            Verdict::Warn => Key::VerdictWarn,
            Verdict::Fail => Key::VerdictFail,
            Verdict::Unknown => Key::VerdictUnknown,
        },
    };
    (word, None)
}

fn reason(why: NotMeasured) -> Key {
    match why {
        NotMeasured::Skipped => Key::WhySkipped,
        NotMeasured::BlockedByPage => Key::WhyBlocked,
        NotMeasured::AnsweredByPage => Key::WhyAnsweredByPage,
        NotMeasured::NeedsPermission => Key::WhyNeedsPermission,
        NotMeasured::SignInPage => Key::WhySignInPage,
        NotMeasured::NotSetUp => Key::WhyNotSetUp,
        NotMeasured::NotSupported => Key::WhyNotSupported,
        NotMeasured::Pointless => Key::WhyPointless,
        NotMeasured::NoAnswer => Key::WhyNoAnswer,
        NotMeasured::BadAnswer => Key::WhyBadAnswer,
    }
}

/// The first number of a finding that has a unit, which is what people ask for. Ten or more is
/// whole: nobody acts on a fraction of it.
pub fn value(ui: &Ui, finding: &Finding) -> Option<AttrValue> {
    let metrics = finding.check.check().metrics;
    let metric = metrics.iter().find(|metric| !metric.unit.is_empty())?;
    let value = finding.metric(metric.name)?;
    let value = if value < 10.0 { value } else { value.round() };
    Some(ui.words.number(value, metric.unit).into())
}

/// Everything that a finding carries: the word for it and each number.
pub fn everything(ui: &Ui, finding: &Finding) -> String {
    let comma = ui.text(Key::Comma);
    let (word, why) = says(finding);
    let mut text = ui.text(word).to_string();
    if let Some(why) = why {
        text.push_str(": ");
        text.push_str(&ui.text(why));
    }
    for (name, measured) in &finding.metrics {
        let mut metrics = finding.check.check().metrics.iter();
        let unit = metrics.find(|metric| metric.name == *name);
        let value = ui
            .words
            .number(*measured, unit.map_or("", |metric| metric.unit));
        text.push_str(&comma);
        match metric(name) {
            Some(key) => text.push_str(&ui.words.fill(key, &[("value", &value)])),
            None => text.push_str(&value),
        }
    }
    if let Some(title) = finding.text("title") {
        text.push_str(&comma);
        text.push_str(title);
    }
    text
}

/// The words round a number that does not explain itself.
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

/// The result of checks in one sentence. After a fix (`verifies`) it says whether that helped.
pub fn summary(findings: &[Finding], fault: Option<FaultLocation>, verifies: bool) -> Key {
    // After a fix it does not matter where the fault is, but that the fix has not helped.
    if let Some(fault) = fault.filter(|_| !verifies) {
        return match (fault.first, fault.last) {
            (Part::Device, Part::Device | Part::Wifi | Part::Router) => Key::FoundDevice,
            (Part::Device | Part::Wifi, _) => Key::FoundBetween,
            (Part::Router, _) => Key::FoundHome,
            (Part::Line, Part::Line) => Key::FoundLine,
            (Part::Line | Part::Network, _) => Key::FoundOurs,
            (Part::Internet | Part::Service, _) => Key::FoundInternet,
        };
    }
    let all = |fits: fn(&Finding) -> bool| findings.iter().all(fits);
    if all(|finding| finding.check == CheckId::Outage) {
        let last = findings.last().filter(|finding| finding.measured());
        return match last.map(|finding| finding.verdict) {
            Some(Verdict::Pass) => Key::FoundNoOutage,
            Some(Verdict::Warn) => Key::FoundMaintenance,
            Some(Verdict::Fail) => Key::FoundOutage,
            Some(Verdict::Unknown) => Key::FoundOutageElsewhere,
            None => Key::FoundOutageUnclear,
        };
    }
    if all(|finding| finding.not_measured == Some(NotMeasured::Skipped)) {
        return Key::FoundSkipped;
    }
    // Without a measurement of speed the others still show whether the connection works.
    let no_speed = |finding: &&Finding| {
        finding.check != CheckId::Speed || finding.not_measured != Some(NotMeasured::NotSetUp)
    };
    let telling = findings.iter().filter(no_speed);
    match telling.map(|finding| finding.verdict).max() {
        Some(Verdict::Pass) if verifies => Key::FoundHelped,
        Some(Verdict::Pass) => Key::FoundAllWell,
        Some(Verdict::Warn) => Key::FoundSlow,
        Some(Verdict::Fail) if verifies => Key::FoundNotHelped,
        Some(Verdict::Fail) => Key::FoundBetween,
        Some(Verdict::Unknown) | None => Key::FoundUnclear,
    }
}

#[cfg(test)]
mod tests {
    use firstline_diagnosis::Confidence;

    use super::*;

    fn heading(findings: &[Finding]) -> Key {
        summary(findings, None, false)
    }

    #[test]
    fn a_speed_that_is_not_set_up_leaves_the_result_to_the_others() {
        let works = Finding::new(CheckId::Latency, Verdict::Pass, Confidence::High);
        let speed = |why| Finding::not_measured(CheckId::Speed, why);
        let not_set_up = speed(NotMeasured::NotSetUp);
        assert_eq!(
            heading(&[works.clone(), not_set_up.clone()]),
            Key::FoundAllWell
        );
        assert_eq!(heading(&[not_set_up]), Key::FoundUnclear);
        assert_eq!(
            heading(&[works, speed(NotMeasured::NoAnswer)]),
            Key::FoundUnclear
        );
    }
}
