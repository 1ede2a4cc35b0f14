//! Derived types, from JSON: whatever implements `serde::Deserialize` is made from a document that our
//! own reader read. So the widget carries one reader, and a derived type costs only its description.
//!
//! Names are looked up here, in the lists that a derived type gives: fields come to it in its own order, as a sequence,
//! and a variant by its place. So no type carries the comparisons with its names (4.0 kB of Brotli in the widget).
//! And what is not of the form is noted, not returned ([`Never`]). For types that are read this means: a field that is
//! missing is `None`, `false`, an empty text or an empty list, and anything else must be there, whatever `#[serde(default)]` says;
//! `deny_unknown_fields` denies nothing; an untagged enum cannot be read.

use std::cell::Cell;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Member, Node, Value, parse};
use crate::never::Never;

/// Reads a derived type; `None` if the text is not JSON or not of that form. Where and why is not said,
/// because nobody reads it in the widget: tools that report to people use `serde_json`.
pub fn from_str<T: DeserializeOwned>(source: &str) -> Option<T> {
    let document = parse(source).ok()?;
    let unfit = Cell::new(false);
    let Ok(value) = T::deserialize(Typed {
        node: Some(&document.root),
        unfit: &unfit,
    });
    (!unfit.get()).then_some(value)
}

/// A value on its way into a derived type; none if it is missing.
#[derive(Clone, Copy)]
struct Typed<'a> {
    node: Option<&'a Node>,
    /// Whether something was not of the form of its type. Something harmless stands for it.
    unfit: &'a Cell<bool>,
}

impl<'a> Typed<'a> {
    fn value(self) -> &'a Value {
        self.node.map_or(&Value::Null, |node| &node.value)
    }

    fn with(self, node: Option<&'a Node>) -> Typed<'a> {
        Typed { node, ..self }
    }

    fn or_unfit<T: Default>(self, found: Option<T>) -> T {
        if found.is_none() {
            self.unfit.set(true);
        }
        found.unwrap_or_default()
    }

    /// A number that the type can hold.
    fn number<T: Default>(self, fit: fn(f64) -> Option<T>) -> T {
        self.or_unfit(self.node.and_then(Node::as_f64).and_then(fit))
    }

    /// A text that is missing is empty, as `#[serde(default)]` has it.
    fn text(self) -> &'a str {
        match self.node {
            None => "",
            Some(node) => self.or_unfit(node.as_str()),
        }
    }

    /// A list likewise.
    fn items(self) -> &'a [Node] {
        match self.node {
            None => &[],
            Some(node) => self.or_unfit(node.as_array()),
        }
    }

    fn members(self) -> &'a [Member] {
        self.or_unfit(self.node.and_then(Node::as_object))
    }

    /// The fields of a struct, in the order of the type and not of the document.
    fn fields<'de, V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields {
            of: self,
            members: self.members(),
            names: names.iter(),
        })
    }

    /// A variant without data is its name, one with data an object with one member of that name.
    fn variant(self, names: &[&str]) -> Option<(usize, Option<&'a Node>)> {
        let (name, content) = match self.value() {
            Value::Object(members) => match members.as_slice() {
                [member] => (&member.key, Some(&member.value)),
                _ => return None,
            },
            Value::String(name) => (name, None),
            _ => return None,
        };
        let place = names.iter().position(|known| known == name)?;
        Some((place, content))
    }
}

/// The elements of an array. A tuple takes as many as it has; what is missing then is unfit.
struct Items<'a> {
    of: Typed<'a>,
    items: std::slice::Iter<'a, Node>,
    /// How many at least.
    wanted: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        let node = self.items.next();
        if node.is_none() {
            if self.wanted == 0 {
                return Ok(None);
            }
            self.of.unfit.set(true);
        }
        self.wanted = self.wanted.saturating_sub(1);
        seed.deserialize(self.of.with(node)).map(Some)
    }
}

/// The members of an object whose keys are no fields.
struct Members<'a> {
    of: Typed<'a>,
    members: std::slice::Iter<'a, Member>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Never> {
        let Some(member) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some(&member.value);
        seed.deserialize(member.key.as_str().into_deserializer())
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        seed.deserialize(self.of.with(self.value))
    }
}

