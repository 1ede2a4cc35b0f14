//! What a provider sells, where, and which topics it shows first.

use firstline_guide::country::{emergency, is_country};
use firstline_guide::format::{SERVICES, TECHNOLOGIES};
use firstline_guide::model::Value;
use serde::Deserialize;

use super::Raw;

/// What a provider sells, and in which country.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    country: Option<String>,
    /// The number that calls help there; `None` if `values` has the provider's own.
    emergency: Option<&'static str>,
    services: Option<Vec<String>>,
    technologies: Option<Vec<String>>,
}

/// A guide by its id, or several under a heading.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "the id of a guide, or { \"group\": …, \"guides\": […] }"
)]
pub(super) enum RawTopic {
    Guide(String),
    Group { group: String, guides: Vec<String> },
}

/// Whether there is a heading of this name.
pub(super) fn has_group(topics: &[RawTopic], name: &str) -> bool {
    let mut topics = topics.iter();
    topics.any(|topic| matches!(topic, RawTopic::Group { group, .. } if group == name))
}

impl Offer {
    /// What the file says; the place and the words of what is wrong with it.
    pub(super) fn read(raw: &Raw) -> Result<Offer, (String, String)> {
        let mut number = None;
        if let Some(country) = &raw.country {
            if !is_country(country) {
                let message = format!("“{country}” is no country. Write GB, or DE.");
                return Err((" /country".to_owned(), message));
            }
            if !raw.values.contains_key("emergency") {
                number = emergency(country);
                if number.is_none() {
                    let message = format!(
                        "We do not know whom to call in an emergency in {country}. Add `emergency` to \
                         `values`, with the number."
                    );
                    return Err((" /country".to_owned(), message));
                }
            }
        }
        for (key, list, known) in [
            ("services", &raw.services, SERVICES),
            ("technologies", &raw.technologies, TECHNOLOGIES),
        ] {
            for (position, name) in list.iter().flatten().enumerate() {
                if !known.contains(&name.as_str()) {
                    let message = format!("“{name}” is none of {}.", known.join(", "));
                    return Err((format!(" /{key}/{position}"), message));
                }
            }
        }
        let mut named: Vec<&String> = Vec::new();
        for (position, topic) in raw.topics.iter().enumerate() {
            let (guides, place) = match topic {
                RawTopic::Guide(guide) => (std::slice::from_ref(guide), String::new()),
                RawTopic::Group { group, guides } => {
                    if group.trim().is_empty() || guides.is_empty() {
                        let message = "A group has a name and guides.".to_owned();
                        return Err((format!(" /topics/{position}"), message));
                    }
                    (guides.as_slice(), "/guides".to_owned())
                }
            };
            for (within, guide) in guides.iter().enumerate() {
                if named.contains(&guide) {
                    let place = match place.as_str() {
                        "" => format!(" /topics/{position}"),
                        place => format!(" /topics/{position}{place}/{within}"),
                    };
                    return Err((place, format!("`{guide}` stands here twice.")));
                }
                named.push(guide);
            }
        }
        Ok(Offer {
            country: raw.country.clone(),
            emergency: number,
            services: raw.services.clone(),
            technologies: raw.technologies.clone(),
        })
    }

    /// What guides know of it.
    pub(super) fn facts(&self) -> impl Iterator<Item = (String, Value)> {
        let text = |text: &String| Value::from(text.clone());
        let list = |list: &Vec<String>| Value::List(list.clone());
        let facts = [
            ("country", self.country.as_ref().map(text)),
            ("emergency", self.emergency.map(Value::from)),
            ("services", self.services.as_ref().map(list)),
            ("technologies", self.technologies.as_ref().map(list)),
        ];
        facts
            .into_iter()
            .filter_map(|(name, value)| Some((format!("provider.{name}"), value?)))
    }
}
