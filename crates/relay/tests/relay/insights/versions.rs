//! Two versions of a guide, whose remedies stand in two orders.

use super::world::{truth, walks_of};
use super::*;
use crate::support::spawn_in;

/// The same three remedies, the quickest first.
fn mended() -> String {
    let mut guide: Value = serde_json::from_str(ORDER).unwrap();
    guide["version"] = json!("2026.2");
    guide["start"] = json!("cables");
    let mut lead =
        |from: &str, to: &str| guide["steps"][from]["verify"]["on"]["otherwise"] = json!(to);
    lead("cables", "restart");
    lead("restart", "long");
    lead("long", "ticket");
    guide.to_string()
}

pub async fn relay_with(data: tempfile::TempDir, guide: &str) -> Running {
    spawn_in(data, |config, site_| {
        *site_ = site(guide);
        config.insights.per_minute = 0;
        config.insights.secrets = vec![TOKEN.into()];
    })
    .await
}

pub async fn send(relay: &Running, guide: &str, truth: &Truth, random: &mut Rng, number: usize) {
    for batch in walks_of(guide, truth, random, number).chunks(5) {
        let (status, answer) = post(relay, &json!({ "format": 1, "walks": batch })).await;
        assert_eq!(status, 200, "{answer}");
    }
    written().await;
}

pub async fn order(relay: &Running, version: &str) -> Value {
    let path = format!("/insights/steps/order.json?guide=remedies{version}");
    let response = page(relay, &path).await;
    assert_eq!(response.status(), 200, "{version}");
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// The steps as they are proposed, with where they stand in the version.
pub fn steps(order: &Value) -> Vec<(&str, u64)> {
    let rows = order["rows"].as_array().unwrap();
    let row = |row: &'_ Value| row["written"].as_u64().unwrap();
    rows.iter()
        .map(|one| (one["step"].as_str().unwrap(), row(one)))
        .collect()
}

/// Whether the interval of a step holds what it mends.
pub fn holds(order: &Value, step: &str, truth: f64) -> bool {
    let rows = order["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["step"] == step).unwrap();
    let ends = row["95 % interval"].as_array().unwrap();
    (ends[0].as_f64().unwrap()..=ends[1].as_f64().unwrap()).contains(&truth)
}

#[tokio::test]
async fn the_order_is_that_of_one_version_which_is_named() {
    let mut random = Rng::with_seed(47);
    let relay = relay_with(tempfile::tempdir().unwrap(), ORDER).await;
    send(&relay, ORDER, &truth(), &mut random, 1000).await;
    let guide = mended();
    let relay = relay_with(relay.stop().await, &guide).await;
    // Nobody but few has walked the new one: the order is the old one's, and that is said.
    send(&relay, &guide, &truth(), &mut random, 12).await;
    let best = [
        ("Check the cables", 2),
        ("Restart the router", 3),
        ("Use another line", 1),
    ];
    let first = order(&relay, "").await;
    assert_eq!(steps(&first), best);
    let meaning = first["meaning"].as_str().unwrap();
    assert!(meaning.starts_with("Version 2026.1: "), "{meaning}");
    assert!(
        meaning.ends_with("Version 2026.2 was not walked enough yet."),
        "{meaning}"
    );
    send(&relay, &guide, &truth(), &mut random, 1000).await;
    // Of the new one by itself, which is in the best order.
    let now = [
        ("Check the cables", 1),
        ("Restart the router", 2),
        ("Use another line", 3),
    ];
    for version in ["", "&version=2026.2"] {
        let of_new = order(&relay, version).await;
        let meaning = of_new["meaning"].as_str().unwrap();
        assert!(
            meaning.starts_with("Version 2026.2: The steps already stand"),
            "{meaning}"
        );
        assert_eq!(steps(&of_new), now, "{version}");
        assert!(holds(&of_new, "Check the cables", 0.35), "{of_new}");
        assert!(holds(&of_new, "Restart the router", 0.30), "{of_new}");
    }
    let of_old = order(&relay, "&version=2026.1").await;
    assert_eq!(steps(&of_old), best);
    assert!(holds(&of_old, "Check the cables", 0.35), "{of_old}");
}

#[tokio::test]
async fn a_version_of_two_orders_tells_none() {
    let mut random = Rng::with_seed(43);
    let relay = relay_with(tempfile::tempdir().unwrap(), ORDER).await;
    send(&relay, ORDER, &truth(), &mut random, 300).await;
    // The author has changed the order, and forgotten the version.
    let guide = mended().replace("2026.2", "2026.1");
    let relay = relay_with(relay.stop().await, &guide).await;
    send(&relay, &guide, &truth(), &mut random, 300).await;
    let order = order(&relay, "").await;
    assert!(
        order["meaning"]
            .as_str()
            .unwrap()
            .contains("was published with several orders"),
        "{order}"
    );
    assert_eq!(order["rows"], json!([]));
}
