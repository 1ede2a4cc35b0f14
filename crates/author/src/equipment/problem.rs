//! What can be wrong with a catalogue, or with what guides and the provider say of its boxes.

use firstline_guide::diagnostic::{Rule, Violation};
use firstline_guide::rules::words::suggestion;
use firstline_guide::rules::{newer_format, unknown_value};

use crate::rules::rules;

/// A problem, with the names that it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
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
    /// The page of a box has no address that a browser opens.
    NoPage,
    /// A box is to be off for minutes, and for longer than it takes to start.
    SwappedRestart,
    /// A lamp shows a colour that goes by another name here.
    OtherColour {
        /// The word as it is written.
        name: String,
        /// The word that is meant.
        meant: &'static str,
    },
}

impl Violation for Problem {
    fn rule(&self) -> &'static Rule {
        match self {
            Problem::NewerFormat => &newer_format::RULE,
            Problem::UnknownLight { .. } => &UNKNOWN_LIGHT,
            Problem::UnknownEquipment { .. } => &UNKNOWN_EQUIPMENT,
            Problem::OtherRole { .. } => &OTHER_ROLE,
            Problem::SameLabel(_) => &SAME_LABEL,
            Problem::NoLabel => &NO_LABEL,
            Problem::SameName(_) => &SAME_NAME,
            Problem::SilentLight(_) => &SILENT_LIGHT,
            Problem::PatternOfOne => &PATTERN_OF_ONE,
            Problem::SamePattern(_) => &SAME_PATTERN,
            Problem::NoBoxOfRole(_) => &NO_BOX_OF_ROLE,
            Problem::NoPage => &NO_PAGE,
            Problem::SwappedRestart => &SWAPPED_RESTART,
            Problem::OtherColour { .. } => &unknown_value::RULE,
        }
    }

    fn message(&self) -> String {
        match self {
            Problem::NewerFormat => {
                "this catalogue is written for a newer version of Firstline".to_owned()
            }
            Problem::UnknownLight { name, .. } => format!("this box has no lamp `{name}`"),
            Problem::UnknownEquipment { name, .. } => {
                format!("the catalogue has no box `{name}`")
            }
            Problem::OtherRole { name, role } => {
                format!("`{name}` is in the catalogue as `{role}`")
            }
            Problem::SameLabel(label) => {
                format!("two lamps of this box have the label `{label}`")
            }
            Problem::NoLabel => "this is one of several lamps and has no `label`".to_owned(),
            Problem::SameName(name) => format!("there is another box with the name `{name}`"),
            Problem::SilentLight(light) => {
                format!("nothing that the lamp `{light}` shows means anything")
            }
            Problem::PatternOfOne => "a pattern has two lamps or more".to_owned(),
            Problem::SamePattern(pattern) => {
                format!("the pattern `{pattern}` shows the same lamps in the same states")
            }
            Problem::NoBoxOfRole(role) => {
                format!("none of the provider's boxes is a `{role}`")
            }
            Problem::NoPage => "this is no address that a browser opens".to_owned(),
            Problem::SwappedRestart => {
                "this box is to be off for more than two minutes, and for longer than it takes to start".to_owned()
            }
            Problem::OtherColour { name, .. } => {
                format!("`{name}` is none of the words for this")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Problem::NewerFormat => "update Firstline, or write `\"format\": 1`",
            Problem::UnknownLight { name, known } => return nearest(name, known),
            Problem::UnknownEquipment { name, known } => {
                return nearest(name, known)
                    .or_else(|| Some("boxes are described in site/equipment.json".to_owned()));
            }
            Problem::OtherRole { .. } => {
                "name a box of the role that is asked for, or ask for the other role"
            }
            Problem::SameLabel(_) => {
                "customers know lamps by what is printed beside them; write what tells them apart"
            }
            Problem::NoLabel => {
                "write what is printed beside it, or what the maker calls its symbol"
            }
            Problem::SameName(_) => {
                "customers choose their box by its name; write what tells them apart"
            }
            Problem::SilentLight(_) => {
                "say in `states` what it means, name it in a pattern, or leave it out"
            }
            Problem::PatternOfOne => "what a lamp means by itself belongs to its `states`",
            Problem::SamePattern(_) => "delete one of them; only one could count",
            Problem::NoBoxOfRole(_) => {
                "customers are asked in words what the lamps show; to show them their own box, \
                 name one in `equipment` of site/provider.json"
            }
            Problem::SwappedRestart => {
                "`off` is how many seconds it stays without power, `back` how many it takes to start; \
                 swap them if they were mixed up"
            }
            Problem::OtherColour { meant, .. } => {
                return Some(format!(
                    "write `{meant}`: customers do not tell this colour from that"
                ));
            }
            Problem::NoPage => "write it as customers type it, with `http://`: http://192.168.1.1",
        };
        Some(hint.to_owned())
    }
}

