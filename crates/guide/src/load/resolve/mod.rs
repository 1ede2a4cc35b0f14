//! Looks up every name of a guide and fills in every default. What is wrong in shape was reported before,
//! and is passed over.

mod condition;
mod kinds;
mod on;
mod text;

use firstline_diagnosis::CheckId;

use crate::diagnostic::Report;
use crate::json::{Node, Value as Json};
use crate::model::{
    Choice, FactDeclaration, FactKind, FactSource, Guide, Link, Listing, Named, OptionNeeds,
    Picture, Shown, Step, StepIndex, Value, Variant,
};
use crate::raw::{self, Name};
use crate::rules::analysis::NOWHERE;
use crate::rules::too_many_steps::TooManySteps;
use crate::rules::unknown_step::UnknownStep;
use crate::rules::unknown_value::UnknownValue;
use crate::rules::variant_of_nothing::VariantOfNothing;

/// A guide whose names are looked up. It is one only if nothing was reported.
pub(super) struct Resolved {
    /// The guide without its steps.
    guide: Guide,
    /// The steps in the author's order; `None` where one could not be read.
    pub(super) steps: Vec<Option<Step>>,
}

impl Resolved {
    /// The guide, if all its steps are there.
    pub(super) fn into_guide(self) -> Option<Guide> {
        let steps: Option<Vec<Step>> = self.steps.into_iter().collect();
        Some(Guide {
            steps: steps?,
            ..self.guide
        })
    }

    pub(super) fn start(&self) -> StepIndex {
        self.guide.start
    }

    pub(super) fn stuck(&self) -> Option<StepIndex> {
        self.guide.stuck
    }

    pub(super) fn facts(&self) -> &[FactDeclaration] {
        &self.guide.facts
    }
}

/// Looks up every name of a guide.
pub(super) fn guide(raw: &raw::Guide, report: &mut Report) -> Resolved {
    let mut ids: Vec<(&str, StepIndex)> = Vec::new();
    for (position, step) in raw.steps.iter().enumerate() {
        match u16::try_from(position) {
            Ok(index) if StepIndex(index) != NOWHERE => {
                ids.push((&step.id.value, StepIndex(index)))
            }
            _ => {
                report.add(step.id.span, &TooManySteps);
                break;
            }
        }
    }
    ids.sort_unstable();
    let names = ids.iter().map(|(id, _)| *id).collect();
    let mut resolver = Resolver { ids, names, report };
    let steps = raw.steps.iter().map(|step| resolver.step(step)).collect();
    let guide = Guide {
        id: plain(&raw.id),
        version: plain(&raw.version),
        language: plain(&raw.language),
        title: plain(&raw.title),
        listing: Some(Listing {
            summary: plain(&raw.summary),
            search_words: raw
                .search_words
                .iter()
                .map(|word| word.value.clone())
                .collect(),
            group: None,
            needs: written(&raw.needs),
            options: option_needs(raw),
        }),
        listed: raw.listed,
        facts: raw
            .facts
            .iter()
            .filter_map(|fact| resolver.fact(fact))
            .collect(),
        start: resolver.target(&raw.start),
        stuck: raw.stuck.as_ref().map(|stuck| resolver.step_named(stuck)),
        steps: Vec::new(),
    };
    Resolved { guide, steps }
}

fn written(names: &[Name]) -> Vec<String> {
    names.iter().map(|name| name.value.clone()).collect()
}

/// Options that only customers of some providers see.
fn option_needs(raw: &raw::Guide) -> Vec<OptionNeeds> {
    let mut all = Vec::new();
    for (step, index) in raw.steps.iter().zip(0..=u16::MAX) {
        let Some(raw::Kind::Question(question)) = &step.kind else {
            continue;
        };
        for (option, choice) in question.options.iter().enumerate() {
            if !choice.needs.is_empty() {
                all.push(OptionNeeds {
                    step: StepIndex(index),
                    option,
                    needs: written(&choice.needs),
                });
            }
        }
    }
    all
}

fn plain(name: &Option<Name>) -> String {
    name.as_ref()
        .map_or_else(String::new, |name| name.value.clone())
}

struct Resolver<'r> {
    /// The ids of the steps, sorted.
    ids: Vec<(&'r str, StepIndex)>,
    /// The same without the indexes.
    names: Vec<&'r str>,
    report: &'r mut Report,
}

