//! What stands in steps of several kinds, or inside one.

use super::shape::{Key, Relation, Shape, Value, Words, optional, required};
use super::{NEEDS, PICTURE};
use crate::model::{ContactField, Severity};
use firstline_diagnosis::Verdict;

/// What can end a wait sooner.
pub const WAIT_UNTIL: &[&str] = &["line-back"];
/// Options that the widget has words for.
pub const STANDARD_OPTIONS: &[&str] = &["yes", "no", "unsure"];
/// Answers to "did it help?" that the widget has words for.
pub const HELP_OPTIONS: &[&str] = &["yes", "no", "unsure", "better", "a-little", "worse"];
/// Nobody watches a countdown for more than an hour.
const MOST_SECONDS: u32 = 60 * 60;
/// Sessions are kept until a day after, and nobody remembers one after a week.
const MOST_HOURS: u32 = 7 * 24;

/// Nobody types more into one field: some four pages.
const MOST_CHARACTERS: u32 = 10_000;

/// The words that `on` leads by. Which of them depends on what is judged, so that is a rule's.
pub(super) const ON: Value = Value::Map(&Value::Step);

pub(super) static OPTION: Shape = Shape {
    name: "option",
    doc: "An option of a question.",
    keys: &[&[
        required(
            "id",
            Value::Name,
            "Its id; `yes`, `no` and `unsure` have labels of their own.",
        ),
        optional("label", Value::Text, "What it says."),
        optional("picture", Value::Object(&PICTURE), "A picture of it."),
        optional(
            "set",
            Value::Map(&Value::Fact),
            "Other facts that choosing it sets.",
        ),
        optional(
            "needs",
            NEEDS,
            "What a provider must sell so that its customers see the option.",
        ),
        optional("to", Value::Step, "The step that it leads to."),
    ]],
    relations: &[Relation::Where {
        key: "id",
        is: Words::Other(STANDARD_OPTIONS),
        needs: &["label"],
        refuses: &[],
    }],
};

pub(super) static ITEM: Shape = Shape {
    name: "item",
    doc: "One of many to pick from.",
    keys: &[&[
        required("id", Value::Name, "Its id."),
        required("label", Value::Text, "What it says."),
    ]],
    relations: &[],
};

/// What one field of a form can ask for.
pub const FORM_FIELDS: &[&str] = &["number", "text", "lines", "date", "choice"];

/// What an answer may be, whether it is typed into a step of its own or into a field of a form.
pub(super) static ACCEPTED: [Key; 5] = [
    optional(
        "min",
        Value::Any,
        "The smallest number or the earliest day.",
    ),
    optional("max", Value::Any, "The largest number or the latest day."),
    optional("unit", Value::String, "The unit of a number."),
    optional(
        "maxLength",
        Value::Length(MOST_CHARACTERS),
        "The most characters of a text.",
    ),
    optional(
        "options",
        Value::Choices(&Value::Object(&ITEM)),
        "What can be picked.",
    ),
];

pub(super) static FIELD: Shape = Shape {
    name: "field",
    doc: "A field of a form.",
    keys: &[
        &[
            required("label", Value::Text, "What it says."),
            required(
                "as",
                Value::Word(|| FORM_FIELDS.to_vec()),
                "What is asked for.",
            ),
        ],
        &ACCEPTED,
        &[
            required("fact", Value::Name, "The fact that it becomes."),
            optional("optional", Value::Bool, "Whether it may be left empty."),
        ],
    ],
    relations: &[
        Relation::Typed("as", "number", &["min", "max"], Value::Number),
        Relation::Typed("as", "date", &["min", "max"], Value::Date),
        Relation::Where {
            key: "as",
            is: Words::Any(&["number"]),
            needs: &[],
            refuses: &["maxLength", "options"],
        },
        Relation::Where {
            key: "as",
            is: Words::Any(&["date"]),
            needs: &[],
            refuses: &["unit", "maxLength", "options"],
        },
        Relation::Where {
            key: "as",
            is: Words::Any(&["choice"]),
            needs: &["options"],
            refuses: &["min", "max", "unit", "maxLength"],
        },
        Relation::Where {
            key: "as",
            is: Words::Any(&["text", "lines"]),
            needs: &[],
            refuses: &["min", "max", "unit", "options"],
        },
    ],
};

pub(super) static NAMED: Shape = Shape {
    name: "named",
    doc: "A value to copy, such as an address to type elsewhere.",
    keys: &[&[
        required("label", Value::Text, "What it is."),
        required(
            "value",
            Value::Text,
            "The value; one whose insert is not known is left out.",
        ),
    ]],
    relations: &[],
};

