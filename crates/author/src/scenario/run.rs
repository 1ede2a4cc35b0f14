//! Runs a scenario through the engine that customers use.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstline_diagnosis::{Finding, Verdict};
use firstline_guide::json::Span;
use firstline_guide::model::{Ending, Library, Meaning, Reply, StandardAnswer};
use firstline_guide::session::{
    Awaited, Body, Event, FIELD_END_TEXT, FieldView, Millis, Screen, Session, Start, Waiting,
};

use super::coverage::{Recorder, Transition};
use super::read::found;
use super::{Failure, FailureKind, Scenario, Script, Visits, stand_in, walked};

/// The walk of a scenario that came to its end.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The session as the customer would leave it.
    pub session: Session,
    /// Every transition that was taken, automatic ones included.
    pub taken: BTreeSet<Transition>,
}

/// More screens than any customer would bear: a scenario that needs more goes round in circles.
const MOST_SCREENS: usize = 300;

/// When scenarios happen, in milliseconds; any time would do.
const BEGAN: Millis = 1_800_000_000_000;

/// Runs a scenario of the guide `entry`.
///
/// # Errors
/// The first thing that does not go as the scenario says.
pub fn run(library: &Arc<Library>, entry: &str, scenario: &Scenario) -> Result<Walked, Failure> {
    let fail = |span: Span, place: &str, what: FailureKind| Failure {
        scenario: scenario.name.clone(),
        span,
        place: place.to_owned(),
        what,
        walked: Box::default(),
    };
    let places: Vec<(&str, Span)> = scenario
        .guides
        .iter()
        .map(|script| (script.place.as_str(), script.span))
        .collect();
    let library = if places.is_empty() {
        Arc::clone(library)
    } else {
        let replaced = stand_in::replace(library, entry, &places);
        Arc::new(replaced.map_err(|(place, span)| fail(span, &place, FailureKind::NoCall))?)
    };
    let start = Start {
        hash: String::new(),
        began: BEGAN,
        facts: scenario.facts.clone(),
    };
    let (session, effects) = Session::start(Arc::clone(&library), entry, start).map_err(|why| {
        fail(
            scenario.span,
            entry,
            FailureKind::CannotStart { why: why.message() },
        )
    })?;
    let mut recorder = Recorder::new(library, entry);
    recorder.began(&session);
    let mut runner = Runner {
        scenario,
        session,
        recorder,
        now: BEGAN,
        awaited: Awaited::default(),
    };
    runner.awaited.note(effects);
    runner.walk()?;
    runner.all_needed()?;
    Ok(Walked {
        session: runner.session,
        taken: runner.recorder.taken,
    })
}

struct Runner<'a> {
    scenario: &'a Scenario,
    session: Session,
    recorder: Recorder,
    now: Millis,
    awaited: Awaited,
}

