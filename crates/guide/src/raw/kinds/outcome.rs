//! Ends, as written.

use crate::raw::Name;
use crate::raw::decode::{Object, list, string};

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

pub(super) fn outcome(object: Object) -> Outcome {
    Outcome {
        ends: object.string("ends"),
        ticket: object.get("ticket").and_then(Object::new).map(ticket),
        recheck: object.get("recheck").map(|node| list(node, string)),
    }
}

fn ticket(object: Object) -> Ticket {
    Ticket {
        category: object.string("category"),
        severity: object.string("severity"),
        ask: object.strings("ask"),
    }
}
