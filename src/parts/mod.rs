//! What screens are made of. Parts are plain functions: no state, no clock, no browser.

mod chain;
mod element;
mod field;
mod frame;
mod icon;
mod lamp;
mod ring;

use yew::{AttrValue, Callback, Html, MouseEvent};

pub use chain::chain;
pub use element::{At, Element, all, el, nothing};
pub use field::{Field, Kind, Typed, field, form, problem, search};
pub use frame::{Frame, hours, phone, phone_number};
pub use icon::{Icon, badge, icon};
pub use lamp::{lamp, look, usual};
pub use ring::ring;

use crate::action::Action;
use crate::text::{Key, Words};
use crate::view::View;
use firstline_guide::model::Picture;

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
    #[inline(never)]
    pub fn t(&self, key: Key) -> AttrValue {
        self.words.get(key)
    }

    /// A click that sends this action.
    #[inline(never)]
    pub fn on(&self, action: Action) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| dispatch.emit(action.clone()))
    }
}

/// Words of a guide or of a customer, made the nodes' own.
#[inline(never)]
pub fn own(words: &str) -> AttrValue {
    AttrValue::Rc(words.into())
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

/// A clickable element without its look.
#[inline(never)]
pub fn clickable(cx: &Cx, class: &'static str, action: Action) -> Element {
    el("button", class)
        .at(At::Type, "button")
        .on_click(cx.on(action))
}

/// A button.
#[inline(never)]
pub fn button(cx: &Cx, look: Look, key: Key, action: Action) -> Html {
    let part = if look == Look::Primary {
        "button primary"
    } else {
        "button"
    };
    clickable(cx, look.class(), action)
        .at(At::Part, part)
        .text(cx.t(key))
        .done()
}

/// The button of a form, which Enter presses too.
#[inline(never)]
pub fn submit(label: AttrValue, busy: bool) -> Html {
    el("button", Look::Primary.class())
        .at(At::Type, "submit")
        .at(At::Form, "fl-form")
        .at(At::Part, "button primary")
        .when(busy, At::Disabled, "true")
        .text(label)
        .done()
}

/// A link that looks like a button. Addresses come from guides, where the loader has let only
/// `https:`, `tel:` and `mailto:` pass.
#[inline(never)]
pub fn link(look: Look, mark: Option<Icon>, label: AttrValue, href: AttrValue) -> Html {
    // A page opens beside this one, so that the walk is not lost.
    let beside = href.starts_with("https:");
    let mut link = el("a", look.class())
        .at(At::Part, "button")
        .set(At::Href, href)
        .when(beside, At::Target, "_blank")
        .when(beside, At::Rel, "noopener");
    if let Some(mark) = mark {
        link = link.node(icon(mark));
    }
    link.text(label).done()
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
    /// The tag of its language, where it is not the one that is spoken.
    pub language: Option<AttrValue>,
}

impl Choice {
    /// A row that says this and no more.
    #[inline(never)]
    pub fn plain(label: AttrValue) -> Choice {
        Choice {
            label,
            detail: AttrValue::default(),
            picture: nothing(),
            chosen: false,
            language: None,
        }
    }
}

/// The classes of a row.
pub fn option_class(on: bool) -> &'static str {
    if on { "fl-option fl-on" } else { "fl-option" }
}

/// A row that is chosen by a click.
#[inline(never)]
pub fn choice(cx: &Cx, choice: Choice, action: Action) -> Html {
    let Choice {
        label,
        detail,
        picture,
        chosen,
        language,
    } = choice;
    let before = chosen.then(|| el("span", "fl-sr").text(cx.t(Key::Chosen)).done());
    let mut row = clickable(cx, option_class(chosen), action);
    if let Some(language) = language {
        row = row.set(At::Lang, language);
    }
    let row = row
        .at(At::Part, "option")
        .when(chosen, At::Current, "true")
        .node(picture)
        .node(option_text(label, detail))
        .node(icon(if chosen { Icon::Check } else { Icon::Next }))
        .maybe(before);
    el("li", "").with(row).done()
}

/// The words of a row, and a second line that may be empty.
#[inline(never)]
pub fn option_text(label: AttrValue, detail: AttrValue) -> Html {
    let mut text = el("span", "fl-option-text").text(label);
    if !detail.is_empty() {
        text = text.with(el("span", "fl-detail").text(detail));
    }
    text.done()
}

/// A list, which `list-style: none` would otherwise hide from VoiceOver as such.
#[inline(never)]
pub fn list(class: &'static str) -> Element {
    el("ul", class).at(At::Role, "list")
}

/// A list of rows.
pub fn options(rows: impl Iterator<Item = Html>) -> Html {
    list("fl-options").each(rows).done()
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

/// A note: an icon and what it says.
#[inline(never)]
pub fn note(tone: Tone, mark: Icon, inside: Element) -> Html {
    el("div", "fl-note")
        .and_class(tone.class())
        .node(icon(mark))
        .with(inside)
        .done()
}

/// One line that says how something stands, with its icon.
#[inline(never)]
pub fn state(tone: Tone, mark: Icon, words: AttrValue) -> Element {
    el("p", "fl-over")
        .and_class(tone.class())
        .node(icon(mark))
        .with(el("span", "").text(words))
}

/// Words that carry weight.
#[inline(never)]
pub fn strong(words: AttrValue) -> Html {
    el("strong", "").text(words).done()
}

/// A paragraph.
#[inline(never)]
pub fn text(words: AttrValue) -> Html {
    el("p", "").text(words).done()
}

/// A quiet paragraph.
#[inline(never)]
pub fn quiet(words: AttrValue) -> Html {
    el("p", "fl-quiet-text").text(words).done()
}

/// Something that is said to screen readers when it changes, and to nobody else.
#[inline(never)]
pub fn announce(words: AttrValue) -> Html {
    el("p", "fl-sr").at(At::Role, "status").text(words).done()
}

/// A picture of a guide. One without words for those who cannot see it stands beside words that
/// say the same.
#[inline(never)]
pub fn picture(cx: &Cx, class: &'static str, picture: &Option<Picture>) -> Html {
    let Some(Picture { file, alt }) = picture else {
        return nothing();
    };
    let mut src = String::from(&*cx.view.pictures);
    src.push_str(file);
    el("img", class)
        .set(At::Src, src.into())
        .set(At::Alt, own(alt))
        .when(alt.is_empty(), At::Hidden, "true")
        .done()
}

/// A button that copies something, and says so beside itself.
#[inline(never)]
pub fn copy(cx: &Cx, look: Look, key: Key, what: &str) -> Html {
    let copied = cx.view.copied.as_deref() == Some(what);
    let words = cx.t(if copied { Key::Copied } else { key });
    clickable(cx, look.class(), Action::CopyChosen(what.to_owned()))
        .at(At::Part, "button")
        .node(icon(if copied { Icon::Check } else { Icon::Copy }))
        .with(el("span", "").at(At::Role, "status").text(words))
        .done()
}
