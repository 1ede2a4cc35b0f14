//! What is told when somebody opens the help: planned work that is ahead, and what the browser may measure.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::support::{PROVIDER, Running, json, spawn, spawn_for};

async fn opening(relay: &Running, area: &str) -> Value {
    let path = format!("/api/v1/opening?language=en&area={area}");
    let (status, opening) = json(relay.get(&path).await).await;
    assert_eq!(status, 200);
    opening
}

#[tokio::test]
async fn planned_work_is_told_where_it_is_and_not_too_long_before() {
    let folder = tempfile::tempdir().unwrap();
    let in_hours = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
    let item = |id: &str, kind: &str, hours: i64| {
        format!(
            r#"{{"id":"{id}","kind":"{kind}","title":"{id}","areas":["227*"],"began":"{}","expected_end":"{}"}}"#,
            in_hours(hours),
            in_hours(hours + 2)
        )
    };
    let items = [
        item("later", "maintenance", 90),
        item("soon", "maintenance", 30),
        item("now", "maintenance", -1),
        item("next-month", "maintenance", 24 * 30),
        item("a-fault", "outage", 30),
    ];
    let file = folder.path().join("status.json");
    std::fs::write(
        &file,
        format!(r#"{{"state":"ok","items":[{}]}}"#, items.join(",")),
    )
    .unwrap();
    let provider = PROVIDER.trim_end().strip_suffix('}').unwrap().to_owned()
        + r#", "opening": { "unreachable": "no-internet", "slow": "not-there" } }"#;
    let relay = spawn_for(&provider, tempfile::tempdir().unwrap(), |config, _| {
        config.status.file = Some(file);
    })
    .await;
    let told = opening(&relay, "22767").await;
    let ids: Vec<&str> = told["ahead"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ahead| ahead["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["soon", "later"]);
    assert!(told["ahead"][0]["until"].is_string());
    assert_eq!(told["measure"]["unreachable"]["guide"], "no-internet");
    assert!(told["measure"]["unreachable"]["title"].is_string());
    // A guide that is not there is suggested to nobody.
    assert!(told["measure"].get("slow").is_none());
    assert_eq!(
        opening(&relay, "10115").await["ahead"],
        Value::Array(Vec::new())
    );
}

#[tokio::test]
async fn nothing_is_measured_unless_the_provider_says_so() {
    let relay = spawn().await;
    assert!(opening(&relay, "").await.get("measure").is_none());
}
