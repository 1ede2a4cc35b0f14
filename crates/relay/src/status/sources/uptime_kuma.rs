//! Uptime Kuma: `GET /api/status-page/<slug>` for groups, incidents and maintenance, and
//! `GET /api/status-page/heartbeat/<slug>` for how each monitor is
//! (<https://github.com/louislam/uptime-kuma/wiki/API-Documentation>). Its times have no zone and are
//! UTC, but for a single maintenance, whose times are in the zone that it names. Version 1 gives one
//! `incident`, version 2 several `incidents`.

use std::collections::HashMap;

use firstline_wire::status::Kind;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::Deserialize;
use serde_json::Value;

use super::lenient::{Inner, List, when};
use super::{Answer, Reading, Seen, Source, clean, json, times};
use crate::status::file::FileItem;

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "uptime-kuma",
    title: "Uptime Kuma",
    example: "https://status.isp.example/status/internet",
    asks: |url| {
        let (root, slug) = url
            .trim_end_matches('/')
            .rsplit_once("/status/")
            .unwrap_or((url.trim_end_matches('/'), "default"));
        vec![
            format!("{root}/api/status-page/{slug}"),
            format!("{root}/api/status-page/heartbeat/{slug}"),
        ]
    },
    next: None,
    read,
};

/// What a heartbeat says.
const DOWN: i64 = 0;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    incident: Option<Incident>,
    #[serde(default)]
    incidents: List<Incident>,
    public_group_list: List<Group>,
    #[serde(default)]
    maintenance_list: List<Maintenance>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Incident {
    id: Value,
    title: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    style: String,
    #[serde(default, deserialize_with = "when")]
    created_date: Option<String>,
    #[serde(default, deserialize_with = "when")]
    last_updated_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    monitor_list: Inner<Monitor>,
}

#[derive(Deserialize)]
struct Monitor {
    id: Value,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Maintenance {
    id: Value,
    title: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    active: Option<bool>,
    #[serde(default)]
    status: Option<String>,
    /// The zone of times that come without one, by its name and by its distance from UTC: `+01:00`.
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    timezone_offset: Option<String>,
    #[serde(default)]
    timeslot_list: Inner<Slot>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Slot {
    #[serde(default, deserialize_with = "when")]
    start_date: Option<String>,
    #[serde(default, deserialize_with = "when")]
    end_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Heartbeats {
    heartbeat_list: HashMap<String, Inner<Beat>>,
}

#[derive(Deserialize)]
struct Beat {
    status: i64,
    #[serde(default, deserialize_with = "when")]
    time: Option<String>,
}

fn read(bodies: &[&str], reading: &Reading) -> Result<Answer, String> {
    let [page, beats] = bodies else {
        return Err("two answers are needed".to_owned());
    };
    let page: Page = json(page, "Uptime Kuma")?;
    let beats: Heartbeats = json(beats, "Uptime Kuma")?;
    let groups = page.public_group_list.iter();
    let left_out = page.incidents.left_out()
        || page.maintenance_list.left_out()
        || page.public_group_list.left_out()
        || groups.clone().any(|group| group.monitor_list.left_out());
    let mut seen = Vec::new();
    for incident in page.incident.iter().chain(page.incidents.iter()) {
        // The other styles are for notices, and a notice is no fault.
        if ["danger", "warning"].contains(&&*incident.style) {
            seen.push(of_incident(incident));
        }
    }
    for maintenance in page.maintenance_list.iter() {
        if let Some(work) = of_maintenance(maintenance, reading) {
            seen.push(work);
        }
    }
    for group in groups {
        for monitor in group.monitor_list.iter() {
            let beats = beats.heartbeat_list.get(&name(&monitor.id));
            if let Some(beats) = beats
                && beats.last().is_some_and(|beat| beat.status == DOWN)
            {
                seen.push(of_monitor(monitor, beats));
            }
        }
    }
    Ok(Answer::of(seen, left_out))
}

fn of_incident(incident: &Incident) -> Seen {
    let id = format!("incident-{}", name(&incident.id));
    let mut item = FileItem::new(id, Kind::Outage, clean::title(&incident.title));
    item.text = (&*clean::text(&incident.content)).into();
    item.began = times::maybe(incident.created_date.as_ref(), &TimeZone::UTC);
    item.updated = times::maybe(incident.last_updated_date.as_ref(), &TimeZone::UTC);
    Seen::of(item, Vec::new())
}

/// The slot that goes on or comes next.
fn of_maintenance(maintenance: &Maintenance, reading: &Reading) -> Option<Seen> {
    let status = maintenance.status.as_deref();
    let is_off = maintenance.active == Some(false)
        || status.is_some_and(|status| ["ended", "inactive"].contains(&status));
    if is_off {
        return None;
    }
    let id = format!("maintenance-{}", name(&maintenance.id));
    let mut item = FileItem::new(id, Kind::Maintenance, clean::title(&maintenance.title));
    let text = maintenance.description.as_deref().unwrap_or_default();
    item.text = (&*clean::text(text)).into();
    let zone = zone_of(maintenance);
    let slots = maintenance.timeslot_list.iter().map(|slot| {
        (
            times::maybe(slot.start_date.as_ref(), &zone),
            times::maybe(slot.end_date.as_ref(), &zone),
        )
    });
    let slot = slots
        .filter(|(_, end)| end.is_none_or(|end| end > reading.now))
        .min_by_key(|(start, _)| *start);
    let is_ahead = |began: Option<Timestamp>| began.is_some_and(|began| began > reading.now);
    match (slot, status) {
        // The product says what goes on; times say since when and until when.
        (slot, Some("under-maintenance")) => {
            let (began, end) = slot.unwrap_or_default();
            item.began = began.filter(|began| *began <= reading.now);
            // A slot that lies ahead is the next one.
            item.expected_end = end.filter(|_| !is_ahead(began));
        }
        (Some((began, _)), Some("scheduled")) if !is_ahead(began) => return None,
        (Some((began, end)), _) => {
            item.began = began;
            item.expected_end = end;
        }
        (None, _) => return None,
    }
    Some(Seen::of(item, Vec::new()))
}

/// The zone of its times; UTC if it names none that is known here.
fn zone_of(maintenance: &Maintenance) -> TimeZone {
    let named = maintenance.timezone.as_deref().unwrap_or_default();
    if let Ok(zone) = TimeZone::get(named) {
        return zone;
    }
    let offset = maintenance.timezone_offset.as_deref().unwrap_or_default();
    let seconds = || -> Option<i32> {
        let (sign, rest) = match offset.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        Some(
            sign * (hours
                .checked_mul(3600)?
                .checked_add(minutes.checked_mul(60)?)?),
        )
    };
    let offset = seconds().and_then(|seconds| Offset::from_seconds(seconds).ok());
    offset.map_or(TimeZone::UTC, TimeZone::fixed)
}

fn of_monitor(monitor: &Monitor, beats: &[Beat]) -> Seen {
    let id = format!("monitor-{}", name(&monitor.id));
    let mut item = FileItem::new(id, Kind::Outage, clean::title(&monitor.name));
    let down = beats.iter().rev().take_while(|beat| beat.status == DOWN);
    item.began = down
        .last()
        .and_then(|beat| times::maybe(beat.time.as_ref(), &TimeZone::UTC));
    Seen::of(item, vec![monitor.name.clone()])
}

/// An id as text: most are numbers.
fn name(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}
