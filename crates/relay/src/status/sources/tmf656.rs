//! TM Forum TMF656, Service Problem Management, version 5: `GET /serviceProblem`
//! (<https://www.tmforum.org/open-digital-architecture/open-apis/service-problem-management-api-TMF656/v5.0>).
//! Postcodes of `affectedLocation` are areas by themselves; names and ids of places and services are
//! components for the operator's map.

use std::collections::HashSet;

use firstline_wire::status::Kind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::lenient::{Inner, List, when};
use super::{ANYTHING, Answer, Apart, Page, Reading, Seen, Source, below, clean, json, times};
use crate::status::file::FileItem;

/// Its line in the registry.
pub const SOURCE: Source = Source {
    name: "tmf656",
    title: "TMF656 version 5",
    example: "https://api.isp.example",
    asks: |url| {
        let path = format!("tmf-api/serviceProblemManagement/v5/serviceProblem?limit={LIMIT}");
        vec![below(url, &path)]
    },
    next: Some(next),
    read,
};

/// How many problems a page may have. A server may give fewer, and says so.
const LIMIT: usize = 200;

/// The page behind this one, by what TMF630 lets a server say: how many there are of all (`X-Total-Count`), or that these are
/// a part (206). One that says neither has more where the page is full.
fn next(page: &Page<'_>) -> Option<String> {
    let number = |name: &str| -> Option<usize> {
        page.headers.get(name)?.to_str().ok()?.trim().parse().ok()
    };
    let listed: Vec<IgnoredAny> = serde_json::from_str(page.body).ok()?;
    // What is on the page counts, and not what the server says of it.
    let count = listed.len();
    let (asked, offset) = match page.address.rsplit_once("&offset=") {
        Some((asked, offset)) => (asked, offset.parse().ok()?),
        None => (page.address, 0),
    };
    let behind = offset + count;
    let more = match number("x-total-count") {
        Some(total) => behind < total,
        None => page.status == 206 || count >= LIMIT,
    };
    (more && count > 0).then(|| format!("{asked}&offset={behind}"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, deserialize_with = "when")]
    creation_date: Option<String>,
    #[serde(default, deserialize_with = "when")]
    last_update: Option<String>,
    #[serde(default, deserialize_with = "when")]
    resolution_date: Option<String>,
    #[serde(default, deserialize_with = "when")]
    expected_resolution_date: Option<String>,
    #[serde(default)]
    affected_service: Inner<Value>,
    #[serde(default)]
    affected_location: Inner<Value>,
}

fn read(bodies: &[&str], reading: &Reading) -> Result<Answer, String> {
    let mut known = HashSet::new();
    let mut seen = Vec::new();
    let mut left_out = false;
    for body in bodies {
        let listed: Value = json(body, "TMF656")?;
        if !listed.is_array() {
            return Err("this is not what TMF656 answers: there is no list of problems".to_owned());
        }
        let problems: List<Problem> = List::deserialize(listed)
            .map_err(|error| format!("this is not what TMF656 answers: {error}"))?;
        left_out |= problems.left_out();
        for problem in problems.iter() {
            // What is added while pages are read moves others to the next page.
            if known.insert(problem.id.clone()) {
                seen.extend(seen_of(problem, reading));
            }
        }
    }
    Ok(Answer::of(seen, left_out))
}

fn seen_of(problem: &Problem, reading: &Reading) -> Option<Seen> {
    let time = |written: &Option<String>| times::maybe(written.as_ref(), &reading.zone);
    let status = problem.status.as_deref().unwrap_or_default();
    let is_over = ["resolved", "closed"].contains(&status);
    if ["rejected", "cancelled"].contains(&status) {
        return None;
    }
    let description = problem.description.as_deref().unwrap_or_default();
    let name = problem
        .name
        .as_deref()
        .filter(|name| !name.trim().is_empty());
    let is_planned = problem
        .category
        .as_deref()
        .is_some_and(|category| category.to_lowercase().contains("maintenance"));
    let kind = if is_planned {
        Kind::Maintenance
    } else {
        Kind::Outage
    };
    let mut item = FileItem::new(&problem.id, kind, clean::title(name.unwrap_or(description)));
    if name.is_some() {
        item.text = (&*clean::text(description)).into();
    }
    item.began = time(&problem.creation_date);
    item.updated = time(&problem.last_update);
    let resolved = time(&problem.resolution_date);
    if is_over {
        // Without a time nobody knows how long ago that was.
        item.ended = Some(resolved.or(item.updated)?);
    } else {
        // Of an open problem it is when that is to be.
        item.expected_end = time(&problem.expected_resolution_date).or(resolved);
    }
    let mut places = Vec::new();
    for place in problem.affected_location.iter() {
        let place = place.get("place").unwrap_or(place);
        let postcode = match place.get("postcode") {
            Some(Value::String(postcode)) => postcode.trim().to_owned(),
            Some(Value::Number(postcode)) => postcode.to_string(),
            _ => String::new(),
        };
        match Some(postcode).filter(|postcode| !postcode.is_empty()) {
            Some(postcode) => item.areas.push(postcode),
            None => places.push(called(place)),
        }
    }
    let services = problem.affected_service.iter();
    let services: Vec<String> = services
        .map(|service| called(service.get("service").unwrap_or(service)))
        .collect();
    let components = [&places[..], &services].concat();
    // A service says where it is only if nothing else does, and a place the same of services.
    let or_all = |list: Vec<String>, is_said: bool| match is_said {
        true => list,
        false => components.clone(),
    };
    let apart = Apart {
        places: or_all(places, !problem.affected_location.is_empty()),
        services: or_all(services, !problem.affected_service.is_empty()),
    };
    Some(Seen {
        item,
        components,
        apart: Some(apart),
    })
}

/// What a reference is called: by its name, else by its id.
fn called(reference: &Value) -> String {
    let part = |name: &str| reference.get(name).and_then(Value::as_str);
    part("name")
        .or_else(|| part("id"))
        .unwrap_or(ANYTHING)
        .to_owned()
}
