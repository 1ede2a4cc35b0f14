//! Checks: what runs and what came out so far; then what is so.

use firstline_diagnosis::{
    CheckId, FaultLocation, Finding, NotMeasured, Part, Says, Verdict, locate,
};
use firstline_guide::session::{CheckState, Happened};
use yew::{AttrValue, Html};

use super::finding::{name, says, value};
use super::step::{more, said, step_frame};
use crate::parts::{
    Cx, Icon, Look, all, announce, chain, el, icon, list, nothing, option_text, own, quiet,
};
use crate::text::{Key, whole};
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step, checks: &[CheckState], done: bool, verifies: bool) -> Html {
    let screen = &step.screen;
    let findings: Vec<Finding> = checks
        .iter()
        .filter_map(|check| check.finding.clone())
        .collect();
    let rows = list("fl-checks")
        .each(checks.iter().map(|check| row(cx, check)))
        .done();
    let mut frame = step_frame(cx, screen);
    // The live region comes first and stays; what came out is said through it.
    let nodes = if done {
        let fault = locate(&findings);
        let heading = cx.t(found(&findings, fault, verifies));
        frame = frame
            .heading(heading.clone())
            .step_button(Look::Primary, Key::Next, Happened::Continued)
            .step_button(Look::Quiet, Key::CheckAgain, Happened::ChecksRepeated);
        vec![
            announce(heading),
            chain(cx, &findings, fault),
            rows,
            nothing(),
        ]
    } else {
        if verifies {
            frame = frame.heading(cx.t(Key::CheckVerifying));
        }
        frame = frame.step_button(Look::Tonal, Key::CheckSkip, Happened::ChecksSkipped);
        let (some, all) = (whole(findings.len() as u64), whole(checks.len() as u64));
        let progress = cx
            .words
            .fill(Key::CheckProgress, &[("done", &some), ("all", &all)]);
        vec![announce(progress.clone()), nothing(), rows, quiet(progress)]
    };
    // What the author says is of the checking; with the results, or after the step that is being
    // verified, it was read already. The live region keeps its place.
    let (before, after) = if done || verifies {
        (nothing(), nothing())
    } else {
        (said(cx, screen), more(cx, screen))
    };
    frame.node(before).node(all(nodes)).node(after).done()
}

/// What passed, in one sentence.
pub(super) fn passed(cx: &Cx, findings: &[Finding]) -> AttrValue {
    cx.t(found(findings, None, false))
}

/// What is so, in one sentence.
fn found(findings: &[Finding], fault: Option<FaultLocation>, verifies: bool) -> Key {
    // Where a fix is being verified, what matters is that it has not helped.
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
        return match findings.last().map(Finding::says) {
            Some(Says::OutageNone) => Key::FoundNoOutage,
            Some(Says::OutageMaintenance) => Key::FoundMaintenance,
            Some(Says::OutageFault) => Key::FoundOutage,
            Some(Says::OutageElsewhere) => Key::FoundOutageElsewhere,
            _ => Key::FoundOutageUnclear,
        };
    }
    if all(|finding| finding.not_measured == Some(NotMeasured::Skipped)) {
        return Key::FoundSkipped;
    }
    // Without a measurement of speed all else still tells whether the connection works.
    let no_speed = |finding: &&Finding| {
        finding.check != CheckId::Speed || finding.not_measured != Some(NotMeasured::NotSetUp)
    };
    let told = findings.iter().filter(no_speed);
    match told.map(|finding| finding.verdict).max() {
        Some(Verdict::Pass) if verifies => Key::FoundHelped,
        Some(Verdict::Pass) => Key::FoundAllWell,
        Some(Verdict::Warn) => Key::FoundSlow,
        Some(Verdict::Fail) if verifies => Key::FoundNotHelped,
        Some(Verdict::Fail) => Key::FoundBetween,
        Some(Verdict::Unknown) | None => Key::FoundUnclear,
    }
}

fn row(cx: &Cx, check: &CheckState) -> Html {
    let (class, mark) = match &check.finding {
        None => ("fl-running", Icon::Running),
        Some(finding) => match finding.verdict {
            Verdict::Pass => ("fl-good", Icon::Check),
            Verdict::Warn => ("fl-warn", Icon::Warning),
            Verdict::Fail => ("fl-bad", Icon::Cross),
            Verdict::Unknown => ("", Icon::Dash),
        },
    };
    let (word, why) = match &check.finding {
        None => (Key::VerdictRunning, None),
        Some(finding) => says(finding),
    };
    let value = check
        .finding
        .as_ref()
        .and_then(|finding| value(cx, finding));
    let why = match &check.finding {
        Some(finding) if finding.check == CheckId::Outage => finding.text("title").map(own),
        _ => None,
    }
    .or(why.map(|why| cx.t(why)));
    let mut standing = el("span", "fl-value").text(cx.t(word));
    if let Some(value) = value {
        standing = standing.with(el("small", "").text(value));
    }
    el("li", class)
        .node(icon(mark))
        .node(option_text(
            cx.t(name(check.check)),
            why.unwrap_or_default(),
        ))
        .with(standing)
        .done()
}

#[cfg(test)]
mod tests {
    use firstline_diagnosis::Confidence;

    use super::*;

    fn heading(findings: &[Finding]) -> Key {
        found(findings, None, false)
    }

    #[test]
    fn a_speed_that_is_not_set_up_leaves_what_the_others_tell() {
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
