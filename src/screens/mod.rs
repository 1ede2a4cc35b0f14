//! The screens: what the app's [`View`] looks like. One file a screen; every screen is a plain
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
mod question;
mod resolved;
mod sent;
mod step;
mod stop;
mod ticket;
mod welcome;

use yew::Html;

use crate::parts::Ui;
use crate::view::{Page, View};
use firstline_guide::session::Body;

/// The id of the one heading.
pub const HEADING: &str = "fl-heading";

/// The key of the screen that is shown. The same key means that the same screen is still shown.
pub fn key(view: &View) -> &str {
    match &view.page {
        Page::Welcome(_) => "welcome",
        Page::Step(step) => &step.screen.key,
        Page::Ticket(ticket) => &ticket.screen.key,
        Page::Sent(_) => "sent",
        Page::Failure(_) => "failure",
    }
}

/// The id of the first control that has a problem. The app moves the focus there when what was
/// entered is handed in and not accepted.
pub fn first_problem(view: &View) -> Option<&'static str> {
    match &view.page {
        Page::Ticket(page) => page
            .fields
            .iter()
            .find(|field| field.problem.is_some())
            .map(|field| ticket::id(field.field))
            .or((page.consent_missing && !page.consented).then_some("fl-consent")),
        Page::Step(step) => match step.screen.body {
            Body::Input {
                refused: Some(_), ..
            } => Some("fl-input"),
            _ => None,
        },
        _ => None,
    }
}

/// Draws what the app shows. The heading has the id [`HEADING`]; the app moves the focus there
/// whenever [`key`] changes.
pub fn draw(ui: &Ui) -> Html {
    match &ui.view.page {
        Page::Welcome(page) => welcome::draw(ui, page),
        Page::Ticket(page) => ticket::draw(ui, page),
        Page::Sent(page) => sent::draw(ui, page),
        Page::Failure(failure) => failure::draw(ui, failure),
        Page::Step(step) => match &step.screen.body {
            Body::Question { options, many } => question::draw(ui, step, options, *many),
            Body::Input { .. } => input::draw(ui, step),
            Body::Lights { .. } => lights::draw(ui, step),
            Body::Instruction { .. } => instruction::draw(ui, step),
            Body::Checking {
                checks,
                done,
                verifies,
            } => checking::draw(ui, step, checks, *done, *verifies),
            Body::AskHelp => ask_help::draw(ui, step),
            Body::Resolved { recheck } => resolved::draw(ui, step, recheck),
            Body::KnownIssue { title, text, .. } => known_issue::draw(ui, step, title, text),
            Body::HandOver => hand_over::draw(ui, step),
            Body::Stop => stop::draw(ui, step),
            Body::Ticket { .. } | Body::Broken => failure::broken(ui, step),
        },
    }
}
