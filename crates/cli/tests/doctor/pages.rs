//! The provider's pages: their policy, their tag and their other headers.

use axum::Router;
use axum::http::header;
use axum::routing::get;

use super::support::Place;
use super::{examined, says};

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
    let trusting = format!(
        "script-src 'nonce-Ab1=' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src {relay} {load} {socket} http://127.0.0.1:9"
    );
    let trusted = tag.replace("<script", "<script nonce=\"Ab1=\"");
    let router = Router::new()
        .route("/good", page(good, tag.clone()))
        .route("/trusted", page(trusting.clone(), trusted))
        .route("/untrusted", page(trusting, tag.clone()))
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
    let (found, _) = examined(&relay, &["--page", &format!("{host}/trusted")]).await;
    assert!(
        says(&found, "good", "lets the widget and its checks work"),
        "{found:#?}"
    );
    let (found, _) = examined(&relay, &["--page", &format!("{host}/untrusted")]).await;
    assert!(
        says(&found, "wrong", "needs the policy's nonce"),
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
