//! What happens at steps, by all walks and by those of one language, technology or box.

use firstline_author::equipment;

use super::world::walks_of;
use super::*;
use crate::support::spawn_in;

const CATALOGUE: &str = include_str!("../../../../../guides/site/equipment.json");

async fn relay_in(data: tempfile::TempDir) -> Running {
    spawn_in(data, |config, site_| {
        *site_ = site(ORDER);
        config.insights.per_minute = 0;
        config.insights.secrets = vec![TOKEN.into()];
        config.languages = vec!["en".to_owned(), "de".to_owned()];
        let catalogue = equipment::read(CATALOGUE).catalogue;
        let boxes = equipment::publish(&catalogue, &["fritz-7590", "nokia-ont"].map(str::to_owned));
        site_.publish_boxes(boxes).unwrap();
    })
    .await
}

/// What is true of walks over each technology: what mends one does not mend the other.
fn truth_of(technology: &str) -> Truth {
    let (long, cables, leaves) = match technology {
        "dsl" => (0.10, 0.60, 0.02),
        _ => (0.50, 0.10, 0.20),
    };
    let of = |pairs: &[(&str, f64)]| -> BTreeMap<String, f64> {
        let owned = pairs.iter().map(|(place, is)| ((*place).to_owned(), *is));
        owned.collect()
    };
    Truth {
        causes: of(&[("long", long), ("cables", cables), ("restart", 0.2)]),
        else_helps: 0.0,
        minutes: of(&[("long", 3.0), ("cables", 1.0), ("restart", 4.0)]),
        leaves: of(&[("cables", leaves)]),
        else_leaves: 0.0,
    }
}

/// Walks over a technology, in both languages, with the box that customers of that technology have.
async fn send(relay: &Running, technology: Option<&str>, number: usize, random: &mut Rng) {
    let truth = truth_of(technology.unwrap_or("dsl"));
    let mut walks = walks_of(ORDER, &truth, random, number);
    for (at, walk) in walks.iter_mut().enumerate() {
        walk["language"] = json!(if at % 3 == 0 { "de" } else { "en" });
        if let Some(technology) = technology {
            walk["technology"] = json!(technology);
            walk["equipment"] = json!(if technology == "dsl" {
                "fritz-7590"
            } else {
                "nokia-ont"
            });
        }
    }
    for batch in walks.chunks(5) {
        let (status, answer) = post(relay, &json!({ "format": 1, "walks": batch })).await;
        assert_eq!(status, 200, "{answer}");
    }
}

/// Waits until so many walks are written down.
async fn counted(relay: &Running, number: u64) {
    for _ in 0..200 {
        if walks(relay, "remedies").await.begun == number {
            return;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    panic!("{number} walks are not written down after a minute");
}

async fn of(relay: &Running, figure_: &str, narrowed: &str) -> Vec<Value> {
    figure(
        relay,
        &format!("/insights/{figure_}.json?guide=remedies{narrowed}"),
    )
    .await
}

/// All that was ever counted of the guide, in a part of the walks.
fn slice_of(part: &str, value: &str) -> Slice {
    let value = value.to_owned();
    let slice = Slice {
        from: 0,
        to: i64::MAX,
        guide: "remedies".to_owned(),
        ..Slice::default()
    };
    match part {
        "language" => Slice {
            language: value,
            ..slice
        },
        "technology" => Slice {
            technology: value,
            ..slice
        },
        "box" => Slice {
            equipment: value,
            ..slice
        },
        _ => slice,
    }
}

fn row<'a>(rows: &'a [Value], step: &str) -> &'a Value {
    let found = rows.iter().find(|row| row["step"] == step);
    found.unwrap_or_else(|| panic!("no {step} in {rows:?}"))
}

fn holds(row: &Value, truth: f64) -> bool {
    let ends = row["95 % interval"].as_array();
    let ends = ends.unwrap_or_else(|| panic!("no interval in {row}"));
    (ends[0].as_f64().unwrap()..=ends[1].as_f64().unwrap()).contains(&truth)
}

