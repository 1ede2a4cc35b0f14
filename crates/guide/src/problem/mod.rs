//! What can be wrong with a guide. A problem is data: rule, place and the names that it is about.

mod explain;
mod report;
mod rule;

pub(crate) use report::Report;

use crate::json::{ErrorKind, Node, Span, Value};

/// Something wrong with a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands in the source.
    pub span: Span,
    /// Where it stands in the document, as an RFC 6901 pointer: `/steps/box/on`.
    pub pointer: String,
}

/// What is wrong, with the names that it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// It is no JSON.
    Syntax(ErrorKind),
    /// A key stands twice in an object.
    DuplicateKey,
    /// The number of the format is newer than this program.
    NewerFormat,
    /// An unknown format version.
    UnknownFormat,
    /// A name that is none of those that are known here.
    Unknown {
        /// What it should name.
        what: What,
        /// The name.
        name: String,
        /// Those that are known.
        known: Vec<String>,
    },
    /// A key is missing.
    MissingKey(&'static str),
    /// One of several keys is missing.
    MissingOneOf(&'static [&'static str]),
    /// Two keys, or a key and the value of another, do not go together.
    Conflict {
        /// The key that is too much.
        key: &'static str,
        /// What it does not go with.
        with: &'static str,
    },
    /// Something else should stand here.
    WrongType(Expected),
    /// A name that is not written in kebab-case.
    BadName(String),
    /// A text is empty.
    EmptyText,
    /// A text has a line break or another character that no screen shows.
    ControlCharacter,
    /// A list is empty that must not be.
    EmptyList,
    /// An id stands twice in a list.
    DuplicateId(String),
    /// An insert in a text is not closed, or has no name.
    BadInsert,
    /// The smallest value that is accepted is larger than the largest.
    EmptyRange,
    /// A question has fewer than two options.
    TooFewOptions,
    /// There are more steps than can be counted.
    TooManySteps,
    /// An `on` leaves out these.
    Uncovered(Vec<String>),
    /// An alias of one check's result, although several checks run.
    AliasWithSeveralChecks(String),
    /// A guide that customers can open names no step for "nothing helps".
    MissingStuck,
    /// An unresolved end makes no ticket.
    MissingTicket,
    /// An instruction erases settings and does not warn of it.
    ResetWithoutWarning,
    /// A picture has no words for those who do not see it.
    PictureWithoutAlt,
    /// The name of a picture is not that of a file beside the others.
    BadPictureFile(String),
    /// A link is none that a customer may be sent to.
    BadLink(String),
    /// A fact is set in two ways that do not fit each other.
    FactTypes {
        /// The fact.
        fact: String,
        /// What it is elsewhere.
        elsewhere: Type,
        /// What it is here.
        here: Type,
    },
    /// A comparison that the type of the fact does not allow.
    Incomparable {
        /// The fact.
        fact: String,
        /// What it is.
        is: Type,
        /// The operator.
        operator: &'static str,
    },
    /// A value that is not of the fact's type.
    NotOfType {
        /// The fact.
        fact: String,
        /// What it is.
        is: Type,
    },
    /// A fact is read where no path has set it yet.
    FactBeforeSet(String),
    /// No path leads to a step.
    Unreachable(String),
    /// No path leads from a step to an end.
    NoOutcome(String),
    /// Steps that need no customer lead round in a circle.
    AutomaticCycle(Vec<String>),
    /// Guides that call each other without end.
    GuideCycle(Vec<String>),
    /// Two guides have the same id.
    DuplicateGuide(String),
}

/// What a name should name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A key of an object.
    Key,
    /// A step of this guide.
    Step,
    /// Another guide.
    Guide,
    /// A fact.
    Fact,
    /// A check of the catalogue.
    Check,
    /// An operator of a condition.
    Operator,
    /// A kind of step.
    Kind,
    /// A verdict, an alias of one, or `otherwise`.
    Verdict,
    /// What the lamps of a box mean.
    Meaning,
    /// How a called guide can end.
    Ending,
    /// A value that a fact can have.
    FactValue,
    /// One of a fixed set of words.
    Word,
}

/// What should stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A string or an array of strings.
    Text,
    /// A string or an object.
    Action,
    /// A number.
    Number,
    /// A whole number from 1 to 4 294 967 295.
    Whole,
    /// `true` or `false`.
    Bool,
    /// A calendar day, `2026-12-25`.
    Date,
    /// A language tag, `en` or `de-AT`.
    Language,
    /// A number, or a share of a fact.
    Operand,
    /// The value of a fact: a string, a number, `true`, `false` or an array of strings.
    FactValue,
}

/// What a fact can be, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number.
    Number,
    /// Text.
    Text,
    /// A calendar day.
    Date,
    /// True or false.
    Flag,
    /// One of several words.
    Choice,
    /// Any of several words.
    Choices,
}

/// The RFC 6901 pointer to the innermost value that contains this place. The key of a member
/// counts as its value.
pub fn pointer(root: &Node, span: Span) -> String {
    let within = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let mut pointer = String::new();
    let mut node = root;
    loop {
        match &node.value {
            Value::Object(members) => {
                let inside = members
                    .iter()
                    .find(|member| within(member.key_span) || within(member.value.span));
                let Some(member) = inside else { return pointer };
                pointer.push('/');
                for character in member.key.chars() {
                    match character {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        other => pointer.push(other),
                    }
                }
                if within(member.key_span) {
                    return pointer;
                }
                node = &member.value;
            }
            Value::Array(items) => {
                let Some(index) = items.iter().position(|item| within(item.span)) else {
                    return pointer;
                };
                pointer.push('/');
                crate::json::push_integer(&mut pointer, index as u64);
                node = &items[index];
            }
            _ => return pointer,
        }
    }
}

/// Line and column of a byte of the source, both from 1; the column counts characters.
pub fn line_column(source: &str, offset: u32) -> (usize, usize) {
    let mut end = (offset as usize).min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let before = &source[..end];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}
