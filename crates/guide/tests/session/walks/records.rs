//! What is kept of a walk: the trail, which is stored and resumed, and the transcript for agents.

use firstline_guide::model::Value;
use firstline_guide::session::{Answer, Event, Stage};
use firstline_guide::{Session, Trail};

use super::{at_clean, at_restart};
use crate::{Walker, every_kind, library};

#[test]
fn the_transcript_tells_what_was_done_in_the_guides_words() {
    let mut walker = at_clean();
    walker.happens(Event::InstructionImpossible);
    let lines: Vec<String> = walker
        .session
        .transcript()
        .into_iter()
        .map(|entry| format!("{}: {} {:?}", entry.place, entry.title, entry.answer))
        .collect();
    assert_eq!(
        lines,
        [
            "every-kind/outage: Known faults [Verdict(Pass)]",
            "every-kind/tone: Is there a tone? [Standard(No)]",
            "every-kind/devices: Which devices? [Words(\"Television\")]",
            "every-kind/age: How old is the box? [Value(Number(4.0), \"years\")]",
            "every-kind/lamps: What do the lights show? [Meaning(NoLine)]",
            "restart-block/alarm: Does a care alarm use this line? [Standard(No)]",
            "restart-block/restart: Restart the router [Standard(Done), Verdict(Fail)]",
            "every-kind/clean: Clean the contacts of your 50\u{a0}Mbit/s line [Standard(Cannot)]",
        ]
    );
}

#[test]
fn the_transcript_tells_the_title_that_was_shown() {
    let guide = r#"{"format":1,"id":"by-socket","version":"1","language":"en","title":"t",
        "summary":"s","owner":"a@isp.example","reviewBy":"2030-01-01","start":"ask","stuck":"ticket",
        "facts":{"socket":{"type":"choice","values":["round","flat"],"from":"answer"}},
        "steps":{
        "ask":{"kind":"question","title":"Which socket?","fact":"socket","options":[
            {"id":"round","label":"Round","to":"plug"},{"id":"flat","label":"Flat","to":"plug"}]},
        "plug":{"kind":"instruction","title":"Pull the plug","actions":["Do it."],"to":"ticket",
            "by":"socket","variants":{"round":{"title":"Unscrew the plug"}}},
        "ticket":{"kind":"outcome","ends":"unresolved","title":"We help",
            "ticket":{"category":"line","severity":"minor","ask":["phone"]}}}}"#;
    for (socket, expected) in [("round", "Unscrew the plug"), ("flat", "Pull the plug")] {
        let mut walker = Walker::start(library(&[guide]), "by-socket");
        walker.choose(socket);
        let shown = walker.session.screen().title;
        walker.happens(Event::InstructionDone);
        assert_eq!(shown, expected);
        assert_eq!(walker.session.transcript()[1].title, shown);
    }
}

#[test]
fn a_resumed_session_asks_again_from_the_first_answer_that_no_longer_fits() {
    let walker = at_clean();
    let mut trail = walker.session.trail().clone();
    let age = trail
        .visits
        .iter()
        .position(|visit| visit.place == "age")
        .unwrap();
    trail.visits[age].answer = Answer::Input(Some(Value::Number(99.0)));
    let resumed = Session::resume(every_kind(), trail, "new", 5_000).unwrap();
    assert_eq!(resumed.misfit.map(|(visit, _)| visit), Some(age));
    assert_eq!(resumed.session.place(), "age");
    assert_eq!(resumed.session.trail().hash, "new");
    // What came after is offered when it comes round again.
    let kept = &resumed.session.trail().kept;
    assert!(kept.iter().any(|visit| visit.place == "lamps"));
}

#[test]
fn a_trail_of_another_shape_is_refused_with_its_place() {
    let good = at_clean().session.trail().to_json();
    for (from, to, place) in [
        ("\"format\":1", "\"format\":2", "newer version"),
        ("\"place\":\"age\"", "\"plaze\":\"age\"", "/visits/3"),
        ("\"input\":4", "\"input\":{}", "/visits/3/input"),
        (
            "\"verdict\":\"fail\"",
            "\"verdict\":\"awful\"",
            "/visits/6/did/0/verdict",
        ),
        ("{\"format\"", "{\"guide\":\"x\",\"format\"", "stands twice"),
        ("]", "", "not JSON"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        let error = Trail::from_json(&bad).unwrap_err().to_string();
        assert!(error.contains(place), "{from}: {error}");
    }
}

#[test]
fn the_stage_is_stored_too() {
    let mut walker = at_restart();
    let run = walker.awaited.line.unwrap();
    walker.happens(Event::LineDropped { run, ago: 0 });
    let trail = Trail::from_json(&walker.session.trail().to_json()).unwrap();
    assert_eq!(trail.stage, Stage::LineDown);
}
