//! What facts there are in a guide and what each can be.

use std::collections::BTreeMap;

use firstline_diagnosis::{CheckId, Verdict};

use super::super::resolve::Resolved;
use super::flow;
use super::graph::Graph;
use super::reads::Read;
use super::words::is_date;
use crate::json::{Node, Span, Value as Json};
use crate::model::{FactKind, FactSource, Meaning, PLATFORMS, ROLES};
use crate::problem::{Expected, ProblemKind, Report, Type, What};
use crate::raw::{Field, Guide, Kind, Name};

/// What a fact can be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Number,
    Text,
    Date,
    Flag,
    Choice(Vec<String>),
    Choices(Vec<String>),
}

impl Shape {
    /// Its type.
    pub(super) fn of_type(&self) -> Type {
        match self {
            Shape::Number => Type::Number,
            Shape::Text => Type::Text,
            Shape::Date => Type::Date,
            Shape::Flag => Type::Flag,
            Shape::Choice(_) => Type::Choice,
            Shape::Choices(_) => Type::Choices,
        }
    }
}

struct Known {
    shape: Shape,
    declared: bool,
    /// Whether it can be there from the start.
    given: bool,
    /// Whether a step of this guide sets it.
    set_here: bool,
}

/// The facts of a guide.
pub(super) struct Facts {
    known: BTreeMap<String, Known>,
    /// Whether guides that come before or between may have run checks and read lamps.
    others_measure: bool,
}

impl Facts {
    /// Collects declared facts and those that steps set, and reports where they do not fit.
    pub(super) fn collect(guide: &Guide, resolved: &Resolved, report: &mut Report) -> Facts {
        let calls = guide
            .steps
            .iter()
            .any(|step| matches!(step.kind, Some(Kind::Call(_))));
        let mut facts = Facts {
            known: BTreeMap::new(),
            others_measure: calls || !guide.listed,
        };
        for declared in resolved.facts() {
            let shape = match &declared.kind {
                FactKind::Number { .. } => Shape::Number,
                FactKind::Text => Shape::Text,
                FactKind::Date => Shape::Date,
                FactKind::Flag => Shape::Flag,
                FactKind::Choice(values) => Shape::Choice(values.clone()),
                FactKind::Choices(values) => Shape::Choices(values.clone()),
            };
            let given = declared.from != FactSource::Answer || facts.others_measure;
            let known = Known {
                shape,
                declared: true,
                given,
                set_here: false,
            };
            facts.known.insert(declared.name.clone(), known);
        }
        for step in &guide.steps {
            match &step.kind {
                Some(Kind::Question(question)) => {
                    let ids = question
                        .options
                        .iter()
                        .filter_map(|option| option.id.as_ref());
                    if let Some(fact) = &question.fact {
                        let values = ids.clone().map(|id| id.value.clone()).collect();
                        let shape = if question.many {
                            Shape::Choices(values)
                        } else {
                            Shape::Choice(values)
                        };
                        facts.set(fact, shape, &ids.collect::<Vec<_>>(), report);
                    }
                    for (fact, value) in question.options.iter().flat_map(|option| &option.set) {
                        facts.set_value(fact, value, report);
                    }
                }
                Some(Kind::Input(input)) => {
                    let (shape, ids) = match &input.field {
                        Field::Number { .. } => (Shape::Number, Vec::new()),
                        Field::Text { .. } | Field::Lines { .. } => (Shape::Text, Vec::new()),
                        Field::Date { .. } => (Shape::Date, Vec::new()),
                        Field::Choice(options) => (
                            Shape::Choice(options.iter().map(|(id, _)| id.value.clone()).collect()),
                            options.iter().map(|(id, _)| id).collect(),
                        ),
                    };
                    if let Some(fact) = &input.fact {
                        facts.set(fact, shape, &ids, report);
                    }
                }
                Some(Kind::Lights(lights)) => {
                    if let Some(of) = &lights.of {
                        let known = Known {
                            shape: meanings(),
                            declared: true,
                            given: false,
                            set_here: true,
                        };
                        facts.known.insert(["lights.", &of.value].concat(), known);
                    }
                }
                _ => {}
            }
        }
        facts
    }

