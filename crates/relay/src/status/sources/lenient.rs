//! Lists of which one odd item spoils nothing: products change, and people write into them what no form foresaw.

use std::ops::Deref;
use std::sync::Once;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The items that could be read. Null is none. Where there are some and not one can be read, it is another product's
/// answer, and an error.
#[derive(Debug)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List(Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List<T>, D::Error> {
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
        if let Some(error) = odd {
            if read.is_empty() {
                return Err(D::Error::custom(error));
            }
            SAID.call_once(|| {
                tracing::warn!(
                    %error,
                    "something that the status product lists cannot be read, and is left out; this is said once"
                );
            });
        }
        Ok(List(read))
    }
}

/// A time as text, also where it is a number: seconds or milliseconds since 1970.
pub fn when<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