/// The fields of a struct, in the order of the type.
struct Fields<'a> {
    of: Typed<'a>,
    members: &'a [Member],
    names: std::slice::Iter<'static, &'static str>,
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<Typed<'a>> {
        let name = self.names.next()?;
        let found = self.members.iter().find(|member| member.key == *name);
        Some(self.of.with(found.map(|member| &member.value)))
    }
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        match self.next() {
            Some(field) => seed.deserialize(field).map(Some),
            None => Ok(None),
        }
    }
}

/// A variant: its place among those of the type, and what it holds.
struct Variant<'a> {
    place: u64,
    content: Typed<'a>,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a> {
    type Error = Never;
    type Variant = Typed<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Typed<'a>), Never> {
        let variant = seed.deserialize(self.place.into_deserializer())?;
        Ok((variant, self.content))
    }
}

impl<'de> VariantAccess<'de> for Typed<'_> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        if self.node.is_some() {
            self.unfit.set(true);
        }
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_tuple(count, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.fields(names, visitor)
    }
}

/// Whole numbers come as what the type holds, if it can.
macro_rules! whole {
    ($($method:ident $visit:ident $type:ty),* $(,)?) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
                visitor.$visit(self.number(|number| {
                    // What does not fit is cut off, and is another number then.
                    let whole = number as $type;
                    (whole as f64 == number).then_some(whole)
                }))
            }
        )*
    };
}

/// Each kind of value goes one way, as the type asks for it: `deserialize_any` alone would put every way
/// into the code of every type (1 kB of Brotli in the widget).
impl<'de> Deserializer<'de> for Typed<'_> {
    type Error = Never;

    whole! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_f64(self.number(Some))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let flag = |node: &Node| self.or_unfit(node.as_bool());
        visitor.visit_bool(self.node.is_some_and(flag))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_str(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_tuple(0, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        let mut items = Items {
            of: self,
            items: self.items().iter(),
            wanted: count,
        };
        let value = visitor.visit_seq(&mut items)?;
        if items.items.next().is_some() {
            self.unfit.set(true);
        }
        Ok(value)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(count, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_map(Members {
            of: self,
            members: self.members().iter(),
            value: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.fields(names, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match self.value() {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let (place, content) = self.or_unfit(self.variant(names));
        visitor.visit_enum(Variant {
            place: place as u64,
            content: self.with(content),
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    /// For values of which the document says what they are: flags, numbers, texts, lists.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match self.value() {
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(_) => self.deserialize_str(visitor),
            Value::Array(_) => self.deserialize_seq(visitor),
            _ => self.deserialize_bool(visitor),
        }
    }

    // No type that is read has one of these.
    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::from_str;
    use crate::model::Value;

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
        #[serde(default)]
        flag: bool,
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
            &WHOLE.replace("1.5", r#"["a","b"]"#),
            &WHOLE.replace(r#""note":null"#, r#""flag":true"#),
            // None of these is of the form.
            &WHOLE.replace(r#""note":null"#, r#""flag":1"#),
            &WHOLE.replace(r#""note":null"#, r#""flag":null"#),
            &WHOLE.replace("1.5", "null"),
            &WHOLE.replace("1.5", "{}"),
            &WHOLE.replace("1.5", r#"["a",1]"#),
            &WHOLE.replace("[true,1.5]", "[]"),
            &WHOLE.replace("[true,1.5]", "null"),
            &WHOLE.replace(r#""names":["a","b\n"]"#, r#""names":null"#),
            &WHOLE.replace(r#""names":["a","b\n"]"#, r#""names":{"a":1}"#),
            &WHOLE.replace(r#""note":null"#, r#""note":7"#),
            &WHOLE.replace(r#""wrapped":"w""#, r#""wrapped":["w"]"#),
            &WHOLE.replace(r#""share":2"#, r#""share":"2""#),
            &WHOLE.replace(r#""not-set-up""#, r#"{"at":{"place":1}}"#),
            &WHOLE.replace(r#""not-set-up""#, r#"{"of":[1]}"#),
            &WHOLE.replace(r#""not-set-up""#, r#"{"of":1,"at":1}"#),
            &WHOLE.replace(r#""count":7"#, r#""count":4294967296"#),
            &WHOLE.replace(r#""count":7,"#, ""),
            &WHOLE.replace(r#""not-set-up""#, r#"{"not-set-up":1}"#),
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
