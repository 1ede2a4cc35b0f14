//! What asks the customer for something, as written: questions and inputs.

use crate::json::Node;
use crate::problem::{Expected, ProblemKind, Report, What};
use crate::raw::decode::{Object, list};
use crate::raw::shown::{Picture, picture};
use crate::raw::{Name, Spanned};

/// `question` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The fact that the answer becomes.
    pub fact: Option<Name>,
    /// Whether several options may be chosen.
    pub many: bool,
    /// The options.
    pub options: Vec<Choice>,
    /// Where options without a way of their own lead.
    pub to: Option<Name>,
}

/// An option as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: Option<Name>,
    /// What it says.
    pub label: Option<Name>,
    /// A picture of it.
    pub picture: Option<Picture>,
    /// Other facts that choosing it sets.
    pub set: Vec<(Name, Node)>,
    /// Where it leads.
    pub to: Option<Name>,
}

/// Options that the widget has words for.
const STANDARD_OPTIONS: &[&str] = &["yes", "no", "unsure"];

pub(super) fn question(object: &Object, report: &mut Report) -> Question {
    const OPTION: &[&str] = &["id", "label", "picture", "set", "to"];
    let many = object.bool("many", report).unwrap_or(false);
    if many {
        object.require("to", report);
    }
    let has_to = object.has("to");
    let option = |node: &Node, report: &mut Report| {
        let object = Object::with_keys(node, &[OPTION], report)?;
        if many {
            object.refuse("to", "many", report);
        } else if !has_to {
            object.require("to", report);
        }
        let id = object.require_string("id", report);
        if id
            .as_ref()
            .is_some_and(|id| !STANDARD_OPTIONS.contains(&id.as_str()))
        {
            object.require("label", report);
        }
        let set = object.get("set").and_then(|node| Object::new(node, report));
        Some(Choice {
            id,
            label: object.string("label", report),
            picture: object.get("picture").and_then(|node| picture(node, report)),
            set: set.map_or_else(Vec::new, |set| {
                set.members()
                    .map(|(fact, value)| (fact, value.clone()))
                    .collect()
            }),
            to: object.string("to", report),
        })
    };
    let options = object.require("options", report);
    if let Some(items) = options.and_then(Node::as_array)
        && items.len() < 2
    {
        report.add(object.blame, || ProblemKind::TooFewOptions);
    }
    Question {
        fact: object.string("fact", report),
        many,
        options: options.map_or_else(Vec::new, |node| list(node, report, option)),
        to: object.string("to", report),
    }
}

/// `input` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What is asked for.
    pub field: Field,
    /// The fact that it becomes.
    pub fact: Option<Name>,
    /// Whether it may be left empty.
    pub optional: bool,
    /// Where it leads.
    pub to: Option<Name>,
}

/// What an input asks for, as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// `number`
    Number {
        /// Smallest.
        min: Option<f64>,
        /// Largest.
        max: Option<Spanned<f64>>,
        /// Unit.
        unit: Option<Name>,
    },
    /// `text`
    Text {
        /// Most characters.
        max_length: Option<u32>,
    },
    /// `lines`
    Lines {
        /// Most characters.
        max_length: Option<u32>,
    },
    /// `date`
    Date {
        /// Earliest.
        min: Option<Name>,
        /// Latest.
        max: Option<Name>,
    },
    /// `choice`: id and label
    Choice(Vec<(Name, Name)>),
}

pub(super) fn input(object: &Object, report: &mut Report) -> Option<Input> {
    const FIELDS: &[&str] = &["number", "text", "lines", "date", "choice"];
    let fact = object.require_string("fact", report);
    let optional = object.bool("optional", report).unwrap_or(false);
    let to = object.require_string("to", report);
    let name = object.require_string("as", report)?;
    let own: &[&str] = match name.as_str() {
        "number" => &["min", "max", "unit"],
        "date" => &["min", "max"],
        "choice" => &["options"],
        _ => &["maxLength"],
    };
    for key in ["min", "max", "unit", "maxLength", "options"] {
        if !own.contains(&key) {
            object.refuse(key, "as", report);
        }
    }
    let number = |key: &str, report: &mut Report| {
        let node = object.get(key)?;
        let value = node.as_f64();
        if value.is_none() {
            report.add(node.span, || ProblemKind::WrongType(Expected::Number));
        }
        Some(Spanned {
            value: value?,
            span: node.span,
        })
    };
    let field = match name.as_str() {
        "number" => Field::Number {
            min: number("min", report).map(|min| min.value),
            max: number("max", report),
            unit: object.string("unit", report),
        },
        "text" => Field::Text {
            max_length: object.whole("maxLength", report),
        },
        "lines" => Field::Lines {
            max_length: object.whole("maxLength", report),
        },
        "date" => Field::Date {
            min: object.string("min", report),
            max: object.string("max", report),
        },
        "choice" => {
            let option = |node: &Node, report: &mut Report| {
                let object = Object::with_keys(node, &[&["id", "label"]], report)?;
                let id = object.require_string("id", report);
                let label = object.require_string("label", report);
                Some((id?, label?))
            };
            let options = object.require("options", report);
            if let Some(items) = options.and_then(Node::as_array)
                && items.len() < 2
            {
                report.add(object.blame, || ProblemKind::TooFewOptions);
            }
            Field::Choice(options.map_or_else(Vec::new, |node| list(node, report, option)))
        }
        _ => {
            report.unknown(name.span, What::Word, &name.value, || {
                FIELDS.iter().copied()
            });
            return None;
        }
    };
    Some(Input {
        field,
        fact,
        optional,
        to,
    })
}
