//! What can be wrong with a guide: one rule a file, one line here.
//!
//! A rule's file has its documentation and examples, the type that makes its words, and, where the
//! guide must be seen as a whole, how it is found. What is found while the shape is looked at or names
//! are looked up is reported by [`crate::load`], in the words of these files.

pub(crate) mod analysis;
pub mod words;

pub mod alias_with_several_checks;
pub mod automatic_cycle;
pub mod bad_insert;
pub mod bad_link;
pub mod bad_name;
pub mod bad_parameter;
pub mod bad_picture_file;
pub mod conflicting_keys;
pub mod control_character;
pub mod duplicate_guide;
pub mod duplicate_id;
pub mod duplicate_key;
pub mod empty_list;
pub mod empty_range;
pub mod empty_text;
pub mod fact_before_set;
pub mod fact_types;
pub mod failure_to_resolved;
pub mod guide_cycle;
pub mod incomparable;
pub mod invisible_character;
pub mod markup;
pub mod missing_key;
pub mod missing_stuck;
pub mod missing_ticket;
pub mod newer_format;
pub mod no_outcome;
pub mod picture_without_alt;
pub mod reset_without_warning;
pub mod syntax;
pub mod too_few_options;
pub mod too_long;
pub mod too_many_problems;
pub mod too_many_steps;
pub mod uncovered;
pub mod unknown_check;
pub mod unknown_ending;
pub mod unknown_fact;
pub mod unknown_fact_value;
pub mod unknown_format;
pub mod unknown_guide;
pub mod unknown_key;
pub mod unknown_kind;
pub mod unknown_meaning;
pub mod unknown_operator;
pub mod unknown_step;
pub mod unknown_value;
pub mod unknown_verdict;
pub mod unreachable_step;
pub mod wrong_type;

use crate::diagnostic::{Report, Rule};
use analysis::Analysis;

/// A rule and how it is found.
struct Entry {
    rule: &'static Rule,
    /// Looks at a whole guide; `None` if it is found before, or between guides.
    check: Option<fn(&Analysis<'_>, &mut Report)>,
}

/// A rule that is found while a guide is read.
const fn reading(rule: &'static Rule) -> Entry {
    Entry { rule, check: None }
}

/// A rule that is found on a whole guide.
const fn whole(rule: &'static Rule, check: fn(&Analysis<'_>, &mut Report)) -> Entry {
    Entry {
        rule,
        check: Some(check),
    }
}

/// A rule that is found between guides.
const fn between(rule: &'static Rule) -> Entry {
    Entry { rule, check: None }
}

/// The rules, in the order in which a guide is looked at: its shape, its names, the whole, and guides
/// beside one another.
const RULES: &[Entry] = &[
    reading(&syntax::RULE),
    reading(&bad_insert::RULE),
    reading(&bad_link::RULE),
    reading(&bad_picture_file::RULE),
    reading(&conflicting_keys::RULE),
    reading(&control_character::RULE),
    reading(&duplicate_key::RULE),
    reading(&invisible_character::RULE),
    reading(&markup::RULE),
    reading(&too_long::RULE),
    reading(&empty_list::RULE),
    reading(&empty_text::RULE),
    reading(&missing_key::RULE),
    reading(&missing_ticket::RULE),
    reading(&newer_format::RULE),
    reading(&picture_without_alt::RULE),
    reading(&too_few_options::RULE),
    reading(&too_many_problems::RULE),
    reading(&unknown_format::RULE),
    reading(&unknown_key::RULE),
    reading(&unknown_kind::RULE),
    reading(&unknown_operator::RULE),
    reading(&too_many_steps::RULE),
    reading(&uncovered::RULE),
    reading(&unknown_check::RULE),
    reading(&unknown_ending::RULE),
    reading(&unknown_meaning::RULE),
    reading(&unknown_value::RULE),
    reading(&unknown_verdict::RULE),
    whole(
        &alias_with_several_checks::RULE,
        alias_with_several_checks::check,
    ),
    whole(&automatic_cycle::RULE, automatic_cycle::check),
    whole(&bad_name::RULE, bad_name::check),
    whole(&duplicate_id::RULE, duplicate_id::check),
    whole(&empty_range::RULE, empty_range::check),
    whole(&fact_before_set::RULE, fact_before_set::check),
    whole(&fact_types::RULE, fact_types::check),
    whole(&failure_to_resolved::RULE, failure_to_resolved::check),
    whole(&incomparable::RULE, incomparable::check),
    whole(&missing_stuck::RULE, missing_stuck::check),
    whole(&no_outcome::RULE, no_outcome::check),
    whole(&reset_without_warning::RULE, reset_without_warning::check),
    whole(&unknown_fact::RULE, unknown_fact::check),
    whole(&unknown_fact_value::RULE, unknown_fact_value::check),
    whole(&unknown_step::RULE, unknown_step::check),
    whole(&unreachable_step::RULE, unreachable_step::check),
    whole(&wrong_type::RULE, wrong_type::check),
    between(&unknown_guide::RULE),
    between(&guide_cycle::RULE),
    between(&duplicate_guide::RULE),
    between(&bad_parameter::RULE),
];

/// All rules on guides.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|entry| entry.rule)
}

/// Holds a whole guide to the rules.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for entry in RULES {
        if let Some(check) = entry.check {
            check(analysis, report);
        }
    }
}

/// Whether something was reported that may hide where a step leads: what is misspelt or malformed
/// may be what should lead there, and of two steps with one id only one can be meant.
pub(crate) fn may_hide_edges(report: &Report) -> bool {
    [
        &duplicate_key::RULE,
        &too_many_steps::RULE,
        &unknown_key::RULE,
        &unknown_step::RULE,
        &unknown_operator::RULE,
        &unknown_kind::RULE,
        &unknown_verdict::RULE,
        &unknown_meaning::RULE,
        &unknown_ending::RULE,
    ]
    .into_iter()
    .any(|rule| report.has(rule))
}
