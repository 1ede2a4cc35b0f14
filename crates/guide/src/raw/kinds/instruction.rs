//! Something to do, as written.

use super::on;
use crate::json::{Node, Span};
use crate::raw::decode::{Object, string};
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
    /// What the button says in place of "Done".
    pub done: Option<Name>,
    /// What the button says in place of "I can't do this".
    pub cannot: Option<Name>,
    /// Where it says that it belongs behind the instruction that leads to it; `None` if it does not.
    pub keeps_place: Option<Span>,
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
    /// Come back at this time of day.
    pub at: Option<Name>,
}

/// `verify` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Verify {
    /// Checks.
    pub run: Vec<Name>,
    /// A question.
    pub ask: Option<Name>,
    /// What can be answered.
    pub options: Vec<HelpChoice>,
    /// Where each verdict leads.
    pub on: Option<Spanned<On>>,
}

/// An answer to "did it help?" as written.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpChoice {
    /// Its id.
    pub id: Option<Name>,
    /// What it says.
    pub label: Option<Name>,
    /// What it counts as.
    pub is: Option<Name>,
}

pub(super) fn instruction(object: Object) -> Instruction {
    Instruction {
        actions: object.list("actions", action),
        minutes: object.whole("minutes"),
        does: object.strings("does"),
        warning: object.string("warning"),
        wait: object.get("wait").and_then(wait),
        verify: object.get("verify").and_then(verify),
        to: object.string("to"),
        if_cannot: object.string("ifCannot"),
        done: object.string("done"),
        cannot: object.string("cannot"),
        keeps_place: object
            .get("keepsPlace")
            .filter(|node| node.as_bool() == Some(true))
            .map(|node| node.span),
    }
}

pub(in crate::raw) fn action(node: &Node) -> Option<Action> {
    if let Some(text) = string(node) {
        return Some(Action {
            text: Some(text),
            copy: None,
            seconds: None,
            picture: None,
        });
    }
    let object = Object::new(node)?;
    Some(Action {
        text: object.string("text"),
        copy: object.string("copy"),
        seconds: object.whole("seconds"),
        picture: object.get("picture").and_then(picture),
    })
}

fn wait(node: &Node) -> Option<Wait> {
    let object = Object::new(node)?;
    Some(Wait {
        seconds: object.whole("seconds"),
        until: object.string("until"),
        hours: object.whole("hours"),
        at: object.string("at"),
    })
}

fn verify(node: &Node) -> Option<Verify> {
    let object = Object::new(node)?;
    Some(Verify {
        run: object.strings("run"),
        ask: object.string("ask"),
        options: object.list("options", help_choice),
        on: on(object),
    })
}

fn help_choice(node: &Node) -> Option<HelpChoice> {
    let object = Object::new(node)?;
    Some(HelpChoice {
        id: object.string("id"),
        label: object.string("label"),
        is: object.string("is"),
    })
}
