//! What can be wrong with a guide: one rule a file, one line here.
//!
//! A rule's file has its documentation and examples, the type that makes its words, and, where the
//! guide must be seen as a whole, how it is found. What is found while the shape is looked at or names
//! are looked up is reported by [`crate::load`], in the words of these files.

pub(crate) mod analysis;
pub mod words;

use crate::diagnostic::{Report, Rule};
use crate::json::Span;
use crate::raw;
use analysis::Analysis;

/// A rule and how it is found.
struct Entry {
    rule: &'static Rule,
    /// Looks at a whole guide; `None` if it is found before, or between guides.
    check: Option<fn(&Analysis<'_>, &mut Report)>,
}

/// Declares the rules: their files, and the list of them.
macro_rules! rules {
    (
        reading { $($reading:ident,)* }
        whole { $($whole:ident,)* }
        between { $($between:ident,)* }
    ) => {
        $(pub mod $reading;)*
        $(pub mod $whole;)*
        $(pub mod $between;)*

        /// The rules, in the order in which a guide is looked at.
        const RULES: &[Entry] = &[
            $(Entry { rule: &$reading::RULE, check: None },)*
            $(Entry { rule: &$whole::RULE, check: Some($whole::check) },)*
            $(Entry { rule: &$between::RULE, check: None },)*
        ];
    };
}

// `reading`: found while a guide is read, its shape first, then its names. `whole`: found on a guide as a whole.
// `between`: found between guides. A new rule is a file here and a line below.
rules! {
    reading {
        syntax,
        bad_insert,
        bad_link,
        bad_picture_file,
        conflicting_keys,
        control_character,
        duplicate_key,
        invisible_character,
        markup,
        overlong_text,
        too_long,
        empty_list,
        empty_text,
        missing_key,
        missing_ticket,
        newer_format,
        no_way_to_answer,
        picture_without_alt,
        too_few_options,
        too_many_problems,
        unknown_format,
        unknown_key,
        unknown_kind,
        unknown_operator,
        too_many_steps,
        uncovered,
        unfilled_insert,
        unknown_check,
        unknown_ending,
        unknown_meaning,
        unknown_value,
        unknown_verdict,
        variant_of_nothing,
    }
    whole {
        alias_with_several_checks,
        automatic_cycle,
        bad_name,
        duplicate_id,
        empty_range,
        fact_before_set,
        fact_types,
        failure_to_resolved,
        incomparable,
        missing_stuck,
        no_outcome,
        place_behind_nothing,
        reset_without_warning,
        unknown_fact,
        unknown_fact_value,
        unknown_step,
        unreachable_step,
        watch_without_latency,
        wrong_type,
    }
    between {
        unknown_guide,
        guide_cycle,
        duplicate_guide,
        bad_parameter,
    }
}

/// All rules on guides.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|entry| entry.rule)
}

/// The facts that a guide reads, in texts, conditions and variants, each with its place in this source of it.
pub fn reads(guide: &raw::Guide, source: &str) -> Vec<(String, Span)> {
    let reads = analysis::reads(guide, source).into_iter();
    reads.map(|read| (read.fact, read.span)).collect()
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
        &missing_key::RULE,
        &wrong_type::RULE,
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
