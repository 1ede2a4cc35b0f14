//! Atlassian Statuspage, and what answers like it, such as OpenStatus: `GET /api/v2/summary.json`
//! (<https://metastatuspage.com/api>).

use firstline_wire::status::Kind;
use serde::Deserialize;

use super::lenient::{Inner, List, when};
use super::{ANYTHING, Answer, Reading, Seen, Source, below, clean, json, times};
use crate::status::file::{FileItem, FileUpdate};

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "statuspage",
    title: "Statuspage or OpenStatus",
    example: "https://status.isp.example",
    asks: |url| match url.ends_with(".json") {
        true => vec![url.to_owned()],
        false => vec![below(url, "api/v2/summary.json")],
    },
    next: None,
    read,
};

#[derive(Deserialize)]
struct Summary {
    incidents: List<Incident>,
    #[serde(default)]
    scheduled_maintenances: List<Incident>,
    #[serde(default)]
    components: List<Component>,
}

#[derive(Deserialize)]
struct Incident {
    id: String,
    name: String,
    #[serde(default)]
    status: String,
    #[serde(default, deserialize_with = "when")]
    created_at: Option<String>,
    #[serde(default, deserialize_with = "when")]
    started_at: Option<String>,
    #[serde(default, deserialize_with = "when")]
    updated_at: Option<String>,
    #[serde(default, deserialize_with = "when")]
    resolved_at: Option<String>,
    #[serde(default, deserialize_with = "when")]
    scheduled_for: Option<String>,
    #[serde(default, deserialize_with = "when")]
    scheduled_until: Option<String>,
    #[serde(default)]
    incident_updates: Inner<Update>,
    #[serde(default)]
    components: Inner<Affected>,
}

#[derive(Deserialize)]
struct Update {
    #[serde(default)]
    body: Option<String>,
    #[serde(default, deserialize_with = "when")]
    display_at: Option<String>,
    #[serde(default, deserialize_with = "when")]
    created_at: Option<String>,
    #[serde(default)]
    affected_components: Inner<Affected>,
}

/// A component that an incident touches; null where somebody has deleted it.
#[derive(Deserialize)]
struct Affected {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Component {
    id: String,
    name: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    group: Option<bool>,
    #[serde(default, deserialize_with = "when")]
    updated_at: Option<String>,
}

fn read(bodies: &[&str], reading: &Reading) -> Result<Answer, String> {
    let summary: Summary = json(&bodies.concat(), "Statuspage")?;
    let mut seen: Vec<Seen> = Vec::new();
    for incident in summary.incidents.iter() {
        if !is_over(&incident.status) {
            seen.push(seen_of(incident, Kind::Outage, reading));
        }
    }
    for work in summary.scheduled_maintenances.iter() {
        if !is_over(&work.status) {
            seen.push(seen_of(work, Kind::Maintenance, reading));
        }
    }
    // A component that monitoring sets to an outage has no incident yet.
    for component in summary.components.iter() {
        let is_out = ["partial_outage", "major_outage"].contains(&&*component.status);
        let is_told = seen
            .iter()
            .any(|seen| seen.tells_of(&component.name, reading.now));
        if is_out && !is_told && component.group != Some(true) {
            let mut item =
                FileItem::new(&component.id, Kind::Outage, clean::title(&component.name));
            item.began = times::maybe(component.updated_at.as_ref(), &reading.zone);
            seen.push(Seen::of(item, vec![component.name.clone()]));
        }
    }
    let left_out = summary.incidents.left_out()
        || summary.scheduled_maintenances.left_out()
        || summary.components.left_out();
    Ok(Answer::of(seen, left_out))
}

fn is_over(status: &str) -> bool {
    ["resolved", "postmortem", "completed"].contains(&status)
}

fn seen_of(incident: &Incident, kind: Kind, reading: &Reading) -> Seen {
    let time = |written: &Option<String>| times::maybe(written.as_ref(), &reading.zone);
    let mut item = FileItem::new(&incident.id, kind, clean::title(&incident.name));
    item.began = time(&incident.scheduled_for)
        .or_else(|| time(&incident.started_at))
        .or_else(|| time(&incident.created_at));
    item.expected_end = time(&incident.scheduled_until);
    item.ended = time(&incident.resolved_at);
    item.updated = time(&incident.updated_at);
    let updates = incident.incident_updates.iter().filter_map(|update| {
        let text = clean::text(update.body.as_deref().unwrap_or_default());
        let at = time(&update.display_at).or_else(|| time(&update.created_at));
        (!text.is_empty()).then(|| FileUpdate {
            at,
            text: (&*text).into(),
        })
    });
    item.updates = updates.collect();
    // The first thing that was said is what it is; the rest is what became of it.
    if let Some(first) = item.updates.pop() {
        item.text = first.text;
    }
    let updates = || incident.incident_updates.iter();
    let affected = updates().flat_map(|update| update.affected_components.iter());
    let named = incident.components.iter().chain(affected);
    let mut components: Vec<String> = named
        .map(|affected| affected.name.as_deref().unwrap_or(ANYTHING).to_owned())
        .collect();
    if incident.components.left_out()
        || updates().any(|update| update.affected_components.left_out())
    {
        components.push(ANYTHING.to_owned());
    }
    components.sort();
    components.dedup();
    Seen::of(item, components)
}
