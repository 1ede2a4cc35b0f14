//! What the model says of a guide: defaults are filled in, and every edge is listed.

use firstline_guide::load;
use firstline_guide::model::{OutcomeKind, StepKind, Value, Wait};
use firstline_guide::routes::{self, Label};

use super::{good, read};

#[test]
fn defaults_are_filled_in() {
    let guide = good("no-internet");
    let step = |id: &str| &guide.step(guide.find(id).unwrap()).kind;
    let index = |id: &str| guide.find(id).unwrap();

    let StepKind::Instruction(restart) = step("restart") else {
        panic!("an instruction")
    };
    assert_eq!(
        restart.if_cannot,
        index("tone"),
        "where a failed verification leads"
    );
    assert_eq!(restart.wait, Some(Wait::LineBack { seconds: 180 }));
    let StepKind::Outcome(fixed) = step("fixed") else {
        panic!("an outcome")
    };
    let names: Vec<&str> = fixed.recheck.iter().map(|check| check.name()).collect();
    assert_eq!(
        (names, &fixed.kind),
        (vec!["isp", "internet"], &OutcomeKind::Resolved)
    );
    let StepKind::Check(outage) = step("outage") else {
        panic!("a check")
    };
    assert_eq!(
        outage.on.fail,
        index("known-outage"),
        "the alias `fault` stands for it"
    );
    assert_eq!(outage.on.pass, index("line"));
    let StepKind::Call(cables) = step("cables") else {
        panic!("a call")
    };
    assert_eq!(
        cables.on.len(),
        3,
        "`otherwise` stands for the ends that are not named"
    );

    let guide = good("everything");
    let step = |id: &str| &guide.step(guide.find(id).unwrap()).kind;
    let StepKind::Question(welcome) = step("welcome") else {
        panic!("a question")
    };
    assert_eq!(
        welcome.options[1].set[1],
        ("tries".to_owned(), Value::Number(1.0))
    );
    let StepKind::Instruction(later) = step("later") else {
        panic!("an instruction")
    };
    assert_eq!(later.wait, Some(Wait::Hours(12)));
    let StepKind::Instruction(reset) = step("reset") else {
        panic!("an instruction")
    };
    assert_eq!(Some(reset.if_cannot), reset.to);
}

#[test]
fn every_edge_of_a_step_is_listed() {
    let guide = good("everything");
    let shown = |id: &str| {
        let routes = routes::all(&guide, guide.find(id).unwrap());
        let name = |label: Label| match label {
            Label::Option(id) => id.to_owned(),
            Label::Next => "next".to_owned(),
            Label::Meaning(meaning) => meaning.name().to_owned(),
            Label::Otherwise => "otherwise".to_owned(),
            Label::Verdict(verdict) => verdict.name().to_owned(),
            Label::Alias(alias) => format!("{alias}!"),
            Label::Cannot => "cannot".to_owned(),
            Label::Case(position) => position.to_string(),
            Label::NoCase => "none".to_owned(),
            Label::Ending(ending) => ending.name().to_owned(),
            Label::Stuck => "stuck".to_owned(),
        };
        let edge =
            |route: &routes::Route| format!("{}>{}", name(route.label), guide.step(route.to).id);
        routes.iter().map(edge).collect::<Vec<_>>().join(" ")
    };
    let cases = [
        (
            "welcome",
            "yes>stop no>boxes smell>stop unsure>boxes stuck>ticket",
        ),
        ("boxes", "next>since stuck>ticket"),
        ("rooms", "next>model stuck>ticket"),
        (
            "outage",
            "fault!>known maintenance!>known none!>line unknown>line stuck>ticket",
        ),
        (
            "line",
            "pass>decide warn>decide fail>lamps unknown>lamps stuck>ticket",
        ),
        (
            "lamps",
            "no-line>leads no-power>power unsure>power otherwise>restart stuck>ticket",
        ),
        ("leads", "resolved>fixed stuck>ticket"),
        (
            "restart",
            "pass>fixed warn>fixed fail>later unknown>later cannot>ticket stuck>ticket",
        ),
        (
            "later",
            "pass>fixed fail>reset unknown>reset cannot>reset stuck>ticket",
        ),
        ("reset", "next>decide cannot>decide stuck>ticket"),
        ("fixed", "stuck>ticket"),
        ("ticket", ""),
    ];
    for (step, expected) in cases {
        assert_eq!(shown(step), expected, "{step}");
    }
}

#[test]
fn one_with_everything_wrong_still_gives_what_was_written() {
    let loaded = load::load(&read("bad/missing-key", "everything-at-once"));
    let raw = loaded.raw.unwrap();
    assert_eq!(raw.steps.len(), 3);
    assert_eq!(raw.title.unwrap().value, "A sample");
}