    /// A fact is set to one of these by a step.
    fn set(&mut self, fact: &Name, shape: Shape, ids: &[&Name], report: &mut Report) {
        let Some(known) = self.known.get_mut(&fact.value) else {
            let known = Known {
                shape,
                declared: false,
                given: false,
                set_here: true,
            };
            self.known.insert(fact.value.clone(), known);
            return;
        };
        known.set_here = true;
        match (&mut known.shape, shape) {
            (Shape::Choice(values), Shape::Choice(new))
            | (Shape::Choices(values), Shape::Choices(new)) => {
                for value in new {
                    if values.contains(&value) {
                        continue;
                    }
                    if known.declared {
                        let place = ids.iter().find(|id| id.value == value);
                        let span = place.map_or(fact.span, |place| place.span);
                        let known = values.iter().map(String::as_str);
                        report.unknown(span, What::FactValue, &value, || known);
                    } else {
                        values.push(value);
                    }
                }
            }
            (Shape::Text, Shape::Choice(_)) => {}
            (there, new) => {
                let (elsewhere, here) = (there.of_type(), new.of_type());
                if elsewhere != here {
                    let kind = ProblemKind::FactTypes {
                        fact: fact.value.clone(),
                        elsewhere,
                        here,
                    };
                    report.add(fact.span, || kind);
                }
            }
        }
    }

    /// A fact is set to a value by an option.
    fn set_value(&mut self, fact: &Name, value: &Node, report: &mut Report) {
        if let Some(known) = self.known.get_mut(&fact.value)
            && known.declared
        {
            known.set_here = true;
            check_value(&fact.value, &known.shape, value, report);
            return;
        }
        let shape = match &value.value {
            Json::Number(_) => Shape::Number,
            Json::Bool(_) => Shape::Flag,
            Json::String(text) => Shape::Choice(vec![text.clone()]),
            Json::Array(items) => Shape::Choices(
                items
                    .iter()
                    .filter_map(|item| item.as_str().map(str::to_owned))
                    .collect(),
            ),
            _ => return,
        };
        self.set(fact, shape, &[], report);
    }

    /// What a fact can be; `None` for one that there is not.
    pub(super) fn shape(&self, name: &str) -> Option<Shape> {
        if let Some(known) = self.known.get(name) {
            return Some(known.shape.clone());
        }
        let (family, rest) = name.split_once('.')?;
        match family {
            // Whether somebody answers is true or false; everything else that it tells is text.
            "provider" if rest.ends_with(".open") => Some(Shape::Flag),
            "provider" if !rest.is_empty() => Some(Shape::Text),
            "device" => match rest {
                "platform" => Some(Shape::Choice(words(PLATFORMS.iter().copied()))),
                "mobile" => Some(Shape::Flag),
                "language" => Some(Shape::Text),
                _ => None,
            },
            "equipment" => ROLES.contains(&rest).then_some(Shape::Text),
            "lights" if self.others_measure && !rest.is_empty() => Some(meanings()),
            "check" => {
                let (check, part) = match rest.split_once('.') {
                    Some((check, part)) => (check, Some(part)),
                    None => (rest, None),
                };
                let check = CheckId::from_name(check)?;
                let catalogued = check.check();
                let Some(part) = part else {
                    return Some(results(check));
                };
                if catalogued.metrics.iter().any(|metric| metric.name == part) {
                    Some(Shape::Number)
                } else {
                    catalogued.texts.contains(&part).then_some(Shape::Text)
                }
            }
            _ => None,
        }
    }

    /// Reports facts that there are not, and those that no path has set where they are read.
    pub(super) fn check_reads(
        &self,
        guide: &Guide,
        reads: &[Read],
        graph: &Graph,
        report: &mut Report,
    ) {
        for read in reads {
            if self.shape(&read.fact).is_none() {
                let known = self.names(&read.fact);
                report.unknown(read.span, What::Fact, &read.fact, || {
                    known.iter().map(String::as_str)
                });
            }
        }
        if !graph.whole {
            return;
        }
        let mut readable: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
        for read in reads {
            if self.shape(&read.fact).is_none() || self.is_given(&read.fact, guide) {
                continue;
            }
            let steps = readable
                .entry(&read.fact)
                .or_insert_with(|| flow::readable(&read.fact, graph));
            if !steps[read.step] && graph.is_reached(read.step) {
                report.add(read.span, || ProblemKind::FactBeforeSet(read.fact.clone()));
            }
        }
    }

