//! Fields that an older format of packs lacked: they are read as if they were there and empty.

use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::never::Never;

/// A field: the name of its type, and its own.
pub(in crate::pack) type Field = (&'static str, &'static str);

/// Fields that a format had not, by the format that added them.
pub(in crate::pack) type Lacked = &'static [&'static [Field]];

/// Nothing, as every type writes it: no value, an empty list, an empty text.
pub(super) struct Nothing;

impl<'de> Deserializer<'de> for Nothing {
    type Error = Never;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_none()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let none: [(); 0] = [];
        visitor.visit_seq(SeqDeserializer::<_, Never>::new(none.into_iter()))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(false)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_str("")
    }

    // Nothing else was added to a type yet.
    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct map struct enum identifier ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}
