//! Buttons, and links that look like buttons.

use yew::{AttrValue, Html, html};

use super::{Icon, Ui, icon};
use crate::action::Action;
use crate::text::Key;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ButtonStyle {
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

impl ButtonStyle {
    /// What the style sheet knows it by.
    fn name(self) -> &'static str {
        match self {
            ButtonStyle::Primary => "primary",
            ButtonStyle::Danger => "danger",
            ButtonStyle::Tonal => "tonal",
            ButtonStyle::Quiet => "quiet",
            ButtonStyle::Inline => "inline",
        }
    }

    fn part(self) -> &'static str {
        if self == ButtonStyle::Primary {
            "button primary"
        } else {
            "button"
        }
    }
}

/// A button.
pub fn button(ui: &Ui, style: ButtonStyle, key: Key, action: Action) -> Html {
    labelled(ui, style, ui.text(key), action)
}

/// A button with words of a guide.
pub fn labelled(ui: &Ui, style: ButtonStyle, label: AttrValue, action: Action) -> Html {
    let part = style.part();
    let (onclick, press) = ui.press(action);
    html! {
        <button class="fl-button" data-rank={style.name()} type="button" {part} {onclick} data-press={press}>
            { label }
        </button>
    }
}

/// The button of a form, which Enter presses too.
pub fn submit(style: ButtonStyle, label: AttrValue, busy: bool) -> Html {
    html! {
        <button
            class="fl-button"
            data-rank={style.name()}
            type="submit"
            form="fl-form"
            part={style.part()}
            aria-disabled={busy.then_some("true")}
        >
            { label }
        </button>
    }
}

/// A link that looks like a button. Addresses come from guides, where the loader has let only
/// `https:`, `tel:` and `mailto:` pass, and the one of a sign-in page from its check.
pub fn link(style: ButtonStyle, mark: Option<Icon>, label: AttrValue, href: AttrValue) -> Html {
    // A page opens beside this one, so that the session is not lost.
    let beside = href.starts_with("http");
    html! {
        <a
            class="fl-button" data-rank={style.name()}
            part="button"
            {href}
            target={beside.then_some("_blank")}
            rel={beside.then_some("noopener")}
        >
            { mark.map(icon) }
            { label }
        </a>
    }
}

/// A button that copies something, and says so beside itself.
pub fn copy(ui: &Ui, style: ButtonStyle, key: Key, text: &str) -> Html {
    let copied = ui.view.copied.as_deref() == Some(text);
    let (mark, key) = if copied {
        (Icon::Check, Key::Copied)
    } else {
        (Icon::Copy, key)
    };
    let (onclick, press) = ui.press(Action::CopyChosen(text.to_owned()));
    html! {
        <button class="fl-button" data-rank={style.name()} type="button" part="button" {onclick} data-press={press}>
            { icon(mark) }
            <span role="status">{ ui.text(key) }</span>
        </button>
    }
}
