//! One walk with chance answers.

use std::sync::Arc;

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::model::{Library, Meaning, Reply};
use firstline_guide::session::{
    Awaited, Body, Event, FieldView, Millis, Screen, Session, Start, Waiting,
};

use crate::scenario::found;

/// Who walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Customer {
    /// Answers by chance; half of the checks pass, and a quarter of the fixes help.
    Any,
    /// Nothing helps, and no check passes; else answers by chance.
    Unlucky,
}

/// What a walk was like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Walk {
    /// The screens that were answered, checks that went on by themselves left out.
    pub(super) screens: u32,
    /// Those before the first thing to do; `None` where there was none.
    pub(super) before_help: Option<u32>,
    /// The minutes that the guide says for what was done.
    said: u32,
    /// The screens of which nothing is said.
    others: u32,
}

impl Walk {
    /// Minutes in all: a screen without a time of its own takes a quarter of a minute.
    pub(super) fn minutes(&self) -> u32 {
        self.said + self.others.div_ceil(4)
    }
}

/// A walk that goes round longer than this is given up, and not counted.
const MOST_EVENTS: usize = 400;

/// When walks happen; any time would do.
const BEGAN: Millis = 1_800_000_000_000;

/// Walks once; `None` where the guide cannot start or has no end within reach.
pub(super) fn walk(
    library: &Arc<Library>,
    guide: &str,
    customer: Customer,
    random: &mut fastrand::Rng,
) -> Option<Walk> {
    let start = Start {
        hash: String::new(),
        began: BEGAN,
        facts: Vec::new(),
    };
    let (mut session, effects) = Session::start(Arc::clone(library), guide, start).ok()?;
    let mut awaited = Awaited::default();
    awaited.note(effects);
    let mut now = BEGAN;
    let mut walk = Walk::default();
    for _ in 0..MOST_EVENTS {
        if session.outcome().is_some() {
            return Some(walk);
        }
        let screen = session.screen();
        for event in answer(&screen, customer, random, &mut awaited, &mut walk)? {
            now += 1_000;
            let effects = session.update(now, event);
            awaited.note(effects);
        }
    }
    None
}

/// What the customer does at a screen; `None` where nothing can be done.
fn answer(
    screen: &Screen,
    customer: Customer,
    random: &mut fastrand::Rng,
    awaited: &mut Awaited,
    walk: &mut Walk,
) -> Option<Vec<Event>> {
    let event = match &screen.body {
        Body::Question { options, .. } => {
            let option = random.choice(options)?;
            Event::OptionsChosen(vec![option.id.clone()])
        }
        Body::Input {
            field, optional, ..
        } => Event::InputEntered(typed(field, *optional, random)),
        Body::Lights { meanings, .. } => Event::LightsRead {
            meaning: random.choice(meanings).copied().unwrap_or(Meaning::Ok),
            seen: None,
        },
        Body::Instruction {
            minutes, waiting, ..
        } => match waiting {
            Waiting::ForCustomer { .. } => {
                walk.before_help.get_or_insert(walk.screens);
                walk.screens += 1;
                // One of eight cannot do it, and loses no time over it.
                if random.u8(..8) == 0 {
                    walk.others += 1;
                    return Some(vec![Event::InstructionImpossible]);
                }
                match minutes {
                    Some(minutes) => walk.said += minutes,
                    None => walk.others += 1,
                }
                return Some(vec![Event::InstructionDone]);
            }
            Waiting::Until { .. } | Waiting::Later { .. } => return Some(vec![Event::Continued]),
        },
        Body::AskHelp => Event::HelpJudged(match customer {
            Customer::Any if random.u8(..4) == 0 => Reply::Yes,
            _ => Reply::No,
        }),
        Body::Checking { done: true, .. } => return Some(vec![Event::Continued]),
        Body::Checking { .. } => {
            let (run, checks) = awaited.checks.take()?;
            let report = |check| Event::CheckFinished {
                run,
                finding: found(check, verdict(check, customer, random)),
            };
            return Some(checks.into_iter().map(report).collect());
        }
        _ => return None,
    };
    walk.screens += 1;
    walk.others += 1;
    Some(vec![event])
}

/// A known fault ends a guide at once, and is left out. Where nothing helps, the device is on its network.
fn verdict(check: CheckId, customer: Customer, random: &mut fastrand::Rng) -> Verdict {
    match customer {
        _ if check == CheckId::Outage => Verdict::Pass,
        Customer::Any if random.bool() => Verdict::Pass,
        Customer::Unlucky if check == CheckId::DeviceLink => Verdict::Pass,
        Customer::Any | Customer::Unlucky => Verdict::Fail,
    }
}

fn typed(field: &FieldView, optional: bool, random: &mut fastrand::Rng) -> String {
    match field {
        _ if optional && random.bool() => String::new(),
        FieldView::Number { .. } => random.u32(1..200).to_string(),
        FieldView::Text | FieldView::Lines => "something".to_owned(),
        FieldView::Date => "2026-11-20".to_owned(),
        FieldView::Choice(options) => {
            let option = random.choice(options);
            option.map(|(id, _)| id.clone()).unwrap_or_default()
        }
    }
}
