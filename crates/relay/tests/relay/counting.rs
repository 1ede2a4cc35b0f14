//! What walks are counted for: each event once, what was gone back over not at all, on the day and the version that it is of.

use std::collections::BTreeMap;

use firstline_relay::store::insights::{Added, By, Slice, WalksKey};
use serde_json::{Value, json};

use crate::insights::{figure, library, of, post, relay, walks, written};
use crate::support::{GUIDE, Other, Running, publish, spawn_with};

/// A walk of this many seconds ago, in numbered events.
async fn tell(relay: &Running, number: u32, ago: u64, events: &[(u32, Value)]) {
    let (_, hash) = library(GUIDE);
    let numbered: Vec<Value> = events
        .iter()
        .map(|(n, event)| {
            let mut event = event.clone();
            event["n"] = json!(n);
            event
        })
        .collect();
    let mut body = of(number, &hash, json!(numbered));
    body["walks"][0]["ago"] = json!(ago);
    assert_eq!(post(relay, &body).await.0, 200);
}

fn left(from: &str, to: &str, how: &str) -> Value {
    json!({ "is": "left", "from": from, "to": to, "how": how, "s": 10, "total": 130, "reached": "yes" })
}

fn began() -> Value {
    json!({ "is": "began", "at": "line" })
}

/// All of the sample guide.
fn all() -> Slice {
    Slice {
        from: 0,
        to: i64::MAX,
        guide: "no-internet".to_owned(),
        ..Slice::default()
    }
}

#[tokio::test]
async fn who_goes_back_has_not_left_and_has_tried_once() {
    let relay = relay().await;
    for number in 0..10_u32 {
        let walk = [
            began(),
            left("line", "restart", "fail"),
            left("restart", "line", "back"),
            left("line", "restart", "fail"),
            left("restart", "ticket", "no"),
            left("ticket", "restart", "back"),
            left("restart", "fixed", "yes"),
            // From the end over two steps, and by another way to the same end.
            left("fixed", "line", "back"),
            left("line", "restart", "fail"),
            left("restart", "fixed", "yes"),
        ];
        let numbered: Vec<(u32, Value)> = (1..).zip(walk).collect();
        // In two batches, as browsers send it.
        let (first, second) = numbered.split_at(6);
        tell(&relay, 10_000 + number, 600, first).await;
        tell(&relay, 10_000 + number, 600, second).await;
    }
    written().await;
    let store = relay.store().await;
    let found: BTreeMap<(String, String), u64> = store
        .passages(&all())
        .await
        .unwrap()
        .into_iter()
        .filter(|passage| passage.count > 0)
        .map(|passage| ((passage.from, passage.to), passage.count))
        .collect();
    let way = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let expected = [("", "line"), ("line", "restart"), ("restart", "fixed")];
    assert_eq!(found, expected.map(|(from, to)| (way(from, to), 10)).into());
    let tries = store.tries(&all()).await.unwrap();
    let restart = tries
        .iter()
        .find(|(place, _)| place == "restart")
        .unwrap()
        .1;
    assert_eq!(
        (restart.tried, restart.claimed, restart.left),
        (10, 10, 10),
        "{restart:?}"
    );
    let walks = walks(&relay, "no-internet").await;
    assert_eq!(
        (walks.begun, walks.claimed, walks.unresolved),
        (10, 10, 0),
        "{walks:?}"
    );
    let minutes = store.minutes(&all()).await.unwrap();
    assert_eq!(minutes, [(2, 10)]);
    let losses = figure(&relay, "/insights/guide/losses.json?guide=no-internet").await;
    assert!(losses.is_empty(), "{losses:?}");
}

#[tokio::test]
async fn events_count_once_in_any_order() {
    let relay = relay().await;
    let ticket = || json!({ "is": "ticket" });
    for (number, order) in [(1_u32, [3, 1, 2]), (2, [2, 3, 1])] {
        for n in order.into_iter().chain(order) {
            let event = match n {
                1 => began(),
                2 => left("line", "restart", "fail"),
                _ => ticket(),
            };
            tell(&relay, number << 20, 60, &[(n, event)]).await;
        }
    }
    written().await;
    let walks = walks(&relay, "no-internet").await;
    assert_eq!(
        (walks.begun, walks.tickets, walks.screens),
        (2, 2, 2),
        "{walks:?}"
    );
}

