//! The ping, and who asks.

use reqwest::Method;
use serde_json::json;

use super::can_be_measured;
use crate::support::{self, spawn, spawn_with};

#[tokio::test]
async fn a_ping_says_what_it_took_here_and_what_the_kernel_knows() {
    let relay = spawn_with(|config, _| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    for forwarded in [None, Some("198.51.100.9")] {
        let mut request = relay
            .client
            .get(relay.url("/probe/ping"))
            .header("origin", "https://any.example");
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 204);
        can_be_measured(&response, true);
        let timing = response.headers()["server-timing"].to_str().unwrap();
        assert!(timing.starts_with("app;dur="), "{timing}");
        // The connection is the proxy's, whose round trips are not the customer's.
        assert!(!timing.contains("rtt"), "{timing}");
    }
    let relay = spawn().await;
    let response = relay.get("/probe/ping").await;
    let timing = response.headers()["server-timing"].to_str().unwrap();
    if cfg!(target_os = "linux") {
        let value = |name: &str| {
            let value = timing.split(name).nth(1).unwrap();
            let value: String = value
                .chars()
                .take_while(|character| character.is_ascii_digit() || *character == '.')
                .collect();
            value.parse::<f64>().unwrap()
        };
        assert!(value("rtt;dur=") > 0.0, "{timing}");
        assert!(value("mss;desc=\"") >= 500.0, "{timing}");
    }
}

#[tokio::test]
async fn whoami_tells_the_family_and_whether_the_network_is_the_providers_and_no_more() {
    let known = ["192.0.2.0/24", "2001:db8::/32"];
    for (networks, address, told) in [
        (
            &known[..],
            "192.0.2.7",
            json!({ "family": "ipv4", "on_net": true }),
        ),
        (
            &known,
            "198.51.100.7",
            json!({ "family": "ipv4", "on_net": false }),
        ),
        (
            &known,
            "::ffff:192.0.2.7",
            json!({ "family": "ipv4", "on_net": true }),
        ),
        (
            &known,
            "2001:db8::7",
            json!({ "family": "ipv6", "on_net": true }),
        ),
        (
            &known,
            "2001:db9::7",
            json!({ "family": "ipv6", "on_net": false }),
        ),
        (
            &[],
            "192.0.2.7",
            json!({ "family": "ipv4", "on_net": null }),
        ),
    ] {
        let relay = spawn_with(|config, _| {
            config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
            config.probe.networks = networks.iter().map(|text| text.parse().unwrap()).collect();
        })
        .await;
        let request = relay.client.get(relay.url("/probe/whoami"));
        let request = request.header("x-forwarded-for", address);
        let response = request.send().await.unwrap();
        can_be_measured(&response, false);
        assert_eq!(support::json(response).await.1, told, "{address}");
    }
}

#[tokio::test]
async fn any_page_may_ask_every_probe_by_the_methods_that_it_takes() {
    let relay = spawn().await;
    for (method, path) in [
        ("GET", "/probe/ping"),
        ("HEAD", "/probe/ping"),
        ("GET", "/probe/whoami"),
        ("GET", "/probe/download?bytes=1"),
        ("POST", "/probe/upload?id=a"),
        ("GET", "/probe/upload/a"),
    ] {
        let preflight = relay
            .client
            .request(Method::OPTIONS, relay.url(path))
            .header("origin", "https://any.example")
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "content-type,baggage");
        let response = preflight.send().await.unwrap();
        assert!(response.status().is_success(), "{method} {path}");
        let headers = response.headers();
        assert_eq!(headers["access-control-allow-origin"], "*", "{path}");
        let methods = headers["access-control-allow-methods"].to_str().unwrap();
        assert!(methods.contains(method), "{path}: {methods}");
    }
    for (method, path, allow) in [
        (Method::POST, "/probe/ping", "GET,HEAD"),
        (Method::PUT, "/probe/download", "GET,HEAD"),
        (Method::GET, "/probe/upload", "POST"),
        (Method::DELETE, "/probe/whoami", "GET,HEAD"),
    ] {
        let request = relay.client.request(method.clone(), relay.url(path));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 405, "{method} {path}");
        assert_eq!(response.headers()["allow"], allow, "{method} {path}");
        can_be_measured(&response, false);
    }
}

#[tokio::test]
async fn further_listeners_answer_the_probes_and_nothing_else() {
    let relay = spawn_with(|config, _| {
        config.probe.listeners = vec![([127, 0, 0, 1], 0).into(), ([127, 0, 0, 1], 0).into()];
    })
    .await;
    assert_eq!(relay.for_probes.len(), 2);
    for address in &relay.for_probes {
        for (path, status) in [
            ("/probe/ping", 204),
            ("/probe/download?bytes=7", 200),
            ("/firstline.js", 404),
            ("/api/v1/status", 404),
            ("/metrics", 404),
            ("/", 404),
        ] {
            let request = relay.client.get(format!("{address}{path}"));
            let request = request.header("origin", "https://any.example");
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(response.headers()["access-control-allow-origin"], "*");
        }
    }
    // They end with the relay.
    let (address, client) = (relay.for_probes[0].clone(), relay.client.clone());
    relay.stop().await;
    let after = client.get(format!("{address}/probe/ping")).send().await;
    assert!(after.is_err(), "{after:?}");
}
