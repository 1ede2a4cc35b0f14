//! The kinds of steps as written: one type, one list of keys, one reading function each.

mod ask;
mod instruction;
mod outcome;

pub use ask::{Choice, Field, Input, Question};
pub use instruction::{Action, Instruction, Verify, Wait};
pub use outcome::{Outcome, Ticket};

use super::condition::{Condition, condition};
use super::decode::{Object, some, string};
use super::{Name, On, Spanned};
use crate::json::{Node, Span};
use crate::problem::{Report, What};
use ask::{input, question};
pub(super) use instruction::action;
use instruction::instruction;
use outcome::outcome;

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
        report.unknown(name.span, What::Kind, &name.value, || names);
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

/// `lights` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Lights {
    /// The role of the box.
    pub of: Option<Name>,
    /// Where each meaning leads.
    pub on: Option<Spanned<On>>,
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
