//! Which of the known faults concern an area now.

use firstline_wire::Status;
use firstline_wire::status::{Item, Kind, State as Network};
use jiff::Timestamp;

use super::area::Area;
use super::file::{FeedFile, FileItem};

/// What is known for an area at a time, and until when that stays so without the file changing.
///
/// Without an area all is returned, with its areas: whoever asks knows that it may be elsewhere.
pub fn select(
    feed: &FeedFile,
    tags: &[&str],
    area: Option<&Area>,
    now: Timestamp,
) -> (Status, Option<Timestamp>) {
    let touches = |item: &&FileItem| {
        let any = item.areas.is_empty();
        any || area.is_none_or(|area| item.patterns.iter().any(|pattern| pattern.touches(area)))
    };
    let changes = feed
        .items
        .iter()
        .flat_map(|item| [item.began, item.expected_end]);
    let next_change = changes.flatten().filter(|at| *at > now).min();
    let items: Vec<Item> = feed
        .items
        .iter()
        .filter(touches)
        .filter(|item| item.is_going_on(now))
        .map(|item| item.read_by(tags, now))
        .collect();
    let state = if matches!(feed.state, Network::Unknown | Network::NotSetUp) {
        feed.state
    } else if items.iter().any(|item| item.kind == Kind::Outage) {
        Network::Outage
    } else if items.is_empty() {
        Network::Ok
    } else {
        Network::Maintenance
    };
    (Status { state, items }, next_change)
}

#[cfg(test)]
mod tests {
    use super::super::file::parse;
    use super::*;

    const FEED: &str = r#"{"state":"outage","items":[
        {"id":"a","kind":"outage","title":"Cable cut","areas":["2000"," 2010A "],
         "expected_end":"2026-11-22T12:30:00Z"},
        {"id":"b","kind":"maintenance","title":"New software","expected_end":"2026-11-22T14:00:00+01"},
        {"id":"c","kind":"outage","title":"Tomorrow","began":"2026-11-23T00:00:00Z"}]}"#;

    fn told(area: Option<&str>, now: &str) -> (String, Network, Option<String>) {
        let feed = parse(FEED.as_bytes()).unwrap();
        let area = area.and_then(Area::read);
        let (status, until) = select(&feed, &[], area.as_ref(), now.parse().unwrap());
        let ids: Vec<&str> = status.items.iter().map(|item| &*item.id).collect();
        (
            ids.join(" "),
            status.state,
            until.map(|until| until.to_string()),
        )
    }

    #[test]
    fn items_are_those_of_the_area_that_are_going_on() {
        for (area, ids, state) in [
            (Some("2000"), "a b", Network::Outage),
            (Some("2010a"), "a b", Network::Outage),
            (Some("9999"), "b", Network::Maintenance),
            (Some("  "), "a b", Network::Outage),
            (None, "a b", Network::Outage),
        ] {
            let (told, is, _) = told(area, "2026-11-22T12:00:00Z");
            assert_eq!((&*told, is), (ids, state), "{area:?}");
        }
    }

    #[test]
    fn what_is_over_is_not_told_and_what_lasts_longer_has_no_end() {
        for (now, ids, until) in [
            ("2026-11-22T12:00:00Z", "a b", Some("2026-11-22T12:30:00Z")),
            // A fault lasts until the feed says that it is over; planned work until it was planned for.
            ("2026-11-22T12:45:00Z", "a b", Some("2026-11-22T13:00:00Z")),
            ("2026-11-22T13:00:00Z", "a", Some("2026-11-23T00:00:00Z")),
            ("2026-11-23T00:00:00Z", "a c", None),
        ] {
            let (told, _, next) = told(None, now);
            assert_eq!((&*told, next.as_deref()), (ids, until), "{now}");
        }
        let feed = parse(FEED.as_bytes()).unwrap();
        let ends = |now: &str| {
            let (status, _) = select(&feed, &[], None, now.parse().unwrap());
            status.items[0].expected_end.clone()
        };
        assert_eq!(
            ends("2026-11-22T12:00:00Z").as_deref(),
            Some("2026-11-22T12:30:00Z")
        );
        assert_eq!(ends("2026-11-22T14:00:00Z"), None);
    }
}
