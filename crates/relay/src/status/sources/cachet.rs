//! Cachet 3: `GET /api/incidents` and `GET /api/schedules`, JSON:API with what belongs to each
//! included (<https://docs.cachethq.io/v3.x/api-reference>). Its times have no zone: they are in that
//! of the application, which `status.zone` names.

use std::collections::{HashMap, HashSet};

use firstline_wire::status::Kind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::lenient::{Inner, List, when};
use super::{ANYTHING, Answer, Page, Reading, Seen, Source, below, clean, json, times};
use crate::status::file::{FileItem, FileUpdate};

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "cachet",
    title: "Cachet 3",
    example: "https://status.isp.example",
    asks: |url| {
        let all = format!("include=components,updates&per_page={PER_PAGE}&sort=-id");
        vec![
            // The newest of all, because a state that was set by an update is not filtered by; and whatever is open.
            below(url, &format!("api/incidents?{all}")),
            below(url, &format!("api/incidents?{all}&{OPEN}")),
            below(url, &format!("api/schedules?{all}&{PAGED}")),
        ]
    },
    next: Some(next),
    read,
};

/// How many a page has.
const PER_PAGE: usize = 50;

/// Ends the addresses whose pages are all read: incidents that are not fixed, and work.
const OPEN: &str = "filter%5Bstatus%5D=0,1,2,3&page=1";
const PAGED: &str = "page=1";

/// The page behind this one. The answer says whether there is one; where it is, is not believed.
fn next(page: &Page<'_>) -> Option<String> {
    #[derive(Deserialize)]
    struct Paged {
        data: Vec<IgnoredAny>,
        links: Option<Links>,
    }
    #[derive(Deserialize)]
    struct Links {
        next: Option<String>,
    }
    let (asked, number) = page.address.rsplit_once("&page=")?;
    let number: usize = number.parse().ok()?;
    let paged: Paged = serde_json::from_str(page.body).ok()?;
    let more = match paged.links {
        Some(links) => links.next.is_some(),
        None => paged.data.len() >= PER_PAGE,
    };
    (more && !paged.data.is_empty()).then(|| format!("{asked}&page={}", number + 1))
}

/// The states of incidents and of schedules that are over.
const FIXED: i64 = 4;
const COMPLETE: i64 = 2;

/// The visibility of what everybody may see.
const GUESTS: i64 = 1;

#[derive(Deserialize)]
struct Document {
    data: List<Resource>,
    #[serde(default)]
    included: Inner<Resource>,
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
    let mut known = HashSet::new();
    let mut seen = Vec::new();
    let mut left_out = false;
    for body in bodies {
        let document: Document = json(body, "Cachet")?;
        left_out |= document.data.left_out();
        for resource in document.data.iter() {
            let (kind, over) = match &*resource.kind {
                "schedules" => (Kind::Maintenance, COMPLETE),
                _ => (Kind::Outage, FIXED),
            };
            let is_over = state(&resource.attributes) == Some(over);
            // What is added while pages are read moves others to the next page.
            let is_new = known.insert((resource.kind.clone(), resource.id.clone()));
            if is_new && !is_over && is_public(&resource.attributes) {
                seen.push(seen_of(resource, kind, &document.included, reading));
            }
        }
    }
    Ok(Answer::of(seen, left_out))
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
        .map(|component| {
            component
                .attributes
                .name
                .as_deref()
                .unwrap_or(ANYTHING)
                .to_owned()
        })
        .collect();
    Seen::of(item, components)
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