#[tokio::test]
async fn one_walk_tells_no_more_than_one_customer_could() {
    let relay = spawn_with(|config, site_| {
        publish(site_, "en", GUIDE);
        config.insights.per_minute = 0;
        let feature = |id: &str| firstline_wire::kano::Feature {
            id: id.to_owned(),
            name: BTreeMap::new(),
            functional: BTreeMap::new(),
            dysfunctional: BTreeMap::new(),
        };
        site_.features = ["a", "b", "c"].map(feature).into();
    })
    .await;
    let kinds = [
        began(),
        json!({ "is": "ticket" }),
        json!({ "is": "comment", "text": "again and again" }),
        json!({ "is": "unclear", "at": "restart" }),
        json!({ "is": "rated", "helped": true, "easy": 5, "at": "fixed" }),
        json!({ "is": "kano", "feature": "a", "functional": "like", "dysfunctional": "dislike" }),
        json!({ "is": "kano", "feature": "b", "functional": "like", "dysfunctional": "dislike" }),
        json!({ "is": "kano", "feature": "c", "functional": "like", "dysfunctional": "dislike" }),
        left("restart", "fixed", "yes"),
    ];
    for round in 0..10_u32 {
        let events: Vec<(u32, Value)> = (0..100)
            .map(|at| 100 * round + at)
            .zip(kinds.iter().cycle().cloned())
            .map(|(n, event)| (n + 1, event))
            .collect();
        tell(&relay, 7 << 24, 60, &events).await;
    }
    written().await;
    let store = relay.store().await;
    let walks = walks(&relay, "no-internet").await;
    assert_eq!(
        (walks.begun, walks.tickets, walks.claimed),
        (1, 1, 1),
        "{walks:?}"
    );
    let pairs = store.pairs(&all()).await.unwrap();
    assert_eq!(pairs.iter().map(|pair| pair.customers).sum::<u64>(), 2);
    assert_eq!(pairs.len(), 2, "{pairs:?}");
    let ratings = store.ratings(&all()).await.unwrap();
    let rated: Vec<(&str, u64)> = ratings
        .iter()
        .map(|(question, _, times)| (question.as_str(), *times))
        .collect();
    assert_eq!(rated, [("easy", 1), ("helped", 1)]);
    let tries = store.tries(&all()).await.unwrap();
    let restart = tries
        .iter()
        .find(|(place, _)| place == "restart")
        .unwrap()
        .1;
    assert_eq!(restart.unclear, 1, "{restart:?}");
}

#[tokio::test]
async fn who_comes_back_is_counted_by_the_version_that_had_helped() {
    let new = GUIDE.replacen("\"version\": \"", "\"version\": \"9.", 1);
    assert_ne!(new, GUIDE);
    let published = new.clone();
    let relay = spawn_with(move |config, site_| {
        publish(site_, "en", GUIDE);
        publish(site_, "de", &published);
        config.insights.per_minute = 0;
    })
    .await;
    let ((_, old_hash), (_, new_hash)) = (library(GUIDE), library(&new));
    for (number, hash, days, verified) in [
        (1_u32, old_hash.as_str(), 2, true),
        (2, old_hash.as_str(), 6, false),
        // A week later it is another trouble, and of a version that nobody published nothing is known.
        (3, old_hash.as_str(), 7, false),
        (4, "0123456789abcdef", 1, false),
    ] {
        let events = json!([
            { "n": 1, "is": "began" },
            { "n": 2, "is": "returned", "days": days, "hash": hash, "verified": verified },
        ]);
        assert_eq!(
            post(&relay, &of(number << 22, &new_hash, events)).await.0,
            200
        );
    }
    written().await;
    let store = relay.store().await;
    let of_version = async |version: String| {
        let slice = Slice { version, ..all() };
        let found = store.walks_by(&slice, By::Nothing).await.unwrap();
        let walks = found[0].1;
        (walks.begun, walks.returned, walks.returned_verified)
    };
    let version = |guide: &str| {
        let (library, _) = library(guide);
        library.guide("no-internet").unwrap().version.clone()
    };
    assert_eq!(of_version(version(GUIDE)).await, (0, 2, 1));
    assert_eq!(of_version(version(&new)).await, (4, 0, 0));
    // Nobody walked the old one.
    let versions = store.versions(&all()).await.unwrap();
    assert_eq!(versions.len(), 1, "{versions:?}");
}

