//! The kinds of steps as written: one type and one reading function each.

mod ask;
mod instruction;
mod outcome;

pub use ask::{Choice, Field, Input, Part, Question};
pub use instruction::{Action, HelpChoice, Instruction, Verify, Wait};
pub use outcome::{Asked, Outcome, Ticket};

use super::condition::{Condition, condition};
use super::decode::{Object, opening, string};
use super::{Name, On, Spanned};
use crate::json::Node;
use ask::{input, question};
pub(super) use instruction::action;
use instruction::instruction;
use outcome::outcome;
pub(super) use outcome::ticket;

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

pub(super) fn kind(object: Object) -> Option<Kind> {
    Some(match object.get("kind")?.as_str()? {
        "question" => Kind::Question(question(object)),
        "input" => Kind::Input(input(object)?),
        "lights" => Kind::Lights(Lights {
            of: object.string("of"),
            fact: object.string("fact"),
            on: on(object),
        }),
        "instruction" => Kind::Instruction(instruction(object)),
        "check" => Kind::Check(check(object)),
        "branch" => Kind::Branch(Branch {
            cases: object.list("cases", case),
            otherwise: object.string("otherwise"),
        }),
        "guide" => Kind::Call(Call {
            guide: object.string("guide"),
            on: object.names("on"),
            with: object
                .members_of("with")
                .map(|(fact, value)| (fact, value.clone()))
                .collect(),
        }),
        "outcome" => Kind::Outcome(outcome(object)),
        _ => return None,
    })
}

fn on(object: Object) -> Option<Spanned<On>> {
    let node = object.get("on")?;
    node.as_object()?;
    Some(Spanned {
        value: object.names("on"),
        span: opening(node.span),
    })
}

/// `lights` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Lights {
    /// The role of the box.
    pub of: Option<Name>,
    /// The fact that the meaning becomes.
    pub fact: Option<Name>,
    /// Where each meaning leads.
    pub on: Option<Spanned<On>>,
}

/// `check` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The ids of checks, or words that stand for several.
    pub run: Vec<Name>,
    /// Checks whose findings are kept besides, and under which names.
    pub kept: Vec<(Name, Name)>,
    /// The service that known faults must touch.
    pub service: Option<Name>,
    /// For how many minutes the line is watched, and where that stands.
    pub watch: Option<Spanned<u32>>,
    /// Where each result leads.
    pub on: Option<Spanned<On>>,
}

fn watch(object: Object) -> Option<Spanned<u32>> {
    let node = object.get("watch")?;
    Some(Spanned {
        value: Object::new(node)?.whole("minutes")?,
        span: node.span,
    })
}

fn check(object: Object) -> Check {
    let mut check = Check {
        run: Vec::new(),
        kept: Vec::new(),
        service: None,
        watch: watch(object),
        on: on(object),
    };
    let items = object.get("run").and_then(Node::as_array);
    for item in items.unwrap_or_default() {
        let Some(run) = Object::new(item) else {
            check.run.extend(string(item));
            continue;
        };
        let Some(name) = run.string("check") else {
            continue;
        };
        check.service = check.service.or(run.string("service"));
        check
            .kept
            .extend(run.string("as").map(|kept| (name.clone(), kept)));
        check.run.push(name);
    }
    check
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

fn case(node: &Node) -> Option<Case> {
    let object = Object::new(node)?;
    Some(Case {
        condition: object.get("if").and_then(condition),
        to: object.string("to"),
    })
}

/// `guide` as written: a call of another guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The other guide's id.
    pub guide: Option<Name>,
    /// Where each of its ends leads.
    pub on: On,
    /// Facts that it finds.
    pub with: Vec<(Name, Node)>,
}
