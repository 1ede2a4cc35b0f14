//! Forms, values to copy, variants under conditions, and what texts say of a box and its lamps.

use std::sync::Arc;

use firstline_guide::model::{Meaning, Severity, Value};
use firstline_guide::session::{
    AnswerView, Body, Event, FIELD_END_TEXT, FieldView, FormView, LightReading, Refusal, Screen,
    Start,
};
use firstline_guide::{Library, Session, Trail};

use super::Walker;

fn guides() -> Arc<Library> {
    let library = super::library(&[include_str!("../fixtures/good/in-parts.json")]);
    let known = [
        ("fritz-7590.name", "FRITZ!Box 7590"),
        ("fritz-7590.admin", "http://fritz.box"),
        ("lights.no-line", "The line light is off"),
    ];
    let known = known.map(|(name, value)| (name.to_owned(), Value::from(value)));
    Arc::new((*library).clone().knowing_boxes(known.to_vec()))
}

/// At the form, with these facts known from the start.
fn at_form(technology: &str, facts: &[(&str, &str)]) -> Walker {
    let mut walker = Walker::start(guides(), "in-parts");
    let facts = facts.iter();
    let facts = facts.map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    let start = Start {
        facts: facts.collect(),
        ..Start::default()
    };
    let (session, effects) = Session::start(guides(), "in-parts", start).unwrap();
    walker.session = session;
    walker.take(effects);
    walker.choose(technology);
    let seen = Some(LightReading {
        equipment: "fritz-7590".to_owned(),
        light: "dsl".to_owned(),
        state: "off".to_owned(),
    });
    walker.happens(Event::LightsRead {
        meaning: Meaning::NoLine,
        seen,
    });
    assert_eq!(walker.place(), "calls");
    walker
}

fn fill_in(walker: &mut Walker, fields: [&str; 3]) {
    walker.enter(&fields.join(FIELD_END_TEXT));
}

/// At the setting, with the form filled in.
fn at_setting(technology: &str, seconds: &str) -> Walker {
    let mut walker = at_form(technology, &[("provider.imap", "imap.isp.example")]);
    fill_in(&mut walker, ["0301234", seconds, "noise"]);
    assert_eq!(walker.place(), "setting");
    walker
}

