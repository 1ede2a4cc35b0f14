//! Stands in for a screen of the second part of the core while that is not here: the author's words, what is known so far,
//! and every way on.

use firstline_guide::model::Meaning;
use firstline_guide::session::{Body, CheckState, Event};
use yew::{AttrValue, Html, html};

use super::finding::everything;
use super::step::{after, end_layout, step_layout, words};
use crate::action::Action;
use crate::parts::{ButtonStyle, Icon, Layout, Tone, Ui, badge, finish, hours, option_text, state};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let screen = &step.screen;
    let coming = state(
        Tone::Plain,
        Icon::Running,
        ui.text(Key::PartComing),
        Some("status"),
    );
    let layout = match &screen.body {
        Body::Checking { checks, done, .. } => {
            let layout = step_layout(ui, screen).content(so_far(ui, checks));
            match done {
                true => layout
                    .step_button(ButtonStyle::Primary, Key::Next, Event::Continued)
                    .step_button(ButtonStyle::Quiet, Key::CheckAgain, Event::ChecksRepeated),
                false => {
                    layout.step_button(ButtonStyle::Tonal, Key::CheckSkip, Event::ChecksSkipped)
                }
            }
        }
        Body::Lights { .. } => {
            let unsure = Event::LightsRead {
                meaning: Meaning::Unsure,
                seen: None,
            };
            step_layout(ui, screen).step_button(ButtonStyle::Tonal, Key::Unsure, unsure)
        }
        Body::Ticket { danger: true, .. } => end_layout(ui, screen)
            .above(badge(Tone::Bad, Icon::Stop))
            .phone(ButtonStyle::Danger, Key::Call),
        Body::Ticket { .. } => end_layout(ui, screen)
            .phone(ButtonStyle::Primary, Key::Call)
            .button(ButtonStyle::Quiet, Key::StartOver, Action::GuideLeft),
        _ => end(ui, step),
    };
    // The author's promise needs the form, which is still to come.
    let asks = matches!(screen.body, Body::Ticket { .. });
    let asks = asks.then(|| html! { <h2>{ ui.text(Key::TicketReach) }</h2> });
    let hours = match ui.view.is_an_end() {
        true => hours(ui),
        false => Html::default(),
    };
    layout
        .content(words(ui, screen))
        .content(asks.unwrap_or_default())
        .content(coming)
        .content(after(ui, screen))
        .content(hours)
        .draw()
}

fn end<'a>(ui: &Ui<'a>, step: &Step) -> Layout<'a> {
    end_layout(ui, &step.screen)
        .foot(finish(ui, ButtonStyle::Primary))
        .step_button(ButtonStyle::Quiet, Key::StillBroken, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
}

/// What came of the checks: as long as this stands in, mostly that they were not measured, and why.
fn so_far(ui: &Ui, checks: &[CheckState]) -> Html {
    let said = |check: &CheckState| -> AttrValue {
        let finding = check.finding.as_ref();
        finding.map_or_else(
            || ui.text(Key::VerdictRunning),
            |finding| everything(ui, finding).into(),
        )
    };
    html! {
        <ul class="fl-checks" role="list">
            for check in checks {
                <li>{ option_text(ui.words.check(check.check), said(check)) }</li>
            }
        </ul>
    }
}
