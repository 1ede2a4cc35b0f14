//! Checks, written by name: the order of the catalogue is not part of the pack format.

use firstline_diagnosis::CheckId;
use serde::de::{Deserialize, Deserializer, EnumAccess, VariantAccess, Visitor};
use serde::ser::Serializer;

/// What serde hears as the type's name where a variant is written by its own name and not by its place.
pub(crate) const BY_NAME: &str = "by name";

pub(super) fn serialize<S: Serializer>(checks: &[CheckId], output: S) -> Result<S::Ok, S::Error> {
    output.collect_seq(checks.iter().map(|check| check.name()))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<CheckId>, D::Error> {
    let checks = Vec::<Named>::deserialize(input)?;
    Ok(checks.into_iter().map(|Named(check)| check).collect())
}

struct Named(CheckId);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Named, D::Error> {
        input.deserialize_enum(BY_NAME, CheckId::NAMES, Name)
    }
}

struct Name;

impl<'de> Visitor<'de> for Name {
    type Value = Named;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the name of a check")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, name: A) -> Result<Named, A::Error> {
        let (place, variant) = name.variant::<u32>()?;
        variant.unit_variant()?;
        Ok(Named(CheckId::ALL[place as usize]))
    }
}
