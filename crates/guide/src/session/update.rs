//! Applies each event to the session, and returns the effects.

use firstline_diagnosis::{CheckId, Finding, NotMeasured};

use super::event::Event;
use super::screen::CheckState;
use super::time::{Millis, Run};
use super::trail::{Answer, LineLoss, Stage, Verification, Visit};
use super::walk::Misfit;
use super::{Effect, RECHECK_AFTER, Running, Session};
use crate::model::{OutcomeKind, StepKind, Wait};

impl Session {
    /// Takes an event in and says what is to be done. An event that does not fit what is shown,
    /// such as the result of a check that nobody waits for any more, changes nothing.
    pub fn update(&mut self, now: Millis, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.broken {
            self.take(now, event, &mut effects);
        }
        effects
    }

    fn take(&mut self, at: Millis, event: Event, effects: &mut Vec<Effect>) {
        match event {
            Event::OptionsChosen(ids) => self.answer(at, Answer::Options(ids), effects),
            Event::InputEntered(typed) => self.enter_input(at, typed, effects),
            Event::LightsRead { meaning, seen } => {
                self.answer(at, Answer::Lights(meaning, seen), effects);
            }
            Event::InstructionDone => self.instruction_done(at, effects),
            Event::InstructionImpossible => self.answer(at, Answer::Cannot, effects),
            Event::HelpJudged(reply) => {
                if self.may_judge() {
                    self.answer(at, Answer::Done(Verification::Asked(reply)), effects);
                }
            }
            Event::CheckFinished { run, finding } => self.check_finished(run, finding, effects),
            Event::ChecksSkipped => self.checks_skipped(at, effects),
            Event::ChecksRepeated => self.checks_repeated(effects),
            Event::Continued => self.go_on(at, effects),
            Event::LineDropped { run, ago } => {
                self.line_dropped(at.saturating_sub(ago), run, effects);
            }
            Event::LineReturned { run, ago } => self.line_returned(at, ago, run, effects),
            Event::TimerElapsed { run } => self.timer_elapsed(at, run, effects),
            Event::VariantChosen(value) => self.choose_variant(at, value, effects),
            Event::WentBack => self.go_back(at, effects),
            Event::AnswerReopened { visit } => self.reopen(at, visit, effects),
            Event::NothingHelped => {
                let findings = self.findings_so_far();
                self.answer(at, Answer::Stuck { findings }, effects);
            }
            Event::StillBroken => {
                let findings = match &self.trail.stage {
                    Stage::Settled(findings) => findings.clone(),
                    _ => Vec::new(),
                };
                self.answer(at, Answer::StillBroken { findings }, effects);
            }
            Event::SomethingElse => self.answer(at, Answer::SomethingElse, effects),
        }
    }

    /// Whether the customer may say now if it helped: when asked, and while waiting for hours until
    /// being asked, because what is better or worse already need not wait.
    fn may_judge(&self) -> bool {
        match (&self.trail.stage, &self.walk.step().kind) {
            (Stage::Asking, _) => true,
            (Stage::Waiting { .. }, StepKind::Instruction(instruction)) => {
                instruction.question(&self.walk.facts).is_some()
                    && instruction.wait.is_some_and(Wait::is_long)
            }
            _ => false,
        }
    }

    /// Records an answer, goes where it leads and gives kept answers again while catching up.
    fn answer(&mut self, at: Millis, answer: Answer, effects: &mut Vec<Effect>) {
        let visit = Visit {
            place: self.walk.place(),
            answer,
            at,
            line: self.trail.line,
        };
        match self.walk.apply(&visit) {
            Ok(()) => {}
            Err(Misfit::Endless) => {
                // A defect of guide or engine. What was answered so far stays stored.
                self.broken = true;
                self.stop(effects);
                return;
            }
            // Not an answer to what is shown: a late click. Nothing changes.
            Err(_) => return,
        }
        self.take_kept(&visit.place);
        self.trail.visits.push(visit);
        effects.push(Effect::Save);
        self.catch_up(at);
        self.enter(at, effects);
    }

    /// Begins the step that the walk has come to.
    pub(super) fn enter(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        self.stop(effects);
        self.refused = None;
        self.trail.stage = Stage::Open;
        self.trail.line = None;
        match &self.walk.step().kind {
            StepKind::Check(check) => {
                let run = check.run.clone();
                self.run_checks(run, effects);
                self.trail.stage = Stage::Checking;
            }
            StepKind::Instruction(_) => {
                if self.trail.catching_up && self.verifies_again() {
                    self.verify(at, effects);
                } else {
                    self.watch_line(effects);
                }
            }
            StepKind::Outcome(outcome) if outcome.kind == OutcomeKind::Resolved => {
                if outcome.recheck.is_empty() {
                    self.trail.stage = Stage::Settled(Vec::new());
                } else {
                    let recheck_at = at.saturating_add(RECHECK_AFTER);
                    self.trail.stage = Stage::Settling { recheck_at };
                    self.set_timer(recheck_at, effects);
                }
            }
            _ => {}
        }
    }

