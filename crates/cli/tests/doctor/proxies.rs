//! Proxies before the relay, each with one habit that proxies have.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::support::Place;
use super::{examined, relay, says};

/// What a proxy does to what passes through it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Nothing,
    CollectsAnswers,
    CollectsUploads,
    RefusesLarge,
    DropsHeaders,
    ChangesKinds,
    Packs,
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
        Does::Packs => {
            let packed = HeaderValue::from_static("gzip");
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, packed);
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
async fn a_further_listener_is_asked_all_that_a_speed_test_asks_there() {
    let (_place, serving) = relay();
    let behind = serving.url("").trim_end_matches('/').to_owned();
    for (does, level, words) in [
        (
            Does::Nothing,
            "good",
            &["downloads come as they are", "large uploads are taken"][..],
        ),
        (Does::Packs, "wrong", &["downloads are packed (gzip)"]),
        (
            Does::DropsHeaders,
            "wrong",
            // Its ping is no relay's then, and no more is asked.
            &["may not be read by pages"],
        ),
        (
            Does::CollectsUploads,
            "wrong",
            &["the proxy collects uploads"],
        ),
        (Does::RefusesLarge, "wrong", &["the proxy collects uploads"]),
    ] {
        let listener = proxy(behind.clone(), does).await;
        let place = Place::new();
        place.append(
            "firstline.toml",
            &format!("[checks]\nspeed = [\"{listener}/\"]\n"),
        );
        let own = place.serve(&[]);
        let (found, _) = examined(&own.url(""), &[]).await;
        let about: Vec<_> = found
            .iter()
            .filter(|one| {
                one["says"]
                    .as_str()
                    .is_some_and(|says| says.contains(&listener))
            })
            .cloned()
            .collect();
        for words in words {
            assert!(says(&about, level, words), "{does:?}: {words}: {about:#?}");
        }
        // What a proxy of one listener does is not said of the relay.
        assert!(
            says(&found, "good", "downloads come as they are"),
            "{does:?}: {found:#?}"
        );
    }
}
