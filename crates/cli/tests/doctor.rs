//! `firstline doctor` before a real relay, and before proxies that do to it what proxies do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use support::{Place, Serving, firstline};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

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
        get(async move || (headers, text))
    };
    let router = Router::new()
        .route("/good", page(good, tag.clone()))
        .route("/strict", page("default-src 'self'".to_owned(), tag))
        .route("/bare", get(async || "<title>no tag</title>"));
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

/// A server of the provider's that answers in its own way at each path.
async fn edge() -> String {
    let open = [("access-control-allow-origin", "*")];
    let moved = [("location", "https://www.isp.example/login")];
    let router = Router::new()
        .route("/good", get(async move || (StatusCode::NO_CONTENT, open)))
        .route("/closed", get(async || StatusCode::NO_CONTENT))
        .route("/moved", get(async move || (StatusCode::FOUND, moved)))
        .route(
            "/account",
            get(async move || (open, "{\"state\":\"gone\"}")),
        )
        .route("/captive", get(async move || (open, "{\"captive\":false}")))
        .route(
            "/probe/ping",
            get(async move || (StatusCode::NO_CONTENT, open)),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_target_is_held_to_what_its_check_makes_of_the_answer() {
    let edge = edge().await;
    let place = Place::new();
    place.append(
        "firstline.toml",
        &format!(
            "[checks]\nisp = [\"{edge}/good\", \"{edge}/closed\", \"{edge}/moved\"]\ninternet = [\"{edge}/moved\"]\n\
             account = \"{edge}/account\"\ncaptive = \"{edge}/captive\"\nspeed = [\"{edge}/\"]\n\
             resolver = \"https://*.nobody-has-it.invalid/\"\n"
        ),
    );
    let serving = place.serve(&[]);
    let (found, _) = examined(&serving.url(""), &[]).await;
    for (level, words) in [
        ("good", format!("checks.isp: {edge}/good answers in")),
        (
            "wrong",
            format!("checks.isp: {edge}/closed may not be read"),
        ),
        (
            "wrong",
            format!("checks.isp: {edge}/moved leads on to https://www.isp.example/login"),
        ),
        // Only that it answers is asked of these.
        ("good", format!("checks.internet: {edge}/moved answers in")),
        ("advice", "checks.internet has one address alone".to_owned()),
        ("advice", "checks.isp has no fresh name".to_owned()),
        (
            "wrong",
            format!("checks.account: {edge}/account answers without a good `state`"),
        ),
        ("good", format!("checks.captive: {edge}/captive answers in")),
        ("wrong", format!("checks.speed: {edge}/ is no relay")),
        (
            "good",
            "checks.resolver: this machine does not find it".to_owned(),
        ),
    ] {
        assert!(says(&found, level, &words), "{level} {words}: {found:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_for_your_own_resolvers_that_is_found_must_answer_as_it_should() {
    // To a check, an answer that it may not read is a name that is not there.
    let edge = edge().await.replace("127.0.0.1", "localhost");
    for (path, level, words) in [
        ("good", "good", "this machine finds it"),
        ("closed", "wrong", "may not be read by pages"),
        ("nothing", "advice", "answers 404"),
    ] {
        let place = Place::new();
        place.append(
            "firstline.toml",
            &format!("[checks]\nresolver = \"{edge}/{path}\"\n"),
        );
        let serving = place.serve(&[]);
        let (found, _) = examined(&serving.url(""), &[]).await;
        let about = found.iter().filter(|one| {
            one["says"]
                .as_str()
                .is_some_and(|says| says.starts_with("checks.resolver"))
        });
        let about: Vec<_> = about.cloned().collect();
        assert!(says(&about, level, words), "{path}: {about:#?}");
        assert_eq!(about.len(), 1, "{path}: {about:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_echo_is_asked_over_udp_and_its_port_belongs_into_the_pages_policy() {
    let place = Place::new();
    let port = support::free_port();
    place.append(
        "firstline.toml",
        &format!("[checks]\nstun = \"stun:127.0.0.1:9\"\n[probe]\necho = \"127.0.0.1:{port}\"\n"),
    );
    let serving = place.serve(&[]);
    let relay = serving.url("").trim_end_matches('/').to_owned();
    let echo = format!("https://127.0.0.1:{port}");
    let tag = format!("<script async src=\"{relay}/firstline.js\"></script>");
    let policy = format!(
        "default-src 'none'; script-src {relay} 'wasm-unsafe-eval'; connect-src {relay}; img-src {relay}; webrtc 'block'"
    );
    let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
    let page = get(async move || (headers, tag));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/page", page);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let (found, _) = examined(&relay, &["--page", &format!("{host}/page")]).await;
    for (level, words) in [
        (
            "good",
            format!("checks.loss: 127.0.0.1:{port} answers over UDP"),
        ),
        // Were it another machine, nobody would answer there.
        ("wrong", "on the machine of the echo".to_owned()),
        ("wrong", format!("forbids {echo} by connect-src")),
        ("advice", "forbids WebRTC".to_owned()),
    ] {
        assert!(says(&found, level, &words), "{level} {words}: {found:#?}");
    }
    // Some who listen there are no echo.
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let other = Place::new();
    other.append(
        "firstline.toml",
        &format!(
            "[checks]\nloss = \"https://{}/probe/echo\"\n",
            silent.local_addr().unwrap()
        ),
    );
    let serving = other.serve(&[]);
    let (found, _) = examined(&serving.url(""), &[]).await;
    assert!(
        says(&found, "wrong", "does not answer over UDP"),
        "{found:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_other_headers_of_a_page_forbid_is_said_where_it_matters() {
    let place = Place::new();
    place.append(
        "firstline.toml",
        "[checks]\nrouter = [\"http://192.168.1.1/\"]\ninternet = [\"http://127.0.0.1:9/\"]\nservices = [\"http://127.0.0.1:9/\"]\n",
    );
    let serving = place.serve(&[]);
    let headers = [
        ("cross-origin-embedder-policy", "require-corp"),
        ("permissions-policy", "camera=(), local-network-access=()"),
    ];
    let page = get(async move || (headers, "<title>x"));
    let router = Router::new()
        .route("/page", page)
        .route("/plain", get(async || "<title>x"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    for (path, is) in [("page", true), ("plain", false)] {
        let (found, _) = examined(&serving.url(""), &["--page", &format!("{host}/{path}")]).await;
        for words in [
            "(Cross-Origin-Embedder-Policy), so whether those of checks.internet and checks.services answer",
            "Permissions-Policy",
        ] {
            assert_eq!(
                says(&found, "advice", words),
                is,
                "{path} {words}: {found:#?}"
            );
        }
    }
}

/// Answers as a relay's ping does with this header, over TLS, and speaks these protocols, the best first.
async fn over_tls(folder: &std::path::Path, protocols: &[&str], timing: &str) -> String {
    let pem = |name: &str| std::fs::File::open(folder.join(name)).unwrap();
    let certificates: Vec<_> = CertificateDer::pem_reader_iter(pem("certificate.pem"))
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_reader(pem("key.pem")).unwrap();
    let provider = rustls::crypto::ring::default_provider();
    let mut tls = rustls::ServerConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    tls.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(tls));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let answer =
        format!("HTTP/1.1 204 No Content\r\n{timing}\r\naccess-control-allow-origin: *\r\n\r\n");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok_and(|bytes| bytes > 0) {
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        }
    });
    format!("https://localhost:{port}/")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speed_target_that_folds_connections_is_advised_against() {
    let place = Place::new();
    let made = std::process::Command::new("openssl")
        .args(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(' '),
        )
        .args("-keyout key.pem -out certificate.pem -subj /CN=localhost".split(' '))
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .current_dir(place.path())
        .output()
        .expect("openssl");
    assert!(made.status.success(), "{made:?}");
    let own_time = "server-timing: app;dur=1";
    let folding = over_tls(place.path(), &["h2", "http/1.1"], own_time).await;
    let plain = over_tls(place.path(), &["http/1.1"], own_time).await;
    // That this one is no relay is worse than how it speaks.
    let other = over_tls(place.path(), &["h2", "http/1.1"], "server: other").await;
    place.append(
        "firstline.toml",
        &format!("[checks]\nspeed = [\"{folding}\", \"{plain}\", \"{other}\"]\n"),
    );
    let serving = place.serve(&[]);
    let certificates = place.path().join("certificate.pem");
    let more = ["--certificates", certificates.to_str().unwrap()];
    let (found, _) = examined(&serving.url(""), &more).await;
    for (level, words) in [
        ("advice", format!("checks.speed: {folding} speaks HTTP/2")),
        ("good", format!("checks.speed: {plain} answers in")),
        ("wrong", format!("checks.speed: {other} is no relay")),
    ] {
        assert!(says(&found, level, &words), "{level} {words}: {found:#?}");
    }
}
