//! Lists of which one odd item spoils nothing: products change, and people write into them what no form foresaw.

use std::ops::Deref;
use std::sync::Once;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The items of an answer that could be read. Null is none. Where there are some and not one can be read, it is another
/// product's answer, and an error.
#[derive(Debug)]
pub struct List<T>(Inner<T>);

/// The parts of an item that could be read. Null is none. Parts that cannot be read do not spoil the item.
#[derive(Debug)]
pub struct Inner<T> {
    read: Vec<T>,
    left_out: bool,
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List(Inner::default())
    }
}

impl<T> Default for Inner<T> {
    fn default() -> Inner<T> {
        Inner {
            read: Vec::new(),
            left_out: false,
        }
    }
}

impl<T> List<T> {
    /// Whether there is more than could be read.
    pub fn left_out(&self) -> bool {
        self.0.left_out
    }
}

impl<T> Inner<T> {
    /// Whether there is more than could be read.
    pub fn left_out(&self) -> bool {
        self.left_out
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0.read
    }
}

impl<T> Deref for Inner<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.read
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List<T>, D::Error> {
        let (read, odd) = apart(from)?;
        if let Some(error) = odd.as_ref().filter(|_| read.is_empty()) {
            return Err(D::Error::custom(error));
        }
        let left_out = odd.is_some();
        Ok(List(Inner { read, left_out }))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Inner<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Inner<T>, D::Error> {
        let (read, odd) = apart(from)?;
        let left_out = odd.is_some();
        Ok(Inner { read, left_out })
    }
}

/// What can be read of a list, and what is wrong with the rest, if there is more.
fn apart<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    from: D,
) -> Result<(Vec<T>, Option<serde_json::Error>), D::Error> {
    static SAID: Once = Once::new();
    // Not as an `Option`, which would take a list that is missing for one that is null.
    let all = match Value::deserialize(from)? {
        Value::Array(all) => all,
        Value::Null => Vec::new(),
        _ => return Err(D::Error::custom("a list is expected")),
    };
    let mut read = Vec::with_capacity(all.len());
    let mut odd = None;
    for item in all {
        match T::deserialize(item) {
            Ok(item) => read.push(item),
            Err(error) => odd = Some(error),
        }
    }
    if let Some(error) = &odd {
        SAID.call_once(|| {
            tracing::warn!(
                %error,
                "something that the status product lists cannot be read, and is left out; this is said once"
            );
        });
    }
    Ok((read, odd))
}

/// A time as text, also where it is a number: seconds or milliseconds since 1970.
pub fn when<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
