//! Taking guides apart.

mod kinds;

use super::{HEADER, SPELLED, ZERO, has};
use crate::json::Writer;
use crate::model::{
    Action, FactDeclaration, FactKind, FactSource, Guide, Library, Link, Picture, Piece, Shown,
    Step, StepIndex, Text, Variant,
};

/// Writes the pack of the guide `entry`: it and all that it calls, nothing else of the library.
/// Reading it gives the same guides, the entry first, without their listing; numbers are rounded
/// to six decimals. Line breaks, which the loader refuses, become spaces.
pub fn write(entry: &str, library: &Library) -> Vec<u8> {
    let guides = order(entry, library);
    let mut output = Output {
        code: String::new(),
        names: Vec::new(),
        texts: Vec::new(),
        guides: guides.iter().map(|guide| guide.id.as_str()).collect(),
        here: 0,
        steps: 0,
    };
    output.list(&guides, |output, guide| output.guide(guide));
    let code = std::mem::take(&mut output.code);
    output.count(output.texts.len());
    let count = std::mem::replace(&mut output.code, code);
    let mut lines = vec![HEADER.to_owned()];
    lines.append(&mut output.texts);
    lines.append(&mut output.names);
    lines.push(count + &output.code);
    lines.join("\n").into_bytes()
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
        for (_, called) in guide.calls() {
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
        !is_placed(&placed, &guide.id)
            && guide.calls().all(|(_, called)| is_placed(&placed, called))
    }) {
        placed.push(next);
    }
    placed
}

struct Output<'l> {
    code: String,
    names: Vec<String>,
    texts: Vec<String>,
    /// The ids of the guides, in the order in which they are written.
    guides: Vec<&'l str>,
    /// The index of the step that is being written.
    here: u32,
    /// How many steps its guide has.
    steps: u32,
}

/// As it stands in a line of its own.
fn line(text: &str) -> String {
    text.replace('\n', " ")
}

fn bit(present: bool, bit: u32) -> u32 {
    if present { bit } else { 0 }
}

impl<'l> Output<'l> {
    fn number(&mut self, number: u32) {
        match number.checked_add(ZERO.into()).and_then(char::from_u32) {
            Some(character) => self.code.push(character),
            None => self.spelled(number.into()),
        }
    }

    fn spelled(&mut self, number: f64) {
        self.code.push(SPELLED);
        let mut digits = Writer::new();
        digits.number(number);
        self.names.push(digits.finish());
    }

    fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
    }

    fn maybe_number(&mut self, number: Option<u32>) {
        self.number(number.map_or(0, |number| number.saturating_add(1)));
    }

    fn float(&mut self, number: f64) {
        let whole = number as u32;
        if f64::from(whole) == number {
            self.number(whole);
        } else {
            self.spelled(number);
        }
    }

    fn maybe_float(&mut self, number: Option<f64>) {
        self.number(number.is_some().into());
        if let Some(number) = number {
            self.float(number);
        }
    }

    /// How far a step lies behind the one that names it.
    fn distance(&self, to: StepIndex) -> u32 {
        let to = u32::from(to.0);
        let behind = to.checked_sub(self.here);
        behind.unwrap_or_else(|| to + self.steps - self.here)
    }

    fn step_index(&mut self, step: StepIndex) {
        self.number(self.distance(step));
    }

    fn maybe_step_index(&mut self, step: Option<StepIndex>) {
        self.maybe_number(step.map(|step| self.distance(step)));
    }

    fn name(&mut self, name: &str) {
        self.names.push(line(name));
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
        self.texts.push(line(text));
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

    fn guide(&mut self, guide: &Guide) {
        self.name(&guide.id);
        self.name(&guide.version);
        self.name(&guide.language);
        self.plain(&guide.title);
        self.number(guide.listed.into());
        self.list(&guide.facts, Self::fact);
        self.count(guide.steps.len());
        self.steps = u32::try_from(guide.steps.len()).unwrap_or(u32::MAX);
        self.here = 0;
        self.step_index(guide.start);
        self.maybe_step_index(guide.stuck);
        self.all(&guide.steps, |output, step| {
            output.step(step);
            output.here += 1;
        });
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
}
