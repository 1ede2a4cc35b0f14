//! What each product's answer becomes. The answers are written as the product's public documentation has them; Uptime Kuma's is
//! recorded besides.

use std::collections::BTreeMap;

use firstline_wire::status::State;

use super::super::select::select;
use super::*;

fn reading() -> Reading {
    Reading {
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        now: "2026-11-22T10:20:00Z".parse().unwrap(),
    }
}

fn places() -> Places {
    let pairs = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    };
    Places {
        areas: pairs(&[
            ("North ring", "22767 22769"),
            ("Exchange 4", "2000*"),
            ("Website", "-"),
        ]),
        services: pairs(&[("Telephony", "phone"), ("Internet", "internet")]),
    }
}

fn read(name: &str, bodies: &[&str]) -> FeedFile {
    read_in(name, bodies, &reading())
}

fn read_in(name: &str, bodies: &[&str], reading: &Reading) -> FeedFile {
    let source = Source::named(name).unwrap();
    source.read(bodies, reading, &places()).unwrap()
}

/// What is told, one line an item: id, kind, title, where, since, expected, ended.
fn told(feed: &FeedFile) -> Vec<String> {
    told_at(feed, reading().now)
}

fn told_at(feed: &FeedFile, now: Timestamp) -> Vec<String> {
    let all = jiff::SignedDuration::from_hours(24);
    let (status, _) = select(feed, &[], None, all, now);
    let or = |time: &Option<String>| time.clone().unwrap_or_else(|| "-".to_owned());
    let line = |item: &firstline_wire::status::Item| {
        format!(
            "{} {:?} “{}” at {} since {} until {} ended {}",
            item.id,
            item.kind,
            item.title,
            item.areas.join(","),
            or(&item.began),
            or(&item.expected_end),
            or(&item.ended),
        )
    };
    status.items.iter().map(line).collect()
}

macro_rules! answer {
    ($name:literal) => {
        include_str!(concat!("../../../tests/status/", $name, ".json"))
    };
}

#[test]
fn statuspage_tells_incidents_with_their_updates_and_components_that_are_out() {
    let feed = read("statuspage", &[answer!("statuspage")]);
    assert_eq!(
        told(&feed),
        [
            "cp306tmzcl0y Outage “No internet in the harbour district” at 22767,22769 since \
             2026-11-22T08:40:00Z until - ended -",
            "k7730b5v92bv Outage “Telephony” at  since 2026-11-22T10:10:00Z until - ended -",
        ]
    );
    let cut = feed.items[0].read_by(&[], reading().now);
    assert_eq!(cut.text, "A cable was cut. You need to do nothing.");
    assert_eq!(cut.updates.len(), 1);
    assert_eq!(cut.updates[0].at, "2026-11-22T10:15:00Z");
    assert_eq!(
        cut.updates[0].text,
        "Our people are digging. Thank you for waiting."
    );
    // Work that is still to come is known, and told when it begins.
    assert!(feed.items.iter().any(|item| item.id == "w1zdr745wmfy"));
}

#[test]
fn openstatus_answers_as_statuspage_does() {
    let feed = read("statuspage", &[answer!("openstatus")]);
    assert_eq!(
        told(&feed),
        [
            "12 Outage “Slow evenings in the north” at 22767,22769 since 2026-11-22T08:50:11Z until - \
             ended -"
        ]
    );
}

#[test]
fn instatus_tells_incidents_where_the_components_say() {
    let feed = read(
        "instatus",
        &[answer!("instatus-summary"), answer!("instatus-components")],
    );
    assert_eq!(
        told(&feed),
        [
            "clxinc1 Outage “No internet in the harbour district” at 22767,22769 since \
             2026-11-22T08:40:00Z until - ended -",
            "clxmnt1 Maintenance “Work on the exchange” at 2000* since 2026-11-22T09:00:00Z until \
             2026-11-22T11:00:00Z ended -",
        ]
    );
}

