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

use crate::parts::Cx;
use crate::view::{Page, View};
use firstline_guide::session::Body;

/// The id of the one heading.
pub const HEADING: &str = "fl-heading";

/// Tells one screen from the next: the same key means that the same screen is still shown.
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
#[inline(never)]
pub fn draw(cx: &Cx) -> Html {
    match &cx.view.page {
        Page::Welcome(page) => welcome::draw(cx, page),
        Page::Ticket(page) => ticket::draw(cx, page),
        Page::Sent(page) => sent::draw(cx, page),
        Page::Failure(failure) => failure::draw(cx, failure),
        Page::Step(step) => match &step.screen.body {
            Body::Question { options, many } => question::draw(cx, step, options, *many),
            Body::Input { .. } => input::draw(cx, step),
            Body::Lights { .. } => lights::draw(cx, step),
            Body::Instruction { .. } => instruction::draw(cx, step),
            Body::Checking {
                checks,
                done,
                verifies,
            } => checking::draw(cx, step, checks, *done, *verifies),
            Body::AskHelp => ask_help::draw(cx, step),
            Body::Resolved { recheck } => resolved::draw(cx, step, recheck),
            Body::KnownIssue { title, text, .. } => known_issue::draw(cx, step, title, text),
            Body::HandOver => hand_over::draw(cx, step),
            Body::Stop => stop::draw(cx, step),
            Body::Ticket { .. } | Body::Broken => failure::broken(cx, step),
        },
    }
}
