//! Derived types, from JSON: whatever implements `serde::Deserialize` is made from a document that our
//! own reader read. So the widget carries one reader, and a derived type costs only its description.
//!
//! Names are looked up here, in the lists that a derived type gives: fields come to it in its own order, as a sequence,
//! and a variant by its place. So no type carries the comparisons with its names (4.0 kB of Brotli in the widget).
//! Two things follow for types that are read: an `Option` that may be missing says `#[serde(default)]`, and
//! `deny_unknown_fields` denies nothing.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Member, Node, Value, parse};

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
        let mut items = Items(self.0.as_array().ok_or(Mismatch)?.iter());
        let value = visitor.visit_seq(&mut items)?;
        match items.0.next() {
            None => Ok(value),
            Some(_) => Err(Mismatch),
        }
    }

    fn members<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let members = self.0.as_object().ok_or(Mismatch)?.iter();
        visitor.visit_map(Members {
            members,
            value: None,
        })
    }

    /// The fields of a struct, in the order of the type and not of the document.
    fn fields<'de, V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let of = self.0.as_object().ok_or(Mismatch)?;
        let names = names.iter();
        visitor.visit_seq(Fields { names, of })
    }
}

/// The elements of an array.
struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some(item) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(Typed(item)).map(Some)
    }
}

/// The members of an object whose keys are no fields.
struct Members<'a> {
    members: std::slice::Iter<'a, Member>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some(member) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some(&member.value);
        seed.deserialize(member.key.as_str().into_deserializer())
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        seed.deserialize(Typed(self.value.ok_or(Mismatch)?))
    }
}

/// The fields of a struct, in the order of the type.
struct Fields<'a> {
    names: std::slice::Iter<'static, &'static str>,
    of: &'a [Member],
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Mismatch;

    /// `None` for a field that is missing: the type has a default for it, or cannot be read.
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some(value) = self.next() else {
            return Ok(None);
        };
        seed.deserialize(Typed(value)).map(Some)
    }
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<&'a Node> {
        let name = self.names.next()?;
        let member = self.of.iter().find(|member| member.key == *name)?;
        Some(&member.value)
    }
}

/// A variant: its place among those of the type, and what it holds.
struct Variant<'a> {
    place: u64,
    content: Option<&'a Node>,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a> {
    type Error = Mismatch;
    type Variant = Variant<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mismatch> {
        let variant = seed.deserialize(self.place.into_deserializer())?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        match self.content {
            None => Ok(()),
            Some(_) => Err(Mismatch),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(Typed(self.content.ok_or(Mismatch)?))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        Typed(self.content.ok_or(Mismatch)?).items(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        Typed(self.content.ok_or(Mismatch)?).fields(names, visitor)
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
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.fields(names, visitor)
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
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self.variant(names).ok_or(Mismatch)?)
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

impl<'a> Typed<'a> {
    /// A variant without data is its name, one with data an object with one member of that name.
    fn variant(self, names: &[&str]) -> Option<Variant<'a>> {
        let (name, content) = match &self.0.value {
            Value::Object(members) => match members.as_slice() {
                [member] => (&member.key, Some(&member.value)),
                _ => return None,
            },
            Value::String(name) => (name, None),
            _ => return None,
        };
        let place = names.iter().position(|known| known == name)?;
        Some(Variant {
            place: place as u64,
            content,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::from_str;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Document {
        kind: Kind,
        count: u32,
        share: f64,
        below: i64,
        #[serde(default)]
        names: Vec<String>,
        #[serde(default)]
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
            &WHOLE.replace(r#""note":null,"#, ""),
            &WHOLE.replace(r#""wrapped":"w""#, r#""more":[1],"wrapped":"w""#),
            &WHOLE
                .replace(r#""count":7,"#, "")
                .replace(r#""note":null"#, r#""note":null,"count":7"#),
            // None of these is of the form.
            &WHOLE.replace(r#""count":7,"#, ""),
            &WHOLE.replace(r#""not-set-up""#, r#"{"not-set-up":1}"#),
            &WHOLE.replace(r#""not-set-up""#, r#"{"at":{}}"#),
            "",
            "[]",
            "{}",
            "<!doctype html>",
            &WHOLE.replace("not-set-up", "other"),
            &WHOLE.replace(r#""not-set-up""#, r#"{"of":256}"#),
            &WHOLE.replace(r#""not-set-up""#, "7"),
            &WHOLE.replace(r#""count":7"#, r#""count":-7"#),
            &WHOLE.replace(r#""count":7"#, r#""count":7.5"#),
            &WHOLE.replace("[true,1.5]", "[true]"),
            &WHOLE.replace("[true,1.5]", "[true,1.5,2]"),
        ] {
            let expected: Option<Document> = serde_json::from_str(text).ok();
            assert_eq!(from_str::<Document>(text), expected, "{text}");
        }
    }
}