#[test]
fn cachet_tells_what_is_public_in_the_zone_of_the_application() {
    let feed = read(
        "cachet",
        &[answer!("cachet-incidents"), answer!("cachet-schedules")],
    );
    assert_eq!(
        told(&feed),
        [
            "incidents-7 Outage “No internet in the harbour district” at 22767,22769 since \
             2026-11-22T08:40:00Z until - ended -",
            "incidents-3 Outage “Television is slow” at  since 2026-11-22T10:00:00Z until - ended -",
            "schedules-7 Maintenance “Work on the exchange” at  since 2026-11-22T09:00:00Z until \
             2026-11-22T13:00:00Z ended -",
        ]
    );
    let cut = feed.items[0].read_by(&[], reading().now);
    let said: Vec<&str> = cut.updates.iter().map(|update| &*update.text).collect();
    assert_eq!(said, ["The cable is found.", "We dig."], "newest first");
}

#[test]
fn uptime_kuma_tells_incidents_maintenance_and_monitors_that_are_down() {
    let bodies = [
        answer!("uptime-kuma-page"),
        answer!("uptime-kuma-heartbeat"),
    ];
    assert_eq!(
        told(&read("uptime-kuma", &bodies)),
        [
            "incident-3 Outage “No internet in the harbour district” at  since 2026-11-22T08:50:11Z \
             until - ended -",
            "maintenance-9 Maintenance “Work on the exchange” at  since 2026-11-22T09:00:00Z until \
             2026-11-22T13:00:00Z ended -",
            "monitor-11 Outage “North ring” at 22767,22769 since 2026-11-22T08:40:00Z until - ended -",
        ]
    );
}

/// Recorded of Uptime Kuma 2.0.0-dev.0 from npm, run for this: an incident by hand, a maintenance that goes on and takes its monitor
/// out (status 3), a monitor that answers and one that does not. It leaves out seconds where people chose the time.
#[test]
fn what_a_real_uptime_kuma_answered_is_read() {
    let bodies = [
        answer!("uptime-kuma-recorded-page"),
        answer!("uptime-kuma-recorded-heartbeat"),
    ];
    let then = Reading {
        now: "2026-11-30T10:28:00Z".parse().unwrap(),
        ..reading()
    };
    assert_eq!(
        told_at(&read_in("uptime-kuma", &bodies, &then), then.now),
        [
            "incident-1 Outage “Cable cut in the harbour” at  since 2026-11-30T10:25:56Z until - ended -",
            "maintenance-1 Maintenance “New software” at  since 2026-11-30T10:15:00Z until \
             2026-11-30T11:25:00Z ended -",
            "monitor-3 Outage “South ring” at  since 2026-11-30T10:26:40Z until - ended -",
        ]
    );
}

