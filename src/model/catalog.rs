//! What the relay publishes, as the widget reads it: the counterpart of
//! [`firstline_wire::Index`], without a library (see the sizes in ARCHITECTURE.md). A test holds
//! the two together.

use firstline_guide::json::{self, Node};
use firstline_guide::model::Value;

use crate::probes::Targets;
use crate::view::Provider;

/// Everything that the welcome screen needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// Whose help this is.
    pub provider: Provider,
    /// The guides to choose from.
    pub guides: Vec<Entry>,
    /// What the connection checks ask.
    pub targets: Targets,
    /// What the customer agrees to when sending a ticket.
    pub consent: Consent,
    /// Facts that the provider sets.
    pub facts: Vec<(String, Value)>,
}

/// A guide to choose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whom it is for.
    pub summary: String,
    /// What customers say when they mean it.
    pub search_words: Vec<String>,
    /// Where its pack is, relative to the relay's root.
    pub pack: String,
    /// The pack's hash.
    pub hash: String,
    /// Its pictures, relative to the relay's root.
    pub pictures: Vec<String>,
}

/// What the customer agrees to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consent {
    /// Its id, recorded with the ticket.
    pub id: String,
    /// Its version, recorded with the ticket.
    pub version: String,
    /// What the customer reads.
    pub text: String,
}

impl Catalog {
    /// Reads an index. `None` where it is not one: the customer then gets the way to a person.
    pub fn read(text: &str) -> Option<Catalog> {
        let root = json::parse(text).ok()?.root;
        if root.get("format")?.as_f64()? != 1.0 {
            return None;
        }
        let provider = root.get("provider")?;
        let consent = root.get("consent")?;
        let targets = root.get("checks")?;
        Some(Catalog {
            provider: Provider {
                name: string(provider, "name")?,
                phone: string(provider, "phone"),
                hours: string(provider, "hours"),
            },
            guides: root
                .get("guides")?
                .as_array()?
                .iter()
                .map(entry)
                .collect::<Option<_>>()?,
            targets: Targets {
                isp: strings(targets, "isp"),
                internet: strings(targets, "internet"),
                latency: string(targets, "latency"),
            },
            consent: Consent {
                id: string(consent, "id")?,
                version: string(consent, "version")?,
                text: string(consent, "text")?,
            },
            facts: root
                .get("facts")?
                .as_array()?
                .iter()
                .filter_map(fact)
                .collect(),
        })
    }
}

fn entry(node: &Node) -> Option<Entry> {
    Some(Entry {
        id: string(node, "id")?,
        title: string(node, "title")?,
        summary: string(node, "summary")?,
        search_words: strings(node, "searchWords"),
        pack: string(node, "pack")?,
        hash: string(node, "hash")?,
        pictures: strings(node, "pictures"),
    })
}

/// A fact is a pair of its name and its value. One that cannot be a fact is left out.
fn fact(node: &Node) -> Option<(String, Value)> {
    let [name, value] = node.as_array()? else {
        return None;
    };
    Some((name.as_str()?.to_owned(), value_of(value)?))
}

/// The value of a fact, where the JSON can be one.
pub fn value_of(node: &Node) -> Option<Value> {
    if let Some(text) = node.as_str() {
        return Some(Value::Text(text.to_owned()));
    }
    if let Some(number) = node.as_f64() {
        return Some(Value::Number(number));
    }
    if let Some(flag) = node.as_bool() {
        return Some(Value::Flag(flag));
    }
    let items = node
        .as_array()?
        .iter()
        .map(|item| item.as_str().map(str::to_owned));
    items.collect::<Option<_>>().map(Value::List)
}

/// The text under a key.
pub(super) fn string(node: &Node, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(str::to_owned)
}

fn strings(node: &Node, key: &str) -> Vec<String> {
    let items = node.get(key).and_then(Node::as_array).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_the_relay_writes() {
        let index = firstline_wire::Index {
            format: 1,
            language: "en".to_owned(),
            provider: firstline_wire::index::Provider {
                name: "Brightwater".to_owned(),
                phone: Some("0808 157 0123".to_owned()),
                hours: None,
            },
            guides: vec![firstline_wire::index::GuideEntry {
                id: "no-internet".to_owned(),
                title: "No internet".to_owned(),
                summary: "Nothing loads.".to_owned(),
                search_words: vec!["dead line".to_owned()],
                pack: "guides/no-internet.en.0123.json".to_owned(),
                hash: "0123".to_owned(),
                pictures: vec!["pictures/plug.svg".to_owned()],
            }],
            checks: firstline_wire::index::CheckTargets {
                isp: vec!["https://edge.example/ping".to_owned()],
                internet: vec![
                    "https://a.example".to_owned(),
                    "https://b.example".to_owned(),
                ],
                latency: None,
            },
            consent: firstline_wire::index::Consent {
                id: "support".to_owned(),
                version: "1".to_owned(),
                text: "I agree.".to_owned(),
            },
            facts: vec![("provider.support.open".to_owned(), serde_json::json!(true))],
        };
        let read = Catalog::read(&serde_json::to_string(&index).unwrap()).unwrap();
        assert_eq!(read.provider.name, index.provider.name);
        assert_eq!(read.provider.phone, index.provider.phone);
        assert_eq!(read.provider.hours, None);
        assert_eq!(read.guides[0].search_words, index.guides[0].search_words);
        assert_eq!(read.guides[0].pictures, index.guides[0].pictures);
        assert_eq!(read.targets.isp, index.checks.isp);
        assert_eq!(read.targets.internet, index.checks.internet);
        assert_eq!(read.consent.text, index.consent.text);
        assert_eq!(
            read.facts,
            [("provider.support.open".to_owned(), Value::Flag(true))]
        );
    }

    #[test]
    fn what_is_no_index_is_refused() {
        for text in ["", "[]", "{}", r#"{"format":2}"#, "<!doctype html>"] {
            assert_eq!(Catalog::read(text), None, "{text}");
        }
    }
}
