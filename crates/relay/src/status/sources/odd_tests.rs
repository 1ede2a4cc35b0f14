//! Answers that go wrong in part, and items that hide others or not.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use firstline_wire::status::Item;

use super::super::select::select;
use super::*;

fn read(name: &str, bodies: &[&str]) -> FeedFile {
    let reading = Reading {
        zone: TimeZone::UTC,
        now: "2026-11-30T07:00:00Z".parse().unwrap(),
    };
    let places = Places {
        areas: BTreeMap::from([("DSL North".to_owned(), "22767".to_owned())]),
        services: BTreeMap::new(),
    };
    let source = Source::named(name).unwrap();
    source.read(bodies, &reading, &places).unwrap()
}

/// What goes on, for readers of German.
fn told(feed: &FeedFile) -> Vec<Item> {
    let now = "2026-11-30T07:00:00Z".parse().unwrap();
    select(feed, &["de"], None, jiff::SignedDuration::ZERO, now)
        .0
        .items
}

fn ids(feed: &FeedFile) -> Vec<String> {
    told(feed).into_iter().map(|item| item.id).collect()
}

#[test]
fn a_component_that_is_out_is_hidden_by_an_outage_that_goes_on_and_by_nothing_else() {
    let page = |incidents: &str, works: &str| {
        format!(
            r#"{{"incidents":[{incidents}],"scheduled_maintenances":[{works}],
            "components":[{{"id":"c1","name":"DSL North","status":"major_outage"}}]}}"#
        )
    };
    let touches = r#""components":[{"id":"c1","name":"DSL North"}]"#;
    let incident = format!(r#"{{"id":"i1","name":"Cut","status":"identified",{touches}}}"#);
    let other = r#"{"id":"i2","name":"Website is slow","status":"identified","components":[{"id":"w","name":"Website"}]}"#;
    let work = format!(
        r#"{{"id":"m1","name":"New cards","status":"scheduled","scheduled_for":"2026-12-08T01:00:00Z",{touches}}}"#
    );
    for (page, expected) in [
        (page("", ""), &["c1"][..]),
        (page(&incident, ""), &["i1"]),
        (page(other, ""), &["i2", "c1"]),
        (page("", &work), &["c1"]),
        (page(&incident, &work), &["i1"]),
    ] {
        assert_eq!(ids(&read("statuspage", &[&page])), expected, "{page}");
    }
}

#[test]
fn instatus_tells_components_that_are_out_beside_incidents_and_work_elsewhere() {
    let components = r#"{"components":[{"id":"c1","name":"DSL North","status":"MAJOROUTAGE"},
        {"id":"c2","name":"DSL South","status":"OPERATIONAL","activeIncidents":[{"id":"i1"}],"activeMaintenances":[{"id":"m1"}]}]}"#;
    let page = |more: &str| format!(r#"{{"page":{{"status":"HASISSUES"}},{more}}}"#);
    let work = r#""activeMaintenances":[{"id":"m1","name":"New cards","status":"NOTSTARTEDYET","start":"2026-12-08T01:00:00Z","duration":"60"}]"#;
    let incident = r#""activeIncidents":[{"id":"i1","name":"Slow","status":"IDENTIFIED"}]"#;
    // Pages of older plans do not say which it touches: what is not well is meant.
    let anywhere = r#""activeIncidents":[{"id":"i9","name":"Cut","status":"IDENTIFIED"}]"#;
    for (page, expected) in [
        (page(work), &["c1"][..]),
        (page(incident), &["i1", "c1"]),
        (page(anywhere), &["i9"]),
    ] {
        let feed = read("instatus", &[&page, components]);
        assert_eq!(ids(&feed), expected, "{page}");
        assert!(!feed.left_out);
    }
}

