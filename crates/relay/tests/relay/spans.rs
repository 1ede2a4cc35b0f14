//! What of insights a page shows: the days and the filters that were asked for, or it says what it counts instead.

use firstline_relay::store::insights::{Added, Comment, SearchKey, monday};

use crate::insights::{page, relay};
use crate::support::Running;

/// A day as pages ask for it, and as they say it.
fn day(day: i64) -> (String, String) {
    let at = jiff::Timestamp::from_second(day * 86_400).unwrap();
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    (
        at.strftime("%Y-%m-%d").to_string(),
        at.strftime("%-d %b %Y").to_string(),
    )
}

async fn html(relay: &Running, path: &str) -> String {
    let response = page(relay, path).await;
    assert_eq!(response.status(), 200, "{path}");
    response.text().await.unwrap()
}

#[tokio::test]
async fn what_is_kept_by_week_is_counted_for_each_week_that_has_a_day_of_the_time_and_the_page_says_so()
 {
    let relay = relay().await;
    let store = relay.store_to_change().await;
    let week = monday(jiff::Timestamp::now().as_second() / 86_400 - 20);
    let mut added = Added::default();
    for (week, word) in [(week - 7, "before"), (week, "within"), (week + 7, "after")] {
        let key = SearchKey {
            week,
            language: "en".to_owned(),
            word: word.to_owned(),
        };
        added.searches.insert(key, 9);
    }
    for (day, words) in [
        (week + 1, "early"),
        (week + 2, "in time"),
        (week + 4, "late"),
    ] {
        added.comments.push(Comment {
            id: words.to_owned(),
            day,
            guide: "no-internet".to_owned(),
            words: format!("It was {words}."),
        });
    }
    store.add_insights(&added).await.unwrap();
    let of = |from: i64, to: i64| format!("from={}&to={}", day(from).0, day(to).0);
    let said = format!(
        "by whole weeks, from Monday to Sunday (UTC): here those from {} to {}.",
        day(week).1,
        day(week + 6).1
    );
    // A Wednesday and a Thursday; the Sunday; and the week itself, of which nothing is to be said.
    for (from, to, is_said) in [
        (week + 2, week + 3, true),
        (week + 6, week + 6, true),
        (week, week + 6, false),
    ] {
        let found = html(&relay, &format!("/insights/searches?{}", of(from, to))).await;
        assert!(found.contains(">within<"), "{found}");
        assert!(!found.contains(">before<") && !found.contains(">after<"));
        assert_eq!(found.contains(&said), is_said, "{found}");
        assert_eq!(found.contains("whole weeks"), is_said);
        // By days, there is nothing to be said.
        let found = html(&relay, &format!("/insights/overview?{}", of(from, to))).await;
        assert!(!found.contains("whole weeks"), "{found}");
    }
    // What customers wrote has its day.
    let found = html(
        &relay,
        &format!("/insights/feedback?{}", of(week + 2, week + 3)),
    )
    .await;
    assert!(found.contains("It was in time."), "{found}");
    assert!(!found.contains("It was early.") && !found.contains("It was late."));
    let other = format!("/insights/feedback?{}&guide=other", of(week, week + 6));
    assert!(!html(&relay, &other).await.contains("It was in time."));
}

#[tokio::test]
async fn a_page_says_which_filters_have_no_effect_on_it() {
    let relay = relay().await;
    for (path, said) in [
        ("checks?technology=dsl", None),
        (
            "checks?guide=no-internet",
            Some("This page cannot be narrowed by guide: all are counted."),
        ),
        (
            "kano?guide=no-internet&language=en&technology=dsl&box=fritzbox-7590",
            Some(
                "This page cannot be narrowed by guide, language, technology or box: all are counted.",
            ),
        ),
        (
            "deliveries?from=2026-01-01",
            Some("This page cannot be narrowed by days: all are counted."),
        ),
        (
            "overview?guide=no-internet&version=1&language=en&technology=dsl&box=fritzbox-7590",
            None,
        ),
        ("guide?version=1&language=en", None),
        ("steps?technology=dsl", None),
        (
            "checks?language=en",
            Some("This page cannot be narrowed by language: all are counted."),
        ),
        ("overview?guide=&version=", None),
        ("report", None),
        (
            "report?technology=dsl",
            Some("This figure cannot be narrowed by technology: all are counted."),
        ),
        (
            "report?language=en&box=fritzbox-7590",
            Some("This figure cannot be narrowed by language or box: all are counted."),
        ),
    ] {
        let found = html(&relay, &format!("/insights/{path}")).await;
        match said {
            Some(said) => assert!(found.contains(said), "{path} {found}"),
            None => assert!(!found.contains("cannot be narrowed"), "{path} {found}"),
        }
    }
    // What narrows a page is seen on it, also if nobody has walked with it.
    let found = html(&relay, "/insights/overview?technology=moon").await;
    assert!(found.contains("<option value=\"moon\" selected"), "{found}");
    // What was not counted by the guide is not narrowed by it where the page does not say so.
    let found = html(&relay, "/insights/report?guide=nobody").await;
    assert!(
        found.contains("This page cannot be narrowed by guide"),
        "{found}"
    );
}
