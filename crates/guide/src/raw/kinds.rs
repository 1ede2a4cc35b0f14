//! The kinds of steps as written: one type, one list of keys, one reading function each.

use super::condition::{Condition, condition};
use super::decode::{Object, list, some, string};
use super::step::{Picture, picture};
use super::{Name, On, Spanned};
use crate::json::{Node, Span, Value};
use crate::problem::{Expected, ProblemKind, Report, What};

/// What a step does, as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `question`
    Question(Question),
    /// `input`
    Input(Input),
    /// `lights`
    Lights(Lights),
    /// `instruction`
    Instruction(Instruction),
    /// `check`
    Check(Check),
    /// `branch`
    Branch(Branch),
    /// `guide`
    Call(Call),
    /// `outcome`
    Outcome(Outcome),
}

/// The kinds by name, each with the keys that it has beside those of every step.
const KINDS: &[(&str, &[&str])] = &[
    ("question", &["fact", "many", "options", "to"]),
    (
        "input",
        &[
            "as",
            "min",
            "max",
            "unit",
            "maxLength",
            "options",
            "fact",
            "optional",
            "to",
        ],
    ),
    ("lights", &["of", "on"]),
    (
        "instruction",
        &[
            "actions", "minutes", "does", "warning", "wait", "verify", "to", "ifCannot",
        ],
    ),
    ("check", &["run", "on"]),
    ("branch", &["cases", "otherwise"]),
    ("guide", &["guide", "on"]),
    ("outcome", &["ends", "ticket", "recheck"]),
];

/// The name of a step's kind and its keys.
pub(super) fn kind_keys(
    object: &Object,
    report: &mut Report,
) -> Option<(&'static str, &'static [&'static str])> {
    let name = object.require_string("kind", report)?;
    let known = KINDS.iter().find(|(known, _)| *known == name.value);
    if known.is_none() {
        let names = KINDS.iter().map(|(known, _)| *known);
        report.unknown(name.span, What::Kind, &name.value, names);
    }
    known.copied()
}

pub(super) fn kind(name: &str, object: &Object, report: &mut Report) -> Option<Kind> {
    match name {
        "question" => Some(Kind::Question(question(object, report))),
        "input" => input(object, report).map(Kind::Input),
        "lights" => Some(Kind::Lights(Lights {
            of: object.require_string("of", report),
            on: on(object, report),
        })),
        "instruction" => Some(Kind::Instruction(instruction(object, report))),
        "check" => Some(Kind::Check(Check {
            run: run(object, report),
            on: on(object, report),
        })),
        "branch" => Some(Kind::Branch(Branch {
            cases: object
                .require("cases", report)
                .map_or_else(Vec::new, |node| some(node, report, case)),
            otherwise: object.require_string("otherwise", report),
        })),
        "guide" => Some(Kind::Call(Call {
            guide: object.require_string("guide", report),
            on: object.names("on", report),
        })),
        "outcome" => Some(Kind::Outcome(outcome(object, report))),
        _ => None,
    }
}

fn on(object: &Object, report: &mut Report) -> Option<Spanned<On>> {
    let node = object.require("on", report)?;
    let value = super::decode::names(node, report);
    node.as_object()?;
    Some(Spanned {
        value,
        span: Span {
            start: node.span.start,
            end: node.span.start + 1,
        },
    })
}

fn run(object: &Object, report: &mut Report) -> Vec<Name> {
    let node = object.require("run", report);
    node.map_or_else(Vec::new, |node| some(node, report, string))
}

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

fn question(object: &Object, report: &mut Report) -> Question {
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
        report.add(object.blame, ProblemKind::TooFewOptions);
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

fn input(object: &Object, report: &mut Report) -> Option<Input> {
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
            report.add(node.span, ProblemKind::WrongType(Expected::Number));
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
                report.add(object.blame, ProblemKind::TooFewOptions);
            }
            Field::Choice(options.map_or_else(Vec::new, |node| list(node, report, option)))
        }
        _ => {
            report.unknown(name.span, What::Word, &name.value, FIELDS.iter().copied());
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

/// `lights` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Lights {
    /// The role of the box.
    pub of: Option<Name>,
    /// Where each meaning leads.
    pub on: Option<Spanned<On>>,
}

/// `instruction` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction {
    /// What to do.
    pub actions: Vec<Action>,
    /// About how long it takes.
    pub minutes: Option<u32>,
    /// What it does to the line or the box.
    pub does: Vec<Name>,
    /// What must be known before starting.
    pub warning: Option<Name>,
    /// What comes between "Done" and the verification.
    pub wait: Option<Wait>,
    /// What makes the fix count.
    pub verify: Option<Verify>,
    /// Where "Done" leads without it.
    pub to: Option<Name>,
    /// Where "I can't do this" leads.
    pub if_cannot: Option<Name>,
}

/// One action as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What to do.
    pub text: Option<Name>,
    /// Something to copy.
    pub copy: Option<Name>,
    /// How long it takes.
    pub seconds: Option<u32>,
    /// A picture of it.
    pub picture: Option<Picture>,
}

/// `wait` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// A countdown.
    pub seconds: Option<u32>,
    /// What ends it sooner.
    pub until: Option<Name>,
    /// Come back after so many hours.
    pub hours: Option<u32>,
}

