//! A fault that is known: what is known of it, when it should be over, and that it is.

use firstline_guide::session::Event;
use yew::Html;

use super::step::{after, end_layout, words};
use crate::parts::{
    ButtonStyle, Fault, Icon, Tone, Ui, announce, badge, fault_note, finish, quiet,
};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, title: &Option<String>, text: &Option<String>) -> Html {
    let screen = &step.screen;
    let standing = &step.fault;
    let fault = Fault {
        kind: None,
        title: title.as_deref(),
        text: text.as_deref().filter(|_| !standing.is_over),
        standing,
    };
    if standing.is_over {
        return over(ui, step, fault);
    }
    let known = title.is_some() || text.is_some() || standing.expected_end.is_some();
    end_layout(ui, screen)
        .above(badge(Tone::Warn, Icon::Clock))
        .content(words(ui, screen))
        .content(if known {
            fault_note(ui, Tone::Warn, Icon::Warning, fault)
        } else {
            Html::default()
        })
        .content(quiet(ui.text(Key::FaultSorry)))
        .content(after(ui, screen))
        .foot(finish(ui, ButtonStyle::Primary))
        .step_button(ButtonStyle::Quiet, Key::StillBroken, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
        .draw()
}

/// It is over while the customer looks: the author's words for a fault that goes on do not hold any more.
fn over(ui: &Ui, step: &Step, fault: Fault) -> Html {
    end_layout(ui, &step.screen)
        .above(announce(ui.text(Key::FaultOver)))
        .above(badge(Tone::Good, Icon::Check))
        .heading(ui.text(Key::FaultOver))
        .content(fault_note(ui, Tone::Good, Icon::Check, fault))
        .foot(finish(ui, ButtonStyle::Primary))
        .step_button(ButtonStyle::Quiet, Key::StillBroken, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
        .draw()
}