/// Since when and until when a maintenance with these times, zone and status is shown; `None` if it is not.
fn work(slot: &str, zone: &str, offset: &str, status: &str) -> Option<(String, String)> {
    let page = format!(
        r#"{{"publicGroupList":[],"maintenanceList":[{{"id":9,"title":"Work","active":true,"status":"{status}",
        "timezone":"{zone}","timezoneOffset":"{offset}","timeslotList":[{slot}]}}]}}"#
    );
    let feed = read("uptime-kuma", &[&page, r#"{"heartbeatList":{}}"#]);
    let (status, _) = select(&feed, &[], None, jiff::SignedDuration::ZERO, reading().now);
    let item = status.items.first()?;
    let or = |time: &Option<String>| time.clone().unwrap_or_else(|| "-".to_owned());
    Some((or(&item.began), or(&item.expected_end)))
}

#[test]
fn uptime_kumas_maintenance_is_in_its_own_zone_and_its_status_says_whether_it_goes_on() {
    let local = r#"{"startDate":"2026-11-22 11:00:00","endDate":"2026-11-22 14:00:00"}"#;
    let utc = r#"{"startDate":"2026-11-22T10:00:00.000Z","endDate":"2026-11-22T13:00:00.000Z"}"#;
    let next = r#"{"startDate":"2026-11-29T10:00:00.000Z","endDate":"2026-11-29T13:00:00.000Z"}"#;
    let told = |began: &str, end: &str| Some((began.to_owned(), end.to_owned()));
    let on = "under-maintenance";
    let both = told("2026-11-22T10:00:00Z", "2026-11-22T13:00:00Z");
    // It is 10:20 UTC, 11:20 in Berlin.
    assert_eq!(work(local, "Europe/Berlin", "+01:00", on), both);
    assert_eq!(work(local, "Mars/Olympus", "+01:00", on), both);
    assert_eq!(work(utc, "Europe/Berlin", "+01:00", on), both);
    assert_eq!(work(local, "Europe/Berlin", "+01:00", "scheduled"), None);
    // One by cron that runs may list the next time alone; one by hand lists none.
    assert_eq!(work(next, "Europe/Berlin", "+01:00", on), told("-", "-"));
    assert_eq!(work("", "", "", on), told("-", "-"));
    assert_eq!(work(next, "Europe/Berlin", "+01:00", "scheduled"), None);
    assert_eq!(work(local, "Europe/Berlin", "+01:00", "ended"), None);
}

#[test]
fn tmf656_tells_problems_by_postcode_and_what_was_resolved() {
    let feed = read("tmf656", &[answer!("tmf656")]);
    assert_eq!(
        told(&feed),
        [
            "SP-118 Outage “No internet in the harbour district” at 22767,22769 since 2026-11-22T08:40:00Z \
             until 2026-11-22T17:00:00Z ended -",
            "SP-117 Outage “Mail was slow” at  since 2026-11-22T05:00:00Z until - ended \
             2026-11-22T09:00:00Z",
        ]
    );
}

#[test]
fn a_file_of_our_own_shape_is_read_over_http_too() {
    let text = r#"{"state":"unknown","items":[{"id":"a","kind":"outage","title":{"de":"Kabel"},"areas":["227*"]}]}"#;
    let feed = read("json", &[text]);
    assert_eq!(feed.state, State::Unknown);
    assert_eq!(feed.languages, ["de"]);
    assert_eq!(feed.items[0].patterns.len(), 1);
}

/// Each product with answers that it reads.
fn all() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("json", vec![r#"{"state":"ok"}"#]),
        ("statuspage", vec![answer!("statuspage")]),
        (
            "instatus",
            vec![answer!("instatus-summary"), answer!("instatus-components")],
        ),
        (
            "cachet",
            vec![
                answer!("cachet-incidents"),
                answer!("cachet-incidents"),
                answer!("cachet-schedules"),
            ],
        ),
        (
            "uptime-kuma",
            vec![
                answer!("uptime-kuma-page"),
                answer!("uptime-kuma-heartbeat"),
            ],
        ),
        ("tmf656", vec![answer!("tmf656")]),
    ]
}

#[test]
fn what_is_no_answer_of_a_product_is_refused_whole() {
    let names: Vec<&str> = SOURCES.iter().map(|source| source.name).collect();
    assert_eq!(
        all().iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        names
    );
    for (name, bodies) in all() {
        let source = Source::named(name).unwrap();
        assert_eq!((source.asks)(source.example).len(), bodies.len(), "{name}");
        for broken in [
            "",
            "{}",
            "null",
            "7",
            "<!doctype html><title>Sign in</title>",
            "{\"incidents\":[{}]}",
        ] {
            for at in 0..bodies.len() {
                let mut bodies = bodies.clone();
                bodies[at] = broken;
                let read = source.read(&bodies, &reading(), &places());
                let why = read.expect_err(name);
                assert!(!why.is_empty(), "{name}");
                if broken.starts_with('<') && name != "json" {
                    assert!(why.contains("web page"), "{name}: {why}");
                }
            }
        }
        // Cut off anywhere, it is none.
        for at in 0..bodies.len() {
            let whole = bodies[at];
            for end in (0..whole.trim_end().len()).step_by(97) {
                let mut bodies = bodies.clone();
                bodies[at] = whole.get(..end).unwrap_or_default();
                assert!(
                    source.read(&bodies, &reading(), &places()).is_err(),
                    "{name} {end}"
                );
            }
        }
    }
}

#[test]
fn times_that_make_no_sense_are_left_out_and_the_fault_is_told() {
    for (written, since) in [
        ("\"2026-11-22T08:40:00\"", Some("2026-11-22T07:40:00Z")),
        (
            "\"2026-11-22T08:40:00+14:00\"",
            Some("2026-11-21T18:40:00Z"),
        ),
        ("\"0000-00-00 00:00:00\"", None),
        ("\"1970-01-01T00:00:00Z\"", None),
        ("\"9999-12-31T23:59:59Z\"", None),
        ("\"soon\"", None),
        ("null", None),
    ] {
        let text = format!(
            r#"{{"incidents":[{{"id":"a","name":"n","status":"identified","created_at":{written}}}]}}"#
        );
        let feed = read("statuspage", &[&text]);
        let (status, _) = select(&feed, &[], None, jiff::SignedDuration::ZERO, reading().now);
        assert_eq!(status.items[0].began.as_deref(), since, "{written}");
    }
}

#[test]
fn one_odd_item_spoils_no_other_and_nothing_but_odd_items_is_no_answer() {
    let good = r#"{"id":"a","name":"Cable cut","status":"identified","created_at":1795336800}"#;
    for (incidents, told) in [
        (format!("[{good},{{\"id\":\"b\",\"name\":null}}]"), 1),
        (format!("[null,7,{good}]"), 1),
        ("null".to_owned(), 0),
        ("[]".to_owned(), 0),
    ] {
        let text = format!(r#"{{"incidents":{incidents},"components":null}}"#);
        let feed = read("statuspage", &[&text]);
        assert_eq!(feed.items.len(), told, "{incidents}");
    }
    let source = Source::named("statuspage").unwrap();
    for odd in ["[null]", "[{}]", "7"] {
        let text = format!(r#"{{"incidents":{odd}}}"#);
        assert!(
            source.read(&[&text], &reading(), &places()).is_err(),
            "{odd}"
        );
    }
    let feed = read(
        "tmf656",
        &[r#"[{"id":"a","name":"Cut","affectedLocation":null},{"id":7}]"#],
    );
    assert_eq!(feed.items.len(), 1);
    let beats = r#"{"heartbeatList":{"1":[null,{"status":0,"time":1795336800000}],"2":null}}"#;
    let page = r#"{"publicGroupList":[{"monitorList":[{"id":1,"name":"North ring"},{"id":2,"name":null}]}],"maintenanceList":null}"#;
    let feed = read("uptime-kuma", &[page, beats]);
    assert!(
        told(&feed)[0].contains("since 2026-11-22T08:40:00Z"),
        "{:?}",
        told(&feed)
    );
}

#[test]
fn addresses_are_those_that_the_product_documents() {
    let asks = |name: &str, url: &str| (Source::named(name).unwrap().asks)(url);
    assert_eq!(
        asks("statuspage", "https://status.isp.example/"),
        ["https://status.isp.example/api/v2/summary.json"]
    );
    let whole = "https://www.openstatus.example/isp/api/v2/summary.json";
    assert_eq!(asks("statuspage", whole), [whole]);
    assert_eq!(
        asks("uptime-kuma", "https://up.isp.example/status/net/"),
        [
            "https://up.isp.example/api/status-page/net",
            "https://up.isp.example/api/status-page/heartbeat/net"
        ]
    );
}