fn form(screen: Screen) -> (String, Vec<FormView>) {
    match screen.body {
        Body::Input {
            field: FieldView::Form(parts),
            value,
            ..
        } => (value, parts),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_sets_what_each_field_asks_for() {
    let walker = at_setting("dsl", "12,5");
    let fact = |name| walker.session.fact(name).cloned();
    assert_eq!(fact("number"), Some(Value::from("0301234")));
    assert_eq!(fact("lasted"), Some(Value::Number(12.5)));
    assert_eq!(fact("heard"), Some(Value::from("noise")));
    let trail = walker.session.trail();
    assert_eq!(&Trail::from_json(&trail.to_json()).unwrap(), trail);
    let said = walker.session.transcript().pop().unwrap().answer;
    let words = |words: &str| AnswerView::Words(words.to_owned());
    assert_eq!(
        said,
        [
            words("Which number?: 0301234"),
            words("How many seconds?: 12,5 s"),
            words("What did you hear?: Noise"),
        ]
    );
}

#[test]
fn a_field_that_is_left_empty_is_said_if_it_must_not_be() {
    let mut walker = at_form("dsl", &[]);
    fill_in(&mut walker, ["", "0", "noise"]);
    let (value, parts) = form(walker.session.screen());
    assert_eq!(value, ["", "0", "noise"].join(FIELD_END_TEXT));
    let refused: Vec<_> = parts.into_iter().map(|part| part.refused).collect();
    let below = Refusal::Below(Value::Number(1.0));
    assert_eq!(refused, [Some(Refusal::Empty), Some(below), None]);
    // As many fields as there are, whatever is typed.
    walker.enter("");
    assert_eq!(walker.place(), "calls");
    fill_in(&mut walker, ["0301234", "", "nothing"]);
    assert_eq!(walker.place(), "setting");
    assert_eq!(walker.session.fact("lasted"), None);
    walker.happens(Event::WentBack);
    let (value, parts) = form(walker.session.screen());
    assert_eq!(value, ["0301234", "", "nothing"].join(FIELD_END_TEXT));
    assert!(parts.iter().all(|part| part.refused.is_none()));
}

#[test]
fn a_form_is_passed_over_only_if_all_of_it_is_known() {
    let some = at_form("dsl", &[("number", "0301234")]);
    assert_eq!(some.place(), "calls");
    let start = Start {
        facts: [("number", "0301234"), ("heard", "noise")]
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .into_iter()
            .chain([("lasted".to_owned(), Value::Number(3.0))])
            .collect(),
        ..Start::default()
    };
    let (mut session, _) = Session::start(guides(), "in-parts", start).unwrap();
    session.update(2_000, Event::OptionsChosen(vec!["dsl".to_owned()]));
    session.update(
        3_000,
        Event::LightsRead {
            meaning: Meaning::Ok,
            seen: None,
        },
    );
    assert_eq!(session.place(), "setting");
}

#[test]
fn an_answer_of_another_form_does_not_fit() {
    let walker = at_setting("dsl", "3");
    let stored = walker.session.trail().to_json();
    let fewer = stored.replace(r#""0301234","3","noise""#, r#""0301234","noise""#);
    let worse = stored.replace(r#""0301234","3","noise""#, r#""0301234","3","thunder""#);
    for trail in [fewer, worse] {
        assert_ne!(trail, stored);
        let trail = Trail::from_json(&trail).unwrap();
        let resumed = Session::resume(guides(), trail, "", walker.now).unwrap();
        assert!(resumed.misfit.is_some());
        assert_eq!(resumed.session.place(), "calls");
    }
}

#[test]
fn texts_say_what_the_box_is_and_what_its_lamps_mean() {
    let screen = at_form("dsl", &[]).session.screen();
    assert_eq!(screen.text, ["The lights said: The line light is off."]);
    let walker = at_setting("fibre", "");
    let screen = walker.session.screen();
    assert_eq!(screen.title, "Open the page of FRITZ!Box 7590");
    let Body::Instruction { actions, .. } = screen.body else {
        panic!("an instruction")
    };
    assert_eq!(actions[0].text, "Type http://fritz.box into your browser.");
    // Another box is meant, and nothing is known of it: what it says is left out.
    let mut walker = at_form("fibre", &[("box", "fibre-box")]);
    fill_in(&mut walker, ["0301234", "", "noise"]);
    let Body::Instruction { actions, .. } = walker.session.screen().body else {
        panic!("an instruction")
    };
    assert_eq!(actions.len(), 1);
}

#[test]
fn values_stand_beside_their_names_and_are_left_out_if_they_are_not_known() {
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let screen = at_setting("fibre", "").session.screen();
    let server = pair("Incoming server", "imap.isp.example");
    assert_eq!(screen.values, [server, pair("Port", "993")]);
    let mut walker = at_form("fibre", &[]);
    fill_in(&mut walker, ["0301234", "", "noise"]);
    assert_eq!(walker.session.screen().values, [pair("Port", "993")]);
}

#[test]
fn the_first_variant_whose_condition_holds_is_shown() {
    let shown = |technology, seconds| {
        let screen = at_setting(technology, seconds).session.screen();
        (screen.title, screen.hint, screen.values.len())
    };
    let fritz = "Open the page of FRITZ!Box 7590".to_owned();
    let dsl = "Open the page of your DSL router".to_owned();
    assert_eq!(shown("fibre", "9"), (fritz.clone(), None, 2));
    assert_eq!(shown("dsl", "9"), (dsl, None, 1));
    let hint = Some("It is a DSL line.".to_owned());
    assert_eq!(shown("dsl", "2"), (fritz, hint, 2));
}

#[test]
fn variants_say_another_question_other_labels_and_another_ticket() {
    let mut walker = at_setting("dsl", "9");
    walker.happens(Event::InstructionDone);
    assert_eq!(walker.session.screen().title, "Does the line hold now?");
    walker.happens(Event::HelpJudged("no".to_owned()));
    let said = walker.session.transcript().pop().unwrap().answer;
    let words = |words: &str| AnswerView::Words(words.to_owned());
    assert!(said.contains(&words("Does the line hold now?")), "{said:?}");
    let Body::Question { options, .. } = walker.session.screen().body else {
        panic!("a question")
    };
    let labels: Vec<_> = options
        .into_iter()
        .filter_map(|option| option.label)
        .collect();
    assert_eq!(labels, ["A dial tone", "Nothing"]);
    walker.choose("tone");
    let said = walker.session.transcript().pop().unwrap().answer;
    assert_eq!(said, [words("A dial tone")]);
    let ticket = |walker: &Walker| match walker.session.screen().body {
        Body::Ticket {
            category,
            severity,
            next,
            ..
        } => (category, severity, next.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(ticket(&walker), ("phone".to_owned(), Severity::Major, 0));
    let mut walker = at_setting("fibre", "9");
    walker
        .happens(Event::InstructionDone)
        .happens(Event::HelpJudged("no".to_owned()))
        .choose("tone");
    let own = ("fibre-phone".to_owned(), Severity::Critical, 1);
    assert_eq!(ticket(&walker), own);
}
