//! The page round every screen: bar, middle, foot. Only the middle scrolls.

use yew::{AttrValue, Html};

use super::{At, Cx, Icon, Look, Tone, clickable, el, icon, link, note, nothing, quiet, text};
use crate::action::Action;
use crate::text::Key;
use crate::view::{Page, SentState};

/// What stands where on a page.
pub struct Frame {
    /// Tells this page from the next: the middle is made anew, scrolled to its top.
    pub key: String,
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
    pub primary: Option<Html>,
    /// Quiet ways out.
    pub quiet: Vec<Html>,
}

/// Draws a page.
#[inline(never)]
pub fn frame(cx: &Cx, frame: Frame) -> Html {
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
    let mut bar = el("div", "fl-bar").node(match back {
        Some(back) => icon_button(cx, Icon::Back, Key::Back, back),
        None => el("span", "fl-logo").node(icon(Icon::Pulse)).done(),
    });
    bar = bar.add(el("span", "fl-place").text(place));
    if !time.is_empty() {
        bar = bar.add(el("span", "fl-time").text(time));
    }
    if !cx.view.inline {
        bar = bar.node(icon_button(
            cx,
            Icon::Close,
            Key::Close,
            Action::CloseChosen,
        ));
    }
    let heading = el("h1", "")
        .at(At::Id, "fl-heading")
        .at(At::TabIndex, "-1")
        .text(heading);
    let middle = el("div", "fl-main")
        .key(&key)
        .node(waiting_notice(cx))
        .node(above)
        .add(heading)
        .node(main);
    let mut page = el("div", "fl-page")
        .set(At::Lang, cx.words.language.clone())
        .at(At::Dir, direction)
        .add(bar)
        .add(middle);
    if primary.is_some() || !quiet.is_empty() {
        let mut foot = el("div", "fl-foot").each(primary.into_iter());
        if !quiet.is_empty() {
            foot = foot.add(el("div", "fl-ways").each(quiet.into_iter()));
        }
        page = page.add(foot);
    }
    page.done()
}

#[inline(never)]
fn icon_button(cx: &Cx, mark: Icon, name: Key, action: Action) -> Html {
    clickable(cx, "fl-icon-button", action)
        .set(At::Label, cx.t(name))
        .node(icon(mark))
        .done()
}

/// A ticket that waits is never out of sight, except where it is the subject.
pub fn waiting_notice(cx: &Cx) -> Html {
    let subject = matches!(&cx.view.page, Page::Sent(sent)
        if matches!(sent.state, SentState::Waiting { .. }));
    if cx.view.waiting.is_none() || subject {
        return nothing();
    }
    note(
        Tone::Plain,
        Icon::Send,
        el("div", "").node(text(cx.t(Key::WaitingNotice))),
    )
}

/// A way to call the provider; nothing where there is no number.
#[inline(never)]
pub fn phone(cx: &Cx, look: Look, words: Key) -> Option<Html> {
    let number = cx.view.provider.phone.as_ref()?;
    let mark = (look != Look::Quiet).then_some(Icon::Phone);
    Some(link(
        look,
        mark,
        cx.words.fill(words, &[("phone", number)]),
        phone_number(number),
    ))
}

/// The hours of the provider's phone.
#[inline(never)]
pub fn hours(cx: &Cx) -> Html {
    match &cx.view.provider.hours {
        Some(hours) => quiet(hours.clone().into()),
        None => nothing(),
    }
}

/// The address that calls a number as people write it.
pub fn phone_number(number: &str) -> AttrValue {
    let mut address = String::from("tel:");
    address.extend(number.chars().filter(|c| c.is_ascii_digit() || *c == '+'));
    address.into()
}
