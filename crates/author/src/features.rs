//! `guides/site/kano.json`: the features of the service that customers are asked about, each by a pair of
//! questions (Kano's method).

use std::collections::BTreeMap;

use firstline_guide::json::{self, Node, Value};
use firstline_guide::language::is_language;
use firstline_guide::names::is_kebab_case;

/// A feature of the service. Texts are by language tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feature {
    /// Its id.
    pub id: String,
    /// Its name, for the pages of insights.
    pub name: BTreeMap<String, String>,
    /// How it would be if it were there.
    pub functional: BTreeMap<String, String>,
    /// How it would be if it were not.
    pub dysfunctional: BTreeMap<String, String>,
}

/// Something that is wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The place, as an RFC 6901 pointer.
    pub pointer: String,
    /// The message, one sentence without a full stop.
    pub message: String,
}

/// The longest question, in characters: it stands on a telephone, above five answers.
const LONGEST: usize = 160;

/// The texts of a feature, by their keys.
const TEXTS: [&str; 3] = ["name", "functional", "dysfunctional"];

/// Reads the file: its features, and all that is wrong. What is no JSON has no features; lint says where it
/// breaks off.
pub fn read(text: &str) -> (Vec<Feature>, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let Ok(parsed) = json::parse(text) else {
        return (Vec::new(), wrong);
    };
    let root = &parsed.root;
    if root.get("format").and_then(Node::as_f64) != Some(1.0) {
        add(&mut wrong, "/format", "write \"format\": 1");
    }
    keys(root, "", &["format", "features"], &mut wrong);
    let Some(Value::Array(list)) = root.get("features").map(|list| &list.value) else {
        add(&mut wrong, "/features", "write a list of features");
        return (Vec::new(), wrong);
    };
    let mut features: Vec<Feature> = Vec::new();
    for (at, node) in list.iter().enumerate() {
        let at = format!("/features/{at}");
        let feature = feature(node, &at, &mut wrong);
        if features.iter().any(|known| known.id == feature.id) {
            let message = format!(
                "the id `{}` stands twice; answers to both would be one",
                feature.id
            );
            add(&mut wrong, &format!("{at}/id"), &message);
        }
        features.push(feature);
    }
    (features, wrong)
}

fn feature(node: &Node, at: &str, wrong: &mut Vec<Wrong>) -> Feature {
    keys(node, at, &["id", TEXTS[0], TEXTS[1], TEXTS[2]], wrong);
    let id = node
        .get("id")
        .and_then(Node::as_str)
        .unwrap_or_default()
        .to_owned();
    if !is_kebab_case(&id) {
        add(
            wrong,
            &format!("{at}/id"),
            "write an id in small letters with hyphens, such as call-back; it stays for ever",
        );
    }
    let mut texts = TEXTS.map(|key| texts(node, at, key, wrong));
    let languages: Vec<String> = texts
        .iter()
        .flat_map(|texts| texts.keys().cloned())
        .collect();
    for (key, texts) in TEXTS.iter().zip(&texts) {
        if let Some(missing) = languages
            .iter()
            .find(|language| !texts.contains_key(*language))
        {
            let message = format!("`{key}` has no text in “{missing}”, which the others have");
            add(wrong, &format!("{at}/{key}"), &message);
        }
    }
    let [name, functional, dysfunctional] = std::mem::take(&mut texts);
    if functional
        .iter()
        .any(|(language, text)| dysfunctional.get(language) == Some(text))
    {
        add(
            wrong,
            &format!("{at}/dysfunctional"),
            "the two questions are the same: ask how it is if the feature is not there",
        );
    }
    Feature {
        id,
        name,
        functional,
        dysfunctional,
    }
}

