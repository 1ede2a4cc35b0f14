//! Fields: a label, a control, a hint, and what is wrong with what was entered.

use firstline_guide::model::ContactField;
use yew::{AttrValue, Callback, Html, InputEvent, SubmitEvent};

use super::{At, Cx, Element, Icon, el, icon, own};
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

#[inline(never)]
fn on_input(cx: &Cx, typed: Typed) -> Callback<InputEvent> {
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
#[inline(never)]
pub fn field(cx: &Cx, field: Field) -> Html {
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
    let hint_id = with_end(id, "-hint");
    let described = match (&problem, hint.is_empty()) {
        (Some(_), _) => Some(with_end(id, "-problem")),
        (None, false) => Some(hint_id.clone()),
        (None, true) => None,
    };
    let hint =
        (!hint.is_empty()).then(|| el("p", "fl-detail").set(At::Id, hint_id).text(hint).done());
    let mut control = match kind {
        Kind::Line(kind, mode) => el("input", "fl-input")
            .at(At::Type, kind)
            .at(At::InputMode, mode)
            .value(value),
        Kind::Lines => el("textarea", "fl-input").at(At::Rows, "3").value(value),
        Kind::List(choices) => {
            let choice = |id: &str, label: AttrValue| {
                el("option", "")
                    .set(At::Value, own(id))
                    .when(value == id, At::Selected, "selected")
                    .text(label)
                    .done()
            };
            el("select", "fl-input")
                .node(choice("", cx.t(Key::Choose)))
                .each(choices.iter().map(|(id, label)| choice(id, own(label))))
        }
    };
    control = control
        .at(At::Id, id)
        .at(At::AutoComplete, fills)
        .when(problem.is_some(), At::Invalid, "true")
        .on_input(on_input(cx, typed));
    if let Some(described) = described {
        control = control.set(At::DescribedBy, described);
    }
    el("div", "fl-field")
        .with(el("label", "").at(At::For, id).text(label))
        .maybe(hint)
        .with(control)
        .maybe(problem.map(|words| self::problem(id, words)))
        .done()
}

/// What is wrong with a control: it describes the control of this id.
#[inline(never)]
pub fn problem(id: &str, words: AttrValue) -> Html {
    el("p", "fl-problem")
        .set(At::Id, with_end(id, "-problem"))
        .node(icon(Icon::Warning))
        .with(el("span", "").text(words))
        .done()
}

#[inline(never)]
fn with_end(id: &str, end: &str) -> AttrValue {
    let mut text = String::from(id);
    text.push_str(end);
    text.into()
}

/// A field to search with, which says in itself what to type.
#[inline(never)]
pub fn search(cx: &Cx, typed: Typed, label: Key, hint: Key, value: &str) -> Html {
    let control = el("input", "fl-input")
        .at(At::Id, "fl-search")
        .at(At::Type, "search")
        .at(At::AutoComplete, "off")
        .at(At::EnterKeyHint, "search")
        .set(At::Placeholder, cx.t(hint))
        .set(At::Label, cx.t(label))
        .value(own(value))
        .on_input(on_input(cx, typed));
    el("div", "fl-search")
        .at(At::Role, "search")
        .node(icon(Icon::Search))
        .with(control)
        .done()
}

/// A form that sends this action, by its button or by Enter. `method="dialog"` does nothing
/// outside a `<dialog>`: not even a widget that stopped working leaves the host page.
#[inline(never)]
pub fn form(cx: &Cx, action: Action) -> Element {
    let dispatch = cx.dispatch.clone();
    el("form", "fl-form")
        .at(At::Id, "fl-form")
        .at(At::Method, "dialog")
        .at(At::NoValidate, "novalidate")
        .on_submit(Callback::from(move |event: SubmitEvent| {
            stay(&event);
            dispatch.emit(action.clone());
        }))
}