#[tokio::test]
async fn each_technology_and_box_has_its_own_truth_in_pages_and_files() {
    let relay = relay_in(tempfile::tempdir().unwrap()).await;
    let mut random = Rng::with_seed(53);
    send(&relay, Some("dsl"), 600, &mut random).await;
    send(&relay, Some("fibre"), 900, &mut random).await;
    send(&relay, None, 90, &mut random).await;
    counted(&relay, 600 + 900 + 90).await;
    for (part, value, walks, mends, lost) in [
        ("technology", "dsl", 600, 0.10, 0.02),
        ("technology", "fibre", 900, 0.50, 0.20),
        ("box", "fritz-7590", 600, 0.10, 0.02),
        ("box", "nokia-ont", 900, 0.50, 0.20),
    ] {
        let narrowed = &format!("&{part}={value}");
        let funnel = of(&relay, "guide/funnel", narrowed).await;
        assert_eq!(funnel[0]["walks"], walks, "{narrowed} {funnel:?}");
        assert_eq!(funnel[1]["walks"], walks, "{narrowed} {funnel:?}");
        let steps = of(&relay, "steps/helpful", narrowed).await;
        let long = row(&steps, "Use another line");
        assert!(holds(long, mends), "{narrowed} {long}");
        let losses = of(&relay, "guide/losses", narrowed).await;
        let cables = row(&losses, "Check the cables");
        assert!(holds(cables, lost), "{narrowed} {cables}");
        // Each that is solved took some minutes.
        let took = relay.store().await.minutes(&slice_of(part, value)).await;
        let took = took.unwrap().iter().map(|(_, walks)| walks).sum::<u64>();
        assert_eq!(funnel[3]["walks"], took, "{narrowed} {funnel:?}");
    }
    // Steps stand in the order of their technology.
    for (technology, first) in [("dsl", "Check the cables"), ("fibre", "Use another line")] {
        let order = of(&relay, "steps/order", &format!("&technology={technology}")).await;
        assert_eq!(order[0]["step"], first, "{technology} {order:?}");
    }
    // A walk of no known technology is in the whole alone.
    let funnel = of(&relay, "guide/funnel", "").await;
    assert_eq!(funnel[0]["walks"], 600 + 900 + 90);
    // The same as a file of values.
    let path = "/insights/steps/helpful.csv?guide=remedies&technology=fibre";
    let csv = page(&relay, path).await.text().await.unwrap();
    let steps = of(&relay, "steps/helpful", "&technology=fibre").await;
    let tries = &row(&steps, "Use another line")["tries"];
    let line = format!("Use another line,{tries},");
    assert!(csv.lines().any(|found| found.starts_with(&line)), "{csv}");
}

#[tokio::test]
async fn parts_come_to_the_whole_and_what_is_unknown_is_in_the_whole_alone() {
    let relay = relay_in(tempfile::tempdir().unwrap()).await;
    let mut random = Rng::with_seed(59);
    let sums = async |narrowed: &[(&str, &str)]| {
        let store = relay.store().await;
        let (mut ways, mut tries, mut minutes) = (BTreeMap::new(), BTreeMap::new(), [0; 121]);
        for (of, value) in narrowed {
            let slice = slice_of(of, value);
            for way in store.passages(&slice).await.unwrap() {
                let sum: &mut (u64, u64) = ways.entry((way.from, way.to)).or_default();
                *sum = (sum.0 + way.count, sum.1 + way.seconds);
            }
            for (place, found) in store.tries(&slice).await.unwrap() {
                let sum: &mut firstline_insights::helpful::Tries = tries.entry(place).or_default();
                *sum += found;
            }
            for (took, walks) in store.minutes(&slice).await.unwrap() {
                minutes[usize::try_from(took).unwrap()] += walks;
            }
        }
        (ways, tries, minutes)
    };
    let dimensions = [
        [("language", "en"), ("language", "de")],
        [("technology", "dsl"), ("technology", "fibre")],
        [("box", "fritz-7590"), ("box", "nokia-ont")],
    ];
    send(&relay, Some("dsl"), 120, &mut random).await;
    send(&relay, Some("fibre"), 80, &mut random).await;
    counted(&relay, 200).await;
    let whole = sums(&[("all", "")]).await;
    assert!(whole.0.len() > 4 && whole.1.len() == 3, "{whole:?}");
    for parts in dimensions {
        assert_eq!(sums(&parts).await, whole, "{parts:?}");
    }
    send(&relay, None, 40, &mut random).await;
    counted(&relay, 240).await;
    let [languages, technologies, boxes] = dimensions;
    assert_eq!(sums(&technologies).await, whole);
    assert_eq!(sums(&boxes).await, whole);
    let more = sums(&[("all", "")]).await;
    assert_ne!(more, whole);
    assert_eq!(sums(&languages).await, more);
}

#[tokio::test]
async fn one_of_several_filters_narrows_and_the_page_says_which() {
    let relay = relay_in(tempfile::tempdir().unwrap()).await;
    send(&relay, Some("dsl"), 30, &mut Rng::with_seed(61)).await;
    counted(&relay, 30).await;
    let said = "Language, technology and box narrow this page one at a time: it is narrowed by technology, and not by box.";
    for path in ["guide", "steps"] {
        let address = |narrowed: &str| format!("/insights/{path}?guide=remedies{narrowed}");
        let both = address("&technology=dsl&box=nokia-ont");
        let html = page(&relay, &both).await.text().await.unwrap();
        assert!(html.contains(said), "{html}");
        // The form shows what has an effect.
        assert!(html.contains("<option value=\"dsl\" selected"), "{html}");
        assert!(!html.contains("<option value=\"nokia-ont\" selected"));
        for narrowed in ["", "&technology=dsl", "&box=nokia-ont&version=2026.1"] {
            let html = page(&relay, &address(narrowed)).await.text().await.unwrap();
            assert!(!html.contains("one at a time"), "{html}");
        }
    }
    let path = "/insights/guide/funnel.json?guide=remedies&technology=dsl&box=nokia-ont";
    let file: Value = page(&relay, path).await.json().await.unwrap();
    assert_eq!(file["rows"][0]["walks"], 30);
    let notes = file["notes"].as_array().unwrap();
    assert!(notes.contains(&json!(said)), "{file}");
}