fn texts(node: &Node, at: &str, key: &str, wrong: &mut Vec<Wrong>) -> BTreeMap<String, String> {
    let at = format!("{at}/{key}");
    let Some(members) = node.get(key).and_then(Node::as_object) else {
        add(
            wrong,
            &at,
            &format!("write `{key}` by language: {{ \"en\": \"…\" }}"),
        );
        return BTreeMap::new();
    };
    if members.is_empty() {
        let message = format!("write `{key}` in one language or more: {{ \"en\": \"…\" }}");
        add(wrong, &at, &message);
    }
    let mut texts = BTreeMap::new();
    for member in members {
        let at = format!("{at}/{}", member.key);
        let text = member.value.as_str().unwrap_or_default().trim();
        if !is_language(&member.key) {
            add(
                wrong,
                &at,
                &format!("“{}” is not a language tag; write en, or de-AT", member.key),
            );
        } else if text.is_empty() {
            add(wrong, &at, "write a text");
        } else if text.chars().count() > LONGEST {
            add(
                wrong,
                &at,
                &format!("this has more than {LONGEST} characters, too many for a telephone"),
            );
        }
        texts.insert(member.key.clone(), text.to_owned());
    }
    texts
}

fn keys(node: &Node, at: &str, known: &[&str], wrong: &mut Vec<Wrong>) {
    for member in node.as_object().unwrap_or_default() {
        if !known.contains(&member.key.as_str()) {
            let message = format!(
                "there is no key `{}` here; the keys are {}",
                member.key,
                known.join(", ")
            );
            add(wrong, &format!("{at}/{}", member.key), &message);
        }
    }
}

fn add(wrong: &mut Vec<Wrong>, pointer: &str, message: &str) {
    wrong.push(Wrong {
        pointer: pointer.to_owned(),
        message: message.to_owned(),
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]

    use super::*;

    #[test]
    fn each_mistake_is_told_with_its_place() {
        let good = r#"{ "id": "a", "name": {"en": "A"}, "functional": {"en": "If?"}, "dysfunctional": {"en": "If not?"} }"#;
        let file = |features: &str| format!(r#"{{ "format": 1, "features": [{features}] }}"#);
        for (text, pointer, says) in [
            (
                r#"{ "format": 2, "features": [] }"#.to_owned(),
                "/format",
                "format",
            ),
            (r#"{ "format": 1 }"#.to_owned(), "/features", "list"),
            (file(&format!("{good},{good}")), "/features/1/id", "twice"),
            (
                file(&good.replace("\"a\"", "\"Not An Id\"")),
                "/features/0/id",
                "small letters",
            ),
            (
                file(&good.replace("If not?", "If?")),
                "/features/0/dysfunctional",
                "same",
            ),
            (
                file(&good.replace(r#""name": {"en""#, r#""name": {"de""#)),
                "/features/0/name",
                "“en”",
            ),
            (
                file(&good.replace(r#""name": {"en": "A"}"#, r#""name": {}"#)),
                "/features/0/name",
                "one language or more",
            ),
            (
                file(&good.replace("\"id\"", "\"no\": 1, \"id\"")),
                "/features/0/no",
                "no key",
            ),
            (
                file(&good.replace("If not?", &"x".repeat(200))),
                "/features/0/dysfunctional/en",
                "telephone",
            ),
        ] {
            let (_, wrong) = read(&text);
            let found = wrong.iter().find(|wrong| wrong.pointer == pointer);
            let message = &found
                .unwrap_or_else(|| panic!("{pointer}: {wrong:?}"))
                .message;
            assert!(message.contains(says), "{message}");
        }
        let (features, wrong) = read(&file(good));
        assert_eq!((features.len(), wrong), (1, Vec::new()));
    }

    #[test]
    fn the_shipped_features_are_fifteen_and_sound() {
        let (features, wrong) = read(include_str!("../../../guides/site/kano.json"));
        assert_eq!((features.len(), wrong), (15, Vec::new()));
        for feature in features {
            let languages: Vec<&String> = feature.functional.keys().collect();
            assert_eq!(languages, ["de", "en"], "{}", feature.id);
        }
    }
}
