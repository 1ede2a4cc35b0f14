//! What holds for every sequence of events and for every sound guide.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use firstline_diagnosis::Verdict;
use firstline_guide::model::{Meaning, Reply};
use firstline_guide::session::{Body, Event, Waiting};
use firstline_guide::{Library, Session, Trail, load};
use proptest::prelude::*;

use super::{Walker, every_kind, finding, seen};

/// What a customer or the world may do next; the numbers choose among what there is.
#[derive(Clone, Debug)]
enum Move {
    Choose(u8),
    Enter(&'static str),
    Lights(u8),
    Seen(u8),
    Variant(u8),
    Done,
    Cannot,
    Judge(u8),
    Finish(u8),
    FinishLate,
    Skip,
    Repeat,
    Continue,
    Drop,
    Return,
    Elapse,
    Back,
    Reopen(u8),
    NothingHelps,
    StillBroken,
    SomethingElse,
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        8 => any::<u8>().prop_map(Move::Choose),
        3 => prop_oneof![Just("4"), Just("30"), Just("x"), Just(""), Just("1e400")].prop_map(Move::Enter),
        1 => any::<u8>().prop_map(Move::Lights),
        1 => any::<u8>().prop_map(Move::Seen),
        2 => any::<u8>().prop_map(Move::Variant),
        3 => Just(Move::Done),
        1 => Just(Move::Cannot),
        3 => any::<u8>().prop_map(Move::Judge),
        8 => any::<u8>().prop_map(Move::Finish),
        1 => Just(Move::FinishLate),
        1 => Just(Move::Skip),
        1 => Just(Move::Repeat),
        5 => Just(Move::Continue),
        1 => Just(Move::Drop),
        1 => Just(Move::Return),
        2 => Just(Move::Elapse),
        3 => Just(Move::Back),
        1 => any::<u8>().prop_map(Move::Reopen),
        1 => Just(Move::NothingHelps),
        1 => Just(Move::StillBroken),
        1 => Just(Move::SomethingElse),
    ]
}

fn pick<T: Copy>(items: &[T], number: u8) -> Option<T> {
    (!items.is_empty()).then(|| items[usize::from(number) % items.len()])
}

impl Walker {
    fn make(&mut self, next: &Move) {
        let what = match next {
            Move::Choose(number) => match self.session.screen().body {
                Body::Question { options, .. } => {
                    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
                    Event::OptionsChosen(
                        pick(&ids, *number).map(str::to_owned).into_iter().collect(),
                    )
                }
                _ => Event::OptionsChosen(vec!["yes".to_owned()]),
            },
            Move::Enter(typed) => Event::InputEntered((*typed).to_owned()),
            Move::Lights(number) => Event::LightsRead {
                meaning: pick(Meaning::ALL, *number).unwrap(),
                seen: None,
            },
            Move::Seen(number) => Event::LightsRead {
                meaning: pick(Meaning::ALL, *number).unwrap(),
                seen: Some(seen(&format!("box-{}", number % 3))),
            },
            Move::Variant(number) => {
                let variant = self.session.screen().variant;
                let mut choices = variant.map(|view| view.choices).unwrap_or_default();
                choices.extend([String::new(), "toaster".to_owned()]);
                let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
                Event::VariantChosen(pick(&choices, *number).unwrap().to_owned())
            }
            Move::Done => Event::InstructionDone,
            Move::Cannot => Event::InstructionImpossible,
            Move::Judge(number) => {
                let reply: Reply = pick(Reply::ALL, *number).unwrap();
                Event::HelpJudged(reply.name().to_owned())
            }
            Move::Finish(number) => {
                let Some((run, checks)) = self.awaited.checks.clone() else {
                    return;
                };
                let Some(check) = pick(&checks, *number) else {
                    return;
                };
                let verdict = pick(&Verdict::ALL, number / 16).unwrap();
                Event::CheckFinished {
                    run,
                    finding: finding(check, verdict),
                }
            }
            Move::FinishLate => {
                let check = firstline_diagnosis::CheckId::Isp;
                Event::CheckFinished {
                    run: 9_999,
                    finding: finding(check, Verdict::Fail),
                }
            }
            Move::Skip => Event::ChecksSkipped,
            Move::Repeat => Event::ChecksRepeated,
            Move::Continue => Event::Continued,
            Move::Drop => Event::LineDropped {
                run: self.awaited.line.unwrap_or(0),
                ago: 3_000,
            },
            Move::Return => Event::LineReturned {
                run: self.awaited.line.unwrap_or(0),
                ago: 2_000,
            },
            Move::Elapse => Event::TimerElapsed {
                run: self.awaited.timer.map_or(0, |(run, _)| run),
            },
            Move::Back => Event::WentBack,
            Move::Reopen(number) => Event::AnswerReopened {
                visit: usize::from(*number) % 16,
            },
            Move::NothingHelps => Event::NothingHelped,
            Move::StillBroken => Event::StillBroken,
            Move::SomethingElse => Event::SomethingElse,
        };
        self.happens(what);
    }
}