#[tokio::test]
async fn weeks_before_there_were_parts_are_left_out_and_that_is_said() {
    let relay = relay_in(tempfile::tempdir().unwrap()).await;
    send(&relay, Some("dsl"), 30, &mut Rng::with_seed(67)).await;
    counted(&relay, 30).await;
    let today = jiff::Timestamp::now().as_second() / 86_400;
    let monday = today - (today + 3).rem_euclid(7);
    let mut other = Other::of(&relay.data).await;
    for (since, walks, is_said) in [(monday - 700, 30, false), (monday + 7, 0, true)] {
        other.execute("DELETE FROM insight_parts_since").await;
        let sql = format!("INSERT INTO insight_parts_since (one, week) VALUES (1, {since})");
        other.execute(&sql).await;
        let path = "/insights/guide/funnel.json?guide=remedies&technology=dsl";
        let file: Value = page(&relay, path).await.json().await.unwrap();
        let rows = &file["rows"];
        let shown = rows[0]["walks"].as_u64().unwrap_or(0);
        assert_eq!(shown, walks, "{file}");
        let said = "Walks, steps and minutes of one language, technology or box are counted from";
        let notes = file["notes"].to_string();
        assert_eq!(notes.contains(said), is_said, "{notes}");
        // All walks are counted as ever.
        let all = of(&relay, "guide/funnel", "").await;
        assert_eq!(all[0]["walks"], 30);
    }
}

#[tokio::test]
async fn checks_are_told_of_one_box_but_for_areas() {
    let relay = relay_in(tempfile::tempdir().unwrap()).await;
    let (_, hash) = library(ORDER);
    for (number, (equipment, verdict, of_plan)) in [
        (Some("fritz-7590"), "fail", 0.35),
        (Some("nokia-ont"), "pass", 0.95),
        (None, "pass", 0.95),
    ]
    .into_iter()
    .cycle()
    .take(24)
    .enumerate()
    {
        let found =
            json!([{ "check": "isp", "verdict": verdict, "ofPlan": of_plan, "link": "wifi" }]);
        let mut walk = json!({
            "walk": format!("{:032x}", (number + 1) << 40), "guide": "remedies", "hash": hash, "language": "en",
            "ago": 60, "technology": "fibre", "area": "SW1",
            "events": [{ "n": 1, "is": "began" }, { "n": 2, "is": "checked", "found": found }],
        });
        if let Some(equipment) = equipment {
            walk["equipment"] = json!(equipment);
        }
        let (status, answer) = post(&relay, &json!({ "format": 1, "walks": [walk] })).await;
        assert_eq!(status, 200, "{answer}");
    }
    counted(&relay, 24).await;
    for (narrowed, measured, fails, of_plan) in [
        ("", 24, 8.0 / 24.0, (0.35 + 0.95 + 0.95) / 3.0),
        ("&box=fritz-7590", 8, 1.0, 0.35),
        ("&box=nokia-ont&technology=fibre", 8, 0.0, 0.95),
    ] {
        let failing = of(&relay, "checks/failing", narrowed).await;
        assert_eq!(failing[0]["measured"], measured, "{narrowed} {failing:?}");
        let is = share(&failing[0], "fails");
        assert!((is - fails).abs() < 0.001, "{narrowed} {failing:?}");
        for figure in ["checks/by-link", "checks/hours"] {
            let speeds = of(&relay, figure, narrowed).await;
            assert_eq!(speeds[0]["measured"], measured, "{narrowed} {speeds:?}");
            let is = share(&speeds[0], "share of the plan");
            assert!((is - of_plan).abs() < 0.001, "{narrowed} {speeds:?}");
        }
        // Of areas, those of all boxes, and that is said.
        for figure in ["areas", "speeds-by-area"] {
            let path = format!("/insights/checks/{figure}.json?{narrowed}");
            let file: Value = page(&relay, &path).await.json().await.unwrap();
            assert_eq!(file["rows"][0]["measured"], 24, "{file}");
            let meaning = file["meaning"].as_str().unwrap();
            let said = "This figure cannot be narrowed by box: all are counted.";
            assert_eq!(meaning.ends_with(said), !narrowed.is_empty(), "{file}");
        }
    }
    assert!(
        of(&relay, "checks/failing", "&technology=dsl&box=nokia-ont")
            .await
            .is_empty()
    );
}
