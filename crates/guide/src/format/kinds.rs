//! The kinds of steps and what stands in them.

use super::condition::CASE;
use super::parts::{ACCEPTED, ACTION, FIELD, NAMED, ON, OPTION, TICKET, VERIFY, WAIT};
use super::shape::{Key, Relation, Shape, Value, Words, optional, required};
use super::variants::{INSTRUCTION_VARIANTS, OUTCOME_VARIANTS, QUESTION_VARIANTS, SHOWN_VARIANTS};
use super::{LINK, PICTURE};
use crate::model::{Disruption, ROLES};

/// The steps by their kinds.
pub const KINDS: Value = Value::Tagged(
    "kind",
    &[
        ("question", &QUESTION),
        ("input", &INPUT),
        ("lights", &LIGHTS),
        ("instruction", &INSTRUCTION),
        ("check", &CHECK),
        ("branch", &BRANCH),
        ("guide", &CALL),
        ("outcome", &OUTCOME),
    ],
);

/// An instruction takes a day at most.
const MOST_MINUTES: u32 = 24 * 60;
/// Nobody keeps a page open and looks on for longer than this many minutes.
const MOST_WATCHED: u32 = 30;
/// What an input can ask for.
pub const FIELDS: &[&str] = &["number", "text", "lines", "date", "choice", "form"];
/// How a guide can end.
pub const ENDS: &[&str] = &["resolved", "unresolved", "known-issue", "hand-over", "stop"];

static A_LINK: Value = Value::Object(&LINK);
static A_VALUE: Value = Value::Object(&NAMED);

/// Keys of every step.
const COMMON: &[Key] = &[
    required("kind", Value::String, "What the step does."),
    optional(
        "allow",
        Value::List(&Value::String),
        "Warnings that are not given here, by their rules.",
    ),
];

/// A title of steps that show nothing: it is for authors.
const UNSEEN: &[Key] = &[optional("title", Value::String, "A title for authors.")];

/// Keys of every step that shows something.
const SHOWN: &[Key] = &[
    required(
        "title",
        Value::Text,
        "The heading: a question, or the result.",
    ),
    optional("text", Value::Paragraphs, "A paragraph, or a list of them."),
    optional("hint", Value::Text, "A quiet explanation."),
    optional("picture", Value::Object(&PICTURE), "A picture."),
    optional("links", Value::List(&A_LINK), "Links."),
    optional(
        "values",
        Value::List(&A_VALUE),
        "Values to copy, each with its name.",
    ),
    optional("by", Value::String, "The fact that chooses the variant."),
];

static QUESTION: Shape = Shape {
    name: "question",
    doc: "A question with options.",
    keys: &[
        COMMON,
        SHOWN,
        QUESTION_VARIANTS,
        &[
            optional("fact", Value::Name, "The fact that the answer becomes."),
            optional(
                "many",
                Value::Bool,
                "Whether several options may be chosen.",
            ),
            required(
                "options",
                Value::Choices(&Value::Object(&OPTION)),
                "What can be answered.",
            ),
            optional(
                "to",
                Value::Step,
                "The step that options without their own `to` lead to.",
            ),
        ],
    ],
    relations: &[Relation::Variants, Relation::Ways],
};

