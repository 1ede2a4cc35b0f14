//! What steps do and where they lead.

use super::{Output, bit};
use crate::model::{
    Branch, Check, Choice, Condition, Input, InputField, Instruction, Lights, Operand, Outcome,
    OutcomeKind, Question, StepKind, Test, Value, VerdictEdges, VerifyBy, Wait,
};
use crate::pack::has;
use firstline_diagnosis::CheckId;

impl Output<'_> {
    /// 0 question, 1 input, 2 lights, 3 instruction, 4 check, 5 branch, 6 call, 7 outcome.
    pub(super) fn kind(&mut self, kind: &StepKind) {
        match kind {
            StepKind::Question(question) => {
                self.number(0);
                self.question(question);
            }
            StepKind::Input(input) => {
                self.number(1);
                self.input(input);
            }
            StepKind::Lights(lights) => {
                self.number(2);
                self.lights(lights);
            }
            StepKind::Instruction(instruction) => {
                self.number(3);
                self.instruction(instruction);
            }
            StepKind::Check(check) => {
                self.number(4);
                self.check(check);
            }
            StepKind::Branch(branch) => {
                self.number(5);
                self.branch(branch);
            }
            StepKind::Call(call) => {
                self.number(6);
                // Callees are written before their callers.
                let called = self.guides.iter().position(|id| *id == call.guide);
                self.count(called.unwrap_or(usize::MAX));
                self.list(&call.on, |output, (ending, to)| {
                    output.name(ending.name());
                    output.step_index(*to);
                });
            }
            StepKind::Outcome(outcome) => {
                self.number(7);
                self.outcome(outcome);
            }
        }
    }

    fn question(&mut self, question: &Question) {
        self.maybe_name(question.fact.as_ref());
        self.number(question.many.into());
        self.maybe_step_index(question.to);
        self.list(&question.options, Self::option);
    }

    fn option(&mut self, option: &Choice) {
        self.name(&option.id);
        let sets = u32::try_from(option.set.len()).unwrap_or(u32::MAX);
        self.number(
            bit(option.label.is_some(), has::LABEL)
                | bit(option.picture.is_some(), has::PICTURE)
                | sets.saturating_mul(has::SETS),
        );
        self.maybe_text(option.label.as_ref());
        self.all(option.picture.as_slice(), Self::picture);
        self.all(&option.set, |output, (fact, value)| {
            output.name(fact);
            output.value(value);
        });
        self.step_index(option.to);
    }

    /// Fields: 0 number, 1 text, 2 lines, 3 date, 4 choice.
    fn input(&mut self, input: &Input) {
        self.name(&input.fact);
        self.number(input.optional.into());
        match &input.field {
            InputField::Number { min, max, unit } => {
                self.number(0);
                self.maybe_float(*min);
                self.maybe_float(*max);
                self.name(unit);
            }
            InputField::Text { max_length } => {
                self.number(1);
                self.number(*max_length);
            }
            InputField::Lines { max_length } => {
                self.number(2);
                self.number(*max_length);
            }
            InputField::Date { min, max } => {
                self.number(3);
                self.maybe_name(min.as_ref());
                self.maybe_name(max.as_ref());
            }
            InputField::Choice(options) => {
                self.number(4);
                self.list(options, |output, (id, label)| {
                    output.name(id);
                    output.text(label);
                });
            }
        }
        self.step_index(input.to);
    }

    fn lights(&mut self, lights: &Lights) {
        self.name(&lights.of);
        self.list(&lights.on, |output, (meaning, to)| {
            output.name(meaning.name());
            output.step_index(*to);
        });
        self.maybe_step_index(lights.otherwise);
    }

    /// Waits: 0 none, 1 seconds, 2 until the line is back, 3 hours. How it counts: 0 as soon as it
    /// is done, 1 by checks, 2 by asking.
    fn instruction(&mut self, instruction: &Instruction) {
        self.list(&instruction.actions, Self::action);
        self.maybe_number(instruction.minutes);
        self.list(&instruction.disruptions, |output, kind| {
            output.name(kind.name())
        });
        self.number(instruction.warning.is_some().into());
        self.maybe_text(instruction.warning.as_ref());
        let (kind, time) = match instruction.wait {
            None => (0, None),
            Some(Wait::Seconds(seconds)) => (1, Some(seconds)),
            Some(Wait::LineBack { seconds }) => (2, Some(seconds)),
            Some(Wait::Hours(hours)) => (3, Some(hours)),
        };
        self.number(kind);
        if let Some(time) = time {
            self.number(time);
        }
        match (&instruction.verify, instruction.to) {
            (Some(verify), _) => {
                match &verify.by {
                    VerifyBy::Checks(run) => {
                        self.number(1);
                        self.checks(run);
                    }
                    VerifyBy::Asking(text) => {
                        self.number(2);
                        self.text(text);
                    }
                }
                self.verdicts(&verify.on);
            }
            (None, to) => {
                self.number(0);
                self.step_index(to.unwrap_or(instruction.if_cannot));
            }
        }
        self.step_index(instruction.if_cannot);
    }

    fn checks(&mut self, run: &[CheckId]) {
        self.list(run, |output, check| output.name(check.name()));
    }

    fn verdicts(&mut self, on: &VerdictEdges) {
        for to in [on.pass, on.warn, on.fail, on.unknown] {
            self.step_index(to);
        }
    }

    fn check(&mut self, check: &Check) {
        self.checks(&check.run);
        self.list(&check.aliases, |output, (alias, to)| {
            output.name(alias);
            output.step_index(*to);
        });
        self.verdicts(&check.on);
    }

    fn branch(&mut self, branch: &Branch) {
        self.list(&branch.cases, |output, (condition, to)| {
            output.condition(condition);
            output.step_index(*to);
        });
        self.step_index(branch.otherwise);
    }

    /// 0 all, 1 any, 2 not; with a fact 3 is, 4 is not, 5 one of, 6 has, 7 below, 8 above,
    /// 9 at least, 10 at most.
    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(conditions) => {
                self.number(0);
                self.list(conditions, Self::condition);
            }
            Condition::Any(conditions) => {
                self.number(1);
                self.list(conditions, Self::condition);
            }
            Condition::Not(condition) => {
                self.number(2);
                self.condition(condition);
            }
            Condition::Fact { fact, test } => {
                let kind = match test {
                    Test::Is(_) => 3,
                    Test::IsNot(_) => 4,
                    Test::In(_) => 5,
                    Test::Has(_) => 6,
                    Test::Below(_) => 7,
                    Test::Above(_) => 8,
                    Test::AtLeast(_) => 9,
                    Test::AtMost(_) => 10,
                };
                self.number(kind);
                self.name(fact);
                match test {
                    Test::Is(value) | Test::IsNot(value) => self.value(value),
                    Test::In(values) => self.list(values, Self::value),
                    Test::Has(name) => self.name(name),
                    Test::Below(operand)
                    | Test::Above(operand)
                    | Test::AtLeast(operand)
                    | Test::AtMost(operand) => self.operand(operand),
                }
            }
        }
    }

    /// 0 a number, 1 a share.
    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Number(number) => {
                self.number(0);
                self.float(*number);
            }
            Operand::Share { fact, times } => {
                self.number(1);
                self.name(fact);
                self.float(*times);
            }
        }
    }

    /// 0 no, 1 yes, 2 a text, 3 a number, 4 a list.
    fn value(&mut self, value: &Value) {
        match value {
            Value::Flag(flag) => self.number((*flag).into()),
            Value::Text(text) => {
                self.number(2);
                self.name(text);
            }
            Value::Number(number) => {
                self.number(3);
                self.float(*number);
            }
            Value::List(items) => {
                self.number(4);
                self.names(items);
            }
        }
    }

    /// 0 resolved, 1 unresolved, 2 known issue, 3 hand-over, 4 stop.
    fn outcome(&mut self, outcome: &Outcome) {
        match &outcome.kind {
            OutcomeKind::Resolved => self.number(0),
            OutcomeKind::Unresolved(plan) => {
                self.number(1);
                self.name(&plan.category);
                self.name(plan.severity.name());
                self.list(&plan.ask, |output, field| output.name(field.name()));
            }
            OutcomeKind::KnownIssue => self.number(2),
            OutcomeKind::HandOver => self.number(3),
            OutcomeKind::Stop => self.number(4),
        }
        self.checks(&outcome.recheck);
    }
}
