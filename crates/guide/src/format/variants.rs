//! What steps show instead, by a fact or under a condition.

use super::condition::CONDITIONS;
use super::parts::{ACTION, NAMED, TICKET};
use super::shape::{Key, Shape, Value, optional, required};
use super::{LINK, PICTURE};

static A_LINK: Value = Value::Object(&LINK);
static A_VALUE: Value = Value::Object(&NAMED);

/// Variants of a step: by the values of a fact, or each under a condition of its own.
macro_rules! variants {
    ($keys:ident, $by:ident $by_name:literal, $when:ident $when_name:literal, $own:expr) => {
        static $by: Shape = Shape {
            name: $by_name,
            doc: "What is shown instead.",
            keys: &[OF_VARIANT, $own],
            relations: &[],
        };
        static $when: Shape = Shape {
            name: $when_name,
            doc: "What is shown instead while a condition holds.",
            keys: &[WHEN, OF_VARIANT, $own],
            relations: &[],
        };
        pub(super) const $keys: &[Key] = &[optional(
            "variants",
            Value::MapOr(&$by, &$when),
            "What is shown instead, by the value of that fact; or a list, each with `when`, of which the \
             first that holds is shown.",
        )];
    };
}

variants!(SHOWN_VARIANTS, BY_SHOWN "variant", WHEN_SHOWN "variant-when", &[]);
variants!(
    QUESTION_VARIANTS,
    BY_QUESTION "question-variant",
    WHEN_QUESTION "question-variant-when",
    &[optional(
        "options",
        Value::Map(&Value::Text),
        "Other labels of options, by their ids.",
    )]
);
variants!(
    INSTRUCTION_VARIANTS,
    BY_INSTRUCTION "instruction-variant",
    WHEN_INSTRUCTION "instruction-variant-when",
    &[
        optional(
            "actions",
            Value::Some(&Value::TextOr(&ACTION)),
            "Other actions.",
        ),
        optional("warning", Value::Text, "Another warning."),
        optional(
            "ask",
            Value::Text,
            "Another question in place of that of `verify`.",
        ),
    ]
);
variants!(
    OUTCOME_VARIANTS,
    BY_OUTCOME "outcome-variant",
    WHEN_OUTCOME "outcome-variant-when",
    &[optional(
        "ticket",
        Value::Object(&TICKET),
        "Another ticket, in place of the one that the end makes.",
    )]
);

/// What chooses a variant of a list.
const WHEN: &[Key] = &[required(
    "when",
    Value::ByKey(&CONDITIONS),
    "The condition.",
)];

const OF_VARIANT: &[Key] = &[
    optional("title", Value::Text, "Another heading."),
    optional("text", Value::Paragraphs, "Other paragraphs."),
    optional("hint", Value::Text, "Another explanation."),
    optional("picture", Value::Object(&PICTURE), "Another picture."),
    optional("links", Value::List(&A_LINK), "Other links."),
    optional("values", Value::List(&A_VALUE), "Other values."),
];