/// Replaying the trail gives the same state as living it, and the stored form loses nothing.
fn replay_is_the_same(walker: &Walker, library: &Arc<Library>) {
    let trail = walker.session.trail();
    let read = Trail::from_json(&trail.to_json()).unwrap();
    assert_eq!(read, *trail);
    let resumed = Session::resume(Arc::clone(library), read, &trail.hash, walker.now).unwrap();
    assert_eq!(resumed.misfit, None);
    assert_eq!(resumed.session.trail(), trail);
    assert_eq!(resumed.session.transcript(), walker.session.transcript());
    let (mut lived, mut replayed) = (walker.session.screen(), resumed.session.screen());
    // Checks that run begin anew after a reload, a re-check that runs is planned again, and what
    // was typed and refused was never stored.
    for screen in [&mut lived, &mut replayed] {
        match &mut screen.body {
            Body::Checking {
                checks,
                done: false,
                ..
            } => {
                checks.iter_mut().for_each(|check| check.finding = None);
            }
            Body::Resolved { recheck } => *recheck = firstline_guide::session::Recheck::Unknown,
            Body::Input { value, refused, .. } => {
                value.clear();
                *refused = None;
            }
            _ => {}
        }
    }
    assert_eq!(lived, replayed);
}

/// From here some sequence of a customer's moves leads to an end.
fn can_be_left(walker: &Walker) {
    let mut seen: HashMap<String, u8> = HashMap::new();
    let mut open = VecDeque::from([walker.clone()]);
    while let Some(walker) = open.pop_front() {
        if walker.session.outcome().is_some() {
            return;
        }
        // What decides where to go from here; how often a step was visited does not.
        let facts = ["f0", "f1", "f2", "n0", "n1", "n2", "tone", "age"];
        let device = walker.session.fact("device.platform");
        let known: Vec<_> = facts.iter().map(|name| walker.session.fact(name)).collect();
        let stage = &walker.session.trail().stage;
        // Coming round again may ask what was passed over before, so three rounds are looked at.
        let rounds = seen
            .entry(format!(
                "{} {stage:?} {known:?} {device:?}",
                walker.session.place()
            ))
            .or_default();
        *rounds += 1;
        if *rounds > 3 {
            continue;
        }
        for next in exits(&walker) {
            let mut after = walker.clone();
            after.make(&next);
            if let (Move::Finish(_), Some((_, checks))) = (&next, walker.awaited.checks.clone()) {
                for number in 0..checks.len() {
                    after.make(&Move::Finish(number as u8));
                }
                after.make(&Move::Continue);
            }
            open.push_back(after);
        }
    }
    panic!("no way out from {}", walker.place());
}

/// The moves that may lead on from what is shown.
fn exits(walker: &Walker) -> Vec<Move> {
    match walker.session.screen().body {
        Body::Question { options, .. } => {
            (0..options.len()).map(|n| Move::Choose(n as u8)).collect()
        }
        Body::Input { .. } => vec![Move::Enter("4")],
        Body::Lights { .. } => (0..Meaning::ALL.len())
            .map(|n| Move::Lights(n as u8))
            .collect(),
        Body::Instruction {
            waiting: Waiting::ForCustomer { .. },
            ..
        } => vec![Move::Done, Move::Cannot],
        Body::Instruction { .. } => vec![Move::Continue],
        Body::Checking { done: true, .. } => vec![Move::Continue],
        Body::Checking { .. } => vec![Move::Finish(0), Move::Skip],
        Body::AskHelp { .. } => (0..3).map(Move::Judge).collect(),
        other => panic!("neither an end nor a step to leave: {other:?}"),
    }
}