impl Resolver<'_> {
    /// Where a name leads. What is missing was reported when the shape was read.
    fn target(&mut self, name: &Option<Name>) -> StepIndex {
        name.as_ref().map_or(NOWHERE, |name| self.step_named(name))
    }

    fn step_named(&mut self, name: &Name) -> StepIndex {
        match self.ids.binary_search_by_key(&name.as_str(), |(id, _)| id) {
            Ok(found) => self.ids[found].1,
            Err(_) => {
                let violation = UnknownStep {
                    name: &name.value,
                    known: &self.names,
                };
                self.report.add(name.span, &violation);
                NOWHERE
            }
        }
    }

    /// Checks, each once.
    fn checks(&mut self, names: &[Name]) -> Vec<CheckId> {
        let mut checks = Vec::with_capacity(names.len());
        for check in names
            .iter()
            .filter_map(|name| CheckId::from_name(&name.value))
        {
            if !checks.contains(&check) {
                checks.push(check);
            }
        }
        checks
    }

    fn fact(&mut self, raw: &raw::Fact) -> Option<FactDeclaration> {
        let values = || raw.values.iter().map(|value| value.value.clone()).collect();
        let from = match raw.from.as_ref().map(Name::as_str) {
            Some("website") => FactSource::Website,
            Some("device") => FactSource::Device,
            Some("provider") => FactSource::Provider,
            _ => FactSource::Answer,
        };
        let kind = raw.kind.as_ref()?;
        let kind = match kind.as_str() {
            "number" => FactKind::Number {
                unit: plain(&raw.unit),
            },
            "text" => FactKind::Text,
            "date" => FactKind::Date,
            "flag" => FactKind::Flag,
            "choice" => FactKind::Choice(values()),
            "choices" => FactKind::Choices(values()),
            _ => return None,
        };
        Some(FactDeclaration {
            name: raw.name.value.clone(),
            kind,
            from,
        })
    }

    fn step(&mut self, raw: &raw::Step) -> Option<Step> {
        let shown = Shown {
            title: self.text(&raw.shown.title),
            text: self.texts(raw.shown.text.as_deref().unwrap_or_default()),
            hint: self.maybe_text(&raw.shown.hint),
            picture: self.picture(&raw.shown.picture),
            links: self.links(raw.shown.links.as_deref().unwrap_or_default()),
            values: self.values(raw.shown.values.as_deref().unwrap_or_default()),
        };
        self.labels(raw);
        self.of_nothing(raw);
        let variants = raw
            .variants
            .iter()
            .map(|(value, variant)| {
                // A position says nothing to those who read a pack.
                let listed = variant.when.is_some();
                let value = if listed { "" } else { &value.value };
                (value.to_owned(), self.variant(variant))
            })
            .collect();
        Some(Step {
            id: raw.id.value.clone(),
            shown,
            by: raw.by.as_ref().map(|by| by.value.clone()),
            variants,
            kind: self.kind(raw.kind.as_ref()?)?,
        })
    }

    fn variant(&mut self, raw: &raw::Variant) -> Variant {
        let shown = &raw.shown;
        Variant {
            title: self.maybe_text(&shown.title),
            text: shown.text.as_ref().map(|text| self.texts(text)),
            hint: self.maybe_text(&shown.hint),
            picture: self.picture(&shown.picture),
            links: shown.links.as_ref().map(|links| self.links(links)),
            actions: raw.actions.as_ref().map(|actions| self.actions(actions)),
            warning: self.maybe_text(&raw.warning),
            values: shown.values.as_ref().map(|values| self.values(values)),
            when: raw.when.as_ref().and_then(|when| self.condition(when)),
            ask: self.maybe_text(&raw.ask),
            options: raw
                .options
                .iter()
                .map(|(id, label)| (id.value.clone(), self.some_text(label)))
                .collect(),
            ticket: raw
                .ticket
                .as_ref()
                .and_then(|ticket| self.ticket(&ticket.value)),
        }
    }

    fn values(&mut self, raw: &[raw::Named]) -> Vec<Named> {
        let named = |named: &raw::Named| Named {
            label: self.text(&named.label),
            value: self.text(&named.value),
        };
        raw.iter().map(named).collect()
    }

    /// Other labels are those of options that there are.
    fn labels(&mut self, raw: &raw::Step) {
        let Some(raw::Kind::Question(question)) = &raw.kind else {
            return;
        };
        let options = question.options.iter();
        let known: Vec<&str> = options
            .filter_map(|option| Some(option.id.as_ref()?.as_str()))
            .collect();
        let labels = raw
            .variants
            .iter()
            .flat_map(|(_, variant)| &variant.options);
        for (id, _) in labels.filter(|(id, _)| !known.contains(&id.as_str())) {
            let (name, known) = (id.as_str(), &known[..]);
            self.report.add(id.span, &UnknownValue { name, known });
        }
    }

    /// What a variant says otherwise, the step must have.
    fn of_nothing(&mut self, raw: &raw::Step) {
        let (mut asks, mut tickets) = (false, false);
        match &raw.kind {
            Some(raw::Kind::Instruction(step)) => {
                asks = step
                    .verify
                    .as_ref()
                    .is_some_and(|verify| verify.ask.is_some());
            }
            Some(raw::Kind::Outcome(end)) => tickets = end.ticket.is_some(),
            // What is misspelt was reported, and other kinds have no such keys.
            _ => return,
        }
        for (_, variant) in &raw.variants {
            let ask = variant.ask.as_ref().map(|ask| ask.span);
            let ticket = variant.ticket.as_ref().map(|ticket| ticket.span);
            for (key, span, has) in [("ask", ask, asks), ("ticket", ticket, tickets)] {
                if let (Some(span), false) = (span, has) {
                    self.report.add(span, &VariantOfNothing { key });
                }
            }
        }
    }

    fn picture(&mut self, raw: &Option<raw::Picture>) -> Option<Picture> {
        let raw = raw.as_ref()?;
        Some(Picture {
            file: plain(&raw.file),
            alt: plain(&raw.alt),
        })
    }

    fn links(&mut self, raw: &[raw::Link]) -> Vec<Link> {
        let link = |link: &raw::Link| Link {
            label: self.text(&link.label),
            href: plain(&link.href),
        };
        raw.iter().map(link).collect()
    }

    fn options(&mut self, raw: &[raw::Choice], otherwise: StepIndex) -> Vec<Choice> {
        let mut options: Vec<Choice> = Vec::with_capacity(raw.len());
        for raw in raw {
            let set = kinds::facts(&raw.set);
            options.push(Choice {
                id: plain(&raw.id),
                label: self.maybe_text(&raw.label),
                picture: self.picture(&raw.picture),
                set,
                to: raw.to.as_ref().map_or(otherwise, |to| self.step_named(to)),
            });
        }
        options
    }
}

/// The value of a fact.
fn value(node: &Node) -> Option<Value> {
    match &node.value {
        Json::Number(number) => Some(Value::Number(*number)),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        Json::Array(items) => {
            let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
            texts.collect::<Option<Vec<String>>>().map(Value::List)
        }
        _ => None,
    }
}
