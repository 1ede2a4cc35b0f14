//! An invented world whose truth the pages give back.

use super::*;

/// What is true of [`ORDER`].
pub fn truth() -> Truth {
    let of = |pairs: &[(&str, f64)]| -> BTreeMap<String, f64> {
        pairs
            .iter()
            .map(|(place, number)| ((*place).to_owned(), *number))
            .collect()
    };
    Truth {
        causes: of(&[("long", 0.10), ("cables", 0.35), ("restart", 0.30)]),
        else_helps: 0.0,
        minutes: of(&[("long", 12.0), ("cables", 1.0), ("restart", 4.0)]),
        leaves: of(&[("cables", 0.12)]),
        else_leaves: 0.02,
    }
}

/// So many invented walks through this guide.
pub fn walks_of(guide: &str, truth: &Truth, random: &mut Rng, number: usize) -> Vec<Value> {
    let (library, hash) = library(guide);
    (0..number)
        .map(|_| {
            let events = walk(&library, "remedies", truth, random);
            json!({
                "walk": format!("{:032x}", random.u128(..)), "guide": "remedies", "hash": hash, "language": "en",
                "ago": random.u32(0..3 * 24 * 3600), "events": events,
            })
        })
        .collect()
}

/// Sends so many of them, five in a batch.
async fn send_world(relay: &Running, random: &mut Rng, number: usize) {
    for batch in walks_of(ORDER, &truth(), random, number).chunks(5) {
        let (status, answer) = post(relay, &json!({ "format": 1, "walks": batch })).await;
        assert_eq!(status, 200, "{answer}");
    }
    written().await;
}

fn holds(row: &Value, column: &str, truth: f64) -> bool {
    let ends: Vec<f64> = row[column]
        .as_array()
        .unwrap()
        .iter()
        .map(|end| end.as_f64().unwrap())
        .collect();
    ends[0] <= truth && truth <= ends[1]
}

#[tokio::test]
async fn the_pages_give_back_what_is_true_and_the_proposed_order_is_quicker() {
    let relay = relay().await;
    let mut random = Rng::with_seed(29);
    send_world(&relay, &mut random, 3000).await;

    // How many are helped, told by measurements: with their causes, less those who leave and who cannot.
    let steps = figure(&relay, "/insights/steps/helpful.json?guide=remedies").await;
    let left = |before: f64| 1.0 - before;
    let (mut held, mut all) = (0, 0);
    for (title, truth) in [
        ("Use another line", 0.10),
        ("Check the cables", 0.35 / left(0.10)),
        ("Restart the router", 0.30 / left(0.45)),
    ] {
        let row = steps
            .iter()
            .find(|row| row["step"] == title)
            .unwrap_or_else(|| panic!("{steps:?}"));
        all += 1;
        held += i32::from(holds(row, "95 % interval", truth));
        println!(
            "{title}: {:.3} measured, {truth:.3} true",
            share(row, "helps")
        );
    }
    // One of twenty intervals may miss; of three, not two.
    assert!(held >= all - 1, "{held} of {all}");

    let losses = figure(&relay, "/insights/guide/losses.json?guide=remedies").await;
    assert_eq!(losses[0]["step"], "Check the cables", "{losses:?}");
    assert!(holds(&losses[0], "95 % interval", 0.12), "{losses:?}");

    let funnel = figure(&relay, "/insights/guide/funnel.json?guide=remedies").await;
    let came: Vec<f64> = funnel.iter().map(|row| share(row, "of all")).collect();
    assert_eq!(funnel[0]["walks"], 3000, "{funnel:?}");
    assert!(
        (came[1] - 0.98).abs() < 0.015,
        "two of a hundred leave at the first step: {came:?}"
    );
    assert!(came.is_sorted_by(|a, b| a >= b), "{came:?}");
    // A tenth is helped by the first step, where 2 % leave; then 12 and 2 % of those who are left do.
    let at_cables = 0.98 * (1.0 - 0.10);
    let at_restart = at_cables * 0.88 * (1.0 - 0.35 / 0.90);
    let lost = 0.02 + at_cables * 0.12 + at_restart * 0.02;
    assert!((1.0 - came[2] - lost).abs() < 0.03, "{lost} {came:?}");

    let order = figure(&relay, "/insights/steps/order.json?guide=remedies").await;
    let places: Vec<&str> = order
        .iter()
        .map(|row| row["step"].as_str().unwrap())
        .collect();
    assert_eq!(
        places,
        ["Check the cables", "Restart the router", "Use another line"]
    );

    // Both orders, in simulated minutes of customers who do not leave.
    let mut minutes = |order: [(f64, f64); 3]| -> f64 {
        let mut sum = 0.0;
        for _ in 0..20_000 {
            let mut cause = random.f64();
            for (share, minutes) in order {
                sum += minutes;
                cause -= share;
                if cause < 0.0 {
                    break;
                }
            }
        }
        sum / 20_000.0
    };
    let (long, cables, restart) = ((0.10, 12.0), (0.35, 1.0), (0.30, 4.0));
    let (written, proposed) = (
        minutes([long, cables, restart]),
        minutes([cables, restart, long]),
    );
    println!("a walk takes {written:.1} minutes as written and {proposed:.1} as proposed");
    assert!(proposed < written - 3.0, "{written} {proposed}");
}

