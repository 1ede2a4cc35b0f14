//! Facts that are known while a guide is walked, their kinds and their values.

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// The facts that say where a fault lies, what it is, and how sure that is.
pub(crate) const DIAGNOSIS: [&str; 3] =
    ["diagnosis.where", "diagnosis.what", "diagnosis.confidence"];

/// A fact that a guide declares: what it can be and where it comes from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FactDeclaration {
    /// Its name, in kebab-case.
    pub name: String,
    /// The kind of its values.
    pub kind: FactKind,
    /// Who sets it.
    pub from: FactSource,
}

/// The kinds of values of facts.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum FactKind {
    /// A number, with the unit that is written after it.
    Number {
        /// The unit, empty for a plain count.
        unit: String,
    },
    /// Free text.
    Text,
    /// A calendar day, `2026-12-25`.
    Date,
    /// True or false.
    Flag,
    /// One of these.
    Choice(Vec<String>),
    /// Any of these.
    Choices(Vec<String>),
}

/// What the fact `device.platform` can be; it is not set on a device that is none of these.
pub const PLATFORMS: &[&str] = &["ios", "android", "windows", "mac", "linux"];

/// The roles of the boxes that a home can have. The fact `equipment.` and a role is the id of the
/// customer's own box in the equipment catalogue; a `lights` step sets it, and the host page may.
pub const ROLES: &[&str] = &["router", "fibre-box", "modem", "mesh"];

/// What is known of the customer's own box besides its id: `equipment.router.admin` is the address of its
/// page, if the catalogue has it. Texts insert it, and a variant may go `by` the place of its label; no
/// condition reads it, because a server that replays a walk knows the box by its id alone.
pub const BOX_PARTS: &[&str] = &[
    "name",
    "admin",
    "line",
    "wan",
    "lan",
    "phone",
    "wifi-button",
    "label",
    "restart-off",
    "restart-back",
];

/// The box that is meant, whatever its role: texts insert `{box}`, its name, or one of [`BOX_PARTS`] of it,
/// `{box.admin}`. Its role is the fact of this name, which a calling guide tells; the router if nobody does.
pub const THE_BOX: &str = "box";

/// Where the label of a box is, which has its Wi-Fi name and passwords: what `equipment.router.label` can be.
pub const LABEL_PLACES: &[&str] = &["below", "back", "side", "front", "inside"];

/// Who sets a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FactSource {
    /// The customer, by an answer in a guide.
    Answer,
    /// The page that embeds the widget.
    Website,
    /// The customer's device, as the browser reports it.
    Device,
    /// The provider's own file.
    Provider,
}

/// The value of a fact. In JSON it is a number, a string, `true` or `false`, or a list of strings;
/// in a pack it says its kind.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(remote = "Self")]
pub enum Value {
    /// A number; kept to six decimals, so that writing and reading it again changes nothing.
    Number(f64),
    /// Text, a date, the id of an option.
    Text(String),
    /// True or false.
    Flag(bool),
    /// The ids of several options.
    List(Vec<String>),
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Flag(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        if !output.is_human_readable() {
            return Value::serialize(self, output);
        }
        match self {
            Value::Number(number) => output.serialize_f64(*number),
            Value::Text(text) => output.serialize_str(text),
            Value::Flag(flag) => output.serialize_bool(*flag),
            Value::List(items) => output.collect_seq(items),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Value, D::Error> {
        if !input.is_human_readable() {
            return Value::deserialize(input);
        }
        input.deserialize_any(AnyValue)
    }
}

/// Reads a value by what stands there.
struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a number, a string, true, false or a list of strings")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }
}
