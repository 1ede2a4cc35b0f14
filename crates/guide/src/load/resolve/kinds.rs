//! What a step does and where it leads.

use super::Resolver;
use super::on::Judge;
use crate::json::Node;
use crate::model::{
    AskedFact, Branch, Call, Check, Condition, ContactField, Disruption, FormField, HelpOption,
    Input, InputField, Instruction, Outcome, OutcomeKind, Question, Severity, StepKind, Text,
    TicketPlan, Value, Verify, VerifyBy, Wait, time_of_day,
};
use crate::raw::{self, Name};
use crate::rules::no_way_to_answer;
use firstline_diagnosis::{CheckId, Verdict};

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
                with: facts(&raw.with),
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
        Input {
            field: self.field(&raw.field),
            fact: super::plain(&raw.fact),
            optional: raw.optional,
            to: self.target(&raw.to),
        }
    }

    fn field(&mut self, raw: &raw::Field) -> InputField {
        let plain = |name: &Option<Name>| name.as_ref().map(|name| name.value.clone());
        match raw {
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
            raw::Field::Form(raw) => {
                let mut fields = Vec::with_capacity(raw.len());
                for part in raw {
                    fields.push(FormField {
                        label: self.text(&part.label),
                        field: self.field(&part.field),
                        fact: super::plain(&part.fact),
                        optional: part.optional,
                    });
                }
                InputField::Form(fields)
            }
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
            done: self.maybe_text(&raw.done),
            cannot: self.maybe_text(&raw.cannot),
            keeps_place: raw.keeps_place.is_some(),
        }
    }

    fn wait(&mut self, raw: &raw::Wait) -> Wait {
        let seconds = raw.seconds.unwrap_or(UNREAD);
        let at = raw.at.as_ref().and_then(|at| time_of_day(&at.value));
        match (&raw.until, raw.hours, at) {
            (Some(_), _, _) => Wait::LineBack { seconds },
            (None, Some(hours), _) => Wait::Hours(hours),
            (None, None, Some(minutes)) => Wait::At(minutes),
            (None, None, None) => Wait::Seconds(seconds),
        }
    }

    fn verify(&mut self, raw: &raw::Verify) -> Option<Verify> {
        let ask = self.maybe_text(&raw.ask);
        let choices = choices(raw);
        let (by, ask) = match ask {
            Some(ask) if raw.run.is_empty() => (VerifyBy::Asking(ask), None),
            ask => (VerifyBy::Checks(self.checks(&raw.run)), ask),
        };
        let judge = match (&by, choices.is_empty()) {
            (VerifyBy::Checks(_), true) => Judge::Checks,
            (VerifyBy::Checks(_), false) => Judge::ChecksOr(&choices),
            (VerifyBy::Asking(_), true) => Judge::Customer,
            (VerifyBy::Asking(_), false) => Judge::Choosing(&choices),
        };
        let (by_id, on) = self.verdicts(&raw.on, &judge);
        let mut options = Vec::with_capacity(raw.options.len());
        for (raw, (id, verdict)) in raw.options.iter().zip(&choices) {
            let own = by_id.iter().find(|(known, _)| known == id);
            options.push(HelpOption {
                id: id.clone(),
                label: self.maybe_text(&raw.label),
                helped: *verdict == Verdict::Pass,
                to: own.map_or_else(|| on.edge(*verdict), |(_, to)| *to),
            });
        }
        Some(Verify {
            by,
            on,
            ask,
            options,
        })
    }

    fn check(&mut self, raw: &raw::Check) -> Check {
        let run = self.checks(&raw.run);
        let (aliases, on) = self.verdicts(&raw.on, &Judge::ChecksByAlias(&run));
        let kept = raw.kept.iter();
        let kept = kept.map(|(check, name)| (check.value.clone(), name.value.clone()));
        Check {
            kept: kept.collect(),
            service: raw.service.as_ref().map(|service| service.value.clone()),
            watch: raw
                .watch
                .as_ref()
                .and_then(|watch| u16::try_from(watch.value).ok()),
            run,
            aliases,
            on,
        }
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
            "stop" => match &raw.ticket {
                Some(ticket) => OutcomeKind::StopWithTicket(self.ticket(ticket)?),
                None => OutcomeKind::Stop,
            },
            _ => return None,
        };
        let plain = |name: &Option<Name>| name.as_ref().map(|name| name.value.clone());
        Some(Outcome {
            kind,
            recheck,
            contact: plain(&raw.contact),
            guide: plain(&raw.guide),
        })
    }

    pub(super) fn ticket(&mut self, raw: &raw::Ticket) -> Option<TicketPlan> {
        let (mut ask, mut required, mut facts) = (Vec::new(), Vec::new(), Vec::new());
        for asked in &raw.ask {
            let field = asked.field.as_ref();
            if let Some(field) = field.and_then(|name| ContactField::from_name(&name.value)) {
                ask.push(field);
                required.extend(asked.required.then_some(field));
            } else if let Some(fact) = &asked.fact {
                facts.push(AskedFact {
                    fact: fact.value.clone(),
                    label: self.text(&asked.label),
                    required: asked.required,
                });
            }
        }
        // What is misspelt was reported, and may be what is missing.
        let is_known = |asked: &raw::Asked| match &asked.field {
            Some(name) => ContactField::from_name(&name.value).is_some(),
            None => asked.fact.is_some(),
        };
        let first = raw.ask.first().and_then(|asked| {
            let name = asked.field.as_ref().or(asked.fact.as_ref());
            Some(name?.span)
        });
        if let Some(span) = first.filter(|_| raw.ask.iter().all(is_known)) {
            no_way_to_answer::look(&ask, span, self.report);
        }
        let severity = Severity::from_name(&raw.severity.as_ref()?.value)?;
        Some(TicketPlan {
            category: super::plain(&raw.category),
            severity,
            ask,
            required,
            facts,
            next: self.texts(&raw.next),
        })
    }
}

/// Facts and their values.
pub(super) fn facts(raw: &[(Name, Node)]) -> Vec<(String, Value)> {
    let facts = raw.iter();
    let facts = facts.filter_map(|(fact, node)| Some((fact.value.clone(), super::value(node)?)));
    facts.collect()
}

/// What can be answered to "did it help?": ids, and what each counts as.
fn choices(raw: &raw::Verify) -> Vec<(String, Verdict)> {
    let choice = |raw: &raw::HelpChoice| {
        let id = super::plain(&raw.id);
        let said = raw.is.as_ref();
        let said = said.and_then(|is| Verdict::from_name(&is.value));
        let verdict = said.unwrap_or(match id.as_str() {
            "yes" | "better" => Verdict::Pass,
            "a-little" => Verdict::Warn,
            "no" | "worse" => Verdict::Fail,
            _ => Verdict::Unknown,
        });
        (id, verdict)
    };
    raw.options.iter().map(choice).collect()
}
