//! What a step does and where it leads.

use super::Resolver;
use super::on::Judge;
use crate::model::{
    Branch, Call, Check, Condition, ContactField, Disruption, Input, InputField, Instruction,
    Outcome, OutcomeKind, Question, Severity, StepKind, Text, TicketPlan, Verify, VerifyBy, Wait,
};
use crate::raw::{self, Name};
use firstline_diagnosis::CheckId;

/// Most characters of one line that an input takes unless said otherwise.
const TEXT_LENGTH: u32 = 200;
/// Most characters of several lines that an input takes unless said otherwise.
const LINES_LENGTH: u32 = 2000;
/// Seconds of a wait whose number could not be read; such a guide does not get out.
const UNREAD: u32 = 1;

impl Resolver<'_> {
    pub(super) fn kind(&mut self, raw: &raw::Kind) -> Option<StepKind> {
        Some(match raw {
            raw::Kind::Question(raw) => StepKind::Question(self.question(raw)),
            raw::Kind::Input(raw) => StepKind::Input(self.input(raw)),
            raw::Kind::Lights(raw) => StepKind::Lights(self.lights(raw)),
            raw::Kind::Instruction(raw) => StepKind::Instruction(self.instruction(raw)),
            raw::Kind::Check(raw) => StepKind::Check(self.check(raw)),
            raw::Kind::Branch(raw) => StepKind::Branch(self.branch(raw)),
            raw::Kind::Call(raw) => StepKind::Call(Call {
                guide: super::plain(&raw.guide),
                on: self.endings(&raw.on),
            }),
            raw::Kind::Outcome(raw) => StepKind::Outcome(self.outcome(raw)?),
        })
    }

    fn question(&mut self, raw: &raw::Question) -> Question {
        let to = raw.to.as_ref().map(|to| self.step_named(to));
        Question {
            fact: raw.fact.as_ref().map(|fact| fact.value.clone()),
            many: raw.many,
            options: self.options(&raw.options, to.unwrap_or(super::NOWHERE)),
            to,
        }
    }

    fn input(&mut self, raw: &raw::Input) -> Input {
        let plain = |name: &Option<Name>| name.as_ref().map(|name| name.value.clone());
        let field = match &raw.field {
            raw::Field::Number { min, max, unit } => InputField::Number {
                min: *min,
                max: max.as_ref().map(|max| max.value),
                unit: super::plain(unit),
            },
            raw::Field::Text { max_length } => InputField::Text {
                max_length: max_length.unwrap_or(TEXT_LENGTH),
            },
            raw::Field::Lines { max_length } => InputField::Lines {
                max_length: max_length.unwrap_or(LINES_LENGTH),
            },
            raw::Field::Date { min, max } => InputField::Date {
                min: plain(min),
                max: plain(max),
            },
            raw::Field::Choice(raw) => {
                let mut options: Vec<(String, Text)> = Vec::with_capacity(raw.len());
                for (id, label) in raw {
                    options.push((id.value.clone(), self.some_text(label)));
                }
                InputField::Choice(options)
            }
        };
        Input {
            field,
            fact: super::plain(&raw.fact),
            optional: raw.optional,
            to: self.target(&raw.to),
        }
    }

    fn instruction(&mut self, raw: &raw::Instruction) -> Instruction {
        let verify = raw.verify.as_ref().and_then(|raw| self.verify(raw));
        let to = match raw.verify {
            None => Some(self.target(&raw.to)),
            Some(_) => None,
        };
        let otherwise = match (&verify, to) {
            (Some(verify), _) => verify.on.fail,
            (None, to) => to.unwrap_or(super::NOWHERE),
        };
        let does = raw.does.iter();
        let does = does.filter_map(|does| Disruption::from_name(&does.value));
        let disruptions = does.collect();
        Instruction {
            actions: self.actions(&raw.actions),
            minutes: raw.minutes,
            disruptions,
            warning: self.maybe_text(&raw.warning),
            wait: raw.wait.as_ref().map(|wait| self.wait(wait)),
            verify,
            to,
            if_cannot: raw
                .if_cannot
                .as_ref()
                .map_or(otherwise, |to| self.step_named(to)),
        }
    }

    fn wait(&mut self, raw: &raw::Wait) -> Wait {
        let seconds = raw.seconds.unwrap_or(UNREAD);
        match (&raw.until, raw.hours) {
            (Some(_), _) => Wait::LineBack { seconds },
            (None, Some(hours)) => Wait::Hours(hours),
            (None, None) => Wait::Seconds(seconds),
        }
    }

    fn verify(&mut self, raw: &raw::Verify) -> Option<Verify> {
        let (by, judge) = match &raw.ask {
            Some(ask) => (VerifyBy::Asking(self.some_text(ask)), Judge::Customer),
            None => (VerifyBy::Checks(self.checks(&raw.run)), Judge::Checks),
        };
        let (_, on) = self.verdicts(&raw.on, &judge);
        Some(Verify { by, on })
    }

    fn check(&mut self, raw: &raw::Check) -> Check {
        let run = self.checks(&raw.run);
        let (aliases, on) = self.verdicts(&raw.on, &Judge::ChecksByAlias(&run));
        Check { run, aliases, on }
    }

    fn branch(&mut self, raw: &raw::Branch) -> Branch {
        let mut cases = Vec::with_capacity(raw.cases.len());
        for case in &raw.cases {
            let to = self.target(&case.to);
            let condition = case.condition.as_ref().and_then(|raw| self.condition(raw));
            // Where it could not be read the edge is still there.
            cases.push((condition.unwrap_or(Condition::Any(Vec::new())), to));
        }
        Branch {
            cases,
            otherwise: self.target(&raw.otherwise),
        }
    }

    fn outcome(&mut self, raw: &raw::Outcome) -> Option<Outcome> {
        let name = raw.ends.as_ref()?;
        let mut recheck = Vec::new();
        let kind = match name.as_str() {
            "resolved" => {
                recheck = match &raw.recheck {
                    Some(checks) => self.checks(checks),
                    None => vec![CheckId::Isp, CheckId::Internet],
                };
                OutcomeKind::Resolved
            }
            "unresolved" => OutcomeKind::Unresolved(self.ticket(raw.ticket.as_ref()?)?),
            "known-issue" => OutcomeKind::KnownIssue,
            "hand-over" => OutcomeKind::HandOver,
            "stop" => OutcomeKind::Stop,
            _ => return None,
        };
        Some(Outcome { kind, recheck })
    }

    fn ticket(&mut self, raw: &raw::Ticket) -> Option<TicketPlan> {
        let mut ask: Vec<ContactField> = Vec::new();
        for name in &raw.ask {
            if let Some(field) = ContactField::from_name(&name.value) {
                ask.push(field);
            }
        }
        let severity = Severity::from_name(&raw.severity.as_ref()?.value)?;
        Some(TicketPlan {
            category: super::plain(&raw.category),
            severity,
            ask,
        })
    }
}
