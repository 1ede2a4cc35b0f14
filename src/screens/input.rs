//! Something to enter. It is checked when it is handed in; the reason stands beside it.

use firstline_guide::session::{Body, Event, FieldView, Refusal};
use yew::{AttrValue, Html};

use super::step::{after, step_layout, words};
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
    let (kind, label) = match asked {
        FieldView::Number { unit } if !unit.is_empty() => (
            Kind::Line("text", "decimal"),
            ui.words.fill(Key::NumberIn, &[("unit", unit)]),
        ),
        FieldView::Number { .. } => (Kind::Line("text", "decimal"), ui.text(Key::YourAnswer)),
        FieldView::Text => (Kind::Line("text", "text"), ui.text(Key::YourAnswer)),
        FieldView::Lines => (Kind::Lines, ui.text(Key::YourAnswer)),
        FieldView::Date => (Kind::Line("date", "numeric"), ui.text(Key::YourAnswer)),
        FieldView::Choice(choices) => (Kind::List(choices), ui.text(Key::YourAnswer)),
    };
    let date = matches!(asked, FieldView::Date);
    let entry = field(
        ui,
        Field {
            id: AttrValue::Static("fl-input"),
            label,
            value: owned(value),
            hint: if *optional {
                ui.text(Key::MayBeEmpty)
            } else {
                AttrValue::default()
            },
            kind,
            fills: "off",
            problem: refused.as_ref().map(|refusal| reason(ui, refusal, date)),
            typed: Typed::Step,
        },
    );
    let entered = Action::Step(Event::InputEntered(value.clone()));
    let screen = &step.screen;
    step_layout(ui, screen)
        .content(words(ui, screen))
        .content(form(ui, entered, entry))
        .content(after(ui, screen))
        .foot(submit(ButtonStyle::Primary, ui.text(Key::Next), false))
        .draw()
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
