//! Taking guides apart.

use super::{FORMAT, has};
use crate::json::Writer;
use crate::model::{
    Action, Branch, Check, Choice, Condition, Ends, FactDeclaration, FactKind, FactSource, Field,
    Guide, Input, Instruction, Kind, Library, Lights, Link, Operand, Outcome, Picture, Piece,
    Question, Shown, Step, StepIndex, Test, Text, Value, Variant, VerdictEdges, VerifyBy, Wait,
};
use firstline_diagnosis::CheckId;

/// Writes the pack of the guide `entry`: it and all that it calls, nothing else of the library.
/// Reading it gives the same guides, the entry first; numbers are rounded to six decimals.
pub fn write(entry: &str, library: &Library) -> String {
    let guides = order(entry, library);
    let mut output = Output {
        code: Writer::new(),
        names: Writer::new(),
        texts: Writer::new(),
        guides: guides.iter().map(|guide| guide.id.as_str()).collect(),
    };
    output.code.begin_array();
    output.names.begin_array();
    output.texts.begin_array();
    output.list(&guides, |output, guide| output.guide(guide));
    output.code.end_array();
    output.names.end_array();
    output.texts.end_array();
    let mut out = Writer::new();
    out.begin_object();
    out.key("format").integer(u64::from(FORMAT));
    out.key("names").raw(&output.names.finish());
    out.key("texts").raw(&output.texts.finish());
    out.key("code").raw(&output.code.finish());
    out.end_object();
    out.finish()
}

/// The entry and all that it calls, callees before callers.
fn order<'l>(entry: &str, library: &'l Library) -> Vec<&'l Guide> {
    let mut needed: Vec<&Guide> = library
        .guide(entry)
        .map(|guide| &**guide)
        .into_iter()
        .collect();
    let mut at = 0;
    while let Some(guide) = needed.get(at) {
        for called in calls(guide) {
            if let Some(called) = library.guide(called)
                && !needed.iter().any(|known| known.id == called.id)
            {
                needed.push(called);
            }
        }
        at += 1;
    }
    // The last called come first where nothing else decides, so that reading, which turns the
    // order round, gives the order of the calls.
    let mut placed: Vec<&Guide> = Vec::with_capacity(needed.len());
    let is_placed = |placed: &[&Guide], id: &str| placed.iter().any(|guide| guide.id == id);
    while let Some(next) = needed.iter().rev().find(|guide| {
        !is_placed(&placed, &guide.id) && calls(guide).all(|called| is_placed(&placed, called))
    }) {
        placed.push(next);
    }
    placed
}

fn calls(guide: &Guide) -> impl Iterator<Item = &str> {
    guide.steps.iter().filter_map(|step| match &step.kind {
        Kind::Call(call) => Some(call.guide.as_str()),
        _ => None,
    })
}

struct Output<'l> {
    code: Writer,
    names: Writer,
    texts: Writer,
    /// The ids of the guides, in the order in which they are written.
    guides: Vec<&'l str>,
}

fn bit(present: bool, bit: u32) -> u32 {
    if present { bit } else { 0 }
}

impl<'l> Output<'l> {
    fn number(&mut self, number: u32) {
        self.code.integer(u64::from(number));
    }

    fn count(&mut self, count: usize) {
        self.code.integer(count as u64);
    }

    fn maybe_number(&mut self, number: Option<u32>) {
        self.number(number.map_or(0, |number| number.saturating_add(1)));
    }

    fn float(&mut self, number: f64) {
        self.code.number(number);
    }

    fn maybe_float(&mut self, number: Option<f64>) {
        self.number(number.is_some().into());
        if let Some(number) = number {
            self.float(number);
        }
    }

    fn step_index(&mut self, step: StepIndex) {
        self.number(step.0.into());
    }

    fn maybe_step_index(&mut self, step: Option<StepIndex>) {
        self.maybe_number(step.map(|step| step.0.into()));
    }

    fn name(&mut self, name: &str) {
        self.names.string(name);
    }

    fn maybe_name(&mut self, name: Option<&String>) {
        self.number(name.is_some().into());
        if let Some(name) = name {
            self.name(name);
        }
    }

    fn names(&mut self, names: &[String]) {
        self.list(names, |output, name| output.name(name));
    }

    fn plain(&mut self, text: &str) {
        self.texts.string(text);
    }

    fn text(&mut self, text: &Text) {
        let mut written = String::new();
        for piece in &text.0 {
            match piece {
                Piece::Words(words) => written.push_str(&words.replace('{', "{{")),
                Piece::Fact(name) => {
                    written.push('{');
                    written.push_str(name);
                    written.push('}');
                }
            }
        }
        self.plain(&written);
    }

