//! The format of guide files, as data: every object with its keys, what stands behind each, and what
//! goes together. Loading holds files to these tables, and the JSON Schema in docs/reference is
//! written from them, so that there is one description.
//!
//! What needs more than one look at an object (names of steps, facts, where results lead) is a rule.

mod condition;
mod kinds;
mod parts;
mod shape;
mod variants;

pub use condition::{OPERATORS, SHARE};
pub use kinds::{ENDS, FIELDS, KINDS};
pub use parts::{HELP_OPTIONS, STANDARD_OPTIONS, WAIT_UNTIL};
pub use shape::{Key, Relation, Shape, Value, Words};

use shape::{optional, required};

/// The number of the format that this program reads.
pub const FORMAT: f64 = 1.0;

/// The types of declared facts.
pub const FACT_TYPES: &[&str] = &["number", "text", "date", "flag", "choice", "choices"];
/// Where a declared fact comes from.
pub const FACT_SOURCES: &[&str] = &["answer", "website", "device", "provider"];

/// What a provider can sell, as guides name it in `needs`.
pub const SERVICES: &[&str] = &[
    "internet",
    "phone",
    "tv",
    "email",
    "mobile-phone",
    "mesh",
    "security",
    "hosting",
    "smart-home",
];
/// How a provider's lines reach a home, as guides name it in `needs`.
pub const TECHNOLOGIES: &[&str] = &[
    "fibre",
    "cable",
    "dsl",
    "mobile",
    "satellite",
    "ethernet",
    "wireless",
];

/// A service or a technology.
static SOLD: Value = Value::Word(|| [SERVICES, TECHNOLOGIES].concat());
/// Services and technologies.
const NEEDS: Value = Value::List(&SOLD);

/// A guide.
pub static GUIDE: Shape = Shape {
    name: "guide",
    doc: "A guide: questions, checks and things to do, to an end.",
    keys: &[&[
        optional(
            "$schema",
            Value::String,
            "The address of this schema, for editors.",
        ),
        required("format", Value::Format, "The version of the format."),
        required("id", Value::Name, "The name of the guide, and of its file."),
        required("version", Value::Line, "The author's version."),
        required(
            "language",
            Value::Language,
            "The language that it is written in.",
        ),
        required("title", Value::Line, "What the welcome screen calls it."),
        required("summary", Value::Line, "One sentence on whom it is for."),
        optional(
            "searchWords",
            Value::List(&Value::Line),
            "What customers say when they mean it.",
        ),
        optional("owner", Value::Line, "Whom to ask about it."),
        optional(
            "reviewBy",
            Value::Date,
            "The day by which somebody must have looked at it again.",
        ),
        optional(
            "listed",
            Value::Bool,
            "`false` if only other guides call it, so that the welcome screen does not show it.",
        ),
        optional(
            "needs",
            NEEDS,
            "What a provider must sell so that its customers can choose the guide.",
        ),
        optional(
            "facts",
            Value::Map(&Value::Object(&FACT)),
            "Declared facts.",
        ),
        required("start", Value::Step, "The first step."),
        optional(
            "stuck",
            Value::Step,
            "The step that \"Nothing helps\" leads to, from anywhere.",
        ),
        required("steps", Value::Map(&KINDS), "The steps by their ids."),
        optional(
            "scenarios",
            Value::List(&Value::Object(&SCENARIO)),
            "Walks through the guide that lint plays.",
        ),
        optional(
            "allow",
            Value::List(&Value::String),
            "Warnings that are not given, by their rules.",
        ),
    ]],
    relations: &[],
};

/// A declared fact.
pub static FACT: Shape = Shape {
    name: "fact",
    doc: "What a fact can be, and where it comes from.",
    keys: &[&[
        required("type", Value::Word(|| FACT_TYPES.to_vec()), "Its type."),
        optional("unit", Value::String, "The unit of a number."),
        optional("values", Value::Some(&Value::Name), "What a choice can be."),
        optional(
            "from",
            Value::Word(|| FACT_SOURCES.to_vec()),
            "Where it comes from; from answers unless said otherwise.",
        ),
    ]],
    relations: &[
        Relation::Where {
            key: "type",
            is: Words::Any(&["choice", "choices"]),
            needs: &["values"],
            refuses: &["unit"],
        },
        Relation::Where {
            key: "type",
            is: Words::Any(&["number"]),
            needs: &[],
            refuses: &["values"],
        },
        Relation::Where {
            key: "type",
            is: Words::Other(&["choice", "choices", "number"]),
            needs: &[],
            refuses: &["unit", "values"],
        },
    ],
};

/// A scenario. What its answers and results can be is up to the tool that plays it.
pub static SCENARIO: Shape = Shape {
    name: "scenario",
    doc: "What is answered and measured on a way through the guide, and where it ends.",
    keys: &[&[
        required("name", Value::Line, "Its name."),
        optional(
            "facts",
            Value::Map(&Value::Any),
            "Facts of website, device and provider.",
        ),
        optional(
            "checks",
            Value::Map(&Value::Any),
            "What checks find: by step, then check and result; a list for visit after visit.",
        ),
        optional(
            "answers",
            Value::Map(&Value::Any),
            "What is answered, by step; a list for several options or for visit after visit.",
        ),
        optional(
            "guides",
            Value::Map(&Value::Any),
            "How called guides end, by calling step; a list for visit after visit.",
        ),
        required("expect", Value::Step, "The step that it ends at."),
    ]],
    relations: &[],
};

/// A picture.
pub static PICTURE: Shape = Shape {
    name: "picture",
    doc: "A picture.",
    keys: &[&[
        required(
            "file",
            Value::PictureFile,
            "The name of a file in pictures/.",
        ),
        required(
            "alt",
            Value::Alt,
            "What it shows, for those who do not see it.",
        ),
    ]],
    relations: &[],
};

/// A link.
pub static LINK: Shape = Shape {
    name: "link",
    doc: "A link, shown as a button.",
    keys: &[&[
        required("label", Value::Text, "What the button says."),
        required(
            "href",
            Value::Link,
            "https:, tel: or mailto:, in which facts of the provider may be inserted: \
             tel:{provider.support.phone}; or one of the provider's links: {provider.links.portal}.",
        ),
    ]],
    relations: &[],
};
