//! `outage`: what the status feed says.

use firstline_diagnosis::checks::outage::{Issue, Outage, judge};
use firstline_diagnosis::{CheckId, Finding, NotMeasured};
use firstline_guide::json::{self, Node};

use crate::browser::shell::Told;

/// What the relay told. With an area it gives only what touches that; without one, what has areas
/// may be elsewhere ([`Issue::here`]).
pub(super) fn measured(told: &Told, area: &str) -> Result<Outage, NotMeasured> {
    if told.is_good() {
        read(&told.text, !area.trim().is_empty())
    } else if told.is_blocked_by_page() {
        Err(NotMeasured::BlockedByPage)
    } else {
        Err(NotMeasured::NoAnswer)
    }
}

pub(super) fn finding(measured: Result<Outage, NotMeasured>) -> Finding {
    match measured {
        Ok(outage) => judge(&outage),
        Err(why) => Finding::not_measured(CheckId::Outage, why),
    }
}

/// Reads an answer.
fn read(source: &str, area_known: bool) -> Result<Outage, NotMeasured> {
    let parsed = json::parse(source).map_err(|_| NotMeasured::BadAnswer)?;
    if parsed.root.get("state").and_then(Node::as_str) == Some("not-set-up") {
        return Err(NotMeasured::NotSetUp);
    }
    read_feed(&parsed.root, area_known).ok_or(NotMeasured::BadAnswer)
}

/// Reads what is known; `None` where it is not the feed's.
fn read_feed(root: &Node, area_known: bool) -> Option<Outage> {
    let outdated = match root.get("state")?.as_str()? {
        "ok" | "outage" | "maintenance" => false,
        "unknown" => true,
        _ => return None,
    };
    let mut issues = Vec::new();
    if let Some(items) = root.get("items") {
        for item in items.as_array()? {
            issues.push(read_issue(item, area_known)?);
        }
    }
    Some(Outage { outdated, issues })
}

fn read_issue(item: &Node, area_known: bool) -> Option<Issue> {
    let text = |name| {
        item.get(name)
            .and_then(Node::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let everywhere = item
        .get("areas")
        .and_then(Node::as_array)
        .is_none_or(|areas| areas.is_empty());
    Some(Issue {
        planned: match item.get("kind")?.as_str()? {
            "outage" => false,
            "maintenance" => true,
            _ => return None,
        },
        here: everywhere || area_known,
        id: text("id"),
        title: item.get("title")?.as_str()?.to_owned(),
        text: text("text"),
        began: text("began"),
        expected_end: text("expected_end"),
    })
}

#[cfg(test)]
mod tests {
    use firstline_wire::status::{Item, Kind, State, Status as Wire};

    use super::*;

    fn item(kind: Kind, areas: &[&str]) -> Item {
        Item {
            id: "F-7".into(),
            kind,
            title: "Cable cut in Elm Street".into(),
            text: "Our people are there.".into(),
            areas: areas.iter().map(|area| (*area).to_owned()).collect(),
            services: Vec::new(),
            began: Some("2026-01-05T08:00:00Z".into()),
            expected_end: Some("2026-01-05T14:00:00Z".into()),
            updated: None,
            updates: Vec::new(),
        }
    }

    fn told(wire: &Wire, area_known: bool) -> Outage {
        let json = serde_json::to_string(wire).unwrap();
        read(&json, area_known).unwrap()
    }

    #[test]
    fn what_the_relay_writes_is_what_the_probe_reads() {
        let wire = Wire {
            state: State::Outage,
            items: vec![item(Kind::Outage, &[])],
        };
        let read = told(&wire, false);
        assert_eq!(Some(read), Outage::from_feed(wire, false));
        assert_eq!(
            self::read(r#"{"state":"not-set-up"}"#, false),
            Err(NotMeasured::NotSetUp)
        );
    }

    #[test]
    fn every_state_of_the_wire_is_known() {
        for (state, outdated) in [
            (State::Ok, false),
            (State::Outage, false),
            (State::Maintenance, false),
            (State::Unknown, true),
        ] {
            let items = Vec::new();
            assert_eq!(told(&Wire { state, items }, true).outdated, outdated);
        }
    }

    #[test]
    fn anything_else_is_not_the_feeds() {
        for source in [
            "",
            "<!doctype html><title>Please log in</title>",
            "[]",
            "{}",
            r#"{"state":"fine"}"#,
            r#"{"state":"ok","items":{}}"#,
            r#"{"state":"ok","items":[{"id":"1","kind":"rumour","title":"x"}]}"#,
            r#"{"state":"ok","items":[{"id":"1","kind":"outage"}]}"#,
        ] {
            assert_eq!(read(source, true), Err(NotMeasured::BadAnswer), "{source}");
        }
    }
}