    fn maybe_text(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(text);
        }
    }

    fn list<T>(&mut self, items: &[T], write: impl FnMut(&mut Self, &T)) {
        self.count(items.len());
        self.all(items, write);
    }

    fn all<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for item in items {
            write(self, item);
        }
    }

    fn guide(&mut self, guide: &'l Guide) {
        self.name(&guide.id);
        self.name(&guide.version);
        self.name(&guide.language);
        self.plain(&guide.title);
        self.plain(&guide.summary);
        self.count(guide.search_words.len());
        for words in &guide.search_words {
            self.plain(words);
        }
        self.number(guide.listed.into());
        self.list(&guide.facts, Self::fact);
        self.count(guide.steps.len());
        self.step_index(guide.start);
        self.maybe_step_index(guide.stuck);
        self.all(&guide.steps, Self::step);
    }

    /// Kinds: 0 number, 1 text, 2 date, 3 flag, 4 choice, 5 choices. Sources: 0 answer,
    /// 1 website, 2 device, 3 provider.
    fn fact(&mut self, fact: &FactDeclaration) {
        self.name(&fact.name);
        self.number(match fact.from {
            FactSource::Answer => 0,
            FactSource::Website => 1,
            FactSource::Device => 2,
            FactSource::Provider => 3,
        });
        match &fact.kind {
            FactKind::Number { unit } => {
                self.number(0);
                self.name(unit);
            }
            FactKind::Text => self.number(1),
            FactKind::Date => self.number(2),
            FactKind::Flag => self.number(3),
            FactKind::Choice(values) => {
                self.number(4);
                self.names(values);
            }
            FactKind::Choices(values) => {
                self.number(5);
                self.names(values);
            }
        }
    }

    fn step(&mut self, step: &Step) {
        let Shown {
            title,
            text,
            hint,
            picture,
            links,
        } = &step.shown;
        self.name(&step.id);
        let paragraphs = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.number(
            bit(!title.0.is_empty(), has::TITLE)
                | bit(hint.is_some(), has::HINT)
                | bit(picture.is_some(), has::PICTURE)
                | bit(!links.is_empty(), has::LINKS)
                | bit(step.by.is_some(), has::VARIANTS)
                | paragraphs.saturating_mul(has::PARAGRAPHS),
        );
        if !title.0.is_empty() {
            self.text(title);
        }
        self.all(text, Self::text);
        self.maybe_text(hint.as_ref());
        self.all(picture.as_slice(), Self::picture);
        if !links.is_empty() {
            self.list(links, Self::link);
        }
        if let Some(by) = &step.by {
            self.name(by);
            self.list(&step.variants, |output, (value, variant)| {
                output.name(value);
                output.variant(variant);
            });
        }
        self.kind(&step.kind);
    }

    fn variant(&mut self, variant: &Variant) {
        self.number(
            bit(variant.title.is_some(), has::TITLE)
                | bit(variant.text.is_some(), has::TEXT)
                | bit(variant.hint.is_some(), has::HINT)
                | bit(variant.picture.is_some(), has::PICTURE)
                | bit(variant.links.is_some(), has::LINKS)
                | bit(variant.actions.is_some(), has::ACTIONS)
                | bit(variant.warning.is_some(), has::WARNING),
        );
        self.maybe_text(variant.title.as_ref());
        if let Some(text) = &variant.text {
            self.list(text, Self::text);
        }
        self.maybe_text(variant.hint.as_ref());
        self.all(variant.picture.as_slice(), Self::picture);
        if let Some(links) = &variant.links {
            self.list(links, Self::link);
        }
        if let Some(actions) = &variant.actions {
            self.list(actions, Self::action);
        }
        self.maybe_text(variant.warning.as_ref());
    }

    fn picture(&mut self, picture: &Picture) {
        self.name(&picture.file);
        self.plain(&picture.alt);
    }

    fn link(&mut self, link: &Link) {
        self.text(&link.label);
        self.name(&link.href);
    }

    fn action(&mut self, action: &Action) {
        let seconds = action
            .seconds
            .map_or(0, |seconds| seconds.saturating_add(1));
        self.number(
            bit(action.copy.is_some(), has::COPY)
                | bit(action.picture.is_some(), has::PICTURE)
                | seconds.saturating_mul(has::SECONDS),
        );
        self.text(&action.text);
        if let Some(copy) = &action.copy {
            self.plain(copy);
        }
        self.all(action.picture.as_slice(), Self::picture);
    }

    /// 0 question, 1 input, 2 lights, 3 instruction, 4 check, 5 branch, 6 call, 7 outcome.
    fn kind(&mut self, kind: &Kind) {
        match kind {
            Kind::Question(question) => {
                self.number(0);
                self.question(question);
            }
            Kind::Input(input) => {
                self.number(1);
                self.input(input);
            }
            Kind::Lights(lights) => {
                self.number(2);
                self.lights(lights);
            }
            Kind::Instruction(instruction) => {
                self.number(3);
                self.instruction(instruction);
            }
            Kind::Check(check) => {
                self.number(4);
                self.check(check);
            }
            Kind::Branch(branch) => {
                self.number(5);
                self.branch(branch);
            }
            Kind::Call(call) => {
                self.number(6);
                // Callees are written before their callers.
                let called = self.guides.iter().position(|id| *id == call.guide);
                self.count(called.unwrap_or(usize::MAX));
                self.list(&call.on, |output, (ending, to)| {
                    output.name(ending.name());
                    output.step_index(*to);
                });
            }
            Kind::Outcome(outcome) => {
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
            Field::Number { min, max, unit } => {
                self.number(0);
                self.maybe_float(*min);
                self.maybe_float(*max);
                self.name(unit);
            }
            Field::Text { max_length } => {
                self.number(1);
                self.number(*max_length);
            }
            Field::Lines { max_length } => {
                self.number(2);
                self.number(*max_length);
            }
            Field::Date { min, max } => {
                self.number(3);
                self.maybe_name(min.as_ref());
                self.maybe_name(max.as_ref());
            }
            Field::Choice(options) => {
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
        self.list(&instruction.does, |output, does| output.name(does.name()));
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
        match &outcome.ends {
            Ends::Resolved => self.number(0),
            Ends::Unresolved(plan) => {
                self.number(1);
                self.name(&plan.category);
                self.name(plan.severity.name());
                self.list(&plan.ask, |output, field| output.name(field.name()));
            }
            Ends::KnownIssue => self.number(2),
            Ends::HandOver => self.number(3),
            Ends::Stop => self.number(4),
        }
        self.checks(&outcome.recheck);
    }
}
