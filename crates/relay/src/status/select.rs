//! Which of the known faults concern an area now.

use firstline_wire::Status;
use firstline_wire::status::{Item, Kind, State as Network};
use jiff::{SignedDuration, Timestamp};

use super::area::Area;
use super::file::{FeedFile, FileItem};

/// What is known for an area at a time, and until when that stays so without the file changing.
///
/// Without an area all is returned, with its areas: whoever asks knows that it may be elsewhere.
/// What has ended is told behind the rest, for so long.
pub fn select(
    feed: &FeedFile,
    tags: &[&str],
    area: Option<&Area>,
    over: SignedDuration,
    now: Timestamp,
) -> (Status, Option<Timestamp>) {
    let touches = |item: &&FileItem| area.is_none_or(|area| item.touches(area));
    let changes = feed.items.iter().flat_map(|item| {
        let forgotten = item.ended.and_then(|ended| ended.checked_add(over).ok());
        [item.began, item.expected_end, item.ended, forgotten]
    });
    let next_change = changes.flatten().filter(|at| *at > now).min();
    let here = || feed.items.iter().filter(touches);
    let going_on = here().filter(|item| item.is_going_on(now));
    let ended = here().filter(|item| item.ended_within(over, now));
    let items: Vec<Item> = going_on
        .chain(ended)
        .map(|item| item.read_by(tags, now))
        .collect();
    let mut going_on = items.iter().filter(|item| item.ended.is_none());
    let state = if feed.state == Network::Unknown {
        feed.state
    } else if going_on.clone().any(|item| item.kind == Kind::Outage) {
        Network::Outage
    } else if feed.state == Network::NotSetUp {
        feed.state
    } else if going_on.next().is_none() {
        Network::Ok
    } else {
        Network::Maintenance
    };
    let tells = false;
    (
        Status {
            state,
            items,
            tells,
        },
        next_change,
    )
}

#[cfg(test)]
mod tests {
    use super::super::file::parse;
    use super::*;

    const FEED: &str = r#"{"state":"outage","items":[
        {"id":"a","kind":"outage","title":"Cable cut","areas":["2000"," 2010A "],
         "expected_end":"2026-11-22T12:30:00Z"},
        {"id":"b","kind":"maintenance","title":"New software","expected_end":"2026-11-22T14:00:00+01"},
        {"id":"c","kind":"maintenance","title":"Tomorrow","began":"2026-11-23T00:00:00Z"}]}"#;

    const TOLD: SignedDuration = SignedDuration::from_hours(3);

    #[test]
    fn a_fault_whose_beginning_lies_ahead_is_told_and_work_is_not() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for (kind, told) in [("outage", true), ("maintenance", false)] {
            let feed = format!(
                r#"{{"state":"ok","items":[{{"id":"a","kind":"{kind}","title":"Cable cut","began":"2026-11-22T12:00:40Z"}}]}}"#
            );
            let feed = parse(feed.as_bytes()).unwrap();
            let (status, _) = select(&feed, &[], None, TOLD, now);
            assert_eq!(status.items.len(), usize::from(told), "{kind}");
            // Nobody is told that it goes on since a moment that is still to come.
            assert!(
                status.items.iter().all(|item| item.began.is_none()),
                "{kind}"
            );
        }
    }

    #[test]
    fn what_is_over_is_told_for_some_hours_and_is_no_fault_any_more() {
        let feed = parse(
            br#"{"state":"ok","items":[{"id":"a","kind":"outage","title":"Cable cut","areas":["2000"],
            "ended":"2026-11-22T12:00:00Z","afterwards":"Restart your box once."}]}"#,
        )
        .unwrap();
        for (area, now, state, told, next) in [
            (
                "2000",
                "2026-11-22T11:59:59Z",
                Network::Outage,
                1,
                Some("2026-11-22T12:00:00Z"),
            ),
            (
                "2000",
                "2026-11-22T12:00:00Z",
                Network::Ok,
                1,
                Some("2026-11-22T15:00:00Z"),
            ),
            (
                "3000",
                "2026-11-22T12:00:00Z",
                Network::Ok,
                0,
                Some("2026-11-22T15:00:00Z"),
            ),
            ("2000", "2026-11-22T15:00:00Z", Network::Ok, 0, None),
        ] {
            let area = Area::read(area);
            let (status, until) = select(&feed, &[], area.as_ref(), TOLD, now.parse().unwrap());
            assert_eq!((status.state, status.items.len()), (state, told), "{now}");
            assert_eq!(
                until.map(|until| until.to_string()).as_deref(),
                next,
                "{now}"
            );
        }
    }

    fn told(area: Option<&str>, now: &str) -> (String, Network, Option<String>) {
        let feed = parse(FEED.as_bytes()).unwrap();
        let area = area.and_then(Area::read);
        let (status, until) = select(&feed, &[], area.as_ref(), TOLD, now.parse().unwrap());
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
            let (status, _) = select(&feed, &[], None, TOLD, now.parse().unwrap());
            status.items[0].expected_end.clone()
        };
        assert_eq!(
            ends("2026-11-22T12:00:00Z").as_deref(),
            Some("2026-11-22T12:30:00Z")
        );
        assert_eq!(ends("2026-11-22T14:00:00Z"), None);
    }
}
