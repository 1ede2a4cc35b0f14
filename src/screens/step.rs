//! What all steps of a guide share: the bar, the texts of the author, the quiet ways out.

use firstline_guide::session::{Happened, Screen};
use yew::{AttrValue, Html, html};

use crate::action::Action;
use crate::parts::{Cx, Frame, Look, link, picture, quiet, step_button, text};
use crate::text::Key;

/// The frame of a step, with nothing special in it yet.
pub fn step_frame(cx: Cx, screen: &Screen) -> Frame {
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
        key: screen.key.as_str().into(),
        place: screen.guide.clone().into(),
        time: AttrValue::default(),
        back: Some(if screen.can_go_back {
            Action::Step(Happened::WentBack)
        } else {
            Action::GuideLeft
        }),
        above: Html::default(),
        heading: screen.title.clone().into(),
        main: Html::default(),
        primary: Html::default(),
        quiet: ways,
    }
}

/// What the author says on a step, with what is special to it in the middle.
pub fn told(cx: Cx, screen: &Screen, special: Html) -> Html {
    html! {
        <>
            { paragraphs(&screen.text) }
            { picture(cx, "fl-picture", &screen.picture) }
            { special }
            if let Some(hint) = &screen.hint {
                { quiet(hint.clone().into()) }
            }
            { links(screen, Look::Tonal) }
        </>
    }
}

/// Paragraphs.
pub fn paragraphs(texts: &[String]) -> Html {
    html! { <>{ for texts.iter().map(|words| text(words.clone())) }</> }
}

/// The links of a step, as buttons.
pub fn links(screen: &Screen, look: Look) -> Html {
    let button = |(label, href): &(String, String)| {
        link(look, None, label.clone().into(), href.clone().into())
    };
    html! { <>{ for screen.links.iter().map(button) }</> }
}
