//! Checks: which one runs and what came out so far; then the result.

use firstline_diagnosis::{CheckId, Fault, FaultLocation, Finding, Progress, Verdict, locate};
use firstline_guide::session::{CheckState, Event};
use yew::{AttrValue, Html, html};

use super::finding::{advice, named, says, summary, value, wants_home, why};
use super::step::{after, step_layout, words};
use super::{SPEED, WALK};
use crate::action::Action;
use crate::parts::{
    ButtonStyle, Icon, Tone, Ui, announce, button, chain, icon, link, option_text, owned,
    paragraph, quiet,
};
use crate::text::{Key, line_loss, whole};
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, checks: &[CheckState], done: bool, verifies: bool) -> Html {
    let (screen, far) = (&step.screen, step.progress);
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
        // What nobody set up is no row, so it does not count either.
        let left_out = findings.iter().filter(|found| found.is_left_out()).count();
        let counted = |number: usize| whole((number - left_out) as u64);
        let (some, all) = (counted(findings.len()), counted(checks.len()));
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
        let progress = (!spoken.is_empty()).then(|| quiet(spoken.clone()));
        (Html::default(), progress.unwrap_or_default())
    };
    // After a fix it matters whether that helped, and the guide knows what comes next.
    let what_to_do = fault.filter(|_| done && !verifies);
    let mut rows = checks.iter().filter(|check| is_shown(check)).peekable();
    // The live region stays where it is, because what comes out is said through it.
    layout
        .content(before)
        .content(announce(spoken))
        .content(match screen.line {
            Some(line) => quiet(line_loss(ui.words, line)),
            None => Html::default(),
        })
        .content(picture)
        .content(html! {
            if let Some(fault) = what_to_do {
                { paragraph(ui.text(advice(fault))) }
                if let Some(page) = sign_in_page(fault, &findings) {
                    { link(ButtonStyle::Tonal, None, page.clone(), page) }
                }
            }
        })
        .content(html! {
            if rows.peek().is_some() {
                <ul class="fl-checks" role="list">
                    for check in rows {
                        { row(ui, check, far) }
                    }
                </ul>
            }
        })
        .content(html! {
            // The nodes in it belong to the speed test.
            if checks.iter().any(|check| check.check == CheckId::Speed) {
                <div id={SPEED.0}></div>
            }
        })
        .content(html! {
            if checks.iter().any(|check| check.check == CheckId::Wifi) {
                <div id={WALK.0}></div>
            }
        })
        .content(html! {
            if done && findings.iter().any(wants_home) {
                <div class="fl-field">
                    { paragraph(ui.text(Key::HomeWhy)) }
                    { button(ui, ButtonStyle::Tonal, Key::HomeAsk, Action::HomeAllowed) }
                </div>
            }
        })
        .content(progress)
        .content(below)
        .draw()
}

/// Where a page that wants a sign-in shows, where it is that.
fn sign_in_page(fault: FaultLocation, findings: &[Finding]) -> Option<AttrValue> {
    let page = findings.iter().rev().find_map(|found| found.text("page"));
    page.filter(|_| fault.what == Fault::SignIn).map(owned)
}

fn is_shown(check: &CheckState) -> bool {
    !is_staged(check) && !check.finding.as_ref().is_some_and(Finding::is_left_out)
}

/// Whether it is the speed test, and still to come: the customer starts it on its own stage.
fn is_staged(check: &CheckState) -> bool {
    matches!(check.check, CheckId::Speed | CheckId::Wifi) && check.finding.is_none()
}

/// How far a check has come, and what it measured last.
fn so_far(ui: &Ui, progress: Progress) -> AttrValue {
    let mut words = ui.words.number((progress.done * 100.0).round(), "%");
    if let Some((_, delay)) = progress.reading {
        words.push_str(&ui.text(Key::Comma));
        words.push_str(&ui.words.number(delay.round(), "ms"));
    }
    words.into()
}

fn row(ui: &Ui, check: &CheckState, progress: Option<(CheckId, Progress)>) -> Html {
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
    let value = match (found, progress) {
        (Some(finding), _) => value(ui, finding),
        (None, Some((known, progress))) if known == check.check => Some(so_far(ui, progress)),
        (None, _) => None,
    };
    let why = found.and_then(|finding| why(ui, finding));
    let named = found.and_then(named);
    let detail = named.map(owned).or(why);
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