pub(super) static ACTION: Shape = Shape {
    name: "action",
    doc: "One thing to do.",
    keys: &[&[
        required("text", Value::Text, "What to do."),
        optional("copy", Value::Line, "Something to copy."),
        optional(
            "seconds",
            Value::Time(MOST_SECONDS),
            "How long to wait then.",
        ),
        optional("picture", Value::Object(&PICTURE), "A picture of it."),
    ]],
    relations: &[],
};

pub(super) static WAIT: Shape = Shape {
    name: "wait",
    doc: "A countdown, or coming back later.",
    keys: &[&[
        optional(
            "seconds",
            Value::Time(MOST_SECONDS),
            "The seconds of a countdown.",
        ),
        optional(
            "until",
            Value::Word(|| WAIT_UNTIL.to_vec()),
            "What ends it sooner: the line is back.",
        ),
        optional(
            "hours",
            Value::Time(MOST_HOURS),
            "Come back after so many hours.",
        ),
        optional(
            "at",
            Value::TimeOfDay,
            "Come back when the customer's clock next shows this.",
        ),
    ]],
    relations: &[
        Relation::Conflict("seconds", "hours"),
        Relation::Conflict("until", "hours"),
        Relation::Conflict("seconds", "at"),
        Relation::Conflict("until", "at"),
        Relation::Conflict("hours", "at"),
        Relation::Needs("until", "seconds"),
        Relation::OneOf(&["seconds", "hours", "at"]),
    ],
};

pub(super) static VERIFY: Shape = Shape {
    name: "verify",
    doc: "What makes a fix count: checks, or a question.",
    keys: &[&[
        optional("run", Value::Some(&Value::Check), "Checks."),
        optional(
            "ask",
            Value::Text,
            "A question: yes is `pass`, no is `fail`, not sure is `unknown`. Beside `run` it is asked where \
             the calling guide says `\"with\": { \"verify\": \"ask\" }`.",
        ),
        optional(
            "options",
            Value::Choices(&Value::Object(&HELP_OPTION)),
            "What can be answered instead; `on` can lead by their ids.",
        ),
        required(
            "on",
            ON,
            "The step that each result leads to, and `otherwise`.",
        ),
    ]],
    relations: &[
        Relation::Needs("options", "ask"),
        Relation::OneOf(&["run", "ask"]),
    ],
};

static HELP_OPTION: Shape = Shape {
    name: "help-option",
    doc: "An answer to whether something helped.",
    keys: &[&[
        required(
            "id",
            Value::Name,
            "Its id; `yes`, `no`, `unsure`, `better`, `a-little` and `worse` have labels of their own.",
        ),
        optional("label", Value::Text, "What it says."),
        optional(
            "is",
            Value::Word(|| Verdict::ALL.into_iter().map(Verdict::name).collect()),
            "What it counts as; those with labels of their own know.",
        ),
    ]],
    relations: &[Relation::Where {
        key: "id",
        is: Words::Other(HELP_OPTIONS),
        needs: &["label", "is"],
        refuses: &[],
    }],
};

fn contact_fields() -> Vec<&'static str> {
    ContactField::ALL.iter().map(|field| field.name()).collect()
}

static ASKED: Shape = Shape {
    name: "asked",
    doc: "Something that a ticket form asks for.",
    keys: &[&[
        optional(
            "field",
            Value::Word(contact_fields),
            "How to reach the customer.",
        ),
        optional(
            "fact",
            Value::Name,
            "A fact, which is not asked for if it is known.",
        ),
        optional("label", Value::Text, "What the form calls the fact."),
        optional(
            "required",
            Value::Bool,
            "Whether it must not be left empty.",
        ),
    ]],
    relations: &[
        Relation::OneOf(&["field", "fact"]),
        Relation::Conflict("fact", "field"),
        Relation::Conflict("label", "field"),
        Relation::Needs("fact", "label"),
    ],
};

pub(super) static TICKET: Shape = Shape {
    name: "ticket",
    doc: "The ticket of an end.",
    keys: &[&[
        required("category", Value::Name, "The helpdesk's category."),
        required(
            "severity",
            Value::Word(|| {
                Severity::ALL
                    .iter()
                    .map(|severity| severity.name())
                    .collect()
            }),
            "How bad it is.",
        ),
        required(
            "ask",
            Value::Some(&Value::WordOr(contact_fields, &ASKED)),
            "What the form asks for.",
        ),
        optional(
            "next",
            Value::Paragraphs,
            "What happens next, and by when; the end's `text` unless said otherwise.",
        ),
    ]],
    relations: &[],
};
