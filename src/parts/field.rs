//! Fields: a label, a control, a hint, and what is wrong with what was entered.

use yew::{AttrValue, Html, html};

use super::{Icon, Typed, Ui, icon, owned};
use crate::action::Action;
use crate::text::Key;

/// The kind of control.
#[derive(Clone, PartialEq)]
pub enum Kind<'a> {
    /// One line: the `type` and `inputmode` of the control.
    Line(&'static str, &'static str),
    /// Several lines.
    Lines,
    /// One of these: id and label.
    List(&'a [(String, String)]),
}

/// A field.
pub struct Field<'a> {
    /// The element's id.
    pub id: AttrValue,
    /// What is asked for.
    pub label: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// A quiet line below the label; may be empty.
    pub hint: AttrValue,
    /// The kind of control.
    pub kind: Kind<'a>,
    /// What the browser may fill in (`autocomplete`).
    pub fills: &'static str,
    /// What is wrong with what was entered.
    pub problem: Option<AttrValue>,
    /// Which action carries what is typed.
    pub typed: Typed,
}

/// A field with its label, its hint and its problem.
pub fn field(ui: &Ui, field: Field) -> Html {
    let Field {
        id,
        label,
        value,
        hint,
        kind,
        fills,
        problem,
        typed,
    } = field;
    let hint_id = format!("{id}-hint");
    let described = match (&problem, hint.is_empty()) {
        (Some(_), _) => Some(format!("{id}-problem")),
        (None, false) => Some(hint_id.clone()),
        (None, true) => None,
    };
    let invalid = problem.is_some().then_some("true");
    let (oninput, typed) = ui.typed(typed);
    let control = match kind {
        Kind::Line(kind, mode) => html! {
            <input
                class="fl-input"
                id={id.clone()}
                type={kind}
                inputmode={mode}
                autocomplete={fills}
                {value}
                aria-invalid={invalid}
                aria-describedby={described}
                {oninput}
                data-typed={typed}
            />
        },
        Kind::Lines => html! {
            <textarea
                class="fl-input"
                id={id.clone()}
                rows="3"
                autocomplete={fills}
                {value}
                aria-invalid={invalid}
                aria-describedby={described}
                {oninput}
                data-typed={typed}
            />
        },
        Kind::List(choices) => html! {
            <select
                class="fl-input"
                id={id.clone()}
                autocomplete={fills}
                aria-invalid={invalid}
                aria-describedby={described}
                {oninput}
                data-typed={typed}
            >
                <option value="" selected={value.is_empty()}>{ ui.text(Key::Choose) }</option>
                for (id, label) in choices {
                    <option value={id.clone()} selected={value == *id}>{ label }</option>
                }
            </select>
        },
    };
    html! {
        <div class="fl-field">
            <label for={id.clone()}>{ label }</label>
            if !hint.is_empty() {
                <p class="fl-detail" id={hint_id}>{ hint }</p>
            }
            { control }
            if let Some(words) = problem {
                { self::problem(&id, words) }
            }
        </div>
    }
}

/// What is wrong with a control: it describes the control of this id.
pub fn problem(id: &str, words: AttrValue) -> Html {
    html! {
        <p class="fl-problem" id={format!("{id}-problem")}>
            { icon(Icon::Warning) }
            <span>{ words }</span>
        </p>
    }
}

/// A field to search with, which says in itself what to type.
pub fn search(ui: &Ui, typed: Typed, label: Key, hint: Key, value: &str) -> Html {
    let (oninput, typed) = ui.typed(typed);
    html! {
        <div class="fl-search" role="search">
            { icon(Icon::Search) }
            <input
                class="fl-input"
                id="fl-search"
                type="search"
                autocomplete="off"
                enterkeyhint="search"
                placeholder={ui.text(hint)}
                aria-label={ui.text(label)}
                value={owned(value)}
                {oninput}
                data-typed={typed}
            />
        </div>
    }
}

/// A form that sends this action, by its button or by Enter. `method="dialog"` does nothing
/// outside a `<dialog>`: not even a widget that stopped working leaves the host page.
pub fn form(ui: &Ui, action: Action, fields: Html) -> Html {
    let (onsubmit, press) = ui.submit(action);
    html! {
        <form
            class="fl-form"
            id="fl-form"
            method="dialog"
            novalidate={true}
            {onsubmit}
            data-press={press}
        >
            { fields }
        </form>
    }
}
