//! Fields: a label, a control, a hint, and what is wrong with what was entered.

use firstline_guide::model::ContactField;
use yew::{AttrValue, Callback, Html, InputEvent, SubmitEvent, html};

use super::{Cx, Icon, icon};
use crate::action::Action;
use crate::browser::form::{input_value, stay};
use crate::text::Key;

/// Which action carries what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The search field.
    Search,
    /// The input of a step.
    Step,
    /// A field of the ticket form.
    Contact(ContactField),
    /// The note of the ticket form.
    Note,
}

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
    pub id: &'static str,
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
    /// Where it goes.
    pub typed: Typed,
}

fn on_input(cx: Cx, typed: Typed) -> Callback<InputEvent> {
    let dispatch = cx.dispatch.clone();
    Callback::from(move |event| {
        let value = input_value(&event);
        dispatch.emit(match typed {
            Typed::Search => Action::SearchTyped(value),
            Typed::Step => Action::InputTyped(value),
            Typed::Contact(field) => Action::ContactTyped(field, value),
            Typed::Note => Action::NoteTyped(value),
        });
    })
}

/// A field with its label, its hint and its problem.
pub fn field(cx: Cx, field: Field) -> Html {
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
    let oninput = on_input(cx, typed);
    let problem_id = format_id(id, "-problem");
    let hint_id = format_id(id, "-hint");
    let invalid = problem.is_some().then_some("true");
    let described = if problem.is_some() {
        Some(problem_id.clone())
    } else {
        (!hint.is_empty()).then(|| hint_id.clone())
    };
    let control = match kind {
        Kind::Line(kind, mode) => html! {
            <input {id} class="fl-input" type={kind} inputmode={mode} {value} {oninput}
                autocomplete={fills} aria-invalid={invalid} aria-describedby={described} />
        },
        Kind::Lines => html! {
            <textarea {id} class="fl-input" rows="3" {value} {oninput} autocomplete={fills}
                aria-invalid={invalid} aria-describedby={described} />
        },
        Kind::List(choices) => html! {
            <select {id} class="fl-input" {oninput} aria-invalid={invalid}
                aria-describedby={described}>
                <option value="" selected={value.is_empty()}>{ cx.t(Key::Choose) }</option>
                { for choices.iter().map(|(choice, label)| html! {
                    <option value={choice.clone()} selected={value == choice.as_str()}>
                        { label }
                    </option>
                }) }
            </select>
        },
    };
    html! {
        <div class="fl-field">
            <label for={id}>{ label }</label>
            if !hint.is_empty() {
                <p id={hint_id} class="fl-detail">{ hint }</p>
            }
            { control }
            { self::problem(problem_id, problem) }
        </div>
    }
}

/// What is wrong with a control, where it can be described by it.
pub fn problem(id: AttrValue, problem: Option<AttrValue>) -> Html {
    match problem {
        Some(words) => html! {
            <p {id} class="fl-problem">{ icon(Icon::Warning) }<span>{ words }</span></p>
        },
        None => Html::default(),
    }
}

fn format_id(id: &str, end: &str) -> AttrValue {
    let mut text = String::from(id);
    text.push_str(end);
    text.into()
}

/// The search field of the welcome screen.
pub fn search(cx: Cx, value: &str) -> Html {
    html! {
        <div class="fl-search" role="search">
            { icon(Icon::Search) }
            <input id="fl-search" class="fl-input" type="search" enterkeyhint="search"
                autocomplete="off" aria-label={cx.t(Key::SearchLabel)}
                placeholder={cx.t(Key::SearchHint)} value={value.to_owned()}
                oninput={on_input(cx, Typed::Search)} />
        </div>
    }
}

/// A form that sends this action, by its button or by Enter. `method="dialog"` does nothing
/// outside a `<dialog>`: not even a widget that stopped working leaves the host page.
pub fn form(cx: Cx, action: Action, inside: Html) -> Html {
    let dispatch = cx.dispatch.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        stay(&event);
        dispatch.emit(action.clone());
    });
    html! {
        <form id="fl-form" class="fl-form" method="dialog" novalidate=true {onsubmit}>
            { inside }
        </form>
    }
}
