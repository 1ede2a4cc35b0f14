//! Checks: which one runs and what came out so far; then the result.

use firstline_diagnosis::{CheckId, Finding, Verdict, locate};
use firstline_guide::session::{CheckState, Event};
use yew::{AttrValue, Html, html};

use super::SPEED;
use super::finding::{is_left_out, says, summary, value, why};
use super::step::{after, step_layout, words};
use crate::parts::{ButtonStyle, Icon, Tone, Ui, announce, chain, icon, option_text, owned, quiet};
use crate::text::{Key, whole};
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, checks: &[CheckState], done: bool, verifies: bool) -> Html {
    let screen = &step.screen;
    let findings: Vec<Finding> = checks
        .iter()
        .filter_map(|check| check.finding.clone())
        .collect();
    let fault = locate(&findings);
    let mut layout = step_layout(ui, screen);
    let spoken = if done {
        let heading = ui.text(summary(&findings, fault, verifies));
        layout = layout
            .heading(heading.clone())
            .step_button(ButtonStyle::Primary, Key::Next, Event::Continued)
            .step_button(ButtonStyle::Quiet, Key::CheckAgain, Event::ChecksRepeated);
        heading
    } else {
        if verifies {
            layout = layout.heading(ui.text(Key::CheckVerifying));
        }
        layout = layout.step_button(ButtonStyle::Tonal, Key::CheckSkip, Event::ChecksSkipped);
        let (some, all) = (whole(findings.len() as u64), whole(checks.len() as u64));
        match checks.iter().find(|check| check.finding.is_none()) {
            // The test says itself how far it is.
            Some(only) if is_staged(only) && findings.len() + 1 == checks.len() => {
                AttrValue::Static("")
            }
            _ => ui
                .words
                .fill(Key::CheckProgress, &[("done", &some), ("all", &all)]),
        }
    };
    // The author's words are about the checking. With the results, or after the step whose fix is
    // verified, they have been read.
    let (before, below) = if done || verifies {
        (Html::default(), Html::default())
    } else {
        (words(ui, screen), after(ui, screen))
    };
    let (picture, progress) = if done {
        (chain(ui, &findings, fault), Html::default())
    } else {
        (Html::default(), quiet(spoken.clone()))
    };
    // The live region stays where it is, because what comes out is said through it.
    layout
        .content(before)
        .content(announce(spoken))
        .content(picture)
        .content(html! {
            <ul class="fl-checks" role="list">
                for check in checks.iter().filter(|check| is_shown(check)) {
                    { row(ui, check) }
                }
            </ul>
        })
        .content(html! {
            // What is in it is the speed test's, and no node of ours.
            if checks.iter().any(|check| check.check == CheckId::Speed) {
                <div id={SPEED}></div>
            }
        })
        .content(progress)
        .content(below)
        .draw()
}

fn is_shown(check: &CheckState) -> bool {
    !is_staged(check) && !check.finding.as_ref().is_some_and(is_left_out)
}

/// Whether it is the speed test, and still to come: the customer starts it on its own stage.
fn is_staged(check: &CheckState) -> bool {
    check.check == CheckId::Speed && check.finding.is_none()
}

fn row(ui: &Ui, check: &CheckState) -> Html {
    let (tone, mark) = match &check.finding {
        None => (None, Icon::Running),
        Some(finding) => match finding.verdict {
            Verdict::Pass => (Some(Tone::Good), Icon::Check),
            Verdict::Warn => (Some(Tone::Warn), Icon::Warning),
            Verdict::Fail => (Some(Tone::Bad), Icon::Cross),
            Verdict::Unknown => (None, Icon::Dash),
        },
    };
    let found = check.finding.as_ref();
    let word = found.map_or_else(|| ui.text(Key::VerdictRunning), |finding| says(ui, finding));
    let value = found.and_then(|finding| value(ui, finding));
    let why = found.and_then(|finding| why(ui, finding));
    let outage = match &check.finding {
        Some(finding) if finding.check == CheckId::Outage => finding.text("title"),
        _ => None,
    };
    let detail = outage.map(owned).or(why);
    html! {
        <li data-tone={tone.map(Tone::name)}>
            { icon(mark) }
            { option_text(ui.words.check(check.check), detail.unwrap_or_default()) }
            <span class="fl-value">
                { word }
                if let Some(value) = value {
                    <small>{ value }</small>
                }
            </span>
        </li>
    }
}
