//! "Did it help?": what makes a fix count if no check can tell.

use firstline_guide::model::Reply;
use firstline_guide::session::Event;
use yew::Html;

use super::step::step_layout;
use crate::action::Action;
use crate::parts::{Choice, Ui, choice, options};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let replies = [
        (Reply::Yes, Key::Yes),
        (Reply::No, Key::No),
        (Reply::Unsure, Key::Unsure),
    ];
    let rows = replies.into_iter().map(|(reply, label)| {
        let judged = Action::Step(Event::HelpJudged(reply));
        choice(ui, Choice::plain(ui.text(label)), judged)
    });
    step_layout(ui, &step.screen)
        .content(options(rows.collect()))
        .draw()
}
