//! Rows to choose from.

use yew::{AttrValue, Html, html};

use super::{Icon, Ui, icon};
use crate::action::Action;
use crate::text::Key;

/// Something to choose: one large row.
pub struct Choice {
    /// What it says.
    pub label: AttrValue,
    /// A second line, which may be empty.
    pub detail: AttrValue,
    /// A picture of it.
    pub picture: Html,
    /// Whether it was chosen before.
    pub chosen: bool,
    /// The tag of its language, if it is not the one that is spoken.
    pub language: Option<AttrValue>,
}

impl Choice {
    /// A row that says this and no more.
    pub fn plain(label: AttrValue) -> Choice {
        Choice {
            label,
            detail: AttrValue::default(),
            picture: Html::default(),
            chosen: false,
            language: None,
        }
    }
}

/// A row that is chosen by a press.
pub fn choice(ui: &Ui, choice: Choice, action: Action) -> Html {
    let Choice {
        label,
        detail,
        picture,
        chosen,
        language,
    } = choice;
    let mark = if chosen { Icon::Check } else { Icon::Next };
    let (onclick, press) = ui.press(action);
    html! {
        <li>
            <button
                class="fl-option"
                data-on={chosen.then_some("true")}
                type="button"
                part="option"
                lang={language}
                aria-current={chosen.then_some("true")}
                {onclick}
                data-press={press}
            >
                { picture }
                { option_text(label, detail) }
                { icon(mark) }
                if chosen {
                    <span class="fl-sr">{ ui.text(Key::Chosen) }</span>
                }
            </button>
        </li>
    }
}

/// The words of a row, and a second line, which may be empty.
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

/// A list of rows. It says that it is a list, because VoiceOver takes one with `list-style: none`
/// for none.
pub fn options(rows: Vec<Html>) -> Html {
    html! { <ul class="fl-options" role="list">{ rows }</ul> }
}
