//! Reading the two streams.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::old::{Lacked, Nothing};
use crate::model::BY_NAME;
use crate::never::Never;
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
        unfit: false,
        lacked,
    };
    let Ok(value) = T::deserialize(&mut streams);
    let at_end = streams.texts.is_empty() && streams.numbers.is_empty();
    (at_end && !streams.unfit).then_some(value)
}

/// What is left of the two streams, of this format or of an older one. What is not there, or cannot be, is noted, and nothing stands for it: zero, an empty
/// text, a list without items.
struct Streams<'de, const OLD: bool> {
    texts: &'de str,
    numbers: &'de [u8],
    /// Whether something was unfit.
    unfit: bool,
    lacked: Lacked,
}

impl<'de, const OLD: bool> Streams<'de, OLD> {
    fn or_unfit<T: Default>(&mut self, found: Option<T>) -> T {
        self.unfit |= found.is_none();
        found.unwrap_or_default()
    }

    /// A number, at most this.
    fn number(&mut self, most: u64) -> u64 {
        let number = self.any_number().filter(|number| *number <= most);
        self.or_unfit(number)
    }

    /// A number in groups of seven bits, the lowest first; the top bit says that another follows.
    fn any_number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.numbers.split_first()?;
            self.numbers = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn flag(&mut self) -> bool {
        self.number(1) == 1
    }

    fn text(&mut self) -> &'de str {
        let split = self.texts.split_once('\n');
        let (text, rest) = self.or_unfit(split);
        self.texts = rest;
        text
    }

    fn fields(&mut self, left: usize) -> Items<'_, 'de, OLD> {
        Items {
            streams: self,
            left,
            may_end: false,
        }
    }
}

impl<'de, const OLD: bool> Deserializer<'de> for &mut Streams<'de, OLD> {
    type Error = Never;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.unfit = true;
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.flag())
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u16(self.number(u16::MAX.into()) as u16)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u32(self.number(u32::MAX.into()) as u32)
    }

    /// A number that is one: infinities and NaN are unfit.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let split = self.numbers.split_first_chunk();
        let (bytes, rest) = self.or_unfit(split.map(|(bytes, rest)| (*bytes, rest)));
        self.numbers = rest;
        let number = Some(f64::from_le_bytes(bytes)).filter(|number| number.is_finite());
        visitor.visit_f64(self.or_unfit(number))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.flag() {
            visitor.visit_some(self)
        } else {
            visitor.visit_none()
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let mut items = Items {
            left: self.number(u32::MAX.into()) as usize,
            streams: self,
            may_end: true,
        };
        let value = visitor.visit_seq(&mut items)?;
        // Who does not take all of a list does not understand it.
        items.streams.unfit |= items.left > 0;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(self.fields(length))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        if OLD {
            return visitor.visit_seq(Fields {
                streams: self,
                of: name,
                left: fields.iter(),
            });
        }
        visitor.visit_seq(self.fields(fields.len()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let variant = if name == BY_NAME {
            let name = self.text();
            let place = variants.iter().position(|known| *known == name);
            self.or_unfit(place) as u32
        } else {
            self.number(variants.len() as u64 - 1) as u32
        };
        let streams = self;
        visitor.visit_enum(Variant { variant, streams })
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
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        let Some(field) = self.left.next() else {
            return Ok(None);
        };
        let mut lacked = self.streams.lacked.iter();
        if lacked.any(|added| added.contains(&(self.of, field))) {
            return seed.deserialize(Nothing).map(Some);
        }
        seed.deserialize(&mut *self.streams).map(Some)
    }
}

/// The items of a list, or the fields of a struct.
struct Items<'s, 'de, const OLD: bool> {
    streams: &'s mut Streams<'de, OLD>,
    left: usize,
    /// Whether it may end before its end, because something is unfit: a list may, a struct may not.
    may_end: bool,
}

impl<'de, const OLD: bool> SeqAccess<'de> for Items<'_, 'de, OLD> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        if self.left == 0 || (self.may_end && self.streams.unfit) {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.streams).map(Some)
    }

    /// Every item takes at least a byte, so a count that is wrong allocates no more than there is.
    fn size_hint(&self) -> Option<usize> {
        let there = self.streams.numbers.len() + self.streams.texts.len();
        Some(self.left.min(there))
    }
}

/// A variant that there is, before what it holds.
struct Variant<'s, 'de, const OLD: bool> {
    variant: u32,
    streams: &'s mut Streams<'de, OLD>,
}

impl<'s, 'de, const OLD: bool> EnumAccess<'de> for Variant<'s, 'de, OLD> {
    type Error = Never;
    type Variant = &'s mut Streams<'de, OLD>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Never> {
        let variant = seed.deserialize(self.variant.into_deserializer())?;
        Ok((variant, self.streams))
    }
}

impl<'de, const OLD: bool> VariantAccess<'de> for &mut Streams<'de, OLD> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(self.fields(length))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(self.fields(fields.len()))
    }
}
