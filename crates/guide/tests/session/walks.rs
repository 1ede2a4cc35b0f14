//! Walks through the guide with every kind of step, one claim a test.

use firstline_diagnosis::{CheckId, NotMeasured, Verdict};
use firstline_guide::model::{Meaning, StandardAnswer, Value};
use firstline_guide::session::{
    Answer, AnswerView, Awaited, Body, Event, LineLoss, LineWatch, Recheck, Refusal, Resumed,
    Stage, Waiting,
};
use firstline_guide::{Effect, Session, Trail};

use super::{Walker, every_kind, finding, library};

fn start() -> Walker {
    Walker::start(every_kind(), "every-kind")
}

/// Before the question whether to clean, with everything before it answered.
fn at_clean() -> Walker {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued)
        .checked(Verdict::Fail);
    assert_eq!(walker.place(), "clean");
    walker
}

/// At the instruction to restart, inside the called block.
fn at_restart() -> Walker {
    let mut walker = start();
    walker
        .checked(Verdict::Pass)
        .choose("no")
        .choose("tv")
        .enter("4");
    walker
        .happens(Event::LightsRead {
            meaning: Meaning::NoLine,
            seen: None,
        })
        .choose("no");
    assert_eq!(walker.place(), "block/restart");
    walker
}

#[test]
fn an_alias_of_a_check_leads_on() {
    let mut walker = start();
    assert_eq!(
        walker
            .awaited
            .checks
            .as_ref()
            .map(|(_, checks)| checks.clone()),
        Some(vec![CheckId::Outage])
    );
    walker.checked(Verdict::Fail);
    assert!(matches!(
        walker.session.screen().body,
        Body::KnownIssue { .. }
    ));
}

#[test]
fn a_called_guide_leads_back_by_how_it_ended() {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued)
        .checked(Verdict::Pass);
    assert_eq!(walker.place(), "fixed");
}

#[test]
fn a_fact_is_shown_with_its_unit() {
    assert_eq!(
        at_clean().session.screen().title,
        "Clean the contacts of your 50\u{a0}Mbit/s line"
    );
}

#[test]
fn a_question_whose_fact_is_known_from_elsewhere_is_passed_over() {
    let (session, _) = Session::start(
        every_kind(),
        "every-kind",
        firstline_guide::session::Start {
            facts: vec![("tone".to_owned(), Value::Text("yes".to_owned()))],
            ..Default::default()
        },
    )
    .unwrap();
    let mut walker = Walker {
        session,
        now: 0,
        awaited: Awaited::default(),
        saves: 0,
    };
    walker.awaited.checks = Some((1, vec![CheckId::Outage]));
    walker.checked(Verdict::Pass);
    assert_eq!(walker.place(), "devices");
}

#[test]
fn the_same_step_can_be_visited_again() {
    let mut walker = at_clean();
    for _ in 0..3 {
        walker
            .happens(Event::InstructionDone)
            .happens(Event::HelpJudged("no".to_owned()));
        assert_eq!(walker.place(), "again");
        walker.choose("yes");
        assert_eq!(walker.place(), "clean");
    }
}

#[test]
fn what_is_refused_is_said_in_place_and_nothing_else_changes() {
    let mut walker = start();
    walker.checked(Verdict::Pass).choose("yes").choose("tv");
    let before = walker.session.trail().clone();
    walker.enter("41");
    let Body::Input { value, refused, .. } = walker.session.screen().body else {
        panic!()
    };
    assert_eq!(
        (value.as_str(), refused),
        ("41", Some(Refusal::Above(Value::Number(40.0))))
    );
    assert_eq!(*walker.session.trail(), before);
    walker.enter("40");
    assert_eq!(walker.place(), "lamps");
}

#[test]
fn going_back_keeps_later_answers() {
    let mut walker = start();
    walker
        .checked(Verdict::Pass)
        .choose("no")
        .choose("tv")
        .enter("4");
    walker.happens(Event::WentBack).happens(Event::WentBack);
    assert_eq!(walker.place(), "devices");
    let Body::Question { options, .. } = walker.session.screen().body else {
        panic!()
    };
    assert!(
        options
            .iter()
            .any(|option| option.id == "tv" && option.chosen)
    );
    walker.choose("phone");
    let Body::Input { value, .. } = walker.session.screen().body else {
        panic!()
    };
    assert_eq!(value, "4");
}

#[test]
fn going_back_passes_over_checks_and_they_run_again() {
    let mut walker = start();
    walker.checked(Verdict::Pass);
    assert!(!walker.session.screen().can_go_back);
    let mut walker = at_clean();
    walker.happens(Event::WentBack);
    assert_eq!(walker.place(), "block/restart");
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued);
    assert!(matches!(
        walker.session.screen().body,
        Body::Checking { done: false, .. }
    ));
}

