//! Where a guide reads facts: in texts, conditions and variants.

use crate::json::Span;
use crate::raw::{self, Condition, Field, Guide, Kind, Name, Shown, Step};

/// A place where a fact is read.
pub(crate) struct Read {
    /// The fact.
    pub(crate) fact: String,
    /// The place.
    pub(crate) span: Span,
    /// The step, by position.
    pub(crate) step: usize,
}

/// All places where a guide reads facts.
pub(crate) fn collect(guide: &Guide, source: &str) -> Vec<Read> {
    let mut reads = Vec::new();
    for (position, step) in guide.steps.iter().enumerate() {
        let mut read = |fact: &str, span| {
            reads.push(Read {
                fact: fact.to_owned(),
                span,
                step: position,
            });
        };
        if let Some(by) = &step.by {
            read(&by.value, by.span);
        }
        each_text(step, &mut |text| inserts(text, source, &mut read));
        for condition in step.conditions() {
            each_comparison(condition, &mut |comparison| {
                read(&comparison.fact.value, comparison.fact.span);
                let fact = comparison.value.get("fact");
                if let Some(fact) = fact.filter(|_| comparison.operator.compares_order())
                    && let Some(name) = fact.as_str()
                {
                    read(name, fact.span);
                }
            });
        }
    }
    reads
}

/// Calls `take` for every comparison of a condition.
pub(crate) fn each_comparison<'g>(
    condition: &'g Condition,
    take: &mut impl FnMut(&'g raw::Comparison),
) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                each_comparison(part, take);
            }
        }
        Condition::Not(part) => each_comparison(part, take),
        Condition::Fact(comparison) => take(comparison),
    }
}

fn each_text(step: &Step, take: &mut impl FnMut(&Name)) {
    shown(&step.shown, take);
    for (_, variant) in &step.variants {
        shown(&variant.shown, take);
        actions(variant.actions.as_deref().unwrap_or_default(), take);
        variant.warning.iter().for_each(&mut *take);
        variant.ask.iter().for_each(&mut *take);
        variant.options.iter().for_each(|(_, label)| take(label));
        let own = variant.ticket.iter();
        own.for_each(|own| ticket(&own.value, take));
    }
    match &step.kind {
        Some(Kind::Question(question)) => {
            question
                .options
                .iter()
                .filter_map(|option| option.label.as_ref())
                .for_each(take);
        }
        Some(Kind::Input(input)) => {
            if let Field::Form(parts) = &input.field {
                parts
                    .iter()
                    .filter_map(|part| part.label.as_ref())
                    .for_each(&mut *take);
            }
            for (field, _) in input.parts() {
                if let Field::Choice(options) = field {
                    options.iter().for_each(|(_, label)| take(label));
                }
            }
        }
        Some(Kind::Instruction(instruction)) => {
            actions(&instruction.actions, take);
            instruction.warning.iter().for_each(&mut *take);
            instruction.done.iter().for_each(&mut *take);
            instruction.cannot.iter().for_each(&mut *take);
            if let Some(verify) = &instruction.verify {
                verify.ask.iter().for_each(&mut *take);
                let options = verify.options.iter();
                options
                    .filter_map(|option| option.label.as_ref())
                    .for_each(take);
            }
        }
        Some(Kind::Outcome(outcome)) => {
            outcome.ticket.iter().for_each(|own| ticket(own, take));
        }
        _ => {}
    }
}

fn shown(shown: &Shown, take: &mut impl FnMut(&Name)) {
    shown.title.iter().for_each(&mut *take);
    shown.text.iter().flatten().for_each(&mut *take);
    shown.hint.iter().for_each(&mut *take);
    shown
        .links
        .iter()
        .flatten()
        .filter_map(|link| link.label.as_ref())
        .for_each(&mut *take);
    let values = shown.values.iter().flatten();
    values
        .flat_map(|named| [&named.label, &named.value])
        .flatten()
        .for_each(take);
}

fn ticket(ticket: &raw::Ticket, take: &mut impl FnMut(&Name)) {
    ticket.next.iter().for_each(&mut *take);
    let asked = ticket.ask.iter();
    asked
        .filter_map(|asked| asked.label.as_ref())
        .for_each(take);
}

fn actions(actions: &[raw::Action], take: &mut impl FnMut(&Name)) {
    actions
        .iter()
        .filter_map(|action| action.text.as_ref())
        .for_each(take);
}

/// Calls `read` for every insert of a text, with its place in the source.
fn inserts(text: &Name, source: &str, read: &mut impl FnMut(&str, Span)) {
    let written = &source[text.span.start as usize..text.span.end as usize];
    let mut from = 0;
    let mut rest = text.value.as_str();
    while let Some(brace) = rest.find('{') {
        rest = &rest[brace + 1..];
        if let Some(behind) = rest.strip_prefix('{') {
            rest = behind;
            continue;
        }
        let Some((name, behind)) = rest.split_once('}') else {
            return;
        };
        rest = behind;
        // As written, unless somebody escaped its letters: then the whole text.
        let braced = ["{", name, "}"].concat();
        let span = match written[from..].find(&braced) {
            Some(at) => {
                let start = text.span.start as usize + from + at;
                from += at + braced.len();
                Span {
                    start: start as u32,
                    end: (start + braced.len()) as u32,
                }
            }
            None => text.span,
        };
        if !name.is_empty() && !name.contains('{') {
            read(name, span);
        }
    }
}
