//! Something to do, as written.

use super::{on, run};
use crate::json::{Node, Value};
use crate::problem::{Expected, ProblemKind, Report};
use crate::raw::decode::{Object, some, string};
use crate::raw::shown::{Picture, picture};
use crate::raw::{Name, On, Spanned};

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

pub(super) fn instruction(object: &Object, report: &mut Report) -> Instruction {
    if object.has("verify") {
        object.refuse("to", "verify", report);
    } else if !object.has("to") {
        report.add(object.blame, || {
            ProblemKind::MissingOneOf(&["verify", "to"])
        });
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

pub(in crate::raw) fn action(node: &Node, report: &mut Report) -> Option<Action> {
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
            report.add(node.span, || ProblemKind::WrongType(Expected::Action));
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
        report.add(object.blame, || {
            ProblemKind::MissingOneOf(&["seconds", "hours"])
        });
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
        report.add(object.blame, || ProblemKind::MissingOneOf(&["run", "ask"]));
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
