//! What screens are made of. Parts are plain functions: no state, no clock, no browser.

mod chain;
mod field;
mod frame;
mod icon;
mod ring;

use yew::{AttrValue, Callback, Html, MouseEvent, html};

pub use chain::chain;
pub use field::{Field, Kind, Typed, field, form, problem, search};
pub use frame::{Frame, frame, phone, phone_number, waiting_notice};
pub use icon::{Icon, badge, icon};
pub use ring::ring;

use crate::action::Action;
use crate::text::{Key, Words};
use crate::view::View;
use firstline_guide::model::Picture;
use firstline_guide::session::Happened;

/// What every part needs: the view, the words, and where to send what the customer does.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// What is drawn.
    pub view: &'a View,
    /// The widget's own words.
    pub words: &'a Words,
    /// Where to send what the customer does.
    pub dispatch: &'a Callback<Action>,
}

impl Cx<'_> {
    /// The text of a key.
    pub fn t(&self, key: Key) -> AttrValue {
        self.words.get(key)
    }

    /// A click that sends this action.
    pub fn on(&self, action: Action) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| dispatch.emit(action.clone()))
    }
}

/// How much a button asks to be pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do next: at most one on a screen.
    Primary,
    /// The same where there is danger.
    Danger,
    /// Something good to do that is not the next step.
    Tonal,
    /// A quiet way out.
    Quiet,
    /// Quieter still, inside a line of text.
    Inline,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Look::Primary => "fl-button fl-primary",
            Look::Danger => "fl-button fl-primary fl-danger",
            Look::Tonal => "fl-button fl-tonal",
            Look::Quiet => "fl-button fl-quiet",
            Look::Inline => "fl-inline",
        }
    }
}

/// A button.
pub fn button(cx: Cx, look: Look, key: Key, action: Action) -> Html {
    let part = if look == Look::Primary {
        "button primary"
    } else {
        "button"
    };
    html! {
        <button type="button" class={look.class()} {part} onclick={cx.on(action)}>
            { cx.t(key) }
        </button>
    }
}

/// A button for something that happens at the step.
pub fn step_button(cx: Cx, look: Look, key: Key, happened: Happened) -> Html {
    button(cx, look, key, Action::Step(happened))
}

/// The button of a form, which Enter presses too.
pub fn submit(label: AttrValue, busy: bool) -> Html {
    html! {
        <button type="submit" form="fl-form" class={Look::Primary.class()} part="button primary"
            aria-disabled={busy.then_some("true")}>
            { label }
        </button>
    }
}

/// A link that looks like a button. Addresses come from guides, where the loader has let only
/// `https:`, `tel:` and `mailto:` pass.
pub fn link(look: Look, mark: Option<Icon>, label: AttrValue, href: AttrValue) -> Html {
    // A page opens beside this one, so that the walk is not lost.
    let beside = href.starts_with("https:");
    html! {
        <a class={look.class()} part="button" {href} target={beside.then_some("_blank")}
            rel={beside.then_some("noopener")}>
            { for mark.map(icon) }
            { label }
        </a>
    }
}

/// Something to choose: one large row.
pub struct Choice {
    /// What it says.
    pub label: AttrValue,
    /// A second line.
    pub detail: AttrValue,
    /// A picture of it.
    pub picture: Html,
    /// Whether it was chosen before.
    pub chosen: bool,
}

/// A row that is chosen by a click.
pub fn choice(cx: Cx, choice: Choice, action: Action) -> Html {
    let Choice {
        label,
        detail,
        picture,
        chosen,
    } = choice;
    html! {
        <li>
            <button type="button" class={if chosen { "fl-option fl-on" } else { "fl-option" }}
                part="option" aria-current={chosen.then_some("true")} onclick={cx.on(action)}>
                { picture }
                { option_text(label, detail) }
                if chosen {
                    { icon(Icon::Check) }
                    <span class="fl-sr">{ cx.t(Key::Chosen) }</span>
                } else {
                    { icon(Icon::Next) }
                }
            </button>
        </li>
    }
}

/// The words of a row.
pub fn option_text(label: AttrValue, detail: AttrValue) -> Html {
    html! {
        <span class="fl-option-text">
            { label }
            if !detail.is_empty() {
                <span class="fl-detail">{ detail }</span>
            }
        </span>
    }
}

/// A list of rows.
pub fn options(rows: impl Iterator<Item = Html>) -> Html {
    html! { <ul class="fl-options" role="list">{ for rows }</ul> }
}

/// Which colour a note has. The icon and the words say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Plain,
    /// It worked.
    Good,
    /// Take care.
    Warn,
    /// It did not work, or danger.
    Bad,
}

impl Tone {
    /// The class that sets ink and ground.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "fl-plain",
            Tone::Good => "fl-good",
            Tone::Warn => "fl-warn",
            Tone::Bad => "fl-bad",
        }
    }
}

/// A note: an icon, a line that carries weight (may be empty), and the rest.
pub fn note(tone: Tone, mark: Icon, title: AttrValue, rest: Html) -> Html {
    html! {
        <div class={yew::classes!("fl-note", tone.class())}>
            { icon(mark) }
            <div>
                if !title.is_empty() {
                    <strong>{ title }</strong>
                }
                { rest }
            </div>
        </div>
    }
}

/// A paragraph.
pub fn text(words: impl Into<AttrValue>) -> Html {
    html! { <p>{ words.into() }</p> }
}

/// A quiet paragraph.
pub fn quiet(words: AttrValue) -> Html {
    html! { <p class="fl-quiet-text">{ words }</p> }
}

/// Something that is said to screen readers when it changes, and to nobody else.
pub fn announce(words: AttrValue) -> Html {
    html! { <p class="fl-sr" role="status">{ words }</p> }
}

/// A picture of a guide.
pub fn picture(cx: Cx, class: &'static str, picture: &Option<Picture>) -> Html {
    let Some(Picture { file, alt }) = picture else {
        return Html::default();
    };
    let mut src = cx.view.pictures.to_string();
    src.push_str(file);
    html! { <img {class} {src} alt={alt.clone()} /> }
}

/// A button that copies something, and says so beside itself.
pub fn copy(cx: Cx, look: Look, key: Key, what: &str) -> Html {
    let copied = cx.view.copied.as_deref() == Some(what);
    html! {
        <button type="button" class={look.class()} part="button"
            onclick={cx.on(Action::CopyChosen(what.to_owned()))}>
            { icon(if copied { Icon::Check } else { Icon::Copy }) }
            <span role="status">{ cx.t(if copied { Key::Copied } else { key }) }</span>
        </button>
    }
}
