//! Inputs, and forms that are filled in.

use firstline_guide::model::Value;
use firstline_guide::session::{Body, FieldView, FormView, Refusal, Screen};
use firstline_widget::view::Page;

use super::{Example, example, screen, step, texts};

fn input(title: &str, field: FieldView, value: &str, refused: Option<Refusal>) -> Screen {
    screen(
        title,
        Body::Input {
            field,
            value: value.into(),
            refused,
            optional: false,
        },
    )
}

pub fn examples() -> Vec<Example> {
    let number = || FieldView::Number {
        unit: "Mbit/s".into(),
    };
    let sockets = [
        ("living", "Living room"),
        ("hall", "Hall"),
        ("office", "Office"),
    ]
    .map(|(id, label)| (id.to_string(), label.to_string()))
    .to_vec();
    let mut typed = step(input("What speed did you order?", number(), "", None));
    if let Page::Step(step) = &mut typed {
        step.typed = Some("250".into());
    }
    let optional = Screen {
        text: texts(&["For example: every evening, or when it rains."]),
        body: Body::Input {
            field: FieldView::Lines,
            value: String::new(),
            refused: None,
            optional: true,
        },
        ..screen("When does it happen?", Body::Broken)
    };
    vec![
        example(
            "input-number",
            step(Screen {
                hint: Some("It is on your bill, and in your customer account.".into()),
                ..input("What speed did you order?", number(), "", None)
            }),
        ),
        example("input-number-typed", typed),
        example(
            "input-number-refused",
            step(input(
                "What speed did you order?",
                number(),
                "a lot",
                Some(Refusal::NotANumber),
            )),
        ),
        example(
            "input-date-refused",
            step(input(
                "Since when?",
                FieldView::Date,
                "2027-01-01",
                Some(Refusal::Above(Value::Text("2026-11-22".into()))),
            )),
        ),
        example(
            "input-text",
            step(input(
                "What is written on the box?",
                FieldView::Text,
                "BW-200",
                None,
            )),
        ),
        example("input-lines-optional", step(optional)),
        example(
            "input-choice",
            step(input(
                "In which room is the socket?",
                FieldView::Choice(sockets),
                "hall",
                None,
            )),
        ),
        example(
            "input-form",
            step(input("When did it happen?", calls(None), "", None)),
        ),
        example(
            "input-form-refused",
            step(input(
                "When did it happen?",
                calls(Some(Refusal::Empty)),
                "\u{1f}20:15",
                Some(Refusal::Empty),
            )),
        ),
    ]
}

/// Short things that belong together.
fn calls(refused: Option<Refusal>) -> FieldView {
    let part = |label: &str, field, optional, refused| FormView {
        label: label.into(),
        field,
        optional,
        refused,
    };
    FieldView::Form(vec![
        part("Which number?", FieldView::Text, false, refused),
        part("At what time?", FieldView::Text, false, None),
        part("What did you hear?", FieldView::Lines, true, None),
    ])
}
