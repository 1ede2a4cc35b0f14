//! Looks up every name of a guide and fills in every default.

mod condition;
mod kinds;
mod on;
mod text;

use firstline_diagnosis::CheckId;

use super::NOWHERE;
use crate::json::{Node, Span, Value as Json};
use crate::model::{
    Choice, FactDeclaration, FactKind, FactSource, Guide, Link, Listing, Picture, Shown, Step,
    StepIndex, Value, Variant,
};
use crate::problem::{Expected, ProblemKind, Report, What};
use crate::raw::{self, Name};

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
                report.add(step.id.span, || ProblemKind::TooManySteps);
                break;
            }
        }
    }
    ids.sort_unstable();
    let mut resolver = Resolver { ids, report };
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

fn plain(name: &Option<Name>) -> String {
    name.as_ref()
        .map_or_else(String::new, |name| name.value.clone())
}

struct Resolver<'r> {
    /// The ids of the steps, sorted.
    ids: Vec<(&'r str, StepIndex)>,
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
                let known = self.ids.iter().map(|(id, _)| *id);
                self.report
                    .unknown(name.span, What::Step, &name.value, || known);
                NOWHERE
            }
        }
    }

    /// One of a fixed set of words.
    fn word<T>(
        &mut self,
        name: &Name,
        from_name: fn(&str) -> Option<T>,
        all: impl IntoIterator<Item = &'static str>,
    ) -> Option<T> {
        let found = from_name(&name.value);
        if found.is_none() {
            self.report
                .unknown(name.span, What::Word, &name.value, || all);
        }
        found
    }

    fn checks(&mut self, names: &[Name]) -> Vec<CheckId> {
        let mut checks = Vec::with_capacity(names.len());
        for name in names {
            match CheckId::from_name(&name.value) {
                None => {
                    let known = CheckId::ALL.iter().map(|check| check.name());
                    self.report
                        .unknown(name.span, What::Check, &name.value, || known);
                }
                Some(check) if checks.contains(&check) => {
                    self.refuse_twice(name, true);
                }
                Some(check) => checks.push(check),
            }
        }
        checks
    }

    fn fact(&mut self, raw: &raw::Fact) -> Option<FactDeclaration> {
        const TYPES: &[&str] = &["number", "text", "date", "flag", "choice", "choices"];
        const SOURCES: &[&str] = &["answer", "website", "device", "provider"];
        let values = || raw.values.iter().map(|value| value.value.clone()).collect();
        let from = match raw.from.as_ref().map(|from| (from, from.as_str())) {
            None | Some((_, "answer")) => FactSource::Answer,
            Some((_, "website")) => FactSource::Website,
            Some((_, "device")) => FactSource::Device,
            Some((_, "provider")) => FactSource::Provider,
            Some((from, name)) => {
                self.report
                    .unknown(from.span, What::Word, name, || SOURCES.iter().copied());
                FactSource::Answer
            }
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
            name => {
                self.report
                    .unknown(kind.span, What::Word, name, || TYPES.iter().copied());
                return None;
            }
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
        };
        let variants = raw
            .variants
            .iter()
            .map(|(value, variant)| (value.value.clone(), self.variant(variant)))
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
        }
    }

    fn picture(&mut self, raw: &Option<raw::Picture>) -> Option<Picture> {
        let raw = raw.as_ref()?;
        if let Some(alt) = &raw.alt
            && alt.value.trim().is_empty()
        {
            self.report.add(alt.span, || ProblemKind::PictureWithoutAlt);
        }
        Some(Picture {
            file: plain(&raw.file),
            alt: plain(&raw.alt),
        })
    }

    fn links(&mut self, raw: &[raw::Link]) -> Vec<Link> {
        let link = |link: &raw::Link| {
            if let Some(href) = &link.href
                && !is_safe_link(&href.value)
                && provider_link(&href.value).is_none()
            {
                self.report
                    .add(href.span, || ProblemKind::BadLink(href.value.clone()));
            }
            Link {
                label: self.text(&link.label),
                href: plain(&link.href),
            }
        };
        raw.iter().map(link).collect()
    }

    fn options(&mut self, raw: &[raw::Choice], otherwise: StepIndex) -> Vec<Choice> {
        let mut options: Vec<Choice> = Vec::with_capacity(raw.len());
        for raw in raw {
            let id = plain(&raw.id);
            if let Some(name) = &raw.id {
                self.refuse_twice(name, options.iter().any(|option| option.id == id));
            }
            let set = raw
                .set
                .iter()
                .filter_map(|(fact, value)| Some((fact.value.clone(), self.value(value)?)));
            let set = set.collect();
            options.push(Choice {
                id,
                label: self.maybe_text(&raw.label),
                picture: self.picture(&raw.picture),
                set,
                to: raw.to.as_ref().map_or(otherwise, |to| self.step_named(to)),
            });
        }
        options
    }

    fn refuse_twice(&mut self, name: &Name, twice: bool) {
        if twice {
            self.report
                .add(name.span, || ProblemKind::DuplicateId(name.value.clone()));
        }
    }

    /// The value of a fact.
    fn value(&mut self, node: &Node) -> Option<Value> {
        let value = match &node.value {
            Json::Number(number) => Some(Value::Number(*number)),
            Json::String(text) => Some(Value::Text(text.clone())),
            Json::Bool(flag) => Some(Value::Flag(*flag)),
            Json::Array(items) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts.collect::<Option<Vec<String>>>().map(Value::List)
            }
            _ => None,
        };
        if value.is_none() {
            self.wrong_type(node.span, Expected::FactValue);
        }
        value
    }

    fn wrong_type(&mut self, span: Span, expected: Expected) {
        self.report.add(span, || ProblemKind::WrongType(expected));
    }
}

/// The name of a provider's link, where an address is one: `{provider.links.portal}`. Whoever packs
/// the guide for a provider puts the address there.
pub fn provider_link(href: &str) -> Option<&str> {
    let name = href.strip_prefix("{provider.links.")?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}', '.'])).then_some(name)
}

/// Whether a customer may be sent there: by a scheme that is safe to click, and without white
/// space or control characters, which browsers drop and readers do not see.
fn is_safe_link(href: &str) -> bool {
    let strange = |character: char| character.is_whitespace() || character.is_control();
    ["https://", "tel:", "mailto:"]
        .iter()
        .any(|scheme| href.len() > scheme.len() && href.starts_with(scheme))
        && !href.contains(strange)
}
