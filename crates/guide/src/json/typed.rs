//! Derived types, from JSON: whatever implements `serde::Deserialize` is made from a document that our
//! own reader read. So the widget carries one reader, and a derived type costs only its description.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{Node, Value, parse};

/// Reads a derived type; `None` if the text is not JSON or not of that form. Where and why is not said,
/// because nobody reads it in the widget: tools that report to people use `serde_json`.
pub fn from_str<T: DeserializeOwned>(source: &str) -> Option<T> {
    let document = parse(source).ok()?;
    T::deserialize(Typed(&document.root)).ok()
}

/// A value on its way into a derived type.
#[derive(Clone, Copy)]
struct Typed<'a>(&'a Node);

/// The document has not the form of the type.
#[derive(Debug)]
struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the JSON has another form")
    }
}

impl std::error::Error for Mismatch {}

impl Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Mismatch {
        Mismatch
    }
}

impl<'a> Typed<'a> {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.value {
            // The reader takes whole numbers up to 2^53, which a double holds exactly.
            Value::Number(number) if number.fract() == 0.0 && number >= 0.0 => {
                visitor.visit_u64(number as u64)
            }
            Value::Number(number) if number.fract() == 0.0 => visitor.visit_i64(number as i64),
            Value::Number(number) => visitor.visit_f64(number),
            _ => Err(Mismatch),
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.0.as_str().ok_or(Mismatch)?)
    }

    fn items<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let items = self.0.as_array().ok_or(Mismatch)?;
        let mut items = SeqDeserializer::new(items.iter().map(Typed));
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn members<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let members = self.0.as_object().ok_or(Mismatch)?.iter();
        let members = members.map(|member| (member.key.as_str(), Typed(&member.value)));
        visitor.visit_map(MapDeserializer::new(members))
    }
}

/// Each kind of value goes one way, as the type asks for it: `deserialize_any` alone would put every way
/// into the code of every type (1 kB of Brotli in the widget).
macro_rules! forward {
    ($($way:ident: $($method:ident)*;)*) => {
        $($(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
                self.$way(visitor)
            }
        )*)*
    };
}

impl<'de> Deserializer<'de> for Typed<'_> {
    type Error = Mismatch;

    forward! {
        number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
            deserialize_f32 deserialize_f64;
        text: deserialize_char deserialize_str deserialize_string deserialize_identifier;
        items: deserialize_seq;
        members: deserialize_map;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(_) => self.number(visitor),
            Value::String(_) => self.text(visitor),
            Value::Array(_) => self.items(visitor),
            Value::Object(_) => self.members(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.items(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.items(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.members(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match (&self.0.value, self.0.as_object()) {
            // A variant without data.
            (Value::String(name), _) => visitor.visit_enum(name.as_str().into_deserializer()),
            // One with data is an object of one member, its name.
            (_, Some([member])) => {
                let member = [(member.key.as_str(), Typed(&member.value))].into_iter();
                let map = MapDeserializer::new(member);
                visitor.visit_enum(serde::de::value::MapAccessDeserializer::new(map))
            }
            _ => Err(Mismatch),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct
    }
}

impl IntoDeserializer<'_, Mismatch> for Typed<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::from_str;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Document {
        kind: Kind,
        count: u32,
        share: f64,
        below: i64,
        #[serde(default)]
        names: Vec<String>,
        note: Option<String>,
        wrapped: Wrapped,
        pair: (bool, Value),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        NotSetUp,
        At { place: String },
        Of(u8),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(String);

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Value {
        Flag(bool),
        Number(f64),
        Text(String),
    }

    const WHOLE: &str = r#"{"kind":"not-set-up","count":7,"share":2,"below":-3,"names":["a","b\n"],
        "note":null,"wrapped":"w","pair":[true,1.5]}"#;

    /// What `serde_json` makes of the same text is what this makes.
    #[test]
    fn a_derived_type_is_read_as_serde_json_reads_it() {
        for text in [
            WHOLE,
            &WHOLE.replace(r#""not-set-up""#, r#"{"at":{"place":"x"}}"#),
            &WHOLE.replace(r#""not-set-up""#, r#"{"of":255}"#),
            &WHOLE.replace(r#""names":["a","b\n"],"#, ""),
            &WHOLE.replace(r#""note":null"#, r#""note":"n""#),
            &WHOLE.replace("1.5", r#""text""#),
            // None of these is of the form.
            "",
            "[]",
            "{}",
            "<!doctype html>",
            &WHOLE.replace("not-set-up", "other"),
            &WHOLE.replace(r#""not-set-up""#, r#"{"of":256}"#),
            &WHOLE.replace(r#""not-set-up""#, "7"),
            &WHOLE.replace(r#""count":7"#, r#""count":-7"#),
            &WHOLE.replace(r#""count":7"#, r#""count":7.5"#),
            &WHOLE.replace(r#""wrapped":"w""#, r#""wrapped":"w","more":1"#),
            &WHOLE.replace("[true,1.5]", "[true]"),
            &WHOLE.replace("[true,1.5]", "[true,1.5,2]"),
        ] {
            let expected: Option<Document> = serde_json::from_str(text).ok();
            assert_eq!(from_str::<Document>(text), expected, "{text}");
        }
    }
}
