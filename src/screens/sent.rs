//! The ticket is sent, or waits in this browser, or was refused.

use firstline_guide::session::Millis;
use yew::{Html, html};

use super::step::paragraphs;
use crate::action::Action;
use crate::parts::{
    ButtonStyle, Icon, Layout, Tone, Ui, badge, copy, finish, hours, note, paragraph, state,
};
use crate::text::{Key, ago};
use crate::view::{Sent, SentState};

pub fn draw(ui: &Ui, page: &Sent) -> Html {
    // The rest of the help stays open, whatever became of the ticket.
    let layout = |heading| {
        Layout::new(ui, "sent", ui.text(Key::Help), ui.text(heading)).back(Action::GuideLeft)
    };
    let layout = match &page.state {
        SentState::Stored { number } => layout(Key::SentTitle)
            .above(badge(Tone::Good, Icon::Check))
            .content(stored(ui, page, number))
            .foot(finish(ui, ButtonStyle::Primary)),
        SentState::Waiting {
            since,
            trying,
            kept,
        } => {
            let words = if *kept {
                Key::WaitingText
            } else {
                Key::WaitingLoose
            };
            layout(Key::WaitingTitle)
                .above(badge(Tone::Plain, Icon::Clock))
                .content(paragraph(ui.text(words)))
                .content(standing(ui, *since, *trying))
                .button(ButtonStyle::Primary, Key::WaitingTry, Action::SendChosen)
                .phone(ButtonStyle::Quiet, Key::CallInstead)
                .button(ButtonStyle::Quiet, Key::WaitingDelete, Action::DeleteChosen)
        }
        SentState::Old => unsent(ui, layout(Key::RefusedTitle), Key::OldText).button(
            ButtonStyle::Tonal,
            Key::WaitingTry,
            Action::SendChosen,
        ),
        SentState::Barred => unsent(ui, layout(Key::RefusedTitle), Key::BarredText),
        SentState::Refused => unsent(ui, layout(Key::RefusedTitle), Key::RefusedText),
    };
    layout
        .content(copy(ui, ButtonStyle::Tonal, Key::SentCopy, &page.receipt))
        .draw()
}

/// A ticket that does not go out by itself.
fn unsent<'a>(ui: &Ui<'a>, layout: Layout<'a>, why: Key) -> Layout<'a> {
    layout
        .above(badge(Tone::Bad, Icon::Warning))
        .content(paragraph(ui.text(why)))
        .content(hours(ui))
        .phone(ButtonStyle::Primary, Key::Call)
        .button(ButtonStyle::Quiet, Key::WaitingDelete, Action::DeleteChosen)
}

fn stored(ui: &Ui, page: &Sent, number: &str) -> Html {
    let promise = html! {
        <div>{ paragraph(ui.text(Key::SentNotAgain)) }</div>
    };
    html! {
        <>
            <div>
                <p class="fl-detail">{ ui.text(Key::SentNumber) }</p>
                <p class="fl-number"><bdi>{ number }</bdi></p>
            </div>
            { paragraphs(&page.next) }
            { note(Tone::Good, Icon::Check, promise) }
        </>
    }
}

fn standing(ui: &Ui, since: Millis, trying: bool) -> Html {
    let (mark, words) = if trying {
        (Icon::Running, ui.text(Key::WaitingTrying))
    } else {
        let when = ago(ui.words, ui.view.now, since);
        let words = ui.words.fill(Key::WaitingSince, &[("ago", &when)]);
        (Icon::Clock, words)
    };
    state(Tone::Plain, mark, words, Some("status"))
}
