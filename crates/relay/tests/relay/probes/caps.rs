//! What keeps the probes from being used to flood, and tickets from waiting for them.

use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::StatusCode;

use super::can_be_measured;
use crate::support::{self, KEY, spawn_with, ticket, walked};

#[tokio::test]
async fn a_transfer_has_no_more_bytes_and_lasts_no_longer_than_the_operator_says() {
    let relay = spawn_with(|config, _| {
        config.probe.most_megabytes = 1;
        config.probe.most_time = Duration::from_millis(300);
    })
    .await;
    let capped = relay.get("/probe/download?bytes=1000000000000").await;
    assert_eq!(capped.headers()["content-length"], "1000000");
    let by_time = relay.get("/probe/download?ms=18446744073709551615").await;
    assert!(by_time.bytes().await.unwrap().len() <= 1_000_000);
    // An upload that is too large is taken until it is enough.
    let endless = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0_u8; 10_000]));
    let upload = relay.client.post(relay.url("/probe/upload"));
    let body = reqwest::Body::wrap_stream(endless.take(1000));
    if let Ok(response) = upload.body(body).send().await {
        assert_eq!(response.status(), 200);
    }
}

#[tokio::test]
async fn a_test_that_would_not_get_its_share_is_refused_and_told_when_to_come_again() {
    type Change = fn(&mut firstline_relay::config::ProbeConfig);
    let cases: [(Change, u16, &str); 3] = [
        (|probe| probe.at_once = 1, 503, "/problems/tests-busy"),
        (
            |probe| probe.at_once_of_one = 1,
            429,
            "/problems/too-many-tests",
        ),
        (|probe| probe.at_once = 0, 503, "/problems/tests-busy"),
    ];
    for (change, status, kind) in cases {
        let relay = spawn_with(|config, _| change(&mut config.probe)).await;
        let held = relay.get("/probe/download?bytes=900000000").await;
        for path in [
            "/probe/download?bytes=1",
            "/probe/download?ms=1",
            "/probe/upload/a",
        ] {
            let request = relay.client.get(relay.url(path));
            let request = request.header("origin", "https://any.example");
            let response = request.send().await.unwrap();
            can_be_measured(&response, true);
            let wait = response.headers()["retry-after"].to_str().unwrap();
            assert!(wait.parse::<u64>().unwrap() > 0, "{path}");
            let exposed = response.headers()["access-control-expose-headers"].clone();
            assert!(exposed.to_str().unwrap().contains("retry-after"));
            let (answered, problem) = support::json(response).await;
            assert_eq!(answered, status, "{path}");
            assert_eq!(problem["type"], kind, "{path}");
        }
        // Pings are no transfers.
        assert_eq!(relay.get("/probe/ping").await.status(), 204);
        drop(held);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_are_taken_while_many_test() {
    let relay = spawn_with(|config, _| config.probe.most_megabits = 0).await;
    let mut tests = Vec::new();
    for _ in 0..20 {
        let request = relay.client.get(relay.url("/probe/download?ms=20000"));
        tests.push(tokio::spawn(async move {
            let mut body = request.send().await.unwrap().bytes_stream();
            while body.next().await.is_some() {}
        }));
    }
    let body = ticket(&walked());
    for number in 0..5 {
        let answer = relay.post(&support::key(number), &body).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
    }
    assert_eq!(relay.post(KEY, &body).await.status(), StatusCode::CREATED);
    assert!(tests.iter().all(|test| !test.is_finished()));
    for test in tests {
        test.abort();
    }
}
