//! The addresses that checks ask: the provider's, others', and the echo.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::support::{self, Place};
use super::{examined, says};

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
        .route(
            "/nobody",
            get(async move || (open, "{\"state\":\"unknown\"}")),
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

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_seen_from_here_is_not_said_to_be_wrong() {
    let edge = edge().await;
    let place = Place::new();
    place.append(
        "firstline.toml",
        // Nobody listens at the second; from outside of these networks, it may be for customers alone.
        &format!(
            "[checks]\naccount = \"{edge}/nobody\"\nisp = [\"http://127.0.0.1:9/\"]\n[probe]\nnetworks = [\"192.0.2.0/24\"]\n"
        ),
    );
    let serving = place.serve(&[]);
    let (found, _) = examined(&serving.url(""), &[]).await;
    for words in [
        "knows no account of this machine",
        "http://127.0.0.1:9/ does not answer outside of your network",
    ] {
        assert!(says(&found, "not-tested", words), "{words}: {found:#?}");
    }
    assert!(!says(&found, "wrong", ""), "{found:#?}");
}