#[test]
fn an_answer_says_that_something_was_left_out_of_it() {
    let good = r#"{"id":"i1","name":"Cut","status":"identified"}"#;
    let page = |incidents: &str, components: &str| {
        format!(r#"{{"incidents":[{incidents}],"components":[{components}]}}"#)
    };
    let odd = r#"{"id":"i2","name":null}"#;
    for (page, left_out) in [
        (page(good, ""), false),
        (page(&format!("{good},{odd}"), ""), true),
        (page(good, r#"{"id":"c1","name":"a"},{"id":"c2"}"#), true),
    ] {
        assert_eq!(read("statuspage", &[&page]).left_out, left_out, "{page}");
    }
    let feed = read("tmf656", &[r#"[{"id":"a","name":"Cut"},{"id":7}]"#]);
    assert!(feed.left_out);
    let beats = r#"{"heartbeatList":{}}"#;
    let page = r#"{"publicGroupList":[{"monitorList":[{"id":1}]}]}"#;
    assert!(read("uptime-kuma", &[page, beats]).left_out);
    let incidents =
        r#"{"data":[{"id":"1","type":"incidents","attributes":{"name":"Cut"}},{"id":2}]}"#;
    let feed = read("cachet", &[incidents, r#"{"data":[]}"#]);
    assert!(feed.left_out && ids(&feed) == ["incidents-1"]);
}

#[test]
fn a_part_that_is_odd_does_not_take_its_incident_away() {
    // As Statuspage answers for a component that somebody has deleted since.
    let page = r#"{"incidents":[{"id":"i8","name":"Cut","status":"investigating","incident_updates":[
        {"id":"u1","body":"We found it.","created_at":"2026-11-30T06:10:00Z",
         "affected_components":[{"code":"c9","name":null},{"code":"c1","name":"DSL North"}]}]}]}"#;
    let feed = read("statuspage", &[page]);
    assert_eq!(ids(&feed), ["i8"]);
    assert!(!feed.left_out);
    // Where the other one is, nobody knows.
    assert_eq!(feed.items[0].areas, [""; 0]);
}

#[test]
fn a_problem_with_a_place_that_nobody_knows_is_everybodys_and_the_others_stay_where_they_are() {
    let problem = |id: &str, places: &str| {
        format!(r#"{{"id":"{id}","name":"x","status":"inProgress","affectedLocation":[{places}]}}"#)
    };
    let code = |code: &str| format!(r#"{{"place":{{"postcode":{code}}}}}"#);
    let exchange = r#"{"place":{"name":"Exchange 4","id":"e4"}}"#;
    for (places, areas) in [
        (code("\"22767\""), &["22767"][..]),
        (code("22767"), &["22767"]),
        (code("\"\""), &[]),
        (code("\"-\""), &[]),
        (format!("{},{exchange}", code("\"22767\"")), &[]),
    ] {
        let problems = format!(
            "[{},{}]",
            problem("a", &places),
            problem("b", &code("\"20095\""))
        );
        let feed = read("tmf656", &[&problems]);
        assert_eq!(feed.items[0].areas, areas, "{places}");
        assert_eq!(feed.items[1].areas, ["20095"], "{places}");
    }
    // A service is no place: the postcode says where.
    let service = r#"[{"id":"a","name":"x","affectedLocation":[{"place":{"postcode":"22767"}}],"affectedService":[{"name":"VoIP"}]}]"#;
    assert_eq!(read("tmf656", &[service]).items[0].areas, ["22767"]);
}

#[test]
fn what_has_no_title_says_what_it_is_in_the_readers_language() {
    let problems = r#"[{"id":"a","status":"inProgress"},
        {"id":"b","status":"inProgress","category":"maintenance","name":" ","description":""}]"#;
    let feed = read("tmf656", &[problems]);
    let titles: Vec<String> = told(&feed).into_iter().map(|item| item.title).collect();
    assert_eq!(titles, ["Störung", "Geplante Arbeiten"]);
    // So that an answer in one language is not kept for readers of another.
    assert!(feed.languages.contains(&"de".to_owned()));
}

#[test]
fn cachet_is_asked_for_all_that_is_open_page_by_page() {
    let source = Source::named("cachet").unwrap();
    let next = |address: &str, body: &str| {
        (source.next.unwrap())(&Page {
            address,
            status: 200,
            headers: &HeaderMap::new(),
            body,
        })
    };
    let asks = (source.asks)("https://status.isp.example/");
    assert_eq!(asks.len(), 3);
    let more = r#"{"data":[{}],"links":{"next":"https://elsewhere.example/?page=7"}}"#;
    assert_eq!(next(&asks[0], more), None, "the newest alone");
    for address in &asks[1..] {
        let second = next(address, more).unwrap();
        assert!(
            second.starts_with("https://status.isp.example/api/"),
            "{second}"
        );
        assert!(second.ends_with("&page=2"), "{second}");
        assert_eq!(
            next(&second, r#"{"data":[{}],"links":{"next":null}}"#),
            None
        );
        assert!(next(&second, more).unwrap().ends_with("&page=3"));
    }
    let one = |id: u32| {
        format!(
            r#"{{"data":[{{"id":"{id}","type":"incidents","attributes":{{"name":"Cut {id}"}}}}]}}"#
        )
    };
    let work = r#"{"data":[{"id":"1","type":"schedules","attributes":{"name":"Work"}}]}"#;
    let feed = read("cachet", &[&one(1), &one(1), &one(2), work]);
    assert_eq!(ids(&feed), ["incidents-1", "incidents-2", "schedules-1"]);
}
