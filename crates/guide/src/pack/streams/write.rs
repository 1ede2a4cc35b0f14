//! Writing the two streams.

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, Serializer,
};

use super::Unfit;
use crate::pack::PackError;

/// Writes a value in two streams behind a header.
pub(in crate::pack) fn write<T: Serialize>(
    header: [u8; 4],
    value: &T,
) -> Result<Vec<u8>, PackError> {
    let mut streams = Streams::default();
    value
        .serialize(&mut streams)
        .map_err(|_| PackError::Malformed)?;
    let Streams { texts, numbers } = streams;
    let length = u32::try_from(texts.len()).map_err(|_| PackError::Malformed)?;
    Ok([
        &header[..],
        &length.to_le_bytes(),
        texts.as_bytes(),
        &numbers,
    ]
    .concat())
}

#[derive(Default)]
struct Streams {
    texts: String,
    numbers: Vec<u8>,
}

impl Streams {
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.numbers.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.numbers.push(number as u8);
    }
}

macro_rules! impossible {
    ($($method:ident $type:ty),* $(,)?) => {
        $(fn $method(self, _: $type) -> Result<(), Unfit> { Err(Unfit) })*
    };
}

impl Serializer for &mut Streams {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;
    type SerializeTupleStruct = Impossible<(), Unfit>;
    type SerializeTupleVariant = Impossible<(), Unfit>;
    type SerializeMap = Impossible<(), Unfit>;

    fn serialize_bool(self, flag: bool) -> Result<(), Unfit> {
        self.number(flag.into());
        Ok(())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Unfit> {
        self.number(number.into());
        Ok(())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Unfit> {
        self.number(number.into());
        Ok(())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unfit> {
        if !number.is_finite() {
            return Err(Unfit);
        }
        self.numbers.extend(number.to_le_bytes());
        Ok(())
    }

    /// A text ends with its line; the loader refuses those that have several.
    fn serialize_str(self, text: &str) -> Result<(), Unfit> {
        if text.contains('\n') {
            return Err(Unfit);
        }
        self.texts.push_str(text);
        self.texts.push('\n');
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unfit> {
        self.serialize_bool(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unfit> {
        self.number(1);
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
    ) -> Result<(), Unfit> {
        self.serialize_u32(variant)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        self.number(variant.into());
        value.serialize(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Unfit> {
        self.number(variant.into());
        Ok(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, Unfit> {
        let length = length.ok_or(Unfit)?;
        self.number(u64::try_from(length).map_err(|_| Unfit)?);
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unfit> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unfit> {
        Ok(self)
    }

    // The model has none of these.
    impossible! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u64 u64, serialize_f32 f32, serialize_char char,
        serialize_bytes &[u8], serialize_unit_struct &'static str,
    }

    fn serialize_unit(self) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Unfit>, Unfit> {
        Err(Unfit)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Unfit>, Unfit> {
        Err(Unfit)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Impossible<(), Unfit>, Unfit> {
        Err(Unfit)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

// Items and fields stand one after another, and nothing marks their end: a list begins with its length.
macro_rules! one_after_another {
    ($($compound:ident $method:ident($($name:ty)?)),* $(,)?) => {
        $(impl $compound for &mut Streams {
            type Ok = ();
            type Error = Unfit;

            fn $method<T: Serialize + ?Sized>(&mut self, $(_: $name,)? part: &T) -> Result<(), Unfit> {
                part.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Unfit> {
                Ok(())
            }
        })*
    };
}

one_after_another! {
    SerializeSeq serialize_element(),
    SerializeTuple serialize_element(),
    SerializeStruct serialize_field(&'static str),
    SerializeStructVariant serialize_field(&'static str),
}
