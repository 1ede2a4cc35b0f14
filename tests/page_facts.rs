//! What the host page tells of customer and line, from the page to the step that uses it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says where it stopped"
)]

use firstline_guide::model::Value;
use firstline_widget::action::Action;
use firstline_widget::model::{Command, Message, Model, Outside, Setup};
use firstline_widget::view::{Failure, Page, Provider};

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

const INDEX: &str = r#"{
    "format": 1, "language": "en", "languages": [],
    "provider": { "name": "Brightwater", "phone": null, "hours": null },
    "guides": [ { "id": "plan", "title": "Plan", "summary": "Plan.", "searchWords": [],
        "pack": "guides/plan.en.0.txt", "hash": "0123456789abcdef", "pictures": [] } ],
    "checks": { "isp": [], "internet": [], "latency": null },
    "consent": { "id": "support", "version": "3", "text": "I agree." },
    "facts": [["provider.support.open", true]]
}"#;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn model(setup: Setup) -> Model {
    let outside = Outside {
        uuid: || None,
        time_in_words: |time, _| Some(time.to_owned()),
        write_value: firstline_widget::text::value,
        fold: str::to_lowercase,
    };
    Model::new(outside, setup, None, &[], 1_000).0
}

/// Opens the guide on a page that tells these facts: the heading that is shown, what the page is
/// told of them, and the names of what is kept.
fn opened(told: &[(&str, Value)]) -> (String, Vec<String>, Vec<String>) {
    opened_in("en", told)
}

/// The same, of a guide that is written in this language.
fn opened_in(language: &str, told: &[(&str, Value)]) -> (String, Vec<String>, Vec<String>) {
    let mut model = model(Setup::default());
    let facts = told
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    let guide = GUIDE.replace(
        r#""language": "en""#,
        &format!(r#""language": "{language}""#),
    );
    let pack = firstline_author::pack::pack("plan", |id| (id == "plan").then_some(&guide)).unwrap();
    let mut commands = Vec::new();
    for message in [
        Message::Identified(facts.collect()),
        Message::IndexArrived(Some(INDEX.to_owned())),
        Message::Did(Action::GuideChosen("plan".to_owned())),
        Message::PackArrived {
            guide: "plan".to_owned(),
            bytes: Some(pack.bytes),
        },
    ] {
        commands.extend(model.update(2_000, message));
    }
    let Page::Step(step) = model.view(2_000).page else {
        panic!("no step is shown")
    };
    let refused = commands.iter().filter_map(|command| match command {
        Command::Emit("fact", refused) => Some(refused.clone()),
        _ => None,
    });
    let stored = commands.iter().rev().find_map(|command| match command {
        Command::StoreSession(text) => Some(text.as_str()),
        _ => None,
    });
    let stored: serde_json::Value = serde_json::from_str(stored.unwrap()).unwrap();
    let facts = stored["trail"]["facts"].as_object().unwrap();
    (
        step.screen.title.clone(),
        refused.collect(),
        facts.keys().cloned().collect(),
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
    let mut without = model(setup.clone());
    without.update(2_000, Message::IndexArrived(None));
    let view = without.view(2_000);
    assert_eq!(view.page, Page::Failure(Failure::NoGuides));
    assert_eq!(*view.provider, provider);
    let mut with = model(setup);
    with.update(2_000, Message::IndexArrived(Some(INDEX.to_owned())));
    assert_eq!(
        with.view(2_000).provider.phone,
        None,
        "the index knows better"
    );
}