static INPUT: Shape = Shape {
    name: "input",
    doc: "Something to type or pick.",
    keys: &[
        COMMON,
        SHOWN,
        SHOWN_VARIANTS,
        &[required(
            "as",
            Value::Word(|| FIELDS.to_vec()),
            "What is asked for.",
        )],
        &ACCEPTED,
        &[
            optional(
                "fields",
                Value::Choices(&Value::Object(&FIELD)),
                "What a form asks for: short things that belong together.",
            ),
            optional("fact", Value::Name, "The fact that it becomes."),
            optional("optional", Value::Bool, "Whether it may be left empty."),
            required("to", Value::Step, "The step that it leads to."),
        ],
    ],
    relations: &[
        Relation::Variants,
        Relation::Typed("as", "number", &["min", "max"], Value::Number),
        Relation::Typed("as", "date", &["min", "max"], Value::Date),
        Relation::Where {
            key: "as",
            is: Words::Any(&["number"]),
            needs: &["fact"],
            refuses: &["maxLength", "options", "fields"],
        },
        Relation::Where {
            key: "as",
            is: Words::Any(&["date"]),
            needs: &["fact"],
            refuses: &["unit", "maxLength", "options", "fields"],
        },
        Relation::Where {
            key: "as",
            is: Words::Any(&["choice"]),
            needs: &["options", "fact"],
            refuses: &["min", "max", "unit", "maxLength", "fields"],
        },
        Relation::Where {
            key: "as",
            is: Words::Any(&["form"]),
            needs: &["fields"],
            refuses: &[
                "min",
                "max",
                "unit",
                "maxLength",
                "options",
                "fact",
                "optional",
            ],
        },
        Relation::Where {
            key: "as",
            is: Words::Other(&["number", "date", "choice", "form"]),
            needs: &["fact"],
            refuses: &["min", "max", "unit", "options", "fields"],
        },
    ],
};

static LIGHTS: Shape = Shape {
    name: "lights",
    doc: "The lamps of the customer's own box.",
    keys: &[
        COMMON,
        SHOWN,
        SHOWN_VARIANTS,
        &[
            required("of", Value::Word(|| ROLES.to_vec()), "The role of the box."),
            optional(
                "fact",
                Value::Name,
                "The fact that the meaning becomes; `lights.` and the role unless said otherwise.",
            ),
            required(
                "on",
                ON,
                "The step that each meaning leads to, and `otherwise`.",
            ),
        ],
    ],
    relations: &[Relation::Variants],
};

static INSTRUCTION: Shape = Shape {
    name: "instruction",
    doc: "Something to do.",
    keys: &[
        COMMON,
        SHOWN,
        INSTRUCTION_VARIANTS,
        &[
            optional(
                "actions",
                Value::Some(&Value::TextOr(&ACTION)),
                "What to do, in order; it may be missing if there is only something to wait for.",
            ),
            optional(
                "done",
                Value::Text,
                "What the button says in place of \"Done\".",
            ),
            optional(
                "cannot",
                Value::Text,
                "What the button says in place of \"I can't do this\".",
            ),
            optional(
                "minutes",
                Value::Time(MOST_MINUTES),
                "About how long it takes.",
            ),
            optional(
                "does",
                Value::List(&Value::Word(|| {
                    Disruption::ALL.iter().map(|does| does.name()).collect()
                })),
                "What it does to the line or the box.",
            ),
            optional(
                "warning",
                Value::Text,
                "What must be known before starting.",
            ),
            optional(
                "wait",
                Value::Object(&WAIT),
                "What comes between \"Done\" and `verify`.",
            ),
            optional(
                "verify",
                Value::Object(&VERIFY),
                "What makes the fix count.",
            ),
            optional(
                "to",
                Value::Step,
                "The step that \"Done\" leads to, without `verify`.",
            ),
            optional(
                "ifCannot",
                Value::Step,
                "The step that \"I can't do this\" leads to; where nothing helped, if it is missing.",
            ),
            optional(
                "keepsPlace",
                Value::Bool,
                "Whether it belongs right behind the instruction that leads to it when that did not help. The page \
                 \"Steps that help\" of insights proposes no order that parts them.",
            ),
        ],
    ],
    relations: &[
        Relation::Variants,
        Relation::Conflict("to", "verify"),
        Relation::OneOf(&["verify", "to"]),
        Relation::OneOf(&["actions", "wait"]),
    ],
};

