//! What steps do and where they lead.

use super::{Reader, has};
use crate::json::MAX_DEPTH;
use crate::model::{
    Branch, Call, Check, Choice, Condition, ContactField, Disruption, Ending, Input, InputField,
    Instruction, Lights, Meaning, Operand, Outcome, OutcomeKind, Question, Severity, StepKind,
    Test, TicketPlan, Value, VerdictEdges, Verify, VerifyBy, Wait,
};
use firstline_diagnosis::CheckId;

impl Reader<'_> {
    pub(super) fn kind(&mut self) -> StepKind {
        match self.below(8) {
            0 => StepKind::Question(Question {
                fact: self.maybe_name(),
                many: self.flag(),
                to: self.maybe_step_index(),
                options: self.list(Self::option),
            }),
            1 => StepKind::Input(Input {
                fact: self.name(),
                optional: self.flag(),
                field: self.field(),
                to: self.step_index(),
            }),
            2 => StepKind::Lights(Lights {
                of: self.name(),
                on: self.list(|reader| {
                    let meaning = reader.named(Meaning::from_name, Meaning::Unsure);
                    (meaning, reader.step_index())
                }),
                otherwise: self.maybe_step_index(),
                fact: None,
            }),
            3 => StepKind::Instruction(self.instruction()),
            4 => StepKind::Check(Check {
                run: self.checks(),
                aliases: self.list(|reader| (reader.name(), reader.step_index())),
                on: self.verdicts(),
                kept: Vec::new(),
                service: None,
                watch: None,
            }),
            5 => StepKind::Branch(Branch {
                cases: self.list(|reader| (reader.condition(), reader.step_index())),
                otherwise: self.step_index(),
            }),
            6 => StepKind::Call(self.call()),
            _ => StepKind::Outcome(Outcome {
                kind: self.ends(),
                recheck: self.checks(),
                contact: None,
                guide: None,
            }),
        }
    }

    fn option(&mut self) -> Choice {
        let id = self.name();
        let mask = self.number();
        Choice {
            id,
            label: self.maybe_text(mask & has::LABEL != 0),
            picture: self.maybe_picture(mask),
            set: self.all(mask / has::SETS, |reader| (reader.name(), reader.value())),
            to: self.step_index(),
        }
    }

    fn field(&mut self) -> InputField {
        match self.below(5) {
            0 => InputField::Number {
                min: self.maybe_float(),
                max: self.maybe_float(),
                unit: self.name(),
            },
            1 => InputField::Text {
                max_length: self.number(),
            },
            2 => InputField::Lines {
                max_length: self.number(),
            },
            3 => InputField::Date {
                min: self.maybe_name(),
                max: self.maybe_name(),
            },
            _ => InputField::Choice(self.list(|reader| (reader.name(), reader.text()))),
        }
    }

    fn maybe_float(&mut self) -> Option<f64> {
        self.flag().then(|| self.float())
    }

    fn instruction(&mut self) -> Instruction {
        let actions = self.list(Self::action);
        let minutes = self.maybe_number();
        let disruptions =
            self.list(|reader| reader.named(Disruption::from_name, Disruption::Restart));
        let warned = self.flag();
        let warning = self.maybe_text(warned);
        let wait = match self.below(4) {
            0 => None,
            1 => Some(Wait::Seconds(self.number())),
            2 => Some(Wait::LineBack {
                seconds: self.number(),
            }),
            _ => Some(Wait::Hours(self.number())),
        };
        let by = match self.below(3) {
            0 => None,
            1 => Some(VerifyBy::Checks(self.checks())),
            _ => Some(VerifyBy::Asking(self.text())),
        };
        let (verify, to) = match by {
            None => (None, Some(self.step_index())),
            Some(by) => {
                let on = self.verdicts();
                let verify = Verify {
                    by,
                    on,
                    ask: None,
                    options: Vec::new(),
                };
                (Some(verify), None)
            }
        };
        Instruction {
            actions,
            minutes,
            disruptions,
            warning,
            wait,
            verify,
            to,
            if_cannot: self.step_index(),
            done: None,
            cannot: None,
            keeps_place: false,
        }
    }

    fn checks(&mut self) -> Vec<CheckId> {
        self.list(|reader| reader.named(CheckId::from_name, CheckId::Internet))
    }

    fn verdicts(&mut self) -> VerdictEdges {
        VerdictEdges {
            pass: self.step_index(),
            warn: self.step_index(),
            fail: self.step_index(),
            unknown: self.step_index(),
        }
    }

    fn call(&mut self) -> Call {
        // Only those that were read already, so never itself or its own caller.
        let called = self.number() as usize;
        let guide = match self.guides.get(called) {
            Some(guide) => guide.id.clone(),
            None => {
                self.bad = true;
                String::new()
            }
        };
        let on = self.list(|reader| {
            let ending = reader.named(Ending::from_name, Ending::Unresolved);
            (ending, reader.step_index())
        });
        let with = Vec::new();
        Call { guide, on, with }
    }

    fn condition(&mut self) -> Condition {
        let kind = self.below(11);
        // Deeper than the loader lets authors go.
        if self.depth == MAX_DEPTH {
            self.bad = true;
            return Condition::All(Vec::new());
        }
        self.depth += 1;
        let condition = match kind {
            0 => Condition::All(self.list(Self::condition)),
            1 => Condition::Any(self.list(Self::condition)),
            2 => Condition::Not(Box::new(self.condition())),
            _ => Condition::Fact {
                fact: self.name(),
                test: self.test(kind),
            },
        };
        self.depth -= 1;
        condition
    }

    fn test(&mut self, kind: u32) -> Test {
        match kind {
            3 => Test::Is(self.value()),
            4 => Test::IsNot(self.value()),
            5 => Test::In(self.list(Self::value)),
            6 => Test::Has(self.name()),
            7 => Test::Below(self.operand()),
            8 => Test::Above(self.operand()),
            9 => Test::AtLeast(self.operand()),
            _ => Test::AtMost(self.operand()),
        }
    }

    fn operand(&mut self) -> Operand {
        if self.flag() {
            Operand::Share {
                fact: self.name(),
                times: self.float(),
            }
        } else {
            Operand::Number(self.float())
        }
    }

    fn value(&mut self) -> Value {
        match self.below(5) {
            0 => Value::Flag(false),
            1 => Value::Flag(true),
            2 => Value::Text(self.name()),
            3 => Value::Number(self.float()),
            _ => Value::List(self.names()),
        }
    }

    fn ends(&mut self) -> OutcomeKind {
        match self.below(5) {
            0 => OutcomeKind::Resolved,
            1 => OutcomeKind::Unresolved(TicketPlan {
                category: self.name(),
                severity: self.named(Severity::from_name, Severity::Major),
                ask: self.list(|reader| reader.named(ContactField::from_name, ContactField::Name)),
                required: Vec::new(),
                facts: Vec::new(),
                next: Vec::new(),
            }),
            2 => OutcomeKind::KnownIssue,
            3 => OutcomeKind::HandOver,
            _ => OutcomeKind::Stop,
        }
    }
}
