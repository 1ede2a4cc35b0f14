//! Conditions and comparisons.

use super::shape::{Relation, Shape, Value, optional, required};

/// The operators of a comparison.
pub const OPERATORS: &[&str] = &[
    "is", "isNot", "in", "has", "below", "above", "atLeast", "atMost",
];

pub(super) static CASE: Shape = Shape {
    name: "case",
    doc: "A case of a branch.",
    keys: &[&[
        required("if", Value::ByKey(&CONDITIONS), "The condition."),
        required("to", Value::Step, "The step that it leads to."),
    ]],
    relations: &[],
};

/// A condition: its shape is told by its key.
static CONDITION: Value = Value::ByKey(&CONDITIONS);

pub(super) static CONDITIONS: [(&str, &Shape); 4] = [
    ("fact", &COMPARISON),
    ("all", &ALL),
    ("any", &ANY),
    ("not", &NOT),
];

static ALL: Shape = Shape {
    name: "all",
    doc: "All of these hold.",
    keys: &[&[required("all", Value::Some(&CONDITION), "The conditions.")]],
    relations: &[],
};

static ANY: Shape = Shape {
    name: "any",
    doc: "One of these holds.",
    keys: &[&[required("any", Value::Some(&CONDITION), "The conditions.")]],
    relations: &[],
};

static NOT: Shape = Shape {
    name: "not",
    doc: "This does not hold.",
    keys: &[&[required("not", Value::ByKey(&CONDITIONS), "The condition.")]],
    relations: &[],
};

static COMPARISON: Shape = Shape {
    name: "comparison",
    doc: "A comparison with a fact. A fact that is not known makes it false.",
    keys: &[&[
        required("fact", Value::String, "The fact."),
        optional("is", Value::Fact, "Equal to."),
        optional("isNot", Value::Fact, "Known and not equal to."),
        optional("in", Value::Some(&Value::Fact), "One of."),
        optional("has", Value::String, "A list that contains."),
        optional("below", Value::Operand, "Smaller than."),
        optional("above", Value::Operand, "Larger than."),
        optional("atLeast", Value::Operand, "Not smaller than."),
        optional("atMost", Value::Operand, "Not larger than."),
    ]],
    relations: &[Relation::Operators(OPERATORS)],
};

/// A share of a fact, on the right of a comparison.
pub static SHARE: Shape = Shape {
    name: "share",
    doc: "A share of another fact.",
    keys: &[&[
        required("fact", Value::String, "The other fact."),
        optional(
            "times",
            Value::Number,
            "How much of it; all of it unless said otherwise.",
        ),
    ]],
    relations: &[],
};
