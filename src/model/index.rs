//! The index that the relay publishes, as the widget reads it: the counterpart of
//! [`firstline_wire::Index`], without a library (see the sizes in ARCHITECTURE.md). A test holds
//! the two together.

use firstline_diagnosis::Targets;
use firstline_guide::json::{self, Node, Reading};
use firstline_guide::model::Value;

use crate::view::{Language, Provider};

/// Everything that the welcome screen needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The provider.
    pub provider: Provider,
    /// The guides to choose from.
    pub guides: Vec<Entry>,
    /// The languages besides this edition's.
    pub others: Vec<Language>,
    /// What the connection checks ask.
    pub targets: Targets,
    /// What the customer agrees to when sending a ticket.
    pub consent: Consent,
    /// Where the boxes are that customers may have, relative to the relay's root.
    pub equipment: Option<String>,
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
    /// The language that it is written in, if it is not translated into this edition's.
    pub language: Option<String>,
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

impl Index {
    /// Reads an index; `None` if it is not one: the customer then gets the way to a person.
    pub fn read(text: &str) -> Option<Index> {
        let root = &json::parse(text).ok()?.root;
        if root.get("format")?.as_f64()? != 1.0 {
            return None;
        }
        let mut reading = Reading::new();
        let provider = reading.get(root, "provider");
        let consent = reading.get(root, "consent");
        let targets = reading.get(root, "checks");
        let guides = reading.get(root, "guides");
        let facts = reading.get(root, "facts");
        let mut known = Vec::new();
        for node in reading.items(facts) {
            known.extend(fact(node));
        }
        let index = Index {
            provider: Provider {
                name: reading.string_of(provider, "name"),
                phone: string(provider, "phone"),
                hours: string(provider, "hours"),
            },
            guides: reading.list(guides, entry),
            others: others(root),
            targets: self::targets(targets),
            consent: Consent {
                id: reading.string_of(consent, "id"),
                version: reading.string_of(consent, "version"),
                text: reading.string_of(consent, "text"),
            },
            equipment: string(root, "equipment"),
            facts: known,
        };
        reading.first_wrong().is_none().then_some(index)
    }
}

fn targets(node: &Node) -> Targets {
    let mut targets = Targets::default();
    for target in node.as_array().unwrap_or_default() {
        if let Some(key) = string(target, "key") {
            targets.set(&key, strings(target, "addresses"));
        }
    }
    targets
}

/// The languages besides the index's own.
fn others(root: &Node) -> Vec<Language> {
    let spoken = string(root, "language");
    let languages = root.get("languages").and_then(Node::as_array);
    let mut others = Vec::new();
    for node in languages.unwrap_or_default() {
        let (tag, name) = (string(node, "tag"), string(node, "name"));
        if let (Some(tag), Some(name)) = (&tag, name)
            && Some(tag) != spoken.as_ref()
        {
            let tag = tag.clone();
            others.push(Language { tag, name });
        }
    }
    others
}

fn entry<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Entry {
    Entry {
        id: reading.string_of(node, "id"),
        title: reading.string_of(node, "title"),
        summary: reading.string_of(node, "summary"),
        search_words: strings(node, "searchWords"),
        pack: reading.string_of(node, "pack"),
        hash: reading.string_of(node, "hash"),
        pictures: strings(node, "pictures"),
        language: string(node, "language"),
    }
}

/// A fact is a pair of its name and its value. One that cannot be a fact is left out.
fn fact(node: &Node) -> Option<(String, Value)> {
    let [name, value] = node.as_array()? else {
        return None;
    };
    let name = name.as_str()?.to_owned();
    let value = match &value.value {
        json::Value::String(text) => Value::Text(text.clone()),
        json::Value::Number(number) => Value::Number(*number),
        json::Value::Bool(flag) => Value::Flag(*flag),
        _ => {
            let mut reading = Reading::new();
            let items = reading.strings(value);
            if reading.first_wrong().is_some() {
                return None;
            }
            Value::List(items)
        }
    };
    Some((name, value))
}

/// The text under a key.
pub(super) fn string(node: &Node, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(str::to_owned)
}

/// The texts under a key; empty if there is no list. Members that are not text are left out.
pub(super) fn strings(node: &Node, key: &str) -> Vec<String> {
    let items = node.get(key).and_then(Node::as_array).unwrap_or_default();
    let mut texts = Vec::new();
    for text in items.iter().filter_map(Node::as_str) {
        texts.push(text.to_owned());
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_the_relay_writes() {
        let mut checks = Targets::default();
        checks.set("checks.isp", vec!["https://edge.example/ping".to_owned()]);
        let others = ["https://a.example", "https://b.example"];
        checks.set("checks.internet", others.map(str::to_owned).to_vec());
        let index = firstline_wire::Index {
            format: 1,
            language: "en".to_owned(),
            provider: firstline_wire::index::Provider {
                name: "Brightwater".to_owned(),
                phone: Some("0808 157 0123".to_owned()),
                hours: None,
            },
            languages: ["en", "cy"]
                .map(|tag| firstline_wire::index::Language {
                    tag: tag.to_owned(),
                    name: "Cymraeg".to_owned(),
                })
                .into(),
            guides: vec![firstline_wire::index::GuideEntry {
                language: Some("en-GB".to_owned()),
                id: "no-internet".to_owned(),
                title: "No internet".to_owned(),
                summary: "Nothing loads.".to_owned(),
                search_words: vec!["dead line".to_owned()],
                pack: "guides/no-internet.en.0123.pack".to_owned(),
                hash: "0123".to_owned(),
                pictures: vec!["pictures/plug.svg".to_owned()],
            }],
            checks,
            consent: firstline_wire::index::Consent {
                id: "support".to_owned(),
                version: "1".to_owned(),
                text: "I agree.".to_owned(),
            },
            equipment: Some("guides/equipment.0123456789abcdef.json".to_owned()),
            facts: vec![("provider.support.open".to_owned(), serde_json::json!(true))],
        };
        let read = Index::read(&serde_json::to_string(&index).unwrap()).unwrap();
        assert_eq!(read.provider.name, index.provider.name);
        assert_eq!(read.provider.phone, index.provider.phone);
        assert_eq!(read.provider.hours, None);
        assert_eq!(read.guides[0].search_words, index.guides[0].search_words);
        assert_eq!(read.guides[0].pictures, index.guides[0].pictures);
        assert_eq!(read.guides[0].language, index.guides[0].language);
        let other = Language {
            tag: "cy".to_owned(),
            name: "Cymraeg".to_owned(),
        };
        assert_eq!(read.others, [other], "all but its own");
        assert_eq!(read.targets, index.checks);
        assert_eq!(read.consent.text, index.consent.text);
        assert_eq!(
            read.facts,
            [("provider.support.open".to_owned(), Value::Flag(true))]
        );
    }

    #[test]
    fn what_is_no_index_is_refused() {
        for text in ["", "[]", "{}", r#"{"format":2}"#, "<!doctype html>"] {
            assert_eq!(Index::read(text), None, "{text}");
        }
    }
}
