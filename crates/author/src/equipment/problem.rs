//! What can be wrong with a catalogue, or with what guides and the provider say of its boxes.

use firstline_guide::json::{Node, Span};
use firstline_guide::problem::{self as of_guides, What, pointer};

/// Something wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where it stands in the source.
    pub span: Span,
    /// Where it stands in the document, as an RFC 6901 pointer: `/boxes/fritz-7590/lights/0`.
    pub pointer: String,
}

/// What is wrong, with the names that it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// What can be wrong with a guide as well: shapes, keys, words.
    Shape(of_guides::ProblemKind),
    /// The number of the format is newer than this program.
    NewerFormat,
    /// A pattern names a lamp that the box does not have.
    UnknownLight {
        /// The lamp.
        name: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A box that the catalogue does not have.
    UnknownEquipment {
        /// The box.
        name: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A box that plays another role than the one that is asked for.
    OtherRole {
        /// The box.
        name: String,
        /// Its role.
        role: String,
    },
    /// Two lamps of a box have the same label.
    SameLabel(String),
    /// One of several lamps has no label.
    NoLabel,
    /// Two boxes have the same name.
    SameName(String),
    /// A lamp means nothing, alone or in a pattern.
    SilentLight(String),
    /// A pattern of fewer than two lamps.
    PatternOfOne,
    /// Two patterns show the same.
    SamePattern(String),
    /// The role of a `lights` step is played by none of the provider's boxes.
    NoBoxOfRole(String),
}

impl Problem {
    pub(super) fn new(root: &Node, span: Span, kind: ProblemKind) -> Problem {
        Problem {
            kind,
            span,
            pointer: pointer(root, span),
        }
    }

    /// The id of the rule that is broken, in kebab-case.
    pub fn rule(&self) -> &'static str {
        match &self.kind {
            ProblemKind::Shape(kind) => kind.rule(),
            ProblemKind::NewerFormat => "newer-format",
            ProblemKind::UnknownLight { .. } => "unknown-light",
            ProblemKind::UnknownEquipment { .. } => "unknown-equipment",
            ProblemKind::OtherRole { .. } => "other-role",
            ProblemKind::SameLabel(_) => "same-label",
            ProblemKind::NoLabel => "no-label",
            ProblemKind::SameName(_) => "same-name",
            ProblemKind::SilentLight(_) => "silent-light",
            ProblemKind::PatternOfOne => "pattern-of-one",
            ProblemKind::SamePattern(_) => "same-pattern",
            ProblemKind::NoBoxOfRole(_) => "no-box-of-role",
        }
    }

    /// Whether it can be left so: customers are served, though not as well as could be.
    pub fn is_warning(&self) -> bool {
        matches!(self.kind, ProblemKind::NoBoxOfRole(_))
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        match &self.kind {
            ProblemKind::Shape(kind) => kind.message(),
            ProblemKind::NewerFormat => {
                "this catalogue is written for a newer version of Firstline".to_owned()
            }
            ProblemKind::UnknownLight { name, .. } => format!("this box has no lamp `{name}`"),
            ProblemKind::UnknownEquipment { name, .. } => {
                format!("the catalogue has no box `{name}`")
            }
            ProblemKind::OtherRole { name, role } => {
                format!("`{name}` is in the catalogue as `{role}`")
            }
            ProblemKind::SameLabel(label) => {
                format!("two lamps of this box have the label `{label}`")
            }
            ProblemKind::NoLabel => "this is one of several lamps and has no `label`".to_owned(),
            ProblemKind::SameName(name) => format!("there is another box with the name `{name}`"),
            ProblemKind::SilentLight(light) => {
                format!("nothing that the lamp `{light}` shows means anything")
            }
            ProblemKind::PatternOfOne => "a pattern has two lamps or more".to_owned(),
            ProblemKind::SamePattern(pattern) => {
                format!("the pattern `{pattern}` shows the same lamps in the same states")
            }
            ProblemKind::NoBoxOfRole(role) => {
                format!("none of the provider's boxes is a `{role}`")
            }
        }
    }

    /// What to do about it, where there is more to say.
    pub fn hint(&self) -> Option<String> {
        let hint = match &self.kind {
            ProblemKind::Shape(kind) => return kind.hint(),
            ProblemKind::NewerFormat => "update Firstline, or write `\"format\": 1`",
            ProblemKind::UnknownLight { name, known } => return nearest(name, known),
            ProblemKind::UnknownEquipment { name, known } => {
                return nearest(name, known)
                    .or_else(|| Some("boxes are described in site/equipment.json".to_owned()));
            }
            ProblemKind::OtherRole { .. } => {
                "name a box of the role that is asked for, or ask for the other role"
            }
            ProblemKind::SameLabel(_) => {
                "customers know lamps by what is printed beside them; write what tells them apart"
            }
            ProblemKind::NoLabel => {
                "write what is printed beside it, or what the maker calls its symbol"
            }
            ProblemKind::SameName(_) => {
                "customers choose their box by its name; write what tells them apart"
            }
            ProblemKind::SilentLight(_) => {
                "say in `states` what it means, name it in a pattern, or leave it out"
            }
            ProblemKind::PatternOfOne => "what a lamp means by itself belongs to its `states`",
            ProblemKind::SamePattern(_) => "delete one of them; only one could count",
            ProblemKind::NoBoxOfRole(_) => {
                "customers are asked in words what the lamps show; to show them their own box, \
                 name one in `equipment` of site/provider.json"
            }
        };
        Some(hint.to_owned())
    }
}

fn nearest(name: &str, known: &[String]) -> Option<String> {
    let kind = of_guides::ProblemKind::Unknown {
        what: What::Word,
        name: name.to_owned(),
        known: known.to_vec(),
    };
    kind.hint()
}
