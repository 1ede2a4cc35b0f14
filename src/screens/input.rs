//! Something to enter. It is checked when it is handed in; the reason stands beside it.

use std::iter::repeat;

use firstline_guide::session::{Body, Event, FIELD_END, FieldView, Refusal};
use yew::{AttrValue, Html};

use super::step::{after, step_layout, words};
use super::ticket::asked_id;
use crate::action::Action;
use crate::parts::{ButtonStyle, Field, Kind, Typed, Ui, field, form, owned, submit};
use crate::text::{Key, whole};
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let Body::Input {
        field: asked,
        value,
        refused,
        optional,
    } = &step.screen.body
    else {
        return Html::default();
    };
    let value = step.typed.as_ref().unwrap_or(value);
    let entry = match asked {
        FieldView::Form(parts) => {
            let typed = value.split(FIELD_END).chain(repeat(""));
            let mut controls = Vec::with_capacity(parts.len());
            for (at, (part, value)) in parts.iter().zip(typed).enumerate() {
                let entry = Entry {
                    id: asked_id(at),
                    label: Some(&part.label),
                    asked: &part.field,
                    value,
                    optional: part.optional,
                    refused: &part.refused,
                    typed: Typed::Asked(at),
                };
                controls.push(control(ui, entry));
            }
            controls.into_iter().collect()
        }
        asked => control(
            ui,
            Entry {
                id: AttrValue::Static("fl-input"),
                label: None,
                asked,
                value,
                optional: *optional,
                refused,
                typed: Typed::Step,
            },
        ),
    };
    let entered = Action::Step(Event::InputEntered(value.clone()));
    let screen = &step.screen;
    step_layout(ui, screen)
        .content(words(ui, screen))
        .content(form(ui, entered, entry))
        .content(after(ui, screen))
        .foot(submit(ButtonStyle::Primary, ui.text(Key::Next), false))
        .draw()
}

/// Something to enter.
struct Entry<'a> {
    id: AttrValue,
    /// The guide's words for it; ours where the heading asks.
    label: Option<&'a String>,
    asked: &'a FieldView,
    value: &'a str,
    optional: bool,
    refused: &'a Option<Refusal>,
    typed: Typed,
}

fn control(ui: &Ui, entry: Entry) -> Html {
    let (kind, unit) = match entry.asked {
        FieldView::Number { unit } => (Kind::Line("text", "decimal"), unit.as_str()),
        FieldView::Lines => (Kind::Lines, ""),
        FieldView::Date => (Kind::Line("date", "numeric"), ""),
        FieldView::Choice(choices) => (Kind::List(choices), ""),
        // A form has no form in it.
        FieldView::Text | FieldView::Form(_) => (Kind::Line("text", "text"), ""),
    };
    let label = match entry.label {
        Some(label) if unit.is_empty() => owned(label),
        Some(label) => [label, " (", unit, ")"].concat().into(),
        None if unit.is_empty() => ui.text(Key::YourAnswer),
        None => ui.words.fill(Key::NumberIn, &[("unit", unit)]),
    };
    let date = matches!(entry.asked, FieldView::Date);
    let refused = entry.refused.as_ref();
    field(
        ui,
        Field {
            id: entry.id,
            label,
            value: owned(entry.value),
            hint: if entry.optional {
                ui.text(Key::MayBeEmpty)
            } else {
                AttrValue::default()
            },
            kind,
            fills: "off",
            problem: refused.map(|refusal| reason(ui, refusal, date)),
            typed: entry.typed,
        },
    )
}

/// Why it is refused, in words that say what would fit.
fn reason(ui: &Ui, refusal: &Refusal, date: bool) -> AttrValue {
    let (key, limit) = match refusal {
        Refusal::Empty => return ui.text(Key::RefusedEmpty),
        Refusal::NotANumber => return ui.text(Key::RefusedNumber),
        Refusal::NotADate => return ui.text(Key::RefusedDate),
        Refusal::NotAChoice => return ui.text(Key::RefusedChoice),
        Refusal::Below(limit) if date => (Key::RefusedBefore, ui.words.value(limit, "")),
        Refusal::Above(limit) if date => (Key::RefusedAfter, ui.words.value(limit, "")),
        Refusal::Below(limit) => (Key::RefusedBelow, ui.words.value(limit, "")),
        Refusal::Above(limit) => (Key::RefusedAbove, ui.words.value(limit, "")),
        Refusal::TooLong(limit) => (Key::RefusedLong, whole(u64::from(*limit))),
    };
    ui.words.fill(key, &[("limit", &limit)])
}
