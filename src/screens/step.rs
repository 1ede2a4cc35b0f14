//! What all steps of a guide share: the bar, the texts of the author, the quiet ways out.

use firstline_guide::session::{Happened, Screen};
use yew::{AttrValue, Html};

use crate::action::Action;
use crate::parts::{Cx, Frame, Look, all, link, nothing, picture, quiet, step_button, text};
use crate::text::Key;

/// The frame of a step, with nothing special in it yet.
#[inline(never)]
pub fn step_frame(cx: &Cx, screen: &Screen) -> Frame {
    let mut ways = Vec::new();
    if screen.can_give_up {
        ways.push(step_button(
            cx,
            Look::Quiet,
            Key::GiveUp,
            Happened::NothingHelped,
        ));
    }
    Frame {
        key: screen.key.clone(),
        place: screen.guide.clone().into(),
        time: AttrValue::default(),
        back: Some(if screen.can_go_back {
            Action::Step(Happened::WentBack)
        } else {
            Action::GuideLeft
        }),
        above: nothing(),
        heading: screen.title.clone().into(),
        main: nothing(),
        primary: None,
        quiet: ways,
    }
}

/// What the author says on a step, with what is special to it in the middle.
#[inline(never)]
pub fn told(cx: &Cx, screen: &Screen, special: Html) -> Html {
    let mut nodes = vec![
        paragraphs(&screen.text),
        picture(cx, "fl-picture", &screen.picture),
    ];
    nodes.push(special);
    if let Some(hint) = &screen.hint {
        nodes.push(quiet(hint.clone().into()));
    }
    nodes.push(links(screen));
    all(nodes)
}

/// Paragraphs.
#[inline(never)]
pub fn paragraphs(texts: &[String]) -> Html {
    all(texts
        .iter()
        .map(|words| text(words.clone().into()))
        .collect())
}

/// The links of a step, as buttons.
#[inline(never)]
pub fn links(screen: &Screen) -> Html {
    let button = |(label, href): &(String, String)| {
        link(Look::Tonal, None, label.clone().into(), href.clone().into())
    };
    all(screen.links.iter().map(button).collect())
}
