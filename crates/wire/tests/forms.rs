//! The forms as they go over the wire. A change of one that is not an addition needs a new
//! version of the API: widgets of last year still send it.
#![allow(clippy::unwrap_used)]

use firstline_wire::status::{Item, Kind, State};
use firstline_wire::{Index, Problem, Status, TicketCreated, TicketRequest};
use serde_json::{Value, json};

/// Reads a form and writes it again: nothing may be lost or added.
fn stays<T: serde::de::DeserializeOwned + serde::Serialize>(form: Value) {
    let read: T = serde_json::from_str(&form.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), form);
}

#[test]
fn a_ticket_keeps_its_form() {
    let full = json!({
        "format": 1,
        "contact": { "name": "n", "email": "e@x.example", "phone": "1", "address": "a",
                     "account": "c", "times": "t" },
        "note": "words",
        "consent": { "id": "support-ticket", "version": "1", "at": 1_795_345_200_000_u64 },
        "trail": { "format": 1, "numbers": [1.5, 0.1] },
        "removed": ["latency", "environment"],
        "environment": { "userAgent": "u", "language": "en", "widget": "0.1.0" },
    });
    stays::<TicketRequest>(full);
    let least = json!({
        "format": 1,
        "contact": {},
        "consent": { "id": "i", "version": "1", "at": 0 },
        "trail": {},
    });
    stays::<TicketRequest>(least);
}

#[test]
fn a_trail_is_kept_character_for_character() {
    let trail = r#"{ "began":1e3,  "text":"\u00e4" }"#;
    let text = format!(
        r#"{{"format":1,"contact":{{}},"consent":{{"id":"i","version":"1","at":0}},"trail":{trail}}}"#
    );
    let request: TicketRequest = serde_json::from_str(&text).unwrap();
    assert_eq!(request.trail.get(), trail);
}

#[test]
fn what_a_ticket_does_not_have_is_refused() {
    for (pointer, key) in [
        ("", "x"),
        ("/contact", "x"),
        ("/consent", "x"),
        ("/environment", "x"),
    ] {
        let mut form = json!({
            "format": 1, "contact": {}, "consent": { "id": "i", "version": "1", "at": 0 },
            "trail": {}, "environment": { "userAgent": "u", "language": "en", "widget": "1" },
        });
        form.pointer_mut(pointer).unwrap()[key] = json!(1);
        let read = serde_json::from_str::<TicketRequest>(&form.to_string());
        assert!(
            read.unwrap_err().to_string().contains("unknown field `x`"),
            "{pointer}"
        );
    }
}

#[test]
fn answers_keep_their_form_and_may_grow() {
    stays::<TicketCreated>(json!({ "number": "F-4711-2830", "stored": 1 }));
    stays::<Problem>(json!({ "type": "/problems/x", "title": "t", "status": 400 }));
    stays::<Problem>(
        json!({ "type": "/problems/x", "title": "t", "status": 400, "detail": "d",
                             "pointer": "/contact" }),
    );
    let grown = json!({ "number": "F-4711-2830", "stored": 1, "later": true });
    assert!(serde_json::from_value::<TicketCreated>(grown).is_ok());
}

#[test]
fn the_index_keeps_its_form() {
    stays::<Index>(json!({
        "format": 1,
        "language": "en",
        "languages": [{ "tag": "en", "name": "English" }, { "tag": "de", "name": "Deutsch" }],
        "provider": { "name": "p", "phone": null, "hours": "Mon–Fri 8:00–22:00" },
        "guides": [{ "id": "no-internet", "title": "t", "summary": "s", "searchWords": ["w"],
                     "pack": "guides/no-internet.en.0123456789abcdef.json",
                     "hash": "0123456789abcdef", "pictures": ["pictures/a.svg"] },
                   { "id": "kein-internet", "language": "de", "title": "t", "summary": "s",
                     "searchWords": [], "pack": "guides/kein-internet.de.0123456789abcdef.json",
                     "hash": "0123456789abcdef", "pictures": [] }],
        "checks": [{ "key": "checks.internet", "addresses": ["https://a.example/"] }],
        "consent": { "id": "i", "version": "1", "text": "t" },
        "equipment": "guides/equipment.0123456789abcdef.json",
        "facts": [["provider.support.open", true], ["provider.name", "p"]],
    }));
}

#[test]
fn a_status_may_leave_out_what_is_not_known_and_may_grow() {
    let feed = r#"{"state":"outage","items":[{"id":"1","kind":"outage","title":"t"}]}"#;
    let status: Status = serde_json::from_str(feed).unwrap();
    let item = Item {
        id: "1".to_owned(),
        kind: Kind::Outage,
        title: "t".to_owned(),
        text: String::new(),
        areas: Vec::new(),
        services: Vec::new(),
        began: None,
        expected_end: None,
        ended: None,
        afterwards: String::new(),
        updated: None,
        updates: Vec::new(),
    };
    assert_eq!(
        status,
        Status {
            state: State::Outage,
            items: vec![item],
            tells: false,
        }
    );
    assert!(serde_json::from_str::<Status>(r#"{"state":"ok"}"#).is_ok());
    assert!(
        serde_json::from_str::<Status>(r#"{"state":"ok","later":[]}"#).is_ok(),
        "a relay may be newer than the widget of a page that stayed open"
    );
    assert!(serde_json::from_str::<Status>(r#"{"state":"fine"}"#).is_err());
}
