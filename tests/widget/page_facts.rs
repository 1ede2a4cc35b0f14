//! What the host page gives of customer and line, from the page to the step that uses it.

use firstline_guide::model::Value;
use firstline_widget::model::{Message, PageEvent, Setup};
use firstline_widget::view::{Failure, Page, Provider};

use super::support::{Relay, Widget};

/// It takes a number, a word, a day and a flag from the page, and shows or decides by each.
const GUIDE: &str = r#"{
  "format": 1, "id": "plan", "version": "1", "language": "en", "title": "Plan", "summary": "Plan.",
  "facts": {
    "plan-down": { "type": "number", "unit": "Mbit/s", "from": "website" },
    "technology": { "type": "choice", "values": ["fibre", "dsl"], "from": "website" },
    "since": { "type": "date", "from": "website" },
    "suspended": { "type": "flag", "from": "website" },
    "mood": { "type": "text", "from": "answer" } },
  "start": "paid", "stuck": "end",
  "steps": {
    "paid": { "kind": "branch", "cases": [ { "if": { "fact": "suspended", "is": true }, "to": "owes" } ], "otherwise": "which" },
    "which": { "kind": "question", "title": "How does the line come in?", "fact": "technology",
      "options": [ { "id": "fibre", "label": "Glass", "to": "show" }, { "id": "dsl", "label": "Copper", "to": "show" } ] },
    "show": { "kind": "question", "title": "{plan-down} by {technology} since {since}, {mood}, {equipment.router}?",
      "options": [ { "id": "yes", "to": "end" }, { "id": "no", "to": "end" } ] },
    "owes": { "kind": "outcome", "ends": "hand-over", "title": "Call our accounts" },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" }
  }
}"#;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Opens the guide on a page that gives these facts: the heading that is shown, what the page is
/// told about them, and the names of what is kept.
fn opened(given: &[(&str, Value)]) -> (String, Vec<String>, Vec<String>) {
    opened_in("en", given)
}

/// The same, of a guide that is written in this language.
fn opened_in(language: &str, given: &[(&str, Value)]) -> (String, Vec<String>, Vec<String>) {
    let english = r#""language": "en""#;
    let guide = GUIDE.replace(english, &format!(r#""language": "{language}""#));
    let mut widget = Widget::set_up(Relay::of("plan", &guide), Setup::default());
    let facts = given.iter();
    let facts = facts.map(|(name, value)| ((*name).to_owned(), value.clone()));
    widget.tell(Message::Identified(facts.collect())).open();
    let refused = widget.emitted.iter().filter_map(|event| match event {
        PageEvent::FactRefused(refused) => Some(refused.clone()),
        _ => None,
    });
    let stored: serde_json::Value = serde_json::from_str(widget.session.as_ref().unwrap()).unwrap();
    let kept = stored["trail"]["facts"].as_object().unwrap();
    (
        widget.title(),
        refused.collect(),
        kept.keys().cloned().collect(),
    )
}

#[test]
fn what_the_page_knows_is_not_asked_but_used() {
    let (title, refused, _) = opened(&[
        ("plan-down", Value::Number(300.0)),
        ("technology", text("fibre")),
        ("since", text("2026-11-01")),
        ("suspended", Value::Flag(false)),
        ("equipment.router", text("fritz-7590")),
    ]);
    assert_eq!(
        title,
        "300\u{a0}Mbit/s by fibre since November 1, 2026, –, fritz-7590?"
    );
    assert_eq!(refused, Vec::<String>::new());
    let (title, ..) = opened(&[("suspended", Value::Flag(true))]);
    assert_eq!(title, "Call our accounts");
}

#[test]
fn numbers_and_days_are_written_as_the_guides_language_writes_them() {
    let told = [
        ("plan-down", Value::Number(16.5)),
        ("technology", text("dsl")),
        ("since", text("2026-11-01")),
        ("suspended", Value::Flag(false)),
    ];
    for (language, shown) in [
        (
            "en",
            "16.5\u{a0}Mbit/s by dsl since November 1, 2026, –, –?",
        ),
        (
            "de",
            "16,5\u{a0}Mbit/s by dsl since 1. November 2026, –, –?",
        ),
        ("ar", "16.5\u{a0}Mbit/s by dsl since 1 نوفمبر 2026, –, –?"),
    ] {
        assert_eq!(opened_in(language, &told).0, shown, "{language}");
    }
}

#[test]
fn what_does_not_fit_is_left_out_and_the_page_is_told_why() {
    let (title, refused, kept) = opened(&[
        ("plan-down", text("300")),
        ("technology", text("cable")),
        ("since", text("yesterday")),
        ("suspended", text("true")),
        ("equipment.router", Value::Number(7590.0)),
    ]);
    assert_eq!(title, "How does the line come in?");
    assert_eq!(
        refused,
        [
            "plan-down: number",
            "technology: choice",
            "since: date",
            "suspended: flag"
        ]
    );
    assert_eq!(kept, ["provider.support.open"]);
}

#[test]
fn what_no_guide_asks_of_the_page_goes_nowhere() {
    let (_, refused, kept) = opened(&[
        ("customer-name", text("Maria")),
        ("mood", text("angry")),
        ("provider.support.open", Value::Flag(false)),
        ("check.isp", text("pass")),
        ("plan-down", Value::Number(50.0)),
    ]);
    assert_eq!(kept, ["plan-down", "provider.support.open"]);
    assert_eq!(refused, Vec::<String>::new());
}

#[test]
fn without_guides_the_telephone_is_that_of_the_page() {
    let provider = Provider {
        phone: Some("0808 157 0142".to_owned()),
        hours: Some("every day".to_owned()),
        ..Provider::default()
    };
    let setup = Setup {
        provider: provider.clone(),
        ..Setup::default()
    };
    let no_index = Relay {
        index: None,
        ..Relay::of("plan", GUIDE)
    };
    let without = Widget::set_up(no_index, setup.clone());
    assert_eq!(without.page(), Page::Failure(Failure::NoGuides));
    assert_eq!(*without.view().provider, provider);
    let with = Widget::set_up(Relay::of("plan", GUIDE), setup);
    assert_eq!(
        with.view().provider.phone.as_deref(),
        Some("0808 157 0123"),
        "the index knows better"
    );
}
