//! The screen for a position: what the customer is to see, all facts filled in.

use firstline_diagnosis::{Finding, Verdict};

use super::Session;
use super::input::{FIELD_END_TEXT, parted};
use super::screen::{
    ActionView, AskedView, Body, CheckState, FieldView, FormView, LineWatch, OptionView, Recheck,
    Screen, Waiting,
};
use super::trail::{Answer, Stage};
use super::verdicts::worst;
use super::walk::Walk;
use crate::model::{
    AskedFact, FormField, InputField, Instruction, Meaning, OutcomeKind, Reply, Step, StepKind,
    Text, TicketPlan, Value, Variant, Verify, Wait,
};

impl Session {
    /// The current screen.
    pub fn screen(&self) -> Screen {
        let walk = &self.walk;
        let step = walk.step();
        let variant = variant(walk, step);
        let fill = |text: &Text| walk.fill(text);
        // A text without its value says nothing.
        let said = |text: &&Text| walk.know_all(text);
        let fill_all = |texts: &[Text]| texts.iter().filter(said).map(fill).collect();
        let shown = &step.shown;
        let title = title(step, variant);
        let text = variant
            .and_then(|variant| variant.text.as_ref())
            .unwrap_or(&shown.text);
        let hint = variant
            .and_then(|variant| variant.hint.as_ref())
            .or(shown.hint.as_ref());
        let links = variant
            .and_then(|variant| variant.links.as_ref())
            .unwrap_or(&shown.links);
        let picture = variant
            .and_then(|variant| variant.picture.as_ref())
            .or(shown.picture.as_ref());
        let mut screen = Screen {
            key: self.key(),
            guide: walk.entry().title.clone(),
            can_go_back: self.can_go_back(),
            can_give_up: !self.broken && walk.way_out().is_some(),
            title: fill(title),
            text: fill_all(text),
            hint: hint.filter(said).map(fill),
            picture: picture.cloned(),
            links: links
                .iter()
                .filter(|link| said(&&link.label))
                .map(|link| (fill(&link.label), link.href.clone()))
                .collect(),
            values: variant
                .and_then(|variant| variant.values.as_ref())
                .unwrap_or(&shown.values)
                .iter()
                .filter(|named| said(&&named.label) && said(&&named.value))
                .map(|named| (fill(&named.label), fill(&named.value)))
                .collect(),
            contact: match &step.kind {
                StepKind::Outcome(outcome) => outcome.contact.clone(),
                _ => None,
            },
            line: self.trail.line,
            variant: self.variant_view(),
            body: Body::Broken,
        };
        if !self.broken {
            screen.body = self.body(step, variant, &mut screen.title);
        }
        screen
    }

    /// Tells one visit, and one phase of it, from every other.
    fn key(&self) -> String {
        let mut key = self.walk.place();
        key.push('#');
        crate::json::push_integer(&mut key, self.trail.visits.len() as u64);
        key.push_str(match self.trail.stage {
            Stage::Checking | Stage::Checked(_) => "!",
            Stage::Asking => "?",
            _ => "",
        });
        key
    }

