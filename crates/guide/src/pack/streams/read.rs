//! Reading the two streams.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::Unfit;
use super::old::{Lacked, Nothing};
use crate::pack::PackError;

/// Reads a value that takes all of the two streams.
pub(in crate::pack) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, PackError> {
    try_read::<T, false>(body, &[]).ok_or(PackError::Malformed)
}

/// The same of an older format, which lacked some fields. The widget never links that.
pub(in crate::pack) fn read_old<T: DeserializeOwned>(
    body: &[u8],
    lacked: Lacked,
) -> Result<T, PackError> {
    try_read::<T, true>(body, lacked).ok_or(PackError::Malformed)
}

fn try_read<T: DeserializeOwned, const OLD: bool>(body: &[u8], lacked: Lacked) -> Option<T> {
    let (length, rest) = body.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (texts, numbers) = rest.split_at_checked(length)?;
    let mut streams = Streams::<OLD> {
        texts: std::str::from_utf8(texts).ok()?,
        numbers,
        lacked,
    };
    let value = T::deserialize(&mut streams).ok()?;
    (streams.texts.is_empty() && streams.numbers.is_empty()).then_some(value)
}

/// The two streams, of this format or of an older one.
struct Streams<'de, const OLD: bool> {
    texts: &'de str,
    numbers: &'de [u8],
    lacked: Lacked,
}

impl<'de, const OLD: bool> Streams<'de, OLD> {
    /// A number in groups of seven bits, the lowest first; the top bit says that another follows.
    fn number(&mut self) -> Result<u64, Unfit> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.numbers.split_first().ok_or(Unfit)?;
            self.numbers = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Unfit)
    }

    fn count(&mut self) -> Result<usize, Unfit> {
        usize::try_from(self.number()?).map_err(|_| Unfit)
    }

    fn flag(&mut self) -> Result<bool, Unfit> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unfit),
        }
    }

    fn text(&mut self) -> Result<&'de str, Unfit> {
        let (text, rest) = self.texts.split_once('\n').ok_or(Unfit)?;
        self.texts = rest;
        Ok(text)
    }

    fn items(&mut self, left: usize) -> Items<'_, 'de, OLD> {
        Items {
            streams: self,
            left,
        }
    }
}

impl<'de, const OLD: bool> Deserializer<'de> for &mut Streams<'de, OLD> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unfit> {
        Err(Unfit)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_bool(self.flag()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let (bytes, rest) = self.numbers.split_first_chunk().ok_or(Unfit)?;
        self.numbers = rest;
        visitor.visit_f64(f64::from_le_bytes(*bytes))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.flag()? {
            visitor.visit_some(self)
        } else {
            visitor.visit_none()
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let count = self.count()?;
        visitor.visit_seq(self.items(count))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_seq(self.items(length))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        if OLD {
            return visitor.visit_seq(Fields {
                streams: self,
                of: name,
                left: fields.iter(),
            });
        }
        visitor.visit_seq(self.items(fields.len()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_enum(self)
    }

    // The model has none of these.
    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u64 u128 f32 char str bytes byte_buf unit unit_struct tuple_struct map
        identifier ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// The fields of a struct, of which some may be lacking.
struct Fields<'s, 'de, const OLD: bool> {
    streams: &'s mut Streams<'de, OLD>,
    of: &'static str,
    left: std::slice::Iter<'static, &'static str>,
}

impl<'de, const OLD: bool> SeqAccess<'de> for Fields<'_, 'de, OLD> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        let Some(field) = self.left.next() else {
            return Ok(None);
        };
        if self.streams.lacked.contains(&(self.of, field)) {
            return seed.deserialize(Nothing).map(Some);
        }
        seed.deserialize(&mut *self.streams).map(Some)
    }
}

struct Items<'s, 'de, const OLD: bool> {
    streams: &'s mut Streams<'de, OLD>,
    left: usize,
}

impl<'de, const OLD: bool> SeqAccess<'de> for Items<'_, 'de, OLD> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        seed.deserialize(&mut *self.streams).map(Some)
    }

    /// Every item takes at least a byte, so a count that is wrong allocates no more than there is.
    fn size_hint(&self) -> Option<usize> {
        let there = self.streams.numbers.len() + self.streams.texts.len();
        Some(self.left.min(there))
    }
}

impl<'de, const OLD: bool> EnumAccess<'de> for &mut Streams<'de, OLD> {
    type Error = Unfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unfit> {
        let variant = u32::try_from(self.number()?).map_err(|_| Unfit)?;
        let variant = seed.deserialize(variant.into_deserializer())?;
        Ok((variant, self))
    }
}

impl<'de, const OLD: bool> VariantAccess<'de> for &mut Streams<'de, OLD> {
    type Error = Unfit;

    fn unit_variant(self) -> Result<(), Unfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unfit> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_seq(self.items(length))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_seq(self.items(fields.len()))
    }
}