    /// The facts that a scenario begins with are facts, and can be what it says.
    pub(super) fn check_scenarios(&self, guide: &Guide, report: &mut Report) {
        for (fact, value) in guide.scenarios.iter().flat_map(|scenario| &scenario.facts) {
            match self.shape(&fact.value) {
                Some(shape) => check_value(&fact.value, &shape, value, report),
                None => {
                    let known = self.names(&fact.value);
                    let known = known.iter().map(String::as_str);
                    report.unknown(fact.span, What::Fact, &fact.value, || known);
                }
            }
        }
    }

    /// Whether a fact can be there from the start: given with the session, or set by a guide that
    /// was called or calls.
    fn is_given(&self, name: &str, guide: &Guide) -> bool {
        match self.known.get(name) {
            Some(known) if known.declared && !known.set_here => true,
            Some(known) => known.given,
            None if name.starts_with("check.") || name.starts_with("lights.") => !guide.listed,
            None => true,
        }
    }

    /// The names that may have been meant.
    fn names(&self, near: &str) -> Vec<String> {
        let mut names: Vec<String> = self.known.keys().cloned().collect();
        match near.split_once('.').map(|(family, _)| family) {
            Some("check") => {
                for check in CheckId::ALL {
                    let base = ["check.", check.name()].concat();
                    let metrics = check.check().metrics.iter().map(|metric| metric.name);
                    for part in metrics.chain(check.check().texts.iter().copied()) {
                        names.push([&base, ".", part].concat());
                    }
                    names.push(base);
                }
            }
            Some("equipment") => {
                names.extend(ROLES.iter().map(|role| ["equipment.", role].concat()));
            }
            _ => names.extend(words([
                "device.platform",
                "device.mobile",
                "device.language",
            ])),
        }
        names
    }
}

/// Reports a value that a fact of this shape cannot have.
pub(super) fn check_value(fact: &str, shape: &Shape, value: &Node, report: &mut Report) {
    match (shape, &value.value) {
        (Shape::Number, Json::Number(_))
        | (Shape::Flag, Json::Bool(_))
        | (Shape::Text, Json::String(_)) => {}
        (Shape::Date, Json::String(text)) => {
            if !is_date(text) {
                report.add(value.span, || ProblemKind::WrongType(Expected::Date));
            }
        }
        (Shape::Choice(values), Json::String(text)) => {
            check_word(value.span, text, values, report);
        }
        (Shape::Choices(values), Json::Array(items)) => {
            for item in items {
                if let Some(text) = item.as_str() {
                    check_word(item.span, text, values, report);
                }
            }
        }
        // What is no value of any fact was reported when the shape was read.
        (_, Json::Null | Json::Object(_)) => {}
        (shape, _) => {
            report.add(value.span, || ProblemKind::NotOfType {
                fact: fact.to_owned(),
                is: shape.of_type(),
            });
        }
    }
}

/// Reports a word that is none of those that a fact can be.
pub(super) fn check_word(span: Span, word: &str, values: &[String], report: &mut Report) {
    if !values.iter().any(|value| value == word) {
        report.unknown(span, What::FactValue, word, || {
            values.iter().map(String::as_str)
        });
    }
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

fn meanings() -> Shape {
    Shape::Choice(words(Meaning::ALL.iter().map(|meaning| meaning.name())))
}

/// What the fact of a check can be: the check's own names for its results, and verdicts that have
/// none.
fn results(check: CheckId) -> Shape {
    let aliases = check.check().aliases;
    let unnamed = Verdict::ALL
        .into_iter()
        .filter(|verdict| !aliases.iter().any(|(_, named)| named == verdict))
        .map(Verdict::name);
    Shape::Choice(words(
        aliases.iter().map(|(alias, _)| *alias).chain(unnamed),
    ))
}