#[tokio::test]
async fn a_year_of_the_sample_is_marked_as_invented_on_each_page() {
    let relay = relay().await;
    let store = relay.store_to_change().await;
    let (order, _) = library(ORDER);
    let today = jiff::Timestamp::now().as_second() / 86_400;
    let filled =
        firstline_relay::world::fill(&store, &[("remedies".to_owned(), order)], &[], today, 1, 12)
            .await
            .unwrap()
            .unwrap();
    assert!(filled.walks > 2_000, "{filled:?}");
    for path in ["overview", "guide", "steps", "kano"] {
        let html = page(&relay, &format!("/insights/{path}"))
            .await
            .text()
            .await
            .unwrap();
        assert!(
            html.contains("every number on these pages is invented"),
            "{path}"
        );
    }
    let json = page(&relay, "/insights/overview/ends.json")
        .await
        .text()
        .await
        .unwrap();
    assert!(json.contains("\"invented\":true"), "{json}");
    let csv = page(&relay, "/insights/overview/ends.csv")
        .await
        .text()
        .await
        .unwrap();
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().starts_with("data,end,"), "{csv}");
    assert!(lines.all(|line| line.starts_with("invented,")), "{csv}");
    // A year is read from sums, which are what their rows add up to.
    let mut other = Other::of(&relay.data).await;
    let walks_of = i64::try_from(filled.walks).unwrap();
    for table in ["insight_walks", "insight_weeks", "insight_box_weeks"] {
        let sql = format!("SELECT CAST(SUM(begun) AS BIGINT) FROM {table}");
        assert_eq!(other.count(&sql).await, walks_of, "{table}");
    }
    // Of each walk the technology is known, of most the box.
    for (part, least) in [("technology", walks_of), ("box", walks_of / 2)] {
        let sql = format!(
            "SELECT CAST(SUM(walks) AS BIGINT) FROM insight_passage_parts WHERE part = '{part}' AND place = ''"
        );
        let begun = other.count(&sql).await;
        assert!((least..=walks_of).contains(&begun), "{part} {begun}");
    }
    let boxes = "SELECT count(*) FROM insight_check_boxes";
    assert!(other.count(boxes).await > 0);
    let saved = figure(&relay, "/insights/overview/saved.json?from=2000-01-01").await;
    assert_eq!(saved[0]["value"], walks_of, "{saved:?}");
    // What is true is not mixed into it.
    let (_, hash) = library(GUIDE);
    let (status, problem) = post(&relay, &of(77 << 20, &hash, to_fixed(1))).await;
    assert_eq!(status, StatusCode::CONFLICT, "{problem}");
    written().await;
    assert_eq!(walks(&relay, "no-internet").await.begun, 0);
    // Half a year ago the guide was mended.
    let from = "2000-01-01";
    let html = page(
        &relay,
        &format!("/insights/changes?from={from}&guide=remedies"),
    )
    .await
    .text()
    .await
    .unwrap();
    assert!(html.contains("The new version helps"), "{html}");
}
