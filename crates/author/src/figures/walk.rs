//! One walk with chance answers.

use std::sync::Arc;

use firstline_diagnosis::{CheckId, Finding, Verdict};
use firstline_guide::model::{Library, Meaning};
use firstline_guide::session::{
    Awaited, Body, Event, FIELD_END_TEXT, FieldView, Millis, Screen, Session, Start, Waiting,
};

use crate::scenario::found;

/// The customer who walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Customer {
    /// Answers by chance; a quarter of the fixes help.
    Any,
    /// Answers by chance, and nothing helps.
    Unlucky,
}

/// Figures of one walk.
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
    /// Whether the end takes a ticket.
    pub(super) ticket: bool,
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
    // Half of those who ask have a line that answers, and something else is wrong.
    let line_up = random.bool();
    for _ in 0..MOST_EVENTS {
        let screen = session.screen();
        if session.outcome().is_some() {
            walk.ticket = matches!(screen.body, Body::Ticket { .. });
            return Some(walk);
        }
        let mut happens = Chance {
            customer,
            line_up,
            random: &mut *random,
        };
        for event in answer(&screen, &mut happens, &mut awaited, &mut walk)? {
            now += 1_000;
            let effects = session.update(now, event);
            awaited.note(effects);
        }
    }
    None
}

/// The random part of a walk.
struct Chance<'a> {
    customer: Customer,
    line_up: bool,
    random: &'a mut fastrand::Rng,
}

impl Chance<'_> {
    /// Whether a fix helps.
    fn helps(&mut self) -> bool {
        self.customer == Customer::Any && self.random.u8(..4) == 0
    }

    /// What a check finds. A known fault ends a guide at once, and is left out; the device is on its network.
    fn verdict(&mut self, check: CheckId, verifies: bool) -> Verdict {
        let passes = match check {
            CheckId::Outage | CheckId::DeviceLink => true,
            _ if verifies => self.helps(),
            _ => self.line_up,
        };
        if passes { Verdict::Pass } else { Verdict::Fail }
    }

    /// The same, with the numbers that guides go by. What customers take part in is left out by one of four.
    fn finding(&mut self, check: CheckId, verifies: bool) -> Finding {
        let takes_part = matches!(check, CheckId::Speed | CheckId::Wifi);
        if takes_part && self.random.u8(..4) == 0 {
            return found(check, Verdict::Unknown);
        }
        match check {
            CheckId::Speed => {
                let download = f64::from(self.random.u32(1..200));
                found(check, self.verdict(check, verifies)).with("download", Some(download))
            }
            // Rooms differ by the Wi-Fi, whatever the line does.
            CheckId::Wifi => {
                let same = self.random.bool();
                let verdict = if same { Verdict::Pass } else { Verdict::Fail };
                found(check, verdict).with("rooms", Some(2.0))
            }
            _ => found(check, self.verdict(check, verifies)),
        }
    }
}

/// What the customer does at a screen; `None` where nothing can be done.
fn answer(
    screen: &Screen,
    chance: &mut Chance<'_>,
    awaited: &mut Awaited,
    walk: &mut Walk,
) -> Option<Vec<Event>> {
    let event = match &screen.body {
        Body::Question { options, .. } => {
            let option = chance.random.choice(options)?;
            Event::OptionsChosen(vec![option.id.clone()])
        }
        Body::Input {
            field, optional, ..
        } => Event::InputEntered(typed(field, *optional, chance.random)),
        Body::Lights { meanings, .. } => Event::LightsRead {
            meaning: chance
                .random
                .choice(meanings)
                .copied()
                .unwrap_or(Meaning::Ok),
            seen: None,
        },
        Body::Instruction {
            minutes, waiting, ..
        } => match waiting {
            Waiting::ForCustomer { .. } => {
                walk.before_help.get_or_insert(walk.screens);
                walk.screens += 1;
                // One of eight cannot do it, and loses no time over it.
                if chance.random.u8(..8) == 0 {
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
        Body::AskHelp { options } => {
            // That it helped is the first answer that is offered.
            let helped = chance.helps();
            let meant = |id: &str| !helped && matches!(id, "no" | "worse");
            let judged = options.iter().find(|option| meant(&option.id));
            Event::HelpJudged(judged.or(options.first())?.id.clone())
        }
        Body::Checking { done: true, .. } => return Some(vec![Event::Continued]),
        Body::Checking { verifies, .. } => {
            let (run, checks) = awaited.checks.take()?;
            let report = |check| Event::CheckFinished {
                run,
                finding: chance.finding(check, *verifies),
            };
            return Some(checks.into_iter().map(report).collect());
        }
        _ => return None,
    };
    walk.screens += 1;
    walk.others += 1;
    Some(vec![event])
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
        FieldView::Form(parts) => {
            let parts = parts.iter();
            let parts: Vec<String> = parts
                .map(|part| typed(&part.field, part.optional, random))
                .collect();
            parts.join(FIELD_END_TEXT)
        }
    }
}
