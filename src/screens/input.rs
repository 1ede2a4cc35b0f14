//! Something to enter, checked when it is handed in, with the reason beside it.

use firstline_guide::session::{Body, FieldView, Happened, Refusal};
use yew::{AttrValue, Html};

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{Cx, Field, Kind, Typed, field, form, nothing, own, submit};
use crate::text::{Key, whole};
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let Body::Input {
        field: asked,
        value,
        refused,
        optional,
    } = &step.screen.body
    else {
        return nothing();
    };
    let value = step.typed.as_ref().unwrap_or(value);
    let (kind, label) = match asked {
        FieldView::Number { unit } if !unit.is_empty() => (
            Kind::Line("text", "decimal"),
            cx.words.fill(Key::NumberIn, &[("unit", unit)]),
        ),
        FieldView::Number { .. } => (Kind::Line("text", "decimal"), cx.t(Key::YourAnswer)),
        FieldView::Text => (Kind::Line("text", "text"), cx.t(Key::YourAnswer)),
        FieldView::Lines => (Kind::Lines, cx.t(Key::YourAnswer)),
        FieldView::Date => (Kind::Line("date", "numeric"), cx.t(Key::YourAnswer)),
        FieldView::Choice(choices) => (Kind::List(choices), cx.t(Key::YourAnswer)),
    };
    let date = matches!(asked, FieldView::Date);
    let entry = field(
        cx,
        Field {
            id: "fl-input",
            label,
            value: own(value),
            hint: if *optional {
                cx.t(Key::MayBeEmpty)
            } else {
                AttrValue::default()
            },
            kind,
            fills: "off",
            problem: refused.as_ref().map(|refusal| reason(cx, refusal, date)),
            typed: Typed::Step,
        },
    );
    let entered = Action::Step(Happened::InputEntered(value.clone()));
    let special = form(cx, entered).node(entry).done();
    step_frame(cx, &step.screen)
        .node(told(cx, &step.screen, special))
        .foot(submit(cx.t(Key::Next), false))
        .done()
}

/// Why it is refused, in words that say what would fit.
fn reason(cx: &Cx, refusal: &Refusal, date: bool) -> AttrValue {
    let (key, limit) = match refusal {
        Refusal::Empty => return cx.t(Key::RefusedEmpty),
        Refusal::NotANumber => return cx.t(Key::RefusedNumber),
        Refusal::NotADate => return cx.t(Key::RefusedDate),
        Refusal::NotAChoice => return cx.t(Key::RefusedChoice),
        Refusal::Below(limit) if date => (Key::RefusedBefore, cx.words.value(limit, "")),
        Refusal::Above(limit) if date => (Key::RefusedAfter, cx.words.value(limit, "")),
        Refusal::Below(limit) => (Key::RefusedBelow, cx.words.value(limit, "")),
        Refusal::Above(limit) => (Key::RefusedAbove, cx.words.value(limit, "")),
        Refusal::TooLong(limit) => (Key::RefusedLong, whole(u64::from(*limit))),
    };
    cx.words.fill(key, &[("limit", &limit)])
}
