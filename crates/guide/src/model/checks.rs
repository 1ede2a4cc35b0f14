//! Checks, written by name: the order of the catalogue is not part of the pack format.

use firstline_diagnosis::CheckId;
use serde::de::{Deserialize as _, Deserializer, Error as _};
use serde::ser::Serializer;

pub(super) fn serialize<S: Serializer>(checks: &[CheckId], output: S) -> Result<S::Ok, S::Error> {
    output.collect_seq(checks.iter().map(|check| check.name()))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<CheckId>, D::Error> {
    let mut checks = Vec::new();
    for name in Vec::<String>::deserialize(input)? {
        checks.push(CheckId::from_name(&name).ok_or_else(|| D::Error::custom("no such check"))?);
    }
    Ok(checks)
}
