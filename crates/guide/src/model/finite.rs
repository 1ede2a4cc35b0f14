//! Numbers that are numbers: infinities and NaN are refused when a pack is read.

use serde::de::{Deserialize as _, Deserializer, Error as _};

/// Reads a number and refuses one that is not finite.
pub(super) fn finite<'de, D: Deserializer<'de>>(input: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(input)?;
    if number.is_finite() {
        Ok(number)
    } else {
        Err(D::Error::custom("not a finite number"))
    }
}

/// The same for a number that may be missing.
pub(super) fn finite_if_any<'de, D: Deserializer<'de>>(input: D) -> Result<Option<f64>, D::Error> {
    let number = Option::<f64>::deserialize(input)?;
    if number.is_none_or(f64::is_finite) {
        Ok(number)
    } else {
        Err(D::Error::custom("not a finite number"))
    }
}
