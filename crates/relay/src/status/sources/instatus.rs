//! Instatus: `GET /summary.json` for what goes on, and `GET /v2/components.json` for what that
//! touches (<https://instatus.com/help/api>). The summary does not say which components an incident
//! touches; the components do, and where they do not, those are meant that are not well and that no other one touches.

use firstline_wire::status::Kind;
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::lenient::{Inner, List, when};
use super::{Answer, Reading, Seen, Source, below, clean, json, times};
use crate::status::file::FileItem;

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "instatus",
    title: "Instatus",
    example: "https://status.isp.example",
    asks: |url| vec![below(url, "summary.json"), below(url, "v2/components.json")],
    next: None,
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    /// Another product's answer has none.
    #[serde(rename = "page")]
    _page: IgnoredAny,
    #[serde(default)]
    active_incidents: List<Event>,
    #[serde(default)]
    active_maintenances: List<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    id: Option<String>,
    name: String,
    #[serde(default)]
    status: String,
    #[serde(default, deserialize_with = "when")]
    started: Option<String>,
    #[serde(default, deserialize_with = "when")]
    start: Option<String>,
    #[serde(default, deserialize_with = "when")]
    updated_at: Option<String>,
    /// Minutes, as a number or as text.
    duration: Option<Value>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Components {
    components: List<Component>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    id: String,
    name: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    active_incidents: Inner<Reference>,
    #[serde(default)]
    active_maintenances: Inner<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    id: Option<String>,
}

fn read(bodies: &[&str], reading: &Reading) -> Result<Answer, String> {
    let [summary, components] = bodies else {
        return Err("two answers are needed".to_owned());
    };
    let summary: Summary = json(summary, "Instatus")?;
    let Components { components } = json(components, "Instatus")?;
    let mut seen = Vec::new();
    for (events, kind) in [
        (&summary.active_incidents, Kind::Outage),
        (&summary.active_maintenances, Kind::Maintenance),
    ] {
        for event in events.iter() {
            if ["RESOLVED", "COMPLETED"].contains(&&*event.status) {
                continue;
            }
            seen.push(Seen::of(
                item(event, kind, reading),
                touched(event, kind, &components),
            ));
        }
    }
    // Monitoring sets components by itself, before anybody has written an incident.
    for component in components.iter() {
        let is_told = seen
            .iter()
            .any(|seen| seen.tells_of(&component.name, reading.now));
        if is_out(&component.status) && !is_told {
            seen.push(Seen::of(
                FileItem::new(&component.id, Kind::Outage, clean::title(&component.name)),
                vec![component.name.clone()],
            ));
        }
    }
    let left_out = summary.active_incidents.left_out()
        || summary.active_maintenances.left_out()
        || components.left_out();
    Ok(Answer::of(seen, left_out))
}

fn is_out(status: &str) -> bool {
    ["DEGRADEDPERFORMANCE", "PARTIALOUTAGE", "MAJOROUTAGE"].contains(&status)
}

fn item(event: &Event, kind: Kind, reading: &Reading) -> FileItem {
    // Pages of older plans give no id, but an address that ends with one.
    let id = event
        .id
        .clone()
        .or_else(|| Some(event.url.as_ref()?.rsplit('/').next()?.to_owned()));
    let mut item = FileItem::new(
        id.unwrap_or_else(|| event.name.clone()),
        kind,
        clean::title(&event.name),
    );
    item.began = times::maybe(event.started.as_ref(), &reading.zone)
        .or_else(|| times::maybe(event.start.as_ref(), &reading.zone));
    item.updated = times::maybe(event.updated_at.as_ref(), &reading.zone);
    let minutes = event.duration.as_ref().and_then(|minutes| match minutes {
        Value::String(minutes) => minutes.trim().parse().ok(),
        minutes => minutes.as_i64(),
    });
    item.expected_end = minutes
        .filter(|minutes| (1..=60 * 24 * 30).contains(minutes))
        .zip(item.began)
        .and_then(|(minutes, began)| began.checked_add(SignedDuration::from_mins(minutes)).ok());
    item
}

fn references(component: &Component, kind: Kind) -> &[Reference] {
    match kind {
        Kind::Outage => &component.active_incidents,
        Kind::Maintenance => &component.active_maintenances,
    }
}

fn touched(event: &Event, kind: Kind, components: &[Component]) -> Vec<String> {
    let named = |component: &&Component| {
        let mut references = references(component, kind).iter();
        event.id.is_some() && references.any(|reference| reference.id == event.id)
    };
    let unwell = |component: &&Component| {
        let is_meant = match kind {
            Kind::Outage => is_out(&component.status),
            Kind::Maintenance => component.status == "UNDERMAINTENANCE",
        };
        is_meant && references(component, kind).is_empty()
    };
    let names = |list: Vec<&Component>| -> Vec<String> {
        list.iter()
            .map(|component| component.name.clone())
            .collect()
    };
    let attributed: Vec<&Component> = components.iter().filter(named).collect();
    if attributed.is_empty() {
        return names(components.iter().filter(unwell).collect());
    }
    names(attributed)
}
