//! The JSON Schema of guide files, written from the tables that lint holds them to.

use std::collections::BTreeMap;

use anyhow::Result;
use firstline_diagnosis::CheckId;
use firstline_guide::format::{FORMAT, GUIDE, Key, Relation, SHARE, Shape, Value as Kind, Words};
use firstline_guide::rules::{bad_link, bad_picture_file};
use serde_json::{Map, Value, json};

/// Small letters, digits and single hyphens between them.
const NAME: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The schema.
pub(super) fn page() -> Result<String> {
    let mut text = serde_json::to_string_pretty(&schema())?;
    text.push('\n');
    Ok(text)
}

fn schema() -> Value {
    let mut writer = Writer::default();
    let Value::Object(guide) = writer.object(&GUIDE) else {
        return Value::Null;
    };
    let mut schema = Map::new();
    let head = [
        (
            "$schema",
            json!("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("title", json!("A guide of Firstline")),
        (
            "$comment",
            json!("Written by `cargo xtask docs` from crates/guide/src/format. Change it there."),
        ),
    ];
    for (key, value) in head {
        schema.insert(key.to_owned(), value);
    }
    schema.extend(guide);
    let definitions = std::mem::take(&mut writer.definitions);
    let definitions = definitions.into_iter();
    let definitions: Map<String, Value> = definitions
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

/// Collects the definitions that are referred to.
#[derive(Default)]
struct Writer {
    definitions: BTreeMap<&'static str, Value>,
}

impl Writer {
    fn reference(&mut self, shape: &'static Shape) -> Value {
        if !self.definitions.contains_key(shape.name) {
            // Conditions stand in conditions: this one is under way.
            self.definitions.insert(shape.name, Value::Null);
            let definition = self.object(shape);
            self.definitions.insert(shape.name, definition);
        }
        json!({ "$ref": format!("#/$defs/{}", shape.name) })
    }

    fn object(&mut self, shape: &'static Shape) -> Value {
        let mut properties = Map::new();
        for key in shape.all_keys() {
            properties.insert(key.name.to_owned(), self.property(key));
        }
        let required: Vec<&str> = shape
            .all_keys()
            .filter(|key| key.required)
            .map(|key| key.name)
            .collect();
        let mut object = json!({
            "description": shape.doc,
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        let relations: Vec<Value> = shape
            .relations
            .iter()
            .flat_map(|relation| self.relation(relation))
            .collect();
        if !relations.is_empty() {
            object["allOf"] = json!(relations);
        }
        object
    }

    fn property(&mut self, key: &'static Key) -> Value {
        let mut value = self.value(&key.value);
        value["description"] = json!(key.doc);
        value
    }

    fn relation(&mut self, relation: &'static Relation) -> Vec<Value> {
        match relation {
            Relation::OneOf(keys) => {
                let any: Vec<Value> = keys
                    .iter()
                    .map(|key| json!({ "required": [key] }))
                    .collect();
                vec![json!({ "anyOf": any })]
            }
            Relation::Operators(keys) => {
                let one: Vec<Value> = keys
                    .iter()
                    .map(|key| json!({ "required": [key] }))
                    .collect();
                vec![json!({ "oneOf": one })]
            }
            Relation::Conflict(key, with) => {
                vec![json!({ "if": { "required": [with] }, "then": refused(&[key]) })]
            }
            Relation::Needs(key, needs) => vec![json!({ "dependentRequired": { *key: [needs] } })],
            Relation::Typed(key, word, keys, value) => {
                let value = self.value(value);
                let typed: Map<String, Value> = keys
                    .iter()
                    .map(|key| ((*key).to_owned(), value.clone()))
                    .collect();
                vec![json!({
                    "if": where_word(key, Words::Any(std::slice::from_ref(word))),
                    "then": { "properties": typed },
                })]
            }
            Relation::Where {
                key,
                is,
                needs,
                refuses,
            } => {
                let mut then = refused(refuses);
                if !needs.is_empty() {
                    then["required"] = json!(needs);
                }
                vec![json!({ "if": where_word(key, *is), "then": then })]
            }
            Relation::Variants => {
                let list = json!({ "properties": { "variants": { "type": "array" } }, "required": ["variants"] });
                vec![
                    json!({ "if": list, "then": refused(&["by"]), "else": { "dependentRequired": { "variants": ["by"] } } }),
                    json!({ "dependentRequired": { "by": ["variants"] } }),
                ]
            }
            Relation::Ways => {
                let many =
                    json!({ "properties": { "many": { "const": true } }, "required": ["many"] });
                let each =
                    |items: Value| json!({ "properties": { "options": { "items": items } } });
                let mut all_by_one = each(refused(&["to"]));
                all_by_one["required"] = json!(["to"]);
                let own = json!({
                    "if": { "not": { "required": ["to"] } },
                    "then": each(json!({ "required": ["to"] })),
                });
                vec![json!({ "if": many, "then": all_by_one, "else": own })]
            }
        }
    }

    fn value(&mut self, value: &'static Kind) -> Value {
        match value {
            Kind::Any => json!({}),
            Kind::Format => json!({ "const": FORMAT as u32 }),
            Kind::String | Kind::Step => json!({ "type": "string" }),
            Kind::Line | Kind::Text | Kind::Alt => json!({ "type": "string", "pattern": "\\S" }),
            Kind::Link => {
                let schemes = bad_link::SCHEMES.join("|");
                json!({
                    "type": "string",
                    "pattern": format!(
                        "^({schemes})([^\\s{{}}]|\\{{provider\\.[^{{}}\\s]+\\}})+$|^\\{{provider\\.links\\.[^{{}}.]+\\}}$"
                    ),
                })
            }
            Kind::Name => json!({ "type": "string", "pattern": NAME }),
            Kind::TimeOfDay => {
                json!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" })
            }
            Kind::Date => json!({
                "type": "string",
                "format": "date",
                "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            }),
            Kind::Language => json!({
                "type": "string",
                "maxLength": 35,
                "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
            }),
            Kind::PictureFile => {
                let endings = bad_picture_file::ENDINGS.join("|");
                let name = NAME.trim_end_matches('$');
                json!({ "type": "string", "pattern": format!("{name}\\.({endings})$") })
            }
            Kind::Word(words) => json!({ "enum": words() }),
            Kind::Check => {
                let names: Vec<&str> = CheckId::ALL.iter().map(|check| check.name()).collect();
                json!({ "enum": names })
            }
            Kind::Bool => json!({ "type": "boolean" }),
            Kind::Number => json!({ "type": "number" }),
            Kind::Whole => json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }),
            Kind::Time(most) | Kind::Length(most) => {
                json!({ "type": "integer", "minimum": 1, "maximum": most })
            }
            Kind::Fact => json!({
                "type": ["string", "number", "boolean", "array"],
                "items": { "type": "string" },
            }),
            Kind::Operand => {
                let share = self.reference(&SHARE);
                json!({ "anyOf": [{ "type": "number" }, share] })
            }
            Kind::Paragraphs => {
                let text = self.value(&Kind::Text);
                json!({ "anyOf": [text, { "type": "array", "items": text, "minItems": 1 }] })
            }
            Kind::List(inner) => json!({ "type": "array", "items": self.value(inner) }),
            Kind::Some(inner) => {
                json!({ "type": "array", "items": self.value(inner), "minItems": 1 })
            }
            Kind::Choices(inner) => {
                json!({ "type": "array", "items": self.value(inner), "minItems": 2 })
            }
            Kind::Map(inner) => {
                json!({ "type": "object", "additionalProperties": self.value(inner) })
            }
            Kind::MapOr(inner, item) => json!({ "anyOf": [
                { "type": "object", "additionalProperties": self.reference(inner) },
                { "type": "array", "items": self.reference(item), "minItems": 1 },
            ] }),
            Kind::Object(shape) => self.reference(shape),
            Kind::TextOr(shape) => {
                let text = self.value(&Kind::Text);
                json!({ "anyOf": [text, self.reference(shape)] })
            }
            Kind::CheckOr(shape) => {
                json!({ "anyOf": [self.value(&Kind::Check), self.reference(shape)] })
            }
            Kind::WordOr(words, shape) => {
                json!({ "anyOf": [{ "enum": words() }, self.reference(shape)] })
            }
            Kind::Tagged(tag, kinds) => {
                let words: Vec<&str> = kinds.iter().map(|(word, _)| *word).collect();
                let each: Vec<Value> = kinds
                    .iter()
                    .map(|(word, shape)| {
                        let is = where_word(tag, Words::Any(std::slice::from_ref(word)));
                        json!({ "if": is, "then": self.reference(shape) })
                    })
                    .collect();
                json!({
                    "type": "object",
                    "properties": { *tag: { "enum": words } },
                    "required": [tag],
                    "allOf": each,
                })
            }
            Kind::ByKey(shapes) => {
                let each: Vec<Value> = shapes
                    .iter()
                    .map(|(_, shape)| self.reference(shape))
                    .collect();
                json!({ "oneOf": each })
            }
        }
    }
}

/// An object without these keys.
fn refused(keys: &[&str]) -> Value {
    let none: Map<String, Value> = keys
        .iter()
        .map(|key| ((*key).to_owned(), Value::Bool(false)))
        .collect();
    json!({ "properties": none })
}

/// An object in which one of these words stands behind a key.
fn where_word(key: &str, is: Words) -> Value {
    let words = match is {
        Words::Any(words) => json!({ "enum": words }),
        Words::Other(words) => json!({ "not": { "enum": words } }),
    };
    json!({ "properties": { key: words }, "required": [key] })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::Value;

    use super::schema;
    use crate::place;

    /// Rules on the shape of one file. The others need more than one look at a place.
    const OF_SHAPE: &[&str] = &[
        "bad-link",
        "bad-picture-file",
        "conflicting-keys",
        "empty-list",
        "empty-text",
        "missing-key",
        "missing-ticket",
        "newer-format",
        "picture-without-alt",
        "too-few-options",
        "too-long",
        "unknown-check",
        "unknown-format",
        "unknown-key",
        "unknown-kind",
        "unknown-operator",
        "unknown-value",
        "wrong-type",
    ];

    fn guides(folder: &Path) -> Vec<(String, Value)> {
        let mut guides = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let text = fs::read_to_string(&path).unwrap();
                let value = serde_json::from_str(&text).unwrap();
                guides.push((path.display().to_string(), value));
            }
        }
        assert!(!guides.is_empty(), "{}", folder.display());
        guides
    }

    struct Validator {
        schemas: boon::Schemas,
        guide: boon::SchemaIndex,
    }

    impl Validator {
        fn new() -> Validator {
            let mut schemas = boon::Schemas::new();
            let mut compiler = boon::Compiler::new();
            compiler.enable_format_assertions();
            let address = "https://schema.example/guide.schema.json";
            compiler.add_resource(address, schema()).unwrap();
            let guide = compiler.compile(address, &mut schemas).unwrap();
            Validator { schemas, guide }
        }

        /// The errors of a guide; empty if there are none.
        fn errors(&self, guide: &Value) -> String {
            let result = self.schemas.validate(guide, self.guide);
            result.map_or_else(|error| error.to_string(), |()| String::new())
        }
    }

    #[test]
    fn it_accepts_all_guides_that_lint_accepts() {
        let schema = Validator::new();
        let root = place::root();
        for folder in ["guides", "crates/guide/tests/fixtures/good"] {
            for (path, guide) in guides(&root.join(folder)) {
                assert_eq!(schema.errors(&guide), "", "{path}");
            }
        }
    }

    #[test]
    fn it_refuses_what_is_wrong_in_shape() {
        let schema = Validator::new();
        let bad = place::root().join("crates/guide/tests/fixtures/bad");
        for rule in OF_SHAPE {
            for (path, guide) in guides(&bad.join(rule)) {
                // Which options there are is said elsewhere in the guide, and a file's name is a text: no schema looks there.
                if [
                    "label-of-no-option.json",
                    "picture-without-alt/file-name.json",
                ]
                .iter()
                .any(|no_shape| path.ends_with(no_shape))
                {
                    continue;
                }
                assert_ne!(schema.errors(&guide), "", "{path}");
            }
        }
    }

    #[test]
    fn it_names_itself_for_editors() {
        let schema = Validator::new();
        let (_, mut guide) = guides(&place::root().join("guides")).remove(0);
        guide["$schema"] = "../docs/reference/guide.schema.json".into();
        assert_eq!(schema.errors(&guide), "");
        assert!(
            firstline_guide::load::load(&guide.to_string())
                .guide
                .is_some()
        );
    }
}
