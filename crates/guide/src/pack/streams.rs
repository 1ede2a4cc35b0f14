//! Postcard's bytes in two streams: texts, and everything else.

use postcard::Deserializer;
use postcard::de_flavors::Flavor;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::PackError;

/// Reads a value from the two streams.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, PackError> {
    let (length, rest) = body.split_at_checked(4).ok_or(PackError::Malformed)?;
    let length = length
        .iter()
        .rev()
        .fold(0, |length, byte| length << 8 | usize::from(*byte));
    let (texts, numbers) = rest.split_at_checked(length).ok_or(PackError::Malformed)?;
    let mut deserializer = Deserializer::from_flavor(Streams { texts, numbers });
    let value = T::deserialize(&mut deserializer).map_err(|_| PackError::Malformed)?;
    let is_all = deserializer.finalize().map_err(|_| PackError::Malformed)?;
    is_all.then_some(value).ok_or(PackError::Malformed)
}

/// Writes a value in two streams behind a header.
pub(super) fn write<T: Serialize + DeserializeOwned>(
    header: [u8; 4],
    value: &T,
) -> Result<Vec<u8>, PackError> {
    let plain = postcard::to_allocvec(value).map_err(|_| PackError::Malformed)?;
    // Only who reads it knows what is text.
    let mut deserializer = Deserializer::from_flavor(Sorter {
        rest: &plain,
        texts: Vec::new(),
        numbers: Vec::new(),
    });
    T::deserialize(&mut deserializer).map_err(|_| PackError::Malformed)?;
    let (texts, numbers) = deserializer.finalize().map_err(|_| PackError::Malformed)?;
    let length = u32::try_from(texts.len()).map_err(|_| PackError::Malformed)?;
    Ok([&header[..], &length.to_le_bytes(), &texts, &numbers].concat())
}

/// Takes texts from one stream and everything else from the other.
struct Streams<'de> {
    texts: &'de [u8],
    numbers: &'de [u8],
}

impl<'de> Flavor<'de> for Streams<'de> {
    /// Whether everything was read.
    type Remainder = bool;
    type Source = &'de [u8];

    fn pop(&mut self) -> postcard::Result<u8> {
        let (first, rest) = self
            .numbers
            .split_first()
            .ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        self.numbers = rest;
        Ok(*first)
    }

    fn try_take_n(&mut self, count: usize) -> postcard::Result<&'de [u8]> {
        let (taken, rest) = self
            .texts
            .split_at_checked(count)
            .ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        self.texts = rest;
        Ok(taken)
    }

    fn finalize(self) -> postcard::Result<bool> {
        Ok(self.texts.is_empty() && self.numbers.is_empty())
    }
}

/// Reads one stream and sorts it into two.
struct Sorter<'de> {
    rest: &'de [u8],
    texts: Vec<u8>,
    numbers: Vec<u8>,
}

impl<'de> Flavor<'de> for Sorter<'de> {
    type Remainder = (Vec<u8>, Vec<u8>);
    type Source = &'de [u8];

    fn pop(&mut self) -> postcard::Result<u8> {
        let (first, rest) = self
            .rest
            .split_first()
            .ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        self.rest = rest;
        self.numbers.push(*first);
        Ok(*first)
    }

    fn try_take_n(&mut self, count: usize) -> postcard::Result<&'de [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        self.rest = rest;
        self.texts.extend_from_slice(taken);
        Ok(taken)
    }

    fn finalize(self) -> postcard::Result<(Vec<u8>, Vec<u8>)> {
        Ok((self.texts, self.numbers))
    }
}