    fn body(&self, step: &Step, variant: Option<&Variant>, title: &mut String) -> Body {
        let walk = &self.walk;
        let fill = |text: &Text| walk.fill(text);
        let kept = self.kept_answer();
        match (&self.trail.stage, &step.kind) {
            (Stage::Checking | Stage::Checked(_), kind)
                if !matches!(kind, StepKind::Outcome(_)) =>
            {
                Body::Checking {
                    checks: self.check_states(),
                    done: matches!(self.trail.stage, Stage::Checked(_)),
                    verifies: matches!(kind, StepKind::Instruction(_)),
                }
            }
            (
                Stage::Asking,
                StepKind::Instruction(Instruction {
                    verify: Some(verify),
                    ..
                }),
            ) => {
                if let Some(question) = asked(verify, variant, walk) {
                    *title = fill(question);
                }
                let option = |id: &str, label: &Option<Text>| OptionView {
                    id: id.to_owned(),
                    label: label.as_ref().map(fill),
                    picture: None,
                    chosen: false,
                };
                let own = verify.options.iter();
                let mut options: Vec<_> = own.map(|own| option(&own.id, &own.label)).collect();
                if options.is_empty() {
                    let replies = Reply::ALL.iter();
                    options = replies.map(|reply| option(reply.name(), &None)).collect();
                }
                Body::AskHelp { options }
            }
            (_, StepKind::Question(question)) => {
                let chosen = |id: &String| match kept {
                    Some(Answer::Options(ids)) => ids.contains(id),
                    _ => false,
                };
                let option = |option: &crate::model::Choice| OptionView {
                    id: option.id.clone(),
                    label: variant
                        .and_then(|variant| labelled(&variant.options, &option.id))
                        .or(option.label.as_ref())
                        .map(fill),
                    picture: option.picture.clone(),
                    chosen: chosen(&option.id),
                };
                Body::Question {
                    options: question.options.iter().map(option).collect(),
                    many: question.many,
                }
            }
            (_, StepKind::Input(input)) => {
                let before = match kept {
                    Some(Answer::Input(Some(value))) => typed_before(value),
                    _ => String::new(),
                };
                let (value, refused) = match &self.refused {
                    Some((typed, refusal)) => (typed.clone(), Some(refusal.clone())),
                    None => (before, None),
                };
                Body::Input {
                    field: self.field(&input.field, &value, refused.is_some()),
                    value,
                    refused,
                    optional: input.optional,
                }
            }
            (_, StepKind::Lights(lights)) => {
                let (chosen, seen) = match kept {
                    Some(Answer::Lights(meaning, seen)) => (Some(*meaning), seen.clone()),
                    _ => (None, None),
                };
                let equipment = match walk.facts.get(&["equipment.", &lights.of].concat()) {
                    Some(Value::Text(id)) => Some(id.clone()),
                    // Going back has undone the answer that told it.
                    _ => seen.as_ref().map(|seen| seen.equipment.clone()),
                };
                let mut meanings: Vec<Meaning> =
                    lights.on.iter().map(|(meaning, _)| *meaning).collect();
                if lights.otherwise.is_some() {
                    if !meanings.contains(&Meaning::Ok) {
                        meanings.push(Meaning::Ok);
                    }
                    meanings.retain(|meaning| *meaning != Meaning::Unsure);
                    meanings.push(Meaning::Unsure);
                }
                Body::Lights {
                    of: lights.of.clone(),
                    equipment,
                    meanings,
                    chosen,
                    seen,
                }
            }
            (stage, StepKind::Instruction(instruction)) => {
                let actions = variant
                    .and_then(|variant| variant.actions.as_ref())
                    .unwrap_or(&instruction.actions);
                let warning = variant
                    .and_then(|variant| variant.warning.as_ref())
                    .or(instruction.warning.as_ref());
                let action = |action: &crate::model::Action| ActionView {
                    text: fill(&action.text),
                    copy: action.copy.clone(),
                    seconds: action.seconds,
                    picture: action.picture.clone(),
                };
                Body::Instruction {
                    actions: actions
                        .iter()
                        .filter(|action| walk.know_all(&action.text))
                        .map(action)
                        .collect(),
                    minutes: instruction.minutes,
                    warning: warning.map(fill),
                    disruptions: instruction.disruptions.clone(),
                    waiting: self.waiting(stage, instruction),
                    done: instruction.done.as_ref().map(fill),
                    cannot: instruction.cannot.as_ref().map(fill),
                }
            }
            (stage, StepKind::Outcome(outcome)) => match &outcome.kind {
                OutcomeKind::Resolved => Body::Resolved {
                    recheck: self.recheck(stage),
                },
                OutcomeKind::Unresolved(plan) => self.ticket(of(variant, plan), false),
                OutcomeKind::StopWithTicket(plan) => self.ticket(of(variant, plan), true),
                OutcomeKind::KnownIssue => {
                    let words = |name: &str| match walk.facts.get(name) {
                        Some(Value::Text(words)) if !words.is_empty() => Some(words.clone()),
                        _ => None,
                    };
                    Body::KnownIssue {
                        title: words("check.outage.title"),
                        text: words("check.outage.text"),
                        expected_end: words("check.outage.expected-end"),
                    }
                }
                OutcomeKind::HandOver => Body::HandOver {
                    guide: outcome.guide.clone(),
                },
                OutcomeKind::Stop => Body::Stop,
            },
            // Positions rest on none of these.
            (_, StepKind::Check(_) | StepKind::Branch(_) | StepKind::Call(_)) => Body::Broken,
        }
    }

    fn waiting(&self, stage: &Stage, instruction: &Instruction) -> Waiting {
        let wait = instruction.wait;
        let watched = matches!(wait, Some(Wait::LineBack { .. }));
        let line = |dropped: bool| match (watched, dropped) {
            (false, _) => LineWatch::Off,
            (true, false) => LineWatch::Up,
            (true, true) => LineWatch::Down,
        };
        match (stage, wait) {
            (Stage::Waiting { since, .. }, Some(wait)) if wait.is_long() => Waiting::Later {
                until: self.wait_until(*since, wait),
                asks: instruction.question(&self.walk.facts).is_some()
                    && instruction
                        .verify
                        .as_ref()
                        .is_some_and(|verify| verify.options.is_empty()),
            },
            (Stage::Waiting { since, dropped }, Some(wait)) => Waiting::Until {
                from: *since,
                until: self.wait_until(*since, wait),
                line: line(*dropped),
            },
            (stage, _) => Waiting::ForCustomer {
                line: line(matches!(stage, Stage::LineDown)),
            },
        }
    }

