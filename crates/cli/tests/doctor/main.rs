//! `firstline doctor` before a real relay, and before proxies that do to it what proxies do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pages;
mod proxies;
#[path = "../support/mod.rs"]
mod support;
mod targets;

use serde_json::Value;
use support::{Place, Serving, firstline};

/// The findings, and the exit code.
async fn examined(address: &str, more: &[&str]) -> (Vec<Value>, Option<i32>) {
    let mut command = firstline(std::path::Path::new("."));
    command.arg("doctor").arg(address).arg("--json").args(more);
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.unwrap().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let findings = document["findings"].as_array().unwrap().clone();
    (findings, output.status.code())
}

fn says(findings: &[Value], level: &str, words: &str) -> bool {
    findings.iter().any(|finding| {
        let whole = format!(
            "{} {}",
            finding["says"].as_str().unwrap(),
            finding["write"].as_str().unwrap_or_default()
        );
        finding["level"] == level && whole.contains(words)
    })
}

fn relay() -> (Place, Serving) {
    let place = Place::new();
    place.append(
        "firstline.toml",
        "origins = [\"https://www.isp.example\"]\n[checks]\ninternet = [\"http://127.0.0.1:9/\"]\n[probe]\nnetworks = [\"127.0.0.0/8\"]\n",
    );
    let serving = place.serve(&[]);
    (place, serving)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_by_itself_is_found_to_be_well() {
    let (_place, serving) = relay();
    let (found, code) = examined(&serving.url(""), &[]).await;
    for words in [
        "it answers",
        "its clock is right",
        "3 of 3 come as they should",
        "sees the customer's own connection",
        "downloads come as they are",
        "ipv4, from your network",
        "counted while it is sent",
        "large uploads are taken",
        "WebSocket passes",
    ] {
        assert!(says(&found, "good", words), "{words}: {found:#?}");
    }
    assert!(
        says(&found, "not-set-up", "no page was named"),
        "{found:#?}"
    );
    // Nobody listens there.
    assert!(
        says(
            &found,
            "wrong",
            "checks.internet: http://127.0.0.1:9/ does not answer"
        ),
        "{found:#?}"
    );
    assert_eq!(code, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_none_or_nobodys_is_said_so() {
    let (found, code) = examined("http://127.0.0.1:9", &[]).await;
    assert!(says(&found, "wrong", "does not answer"), "{found:#?}");
    assert_eq!((found.len(), code), (1, Some(1)));
    let output = firstline(std::path::Path::new("."))
        .args(["doctor", "help.isp.example"])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("Write https://help.isp.example"),
        "{errors}"
    );
    assert_eq!(output.status.code(), Some(2));
}
