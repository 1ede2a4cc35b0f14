//! Which pages may use what.

use reqwest::Method;

use crate::support::spawn;

#[tokio::test]
async fn the_api_is_for_listed_origins_and_the_rest_for_all() {
    let relay = spawn().await;
    for (path, origin, allowed) in [
        (
            "/api/v1/status",
            "https://www.isp.example",
            "https://www.isp.example",
        ),
        ("/api/v1/status", "https://evil.example", ""),
        ("/api/v1/status", "http://www.isp.example", ""),
        ("/api/v1/status", "https://www.isp.example.evil.example", ""),
        ("/api/v1/status", "null", ""),
        ("/probe/ping", "https://evil.example", "*"),
        ("/firstline.js", "https://evil.example", "*"),
        ("/guides/index.en.json", "https://evil.example", "*"),
        ("/nothing", "https://evil.example", "*"),
    ] {
        let response = relay
            .client
            .get(relay.url(path))
            .header("origin", origin)
            .send()
            .await
            .unwrap();
        let headers = response.headers();
        let given = headers
            .get("access-control-allow-origin")
            .map_or("", |value| value.to_str().unwrap());
        assert_eq!(given, allowed, "{path} from {origin}");
        assert!(
            !headers.contains_key("access-control-allow-credentials"),
            "{path} from {origin}"
        );
        if path.starts_with("/api") {
            let mut varies = headers.get_all("vary").iter();
            assert!(
                varies.any(|value| value.to_str().unwrap().contains("origin")),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_preflight_for_a_ticket_is_answered_for_listed_origins_only() {
    let relay = spawn().await;
    for (origin, allowed) in [
        ("https://www.isp.example", true),
        ("https://evil.example", false),
    ] {
        let preflight = relay
            .client
            .request(Method::OPTIONS, relay.url("/api/v1/tickets"))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,idempotency-key",
            );
        let response = preflight.send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.status());
        let headers = response.headers();
        assert_eq!(
            headers.contains_key("access-control-allow-origin"),
            allowed,
            "{origin}"
        );
        let allow = headers["access-control-allow-headers"].to_str().unwrap();
        assert!(
            allow.contains("content-type") && allow.contains("idempotency-key"),
            "{allow}"
        );
        assert!(
            headers["access-control-allow-methods"]
                .to_str()
                .unwrap()
                .contains("POST")
        );
    }
}