    /// Takes up the stage that was stored, after a reload.
    pub(super) fn pick_up(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        // A wait that was stored under a clock that was ahead does not become longer.
        match &mut self.trail.stage {
            Stage::Waiting { since, .. } => *since = at.min(*since),
            Stage::Settling { recheck_at } => {
                *recheck_at = at.saturating_add(RECHECK_AFTER).min(*recheck_at);
            }
            _ => {}
        }
        match (&self.trail.stage, &self.walk.step().kind) {
            (Stage::Checking, StepKind::Check(check)) => {
                let run = check.run.clone();
                self.run_checks(run, effects);
            }
            (Stage::Checking, StepKind::Instruction(_)) => {
                self.verify(at, effects);
            }
            (Stage::Waiting { since, .. }, StepKind::Instruction(instruction)) => {
                let since = *since;
                if let Some(wait) = instruction.wait {
                    self.set_timer(self.wait_until(since, wait), effects);
                }
                self.watch_line(effects);
            }
            (Stage::Open | Stage::LineDown, StepKind::Instruction(_)) => self.watch_line(effects),
            (Stage::Settling { recheck_at }, _) => {
                let recheck_at = *recheck_at;
                self.set_timer(recheck_at, effects);
            }
            _ => {}
        }
    }

    fn enter_input(&mut self, at: Millis, typed: String, effects: &mut Vec<Effect>) {
        let StepKind::Input(input) = &self.walk.step().kind else {
            return;
        };
        match input.read(&typed) {
            Ok(value) => self.answer(at, Answer::Input(value), effects),
            Err(refusal) => self.refused = Some((typed, refusal)),
        }
    }

    fn instruction_done(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        let StepKind::Instruction(instruction) = &self.walk.step().kind else {
            return;
        };
        let dropped = match self.trail.stage {
            Stage::Open => false,
            Stage::LineDown => true,
            _ => return,
        };
        match instruction.wait {
            Some(wait) => {
                self.trail.stage = Stage::Waiting { since: at, dropped };
                effects.push(Effect::Save);
                self.set_timer(self.wait_until(at, wait), effects);
            }
            None => {
                self.verify(at, effects);
            }
        }
    }

    /// Finds out whether the instruction that is shown helped, or goes on if nothing verifies it.
    fn verify(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        let StepKind::Instruction(instruction) = &self.walk.step().kind else {
            return;
        };
        let facts = &self.walk.facts;
        let checks = instruction.verify_checks(facts).map(<[CheckId]>::to_vec);
        let asks = instruction.question(facts).is_some();
        match checks {
            Some(run) => {
                effects.push(Effect::Save);
                self.stop(effects);
                self.run_checks(run, effects);
                self.trail.stage = Stage::Checking;
            }
            None if asks => {
                effects.push(Effect::Save);
                self.stop(effects);
                self.trail.stage = Stage::Asking;
            }
            None => self.answer(at, Answer::Done(Verification::Unverified), effects),
        }
    }

    fn check_finished(&mut self, run: Run, finding: Finding, effects: &mut Vec<Effect>) {
        let Some(running) = self.running.as_mut().filter(|running| running.run == run) else {
            return;
        };
        let awaited = running
            .checks
            .iter_mut()
            .find(|state| state.check == finding.check && state.finding.is_none());
        let Some(awaited) = awaited else { return };
        awaited.finding = Some(finding);
        let findings: Option<Vec<Finding>> = running
            .checks
            .iter()
            .map(|state| state.finding.clone())
            .collect();
        if let Some(findings) = findings {
            self.all_checked(findings, effects);
        }
    }

    fn all_checked(&mut self, findings: Vec<Finding>, effects: &mut Vec<Effect>) {
        self.running = None;
        self.trail.stage = match self.trail.stage {
            Stage::Settling { .. } => Stage::Settled(findings),
            _ => Stage::Checked(findings),
        };
        effects.push(Effect::Save);
    }

    fn checks_skipped(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        if self.trail.stage != Stage::Checking {
            return;
        }
        let Some(running) = &self.running else { return };
        let run = running.run;
        let skipped = |state: &CheckState| {
            let finding = state.finding.clone();
            finding.unwrap_or_else(|| Finding::not_measured(state.check, NotMeasured::Skipped))
        };
        let findings = running.checks.iter().map(skipped).collect();
        self.all_checked(findings, effects);
        effects.push(Effect::Cancel { run });
        self.go_on(at, effects);
    }

    fn checks_repeated(&mut self, effects: &mut Vec<Effect>) {
        if !matches!(self.trail.stage, Stage::Checked(_) | Stage::Checking) {
            return;
        }
        let Some(run) = self.checks_of_step() else {
            return;
        };
        effects.push(Effect::Save);
        self.stop(effects);
        self.run_checks(run, effects);
        self.trail.stage = Stage::Checking;
    }

    /// The checks that the step that is shown runs, as such or to verify.
    fn checks_of_step(&self) -> Option<Vec<CheckId>> {
        match &self.walk.step().kind {
            StepKind::Check(check) => Some(check.run.clone()),
            StepKind::Instruction(instruction) => {
                let run = instruction.verify_checks(&self.walk.facts);
                run.map(<[CheckId]>::to_vec)
            }
            _ => None,
        }
    }

