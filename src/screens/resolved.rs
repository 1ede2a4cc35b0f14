//! An end that says that the problem is gone, and looks once more whether it stays so.

use firstline_guide::session::{Event, Recheck};
use yew::Html;

use super::step::{after, end_layout, words};
use crate::parts::{ButtonStyle, Icon, Tone, Ui, announce, badge, finish, paragraph, state};
use crate::text::{Key, in_time};
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, recheck: &Recheck) -> Html {
    let screen = &step.screen;
    let (tone, mark, standing) = match recheck {
        Recheck::Planned { at } => {
            let when = in_time(ui.words, ui.view.now, *at);
            let standing = ui.words.fill(Key::ResolvedSoon, &[("when", &when)]);
            (Tone::Plain, Icon::Clock, standing)
        }
        Recheck::Running { .. } => (Tone::Plain, Icon::Running, ui.text(Key::ResolvedRunning)),
        Recheck::Passed => (Tone::Good, Icon::Check, ui.text(Key::ResolvedPassed)),
        Recheck::Failed => return failed(ui, step),
        Recheck::Unknown => (Tone::Plain, Icon::Dash, ui.text(Key::ResolvedUnknown)),
    };
    // A countdown is not read out at every tick.
    let counts = matches!(recheck, Recheck::Planned { .. });
    end_layout(ui, screen)
        .above(badge(Tone::Good, Icon::Check))
        .content(words(ui, screen))
        .content(state(tone, mark, standing, (!counts).then_some("status")))
        .content(after(ui, screen))
        .foot(finish(ui, ButtonStyle::Primary))
        .step_button(ButtonStyle::Quiet, Key::StillBroken, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
        .draw()
}

/// The second look found it broken again: this is no end then, and the author's words for one do
/// not hold.
fn failed(ui: &Ui, step: &Step) -> Html {
    end_layout(ui, &step.screen)
        .above(announce(ui.text(Key::ResolvedFailed)))
        .above(badge(Tone::Warn, Icon::Warning))
        .heading(ui.text(Key::ResolvedFailed))
        .content(paragraph(ui.text(Key::ResolvedFailedText)))
        .step_button(ButtonStyle::Primary, Key::Next, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
        .way(finish(ui, ButtonStyle::Quiet))
        .draw()
}
