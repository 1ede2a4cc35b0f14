//! What all steps of a guide share: the bar, the texts of the author, the quiet ways out.

use firstline_guide::session::{Happened, Screen};
use yew::Html;

use crate::action::Action;
use crate::parts::{Cx, Frame, Look, all, button, link, nothing, own, picture, quiet, text};
use crate::text::Key;

/// The page of a step, with nothing special on it yet.
#[inline(never)]
pub fn step_frame<'a>(cx: &Cx<'a>, screen: &Screen) -> Frame<'a> {
    let frame = end_frame(cx, screen);
    if !screen.can_give_up {
        return frame;
    }
    let way = Action::Step(Happened::NothingHelped);
    frame.last_way(button(cx, Look::Quiet, Key::GiveUp, way))
}

/// The page of an end, which has ways out of its own.
#[inline(never)]
pub fn end_frame<'a>(cx: &Cx<'a>, screen: &Screen) -> Frame<'a> {
    let (place, heading) = (own(&screen.guide), own(&screen.title));
    Frame::new(cx, &screen.key, place, heading).back(if screen.can_go_back {
        Action::Step(Happened::WentBack)
    } else {
        Action::GuideLeft
    })
}

/// What the author says on a step, with what is special to it in the middle.
#[inline(never)]
pub fn told(cx: &Cx, screen: &Screen, special: Html) -> Html {
    all(vec![said(cx, screen), special, more(screen)])
}

/// The paragraphs and the picture of a step.
#[inline(never)]
pub fn said(cx: &Cx, screen: &Screen) -> Html {
    all(vec![
        paragraphs(&screen.text),
        picture(cx, "fl-picture", &screen.picture),
    ])
}

/// The hint and the links of a step.
#[inline(never)]
pub fn more(screen: &Screen) -> Html {
    let hint = screen
        .hint
        .as_ref()
        .map_or_else(nothing, |hint| quiet(own(hint)));
    all(vec![hint, links(screen)])
}

/// Paragraphs.
#[inline(never)]
pub fn paragraphs(texts: &[String]) -> Html {
    all(texts.iter().map(|words| text(own(words))).collect())
}

/// The links of a step, as buttons.
#[inline(never)]
pub fn links(screen: &Screen) -> Html {
    let button = |(label, href): &(String, String)| link(Look::Tonal, None, own(label), own(href));
    all(screen.links.iter().map(button).collect())
}