    fn go_on(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        match (&self.trail.stage, &self.walk.step().kind) {
            (Stage::Checked(findings), StepKind::Check(_)) => {
                let answer = Answer::Checked(findings.clone());
                self.answer(at, answer, effects);
            }
            (Stage::Checked(findings), StepKind::Instruction(_)) => {
                let answer = Answer::Done(Verification::Checked(findings.clone()));
                self.answer(at, answer, effects);
            }
            (Stage::Waiting { .. }, StepKind::Instruction(_)) => {
                self.verify(at, effects);
            }
            _ => {}
        }
    }

    fn line_dropped(&mut self, lost: Millis, run: Run, effects: &mut Vec<Effect>) {
        if self.watch != Some(run) {
            return;
        }
        match &mut self.trail.stage {
            stage @ Stage::Open => *stage = Stage::LineDown,
            Stage::Waiting { dropped, .. } if !*dropped => *dropped = true,
            _ => return,
        }
        self.trail.line = Some(LineLoss { lost, back: None });
        effects.push(Effect::Save);
    }

    /// The line was down by our own instruction and is back: the restart is over, whether or not
    /// "Done" was pressed.
    fn line_returned(&mut self, at: Millis, ago: Millis, run: Run, effects: &mut Vec<Effect>) {
        let down = matches!(
            self.trail.stage,
            Stage::LineDown | Stage::Waiting { dropped: true, .. }
        );
        if self.watch != Some(run) || !down {
            return;
        }
        if let Some(line) = &mut self.trail.line {
            line.back = Some(at.saturating_sub(ago).max(line.lost));
        }
        self.verify(at, effects);
    }

    fn timer_elapsed(&mut self, at: Millis, run: Run, effects: &mut Vec<Effect>) {
        if self.timer != Some(run) {
            return;
        }
        self.timer = None;
        match (&self.trail.stage, &self.walk.step().kind) {
            (Stage::Waiting { .. }, StepKind::Instruction(_)) => {
                self.verify(at, effects);
            }
            (Stage::Settling { .. }, StepKind::Outcome(outcome)) => {
                let run = outcome.recheck.clone();
                self.run_checks(run, effects);
            }
            _ => {}
        }
    }

    fn findings_so_far(&self) -> Vec<Finding> {
        match (&self.trail.stage, &self.running) {
            (Stage::Checked(findings), _) => findings.clone(),
            (_, Some(running)) => running
                .checks
                .iter()
                .filter_map(|state| state.finding.clone())
                .collect(),
            _ => Vec::new(),
        }
    }

    fn next_run(&mut self) -> Run {
        self.run += 1;
        self.run
    }

    fn run_checks(&mut self, checks: Vec<CheckId>, effects: &mut Vec<Effect>) {
        let run = self.next_run();
        let state = |check: &CheckId| CheckState {
            check: *check,
            finding: None,
        };
        self.running = Some(Running {
            run,
            checks: checks.iter().map(state).collect(),
        });
        effects.push(Effect::RunChecks { run, checks });
    }

    fn set_timer(&mut self, at: Millis, effects: &mut Vec<Effect>) {
        let run = self.next_run();
        self.timer = Some(run);
        effects.push(Effect::SetTimer { run, at });
    }

    fn watch_line(&mut self, effects: &mut Vec<Effect>) {
        let StepKind::Instruction(instruction) = &self.walk.step().kind else {
            return;
        };
        if !matches!(instruction.wait, Some(Wait::LineBack { .. })) {
            return;
        }
        let dropped = matches!(
            self.trail.stage,
            Stage::LineDown | Stage::Waiting { dropped: true, .. }
        );
        let run = self.next_run();
        self.watch = Some(run);
        effects.push(Effect::WatchLine { run, dropped });
    }

    /// Stops everything that runs outside.
    fn stop(&mut self, effects: &mut Vec<Effect>) {
        let checks = self.running.take().map(|running| running.run);
        for run in [checks, self.watch.take(), self.timer.take()]
            .into_iter()
            .flatten()
        {
            effects.push(Effect::Cancel { run });
        }
    }
}

impl Answer {
    /// Whether nobody gave it: what a step of checks found.
    pub(crate) fn is_automatic(&self) -> bool {
        matches!(self, Answer::Checked(_))
    }

    /// Whether it still stands when an earlier answer is changed. What was measured does not.
    pub(super) fn can_be_given_again(&self) -> bool {
        matches!(
            self,
            Answer::Options(_)
                | Answer::Input(_)
                | Answer::Lights(..)
                | Answer::Cannot
                | Answer::Done(Verification::Unverified | Verification::Asked(_))
        )
    }

    /// The findings that came with the answer.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Answer::Checked(findings)
            | Answer::Done(Verification::Checked(findings))
            | Answer::Stuck { findings }
            | Answer::StillBroken { findings } => findings,
            _ => &[],
        }
    }
}
