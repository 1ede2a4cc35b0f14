//! What a session leaves out or passes over, by what is known of the provider.

use std::sync::Arc;

use firstline_guide::model::{StepKind, Value};
use firstline_guide::session::{Body, Start};
use firstline_guide::{Session, load};

const GUIDE: &str = r#"{
  "format": 1, "id": "sample", "version": "1", "language": "en",
  "title": "A sample", "summary": "A guide for tests.", "needs": ["internet"],
  "start": "technology", "stuck": "help",
  "steps": {
    "technology": { "kind": "question", "title": "Where does your line come in?", "fact": "technology",
      "options": [ { "id": "fibre", "label": "A fibre box", "needs": ["fibre"], "to": "do",
                     "set": { "careful": true } },
                   { "id": "dsl", "label": "A telephone socket", "needs": ["dsl"], "to": "do" },
                   { "id": "unsure", "to": "do" } ] },
    "do": { "kind": "instruction", "title": "Wait for us, {provider.name}",
      "text": ["We come to you.", "It costs {provider.callout-fee}."], "hint": "Ask {provider.shop.phone}.",
      "actions": ["Stay at home.", "Have {provider.callout-fee} ready."],
      "warning": "Call {provider.emergency} if it burns.",
      "links": [ { "label": "Call {provider.shop.phone}", "href": "tel:112" },
                 { "label": "Read more", "href": "https://isp.example/" } ],
      "to": "help" },
    "help": { "kind": "outcome", "ends": "unresolved", "title": "We take it from here",
      "ticket": { "category": "line", "severity": "major", "ask": ["phone"] } }
  }
}"#;

/// A session of the sample whose question has only these options left.
fn session(options: &[&str], facts: &[(&str, &str)]) -> Session {
    let mut guide = load::load(GUIDE).guide.unwrap();
    let StepKind::Question(question) = &mut guide.steps[0].kind else {
        panic!("a question")
    };
    let left = |id: &str| options.contains(&id);
    question.options.retain(|option| left(&option.id));
    let library = Arc::new(load::library(vec![guide]).unwrap());
    let fact = |(name, value): &(&str, &str)| ((*name).to_owned(), Value::from(*value));
    let start = Start {
        facts: facts.iter().map(fact).collect(),
        ..Start::default()
    };
    Session::start(library, "sample", start).unwrap().0
}

#[test]
fn a_text_that_inserts_what_nobody_knows_is_left_out() {
    let screen = session(&["fibre"], &[]).screen();
    assert_eq!(screen.text, ["We come to you."]);
    assert_eq!(screen.hint, None);
    let labels: Vec<&str> = screen
        .links
        .iter()
        .map(|(label, _)| label.as_str())
        .collect();
    assert_eq!(labels, ["Read more"]);
    // A heading and a warning are said all the same.
    assert_eq!(screen.title, "Wait for us, –");
    let Body::Instruction {
        actions, warning, ..
    } = screen.body
    else {
        panic!("an instruction")
    };
    let actions: Vec<&str> = actions.iter().map(|action| action.text.as_str()).collect();
    assert_eq!(actions, ["Stay at home."]);
    assert_eq!(warning.as_deref(), Some("Call – if it burns."));
}

#[test]
fn a_text_is_said_where_its_value_is_known() {
    let facts = [
        ("provider.callout-fee", "£60"),
        ("provider.shop.phone", "12"),
    ];
    let screen = session(&["fibre"], &facts).screen();
    assert_eq!(screen.text, ["We come to you.", "It costs £60."]);
    assert_eq!(screen.hint.as_deref(), Some("Ask 12."));
}

#[test]
fn a_question_with_one_possible_answer_is_passed_over_and_its_facts_are_set() {
    let session = session(&["fibre"], &[]);
    assert_eq!(session.place(), "do");
    assert_eq!(session.fact("technology"), Some(&Value::from("fibre")));
    assert_eq!(session.fact("careful"), Some(&Value::Flag(true)));
    assert!(session.trail().visits.is_empty());
}

#[test]
fn a_question_with_two_possible_answers_is_asked() {
    assert_eq!(session(&["fibre", "dsl"], &[]).place(), "technology");
}
