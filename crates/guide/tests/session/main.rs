//! The engine as its hosts use it: events in, effects and screens out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says where it stopped"
)]

mod boxes;
mod in_parts;
mod measured;
mod properties;
mod provider;
mod said_so;
mod time_of_day;
mod walks;

use std::sync::Arc;

use firstline_diagnosis::{CheckId, Confidence, Finding, Verdict};
use firstline_guide::session::{Awaited, Effect, Event, LightReading, Start};
use firstline_guide::{Library, Session, load};

/// The guide that has one step of every kind, and the block that it calls.
fn every_kind() -> Arc<Library> {
    library(&[
        include_str!("every-kind.json"),
        include_str!("restart-block.json"),
    ])
}

/// Loads guides that must be sound.
fn library(sources: &[&str]) -> Arc<Library> {
    let guides = sources
        .iter()
        .map(|source| {
            let loaded = load::load(source);
            assert_eq!(loaded.problems, [], "{source}");
            loaded.guide.unwrap()
        })
        .collect();
    Arc::new(load::library(guides).unwrap())
}

/// A finding with one number, as a probe gives it.
fn finding(check: CheckId, verdict: Verdict) -> Finding {
    let metric = check.check().metrics.first();
    let alias = check
        .check()
        .aliases
        .iter()
        .find(|(_, known)| *known == verdict);
    Finding {
        check,
        verdict,
        confidence: Confidence::High,
        not_measured: None,
        alias: alias.map(|(name, _)| *name),
        metrics: metric
            .map(|metric| (metric.name, 24.5))
            .into_iter()
            .collect(),
        texts: Vec::new(),
    }
}

/// What was seen of a box, as the widget tells it.
fn seen(equipment: &str) -> LightReading {
    LightReading {
        equipment: equipment.to_owned(),
        light: "internet".to_owned(),
        state: "red-flashing".to_owned(),
    }
}

/// A session with a clock of its own and what it waits for.
#[derive(Clone, Debug)]
struct Walker {
    session: Session,
    now: u64,
    awaited: Awaited,
    saves: usize,
}

impl Walker {
    fn start(library: Arc<Library>, guide: &str) -> Walker {
        let facts = vec![(
            "plan-down".to_owned(),
            firstline_guide::model::Value::Number(50.0),
        )];
        let start = Start {
            hash: String::new(),
            began: 1_000,
            facts,
        };
        let (session, effects) = Session::start(library, guide, start).unwrap();
        let mut walker = Walker {
            session,
            now: 1_000,
            awaited: Awaited::default(),
            saves: 0,
        };
        walker.take(effects);
        walker
    }

    fn take(&mut self, effects: Vec<Effect>) {
        let is_save = |effect: &&Effect| **effect == Effect::Save;
        self.saves += effects.iter().filter(is_save).count();
        self.awaited.note(effects);
    }

    fn happens(&mut self, event: Event) -> &mut Walker {
        self.now += 1_000;
        let effects = self.session.update(self.now, event);
        self.take(effects);
        self
    }

    fn choose(&mut self, id: &str) -> &mut Walker {
        self.happens(Event::OptionsChosen(vec![id.to_owned()]))
    }

    /// The checks that run come out like this.
    fn checked(&mut self, verdict: Verdict) -> &mut Walker {
        let (run, checks) = self.awaited.checks.clone().expect("no checks run");
        for check in checks {
            self.happens(Event::CheckFinished {
                run,
                finding: finding(check, verdict),
            });
        }
        self.happens(Event::Continued)
    }

    fn enter(&mut self, typed: &str) -> &mut Walker {
        self.happens(Event::InputEntered(typed.to_owned()))
    }

    fn place(&self) -> String {
        self.session.place()
    }
}
