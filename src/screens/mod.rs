//! The screens: what the app's [`View`](crate::view::View) looks like. One file a screen; every screen is a plain
//! function from values to nodes, so that each is rendered natively from examples.

mod ask_help;
mod checking;
mod failure;
mod finding;
mod hand_over;
mod input;
mod instruction;
mod known_issue;
pub mod later;
mod lights;
mod plain;
mod question;
mod resolved;
mod sent;
mod step;
mod stop;
mod ticket;
mod welcome;

use yew::{AttrValue, Html};

use crate::parts::Ui;
use crate::view::{Page, Target};
use firstline_guide::session::Body;

/// The id of the one heading.
pub const HEADING: &str = "fl-heading";

/// The node that the speed test draws in, by its id, and the script that does.
pub const SPEED: (&str, &str) = ("fl-speed", "speed.js");

/// The same of the walk through the home.
pub const WALK: (&str, &str) = ("fl-walk", "walk.js");

/// The id of what gets the focus.
pub fn id(target: Target) -> AttrValue {
    AttrValue::Static(match target {
        Target::Heading => HEADING,
        Target::Search => "fl-search",
        Target::Input => "fl-input",
        Target::Note => "fl-note",
        Target::Consent => "fl-consent",
        Target::Tell => "fl-tell",
        Target::Field(field) => ticket::id(field),
        Target::Asked(at) => return ticket::asked_id(at),
    })
}

/// Draws what the app shows. What can get the focus has the [`id`] of its [`Target`].
pub fn draw(ui: &Ui) -> Html {
    match (&ui.view.page, ui.second_part) {
        (Page::Welcome(page), _) => welcome::draw(ui, page),
        (Page::Failure(failure), _) => failure::draw(ui, failure),
        (Page::Step(step), second_part) => match &step.screen.body {
            Body::Question { options, many } => question::draw(ui, step, options, *many),
            Body::Input { .. } => input::draw(ui, step),
            Body::Instruction { .. } => instruction::draw(ui, step),
            Body::AskHelp { options } => ask_help::draw(ui, step, options),
            Body::HandOver { .. } => hand_over::draw(ui, step),
            Body::Stop => stop::draw(ui, step),
            Body::Broken => failure::broken(ui, step),
            Body::Lights { .. }
            | Body::Checking { .. }
            | Body::Resolved { .. }
            | Body::KnownIssue { .. }
            | Body::Ticket { .. } => match second_part {
                Some(second_part) => (second_part.screen)(ui),
                None => plain::draw(ui, step),
            },
        },
        (Page::Ticket(_) | Page::Sent(_), Some(second_part)) => (second_part.screen)(ui),
        // The model shows neither before the second part is here.
        (Page::Ticket(_) | Page::Sent(_), None) => Html::default(),
    }
}