impl Runner<'_> {
    fn walk(&mut self) -> Result<(), Failure> {
        for _ in 0..MOST_SCREENS {
            let place = self.session.place();
            let screen = self.session.screen();
            if self.session.outcome().is_some() && self.said(&place)?.is_none() {
                return self.ended_at(&place);
            }
            self.act(&place, &screen)?;
        }
        Err(self.failure(self.scenario.span, FailureKind::Endless))
    }

    /// Does what the scenario says at the screen that is shown.
    fn act(&mut self, place: &str, screen: &Screen) -> Result<(), Failure> {
        let answer = self.said(place)?;
        let word = answer
            .as_deref()
            .and_then(<[String]>::first)
            .map(String::as_str);
        let standard = word.and_then(StandardAnswer::from_name);
        if standard == Some(StandardAnswer::Stuck) {
            return self.send(Event::NothingHelped);
        }
        match &screen.body {
            Body::Question { options, .. } => {
                let possible = || options.iter().map(|option| option.id.clone()).collect();
                let chosen = match (self.ending(place)?, answer) {
                    (Some(ending), _) => vec![ending.name().to_owned()],
                    (None, Some(chosen)) => chosen,
                    (None, None) => return Err(self.no_answer(place, possible())),
                };
                if let Some(other) = chosen
                    .iter()
                    .find(|id| options.iter().all(|option| option.id != **id))
                {
                    return Err(self.bad_answer(place, other, possible()));
                }
                self.send(Event::OptionsChosen(chosen))
            }
            Body::Input { field, refused, .. } => {
                let Some(typed) = answer else {
                    return Err(self.no_answer(place, Vec::new()));
                };
                // A form is answered by a list, an item a field.
                let between = match field {
                    FieldView::Form(_) => FIELD_END_TEXT,
                    _ => "",
                };
                let typed = typed.join(between);
                if refused.is_some() {
                    return Err(self.bad_answer(place, &typed, Vec::new()));
                }
                self.send(Event::InputEntered(typed))
            }
            Body::Lights { meanings, .. } => {
                let possible = || {
                    meanings
                        .iter()
                        .map(|known| known.name().to_owned())
                        .collect()
                };
                let Some(word) = word else {
                    return Err(self.no_answer(place, possible()));
                };
                match Meaning::from_name(word).filter(|meaning| meanings.contains(meaning)) {
                    Some(meaning) => self.send(Event::LightsRead {
                        meaning,
                        seen: None,
                    }),
                    None => Err(self.bad_answer(place, word, possible())),
                }
            }
            Body::Instruction { waiting, .. } => self.instruct(place, *waiting, word),
            Body::AskHelp { options } => {
                let possible = || options.iter().map(|option| option.id.clone()).collect();
                match word {
                    None => Err(self.no_answer(place, possible())),
                    Some(word) if options.iter().any(|option| option.id == word) => {
                        self.send(Event::HelpJudged(word.to_owned()))
                    }
                    Some(word) => Err(self.bad_answer(place, word, possible())),
                }
            }
            Body::Checking { done: true, .. } => self.send(Event::Continued),
            Body::Checking { .. } if word == Some("skip") => self.send(Event::ChecksSkipped),
            Body::Checking { .. } => self.report_checks(place),
            Body::Resolved { .. } | Body::KnownIssue { .. } | Body::HandOver { .. } => {
                match standard {
                    Some(StandardAnswer::StillBroken) => self.send(Event::StillBroken),
                    Some(StandardAnswer::SomethingElse) => self.send(Event::SomethingElse),
                    _ => {
                        let possible = [
                            StandardAnswer::StillBroken,
                            StandardAnswer::SomethingElse,
                            StandardAnswer::Stuck,
                        ];
                        let possible = possible.map(|answer| answer.name().to_owned()).to_vec();
                        Err(self.bad_answer(place, word.unwrap_or_default(), possible))
                    }
                }
            }
            Body::Ticket { .. } | Body::Stop => {
                Err(self.bad_answer(place, word.unwrap_or_default(), Vec::new()))
            }
            Body::Broken => Err(self.failure(self.scenario.span, FailureKind::Endless)),
        }
    }

    fn instruct(
        &mut self,
        place: &str,
        waiting: Waiting,
        word: Option<&str>,
    ) -> Result<(), Failure> {
        let replies = self.replies();
        match (waiting, word) {
            (Waiting::ForCustomer { .. }, Some(word)) if word == StandardAnswer::Cannot.name() => {
                self.send(Event::InstructionImpossible)
            }
            (_, Some(other)) if replies.iter().all(|reply| reply != other) => {
                let ways = [StandardAnswer::Cannot, StandardAnswer::Stuck];
                let mut possible = replies;
                possible.extend(ways.map(|way| way.name().to_owned()));
                Err(self.bad_answer(place, other, possible))
            }
            (Waiting::ForCustomer { .. }, _) => {
                // Our own instruction makes the line drop while it is followed.
                if let Some(run) = self.awaited.line {
                    self.happen(Event::LineDropped { run, ago: 0 });
                }
                self.send(Event::InstructionDone)
            }
            (Waiting::Until { .. }, _) if self.awaited.line.is_some() => {
                let run = self.awaited.line.take().unwrap_or_default();
                self.send(Event::LineReturned { run, ago: 0 })
            }
            (Waiting::Until { .. } | Waiting::Later { .. }, _) => match self.awaited.timer.take() {
                Some((run, at)) => {
                    self.now = self.now.max(at);
                    self.send(Event::TimerElapsed { run })
                }
                None => self.send(Event::Continued),
            },
        }
    }

    /// What can be answered to "did it help?" at the instruction that is shown.
    fn replies(&self) -> Vec<String> {
        let own = self.session.help_options();
        if own.is_empty() {
            let replies = Reply::ALL.iter();
            return replies.map(|reply| reply.name().to_owned()).collect();
        }
        own.iter().map(|option| option.id.clone()).collect()
    }

    fn report_checks(&mut self, place: &str) -> Result<(), Failure> {
        let Some((run, checks)) = self.awaited.checks.take() else {
            return Err(self.failure(self.scenario.span, FailureKind::Endless));
        };
        let script = self
            .scenario
            .checks
            .iter()
            .find(|script| script.place == place);
        let told = match script {
            Some(script) => match self.nth(script) {
                Some(told) => told.clone(),
                None => {
                    let visit = self.visit(place);
                    let what = FailureKind::NoAnswer {
                        visit,
                        possible: Vec::new(),
                    };
                    return Err(self.failure(script.span, what));
                }
            },
            None => Vec::new(),
        };
        if let (Some(script), Some(other)) = (
            script,
            told.iter().find(|finding| !checks.contains(&finding.check)),
        ) {
            let what = FailureKind::OtherCheck {
                check: other.check.name(),
            };
            return Err(self.failure(script.span, what));
        }
        for check in checks {
            let finding: Option<&Finding> = told.iter().find(|finding| finding.check == check);
            let finding = finding
                .cloned()
                .unwrap_or_else(|| found(check, Verdict::Pass));
            self.happen(Event::CheckFinished { run, finding });
        }
        Ok(())
    }

    /// What the scenario answers at this visit of a place; `None` where it says nothing of it.
    fn said(&self, place: &str) -> Result<Option<Vec<String>>, Failure> {
        let Some(script) = self
            .scenario
            .answers
            .iter()
            .find(|script| script.place == place)
        else {
            return Ok(None);
        };
        match self.nth(script) {
            Some(said) => Ok(Some(said.clone())),
            // At an end nothing needs to be said.
            None if self.session.outcome().is_some() => Ok(None),
            None => {
                let visit = self.visit(place);
                let what = FailureKind::NoAnswer {
                    visit,
                    possible: Vec::new(),
                };
                Err(self.failure(script.span, what))
            }
        }
    }

    /// How the guide ended whose stand-in asks at this place.
    fn ending(&self, place: &str) -> Result<Option<Ending>, Failure> {
        let call = place
            .strip_suffix(stand_in::HOW)
            .and_then(|call| call.strip_suffix('/'));
        let script = self
            .scenario
            .guides
            .iter()
            .find(|script| Some(&*script.place) == call);
        let Some(script) = script else {
            return Ok(None);
        };
        match self.nth_of(script, place) {
            Some(ending) => Ok(Some(*ending)),
            None => {
                let visit = self.visit(place);
                let possible = Ending::ALL
                    .iter()
                    .map(|ending| ending.name().to_owned())
                    .collect();
                Err(self.failure(script.span, FailureKind::NoAnswer { visit, possible }))
            }
        }
    }

    fn nth<'s, T>(&self, script: &'s Script<T>) -> Option<&'s T> {
        self.nth_of(script, &script.place)
    }

    fn nth_of<'s, T>(&self, script: &'s Script<T>, place: &str) -> Option<&'s T> {
        match &script.visits {
            Visits::Every(told) => Some(told),
            Visits::Each(told) => told.get(self.visit(place) - 1),
        }
    }

    /// Which visit of a place it is, from 1.
    fn visit(&self, place: &str) -> usize {
        self.visits_of(place) + 1
    }

    /// How often a place was left by an answer.
    fn visits_of(&self, place: &str) -> usize {
        self.session
            .trail()
            .visits
            .iter()
            .filter(|visit| visit.place == place)
            .count()
    }

    /// Sends an event that must change something.
    fn send(&mut self, event: Event) -> Result<(), Failure> {
        let before = self.session.trail().clone();
        let answers = before.visits.len();
        let description = format!("{event:?}");
        self.happen(event);
        if *self.session.trail() == before && self.awaited.checks.is_none() {
            return Err(self.bad_answer(&self.session.place(), &description, Vec::new()));
        }
        let visits = &self.session.trail().visits;
        if visits.len() > answers {
            let visits = visits[answers..].to_vec();
            self.recorder.answered(&visits, &self.session);
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) {
        self.now += 1_000;
        let effects = self.session.update(self.now, event);
        self.awaited.note(effects);
    }

    fn ended_at(&self, place: &str) -> Result<(), Failure> {
        if place == self.scenario.expect {
            return Ok(());
        }
        let expected = self.scenario.expect.clone();
        Err(self.failure(self.scenario.span, FailureKind::OtherEnd { expected }))
    }

    /// Whether everything that the scenario says was needed.
    fn all_needed(&self) -> Result<(), Failure> {
        let scenario = self.scenario;
        let checks = scenario
            .checks
            .iter()
            .filter(|script| !self.needed(script, &script.place));
        let answers = scenario
            .answers
            .iter()
            .filter(|script| !self.needed(script, &script.place));
        let how = |script: &&Script<Ending>| {
            !self.needed(script, &format!("{}/{}", script.place, stand_in::HOW))
        };
        let guides = scenario.guides.iter().filter(how);
        let idle = checks
            .map(|script| (&script.place, script.span))
            .chain(answers.map(|script| (&script.place, script.span)))
            .chain(guides.map(|script| (&script.place, script.span)))
            .next();
        match idle {
            None => Ok(()),
            Some((place, span)) => Err(Failure {
                scenario: scenario.name.clone(),
                span,
                place: place.clone(),
                what: FailureKind::NeverNeeded,
                walked: walked::of(scenario, &self.session),
            }),
        }
    }

    fn needed<T>(&self, script: &Script<T>, place: &str) -> bool {
        let visits = self.visits_of(place);
        match &script.visits {
            Visits::Every(_) => visits > 0,
            Visits::Each(told) => visits >= told.len(),
        }
    }

    fn no_answer(&self, place: &str, possible: Vec<String>) -> Failure {
        let visit = self.visit(place);
        self.failure(
            self.scenario.span,
            FailureKind::NoAnswer { visit, possible },
        )
    }

    fn bad_answer(&self, place: &str, answer: &str, possible: Vec<String>) -> Failure {
        let script = self
            .scenario
            .answers
            .iter()
            .find(|script| script.place == place);
        let span = script.map_or(self.scenario.span, |script| script.span);
        self.failure(
            span,
            FailureKind::BadAnswer {
                answer: answer.to_owned(),
                possible,
            },
        )
    }

    fn failure(&self, span: Span, what: FailureKind) -> Failure {
        let scenario = self.scenario.name.clone();
        Failure {
            scenario,
            span,
            place: self.session.place(),
            what,
            walked: walked::of(self.scenario, &self.session),
        }
    }
}
