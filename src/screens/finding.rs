//! The words for findings, on the screens that show checks and on those that send them.

use firstline_diagnosis::{
    CheckId, Confidence, Fault, FaultLocation, Finding, NotMeasured, Part, Verdict,
};
use yew::AttrValue;

use crate::parts::Ui;
use crate::text::Key;

/// The short words of a finding.
pub fn says(ui: &Ui, finding: &Finding) -> AttrValue {
    if !finding.measured() {
        return ui.text(Key::VerdictNotMeasured);
    }
    let check = finding.check.check();
    match (check.saying(finding), finding.verdict) {
        (Some(saying), _) => ui.words.saying(check.id, saying),
        (None, Verdict::Pass) => ui.text(Key::VerdictPass),
        (None, Verdict::Warn) => ui.text(Key::VerdictWarn),
        (None, Verdict::Fail) => ui.text(Key::VerdictFail),
        (None, Verdict::Unknown) => ui.text(Key::VerdictUnknown),
    }
}

/// Why nothing was measured.
pub fn why(ui: &Ui, finding: &Finding) -> Option<AttrValue> {
    finding.not_measured.map(|why| ui.text(reason(why)))
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
        NotMeasured::Busy => Key::WhyBusy,
        NotMeasured::NotFetched => Key::WhyNotFetched,
        NotMeasured::Disturbed => Key::WhyDisturbed,
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
    let mut text = says(ui, finding).to_string();
    if let Some(why) = why(ui, finding) {
        text.push_str(": ");
        text.push_str(&why);
    }
    let check = finding.check.check();
    for (place, metric) in check.metrics.iter().enumerate() {
        if let Some(measured) = finding.metric(metric.name) {
            let value = ui.words.number(measured, metric.unit);
            text.push_str(&comma);
            text.push_str(&ui.words.metric(check.id, place, &value));
        }
    }
    if let Some(named) = named(finding) {
        text.push_str(&comma);
        text.push_str(named);
    }
    text
}

/// The own name of the finding: the title of a fault, or the hosts that did not answer.
pub fn named(finding: &Finding) -> Option<&str> {
    finding.text("title").or(finding.text("silent"))
}

/// Whether a check waits for the customer to let the browser ask for the home network.
pub fn wants_home(finding: &Finding) -> bool {
    matches!(finding.check, CheckId::Router | CheckId::Wifi)
        && finding.not_measured == Some(NotMeasured::NeedsPermission)
}

/// The advice for a fault, in one sentence.
pub fn advice(fault: FaultLocation) -> Key {
    match fault.what {
        Fault::Account => Key::DoAccount,
        Fault::SignIn if fault.confidence == Confidence::Low => Key::DoSignInPerhaps,
        Fault::SignIn => Key::DoSignIn,
        Fault::Names => Key::DoNames,
        Fault::Servers | Fault::Known => Key::DoNothing,
        Fault::Beyond => Key::DoBeyond,
        Fault::Service => Key::DoService,
        Fault::Line => Key::DoLine,
        Fault::Link => Key::DoLink,
        Fault::Router => Key::DoRouter,
        Fault::Wifi => Key::DoWifi,
        Fault::Silence => Key::DoSilence,
    }
}

/// The result of checks in one sentence. After a fix (`verifies`) it says whether that helped.
pub fn summary(findings: &[Finding], fault: Option<FaultLocation>, verifies: bool) -> Key {
    // After a fix it does not matter where the fault is, but that the fix has not helped.
    if let Some(fault) = fault.filter(|_| !verifies) {
        return match fault.what {
            Fault::Account => Key::FoundAccount,
            Fault::SignIn if fault.confidence == Confidence::Low => Key::FoundSignInPerhaps,
            Fault::SignIn => Key::FoundSignIn,
            Fault::Names => Key::FoundNames,
            Fault::Servers | Fault::Known => Key::FoundOurs,
            Fault::Beyond => Key::FoundInternet,
            Fault::Service => Key::FoundService,
            // That somebody refuses at once does not say who.
            Fault::Line if fault.first == Part::Router => Key::FoundHome,
            Fault::Line => Key::FoundLine,
            Fault::Link => Key::FoundDevice,
            // The link has two ends.
            Fault::Router if fault.first == Part::Device => Key::FoundDevice,
            Fault::Router => Key::FoundRouter,
            Fault::Wifi => Key::FoundWifi,
            Fault::Silence if fault.first == Part::Router => Key::FoundHome,
            Fault::Silence => Key::FoundBetween,
        };
    }
    let all = |fits: fn(&Finding) -> bool| findings.iter().all(fits);
    let any = |fits: fn(&Finding) -> bool| findings.iter().any(fits);
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
    if any(|finding| finding.not_measured == Some(NotMeasured::SignInPage)) {
        return Key::FoundSignIn;
    }
    if any(|finding| finding.check == CheckId::OwnLine && finding.verdict == Verdict::Warn) {
        return Key::FoundElsewhere;
    }
    // That we answer tells nothing of the way beyond us.
    let is_known = |check: CheckId| {
        let mut known = findings.iter().filter(|finding| finding.check == check);
        known.next_back().is_some_and(Finding::measured)
    };
    let is_to_us_alone = is_known(CheckId::Isp) && !is_known(CheckId::Internet);
    // A check that is not set up says nothing; the others still show whether the connection works.
    let telling = findings.iter().filter(|finding| !finding.is_left_out());
    // A line that is far too slow still works.
    let verdict = |finding: &Finding| match (finding.check, finding.verdict) {
        (CheckId::Speed, Verdict::Fail) => Verdict::Warn,
        (_, verdict) => verdict,
    };
    match telling.map(verdict).max() {
        Some(Verdict::Pass) if is_to_us_alone => Key::FoundReachesUs,
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
    use super::*;

    fn heading(findings: &[Finding]) -> Key {
        summary(findings, None, false)
    }

    #[test]
    fn a_page_that_wants_a_sign_in_is_the_result_even_after_a_fix() {
        let works = Finding::new(CheckId::DeviceLink, Verdict::Pass, Confidence::Medium);
        let wall = Finding::not_measured(CheckId::Isp, NotMeasured::SignInPage);
        for verifies in [false, true] {
            let found = summary(&[works.clone(), wall.clone()], None, verifies);
            assert_eq!(found, Key::FoundSignIn);
        }
    }

    #[test]
    fn that_we_answer_claims_nothing_of_the_way_beyond_us() {
        let found = |check| Finding::new(check, Verdict::Pass, Confidence::High);
        let (link, isp) = (found(CheckId::DeviceLink), found(CheckId::Isp));
        let beyond = Finding::not_measured(CheckId::Internet, NotMeasured::NotSetUp);
        assert_eq!(heading(std::slice::from_ref(&isp)), Key::FoundReachesUs);
        let to_us = [link, isp.clone(), beyond];
        for verifies in [false, true] {
            let found = summary(&to_us, None, verifies);
            assert_eq!(found, Key::FoundReachesUs, "{verifies}");
        }
        assert_eq!(heading(&[isp, found(CheckId::Internet)]), Key::FoundAllWell);
    }

    #[test]
    fn a_line_that_is_far_too_slow_still_works() {
        let slow = Finding::new(CheckId::Speed, Verdict::Fail, Confidence::High);
        assert_eq!(heading(&[slow]), Key::FoundSlow);
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
