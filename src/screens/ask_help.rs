//! "Did it help?": what makes a fix count where no check can tell.

use firstline_guide::model::Reply;
use firstline_guide::session::Happened;
use yew::Html;

use super::step::step_frame;
use crate::action::Action;
use crate::parts::{Choice, Cx, choice, options};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let replies = [
        (Reply::Yes, Key::Yes),
        (Reply::No, Key::No),
        (Reply::Unsure, Key::Unsure),
    ];
    let row = |(reply, label)| {
        choice(
            cx,
            Choice::plain(cx.t(label)),
            Action::Step(Happened::HelpJudged(reply)),
        )
    };
    step_frame(cx, &step.screen)
        .node(options(replies.into_iter().map(row)))
        .done()
}