#[test]
fn changing_an_answer_gives_the_later_ones_again_up_to_what_must_be_measured() {
    let mut walker = at_clean();
    let devices = walker
        .session
        .trail()
        .visits
        .iter()
        .position(|visit| visit.place == "devices");
    walker.happens(Event::AnswerReopened {
        visit: devices.unwrap(),
    });
    assert_eq!(walker.place(), "devices");
    walker.choose("phone");
    // Input, lights and question are given again; the restart was done, but is measured anew.
    assert_eq!(walker.place(), "block/restart");
    assert!(matches!(
        walker.session.screen().body,
        Body::Checking { done: false, .. }
    ));
    walker.checked(Verdict::Fail);
    assert_eq!(walker.place(), "clean");
    assert_eq!(
        walker.session.fact("devices"),
        Some(&Value::List(vec!["phone".to_owned()]))
    );
    assert_eq!(walker.session.fact("age"), Some(&Value::Number(4.0)));
}

#[test]
fn an_answer_that_no_longer_fits_is_asked_again() {
    let mut walker = at_clean();
    let age = walker
        .session
        .trail()
        .visits
        .iter()
        .position(|visit| visit.place == "age");
    walker
        .happens(Event::AnswerReopened {
            visit: age.unwrap(),
        })
        .enter("30");
    // The lights are given again, and an old box leads to a ticket at once.
    assert_eq!(walker.place(), "ticket");
}

#[test]
fn the_line_that_drops_and_returns_moves_the_restart_on_by_itself() {
    let mut walker = at_restart();
    let run = walker.awaited.line.unwrap();
    let Body::Instruction { waiting, .. } = walker.session.screen().body else {
        panic!()
    };
    assert_eq!(
        waiting,
        Waiting::ForCustomer {
            line: LineWatch::Up
        }
    );
    let saves = walker.saves;
    walker.happens(Event::LineReturned { run, ago: 0 });
    assert_eq!(
        walker.place(),
        "block/restart",
        "a line that never dropped cannot return"
    );
    walker.happens(Event::LineDropped { run, ago: 0 });
    assert_eq!(walker.saves, saves + 1);
    let Body::Instruction { waiting, .. } = walker.session.screen().body else {
        panic!()
    };
    assert_eq!(
        waiting,
        Waiting::ForCustomer {
            line: LineWatch::Down
        }
    );
    walker.happens(Event::LineReturned { run, ago: 0 });
    assert!(matches!(
        walker.session.screen().body,
        Body::Checking { verifies: true, .. }
    ));
    walker.checked(Verdict::Pass);
    assert_eq!(walker.place(), "fixed");
}

#[test]
fn a_wait_goes_by_the_wall_clock_and_survives_a_reload() {
    let mut walker = at_restart();
    walker.happens(Event::InstructionDone);
    let since = walker.now;
    let (_, at) = walker.awaited.timer.unwrap();
    assert_eq!(at, since + 180_000);
    let stored = walker.session.trail().to_json();
    let trail = Trail::from_json(&stored).unwrap();
    let Resumed {
        session,
        effects,
        misfit,
    } = Session::resume(every_kind(), trail, "", since + 60_000).unwrap();
    assert_eq!(misfit, None);
    let mut resumed = Walker {
        session,
        now: since + 60_000,
        awaited: Awaited::default(),
        saves: 0,
    };
    resumed.take(effects);
    assert_eq!(
        resumed.awaited.timer.map(|(_, at)| at),
        Some(since + 180_000)
    );
    assert!(resumed.awaited.line.is_some());
    let (run, _) = resumed.awaited.timer.unwrap();
    resumed.happens(Event::TimerElapsed { run });
    assert!(matches!(
        resumed.session.screen().body,
        Body::Checking { .. }
    ));
}

#[test]
fn a_wait_that_was_stored_under_a_clock_ahead_lasts_no_longer() {
    let mut walker = at_restart();
    walker.happens(Event::InstructionDone);
    let stored = walker.session.trail().to_json();
    let trail = Trail::from_json(&stored).unwrap();
    // The clock was ahead, and is right again.
    let now = walker.now / 2;
    let resumed = Session::resume(every_kind(), trail, "", now).unwrap();
    let timer = resumed.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { at, .. } => Some(*at),
        _ => None,
    });
    assert_eq!(timer, Some(now + 180_000));
    let Body::Instruction { waiting, .. } = resumed.session.screen().body else {
        panic!("it waits")
    };
    assert!(matches!(waiting, Waiting::Until { until, .. } if until == now + 180_000));
}

#[test]
fn late_results_are_ignored() {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued);
    let (old, _) = walker.awaited.checks.clone().unwrap();
    walker.happens(Event::WentBack);
    let before = walker.session.screen();
    for check in [CheckId::Isp, CheckId::Internet] {
        let finding = finding(check, Verdict::Pass);
        walker.happens(Event::CheckFinished { run: old, finding });
    }
    assert_eq!(walker.session.screen(), before);
}

