//! The customer's own box, and what is shown for another device.

use firstline_diagnosis::Verdict;
use firstline_guide::model::{Meaning, Value};
use firstline_guide::session::{AnswerView, Body, Event, LightReading, Start, VariantView};
use firstline_guide::{Session, Trail};

use super::{Walker, every_kind, seen};

/// At the lamps, everything before answered, with these facts known from the start.
fn at_lamps(facts: &[(&str, &str)]) -> Walker {
    let fact = |(name, value): &(&str, &str)| {
        let value = Value::Text((*value).to_owned());
        ((*name).to_owned(), value)
    };
    let mut walker = Walker::start(every_kind(), "every-kind");
    let start = Start {
        facts: facts.iter().map(fact).collect(),
        ..Start::default()
    };
    let (session, effects) = Session::start(every_kind(), "every-kind", start).unwrap();
    walker.session = session;
    walker.take(effects);
    walker
        .checked(Verdict::Pass)
        .choose("no")
        .choose("tv")
        .enter("4");
    assert_eq!(walker.place(), "lamps");
    walker
}

fn read(walker: &mut Walker, meaning: Meaning, seen: Option<LightReading>) {
    walker.happens(Event::LightsRead { meaning, seen });
}

fn shown_box(walker: &Walker) -> (Option<String>, Option<LightReading>) {
    match walker.session.screen().body {
        Body::Lights {
            equipment, seen, ..
        } => (equipment, seen),
        other => panic!("{other:?}"),
    }
}

fn variant(walker: &Walker) -> VariantView {
    walker.session.screen().variant.expect("no variant")
}

#[test]
fn the_host_page_can_tell_the_box() {
    assert_eq!(shown_box(&at_lamps(&[])), (None, None));
    let told = at_lamps(&[("equipment.router", "fritz-7590")]);
    assert_eq!(shown_box(&told).0.as_deref(), Some("fritz-7590"));
    let another = at_lamps(&[("equipment.fibre-box", "nokia")]);
    assert_eq!(shown_box(&another).0, None);
}

#[test]
fn what_was_seen_becomes_the_fact_and_stands_in_the_transcript() {
    let mut walker = at_lamps(&[("equipment.router", "another")]);
    read(&mut walker, Meaning::NoLine, Some(seen("fritz-7590")));
    let known = walker.session.fact("equipment.router");
    assert_eq!(known, Some(&Value::Text("fritz-7590".to_owned())));
    let told = walker.session.transcript().pop().unwrap();
    assert_eq!(
        told.answer,
        [
            AnswerView::Meaning(Meaning::NoLine),
            AnswerView::Lights(seen("fritz-7590"))
        ]
    );
    let stored = walker.session.trail().to_json();
    assert_eq!(Trail::from_json(&stored).unwrap(), *walker.session.trail());
    walker.happens(Event::WentBack);
    let (equipment, before) = shown_box(&walker);
    assert_eq!(
        equipment.as_deref(),
        Some("another"),
        "as before the answer"
    );
    assert_eq!(before, Some(seen("fritz-7590")));
}

#[test]
fn a_box_that_was_told_before_is_there_after_going_back() {
    let mut walker = at_lamps(&[]);
    read(&mut walker, Meaning::NoLine, Some(seen("fritz-7590")));
    walker.happens(Event::WentBack);
    assert_eq!(shown_box(&walker).0.as_deref(), Some("fritz-7590"));
}

#[test]
fn a_trail_of_before_there_were_boxes_is_read() {
    let mut walker = at_lamps(&[]);
    read(&mut walker, Meaning::NoLine, None);
    let stored = walker.session.trail().to_json();
    assert!(!stored.contains("seen"), "{stored}");
    assert_eq!(Trail::from_json(&stored).unwrap(), *walker.session.trail());
    let bad = stored.replace("\"lights\":", "\"seen\":{\"light\":1},\"lights\":");
    assert!(Trail::from_json(&bad).is_err());
}

/// At the instruction that says something else by device.
fn at_clean(platform: &str) -> Walker {
    let mut walker = at_lamps(&[("device.platform", platform)]);
    read(&mut walker, Meaning::NoLine, None);
    if walker.place() != "clean" {
        walker
            .choose("no")
            .happens(Event::InstructionDone)
            .happens(Event::Continued)
            .checked(Verdict::Fail);
    }
    assert_eq!(walker.place(), "clean");
    walker
}

fn actions(walker: &Walker) -> Vec<String> {
    match walker.session.screen().body {
        Body::Instruction { actions, .. } => {
            actions.into_iter().map(|action| action.text).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_step_can_be_shown_for_another_device() {
    let mut walker = at_clean("ios");
    let view = variant(&walker);
    assert_eq!(view.value.as_deref(), Some("ios"));
    assert_eq!(view.choices, ["ios", "linux"]);
    assert_eq!(actions(&walker), ["Clean them gently."]);
    let visits = walker.session.trail().visits.clone();
    // A device that is none of those.
    walker.happens(Event::VariantChosen(String::new()));
    assert_eq!(variant(&walker).value, None);
    assert_eq!(actions(&walker), ["Clean them."]);
    assert_eq!(walker.session.trail().visits, visits);
    walker.happens(Event::VariantChosen("ios".to_owned()));
    assert_eq!(actions(&walker), ["Clean them gently."]);
    assert_eq!(walker.session.trail().visits, visits);
}

#[test]
fn what_is_not_offered_is_not_chosen() {
    let mut walker = at_clean("ios");
    let before = walker.session.trail().clone();
    walker
        .happens(Event::VariantChosen("toaster".to_owned()))
        .happens(Event::VariantChosen("ios".to_owned()));
    assert_eq!(*walker.session.trail(), before);
    let mut lamps = at_lamps(&[("device.platform", "ios")]);
    let before = lamps.session.trail().clone();
    lamps.happens(Event::VariantChosen("linux".to_owned()));
    assert_eq!(*lamps.session.trail(), before);
    assert_eq!(lamps.session.screen().variant, None);
}

#[test]
fn answers_that_do_not_fit_the_other_device_are_kept_and_asked_again() {
    let mut walker = at_clean("ios");
    let visits = walker.session.trail().visits.clone();
    // On this device, the lamps lead straight to the cleaning: what was done in between does not
    // fit, and is kept.
    walker.happens(Event::VariantChosen("linux".to_owned()));
    assert_eq!(walker.place(), "clean");
    let trail = walker.session.trail();
    assert_eq!(trail.visits, visits[..5]);
    assert_eq!(trail.kept, visits[5..]);
    assert_eq!(variant(&walker).value.as_deref(), Some("linux"));
    let replayed =
        Session::resume(every_kind(), trail.clone(), "", walker.now).expect("no such guide");
    assert_eq!(replayed.misfit, None);
    assert_eq!(replayed.session.screen(), walker.session.screen());
}
