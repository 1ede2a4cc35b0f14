//! What customers saw of their own box, as agents read it.

use firstline_author::equipment;
use firstline_guide::model::Meaning;
use firstline_guide::session::{Event, LightReading, Trail};

use crate::support::{GUIDE, KEY, act, nothing_answers, publish, spawn_with, ticket, walk};

const CATALOGUE: &str = include_str!("../../../../guides/site/equipment.json");

/// The sample guide, which asks for the lamps instead of the dial tone.
fn guide() -> String {
    let from = GUIDE.find("\"tone\": {").unwrap();
    let until = GUIDE.find("\"fixed\": {").unwrap();
    let lamps = r#""tone": { "kind": "lights", "of": "fibre-box", "title": "What do the lights show?",
      "on": { "ok": "fixed", "no-line": "ticket-line", "otherwise": "ticket" } },
    "#;
    format!("{}{lamps}{}", &GUIDE[..from], &GUIDE[until..])
}

/// A walk on which this lamp, or pattern, was seen.
fn walked(guide: &str, equipment: &str, light: &str, state: &str) -> Trail {
    walk(guide, &|session| {
        nothing_answers(session);
        act(session, Event::InstructionImpossible);
        let seen = LightReading {
            equipment: equipment.to_owned(),
            light: light.to_owned(),
            state: state.to_owned(),
        };
        let told = Event::LightsRead {
            meaning: Meaning::NoLine,
            seen: Some(seen),
        };
        act(session, told);
    })
}

#[tokio::test]
async fn agents_read_box_lamp_behaviour_and_colour() {
    let guide = guide();
    let relay = spawn_with(|_, site| {
        publish(site, "en", &guide);
        let catalogue = equipment::read(CATALOGUE).catalogue;
        let boxes =
            equipment::publish(&catalogue, &["openreach-ont", "nbn-hfc"].map(str::to_owned));
        site.publish_boxes(boxes).unwrap();
    })
    .await;
    for (number, equipment, light, state, said) in [
        (
            1,
            "openreach-ont",
            "los",
            "red-flashing",
            "Openreach modem, LOS: flashing red",
        ),
        (
            2,
            "openreach-ont",
            "pon",
            "off",
            "Openreach modem, PON: off",
        ),
        (
            3,
            "nbn-hfc",
            "updating",
            "",
            "nbn connection box (Arris): DS flashing green, US flashing green, Online steady green",
        ),
    ] {
        let trail = walked(&guide, equipment, light, state);
        let key = KEY.replace("8e03978e", &format!("{number:08}"));
        let response = relay.post(&key, ticket(&trail)).await;
        assert_eq!(response.status().as_u16(), 201);
        let stored = relay.tickets().await.remove(0);
        assert_eq!(stored.unverified, None);
        let text = stored.text.split("== As JSON ==").next().unwrap();
        let line = format!("What do the lights show?\n   → no-line; {said}\n");
        assert!(text.contains(&line), "{text}");
        assert!(text.contains("Your line needs our help"), "{text}");
    }
}

#[tokio::test]
async fn what_was_seen_is_told_by_its_ids_where_the_box_is_not_known() {
    let guide = guide();
    let relay = spawn_with(|_, site| {
        publish(site, "en", &guide);
    })
    .await;
    let trail = walked(&guide, "openreach-ont", "los", "red");
    assert_eq!(relay.post(KEY, ticket(&trail)).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    assert_eq!(stored.unverified, None);
    let said = "→ no-line; box openreach-ont, los, red\n";
    assert!(stored.text.contains(said), "{}", stored.text);
}
