//! Lines and notes that say how something stands.

use yew::{AttrValue, Html, html};

use super::tell::tell;
use super::{Icon, Ui, icon, owned};
use crate::text::Key;
use crate::view::Standing;

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
    /// What the style sheet sets ink and ground by.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
        }
    }
}

/// A note: an icon, and the element that stands beside it.
pub fn note(tone: Tone, mark: Icon, inside: Html) -> Html {
    html! {
        <div class="fl-note" data-tone={tone.name()}>
            { icon(mark) }
            { inside }
        </div>
    }
}

/// One line that says how something stands, with its icon. A `role` of `status` has screen readers
/// say it when it changes.
pub fn state(tone: Tone, mark: Icon, words: AttrValue, role: Option<&'static str>) -> Html {
    html! {
        <p class="fl-over" data-tone={tone.name()} {role}>
            { icon(mark) }
            <span>{ words }</span>
        </p>
    }
}

/// A paragraph.
pub fn paragraph(words: AttrValue) -> Html {
    html! { <p>{ words }</p> }
}

/// Words that carry weight, and a quiet paragraph below them.
pub fn headed(title: AttrValue, text: AttrValue) -> Html {
    html! {
        <div>
            <strong>{ title }</strong>
            { quiet(text) }
        </div>
    }
}

/// A note about a fault, with as much as is known of it.
pub fn fault_note(ui: &Ui, tone: Tone, mark: Icon, fault: Fault) -> Html {
    let Fault {
        kind,
        title,
        text,
        standing,
    } = fault;
    let line = |key, time: &Option<String>| {
        let time = time.as_deref()?;
        Some(paragraph(ui.words.fill(key, &[("time", time)])))
    };
    let sorry = kind == Some(Key::Fault);
    let inside = html! {
        <div>
            { kind.map(|kind| html! { <span class="fl-kind">{ ui.text(kind) }</span> }) }
            { title.map(|title| html! { <strong>{ title }</strong> }) }
            { text.map(|text| paragraph(owned(text))) }
            { line(Key::Since, &standing.since) }
            { line(Key::ExpectedEnd, &standing.expected_end) }
            { line(Key::FaultEnded, &standing.ended) }
            if !standing.afterwards.is_empty() {
                <p><strong>{ owned(&standing.afterwards) }</strong></p>
            }
            for (when, what) in &standing.updates {
                <p class="fl-detail">{ [when, ": ", what].concat() }</p>
            }
            if sorry {
                { quiet(ui.text(Key::FaultSorry)) }
            }
            if let Some(wish) = &standing.tell {
                { tell(ui, &standing.id, wish) }
            }
        </div>
    };
    note(tone, mark, inside)
}

/// What is known of a fault.
pub struct Fault<'a> {
    /// What it is called if there are faults of several kinds.
    pub kind: Option<Key>,
    /// One line.
    pub title: Option<&'a str>,
    /// What customers should know.
    pub text: Option<&'a str>,
    /// How it stands.
    pub standing: &'a Standing,
}

/// A quiet paragraph.
pub fn quiet(words: AttrValue) -> Html {
    html! { <p class="fl-quiet-text">{ words }</p> }
}

/// Words that are said to screen readers when they change, and to nobody else.
pub fn announce(words: AttrValue) -> Html {
    html! { <p class="fl-sr" role="status">{ words }</p> }
}