static CHECK: Shape = Shape {
    name: "check",
    doc: "Checks that run side by side.",
    keys: &[
        COMMON,
        SHOWN,
        SHOWN_VARIANTS,
        &[
            required(
                "run",
                Value::Some(&Value::CheckOr(&RUN)),
                "The checks, each by its name or with more.",
            ),
            optional(
                "watch",
                Value::Object(&WATCH),
                "For how long the line is watched, for what comes and goes. It makes `latency` count drops.",
            ),
            required(
                "on",
                ON,
                "The step that each result leads to, and `otherwise`.",
            ),
        ],
    ],
    relations: &[Relation::Variants],
};

static WATCH: Shape = Shape {
    name: "watch",
    doc: "How long a line is watched.",
    keys: &[&[required(
        "minutes",
        Value::Time(MOST_WATCHED),
        "The minutes. The customer sees what is measured, and can go on before.",
    )]],
    relations: &[],
};

static RUN: Shape = Shape {
    name: "run",
    doc: "A check, and what is asked or kept of it.",
    keys: &[&[
        required("check", Value::Check, "The check."),
        optional(
            "as",
            Value::Name,
            "A name under which what it finds is kept besides: `before` for `before.speed.download`.",
        ),
        optional(
            "service",
            Value::Word(|| super::SERVICES.to_vec()),
            "Only faults that touch this service. For `outage`.",
        ),
    ]],
    relations: &[],
};

static BRANCH: Shape = Shape {
    name: "branch",
    doc: "A decision from facts; it shows nothing.",
    keys: &[
        COMMON,
        UNSEEN,
        &[
            required(
                "cases",
                Value::Some(&Value::Object(&CASE)),
                "The first that holds decides.",
            ),
            required(
                "otherwise",
                Value::Step,
                "The step that it leads to if none holds.",
            ),
        ],
    ],
    relations: &[],
};

static CALL: Shape = Shape {
    name: "call",
    doc: "Another guide, then back here.",
    keys: &[
        COMMON,
        UNSEEN,
        &[
            required("guide", Value::Name, "The other guide's id."),
            optional(
                "on",
                ON,
                "The step that each end leads to: `resolved`, `unresolved`, `known-issue`, `otherwise`. \
                 An end that is not named shows the other guide's own screen.",
            ),
            optional(
                "with",
                Value::Map(&Value::Fact),
                "Facts that the other guide declares, as long as it is walked. `\"verify\": \"ask\"` has \
                 it ask whether something helped where it can ask or check.",
            ),
        ],
    ],
    relations: &[],
};

static OUTCOME: Shape = Shape {
    name: "outcome",
    doc: "An end.",
    keys: &[
        COMMON,
        SHOWN,
        OUTCOME_VARIANTS,
        &[
            required("ends", Value::Word(|| ENDS.to_vec()), "How it ends."),
            optional(
                "ticket",
                Value::Object(&TICKET),
                "The ticket of an unresolved end, or of a stop.",
            ),
            optional(
                "contact",
                Value::Name,
                "Whom to call: a contact of the provider; its support unless said otherwise.",
            ),
            optional(
                "guide",
                Value::Name,
                "The guide that a hand-over leads to, which goes on with what is known.",
            ),
            optional(
                "recheck",
                Value::List(&Value::Check),
                "The checks that a resolved end repeats after a while: isp and internet unless said otherwise.",
            ),
        ],
    ],
    relations: &[
        Relation::Variants,
        Relation::Where {
            key: "ends",
            is: Words::Any(&["unresolved"]),
            needs: &["ticket"],
            refuses: &[],
        },
        Relation::Where {
            key: "ends",
            is: Words::Other(&["unresolved", "stop"]),
            needs: &[],
            refuses: &["ticket"],
        },
        Relation::Where {
            key: "ends",
            is: Words::Other(&["hand-over"]),
            needs: &[],
            refuses: &["guide"],
        },
        Relation::Where {
            key: "ends",
            is: Words::Other(&["resolved"]),
            needs: &[],
            refuses: &["recheck"],
        },
    ],
};
