//! What asks the customer for something, as written: questions and inputs.

use crate::json::Node;
use crate::raw::decode::Object;
use crate::raw::shown::{Picture, picture};
use crate::raw::{Name, Spanned};

/// `question` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The fact that the answer becomes.
    pub fact: Option<Name>,
    /// Whether several options may be chosen.
    pub many: bool,
    /// The options.
    pub options: Vec<Choice>,
    /// Where options without a way of their own lead.
    pub to: Option<Name>,
}

/// An option as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: Option<Name>,
    /// What it says.
    pub label: Option<Name>,
    /// A picture of it.
    pub picture: Option<Picture>,
    /// Other facts that choosing it sets.
    pub set: Vec<(Name, Node)>,
    /// What a provider must sell so that its customers see it.
    pub needs: Vec<Name>,
    /// Where it leads.
    pub to: Option<Name>,
}

pub(super) fn question(object: Object) -> Question {
    Question {
        fact: object.string("fact"),
        many: object.bool("many").unwrap_or(false),
        options: object.list("options", choice),
        to: object.string("to"),
    }
}

fn choice(node: &Node) -> Option<Choice> {
    let object = Object::new(node)?;
    Some(Choice {
        id: object.string("id"),
        label: object.string("label"),
        picture: object.get("picture").and_then(picture),
        set: object
            .members_of("set")
            .map(|(fact, value)| (fact, value.clone()))
            .collect(),
        needs: object.strings("needs"),
        to: object.string("to"),
    })
}

/// `input` as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What is asked for.
    pub field: Field,
    /// The fact that it becomes.
    pub fact: Option<Name>,
    /// Whether it may be left empty.
    pub optional: bool,
    /// Where it leads.
    pub to: Option<Name>,
}

/// What an input asks for, as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// `number`
    Number {
        /// The smallest number that is taken.
        min: Option<f64>,
        /// The largest number that is taken.
        max: Option<Spanned<f64>>,
        /// The unit that stands behind the number.
        unit: Option<Name>,
    },
    /// `text`
    Text {
        /// How many characters may be typed.
        max_length: Option<u32>,
    },
    /// `lines`
    Lines {
        /// How many characters may be typed.
        max_length: Option<u32>,
    },
    /// `date`
    Date {
        /// The earliest day that is taken.
        min: Option<Name>,
        /// The latest day that is taken.
        max: Option<Name>,
    },
    /// `choice`: id and label
    Choice(Vec<(Name, Name)>),
    /// `form`
    Form(Vec<Part>),
}

/// A field of a form as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it says.
    pub label: Option<Name>,
    /// What is asked for.
    pub field: Field,
    /// The fact that it becomes.
    pub fact: Option<Name>,
    /// Whether it may be left empty.
    pub optional: bool,
}

impl Input {
    /// What is asked for, one or several, and the fact that each becomes.
    pub fn parts(&self) -> Vec<(&Field, Option<&Name>)> {
        match &self.field {
            Field::Form(parts) => {
                let parts = parts.iter();
                parts
                    .map(|part| (&part.field, part.fact.as_ref()))
                    .collect()
            }
            field => vec![(field, self.fact.as_ref())],
        }
    }
}

pub(super) fn input(object: Object) -> Option<Input> {
    let field = match object.string("as")?.as_str() {
        "form" => Field::Form(object.list("fields", part)),
        _ => field(object)?,
    };
    Some(Input {
        field,
        fact: object.string("fact"),
        optional: object.bool("optional").unwrap_or(false),
        to: object.string("to"),
    })
}

fn part(node: &Node) -> Option<Part> {
    let object = Object::new(node)?;
    Some(Part {
        label: object.string("label"),
        field: field(object)?,
        fact: object.string("fact"),
        optional: object.bool("optional").unwrap_or(false),
    })
}

fn field(object: Object) -> Option<Field> {
    Some(match object.get("as")?.as_str()? {
        "number" => Field::Number {
            min: object.number("min").map(|min| min.value),
            max: object.number("max"),
            unit: object.string("unit"),
        },
        "text" => Field::Text {
            max_length: object.whole("maxLength"),
        },
        "lines" => Field::Lines {
            max_length: object.whole("maxLength"),
        },
        "date" => Field::Date {
            min: object.string("min"),
            max: object.string("max"),
        },
        "choice" => Field::Choice(object.list("options", item)),
        _ => return None,
    })
}

fn item(node: &Node) -> Option<(Name, Name)> {
    let object = Object::new(node)?;
    Some((object.string("id")?, object.string("label")?))
}
