//! Ends, as written.

use crate::problem::{ProblemKind, Report};
use crate::raw::Name;
use crate::raw::decode::{Object, list, some, string};

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

pub(super) fn outcome(object: &Object, report: &mut Report) -> Outcome {
    let ends = object.require_string("ends", report);
    let is = |name: &str| ends.as_ref().is_some_and(|ends| ends.value == name);
    if is("unresolved") {
        if !object.has("ticket") {
            report.add(object.blame, || ProblemKind::MissingTicket);
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
