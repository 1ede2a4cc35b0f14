//! `guides/site/kano.json`: the features of the service that customers are asked about, each by a pair of
//! questions (Kano's method).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The number of this form.
pub const FORMAT: u32 = 1;

/// The file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Features {
    /// [`FORMAT`].
    pub format: u32,
    /// The features, in any order: customers get them at random.
    pub features: Vec<Feature>,
}

/// A feature of the service. Texts are by language tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Feature {
    /// Its id, in kebab-case. It stays the same for ever, so that years can be compared.
    pub id: String,
    /// Its name, for the pages of insights.
    pub name: BTreeMap<String, String>,
    /// How it would be if it were there.
    pub functional: BTreeMap<String, String>,
    /// How it would be if it were not.
    pub dysfunctional: BTreeMap<String, String>,
}