fn nearest(name: &str, known: &[String]) -> Option<String> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    suggestion(name, &known)
}

rules! {
    /// The rules of the catalogue, and of what guides and the provider say of its boxes.
    RULES;
    /// A pattern names a lamp that the box does not have.
    UNKNOWN_LIGHT: Error "unknown-light",
        "{ \"id\": \"update\", \"lights\": { \"powr\": \"green\", \"info\": \"amber\" }, \"means\": \"updating\" }",
        "{ \"id\": \"update\", \"lights\": { \"power\": \"green\", \"info\": \"amber\" }, \"means\": \"updating\" }";
    /// A box that the catalogue does not have.
    UNKNOWN_EQUIPMENT: Error "unknown-equipment",
        "\"equipment\": [\"fritz-7950\"]",
        "\"equipment\": [\"fritz-7590\"]";
    /// A box that plays another role than the one that is asked for.
    OTHER_ROLE: Error "other-role",
        "{ \"fact\": \"equipment.router\", \"is\": \"eero-6\" }",
        "{ \"fact\": \"equipment.mesh\", \"is\": \"eero-6\" }";
    /// Two lamps of a box have the same label.
    ///
    /// Customers know lamps by what is printed beside them.
    SAME_LABEL: Error "same-label",
        "{ \"id\": \"power\", \"label\": \"Power\" }, { \"id\": \"info\", \"label\": \"Power\" }",
        "{ \"id\": \"power\", \"label\": \"Power\" }, { \"id\": \"info\", \"label\": \"Info\" }";
    /// One of several lamps has no label.
    NO_LABEL: Error "no-label",
        "{ \"id\": \"power\", \"label\": \"Power\" }, { \"id\": \"info\" }",
        "{ \"id\": \"power\", \"label\": \"Power\" }, { \"id\": \"info\", \"label\": \"Info\" }";
    /// Two boxes have the same name.
    ///
    /// Customers choose their box by its name.
    SAME_NAME: Error "same-name",
        "\"a\": { \"name\": \"eero\" }, \"b\": { \"name\": \"eero\" }",
        "\"a\": { \"name\": \"eero 6\" }, \"b\": { \"name\": \"eero 6+\" }";
    /// A lamp means nothing, neither alone nor in a pattern.
    SILENT_LIGHT: Error "silent-light",
        "{ \"id\": \"power\", \"label\": \"Power\" }",
        "{ \"id\": \"power\", \"label\": \"Power\", \"states\": { \"off\": \"no-power\" } }";
    /// A pattern of fewer than two lamps.
    ///
    /// What a lamp means by itself belongs to its `states`.
    PATTERN_OF_ONE: Error "pattern-of-one",
        "{ \"id\": \"update\", \"lights\": { \"info\": \"amber\" }, \"means\": \"updating\" }",
        "{ \"id\": \"info\", \"states\": { \"amber\": \"updating\" } }";
    /// Two patterns of a box show the same.
    SAME_PATTERN: Error "same-pattern",
        "two patterns with { \"power\": \"green\", \"info\": \"amber\" }",
        "one pattern with { \"power\": \"green\", \"info\": \"amber\" }";
    /// A guide asks for the lamps of a role that none of the provider's boxes plays.
    ///
    /// Customers are asked in words what the lamps show.
    NO_BOX_OF_ROLE: Warning "no-box-of-role",
        "{ \"kind\": \"lights\", \"of\": \"modem\" } and \"equipment\": [\"fritz-7590\"]",
        "{ \"kind\": \"lights\", \"of\": \"router\" } and \"equipment\": [\"fritz-7590\"]";
    /// The page of a box has no address that a browser opens.
    ///
    /// Without `http://` many browsers search for it. A name and password in it would be shown to everybody.
    NO_PAGE: Error "no-page",
        "\"admin\": \"192.168.1.1\"",
        "\"admin\": \"http://192.168.1.1\"";
    /// A box is to be off for more than two minutes, and for longer than it takes to start.
    ///
    /// No box is known to need that: most likely the two numbers were swapped.
    SWAPPED_RESTART: Warning "swapped-restart",
        "\"restart\": { \"off\": 240, \"back\": 10 }",
        "\"restart\": { \"off\": 10, \"back\": 240 }";
}
