use super::*;
use crate::store::Place;
use crate::store::insights::{Added, WalksKey};
use crate::store::testing::{self, walks_key as key};

#[test]
fn whole_weeks_begin_on_mondays_within_the_time() {
    // Days 4 and 11 are Mondays.
    for (from, to, whole) in [
        (4, 11, (4, 11)),
        (3, 12, (4, 11)),
        (5, 18, (11, 18)),
        (5, 17, (17, 17)),
        (4, 10, (10, 10)),
        (6, 7, (7, 7)),
        (0, 30, (4, 25)),
    ] {
        assert_eq!(weeks(from, to), whole, "{from} {to}");
    }
    // All that there is.
    let (first, after) = weeks(i64::MIN, i64::MAX);
    assert!(first < 0 && after > 1 << 60, "{first} {after}");
}

#[tokio::test]
async fn what_an_older_relay_counted_by_day_alone_is_in_its_week_in_the_end() {
    let (_folder, store) = testing::store().await;
    let mut added = Added::default();
    added.walks.entry(key(13, "a")).or_default().begun = 7;
    store.add_insights(&added).await.unwrap();
    query("UPDATE insight_walks SET begun = begun + 2")
        .execute(&store.writer().unwrap())
        .await
        .unwrap();
    let slice = Slice {
        from: 0,
        to: 30,
        ..Slice::default()
    };
    let begun = async || {
        store.walks_by(&slice, By::Nothing).await.unwrap()[0]
            .1
            .begun
    };
    assert_eq!(begun().await, 7);
    store.sum_weeks(18).await.unwrap();
    assert_eq!(begun().await, 7, "from a later week on");
    store.sum_weeks(11).await.unwrap();
    assert_eq!(begun().await, 9);
}

#[tokio::test]
async fn on_a_server_alone_the_last_weeks_are_summed_anew() {
    let (_folder, store) = testing::store().await;
    let now = jiff::Timestamp::now().as_millisecond();
    store.look_at_clock(now).await.unwrap();
    let today = now.div_euclid(24 * 60 * 60 * 1000);
    let mut added = Added::default();
    // One of them is too long ago for any relay to count anything more.
    for (day, guide) in [(today, "a"), (today - 21, "b"), (today - 28, "c")] {
        added.walks.entry(key(day, guide)).or_default().begun = 7;
    }
    store.add_insights(&added).await.unwrap();
    query("UPDATE insight_walks SET begun = begun + 2")
        .execute(&store.writer().unwrap())
        .await
        .unwrap();
    store.sum_late_weeks().await.unwrap();
    let summed = match store.place() {
        Place::Folder(_) => 7,
        Place::Server(_) => 9,
    };
    for (guide, expected) in [("a", summed), ("b", summed), ("c", 7)] {
        let slice = Slice {
            // Whole weeks alone.
            from: monday(today - 28),
            to: monday(today) + 7,
            guide: guide.to_owned(),
            ..Slice::default()
        };
        let found = store.walks_by(&slice, By::Nothing).await.unwrap();
        assert_eq!(found[0].1.begun, expected, "{guide}");
    }
}

#[tokio::test]
async fn weeks_are_erased_with_their_days() {
    let (_folder, store) = testing::store().await;
    let mut added = Added::default();
    for day in 0..40 {
        added.walks.entry(key(day, "a")).or_default().begun = 1;
    }
    store.add_insights(&added).await.unwrap();
    let slice = Slice {
        from: 0,
        to: 40,
        ..Slice::default()
    };
    // Days 4, 11, 18 and 25 are Mondays.
    for (before, left) in [(4, 36), (5, 29), (11, 29), (17, 22), (18, 22), (19, 15)] {
        store.erase_insights(before, 0).await.unwrap();
        for by in [By::Guide, By::Equipment] {
            let found = store.walks_by(&slice, by).await.unwrap();
            assert_eq!(found[0].1.begun, left, "{before} {by:?}");
        }
    }
}

