//! `GET /guides/index.<language>.json`: everything that the welcome screen needs, in one answer.

use firstline_diagnosis::Targets;
use firstline_guide::model::Value;
use serde::{Deserialize, Serialize};

/// What the relay publishes for one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Index {
    /// The number of this form, 1.
    pub format: u32,
    /// BCP 47 tag of the language.
    pub language: String,
    /// The languages that there is an index in, the one to fall back to first.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Whose help this is.
    pub provider: Provider,
    /// The guides that the welcome screen lists, in the provider's order; those in another
    /// language last.
    pub guides: Vec<GuideEntry>,
    /// What the connection checks ask.
    pub checks: Targets,
    /// What the customer agrees to when sending a ticket.
    pub consent: Consent,
    /// Where the provider's boxes are ([`Boxes`](crate::Boxes)), relative to the relay's root;
    /// absent if it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment: Option<String>,
    /// Provider facts for guides, such as `provider.support.open`: name and value.
    pub facts: Vec<(String, Value)>,
}

/// A language that customers can choose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: String,
    /// Its name, in itself.
    pub name: String,
}

/// The provider, as customers see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// The support line's number, as people write it.
    #[serde(default)]
    pub phone: Option<String>,
    /// Its opening hours in words, such as `Mon–Fri 8:00–22:00`.
    #[serde(default)]
    pub hours: Option<String>,
    /// Whether somebody answers now; absent if there are no hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
}

/// A guide on the welcome screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuideEntry {
    /// The id of the guide, the same in every language.
    pub id: String,
    /// The language that it is in, if that is not the index's: it is not translated yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The title of the guide, in that language.
    pub title: String,
    /// Whom it is for, one sentence.
    pub summary: String,
    /// What customers say when they mean it.
    pub search_words: Vec<String>,
    /// The heading that the provider lists it under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Where its pack is: it holds the guide and every guide that it calls. Relative to the
    /// relay's root.
    pub pack: String,
    /// The pack's hash, as a ticket names it.
    pub hash: String,
    /// Its pictures, relative to the relay's root, to be fetched when it opens.
    pub pictures: Vec<String>,
}

/// What the customer agrees to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consent {
    /// Its id, recorded with the ticket.
    pub id: String,
    /// Its version, recorded with the ticket.
    pub version: String,
    /// What the customer reads.
    pub text: String,
}
