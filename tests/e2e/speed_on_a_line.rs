//! The speed test in each browser on a line in the laboratory, whose rate is known. How exact it is beside others,
//! `cargo xtask bench speed` tells; here is that no browser is left out.

use std::time::Duration;

use serde_json::Value;

use crate::harness::in_laboratory;

const GUIDE: &str = r#"{
  "format": 1, "id": "measure", "version": "1", "language": "en", "title": "Measure the line", "summary": "Says how fast it is.",
  "owner": "lab@isp.example", "reviewBy": "2099-01-01", "start": "ready", "stuck": "end",
  "steps": {
    "ready": { "kind": "instruction", "title": "Ready to measure", "actions": ["Press the button."], "to": "line",
      "ifCannot": "end" },
    "line": { "kind": "check", "title": "Measuring", "run": ["speed"], "on": { "otherwise": "ready" } },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "It is nothing that is known" }
  }
}"#;

/// A light test takes some twelve seconds there, and more on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Of the line's rate a figure has so much at least, because the machine does other things meanwhile, and at most: TCP gets 96.5 %,
/// and a light test is a little rough.
const LEAST: f64 = 0.7;
const MOST: f64 = 1.05;

#[test]
fn each_browser_measures_the_rate_of_a_line_both_ways() {
    let set_up = [
        (
            "FIRSTLINE_CHECKS_SPEED",
            "https://help.isp.example/,https://help.isp.example:8443/,https://help.isp.example:8444/",
        ),
        ("FIRSTLINE_PROBE_LISTENERS", "[::]:8081,[::]:8082"),
    ];
    in_laboratory(GUIDE, &set_up, async |page, lab, browser| {
        lab.set_line("10/2".parse().unwrap());
        page.goto("https://help.isp.example/").await;
        page.open_widget().await;
        page.click("Measure the line").await;
        page.wait_heading("Ready to measure").await;
        page.click("Done").await;
        page.click("Use less data").await;
        page.click("Start the speed test").await;
        page.wait_text_for(PATIENCE, "Compare places and times")
            .await;
        let stored = page.stored().await;
        let kept = stored.iter().find(|(key, _)| key == "firstline.speed");
        let kept: Value = serde_json::from_str(&kept.unwrap().1).unwrap();
        for (way, rate) in [("down", 10.0), ("up", 2.0)] {
            let measured = kept[0][way].as_f64().unwrap_or_default();
            assert!(
                (rate * LEAST..=rate * MOST).contains(&measured),
                "{browser}, {way}: {measured} of {rate} Mbit/s"
            );
        }
    });
}