fn sorted(mut found: Vec<(String, Walks)>) -> Vec<(String, Walks)> {
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[tokio::test]
async fn weeks_and_days_together_are_what_the_days_alone_are() {
    let (_folder, store) = testing::store().await;
    let mut added = Added::default();
    for day in 0..40 {
        for (guide, technology) in [("a", "dsl"), ("b", "fibre"), ("b", "dsl")] {
            let key = WalksKey {
                day,
                guide: guide.to_owned(),
                version: "1".to_owned(),
                language: "en".to_owned(),
                technology: technology.to_owned(),
                equipment: if day % 2 == 0 { "x" } else { "y" }.to_owned(),
            };
            let walks = added.walks.entry(key.clone()).or_default();
            walks.begun += u64::try_from(day).unwrap() + 1;
            walks.verified += 2;
            added.undone.entry(key).or_default().verified += 1;
        }
    }
    store.add_insights(&added).await.unwrap();
    for (from, to) in [(0, 40), (3, 12), (5, 9), (4, 11), (7, 8), (1, 33)] {
        for (guide, rows) in [("", 3), ("b", 2)] {
            let slice = Slice {
                from,
                to,
                guide: guide.to_owned(),
                ..Slice::default()
            };
            let days = u64::try_from(to - from).unwrap();
            let begun: u64 = (from..to).map(|day| u64::try_from(day).unwrap() + 1).sum();
            let expected = (begun * rows, days * rows);
            for by in [By::Nothing, By::Guide, By::Technology, By::Equipment] {
                let found = store.walks_by(&slice, by).await.unwrap();
                let sum = |of: fn(&Walks) -> u64| found.iter().map(|(_, one)| of(one)).sum();
                let sums: (u64, u64) = (sum(|one| one.begun), sum(|one| one.verified));
                assert_eq!(sums, expected, "{from} {to} {guide} {by:?}");
            }
            let groups = store.walks_in_groups(&slice).await.unwrap();
            assert_eq!((groups.all().begun, groups.all().verified), expected);
            for by in [By::Guide, By::Language, By::Technology] {
                assert_eq!(
                    sorted(groups.by(by)),
                    sorted(store.walks_by(&slice, by).await.unwrap()),
                    "{from} {to} {guide} {by:?}"
                );
            }
            for equipment in ["x", "y"] {
                let slice = Slice {
                    equipment: equipment.to_owned(),
                    ..slice.clone()
                };
                let of_it = (from..to).filter(|day| (day % 2 == 0) == (equipment == "x"));
                let begun: u64 = of_it.map(|day| u64::try_from(day).unwrap() + 1).sum();
                let groups = store.walks_in_groups(&slice).await.unwrap();
                assert_eq!(groups.all().begun, begun * rows, "{from} {to} {equipment}");
                for by in [By::Nothing, By::Technology, By::Equipment] {
                    let found = store.walks_by(&slice, by).await.unwrap();
                    let sum: u64 = found.iter().map(|(_, one)| one.begun).sum();
                    assert_eq!(sum, begun * rows, "{from} {to} {equipment} {by:?}");
                }
                let weeks = store.walks_by_week(&slice).await.unwrap();
                let sum: u64 = weeks.iter().map(|(_, one)| one.begun).sum();
                assert_eq!(sum, begun * rows, "{from} {to} {equipment}");
                let versions = store.versions(&slice).await.unwrap();
                let sum: u64 = versions.iter().map(|one| one.walks.begun).sum();
                assert_eq!(sum, begun * rows, "{from} {to} {equipment}");
            }
            assert_eq!(store.boxes(&slice).await.unwrap(), ["x", "y"]);
            // All but the last days are those before.
            let middle = from + (to - from) / 2;
            let [before, after] = [(from, middle), (middle, to)].map(|(from, to)| Slice {
                from,
                to,
                ..slice.clone()
            });
            let after = store.walks_in_groups(&after).await.unwrap();
            let before = store.walks_in_groups(&before).await.unwrap();
            assert_eq!(groups.without(&after).all(), before.all());
            let weeks = store.walks_by_week(&slice).await.unwrap();
            assert!(weeks.iter().all(|(week, _)| monday(*week) == *week));
            assert_eq!(weeks[0].0, monday(from));
            let sum: u64 = weeks.iter().map(|(_, one)| one.begun).sum();
            assert_eq!(sum, begun * rows, "{from} {to} {guide}");
        }
    }
}