#[test]
fn skipped_checks_are_unknown_and_say_so() {
    let mut walker = start();
    walker.happens(Event::ChecksSkipped);
    assert_eq!(walker.place(), "tone");
    let Answer::Checked(findings) = &walker.session.trail().visits[0].answer else {
        panic!()
    };
    assert_eq!(findings[0].not_measured, Some(NotMeasured::Skipped));
    assert_eq!(walker.awaited.checks, None, "what was skipped is cancelled");
}

#[test]
fn nothing_helps_leads_out_of_a_called_guide() {
    let mut walker = at_restart();
    walker.happens(Event::NothingHelped);
    assert_eq!(walker.place(), "ticket");
    assert!(!walker.session.screen().can_give_up);
    let last = walker.session.trail().visits.last().unwrap();
    assert_eq!(last.place, "block/restart");
    walker.happens(Event::WentBack);
    assert_eq!(walker.place(), "block/restart");
}

#[test]
fn a_resolved_end_checks_again_and_is_no_trap() {
    let mut walker = at_restart();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued)
        .checked(Verdict::Pass);
    let (run, at) = walker.awaited.timer.unwrap();
    assert_eq!(
        walker.session.screen().body,
        Body::Resolved {
            recheck: Recheck::Planned { at }
        }
    );
    walker.happens(Event::TimerElapsed { run });
    let (run, checks) = walker.awaited.checks.clone().unwrap();
    for check in checks {
        walker.happens(Event::CheckFinished {
            run,
            finding: finding(check, Verdict::Fail),
        });
    }
    assert_eq!(
        walker.session.screen().body,
        Body::Resolved {
            recheck: Recheck::Failed
        }
    );
    assert_eq!(
        walker.place(),
        "fixed",
        "the customer decides, not the check"
    );
    walker.happens(Event::StillBroken);
    assert_eq!(walker.place(), "ticket");
    let last = walker.session.trail().visits.last().unwrap();
    assert_eq!(last.answer.findings().len(), 2);
}

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

#[test]
fn when_the_line_went_and_came_back_is_told_over_a_reload_and_with_the_answer() {
    let mut walker = at_restart();
    let run = walker.awaited.line.unwrap();
    walker.happens(Event::LineDropped { run, ago: 4_000 });
    let lost = LineLoss {
        lost: walker.now - 4_000,
        back: None,
    };
    assert_eq!(walker.session.screen().line, Some(lost));

    let trail = Trail::from_json(&walker.session.trail().to_json()).unwrap();
    let resumed = Session::resume(every_kind(), trail, "", walker.now).unwrap();
    walker.session = resumed.session;
    walker.take(resumed.effects);
    assert_eq!(walker.session.screen().line, Some(lost), "after a reload");

    walker.now += 300_000;
    let run = walker.awaited.line.unwrap();
    walker.happens(Event::LineReturned { run, ago: 2_000 });
    let line = LineLoss {
        back: Some(walker.now - 2_000),
        ..lost
    };
    assert_eq!(
        walker.session.screen().line,
        Some(line),
        "while it is checked"
    );
    walker.checked(Verdict::Fail);
    assert_eq!(walker.session.screen().line, None, "at the next step");
    let entry = walker.session.transcript().pop().unwrap();
    let said = [
        AnswerView::Standard(StandardAnswer::Done),
        AnswerView::Line(line),
        AnswerView::Verdict(Verdict::Fail),
    ];
    assert_eq!(entry.answer, said);
    let trail = walker.session.trail();
    assert_eq!(Trail::from_json(&trail.to_json()).unwrap(), *trail);
}

#[test]
fn known_facts_that_close_a_circle_are_asked_the_next_time_round() {
    let circle = r#"{ "format": 1, "id": "circle", "version": "1", "language": "en",
        "title": "Circle", "summary": "Known facts lead round.", "start": "first", "stuck": "ticket",
        "steps": {
            "first": { "kind": "question", "title": "First", "fact": "known", "options": [
                { "id": "yes", "to": "between" }, { "id": "unsure", "to": "between" } ] },
            "between": { "kind": "question", "title": "Between", "options": [
                { "id": "yes", "to": "again" }, { "id": "no", "to": "again" } ] },
            "again": { "kind": "question", "title": "Again", "fact": "known", "options": [
                { "id": "yes", "to": "end" }, { "id": "unsure", "to": "between" } ] },
            "end": { "kind": "outcome", "ends": "resolved", "title": "End" },
            "ticket": { "kind": "outcome", "ends": "unresolved", "title": "Ticket",
                "ticket": { "category": "line", "severity": "major", "ask": ["phone"] } } } }"#;
    let mut walker = Walker::start(super::library(&[circle]), "circle");
    walker.choose("unsure").choose("yes");
    assert_eq!(walker.place(), "between", "passed over, and round");
    walker.choose("yes");
    assert_eq!(walker.place(), "again");
    walker.choose("yes");
    assert_eq!(walker.place(), "end");
}
