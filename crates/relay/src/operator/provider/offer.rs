//! The provider's offer: its services, its country, and the topics that it shows first.

use firstline_guide::country::{emergency, is_country};
use firstline_guide::format::{SERVICES, TECHNOLOGIES};
use firstline_guide::model::Value;

use super::problems::{Problems, below};
use super::written::{Topic, Written};

/// The services of a provider, and its country.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    country: Option<String>,
    /// The number that calls help there; `None` if `values` has the provider's own.
    emergency: Option<&'static str>,
    services: Option<Vec<String>>,
    technologies: Option<Vec<String>>,
}

/// Whether there is a heading of this name.
pub(super) fn has_group(topics: &[Topic], name: &str) -> bool {
    let mut topics = topics.iter();
    topics.any(|topic| matches!(topic, Topic::Group { group, .. } if group == name))
}

impl Offer {
    /// Reads the offer from the file.
    pub(super) fn read(written: &Written, problems: &mut Problems) -> Offer {
        let mut number = None;
        if let Some(country) = &written.country {
            number = emergency(country);
            if !is_country(country) {
                let message = format!("“{country}” is no country. Write GB, or DE.");
                problems.add("/country", message);
            } else if written.values.contains_key("emergency") {
                number = None;
            } else if number.is_none() {
                let message = format!(
                    "We do not know whom to call in an emergency in {country}. Add `emergency` to \
                     `values`, with the number."
                );
                problems.add("/country", message);
            }
        }
        for (key, list, known) in [
            ("/services", &written.services, SERVICES),
            ("/technologies", &written.technologies, TECHNOLOGIES),
        ] {
            for (position, name) in list.iter().flatten().enumerate() {
                // What is no text was reported.
                if !name.is_empty() && !known.contains(&name.as_str()) {
                    let message = format!("“{name}” is none of {}.", known.join(", "));
                    problems.add(&below(key, &position.to_string()), message);
                }
            }
        }
        check_topics(&written.topics, problems);
        Offer {
            country: written.country.clone(),
            emergency: number,
            services: written.services.clone(),
            technologies: written.technologies.clone(),
        }
    }

    /// The facts of it that guides can use.
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

/// That each guide is named once, and each group has a name and guides.
fn check_topics(topics: &[Topic], problems: &mut Problems) {
    let mut named: Vec<&String> = Vec::new();
    for (position, topic) in topics.iter().enumerate() {
        let at = below("/topics", &position.to_string());
        let guides: Vec<(String, &String)> = match topic {
            Topic::Guide(guide) => vec![(at, guide)],
            Topic::Group { group, guides } => {
                if group.trim().is_empty() || guides.is_empty() {
                    problems.add(&at, "A group has a name and guides.");
                }
                let at = below(&at, "guides");
                let guides = guides.iter().enumerate();
                guides
                    .map(|(within, guide)| (below(&at, &within.to_string()), guide))
                    .collect()
            }
            Topic::Unreadable => continue,
        };
        for (at, guide) in guides {
            if named.contains(&guide) {
                problems.add(&at, format!("`{guide}` stands here twice."));
            }
            named.push(guide);
        }
    }
}
