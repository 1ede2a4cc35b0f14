//! What the second part of the core draws. The core draws the rest, and must not reach this in another way than by
//! [`Ui::second_part`]: see `src/second_part.rs`.

use firstline_guide::session::Body;
use yew::Html;

use super::{checking, known_issue, lights, resolved, sent, ticket, welcome};
use crate::parts::{Drawing, Ui};
use crate::view::Page;

/// The drawing functions of the second part.
pub const DRAWING: Drawing = Drawing {
    screen: draw,
    welcome: welcome::later::add,
};

fn draw(ui: &Ui) -> Html {
    let step = match &ui.view.page {
        Page::Ticket(page) => return ticket::draw(ui, page),
        Page::Sent(page) => return sent::draw(ui, page),
        Page::Step(step) => step,
        Page::Welcome(_) | Page::Failure(_) => return Html::default(),
    };
    match &step.screen.body {
        Body::Lights { .. } => lights::draw(ui, step),
        Body::Checking {
            checks,
            done,
            verifies,
        } => checking::draw(ui, step, checks, *done, *verifies),
        Body::Resolved { recheck } => resolved::draw(ui, step, recheck),
        Body::KnownIssue { title, text, .. } => known_issue::draw(ui, step, title, text),
        // An end with a ticket is another page, and the core draws its own.
        Body::Ticket { .. }
        | Body::Question { .. }
        | Body::Input { .. }
        | Body::Instruction { .. }
        | Body::AskHelp { .. }
        | Body::HandOver { .. }
        | Body::Stop
        | Body::Broken => Html::default(),
    }
}