    /// What an input or a field asks for; of a form also why what was handed in is refused.
    fn field(&self, field: &InputField, value: &str, refused: bool) -> FieldView {
        let fill = |text: &Text| self.walk.fill(text);
        match field {
            InputField::Number { unit, .. } => FieldView::Number { unit: unit.clone() },
            InputField::Text { .. } => FieldView::Text,
            InputField::Lines { .. } => FieldView::Lines,
            InputField::Date { .. } => FieldView::Date,
            InputField::Choice(choices) => {
                let choice = |(id, label): &(String, Text)| (id.clone(), fill(label));
                FieldView::Choice(choices.iter().map(choice).collect())
            }
            InputField::Form(fields) => {
                let parts = fields.iter().zip(parted(value));
                let part = |(part, typed): (&FormField, &str)| FormView {
                    label: fill(&part.label),
                    field: self.field(&part.field, typed, refused),
                    optional: part.optional,
                    refused: if refused { part.refusal(typed) } else { None },
                };
                FieldView::Form(parts.map(part).collect())
            }
        }
    }

    fn ticket(&self, plan: &TicketPlan, danger: bool) -> Body {
        let walk = &self.walk;
        let unknown = |asked: &&AskedFact| walk.facts.get(&asked.fact).is_none();
        let asked = |asked: &AskedFact| AskedView {
            fact: asked.fact.clone(),
            label: walk.fill(&asked.label),
            required: asked.required,
        };
        let said = |text: &&Text| walk.know_all(text);
        let next = plan.next.iter().filter(said);
        Body::Ticket {
            category: plan.category.clone(),
            severity: plan.severity,
            ask: plan.ask.clone(),
            required: plan.required.clone(),
            facts: plan.facts.iter().filter(unknown).map(asked).collect(),
            next: next.map(|text| walk.fill(text)).collect(),
            danger,
        }
    }

    fn check_states(&self) -> Vec<CheckState> {
        match &self.trail.stage {
            Stage::Checked(findings) => {
                let done = |finding: &Finding| CheckState {
                    check: finding.check,
                    finding: Some(finding.clone()),
                };
                findings.iter().map(done).collect()
            }
            _ => self
                .running
                .as_ref()
                .map(|running| running.checks.clone())
                .unwrap_or_default(),
        }
    }

    fn recheck(&self, stage: &Stage) -> Recheck {
        match stage {
            Stage::Settled(findings) => match worst(findings) {
                Verdict::Pass | Verdict::Warn => Recheck::Passed,
                Verdict::Fail => Recheck::Failed,
                Verdict::Unknown => Recheck::Unknown,
            },
            Stage::Settling { recheck_at } => match &self.running {
                Some(running) => Recheck::Running { run: running.run },
                None => Recheck::Planned { at: *recheck_at },
            },
            _ => Recheck::Unknown,
        }
    }
}

/// The title that is shown.
pub(super) fn title<'a>(step: &'a Step, variant: Option<&'a Variant>) -> &'a Text {
    variant
        .and_then(|variant| variant.title.as_ref())
        .unwrap_or(&step.shown.title)
}

/// The variant of a step, by the facts that are known.
pub(super) fn variant<'a>(walk: &Walk, step: &'a Step) -> Option<&'a Variant> {
    let by = step.by.as_ref().and_then(|by| {
        // A fact counts as it is: what a text inserts of it may be in words.
        let known = walk.facts.get(by).or_else(|| walk.inserted(by));
        match known {
            Some(Value::Text(value)) => Some(value.as_str()),
            _ => None,
        }
    });
    let mut variants = step.variants.iter();
    let shown = variants.find(|(value, variant)| match &variant.when {
        Some(condition) => condition.holds(&walk.facts),
        None => Some(value.as_str()) == by,
    });
    shown.map(|(_, variant)| variant)
}

/// The question whether an instruction helped, if the customer is asked.
pub(super) fn asked<'a>(
    verify: &'a Verify,
    variant: Option<&'a Variant>,
    walk: &Walk,
) -> Option<&'a Text> {
    let question = verify.question(&walk.facts)?;
    let own = variant.and_then(|variant| variant.ask.as_ref());
    Some(own.unwrap_or(question))
}

/// The label of an option among those of a variant.
pub(super) fn labelled<'a>(labels: &'a [(String, Text)], id: &str) -> Option<&'a Text> {
    let found = labels.iter().find(|(known, _)| known == id);
    found.map(|(_, label)| label)
}

/// The ticket of an end, or its variant's.
pub(super) fn of<'a>(variant: Option<&'a Variant>, plan: &'a TicketPlan) -> &'a TicketPlan {
    let own = variant.and_then(|variant| variant.ticket.as_ref());
    own.unwrap_or(plan)
}

/// The value that was entered before, as it would be typed again.
fn typed_before(value: &Value) -> String {
    match value {
        Value::Number(number) => {
            let mut writer = crate::json::Writer::new();
            writer.number(*number);
            writer.finish()
        }
        Value::Text(text) => text.clone(),
        Value::List(parts) => parts.join(FIELD_END_TEXT),
        Value::Flag(_) => String::new(),
    }
}
