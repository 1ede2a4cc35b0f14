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

#[tokio::test]
async fn what_a_page_adds_to_every_request_stops_none() {
    let relay = spawn().await;
    let added = "authorization,baggage,sentry-trace,x-requested-with";
    for (path, origin, method, allowed) in [
        ("/guides/index.en.json", "https://evil.example", "GET", "*"),
        ("/assets/manifest.json", "https://evil.example", "GET", "*"),
        ("/probe/ping", "https://evil.example", "GET", "*"),
        (
            "/api/v1/tickets",
            "https://www.isp.example",
            "POST",
            "https://www.isp.example",
        ),
        ("/api/v1/tickets", "https://evil.example", "POST", ""),
    ] {
        let preflight = relay
            .client
            .request(Method::OPTIONS, relay.url(path))
            .header("origin", origin)
            .header("access-control-request-method", method)
            .header("access-control-request-headers", added);
        let response = preflight.send().await.unwrap();
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap())
        };
        assert_eq!(header("access-control-allow-origin"), allowed, "{path}");
        // `*` would not allow `Authorization`.
        assert_eq!(header("access-control-allow-headers"), added, "{path}");
    }
}

#[tokio::test]
async fn a_page_is_told_whether_its_origin_may_send() {
    let relay = spawn().await;
    for (origin, status) in [
        (Some("https://www.isp.example"), 204),
        (None, 204),
        (Some("https://isp.example"), 403),
        (Some("http://www.isp.example"), 403),
        (Some("null"), 403),
    ] {
        let mut request = relay.client.get(relay.url("/api/v1/origin"));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{origin:?}");
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        if status == 403 {
            let problem: firstline_wire::Problem = response.json().await.unwrap();
            assert_eq!(problem.kind, "/problems/origin-not-listed");
        }
    }
}