#[tokio::test]
async fn who_comes_back_is_counted_on_the_day_of_the_walk_that_had_helped() {
    let relay = relay().await;
    let (_, hash) = library(GUIDE);
    let today = jiff::Timestamp::now().as_second() / 86_400;
    for (number, days, since, on) in [
        // Over midnight, less than a day later; at the end of a long walk; as an earlier widget tells it.
        (1_u32, 0, json!(1), today - 1),
        (2, 6, json!(8), today - 8),
        (3, 2, Value::Null, today - 2),
        // Of a clock that was set back, and of one that nobody has.
        (4, 1, json!(-3), today),
        (5, 1, json!(4000), today - 15),
    ] {
        let events = json!([
            { "n": 1, "is": "began" },
            { "n": 2, "is": "returned", "days": days, "since": since, "hash": hash, "verified": false },
        ]);
        let mut walk = of(number << 22, &hash, events);
        walk["walks"][0]["ago"] = json!(0);
        assert_eq!(post(&relay, &walk).await.0, 200);
        written().await;
        let mut store = Other::of(&relay.data).await;
        let sql =
            format!("SELECT CAST(SUM(returned) AS BIGINT) FROM insight_walks WHERE day = {on}");
        assert_eq!(store.count(&sql).await, 1, "{number}");
    }
}

#[tokio::test]
async fn first_time_fix_waits_until_nobody_can_come_back_any_more() {
    let relay = relay().await;
    let store = relay.store_to_change().await;
    let today = jiff::Timestamp::now().as_second() / 86_400;
    let mut added = Added::default();
    for (day, returned) in [(today - 10, 20), (today - 1, 0)] {
        let key = WalksKey {
            day,
            guide: "no-internet".to_owned(),
            version: "1".to_owned(),
            language: "en".to_owned(),
            technology: String::new(),
            equipment: String::new(),
        };
        let walks = added.walks.entry(key).or_default();
        walks.begun = 100;
        walks.claimed = 60;
        walks.returned = returned;
    }
    store.add_insights(&added).await.unwrap();
    let row = |rows: &[Value], column: &str, name: &str| -> Value {
        let found = rows.iter().find(|row| row[column] == name);
        found.unwrap_or_else(|| panic!("{rows:?}")).clone()
    };
    let saved = figure(&relay, "/insights/overview/saved.json").await;
    assert_eq!(row(&saved, "figure", "first-time fix")["value"], 0.4);
    let weeks = figure(&relay, "/insights/overview/weeks.json").await;
    assert!(
        weeks.last().unwrap()["first-time fix"].is_null(),
        "{weeks:?}"
    );
    let guides = figure(&relay, "/insights/overview/by-guide.json").await;
    assert_eq!(guides[0]["first-time fix"], 0.4, "{guides:?}");
    let changes = figure(&relay, "/insights/changes/first-time-fix.json").await;
    assert_eq!(changes[0]["share"], 0.4, "{changes:?}");
    // The last days beside those before.
    let day = |day: i64| {
        jiff::Timestamp::from_second(day * 86_400)
            .unwrap()
            .to_string()[..10]
            .to_owned()
    };
    let path = format!(
        "/insights/report/beside.json?from={}&to={}",
        day(today - 5),
        day(today - 1)
    );
    let beside = figure(&relay, &path).await;
    let fix = row(&beside, "figure", "first-time fix");
    assert!(fix["now"].is_null(), "{fix}");
}

#[tokio::test]
async fn checks_count_at_the_hour_in_which_they_were_made() {
    let relay = relay().await;
    let checked = json!({ "is": "checked", "found": [{ "check": "internet", "verdict": "fail" }] });
    // Nine hours after the walk began it was delivered; the check was made ten minutes after its beginning.
    let slow = json!({ "is": "left", "from": "line", "to": "restart", "how": "fail", "s": 600 });
    let walk = [(1, began()), (2, checked), (3, slow)];
    tell(&relay, 9 << 20, 9 * 3600, &walk).await;
    written().await;
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let made = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(9 * 3600 - 600);
    let hour = made.to_zoned(zone).hour();
    let mut store = Other::of(&relay.data).await;
    let at = format!("SELECT count(*) FROM insight_checks WHERE hour = {hour} AND failed = 1");
    assert_eq!(store.count(&at).await, 1);
    assert_eq!(store.count("SELECT count(*) FROM insight_checks").await, 1);
}
