//! Cachet 3: `GET /api/incidents` and `GET /api/schedules`, JSON:API with what belongs to each
//! included (<https://docs.cachethq.io/v3.x/api-reference>). Its times have no zone: they are in that
//! of the application, which `status.zone` names.

use std::collections::HashMap;

use firstline_wire::status::Kind;
use serde::Deserialize;
use serde_json::Value;

use super::lenient::{List, when};
use super::{Answer, Reading, Seen, Source, below, clean, json, times};
use crate::status::file::{FileItem, FileUpdate};

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "cachet",
    title: "Cachet 3",
    example: "https://status.isp.example",
    asks: |url| {
        let newest = "include=components,updates&per_page=50";
        vec![
            below(url, &format!("api/incidents?{newest}&sort=-id")),
            below(url, &format!("api/schedules?{newest}&sort=-id")),
        ]
    },
    next: None,
    read,
};

/// The states of incidents and of schedules that are over.
const FIXED: i64 = 4;
const COMPLETE: i64 = 2;

/// The visibility of what everybody may see.
const GUESTS: i64 = 1;

#[derive(Deserialize)]
struct Document {
    data: List<Resource>,
    #[serde(default)]
    included: List<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    attributes: Attributes,
    #[serde(default)]
    relationships: HashMap<String, Relationship>,
}

#[derive(Default, Deserialize)]
struct Relationship {
    #[serde(default)]
    data: Value,
}

#[derive(Deserialize)]
struct Attributes {
    name: Option<String>,
    message: Option<String>,
    status: Option<Value>,
    /// Who may see it: 0 is whoever has signed in, 1 everybody, 2 nobody (`ResourceVisibilityEnum` of cachethq/core).
    visible: Option<Value>,
    occurred: Option<When>,
    scheduled: Option<When>,
    completed: Option<When>,
    created: Option<When>,
    updated: Option<When>,
}

#[derive(Deserialize)]
struct When {
    #[serde(default, deserialize_with = "when")]
    string: Option<String>,
}

fn read(bodies: &[&str], reading: &Reading) -> Result<Answer, String> {
    let [incidents, schedules] = bodies else {
        return Err("two answers are needed".to_owned());
    };
    let mut seen = Vec::new();
    for (body, kind, over) in [
        (incidents, Kind::Outage, FIXED),
        (schedules, Kind::Maintenance, COMPLETE),
    ] {
        let document: Document = json(body, "Cachet")?;
        for resource in document.data.iter() {
            let is_over = state(&resource.attributes) == Some(over);
            if !is_over && is_public(&resource.attributes) {
                seen.push(seen_of(resource, kind, &document.included, reading));
            }
        }
    }
    Ok(Answer::of(seen))
}

fn state(attributes: &Attributes) -> Option<i64> {
    let status = attributes.status.as_ref()?;
    status.get("value").unwrap_or(status).as_i64()
}

fn is_public(attributes: &Attributes) -> bool {
    match &attributes.visible {
        Some(Value::Bool(visible)) => *visible,
        Some(Value::Number(visible)) => visible.as_i64() == Some(GUESTS),
        Some(Value::Null) | None => true,
        // A word that nobody knows keeps what may be internal to itself.
        Some(_) => false,
    }
}

fn seen_of(resource: &Resource, kind: Kind, included: &[Resource], reading: &Reading) -> Seen {
    let time = |when: &Option<When>| {
        let written = when.as_ref().and_then(|when| when.string.as_ref());
        times::maybe(written, &reading.zone)
    };
    let Resource { attributes, .. } = resource;
    // An incident and a schedule may have the same number.
    let id = format!("{}-{}", resource.kind, resource.id);
    let name = attributes.name.as_deref().unwrap_or_default();
    let mut item = FileItem::new(id, kind, clean::title(name));
    item.text = (&*clean::text(attributes.message.as_deref().unwrap_or_default())).into();
    item.began = time(&attributes.scheduled)
        .or_else(|| time(&attributes.occurred))
        .or_else(|| time(&attributes.created));
    item.expected_end = time(&attributes.completed);
    item.updated = time(&attributes.updated);
    let mut updates: Vec<FileUpdate> = related(resource, "updates", included)
        .filter_map(|update| {
            let text = clean::text(update.attributes.message.as_deref()?);
            (!text.is_empty()).then(|| FileUpdate {
                at: time(&update.attributes.created),
                text: (&*text).into(),
            })
        })
        .collect();
    updates.sort_by_key(|update| std::cmp::Reverse(update.at));
    item.updates = updates;
    let components = related(resource, "components", included)
        .filter_map(|component| component.attributes.name.clone())
        .collect();
    Seen { item, components }
}

/// What a relationship of a resource leads to, among what was included.
fn related<'a>(
    resource: &Resource,
    name: &str,
    included: &'a [Resource],
) -> impl Iterator<Item = &'a Resource> {
    let references: Vec<(String, String)> = resource
        .relationships
        .get(name)
        .and_then(|relationship| relationship.data.as_array())
        .into_iter()
        .flatten()
        .filter_map(|reference| {
            let part = |name: &str| Some(reference.get(name)?.as_str()?.to_owned());
            Some((part("type")?, part("id")?))
        })
        .collect();
    included.iter().filter(move |resource| {
        references
            .iter()
            .any(|(kind, id)| *kind == resource.kind && *id == resource.id)
    })
}
