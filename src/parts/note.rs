//! Lines and notes that say how something stands.

use yew::{AttrValue, Html, classes, html};

use super::{Icon, icon};

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

/// A note: an icon, and the element that stands beside it.
pub fn note(tone: Tone, mark: Icon, inside: Html) -> Html {
    html! {
        <div class={classes!("fl-note", tone.class())}>
            { icon(mark) }
            { inside }
        </div>
    }
}

/// One line that says how something stands, with its icon. A `role` of `status` has screen readers
/// say it when it changes.
pub fn state(tone: Tone, mark: Icon, words: AttrValue, role: Option<&'static str>) -> Html {
    html! {
        <p class={classes!("fl-over", tone.class())} {role}>
            { icon(mark) }
            <span>{ words }</span>
        </p>
    }
}

/// A quiet paragraph.
pub fn quiet(words: AttrValue) -> Html {
    html! { <p class="fl-quiet-text">{ words }</p> }
}

/// Words that are said to screen readers when they change, and to nobody else.
pub fn announce(words: AttrValue) -> Html {
    html! { <p class="fl-sr" role="status">{ words }</p> }
}