/// `verify` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Verify {
    /// Checks.
    pub run: Vec<Name>,
    /// A question.
    pub ask: Option<Name>,
    /// Where each verdict leads.
    pub on: Option<Spanned<On>>,
}

fn instruction(object: &Object, report: &mut Report) -> Instruction {
    if object.has("verify") {
        object.refuse("to", "verify", report);
    } else if !object.has("to") {
        report.add(object.blame, ProblemKind::MissingOneOf(&["verify", "to"]));
    }
    let actions = object.require("actions", report);
    Instruction {
        actions: actions.map_or_else(Vec::new, |node| some(node, report, action)),
        minutes: object.whole("minutes", report),
        does: object.strings("does", report),
        warning: object.string("warning", report),
        wait: object.get("wait").and_then(|node| wait(node, report)),
        verify: object.get("verify").and_then(|node| verify(node, report)),
        to: object.string("to", report),
        if_cannot: object.string("ifCannot", report),
    }
}

pub(super) fn action(node: &Node, report: &mut Report) -> Option<Action> {
    match &node.value {
        Value::String(_) => {
            let text = string(node, report);
            Some(Action {
                text,
                copy: None,
                seconds: None,
                picture: None,
            })
        }
        Value::Object(_) => {
            const KEYS: &[&str] = &["text", "copy", "seconds", "picture"];
            let object = Object::with_keys(node, &[KEYS], report)?;
            Some(Action {
                text: object.require_string("text", report),
                copy: object.string("copy", report),
                seconds: object.whole("seconds", report),
                picture: object.get("picture").and_then(|node| picture(node, report)),
            })
        }
        _ => {
            report.add(node.span, ProblemKind::WrongType(Expected::Action));
            None
        }
    }
}

fn wait(node: &Node, report: &mut Report) -> Option<Wait> {
    let object = Object::with_keys(node, &[&["seconds", "until", "hours"]], report)?;
    if object.has("hours") {
        object.refuse("seconds", "hours", report);
        object.refuse("until", "hours", report);
    } else if object.has("until") {
        object.require("seconds", report);
    } else if !object.has("seconds") {
        report.add(
            object.blame,
            ProblemKind::MissingOneOf(&["seconds", "hours"]),
        );
    }
    Some(Wait {
        seconds: object.whole("seconds", report),
        until: object.string("until", report),
        hours: object.whole("hours", report),
    })
}

fn verify(node: &Node, report: &mut Report) -> Option<Verify> {
    let object = Object::with_keys(node, &[&["run", "ask", "on"]], report)?;
    if object.has("run") {
        object.refuse("ask", "run", report);
    } else if !object.has("ask") {
        report.add(object.blame, ProblemKind::MissingOneOf(&["run", "ask"]));
    }
    Some(Verify {
        run: if object.has("run") {
            run(&object, report)
        } else {
            Vec::new()
        },
        ask: object.string("ask", report),
        on: on(&object, report),
    })
}

/// `check` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Which checks.
    pub run: Vec<Name>,
    /// Where each result leads.
    pub on: Option<Spanned<On>>,
}

/// `branch` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The first that holds decides.
    pub cases: Vec<Case>,
    /// Where it leads when none holds.
    pub otherwise: Option<Name>,
}

/// A case of a branch as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// `if`
    pub condition: Option<Condition>,
    /// Where it leads.
    pub to: Option<Name>,
}

fn case(node: &Node, report: &mut Report) -> Option<Case> {
    let object = Object::with_keys(node, &[&["if", "to"]], report)?;
    let condition = object
        .require("if", report)
        .and_then(|node| condition(node, report));
    Some(Case {
        condition,
        to: object.require_string("to", report),
    })
}

/// `guide` as written: a call of another guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The other guide's id.
    pub guide: Option<Name>,
    /// Where each of its ends leads.
    pub on: On,
}

/// `outcome` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which kind of end.
    pub ends: Option<Name>,
    /// The ticket that it makes.
    pub ticket: Option<Ticket>,
    /// Checks of the automatic re-check.
    pub recheck: Option<Vec<Name>>,
}

/// `ticket` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// The helpdesk's category.
    pub category: Option<Name>,
    /// How bad it is.
    pub severity: Option<Name>,
    /// What the form asks for.
    pub ask: Vec<Name>,
}

fn outcome(object: &Object, report: &mut Report) -> Outcome {
    let ends = object.require_string("ends", report);
    let is = |name: &str| ends.as_ref().is_some_and(|ends| ends.value == name);
    if is("unresolved") {
        if !object.has("ticket") {
            report.add(object.blame, ProblemKind::MissingTicket);
        }
    } else if ends.is_some() {
        object.refuse("ticket", "ends", report);
    }
    if ends.is_some() && !is("resolved") {
        object.refuse("recheck", "ends", report);
    }
    let ticket = object.get("ticket").and_then(|node| {
        let object = Object::with_keys(node, &[&["category", "severity", "ask"]], report)?;
        let ask = object.require("ask", report);
        Some(Ticket {
            category: object.require_string("category", report),
            severity: object.require_string("severity", report),
            ask: ask.map_or_else(Vec::new, |node| some(node, report, string)),
        })
    });
    let recheck = object.get("recheck").map(|node| list(node, report, string));
    Outcome {
        ends,
        ticket,
        recheck,
    }
}