/// A random guide: every step leads on to the next by its first edge, the other edges anywhere.
/// Not every one is sound; the loader says which.
fn guides() -> impl Strategy<Value = String> {
    prop::collection::vec((0u8..7, any::<[u8; 3]>()), 1..9).prop_map(|steps| {
        let count = steps.len();
        let name = |position: usize| {
            if position < count { format!("s{position}") } else { ["end", "ticket"][position % 2].to_owned() }
        };
        let mut written = Vec::new();
        for (position, (kind, [a, b, c])) in steps.iter().enumerate() {
            let next = name(position + 1);
            let anywhere = |number: u8| name(usize::from(number) % (count + 2));
            // Automatic steps may lead forward only, or most guides would go round in circles.
            let forward = |number: u8| name(position + 1 + usize::from(number) % (count + 1 - position));
            let title = format!("\"title\": \"Step {position}\"");
            written.push(format!("\"s{position}\": {}", match kind {
                0 => format!(r#"{{ "kind": "question", {title}, "fact": "f{}", "by": "device.platform", "variants": {{ "ios": {{ "hint": "A phone." }}, "mac": {{ "title": "Step on a Mac" }} }}, "options": [ {{ "id": "yes", "to": "{next}" }}, {{ "id": "no", "to": "{}" }}, {{ "id": "unsure", "to": "{}" }} ] }}"#, c % 3, anywhere(*a), anywhere(*b)),
                1 => format!(r#"{{ "kind": "input", {title}, "as": "number", "fact": "n{}", "to": "{next}" }}"#, c % 3),
                2 => format!(r#"{{ "kind": "instruction", {title}, "actions": ["Do it."], "verify": {{ "ask": "Better?", "on": {{ "pass": "{next}", "otherwise": "{}" }} }}, "ifCannot": "{}" }}"#, anywhere(*a), anywhere(*b)),
                3 => format!(r#"{{ "kind": "instruction", {title}, "actions": ["Do it."], "wait": {{ "seconds": 60 }}, "verify": {{ "run": ["isp"], "on": {{ "pass": "{next}", "otherwise": "{}" }} }} }}"#, anywhere(*a)),
                4 => format!(r#"{{ "kind": "check", {title}, "run": ["isp", "internet"], "on": {{ "pass": "{next}", "otherwise": "{}" }} }}"#, forward(*a)),
                5 => format!(r#"{{ "kind": "branch", "cases": [ {{ "if": {{ "fact": "device.platform", "is": "ios" }}, "to": "{next}" }} ], "otherwise": "{}" }}"#, forward(*a)),
                _ => format!(r#"{{ "kind": "lights", "of": "router", {title}, "on": {{ "no-line": "{}", "otherwise": "{next}" }} }}"#, anywhere(*a)),
            }));
        }
        format!(
            r#"{{ "format": 1, "id": "random", "version": "1", "language": "en", "title": "Random", "summary": "Random.", "start": "s0", "stuck": "ticket", "steps": {{ {},
            "end": {{ "kind": "outcome", "ends": "resolved", "title": "End" }},
            "ticket": {{ "kind": "outcome", "ends": "unresolved", "title": "Ticket", "ticket": {{ "category": "line", "severity": "major", "ask": ["phone"] }} }} }} }}"#,
            written.join(",\n")
        )
    })
}

fn walk(library: &Arc<Library>, guide: &str, moves: &[Move]) {
    let mut walker = Walker::start(Arc::clone(library), guide);
    for next in moves {
        let before = walker.clone();
        walker.make(next);
        replay_is_the_same(&walker, library);
        let grown = walker.session.trail().visits.len() > before.session.trail().visits.len();
        let by_customer = !matches!(
            next,
            Move::Finish(_) | Move::Skip | Move::Continue | Move::Elapse | Move::Return
        );
        if grown
            && by_customer
            && !before.session.trail().catching_up
            && !matches!(next, Move::Reopen(_))
        {
            back_undoes(&before, &walker);
        }
    }
    can_be_left(&walker);
}

/// Going back after an answer shows the step where it was given, with what was known then.
fn back_undoes(before: &Walker, after: &Walker) {
    // Answers that were given again by themselves are undone one by one, as the customer sees it.
    if after.session.trail().visits.len() != before.session.trail().visits.len() + 1 {
        return;
    }
    let mut undone = after.clone();
    undone.happens(Event::WentBack);
    assert_eq!(undone.place(), before.place());
    assert_eq!(undone.session.trail().visits, before.session.trail().visits);
    assert_eq!(undone.session.transcript(), before.session.transcript());
}

proptest! {
    #[test]
    fn no_sequence_of_events_breaks_the_guide_with_every_kind(
        moves in prop::collection::vec(moves(), 0..60)
    ) {
        walk(&every_kind(), "every-kind", &moves);
    }

    #[test]
    fn no_sequence_of_events_breaks_a_sound_guide(
        source in guides(), moves in prop::collection::vec(moves(), 0..40)
    ) {
        let loaded = load::load(&source);
        prop_assume!(loaded.problems.is_empty());
        let library = Arc::new(load::library(vec![loaded.guide.unwrap()]).unwrap());
        walk(&library, "random", &moves);
    }

    #[test]
    fn no_text_that_is_stored_makes_the_reader_panic(noise in ".{0,200}", cut in any::<usize>()) {
        let _ = Trail::from_json(&noise);
        let good = Walker::start(every_kind(), "every-kind").session.trail().to_json();
        let cut = cut % good.len();
        if good.is_char_boundary(cut) {
            prop_assert!(Trail::from_json(&good[..cut]).is_err());
        }
    }
}
