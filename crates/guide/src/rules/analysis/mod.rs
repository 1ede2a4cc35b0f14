//! What the rules on a whole guide look at, worked out once: its edges, its facts, and where those are
//! read.

mod facts;
mod flow;
mod graph;
mod reads;

use std::fmt;

pub(crate) use facts::{Clash, DEVICE, Facts, Given, Shape, Word};
pub(crate) use flow::readable;
pub(crate) use graph::Graph;
pub(crate) use reads::{Read, collect as reads, each_comparison};

use crate::json::Value as Json;
use crate::model::{FactDeclaration, Step, StepIndex};
use crate::raw::{self, Operator};

/// Where a name leads that could not be looked up. No guide has so many steps; and such a guide is
/// rejected.
pub(crate) const NOWHERE: StepIndex = StepIndex(u16::MAX);

/// What a fact can be, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number.
    Number,
    /// Text.
    Text,
    /// A calendar day.
    Date,
    /// True or false.
    Flag,
    /// One of several words.
    Choice,
    /// Any of several words.
    Choices,
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Type::Number => "a number",
            Type::Text => "a text",
            Type::Date => "a day",
            Type::Flag => "true or false",
            Type::Choice => "one of several words",
            Type::Choices => "a list of words",
        })
    }
}

/// A guide as written, with what its names turned out to be.
pub(crate) struct Written<'g> {
    /// As written.
    pub(crate) guide: &'g raw::Guide,
    /// Its source.
    pub(crate) source: &'g str,
    /// Its steps in the author's order; `None` if one could not be read.
    pub(crate) steps: &'g [Option<Step>],
    /// The first step.
    pub(crate) start: StepIndex,
    /// The step that "nothing helps" leads to.
    pub(crate) stuck: Option<StepIndex>,
    /// Its declared facts.
    pub(crate) facts: &'g [FactDeclaration],
}

/// A guide and what was worked out of it.
pub(crate) struct Analysis<'g> {
    /// As written.
    pub(crate) guide: &'g raw::Guide,
    /// Its edges.
    pub(crate) graph: Graph<'g>,
    /// Its facts.
    pub(crate) facts: Facts<'g>,
    /// Where facts are read.
    pub(crate) reads: Vec<Read>,
    /// Facts that are set to different types.
    pub(crate) clashes: Vec<Clash>,
    /// Values that facts are set to and compared with.
    pub(crate) given: Vec<Given<'g>>,
    /// Words that facts are set to and compared with.
    pub(crate) words: Vec<Word>,
}

impl<'g> Analysis<'g> {
    /// Works everything out. `whole` says that nothing misspelt or malformed may hide an edge.
    pub(crate) fn new(written: &Written<'g>, whole: bool) -> Analysis<'g> {
        let mut facts = Facts::collect(written);
        let clashes = std::mem::take(&mut facts.clashes);
        let mut given = std::mem::take(&mut facts.given);
        let mut words = std::mem::take(&mut facts.words);
        compared(written.guide, &facts, &mut given, &mut words);
        for given in &given {
            words_of(given, &mut words);
        }
        Analysis {
            guide: written.guide,
            graph: Graph::new(written, whole),
            facts,
            reads: reads(written.guide, written.source),
            clashes,
            given,
            words,
        }
    }
}

/// Collects what facts are compared with: in conditions, by variants, and in scenarios.
fn compared<'g>(
    guide: &'g raw::Guide,
    facts: &Facts<'_>,
    given: &mut Vec<Given<'g>>,
    words: &mut Vec<Word>,
) {
    for step in &guide.steps {
        if let Some(by) = &step.by
            && let Some(Shape::Choice(values)) = facts.shape(&by.value)
        {
            let by_value = step.variants.iter();
            for (value, _) in by_value.filter(|(_, variant)| variant.when.is_none()) {
                words.push(Word {
                    span: value.span,
                    word: value.value.clone(),
                    values: values.clone(),
                });
            }
        }
        for condition in step.conditions() {
            each_comparison(condition, &mut |comparison| {
                let fact = comparison.fact.as_str();
                let Some(shape) = facts.shape(fact) else {
                    return;
                };
                if !shape.of_type().allows(comparison.operator) {
                    return;
                }
                let value = &comparison.value;
                let mut add = |shape: &Shape, value| {
                    given.push(Given {
                        fact: fact.to_owned(),
                        shape: shape.clone(),
                        value,
                    });
                };
                match (comparison.operator, &shape) {
                    (Operator::Is | Operator::IsNot, _) => add(&shape, value),
                    (Operator::In, _) => {
                        for item in value.as_array().unwrap_or_default() {
                            add(&shape, item);
                        }
                    }
                    (Operator::Has, Shape::Choices(values)) if value.as_str().is_some() => {
                        add(&Shape::Choice(values.clone()), value);
                    }
                    _ => {}
                }
            });
        }
    }
    for (fact, value) in guide.scenarios.iter().flat_map(|scenario| &scenario.facts) {
        if let Some(shape) = facts.shape(&fact.value) {
            given.push(Given {
                fact: fact.value.clone(),
                shape,
                value,
            });
        }
    }
}

impl Type {
    /// Whether a fact of this type can be compared by an operator.
    pub(crate) fn allows(self, operator: Operator) -> bool {
        match operator {
            Operator::Is | Operator::IsNot | Operator::In => self != Type::Choices,
            Operator::Has => self == Type::Choices,
            _ => self == Type::Number,
        }
    }
}

/// Collects the words of a value, if its fact is made of words.
fn words_of(given: &Given<'_>, words: &mut Vec<Word>) {
    let mut add = |span, word: &str, values: &[String]| {
        words.push(Word {
            span,
            word: word.to_owned(),
            values: values.to_vec(),
        });
    };
    match (&given.shape, &given.value.value) {
        (Shape::Choice(values), Json::String(word)) => add(given.value.span, word, values),
        (Shape::Choices(values), Json::Array(items)) => {
            for item in items {
                if let Some(word) = item.as_str() {
                    add(item.span, word, values);
                }
            }
        }
        _ => {}
    }
}
