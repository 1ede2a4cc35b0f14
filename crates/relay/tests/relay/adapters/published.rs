//! What is sent to systems of TMF621, and what the stand-in answers, held against the definitions that TM Forum publishes: OpenAPI 3.0
//! for version 5, Swagger 2.0 for version 4. They are not ours to ship; the whole suite fetches them and says where they are. Where
//! that variable is not set, only the stand-in's own list of fields is held.

use std::fs;
use std::path::Path;

use boon::{Compiler, Draft, Schemas};
use serde_json::Value;

/// The folder with `v5.yaml` and `v4.json`.
const FOLDER: &str = "FIRSTLINE_DEV_TMF621";

/// Both definitions write numbers as JSON Schema did in its fourth draft.
const DRAFT: Draft = Draft::V4;

/// The definitions of one version.
pub struct Published {
    /// Where in the document the definitions of types are.
    types: &'static str,
    /// The types of what makes a ticket, of what changes one, and of a ticket.
    pub create: &'static str,
    pub change: &'static str,
    pub ticket: &'static str,
    document: Option<Value>,
}

impl Published {
    /// Of a kind of helpdesk.
    pub fn of(kind: &str) -> Published {
        let folder = std::env::var_os(FOLDER);
        let read = |name: &str| {
            let file = Path::new(folder.as_ref()?).join(name);
            Some(
                fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display())),
            )
        };
        let published = match kind {
            "tmf621-v5" => Published {
                types: "components/schemas",
                create: "TroubleTicket_FVO",
                change: "TroubleTicket_MVO",
                ticket: "TroubleTicket",
                document: read("v5.yaml").map(|text| serde_saphyr::from_str(&text).unwrap()),
            },
            "tmf621-v4" => Published {
                types: "definitions",
                create: "TroubleTicket_Create",
                change: "TroubleTicket_Update",
                ticket: "TroubleTicket",
                document: read("v4.json").map(|text| serde_json::from_str(&text).unwrap()),
            },
            other => panic!("nothing is published of {other}"),
        };
        Published {
            document: published.document.map(without_discriminators),
            ..published
        }
    }

    /// That a value is of a type, and that what says which type it is (`@type`) is of that type, too.
    pub fn holds(&self, name: &str, value: &Value) {
        let Some(document) = &self.document else {
            return;
        };
        let mut compiler = Compiler::new();
        compiler.set_default_draft(DRAFT);
        compiler.enable_format_assertions();
        let address = "https://tmf621.example/definitions.json";
        compiler.add_resource(address, document.clone()).unwrap();
        let mut schemas = Schemas::new();
        let mut is_of = |name: &str, value: &Value| {
            let at = format!("{address}#/{}/{name}", self.types);
            let schema = compiler.compile(&at, &mut schemas).unwrap();
            let held = schemas.validate(value, schema);
            assert!(held.is_ok(), "{name}: {}\n{value:#}", held.unwrap_err());
        };
        is_of(name, value);
        let suffix = name.strip_prefix(self.ticket).unwrap_or_default();
        for part in parts(value) {
            let Some(kind) = part["@type"].as_str() else {
                continue;
            };
            let types = &document.pointer(&format!("/{}", self.types)).unwrap();
            let named = [[kind, suffix].concat(), kind.to_owned()];
            let known = named.iter().find(|name| types.get(name).is_some());
            let known = known.unwrap_or_else(|| panic!("no type {kind}: {part:#}"));
            is_of(known, part);
            // The definitions let everything pass that they do not know; we send nothing such.
            let all = fields(document, &types[known]);
            for field in part.as_object().unwrap().keys() {
                assert!(all.contains(&&**field), "{known} has no {field}: {part:#}");
            }
        }
    }
}

/// Where a field says which of several types is meant (`discriminator`, which JSON Schema does not have), a value may fit more than one
/// of them. That it fits the one that it names is held apart.
fn without_discriminators(document: Value) -> Value {
    match document {
        Value::Object(fields) => {
            let is_told = fields.contains_key("discriminator");
            let renamed = fields.into_iter().map(|(name, value)| {
                let name = match &*name {
                    "oneOf" if is_told => "anyOf".to_owned(),
                    _ => name,
                };
                (name, without_discriminators(value))
            });
            Value::Object(renamed.collect())
        }
        Value::Array(all) => all.into_iter().map(without_discriminators).collect(),
        other => other,
    }
}

/// All objects in a value.
fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) => {
            let inner = fields.values().flat_map(parts);
            std::iter::once(value).chain(inner).collect()
        }
        Value::Array(all) => all.iter().flat_map(parts).collect(),
        _ => Vec::new(),
    }
}

/// The fields that a type has, its own and those of what it is made of.
fn fields<'a>(document: &'a Value, kind: &'a Value) -> Vec<&'a str> {
    let mut all = Vec::new();
    if let Some(reference) = kind["$ref"].as_str() {
        let place = reference.trim_start_matches('#');
        all.extend(fields(document, document.pointer(place).unwrap()));
    }
    for of in ["allOf", "anyOf", "oneOf"] {
        for part in kind[of].as_array().into_iter().flatten() {
            all.extend(fields(document, part));
        }
    }
    all.extend(
        kind["properties"]
            .as_object()
            .into_iter()
            .flat_map(|own| own.keys().map(String::as_str)),
    );
    all
}
