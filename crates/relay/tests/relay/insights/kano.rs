//! What customers answer on features comes back as categories, by group, with the numbers behind them.

use firstline_wire::kano::Feature;

use super::*;

fn feature(id: &str, name: &str) -> Feature {
    let in_english = |text: &str| BTreeMap::from([("en".to_owned(), text.to_owned())]);
    Feature {
        id: id.to_owned(),
        name: in_english(name),
        functional: in_english("How is it if it is there?"),
        dysfunctional: in_english("How is it if it is not?"),
    }
}

/// So many customers of this technology who answer so, each on a walk.
async fn answer(
    relay: &Running,
    first: u128,
    technology: &str,
    years: u8,
    said: &[(&str, &str, usize)],
) {
    let (_, hash) = library(GUIDE);
    let each = said
        .iter()
        .flat_map(|(there, missing, count)| std::iter::repeat_n((there, missing), *count));
    let walks: Vec<Value> = (first..)
        .zip(each)
        .map(|(number, (there, missing))| {
            let kano = json!({ "n": 4, "is": "kano", "feature": "report", "functional": there,
                "dysfunctional": missing, "years": years });
            let mut events = to_fixed(1).as_array().unwrap().clone();
            events.push(kano);
            json!({ "walk": format!("{number:032x}"), "guide": "no-internet", "hash": hash, "language": "en",
                "ago": 60, "technology": technology, "events": events })
        })
        .collect();
    for batch in walks.chunks(20) {
        let (status, said) = post(relay, &json!({ "format": 1, "walks": batch })).await;
        assert_eq!(status, 200, "{said}");
    }
}

#[tokio::test]
async fn a_feature_that_is_a_must_to_some_and_a_delight_to_others_is_said_and_drawn() {
    let relay = spawn_with(|config, site_| {
        *site_ = site(ORDER);
        publish(site_, "en", GUIDE);
        site_.features = vec![
            feature("report", "A speed report"),
            feature("app", "An app"),
        ];
        config.insights.per_minute = 0;
        config.insights.secrets = vec![TOKEN.into()];
    })
    .await;
    // Fibre: 50 musts, 6 indifferent. DSL: 44 delights, 8 indifferent. Six of another line: too few to be a group.
    let fibre = [("must-be", "dislike", 50), ("neutral", "neutral", 6)];
    let dsl = [("like", "neutral", 44), ("neutral", "live-with", 8)];
    answer(&relay, 1 << 64, "fibre", 0, &fibre).await;
    answer(&relay, 1 << 80, "dsl", 0, &dsl).await;
    answer(&relay, 1 << 96, "cable", 0, &[("like", "dislike", 6)]).await;
    written().await;

    let map = figure(&relay, "/insights/kano/map.json").await;
    let row = map
        .iter()
        .find(|row| row["feature"] == "A speed report")
        .unwrap();
    assert_eq!(row["answers"], 114, "{row}");
    // Better is (A + O) / (A + O + M + I), worse −(O + M) / (A + O + M + I).
    assert!((share(row, "better") - 50.0 / 114.0).abs() < 1e-9, "{row}");
    assert!((share(row, "worse") + 56.0 / 114.0).abs() < 1e-9, "{row}");

    let strengths = figure(&relay, "/insights/kano/strengths.json").await;
    assert_eq!(
        strengths.len(),
        1,
        "nobody was asked about the other: {strengths:?}"
    );
    let row = &strengths[0];
    assert!((share(row, "strength") - 6.0 / 114.0).abs() < 1e-9, "{row}");
    assert!(
        (share(row, "total strength") - 100.0 / 114.0).abs() < 1e-9,
        "{row}"
    );
    assert_eq!(
        (&row["difference"], &row["by chance?"]),
        (&json!(6.0), &json!("it may be")),
        "{row}"
    );
    // 1.65 · √((50 + 44)(228 − 94) / 228)
    assert!((share(row, "Fong's least") - 12.264).abs() < 0.01, "{row}");

    let segments = figure(&relay, "/insights/kano/segments.json").await;
    let of = |group: &str| segments.iter().find(|row| row["group"] == group);
    assert_eq!(of("fibre").unwrap()["category"], "must", "{segments:?}");
    assert_eq!(of("dsl").unwrap()["category"], "delight", "{segments:?}");
    assert!(of("cable").is_none(), "six are no group: {segments:?}");
    let html = page(&relay, "/insights/kano").await.text().await.unwrap();
    assert!(
        html.contains("“A speed report” in the eyes of several groups"),
        "it is drawn"
    );
    assert!(html.contains("“A speed report” is "), "it is said");
}
