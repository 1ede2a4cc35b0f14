use fastrand::Rng;

use super::*;
use crate::store::insights::{MinutesKey, PassageKey, Segment, StepKey, monday};
use crate::store::testing::{self, walks_key};

const ALL: [Parted; 3] = [OF_PASSAGES, OF_STEPS, OF_MINUTES];

fn one_of(names: &[&str], random: &mut Rng) -> String {
    names[random.usize(0..names.len())].to_owned()
}

/// What happens on walks of which everything is known.
fn happens(random: &mut Rng) -> Added {
    let mut added = Added::default();
    for _ in 0..random.usize(1..20) {
        let segment = Segment {
            language: one_of(&["en", "de"], random),
            technology: one_of(&["dsl", "fibre"], random),
            equipment: one_of(&["x", "y", "z"], random),
        };
        let steps = added.steps.entry(segment).or_default();
        let key = StepKey {
            week: monday(random.i64(0..35)),
            guide: one_of(&["a", "b"], random),
            version: one_of(&["1", "2"], random),
            place: one_of(&["power", "cables"], random),
        };
        let minutes = MinutesKey {
            week: key.week,
            guide: key.guide.clone(),
            version: key.version.clone(),
            minutes: random.i64(0..4),
        };
        *steps.minutes.entry(minutes).or_default() += random.i64(-1..3);
        let passage = PassageKey {
            week: key.week,
            guide: key.guide.clone(),
            version: key.version.clone(),
            from: key.place.clone(),
            to: one_of(&["cables", "fixed"], random),
        };
        let between = steps.passages.entry(passage).or_default();
        *between = (between.0 + random.i64(-1..3), between.1 + random.u64(0..90));
        let of_step = match random.bool() {
            true => &mut steps.tries,
            false => &mut steps.untried,
        };
        of_step.entry(key).or_default().tried += random.u64(1..4);
    }
    added
}

/// How many rows the parts of a dimension have that do not add up to the whole, or that the whole has alone.
async fn apart(store: &Store, parted: &Parted, dimension: Dimension) -> i64 {
    let keys = parted.whole.keys.join(", ");
    let sums = parted.whole.counts.iter();
    let sums: Vec<String> = sums
        .map(|count| format!("CAST(SUM({count}) AS BIGINT)"))
        .collect();
    let sums = sums.join(", ");
    let (whole, parts) = (parted.whole.name, parted.parts.name);
    let of = format!("FROM {parts} WHERE part = '{}'", dimension.name());
    let parts = format!("SELECT {keys}, {sums} {of} GROUP BY {keys}");
    let whole = format!("SELECT {keys}, {sums} FROM {whole} GROUP BY {keys}");
    let mut rows = 0;
    for (one, other) in [(&whole, &parts), (&parts, &whole)] {
        let sql = format!(
            "SELECT count(*) FROM (SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other) AS rest"
        );
        let row = query(sqlx::AssertSqlSafe(sql))
            .fetch_one(&store.reader().unwrap())
            .await
            .unwrap();
        rows += row.try_get::<i64, _>(0).unwrap();
    }
    rows
}

#[tokio::test]
async fn parts_add_up_to_the_whole_whatever_happens_in_which_order() {
    let (_folder, store) = testing::store().await;
    for seed in 0..3 {
        let mut random = Rng::with_seed(seed);
        for round in 0..12 {
            let mut added = happens(&mut random);
            // What could not be written comes with what came since.
            if random.bool() {
                added.put_back(happens(&mut random));
            }
            store.add_insights(&added).await.unwrap();
            if random.f64() < 0.2 {
                store.erase_insights(random.i64(0..25), 0).await.unwrap();
            }
            for parted in &ALL {
                for dimension in Dimension::ALL {
                    let rows = apart(&store, parted, dimension).await;
                    let name = parted.parts.name;
                    assert_eq!(rows, 0, "{seed} {round} {name} {dimension:?}");
                }
            }
        }
    }
    // What is unknown is in no part.
    let mut added = Added::default();
    let unknown = happens(&mut Rng::with_seed(7)).steps.into_values();
    added
        .steps
        .insert(Segment::default(), unknown.last().unwrap());
    store.add_insights(&added).await.unwrap();
    for dimension in Dimension::ALL {
        assert!(apart(&store, &OF_PASSAGES, dimension).await > 0);
    }
    // Erased as the whole is.
    store.erase_insights(1000, 0).await.unwrap();
    for parted in &ALL {
        for table in [&parted.whole, &parted.parts] {
            let sql = format!("SELECT count(*) FROM {}", table.name);
            let row = query(sqlx::AssertSqlSafe(sql))
                .fetch_one(&store.reader().unwrap())
                .await
                .unwrap();
            assert_eq!(row.try_get::<i64, _>(0).unwrap(), 0, "{}", table.name);
        }
    }
}

#[tokio::test]
async fn a_store_that_has_counted_before_has_parts_from_the_next_week_on() {
    let (_folder, store) = testing::store().await;
    // One that begins with parts has all of them.
    assert_eq!(store.parts_since().await.unwrap(), None);
    let mut added = Added::default();
    for day in [5, 16, 20] {
        let walks = added.walks.entry(walks_key(day, "a"));
        walks.or_default().begun += 1;
    }
    store.add_insights(&added).await.unwrap();
    for sql in [
        "DROP TABLE insight_passage_parts",
        "DROP TABLE insight_step_parts",
        "DROP TABLE insight_minute_parts",
        "DROP TABLE insight_check_boxes",
        "DROP TABLE insight_speed_boxes",
        "DROP TABLE insight_parts_since",
        "DELETE FROM _sqlx_migrations WHERE version = 94",
    ] {
        query(sql).execute(&store.writer().unwrap()).await.unwrap();
    }
    let store = testing::another(&store).await;
    // Day 18 is the Monday of the last week that was counted.
    assert_eq!(store.parts_since().await.unwrap(), Some(25));
}

#[tokio::test]
async fn a_part_is_found_by_an_index() {
    let (_folder, store) = testing::store().await;
    if store.writer().unwrap().dialect().is_shared() {
        return;
    }
    let of_steps = ALL.map(|parted| {
        let rows = format!("{} WHERE {WHERE_PART} AND guide = $3", parted.parts.name);
        (rows, "(part=? AND value=? AND guide=?")
    });
    let of_boxes = ["insight_check_boxes", "insight_speed_boxes"].map(|name| {
        let rows = format!("{name} WHERE equipment = $4");
        (rows, "(equipment=? AND week>? AND week<?)")
    });
    for (rows, expected) in of_steps.into_iter().chain(of_boxes) {
        let sql = format!("EXPLAIN QUERY PLAN SELECT 1 FROM {rows} AND week >= $1 AND week < $2");
        let row = query(sqlx::AssertSqlSafe(sql))
            .fetch_one(&store.reader().unwrap())
            .await
            .unwrap();
        let plan: String = row.try_get(3).unwrap();
        assert!(plan.contains(expected), "{rows}: {plan}");
    }
}
