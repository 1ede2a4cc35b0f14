//! Ends, as written.

use crate::json::Node;
use crate::raw::Name;
use crate::raw::decode::{Object, list, paragraphs, string};

/// `outcome` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which kind of end.
    pub ends: Option<Name>,
    /// The ticket that it makes.
    pub ticket: Option<Ticket>,
    /// Checks of the automatic re-check.
    pub recheck: Option<Vec<Name>>,
    /// Whom to call.
    pub contact: Option<Name>,
    /// The guide that it leads to.
    pub guide: Option<Name>,
}

/// `ticket` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// The helpdesk's category.
    pub category: Option<Name>,
    /// How bad it is.
    pub severity: Option<Name>,
    /// What the form asks for.
    pub ask: Vec<Asked>,
    /// What happens next.
    pub next: Vec<Name>,
}

/// Something that the form asks for, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// How to reach the customer.
    pub field: Option<Name>,
    /// A fact.
    pub fact: Option<Name>,
    /// What the form calls the fact.
    pub label: Option<Name>,
    /// Whether it must not be left empty.
    pub required: bool,
}

pub(super) fn outcome(object: Object) -> Outcome {
    Outcome {
        ends: object.string("ends"),
        ticket: object.get("ticket").and_then(ticket),
        recheck: object.get("recheck").map(|node| list(node, string)),
        contact: object.string("contact"),
        guide: object.string("guide"),
    }
}

pub(in crate::raw) fn ticket(node: &Node) -> Option<Ticket> {
    let object = Object::new(node)?;
    Some(Ticket {
        category: object.string("category"),
        severity: object.string("severity"),
        ask: object.list("ask", asked),
        next: object.get("next").map(paragraphs).unwrap_or_default(),
    })
}

fn asked(node: &Node) -> Option<Asked> {
    let mut asked = Asked {
        field: string(node),
        fact: None,
        label: None,
        required: false,
    };
    if asked.field.is_none() {
        let object = Object::new(node)?;
        asked.field = object.string("field");
        asked.fact = object.string("fact");
        asked.label = object.string("label");
        asked.required = object.bool("required").unwrap_or(false);
    }
    Some(asked)
}
