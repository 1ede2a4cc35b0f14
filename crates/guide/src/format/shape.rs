//! What a description of the format is made of.

/// An object of a guide file: its keys, and which of them go together.
#[derive(Debug)]
pub struct Shape {
    /// Its name among the definitions of the schema.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub doc: &'static str,
    /// Its keys, in groups, because several kinds of steps share some.
    pub keys: &'static [&'static [Key]],
    /// What goes together and what does not.
    pub relations: &'static [Relation],
}

impl Shape {
    /// All keys.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> + Clone {
        self.keys.iter().copied().flatten()
    }
}

/// A key of an object.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub doc: &'static str,
    /// What stands behind it.
    pub value: Value,
    /// Whether it must be there, whatever else is.
    pub required: bool,
}

/// A key that must be there.
pub const fn required(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key {
        name,
        doc,
        value,
        required: true,
    }
}

/// A key that may be there.
pub const fn optional(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key {
        name,
        doc,
        value,
        required: false,
    }
}

/// What stands behind a key or in a list.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// Something that others look at.
    Any,
    /// The number of the format.
    Format,
    /// A text in quotes that nobody reads.
    String,
    /// A text in quotes that is not empty.
    Line,
    /// A text that customers read, which may have inserts.
    Text,
    /// What a picture shows, for those who do not see it.
    Alt,
    /// Where a link leads.
    Link,
    /// The id of a step.
    Step,
    /// A name in kebab-case.
    Name,
    /// A calendar day, `2026-12-25`.
    Date,
    /// A time of day, `19:00`.
    TimeOfDay,
    /// The tag of a language.
    Language,
    /// The name of a file in `pictures`.
    PictureFile,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// The name of a check.
    Check,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A whole number, 1 or more.
    Whole,
    /// A time: a whole number, 1 or more, and at most this.
    Time(u32),
    /// A number of characters: a whole number, 1 or more, and at most this.
    Length(u32),
    /// The value of a fact: a text, a number, a truth value or a list of texts.
    Fact,
    /// A number, or a share of a fact.
    Operand,
    /// A text or a list of texts, one a paragraph.
    Paragraphs,
    /// A list, perhaps empty.
    List(&'static Value),
    /// A list with one item or more.
    Some(&'static Value),
    /// A list with two items or more: what there is to choose from.
    Choices(&'static Value),
    /// An object with any keys.
    Map(&'static Value),
    /// An object with any keys, or a list with one item or more: the shape of what stands behind a key of the
    /// one, and in the other.
    MapOr(&'static Shape, &'static Shape),
    /// An object of this shape.
    Object(&'static Shape),
    /// A text, or an object of this shape.
    TextOr(&'static Shape),
    /// The name of a check, or an object of this shape.
    CheckOr(&'static Shape),
    /// One of these words, or an object of this shape.
    WordOr(fn() -> Vec<&'static str>, &'static Shape),
    /// An object whose shape is told by the word behind a key.
    Tagged(&'static str, &'static [(&'static str, &'static Shape)]),
    /// An object whose shape is told by the first of these keys that it has.
    ByKey(&'static [(&'static str, &'static Shape)]),
}

/// What goes together.
#[derive(Debug)]
pub enum Relation {
    /// One of these keys must be there.
    OneOf(&'static [&'static str]),
    /// Exactly one of these keys must be there: the operators of a comparison.
    Operators(&'static [&'static str]),
    /// The first key must not stand beside the second.
    Conflict(&'static str, &'static str),
    /// The first key needs the second.
    Needs(&'static str, &'static str),
    /// If this word stands behind this key, these keys have a value of this kind.
    Typed(&'static str, &'static str, &'static [&'static str], Value),
    /// What a word behind a key asks for.
    Where {
        /// The key.
        key: &'static str,
        /// The words.
        is: Words,
        /// Keys that must then be there.
        needs: &'static [&'static str],
        /// Keys that must then not be there.
        refuses: &'static [&'static str],
    },
    /// The options of a question lead on each by its own `to`, or all by the question's. If several
    /// can be chosen (`many`), only the question's counts.
    Ways,
    /// Variants by their name go by a fact (`by`), those of a list by their own conditions.
    Variants,
}

/// Which words a relation is about.
#[derive(Clone, Copy, Debug)]
pub enum Words {
    /// One of these.
    Any(&'static [&'static str]),
    /// Any but these.
    Other(&'static [&'static str]),
}

impl Words {
    /// Whether a word is one of them.
    pub fn include(self, word: &str) -> bool {
        match self {
            Words::Any(words) => words.contains(&word),
            Words::Other(words) => !words.contains(&word),
        }
    }
}
