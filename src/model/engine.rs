//! Events of the session in memory, and the effects that the engine wants.

use firstline_diagnosis::{CheckId, Finding};
use firstline_guide::Effect;
use firstline_guide::model::Value;
use firstline_guide::session::{Body, Event};

use super::guide_session::shown_for;
use super::state::State;
use super::{Command, Model, Turn};

impl Model {
    /// Something happened at the session in memory.
    pub(super) fn session_event(&mut self, event: Event, turn: &mut Turn) {
        if let Some(session) = self.session_mut() {
            let effects = session.take(event, turn);
            self.carry_out(effects, turn);
        }
    }

    /// What passed needs no decision: after a moment to read it, the guide goes on by itself.
    pub(super) fn results_seen(&mut self, key: &str, turn: &mut Turn) {
        let State::Guide(session) = &self.state else {
            return;
        };
        let screen = session.engine.screen();
        if screen.key != key || shown_for(&screen).is_none() {
            return;
        }
        self.session_event(Event::Continued, turn);
        if let (State::Guide(session), Body::Checking { checks, .. }) =
            (&mut self.state, screen.body)
        {
            let passed = checks.into_iter().filter_map(|check| check.finding);
            session.at_step.passed = passed.filter(Finding::measured).collect();
        }
    }

    /// Turns the engine's effects into commands, in its order: it wants the session stored first.
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>, turn: &mut Turn) {
        for effect in effects {
            turn.run(match effect {
                Effect::Save => {
                    self.store_session(turn);
                    continue;
                }
                Effect::RunChecks { run, checks } => {
                    let engine = self.session().map(|session| &session.engine);
                    let area = engine.and_then(|engine| engine.fact("area"));
                    let plan = self.plans();
                    Command::RunChecks {
                        run,
                        checks,
                        area: match area {
                            Some(Value::Text(area)) => Some(area.clone()),
                            _ => None,
                        },
                        service: engine
                            .and_then(|engine| engine.service())
                            .unwrap_or_default()
                            .to_owned(),
                        minutes: engine.map_or(0, |engine| engine.watch_minutes()),
                        plan,
                        loss: engine
                            .and_then(|engine| engine.fact("check.loss.share"))
                            .and_then(number),
                    }
                }
                Effect::WatchLine { run, dropped } => Command::WatchLine { run, dropped },
                Effect::SetTimer { run, at } => Command::SetTimer { run, at },
                Effect::Cancel { run } => Command::Cancel { run },
            });
        }
    }

    /// Has the result of a speed test drawn that is on the screen, where this comes back after a reload or from elsewhere.
    pub(super) fn draw_speed(&self, turn: &mut Turn) {
        let Some(Body::Checking {
            checks, done: true, ..
        }) = self.session().map(|session| session.engine.screen().body)
        else {
            return;
        };
        let findings = checks.into_iter().filter_map(|check| check.finding);
        let mut speeds = findings.filter(|found| found.check == CheckId::Speed && found.measured());
        if let Some(finding) = speeds.next() {
            let plan = self.plans();
            turn.run(Command::ShowSpeed { finding, plan });
        }
    }

    /// Begins a test anew whose screen was left while it ran: what it draws in was gone.
    pub(super) fn test_again(&mut self, turn: &mut Turn) {
        let body = self.session().map(|session| session.engine.screen().body);
        if let Some(Body::Checking { checks, .. }) = body
            && checks.iter().any(|state| {
                state.finding.is_none() && matches!(state.check, CheckId::Speed | CheckId::Wifi)
            })
        {
            self.session_event(Event::ChecksRepeated, turn);
        }
    }

    fn plans(&self) -> [Option<f64>; 2] {
        ["plan-down", "plan-up"].map(|name| self.plan(name))
    }

    /// What was sold: what the customer said of it counts more than what the page knows.
    fn plan(&self, name: &str) -> Option<f64> {
        let said = self.session().and_then(|session| session.engine.fact(name));
        let mut of_page = self.facts.iter().filter(|(known, _)| known == name);
        number(said.or_else(|| Some(&of_page.next()?.1))?)
    }

    /// Stores the session in memory, unless it was put away and has not moved since.
    pub(super) fn store_session(&mut self, turn: &mut Turn) {
        if let Some(session) = self.session_mut() {
            session.put_away &= session.is_over();
        }
        if let Some(session) = self.session().filter(|session| !session.put_away) {
            turn.run(Command::StoreSession(self.stored_form(session, turn)));
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
