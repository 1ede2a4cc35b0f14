//! A remedy that is a guide of its own, called by others, as most of ours are.

use super::versions::{holds, order, relay_with, send, steps};
use super::world::truth;
use super::*;

/// The three remedies, of which the last is called.
fn calling() -> String {
    let mut guide: Value = serde_json::from_str(ORDER).unwrap();
    guide["steps"]["restart"] = json!({
        "kind": "guide", "guide": "mends", "on": { "resolved": "fixed", "unresolved": "ticket" },
    });
    guide.to_string()
}

#[tokio::test]
async fn a_guide_that_is_called_is_weighed_as_a_whole() {
    let relay = relay_with(tempfile::tempdir().unwrap(), &calling()).await;
    let mut truth = truth();
    // What mends stands in the called guide, and takes its time there after a first step.
    truth.causes.remove("restart");
    truth.causes.insert("restart/plug".to_owned(), 0.30);
    truth.minutes.insert("restart/ready".to_owned(), 1.0);
    truth.minutes.insert("restart/plug".to_owned(), 3.0);
    let mut random = Rng::with_seed(31);
    send(&relay, &calling(), &truth, &mut random, 3000).await;

    let helpful = figure(&relay, "/insights/steps/helpful.json?guide=remedies").await;
    let row = |step: &str| {
        let found = helpful.iter().find(|row| row["step"] == step);
        found.unwrap_or_else(|| panic!("{step}: {helpful:?}"))
    };
    let (whole, plug) = (row("Restart the router"), row("Pull the plug"));
    for column in ["measured fixes", "claimed fixes"] {
        assert_eq!(whole[column], plug[column], "{helpful:?}");
    }
    // Both of its steps: each takes half, once or twice as long as its mean, so some 1.125 times the mean.
    let minutes = whole["minutes"].as_f64().unwrap();
    assert!((minutes - 4.0 * 1.125).abs() < 0.4, "{whole:?}");

    let proposed = order(&relay, "").await;
    assert_eq!(
        steps(&proposed),
        [
            ("Check the cables", 2),
            ("Restart the router", 3),
            ("Use another line", 1)
        ]
    );
    assert!(holds(&proposed, "Restart the router", 0.30), "{proposed}");
}

#[tokio::test]
async fn a_guide_that_two_steps_call_is_named_with_the_place() {
    let mut guide: Value = serde_json::from_str(&calling()).unwrap();
    guide["steps"]["cables"] = json!({
        "kind": "guide", "guide": "mends", "on": { "resolved": "fixed", "unresolved": "restart" },
    });
    let guide = guide.to_string();
    let relay = relay_with(tempfile::tempdir().unwrap(), &guide).await;
    let mut random = Rng::with_seed(37);
    send(&relay, &guide, &Truth::default(), &mut random, 60).await;
    let helpful = figure(&relay, "/insights/steps/helpful.json?guide=remedies").await;
    let mut names: Vec<&str> = helpful
        .iter()
        .map(|row| row["step"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "Pull the plug (cables/plug)",
            "Pull the plug (restart/plug)",
            "Restart the router (cables)",
            "Restart the router (restart)",
            "Use another line",
        ]
    );
}
