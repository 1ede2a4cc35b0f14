//! `outage`: what the status feed says.

use firstline_diagnosis::NotMeasured;
use firstline_diagnosis::judge::{Issue, Outage, Status};
use firstline_guide::json::{self, Node};

use crate::browser::shell::Told;

/// What the relay told. With an area it gives only what touches that; without one, what has areas
/// may be elsewhere ([`Issue::here`]).
pub(super) fn measured(told: &Told, area_known: bool) -> Outage {
    if told.is_good() {
        read(&told.text, area_known).unwrap_or(Outage::Silent(NotMeasured::BadAnswer))
    } else if told.is_blocked_by_page() {
        Outage::Silent(NotMeasured::BlockedByPage)
    } else {
        Outage::Silent(NotMeasured::NoAnswer)
    }
}

/// Reads an answer; `None` where it is not the feed's.
fn read(source: &str, area_known: bool) -> Option<Outage> {
    let root = json::parse(source).ok()?.root;
    let status = match root.get("state")?.as_str()? {
        "ok" | "outage" | "maintenance" => Status::Known,
        "unknown" => Status::Unknown,
        _ => return None,
    };
    let mut issues = Vec::new();
    if let Some(items) = root.get("items") {
        for item in items.as_array()? {
            issues.push(read_issue(item, area_known)?);
        }
    }
    Some(Outage::Told { status, issues })
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

    fn told(wire: &Wire, area_known: bool) -> (Status, Vec<Issue>) {
        let json = serde_json::to_string(wire).unwrap();
        match read(&json, area_known) {
            Some(Outage::Told { status, issues }) => (status, issues),
            other => panic!("{json} was read as {other:?}"),
        }
    }

    #[test]
    fn what_the_relay_writes_is_what_the_probe_reads() {
        let wire = Wire {
            state: State::Outage,
            items: vec![item(Kind::Outage, &[])],
        };
        let (status, issues) = told(&wire, false);
        assert_eq!(status, Status::Known);
        let expected = Issue {
            planned: false,
            here: true,
            id: "F-7".into(),
            title: "Cable cut in Elm Street".into(),
            text: "Our people are there.".into(),
            began: "2026-01-05T08:00:00Z".into(),
            expected_end: "2026-01-05T14:00:00Z".into(),
        };
        assert_eq!(issues, [expected]);
    }

    #[test]
    fn without_an_area_what_has_areas_may_be_elsewhere() {
        let items = vec![item(Kind::Maintenance, &["1010"])];
        let wire = Wire {
            state: State::Maintenance,
            items,
        };
        assert!(!told(&wire, false).1[0].here);
        assert!(told(&wire, true).1[0].here);
        assert!(told(&wire, true).1[0].planned);
    }

    #[test]
    fn every_state_of_the_wire_is_known() {
        for (state, expected) in [
            (State::Ok, Status::Known),
            (State::Outage, Status::Known),
            (State::Maintenance, Status::Known),
            (State::Unknown, Status::Unknown),
        ] {
            assert_eq!(
                told(
                    &Wire {
                        state,
                        items: Vec::new()
                    },
                    true
                )
                .0,
                expected
            );
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
            assert_eq!(read(source, true), None, "{source}");
        }
    }
}
