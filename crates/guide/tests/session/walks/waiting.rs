//! Waiting for the line, for a clock and for checks.

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::model::StandardAnswer;
use firstline_guide::session::{
    AnswerView, Awaited, Body, Event, LineLoss, LineWatch, Resumed, Waiting,
};
use firstline_guide::{Effect, Session, Trail};

use super::at_restart;
use crate::{Walker, every_kind, finding};

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
