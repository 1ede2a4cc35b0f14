//! Guides beside guides: facts that they share, titles, and faults that one causes in another.

use super::{GERMAN, GUIDE, OTHER, PROVIDER, changed, said, with};

/// A provider who names no guide.
const PLAIN: &str =
    r#"{ "format": 1, "name": "Sample", "contacts": { "support": { "phone": "0800 123" } } }"#;

#[test]
fn a_fact_that_is_read_is_set_by_some_guide() {
    let reads = OTHER
        .replacen(
            "\"start\": \"end\"",
            r#""facts": { "problem": { "type": "text" } }, "start": "look""#,
            1,
        )
        .replacen(
            "\"steps\": {",
            r#""steps": { "look": { "kind": "branch", "otherwise": "end", "cases": [
                { "if": { "fact": "problem", "is": "slow" }, "to": "more" } ] },
              "more": { "kind": "outcome", "ends": "hand-over", "title": "It is slow" },"#,
            1,
        );
    let setting = |fact: &str| {
        let option = format!(r#"{{ "id": "yes", "set": {{ "{fact}": "slow" }},"#);
        GUIDE.replacen(r#"{ "id": "yes","#, &option, 1)
    };
    assert_eq!(
        with(&[("other.json", &reads)]),
        ["warning fact-never-set /facts/problem"]
    );
    assert_eq!(
        with(&[("other.json", &reads), ("g.json", &setting("problem"))]),
        [""; 0],
        "another guide may set it"
    );
    assert_eq!(
        with(&[("other.json", &reads), ("g.json", &setting("probelm"))]),
        [
            "warning misspelt-fact /steps/here/options/0/set/probelm",
            "warning fact-never-set /facts/problem"
        ]
    );
    assert_eq!(
        with(&[("g.json", &setting("colour"))]),
        [""; 0],
        "what nobody reads is for the agent"
    );
}

#[test]
fn two_guides_with_one_title_are_told() {
    let found = changed("other.json", r#""title": "Other""#, r#""title": "help ""#);
    assert_eq!(found, ["warning same-title /title"]);
}

#[test]
fn an_end_quotes_the_title_of_the_guide_that_it_leads_to_or_an_answer_there() {
    let title = |title: &str| changed("g.json", "\"Go on\"", &format!("\"{title}\""));
    assert_eq!(title("The guide “Other” helps"), [""; 0]);
    assert_eq!(
        title("The guide “Others” helps"),
        ["warning misnamed-topic /steps/over/title"]
    );
    let asks = OTHER.replacen(r#""start": "end""#, r#""start": "ask""#, 1);
    let asks = asks.replacen(
        "\"steps\": {",
        r#""steps": { "ask": { "kind": "question", "title": "Which?", "options": [
            { "id": "tv", "label": "A TV", "to": "end" }, { "id": "unsure", "to": "end" } ] },"#,
        1,
    );
    let says = |answer: &str| {
        let guide = GUIDE.replacen(
            "\"title\": \"Go on\"",
            &format!("\"title\": \"Go on\", \"text\": [\"Choose “{answer}” there.\"]"),
            1,
        );
        with(&[("other.json", &asks), ("g.json", &guide)])
    };
    assert_eq!(says("A TV"), [""; 0]);
    assert_eq!(says("TV"), ["warning misnamed-topic /steps/over/text/0"]);
}

#[test]
fn one_slip_is_not_told_of_everything_that_hangs_on_it() {
    let lights = GUIDE.replacen(
        "\"steps\": {",
        r#""steps": { "lamp": { "kind": "lights", "of": "router", "title": "What do you see?", "on": { "otherwise": "here" } },"#,
        1,
    );
    let lights = lights.replace("\"start\": \"here\"", "\"start\": \"lamp\"");
    let catalogue = r#"{ "format": 1, "boxes": { "rr": { "role": "router", "name": "R", "shape": "flat", "arrangement": "row",
      "lights": [{ "id": "power", "label": "Power", "states": { "green": "ok" } }] } } }"#;
    let comma = PROVIDER.replacen(',', "", 1);
    let found = with(&[
        ("g.json", &lights),
        ("site/equipment.json", catalogue),
        ("site/provider.json", &comma),
    ]);
    assert_eq!(found, ["error syntax "], "a comma of the provider's file");

    let steps = GUIDE.replacen("\"steps\"", "\"Steps\"", 1);
    let found = with(&[("g.json", &steps), ("de/g.json", GERMAN)]);
    let own = found.iter().filter(|line| line.starts_with("error"));
    assert_eq!(own.count(), 2, "a key of the guide: {found:?}");
    assert!(
        !found.iter().any(|line| line.contains("translation")),
        "{found:?}"
    );
}

#[test]
fn scenarios_that_were_not_played_are_told_once() {
    let caller = |id: &str| {
        GUIDE
            .replacen("\"id\": \"g\"", &format!("\"id\": \"{id}\""), 1)
            .replacen(
                "\"title\": \"Help\"",
                &format!("\"title\": \"Help {id}\""),
                1,
            )
            .replace(
                r#""kind": "outcome", "ends": "hand-over", "guide": "other", "title": "Go on" }"#,
                r#""kind": "guide", "guide": "block", "on": { "otherwise": "end" } }"#,
            )
            .strip_suffix('}')
            .expect("a guide")
            .to_owned()
            + r#", "scenarios": [ { "name": "a", "answers": { "here": "yes" }, "expect": "end" } ] }"#
    };
    let block = OTHER
        .replacen("\"id\": \"other\"", "\"id\": \"block\"", 1)
        .replacen("\"needs\": [\"tv\"]", "\"listed\": false", 1);
    let (one, two) = (caller("one"), caller("two"));
    let files = |block: &str| {
        said(&[
            ("site/provider.json", PLAIN),
            ("one.json", &one),
            ("two.json", &two),
            ("block.json", block),
        ])
    };
    assert_eq!(files(&block), [""; 0]);
    let found = files(&block.replacen('"', "", 1));
    assert_eq!(
        found,
        ["error syntax ", "warning scenarios-not-played /scenarios"]
    );
}
