//! What all steps of a guide share: the bar, the texts of the author, the quiet ways out.

use firstline_guide::session::{Happened, Screen, VariantView};
use yew::{AttrValue, Html};

use super::checking;
use crate::action::Action;
use crate::parts::{
    Choice, Cx, Frame, Look, all, button, choice, el, link, nothing, options, own, picture, quiet,
    text,
};
use crate::text::Key;
use crate::view::Page;

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
    let frame = Frame::new(cx, &screen.key, place, heading).back(if screen.can_go_back {
        Action::Step(Happened::WentBack)
    } else {
        Action::GuideLeft
    });
    match &cx.view.page {
        Page::Step(step) if !step.passed.is_empty() => {
            frame.passed(checking::passed(cx, &step.passed))
        }
        _ => frame,
    }
}

/// What the author says on a step, with what is special to it in the middle.
#[inline(never)]
pub fn told(cx: &Cx, screen: &Screen, special: Html) -> Html {
    all(vec![said(cx, screen), special, more(cx, screen)])
}

/// The paragraphs and the picture of a step.
#[inline(never)]
pub fn said(cx: &Cx, screen: &Screen) -> Html {
    all(vec![
        paragraphs(&screen.text),
        picture(cx, "fl-picture", &screen.picture),
    ])
}

/// The hint and the links of a step, and for which device it is shown.
#[inline(never)]
pub fn more(cx: &Cx, screen: &Screen) -> Html {
    let hint = screen
        .hint
        .as_ref()
        .map_or_else(nothing, |hint| quiet(own(hint)));
    all(vec![hint, links(screen), variant(cx, screen)])
}

/// For which device a step is shown, and for which others it can be.
fn variant(cx: &Cx, screen: &Screen) -> Html {
    let Some(VariantView { value, choices }) = &screen.variant else {
        return nothing();
    };
    let shown = value.as_deref().unwrap_or_default();
    let words = cx
        .words
        .fill(Key::VariantFor, &[("device", &device(cx, shown))]);
    let mut rows = Vec::new();
    // Last, any other device, which has no name.
    for other in choices.iter().map(String::as_str).chain([""]) {
        if other != shown {
            let chosen = Happened::VariantChosen(other.to_owned());
            let row = Choice::plain(device(cx, other));
            rows.push(choice(cx, row, Action::Step(chosen)));
        }
    }
    el("details", "fl-more fl-detail")
        .with(el("summary", "").text(words))
        .node(options(rows.into_iter()))
        .done()
}

/// What a device is called.
fn device(cx: &Cx, value: &str) -> AttrValue {
    cx.t(match value {
        "" => Key::VariantOther,
        "ios" => Key::PlatformIos,
        "android" => Key::PlatformAndroid,
        "windows" => Key::PlatformWindows,
        "mac" => Key::PlatformMac,
        "linux" => Key::PlatformLinux,
        "tv" => Key::PlatformTv,
        "smart" => Key::PlatformSmart,
        other => return own(other),
    })
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
