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

use crate::parts::{Drawing, Ui};
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
    match &ui.view.page {
        Page::Welcome(page) => welcome::draw(ui, page),
        Page::Ticket(page) => ticket::draw(ui, page),
        Page::Sent(page) => sent::draw(ui, page),
        Page::Failure(failure) => failure::draw(ui, failure),
        Page::Step(step) => match &step.screen.body {
            Body::Question { options, many } => question::draw(ui, step, options, *many),
            Body::Input { .. } => input::draw(ui, step),
            Body::Instruction { .. } => instruction::draw(ui, step),
            Body::AskHelp { options } => ask_help::draw(ui, step, options),
            Body::HandOver { .. } => hand_over::draw(ui, step),
            Body::Stop => stop::draw(ui, step),
            Body::Ticket { .. } | Body::Broken => failure::broken(ui, step),
            Body::Lights { .. }
            | Body::Checking { .. }
            | Body::Resolved { .. }
            | Body::KnownIssue { .. } => match ui.second_part {
                Some(second) => (second.screen)(ui),
                None => plain::draw(ui, step),
            },
        },
    }
}

/// What the second part of the core draws. The core draws all else, and must not reach this in another way than by
/// [`Ui::second_part`]: see `src/second_part.rs`.
pub const SECOND_PART: Drawing = Drawing {
    screen: draw_second,
    fault: welcome::known_fault,
};

fn draw_second(ui: &Ui) -> Html {
    let Page::Step(step) = &ui.view.page else {
        return Html::default();
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
        _ => Html::default(),
    }
}
