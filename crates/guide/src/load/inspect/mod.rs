//! Looks at a guide as a whole, for its author.

mod conditions;
mod facts;
mod flow;
mod graph;
mod reads;
mod words;

use super::resolve::Resolved;
use crate::problem::Report;
use crate::raw;

/// Reports what is wrong with a guide although every name in it was looked up.
pub(super) fn guide(raw: &raw::Guide, resolved: &Resolved, source: &str, report: &mut Report) {
    words::check(raw, report);
    let graph = graph::Graph::new(resolved, report);
    graph.check(raw, report);
    let facts = facts::Facts::collect(raw, resolved, report);
    let reads = reads::collect(raw, source);
    facts.check_reads(raw, &reads, &graph, report);
    facts.check_scenarios(raw, report);
    conditions::check(raw, &facts, report);
}
