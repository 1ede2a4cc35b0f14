//! What the second part of the core adds to the welcome screen: known faults come first, and what waits for the customer to
//! come back.

use firstline_guide::session::Millis;
use yew::{Html, html};

use crate::action::Action;
use crate::parts::{
    ButtonStyle, Fault, Icon, Layout, Tone, Ui, button, fault_note, note, paragraph,
};
use crate::text::{Key, in_time};
use crate::view::{Notice, Resume, Welcome};

/// Adds to the welcome screen what is known.
pub fn add<'a>(ui: &Ui<'a>, mut layout: Layout<'a>, page: &Welcome) -> Layout<'a> {
    for notice in &page.notices {
        layout = layout.above(known_fault(ui, notice));
    }
    let resume = page.resume.as_ref();
    match resume.and_then(|resume| Some((resume, resume.later?))) {
        Some((resume, until)) => layout.above(come_back(ui, resume, until)),
        None => layout,
    }
}

/// A session that waits for the customer to come back and look comes first.
fn come_back(ui: &Ui, resume: &Resume, until: Millis) -> Html {
    let due = until <= ui.view.now;
    let (style, when) = if due {
        (ButtonStyle::Primary, ui.text(Key::LaterDue))
    } else {
        let when = in_time(ui.words, ui.view.now, until);
        let when = ui.words.fill(Key::LaterTitle, &[("when", &when)]);
        (ButtonStyle::Inline, when)
    };
    let inside = html! {
        <div class="fl-field">
            <span class="fl-kind">{ &resume.guide }</span>
            <strong>{ ui.text(Key::LaterBack) }</strong>
            { paragraph(when) }
            <div class="fl-over">
                { button(ui, style, Key::LaterCheck, Action::LookChosen) }
                { button(ui, ButtonStyle::Quiet, Key::LaterNotYet, Action::LookPutOff) }
            </div>
        </div>
    };
    note(Tone::Plain, Icon::Clock, inside)
}

/// A fault that is known.
fn known_fault(ui: &Ui, notice: &Notice) -> Html {
    let (tone, mark, word) = if notice.standing.is_over {
        (Tone::Good, Icon::Check, Key::FaultOver)
    } else if notice.planned {
        (Tone::Plain, Icon::Info, Key::PlannedWork)
    } else {
        (Tone::Warn, Icon::Warning, Key::Fault)
    };
    let fault = Fault {
        kind: Some(word),
        title: Some(&notice.title),
        text: Some(&*notice.text).filter(|_| !notice.standing.is_over),
        standing: &notice.standing,
    };
    fault_note(ui, tone, mark, fault)
}
