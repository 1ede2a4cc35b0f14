//! The page round every screen: bar, middle, foot. Only the middle scrolls.

use yew::{AttrValue, Html, html};

use super::{Cx, Icon, Look, Tone, icon, link, note};
use crate::action::Action;
use crate::text::Key;
use crate::view::{Page, SentState};

/// What stands where on a page.
pub struct Frame {
    /// Tells this page from the next: the middle is made anew, scrolled to its top.
    pub key: yew::virtual_dom::Key,
    /// Where the customer is.
    pub place: AttrValue,
    /// How long it takes, where that is known.
    pub time: AttrValue,
    /// Where Back leads; the provider's mark stands there without it.
    pub back: Option<Action>,
    /// Something above the heading.
    pub above: Html,
    /// What is asked or what is so.
    pub heading: AttrValue,
    /// The one thing to look at, and the answers.
    pub main: Html,
    /// One thing to do next.
    pub primary: Html,
    /// Quiet ways out.
    pub quiet: Vec<Html>,
}

/// Draws a page.
pub fn frame(cx: Cx, frame: Frame) -> Html {
    let Frame {
        key,
        place,
        time,
        back,
        above,
        heading,
        main,
        primary,
        quiet,
    } = frame;
    let direction = if cx.words.right_to_left { "rtl" } else { "ltr" };
    let has_foot = primary != Html::default() || !quiet.is_empty();
    html! {
        <div class="fl-page" lang={cx.words.language.clone()} dir={direction}>
            <div class="fl-bar">
                if let Some(back) = back {
                    { icon_button(cx, Icon::Back, Key::Back, back) }
                } else {
                    <span class="fl-logo">{ icon(Icon::Pulse) }</span>
                }
                <span class="fl-place">{ place }</span>
                if !time.is_empty() {
                    <span class="fl-time">{ time }</span>
                }
                if !cx.view.inline {
                    { icon_button(cx, Icon::Close, Key::Close, Action::CloseChosen) }
                }
            </div>
            <div class="fl-main" {key}>
                { waiting_notice(cx) }
                { above }
                <h1 id="fl-heading" tabindex="-1">{ heading }</h1>
                { main }
            </div>
            if has_foot {
                <div class="fl-foot">
                    { primary }
                    if !quiet.is_empty() {
                        <div class="fl-ways">{ for quiet }</div>
                    }
                </div>
            }
        </div>
    }
}

fn icon_button(cx: Cx, mark: Icon, name: Key, action: Action) -> Html {
    html! {
        <button type="button" class="fl-icon-button" aria-label={cx.t(name)}
            onclick={cx.on(action)}>
            { icon(mark) }
        </button>
    }
}

/// A ticket that waits is never out of sight, except where it is the subject.
pub fn waiting_notice(cx: Cx) -> Html {
    let subject = matches!(&cx.view.page, Page::Sent(sent)
        if matches!(sent.state, SentState::Waiting { .. }));
    if cx.view.waiting.is_none() || subject {
        return Html::default();
    }
    note(
        Tone::Plain,
        Icon::Send,
        AttrValue::default(),
        super::text(cx.t(Key::WaitingNotice)),
    )
}

/// A way to call the provider; nothing where there is no number.
pub fn phone(cx: Cx, look: Look, words: Key) -> Html {
    let Some(number) = &cx.view.provider.phone else {
        return Html::default();
    };
    let mark = (look != Look::Quiet).then_some(Icon::Phone);
    link(
        look,
        mark,
        cx.words.fill(words, &[("phone", number)]),
        phone_number(number),
    )
}

/// The address that calls a number as people write it.
pub fn phone_number(number: &str) -> AttrValue {
    let mut address = String::from("tel:");
    address.extend(number.chars().filter(|c| c.is_ascii_digit() || *c == '+'));
    address.into()
}
