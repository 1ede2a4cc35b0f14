//! `firstline doctor` before a real relay, and before proxies that do to it what proxies do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use support::{Place, Serving, firstline};

/// What a proxy does to what passes through it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Nothing,
    CollectsAnswers,
    CollectsUploads,
    RefusesLarge,
    DropsHeaders,
    ChangesKinds,
    Redirects,
    AnswersItself,
}

/// A proxy in front of the relay.
async fn proxy(relay: String, does: Does) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let router = Router::new().fallback(pass).with_state((relay, does));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn pass(State((relay, does)): State<(String, Does)>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().unwrap().to_string();
    match does {
        Does::Redirects => {
            return (
                StatusCode::MOVED_PERMANENTLY,
                [("location", "https://www.isp.example/")],
            )
                .into_response();
        }
        Does::AnswersItself => return (StatusCode::NOT_FOUND, "no such page").into_response(),
        _ => {}
    }
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let mut asked = client
        .build()
        .unwrap()
        .request(head.method, format!("{relay}{path}"));
    for (name, value) in &head.headers {
        if ![
            header::HOST,
            header::CONTENT_LENGTH,
            header::TRANSFER_ENCODING,
        ]
        .contains(name)
        {
            asked = asked.header(name, value);
        }
    }
    let asked = match does {
        Does::CollectsUploads | Does::RefusesLarge => {
            let bytes = axum::body::to_bytes(body, 100_000_000).await.unwrap();
            if does == Does::RefusesLarge && bytes.len() > 1_000_000 {
                return StatusCode::PAYLOAD_TOO_LARGE.into_response();
            }
            asked.body(bytes)
        }
        _ => asked.body(reqwest::Body::wrap_stream(body.into_data_stream())),
    };
    let Ok(answer) = asked.send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    match does {
        Does::DropsHeaders => {
            for name in [
                "access-control-allow-origin",
                "timing-allow-origin",
                "cache-control",
                "server-timing",
            ] {
                response.headers_mut().remove(HeaderName::from_static(name));
            }
        }
        Does::ChangesKinds => {
            let kind = HeaderValue::from_static("application/octet-stream");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        _ => {}
    }
    *response.body_mut() = match does {
        Does::CollectsAnswers => Body::from(answer.bytes().await.unwrap_or_default()),
        _ => Body::from_stream(answer.bytes_stream()),
    };
    response
}

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
async fn what_a_proxy_does_is_named_with_the_line_to_write() {
    let (_place, serving) = relay();
    let relay = serving.url("").trim_end_matches('/').to_owned();
    for (does, words) in [
        (
            Does::Nothing,
            &["counted while it is sent", "large uploads are taken"][..],
        ),
        (Does::CollectsAnswers, &["proxy_buffering off"]),
        (Does::CollectsUploads, &["proxy_request_buffering off"]),
        (Does::RefusesLarge, &["proxy_request_buffering off"]),
        (
            Does::DropsHeaders,
            &[
                "/firstline.js may not be read by other pages",
                "/probe/ping may be kept or changed on the way",
                "does not say its own time",
                "hides its times",
            ],
        ),
        (
            Does::ChangesKinds,
            &["and not as text/javascript", "and not as application/wasm"],
        ),
        (
            Does::Redirects,
            &["it leads on to https://www.isp.example/"],
        ),
        (Does::AnswersItself, &["/healthz answers 404"]),
    ] {
        let address = proxy(relay.clone(), does).await;
        let (found, code) = examined(&address, &[]).await;
        for words in words {
            let is_there = ["good", "advice", "wrong"]
                .iter()
                .any(|level| says(&found, level, words));
            assert!(is_there, "{does:?}: {words}: {found:#?}");
        }
        assert_eq!(code, Some(1), "{does:?}");
        // A proxy that is in the way never passes a WebSocket on here.
        if ![Does::Redirects, Does::AnswersItself].contains(&does) {
            assert!(
                says(&found, "advice", "proxy_set_header Upgrade"),
                "{does:?}: {found:#?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_held_to_what_the_widget_needs() {
    let place = Place::new();
    place.append(
        "firstline.toml",
        "[checks]\ninternet = [\"http://127.0.0.1:9/\"]\nspeed = [\"http://127.0.0.1:11/\"]\n",
    );
    let serving = place.serve(&[]);
    let relay = serving.url("").trim_end_matches('/').to_owned();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let load = "http://127.0.0.1:11";
    // Uploads are counted over it where lines are filled from, and nowhere else.
    let socket = "ws://127.0.0.1:11";
    let tag = format!("<script async src=\"{relay}/firstline.js\"></script>");
    let good = format!(
        "default-src 'none'; script-src {relay} 'wasm-unsafe-eval'; connect-src {relay} {load} {socket} http://127.0.0.1:9; img-src {relay}"
    );
    let page = move |policy: String, text: String| {
        let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
        axum::routing::get(async move || (headers, text))
    };
    let router = Router::new()
        .route("/good", page(good, tag.clone()))
        .route("/strict", page("default-src 'self'".to_owned(), tag))
        .route(
            "/bare",
            axum::routing::get(async || "<title>no tag</title>"),
        );
    tokio::spawn(async move { axum::serve(listener, router).await });
    let (found, _) = examined(&relay, &["--page", &format!("{host}/good")]).await;
    assert!(
        says(&found, "good", "lets the widget and its checks work"),
        "{found:#?}"
    );
    // It may load all and send nothing.
    assert!(
        says(&found, "wrong", &format!("origins = [\"{host}\"]")),
        "{found:#?}"
    );
    let (found, _) = examined(&relay, &["--page", &format!("{host}/strict")]).await;
    for words in [
        format!("forbids {relay} by script-src"),
        format!("forbids {relay} by connect-src"),
        format!("forbids {socket} by connect-src"),
        "forbids http://127.0.0.1:9 by connect-src".to_owned(),
        "'wasm-unsafe-eval'".to_owned(),
    ] {
        assert!(says(&found, "wrong", &words), "{words}: {found:#?}");
    }
    let (found, _) = examined(&relay, &["--page", &format!("{host}/bare")]).await;
    assert!(
        says(&found, "advice", "does not have the tag"),
        "{found:#?}"
    );
    assert!(
        says(&found, "good", "no content security policy"),
        "{found:#?}"
    );
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
