//! The ticket is sent, or waits in this browser, or was refused.

use yew::{AttrValue, Html, html};

use super::resolved::finish;
use super::step::paragraphs;
use crate::action::Action;
use crate::parts::{
    Cx, Frame, Icon, Look, Tone, badge, button, copy, frame, icon, note, phone,
    quiet as quiet_text, text,
};
use crate::text::{Key, ago};
use crate::view::{Sent, SentState};

pub fn draw(cx: Cx, page: &Sent) -> Html {
    let receipt = copy(cx, Look::Tonal, Key::SentCopy, &page.receipt);
    let (above, heading, main, primary, quiet) = match &page.state {
        SentState::Stored { number } => (
            badge(Tone::Good, Icon::Check),
            Key::SentTitle,
            html! {
                <>
                    <div>
                        <p class="fl-detail">{ cx.t(Key::SentNumber) }</p>
                        <p class="fl-number">{ number }</p>
                    </div>
                    { paragraphs(&page.next) }
                    { note(Tone::Good, Icon::Check, AttrValue::default(),
                        text(cx.t(Key::SentNotAgain))) }
                    { receipt }
                </>
            },
            finish(cx, Look::Primary),
            Vec::new(),
        ),
        SentState::Waiting { since, trying } => (
            badge(Tone::Plain, Icon::Clock),
            Key::WaitingTitle,
            html! {
                <>
                    { text(cx.t(Key::WaitingText)) }
                    <p class="fl-over fl-plain" role="status">
                        if *trying {
                            { icon(Icon::Running) }
                            <span>{ cx.t(Key::WaitingTrying) }</span>
                        } else {
                            { icon(Icon::Clock) }
                            <span>{ cx.words.fill(Key::WaitingSince,
                                &[("ago", &ago(cx.words, cx.view.now, *since))]) }</span>
                        }
                    </p>
                    { receipt }
                </>
            },
            button(cx, Look::Primary, Key::WaitingTry, Action::SendChosen),
            vec![
                phone(cx, Look::Quiet, Key::CallInstead),
                button(cx, Look::Quiet, Key::WaitingDelete, Action::DeleteChosen),
            ],
        ),
        SentState::Refused => (
            badge(Tone::Bad, Icon::Warning),
            Key::RefusedTitle,
            html! {
                <>
                    { text(cx.t(Key::RefusedText)) }
                    { for cx.view.provider.hours.iter().map(|hours| quiet_text(hours.clone().into())) }
                    { receipt }
                </>
            },
            phone(cx, Look::Primary, Key::Call),
            vec![button(
                cx,
                Look::Quiet,
                Key::WaitingDelete,
                Action::DeleteChosen,
            )],
        ),
    };
    frame(
        cx,
        Frame {
            key: "sent".into(),
            place: cx.t(Key::Help),
            time: AttrValue::default(),
            // What is stored is over; what waits or was refused leaves the rest of the help open.
            back: (!matches!(page.state, SentState::Stored { .. })).then_some(Action::GuideLeft),
            above,
            heading: cx.t(heading),
            main,
            primary,
            quiet,
        },
    )
}
